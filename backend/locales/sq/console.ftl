# Faqet e komisionit, biseda në faqe dhe faqet për të gjithë. Teksti shqip është ai që vlen.

## Korniza

console-skip = Kalo te përmbajtja
console-nav = Faqet
console-nav-requests = Kërkesat
console-nav-reports = Raportet
console-nav-waiting = Presin një njeri
console-logout = Dil
console-foot = Orët janë sipas Tiranës. Vendos vetëm komisioni kompetent, jo programi.
console-find = Kërko
console-next = Më tej
console-previous = Më parë
console-until = deri më { $at }
console-span = 
    { $days ->
        [0] { $hours ->
            [0] { $minutes } min
           *[other] { $hours } orë { $minutes } min
        }
       *[other] { $days } ditë { $hours } orë
    }
console-end-of-day = { $day }, 24:00
console-age = para { $span }
console-clock-left = Edhe { $span }
console-clock-late = Me vonesë { $span }
console-clock-none = Pa afat të caktuar
console-clock-stopped = Afati nuk ecën më

## Hyrja

console-login-title = Hyrja për komisionet
console-login-lead = Faqja për KQZ-në, KZAZ-të, KQV-të, Qendrën e Ndihmës dhe auditorët. Organizatat përdorin API-në, vëzhguesit bisedën.
console-login-key = Çelësi juaj
console-login-hint = Çelësi fillon me vzk_. Ai nuk ruhet në shfletues. Hyrja vlen 12 orë.
console-login-button = Hyr
console-login-key-unknown = Ky çelës nuk njihet ose është shfuqizuar.
console-login-key-without-pages = Ky çelës nuk është i një komisioni. Përdoreni me API-në.
console-login-session-over = Hyrja juaj mbaroi. Hyni përsëri.

## Çfarë nuk shkoi

console-failure-title = Kjo nuk u krye
console-failure-back = Te faqja e parë e komisionit
console-failure-id = Numri i kësaj kërkese për operatorin: { $id }
console-failure-400 = Formulari nuk u lexua. Hapeni faqen përsëri dhe provoni sërish.
console-failure-403 = Roli juaj nuk e ka këtë të drejtë.
console-failure-404 = Nuk ka faqe të tillë, ose nuk është në kompetencën tuaj.
console-failure-405 = Kjo faqe nuk hapet në këtë mënyrë.
console-failure-409 = Gjendja ndryshoi ndërkohë. Hapeni faqen përsëri.
console-failure-413 = Ajo që dërguat është tepër e madhe.
console-failure-429 = Tepër kërkesa njëherësh. Prisni pak.
console-failure-500 = Gabim yni. U shënua dhe do ta shohim.
console-failure-503 = Shërbimi nuk përgjigjet tani. Asgjë nuk u regjistrua; provoni pas pak.
console-problem-form-expired = Formulari nuk është i kësaj hyrjeje. Hapeni faqen përsëri dhe dërgojeni sërish.
console-problem-conversation-taken = Bisedën e ka marrë një tjetër.
console-problem-conversation-not-yours = Këtë bisedë nuk e keni ju. Merreni më parë.
console-problem-wrong-role = Roli juaj nuk e ka këtë të drejtë.
console-problem-illegal-move = Raporti nuk kalon dot në këtë gjendje nga ajo ku është.
console-problem-accreditation-revoked = Akreditimi është shfuqizuar tashmë.
console-problem-idempotency-key-reused = Ky formular u dërgua tashmë me përmbajtje tjetër. Shihni gjendjen dhe dërgojeni sërish.
console-defects = 
    { $count ->
        [one] Mungon diçka
       *[other] Mungojnë { $count } gjëra
    }
console-field-invalid = { $field }: { $reason }.
console-field-act-number = Numri i aktit
console-field-act-date = Data e aktit
console-field-act-signatory = Nënshkruesi
console-field-outcome = Vendimi
console-field-reason = Arsyeja
console-field-grounds-reason = Arsyeja
console-field-text = Teksti
console-field-note = Shënimi
console-field-addressee = Komisioni
console-field-to = Gjendja
console-reason-empty = është bosh
console-reason-too-long = është tepër e gjatë
console-reason-not-a-date = nuk është datë
console-reason-in-the-future = është në të ardhmen
console-reason-unknown = nuk u zgjodh ose nuk njihet

## Radha

console-queue-title = Kërkesat për akreditim
console-queue-number = Numri
console-queue-body = Komisioni
console-queue-own = Të mijat
console-queue-every = Të gjitha komisionet
console-queue-empty = Këtu nuk pret asnjë kërkesë.
console-filter-state = Gjendja
console-filter-severity = Rëndësia
console-column-due = Afati për vendim
console-column-request = Kërkesa
console-column-observer = Vëzhguesi
console-column-organisation = Dërguesi
console-column-received = Paraqitur
console-column-found = Çfarë u gjet
console-found-nothing = Asgjë kundër
console-no-photo = Pa foto
console-due-target = synim i brendshëm, jo ligj
console-due-until = deri më { $at }
console-failure-to-decide = Mosvendim
console-failure-since = Afati i ligjit kaloi më { $at }. Dërguesi mund të ankohet; komisioni ende mund të vendosë.
console-state-waiting = Presin vendim
console-state-all = Të gjitha
console-state-received = E marrë
console-state-held = E mbajtur deri në hapje
console-state-assessed = E vlerësuar
console-state-returned = E kthyer për plotësim
console-state-overdue = Mosvendim
console-state-granted = E miratuar
console-state-refused = E refuzuar
console-state-withdrawn = E tërhequr
console-state-replaced = E zëvendësuar
console-badge-too-early = Para kohe
console-badge-too-late = Pas afatit
console-badge-late-by-stricter-reading = Vonë sipas leximit më të rreptë
console-badge-substitute-for-timely = Zëvendësues me vonesë
console-badge-observer-class-disputed = Shqiptar apo i huaj?
console-badge-limit-unset = Afat i pacaktuar
console-badge-limit-is-demo = Afat prove
console-badge-reading-text-unread = Tekst ligjor i palexuar
console-badge-edition-not-in-force = Kodi nuk është në fuqi
console-badge-election-not-decreed = Zgjedhje pa dekret
console-badge-window-empty = Afat bosh
console-badge-kind-has-no-right = Dërgues pa të drejtë
console-badge-human-rights-to-record = Të drejtat e njeriut për t’u vërtetuar
console-badge-human-rights-not-met = Pa objekt të drejtat e njeriut
console-badge-not-registered-as-subject = Jo subjekt zgjedhor
console-badge-registration-to-check = Regjistrim për t’u kontrolluar
console-badge-coalition-only = Vetëm përmes koalicionit
console-badge-no-candidate-in-unit = Pa kandidat në njësi
console-badge-candidacy-to-check = Kandidim për t’u kontrolluar
console-badge-candidacy-contested = Kandidim i kundërshtuar
console-badge-party-candidate-has-no-right = Kandidat partie pa të drejtë
console-badge-outside-own-zone = Jashtë zonës së vet
console-badge-own-zone-to-check = Zonë për t’u kontrolluar
console-badge-referendum-has-no-candidates = Referendum pa kandidatë
console-badge-sender-not-admitted-yet = Dërgues ende i papranuar
console-badge-scope-empty = Pa vend vëzhgimi
console-badge-scope-unknown-place = Vend i panjohur
console-badge-code-of-conduct-not-accepted = Kodi i sjelljes i papranuar
console-badge-translation-to-ask = Duhet përkthim

## Një kërkesë

console-who = Kush kërkon
console-observer = Vëzhguesi
console-photo-of = Fotoja e { $name }
console-born = Lindur më
console-citizenship = Shtetësia
console-document = Dokumenti
console-role = Roli
console-sender = Dërguesi
console-election = Zgjedhjet
console-scope = Ku do të vëzhgojë
console-scope-empty = Nuk u shënua asnjë vend.
console-received = Paraqitur
console-competent = Vendos
console-replaces = Zëvendëson
console-replaced-by = Zëvendësohet nga
console-demo = PROVË, NUK ËSHTË AKT LIGJOR. Të dhënat dhe disa afate janë për shembull.
console-findings = Çfarë flet për dhe kundër
console-findings-lead = Vlerësim i rregullave, jo vendim.
console-article = neni { $article }, ligji { $law }
console-remedy = Çfarë mund të bëhet ende:
console-severity-for = Për
console-severity-against = Kundër
console-severity-needs-legal-decision = Kërkon vendim juridik
console-severity-to-record = Për t’u shënuar
console-remedy-file-again = të paraqitet përsëri
console-remedy-hold-until-opening = mbahet deri në hapjen e afatit
console-remedy-await-legal-decision = vendos juristi i komisionit
console-remedy-ask-reinstatement = kërkesë për rivendosje në afat
console-remedy-file-through-coalition = të paraqitet përmes koalicionit
console-remedy-file-through-entitled-sender = të paraqitet nga një dërgues që e ka të drejtën
console-remedy-register-as-subject = regjistrim si subjekt zgjedhor
console-remedy-narrow-scope = të ngushtohet vendi i vëzhgimit
console-remedy-complete-request = të plotësohet kërkesa
console-remedy-appeal = ankim
console-remedy-wait-for-departure = të dalë më parë një tjetër
console-scope-voting-centres = Qendra votimi
console-scope-electoral-units = Njësi zgjedhore
console-scope-counting-centres = Vende numërimi
console-scope-commissions = Komisione
console-kind-albanian-ngo = organizatë shqiptare
console-kind-foreign-ngo = organizatë e huaj
console-kind-international-organisation = organizatë ndërkombëtare
console-kind-foreign-state = shtet i huaj
console-kind-media = media
console-kind-political-party = parti politike
console-kind-coalition = koalicion
console-kind-independent-candidate = kandidat i pavarur
console-admission-pending = ende pa vendim pranimi
console-admission-admitted = e pranuar
console-admission-refused = pranimi i refuzuar
console-document-id-card = letërnjoftim
console-document-passport = pasaportë
console-observer-role-short-term = vëzhgues afatshkurtër
console-observer-role-long-term = vëzhgues afatgjatë
console-observer-role-interpreter = përkthyes
console-observer-role-media = media
console-role-kind-cec = KQZ
console-role-kind-zec = KZAZ
console-role-kind-lgec = KZQV
console-role-kind-vcc = KQV
console-role-kind-helpdesk = Qendra e Ndihmës
console-role-kind-auditor = Auditor
console-role-kind-operator = Operator
console-role-kind-system = sistemi
console-role-kind-observer = vëzhguesi
console-role-kind-organisation = dërguesi
console-role-kind-bot = programi

## Afatet e numëruara

console-readings = Afati sipas katër leximeve
console-readings-lead = Kërkesa u paraqit më { $received }. Hapni një lexim për të parë numërimin.
console-opens = Hapet
console-safe = Data e sigurt
console-lenient = Data më e gjerë
console-reading-late = me vonesë
console-reading-open = në afat
console-reading-own = leximi i këtyre zgjedhjeve
console-due-title = Afati për vendim, i numëruar
console-reading-calendar = Ditë kalendarike
console-reading-clear-days = Ditë të plota
console-reading-civil-procedure = Procedura civile
console-reading-administrative = Procedura administrative
console-reading-start-of-date = Nga fillimi i datës
console-reading-opening-hour = Nga ora e hapjes
console-variant-clear = ditë pune të plota
console-variant-moved = fundi shtyhet
console-variant-elapsed = orë që kalojnë
console-variant-wall-clock = orë në mur
console-anchor-start-of-date = fillimi i datës së zgjedhjeve
console-anchor-opening-hour = ora e hapjes së votimit
console-hour-clock-elapsed = si kalojnë
console-hour-clock-wall-clock = sipas orës në mur
console-rest-suspended-saturday = e shtunë
console-rest-suspended-sunday = e diel
console-rest-suspended-holiday = festë
console-rest-reduced-day = ditë me orar të shkurtuar
console-step-limit = 
    Afati: { $value } { $unit ->
        [hours] orë
       *[days] ditë
    }{ $act ->
        [none] {""}
       *[other] {" "}({ $act })
    }.
console-step-excluded-day = { $day } nuk numërohet.
console-step-counted-days = U numëruan { $days } ditë: nga { $first } te { $last }.
console-step-suspended-saturday = { $day } është e shtunë dhe kapërcehet.
console-step-suspended-sunday = { $day } është e diel dhe kapërcehet.
console-step-suspended-holiday = { $day } është festë zyrtare dhe kapërcehet.
console-step-clear-day = Dita e plotë: { $day }, me { $between } ditë në mes.
console-step-ends-on-rest-day = { $day } është ditë pushimi ({ $why }).
console-step-moved-to-working-day = Fundi kalon nga { $from } te { $to }, ditë pune.
console-step-last-day = Dita e fundit: { $day }.
console-step-day-ends-at-24 = { $day } mbaron në orën 24:00.
console-step-opens-on = Hapet më { $day }.
console-step-opened-by-decree = Dekreti doli më { $day }; më parë nuk ka zgjedhje.
console-step-window-empty = Hapet më { $opens_on }, pas mbylljes: afati është bosh.
console-step-anchor = Numërohet nga { $anchor }: { $at }.
console-step-hours-back = { $hours } orë prapa, { $clock }.
console-step-hours-on = { $hours } orë nga { $from }.
console-step-clock-change = Në mes ndërron ora: { $minutes_before } min, pastaj { $minutes_after } min nga koha botërore.
console-step-capped-by-opening = Jo më vonë se hapja e votimit: { $at }.
console-step-held-until-opening = Mbahet deri në hapje.
console-step-no-limit-in-law = Neni { $article } nuk cakton afat; ky është synim i brendshëm.

## Vendimi

console-decide = Vendosni
console-outcome = Vendimi
console-outcome-grant = Miratohet
console-outcome-refuse = Refuzohet
console-outcome-return = Kthehet për plotësim
console-grounds = Arsyet
console-grounds-lead = Duhen për refuzim dhe për kthim. Zgjidhni dhe shkruani arsyen me fjalët e komisionit.
console-ground-own = Arsye tjetër
console-ground-article = Neni
console-ground-reason = Arsyeja me fjalë
console-lenient-beside = U paraqit më { $received }. Sipas leximit më të gjerë afati mbaron më { $lenient }.
console-lenient-seen = E pashë datën më të gjerë para se të refuzoj për vonesë.
console-act = Akti
console-act-number = Numri i aktit
console-act-date = Data e aktit
console-act-signatory = Nënshkruesi
console-act-short = akti { $number }
console-act-line = Akti { $number }, { $date }, nënshkruar nga { $signatory }
console-decide-button = Regjistro vendimin
console-decide-hint = Vendimi hyn në fuqi menjëherë dhe nuk zhbëhet këtu.
console-decided = Vendimi i marrë
console-not-competent = Për këtë kërkesë vendos { $body }. Ju mund ta lexoni.
console-delegated = KQZ-ja ia ka deleguar këtë kërkesë: { $body }. Nëse vendos vetë, duhet mendimi i juristit.
console-appeal-until = Ankim sipas nenit { $article } deri më { $at }, përfshirë atë ditë.
console-appeal = Ankimi { $number }:
console-against-refusal = kundër refuzimit
console-against-failure-to-decide = kundër mosvendimit
console-history = Çfarë ka ndodhur
console-event-received = U regjistrua
console-event-held = U mbajt deri në hapje
console-event-opened = Afati u hap
console-event-assessed = U vlerësua
console-event-returned = U kthye për plotësim
console-event-completed = U plotësua
console-event-overdue = Mosvendim
console-event-failed = Mosvendim
console-event-failure-to-decide = Mosvendim
console-event-granted = U miratua
console-event-refused = U refuzua
console-event-withdrawn = U tërhoq
console-event-replaced = U zëvendësua
console-event-appealed = U ankimua
console-event-photo = U vendos fotoja
console-event-photo-stored = U vendos fotoja
console-event-read = U lexua
console-event-passed-on = U përcoll
console-event-answered = U dha përgjigje
console-event-closed = U mbyll
console-event-words-added = U shtuan fjalë
console-event-alert-acknowledged = Alarmi u mor në dorë
console-event-finished = Vëzhguesi e mbaroi
console-done-grant = Kërkesa u miratua. Karta është gati.
console-done-refuse = Refuzimi u regjistrua me mjetin dhe afatin e ankimit.
console-done-return = Kërkesa u kthye për plotësim.
console-done-revoked = Akreditimi u shfuqizua. Karta nuk vlen më.
console-done-read = U shënua si i lexuar.
console-done-passed-on = Raporti u përcoll.
console-done-answered = Përgjigjja u dërgua.
console-done-closed = Raporti u mbyll.
console-badge = Karta e vëzhguesit
console-badge-alt = Kodi i kartës { $number }
console-badge-pdf = Karta për printim (PDF)
console-valid-span = Vlen nga { $start } deri më { $end }.
console-revoked-at = Shfuqizuar më { $at }
console-accreditation-valid = në fuqi
console-accreditation-revoked = i shfuqizuar
console-revoke = Shfuqizoni akreditimin
console-revoke-button = Shfuqizo
console-revoke-hint = Hyn në fuqi menjëherë (neni 19(2)). Vëzhguesit i thuhet në bisedë.

## Raportet

console-reports-title = Raportet e vëzhguesve
console-reports-empty = Këtu nuk ka asnjë raport.
console-column-severity = Rëndësia
console-column-report = Raporti
console-column-place = Vendi
console-column-what = Çfarë
console-column-addressee = I drejtohet
console-column-age = Mosha
console-no-category = Pa kategori ende
console-unaccredited = i paakredituar
console-report-state-all = Të gjitha
console-report-state-received = I marrë
console-report-state-read = I lexuar
console-report-state-passed-on = I përcjellë
console-report-state-answered = Me përgjigje
console-report-state-closed = I mbyllur
console-severity-level-all = Çdo rëndësi
console-severity-level-none = Pa vlerësim
console-severity-level-s1 = ▲ S1 rrezik
console-severity-level-s2 = S2 e rëndë
console-severity-level-s3 = S3 e zakonshme
console-severity-level-s4 = S4 shënim
console-report-words = Fjalët e vëzhguesit
console-outside-scope = jashtë zonës së akreditimit
console-location = Pozicioni
console-phase = Faza
console-report-from = Nga
console-identity-hidden = Kush e dërgoi nuk u tregohet komisioneve të qendrave të votimit.
console-report-receipt = Neni 19(1)(b). Gjurma e tekstit të parë: { $sha }…
console-evidence = 
    { $count ->
        [0] Pa skedarë
       *[other] Skedarë: { $count }
    }
console-evidence-not-for-role = Skedarët i hapin vetëm komisionet.
console-forwarded = i përcjellë nga të tjerë
console-evidence-waiting = po merret
console-evidence-failed = nuk u mor dot
console-evidence-kind-photo = Foto
console-evidence-kind-video = Video
console-evidence-kind-voice = Zë
console-evidence-kind-audio = Audio
console-evidence-kind-document = Dokument
console-detail-knowledge = Si e di
console-detail-observed-at = Kur ndodhi
console-detail-filed-by = Paraqitur nga
console-answer = Përgjigjuni
console-answer-words = Përgjigjja
console-answer-hint = Vëzhguesi e merr në të njëjtën bisedë.
console-answer-button = Dërgo përgjigjen
console-mark-read = Shëno si të lexuar
console-pass-on = Përcilleni
console-pass-on-to = Te komisioni
console-note = Shënim
console-pass-on-button = Përcill
console-close = Mbylleni raportin
console-close-button = Mbyll
console-alerts = 
    { $count ->
        [one] Një alarm S1 pret një njeri
       *[other] { $count } alarme S1 presin një njeri
    }
console-alert-take = E marr unë

## Bisedat që presin një njeri

console-waiting-title = Presin një njeri
console-waiting-lead = Kur e merrni bisedën, programi hesht dhe personit i thuhet që tani e ka një njeri.
console-waiting-empty = Askush nuk pret.
console-talk-mine = e keni ju
console-talk-taken = e ka një tjetër
console-talk-nobody = e askujt ende
console-talk-since = Pret që nga { $at } ({ $age })
console-talk-again = Shih nëse ka mesazhe të reja
console-take = Merre bisedën
console-give-back = Ktheja programit
console-channel-telegram = Telegram
console-channel-telegram-observer = Telegram, vëzhgues
console-channel-whatsapp = WhatsApp
console-channel-whatsapp-observer = WhatsApp, vëzhgues
console-channel-webchat = Biseda në faqe
console-line-photo = (foto)
console-line-video = (video)
console-line-voice = (mesazh me zë)
console-line-audio = (audio)
console-line-document = (dokument)
console-line-location = (pozicion)
console-line-sticker = (figurë)
console-line-contact = (kontakt)
console-line-not-shown = (nuk tregohet)
console-line-button = (buton)
console-line-text = (bosh)
console-line-unreadable = (nuk lexohet)
console-line-unsupported = (lloj i panjohur)
console-line-edited = (ndryshim)
handover-taken = Tani ju përgjigjet një njeri i Qendrës së Ndihmës të KQZ-së. Shkruani këtu; programi hesht.
handover-reply = 
    { $text }
    — Qendra e Ndihmës e KQZ-së
handover-ended = Biseda me Qendrën e Ndihmës mbaroi. Tani përgjigjet përsëri programi.

## Faqe për të gjithë

console-start-title = Vëzhgo
console-start-lead = Shërbimi i Komisionit Qendror të Zgjedhjeve për vëzhguesit dhe zgjedhësit.
console-start-chat = Pyetni për zgjedhjet
console-start-chat-words = Përgjigje të miratuara, me burim dhe datë.
console-start-officers = Për komisionet
console-start-officers-words = Kërkesat për akreditim, raportet dhe bisedat.
console-start-api = Për zhvilluesit
console-start-api-words = API-ja që përdorin organizatat.
console-safety-title = Kujdes
console-safety-short = Askush nga KQZ-ja nuk vjen t’ju regjistrojë.
console-safety = KQZ-ja nuk regjistron askënd në terren. Regjistrimi nga jashtë bëhet vetëm në platformën elektronike në kqz.gov.al ose në aplikacionin zyrtar. Nëse dikush vjen t’ju regjistrojë, kallëzojeni menjëherë në prokurori.
console-badge-early = Akreditimi nuk vlen ende
console-badge-checked = Kontrolluar më { $at }
console-schema-title = API
console-schema-lead = Përshkrimi i plotë OpenAPI:
console-schema-no-script = Pa JavaScript shihni përshkrimin si JSON.
console-operation-title = Gjendja e shërbimit
console-operation-lead = Kërkesat, raportet dhe bisedat nuk i sheh operatori.
console-chat-title = Pyetni për zgjedhjet
console-chat-election = { $election }, { $date }
console-chat-no-election = Tani nuk ka zgjedhje të shpallura.
console-chat-no-script = Kjo bisedë kërkon JavaScript. Pa të mund ta telefononi ose t’i shkruani Qendrës së Ndihmës të KQZ-së.
console-chat-log = Biseda
console-chat-hello = Përshëndetje! Shkruani pyetjen tuaj me fjalët tuaja, p.sh. “Ku votoj?”. Mos shkruani emra zgjedhësish apo numra personalë.
console-chat-label = Pyetja juaj
console-chat-placeholder = Shkruani pyetjen…
console-chat-send = Dërgo
console-chat-sending = Po dërgohet…
console-chat-waiting = Lidhja është e dobët. Mesazhi ruhet dhe provohet përsëri.
console-chat-slow = Po pritet përgjigjja…
console-chat-refused = Mesazhi nuk u pranua. Shkruajeni më shkurt.
console-chat-too-long = Teksti është tepër i gjatë.
console-chat-you = Ju
console-chat-them = Vëzhgo
console-chat-foot = Biseda mbahet nën një çelës të rastit në këtë skedë; askush nuk ju kërkon emrin.

# Short names of the remaining findings.
console-badge-in-time = Brenda afatit
console-badge-dispatched-in-time = Nisur brenda afatit
console-badge-reinstatement-asked = Kërkohet rivendosja në afat
console-badge-window-truncated = Afat i shkurtuar
console-badge-not-nearest-sunday = Jo e diela më e afërt
console-badge-kind-has-right = Ka të drejtë
console-badge-counting-tables-not-in-edition = Kodi nuk njeh tavolina numërimi
console-badge-code-of-conduct-outdated = Kod sjelljeje i vjetruar
console-badge-office-held = Mban një detyrë të papajtueshme
console-badge-translation-rule-unknown = Rregull përkthimi i panjohur
console-badge-translation-awaited = Pritet përkthimi
console-badge-translation-delivered = Përkthimi u dorëzua
console-badge-within-cap = Brenda kufirit
console-badge-cap-reached = Kufiri u arrit
console-badge-not-capped = Pa kufi
console-badge-act-number-missing = Mungon numri i aktit
console-badge-act-date-missing = Mungon data e aktit
console-badge-act-date-wrong = Datë akti e gabuar
console-badge-signatory-missing = Mungon nënshkruesi
console-badge-ground-without-article = Shkak pa nen
console-badge-ground-without-reason = Shkak pa arsye
console-badge-interim-basis-unset = Pa bazë për akreditim të përkohshëm
console-badge-nothing-refused = Nuk ka refuzim
console-badge-appeal-in-time = Ankim brenda afatit
console-badge-failure-to-decide = Mosvendim
console-badge-replacement-addendum = Zëvendësim ose shtesë
console-badge-nothing-to-appeal = Nuk ka çfarë ankimohet
console-badge-not-a-party = Nuk është palë
console-badge-appeal-body-unset = Organi i ankimit i pacaktuar
console-badge-appeal-content-missing = Ankim i paplotë
console-badge-zone-missing = Mungon zona
console-badge-basis-unset = Baza ligjore e pacaktuar
console-badge-basis-is-demo = Bazë prove
console-badge-follows-order = Vijon një urdhër

console-start-senders = Për dërguesit
console-start-senders-words = Paraqitni kërkesa për vëzhgues, një ose me listë, dhe ndiqni secilën.
console-start-acts = Aktet dhe urdhrat
console-start-acts-words = Vendimet e shpallura të komisioneve, pa emra personash.
