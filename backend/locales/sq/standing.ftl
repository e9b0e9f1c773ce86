# Pas akreditimit: pezullim, rikthim, shfuqizim, urdhra, kodi i sjelljes, riakreditim.

## Karta dhe gjendja

badge-reason-suspended = Akreditimi është pezulluar: nuk vlen derisa të rikthehet.
badge-reason-replaced = Kjo kartë është zëvendësuar me një të re.
badge-reason-withdrawn = Akreditimi është tërhequr nga dërguesi.
badge-state-suspended = Akreditimi është pezulluar
badge-state-replaced = Kjo kartë është zëvendësuar
badge-state-withdrawn = Akreditimi është tërhequr
console-accreditation-suspended = i pezulluar
console-accreditation-replaced = i zëvendësuar
console-accreditation-withdrawn = i tërhequr
console-accreditation-expired = i mbaruar
standing-since-valid = Në fuqi që nga { $at }
standing-since-suspended = Pezulluar më { $at }
standing-since-revoked = Shfuqizuar më { $at }
standing-since-replaced = Zëvendësuar më { $at }
standing-since-withdrawn = Tërhequr më { $at }
standing-since-expired = Mbaruar më { $at }
console-standing-reason-replaced = vëzhguesi u zëvendësua
console-standing-reason-withdrawn = dërguesi e tërhoqi kërkesën
console-standing-reason-final-announcement = rezultati përfundimtar u shpall

## Gjetje dhe zgjidhje

finding-basis-unset = Botimi i Kodit nuk e përmend këtë kompetencë ({ $measure }): urdhri bllokohet derisa juristi i komisionit të caktojë me akt mbi cilin nen mbështetet.
finding-basis-is-demo = Baza ligjore { $basis } është DEMO, NUK ËSHTË LIGJ.
finding-code-of-conduct-outdated = U pranua versioni { $accepted } i kodit të sjelljes; në fuqi është versioni { $current }.
finding-follows-order = Kërkesa vjen pas urdhrit që i dha fund akreditimit { $accreditation }. A e lidh ende afati i paraqitjes, e thotë juristi i komisionit.
remedy-accept-code-of-conduct = Pranoni versionin në fuqi të kodit të sjelljes para vendimit.
console-remedy-accept-code-of-conduct = të pranohet versioni në fuqi i kodit të sjelljes

## Probleme

problem-accreditation-not-valid = Akreditimi nuk është në fuqi.
problem-basis-unset = Urdhri nuk ka bazë ligjore: botimi i Kodit nuk e përmend këtë kompetencë. Juristi i komisionit e cakton me akt.
problem-nothing-to-restore = Ky akreditim nuk është as i pezulluar, as i shfuqizuar.
problem-accredited-anew = Vëzhguesi është riakredituar ndërkohë: akreditimi i vjetër nuk rikthehet.
problem-order-not-open = Urdhri është konfirmuar ose tërhequr tashmë.
problem-preview-changed = Nga propozimi e këtej diçka ka ndryshuar. Shihni ndryshimet dhe konfirmoni përsëri.
problem-version-published = Ky version i kodit të sjelljes është botuar tashmë; botoni një version të ri.
problem-nothing-to-reaccredit = Akreditimi nuk është shfuqizuar, as pezulluar: nuk ka çfarë të riakreditohet.
problem-reaccreditation-asked = Riakreditimi është kërkuar tashmë.
problem-photo-missing = Kërkesa nuk ka fotografi: dërgoni fillimisht një të re.
problem-identity-check-missing = Para riakreditimit duhet shënuar krahasimi i fytyrës, i fotografisë së re dhe i dokumentit.
problem-identity-check-failed = Krahasimi i fytyrës ose i dokumentit nuk përputhet.

## Vendimi i shkruar

order-paper-title = Vendimi nr. { $number }
order-paper-number = VENDIM nr. { $number }, { $day }
order-paper-subject-revoke = Për shfuqizimin e akreditimeve të vëzhguesve
order-paper-subject-suspend = Për pezullimin e akreditimeve të vëzhguesve
order-paper-election = Zgjedhjet
order-paper-basis = Baza ligjore
order-paper-article = Neni { $article }, ligji nr. { $law }
order-paper-basis-act = Baza u caktua me aktin { $act }
order-paper-whom = Kë prek
order-paper-does-revoke = Shfuqizohen { $count } akreditime.
order-paper-does-suspend = Pezullohen { $count } akreditime.
order-paper-units = Njësitë zgjedhore (KZAZ): { $names }
order-paper-centres = Qendrat e votimit: { $names }
order-paper-kinds = Kategoritë: { $names }
order-paper-spared = Përjashtohen: { $names }
order-paper-senders = Numri i dërguesve të përmendur: { $names }
order-paper-exempted = Akreditime të përjashtuara që mbeten në fuqi: { $count }
order-paper-reason = Arsyeja
order-paper-effect = Hyrja në fuqi
order-paper-effect-at = Vendimi hyn në fuqi menjëherë, { $at }, dhe publikohet.
order-paper-appeal = Ankimi
order-paper-appeal-until = Ankim te { $body } deri më { $day }, kjo ditë përfshirë.
order-paper-appeal-unset = Ankim te { $body }. Afati nuk gjendet në burimet tona: e cakton juristi i komisionit.
order-paper-lane = Riakreditimi
order-paper-lane-hours = Kërkesat për riakreditim shqyrtohen të parat; objektivi është { $hours } orë nga paraqitja.
order-paper-lane-open = Kërkesat për riakreditim shqyrtohen të parat.
order-body-kas = Komisioni i Ankimeve dhe Sanksioneve (KAS)
order-body-cec = Komisioni Qendror i Zgjedhjeve
order-body-electoral-college = Kolegji Zgjedhor
