# Aktet, propozimet, delegimet dhe akreditimet e përkohshme.
problem-act-blocked = { $count ->
        [one] Për 1 kërkesë të këtij akti nuk vendoset dot. Lëreni jashtë, ose plotësoni çfarë mungon.
       *[other] Për { $count } kërkesa të këtij akti nuk vendoset dot. Lërini jashtë, ose plotësoni çfarë mungon.
    }
problem-act-not-in-effect = Akti i mëparshëm nuk është në fuqi.
problem-act-not-a-draft = Ky akt nuk është më projekt.
problem-act-number-taken = Një akt tjetër i komisionit ka këtë numër dhe datë.
problem-nothing-to-decide = Asnjë kërkesë nuk i përgjigjet filtrit.
problem-delegation-conflicts = Një njësi i është deleguar një lloji tjetër komisioni në të njëjtën kohë.
problem-delegation-ended = Ky delegim ka mbaruar tashmë.
problem-interim-basis-unset = Për këto zgjedhje nuk është caktuar bazë për akreditimin e përkohshëm.
problem-nothing-refused = Akreditimi i përkohshëm kërkon një refuzim ose mosvendosje të ankimuar.
problem-interim-issued = Për këtë kërkesë është tashmë në fuqi një akreditim.
problem-decision-missing = Për këtë kërkesë nuk është vendosur ende.

## Vendimi i shkruar

paper-state = REPUBLIKA E SHQIPËRISË
paper-authority-cec = Komisioni Qendror i Zgjedhjeve
paper-authority-zec = Komisioni i Zonës së Administrimit Zgjedhor { $unit }
paper-authority-lgec = Komisioni i Zgjedhjeve për Qeverisjen Vendore { $unit }
paper-title = VENDIM
paper-dated = Nr. { $number }, datë { $date }
paper-subject-grant = Për miratimin e kërkesës { $number } për akreditim
paper-subject-refuse = Për refuzimin e kërkesës { $number } për akreditim
paper-subject-return = Për kthimin për plotësim të kërkesës { $number } për akreditim
paper-subject-act = Për kërkesat për akreditimin e vëzhguesve sipas listës bashkëlidhur
paper-subject-addendum = Për një shtesë në vendimin nr. { $number } të datës { $date }
paper-basis = Baza ligjore
paper-election = { $name }, { $date }.
paper-competence = Kompetenca: neni { $article } i Ligjit nr. { $law }.
paper-instruction = Kompetenca është deleguar me udhëzimin e posaçëm { $instruction }.
paper-edition = Botimi i Kodit Zgjedhor: Ligji nr. { $law }.
paper-issued-by = Autorizimi i vëzhguesit lëshohet nga KQZ, cilido komision të vendosë.
paper-request = Kërkesa
paper-request-line = Kërkesa { $number }, e regjistruar më { $at }.
paper-sender = Dërguesi: { $name } ({ $kind }).
paper-observer = Vëzhguesi: { $name } ({ $role }).
paper-places = Vendet: { $places }.
paper-no-places = asnjë
paper-facts = Faktet
paper-assessment = Vlerësimi: çfarë u gjet
paper-nothing-found = Nuk u gjet asgjë.
paper-article = neni { $article }, Ligji { $law }
paper-article-short = neni { $article }
paper-decision = Vendos
paper-decides-grant = Miratohet kërkesa { $number }.
paper-decides-refuse = Refuzohet kërkesa { $number }. Shkaqet:
paper-decides-return = Kthehet për plotësim kërkesa { $number }. Mungon:
paper-accreditation = Akreditimi ka numrin { $number }.
paper-act-grant = { $count ->
        [one] Miratohet 1 kërkesë e listës.
       *[other] Miratohen { $count } kërkesa të listës.
    }
paper-act-refuse = { $count ->
        [one] Refuzohet 1 kërkesë e listës.
       *[other] Refuzohen { $count } kërkesa të listës.
    }
paper-act-return = { $count ->
        [one] Kthehet për plotësim 1 kërkesë e listës.
       *[other] Kthehen për plotësim { $count } kërkesa të listës.
    }
paper-own-lines = Kjo kopje tregon vetëm kërkesat e dërguesit që e merr.
paper-grounds = Shkaqet
paper-ground = { $requests }. Faktet: { $facts } Arsyeja: { $reason } (neni { $article }).
paper-remedy = E drejta e ankimit
paper-complete = Kërkesa shqyrtohet përsëri sapo të plotësohet. Kthimi nuk është refuzim.
paper-body-kas = Komisioni i Ankimeve dhe Sanksioneve (KAS)
paper-body-cec = Komisioni Qendror i Zgjedhjeve
paper-body-electoral-college = Kolegji Zgjedhor
paper-appeal = Kundër këtij vendimi mund të bëhet ankim te { $body }. Dita e fundit e ankimit: { $day }, ora 24:00 (neni { $article }, Ligji { $law }).
paper-useful = Ankimi mund ta sjellë ende vëzhguesin në qendër votimi deri më { $at }, kur nis dita e zgjedhjeve.
paper-outlasts = Rruga nëpër të dyja shkallët mund të mbarojë pas zgjedhjeve.
paper-appeal-demo = PROVË, NUK ËSHTË LIGJ: numri i ditëve të ankimit është i shpikur.
paper-announced = Shpallur më { $at }
paper-page = Faqja {"{page}"} nga {"{of}"}
paper-authoritative = Ky është teksti zyrtar.
paper-demo = PROVË, NUK ËSHTË AKT LIGJOR
paper-annex = Lista e vendimit ({ $count })
paper-column-place = Nr.
paper-column-request = Kërkesa
paper-column-observer = Vëzhguesi
paper-column-sender = Dërguesi
paper-column-places = Vendet
paper-column-decision = Vendimi
paper-outcome-grant = Miratuar
paper-outcome-refuse = Refuzuar
paper-outcome-return = Kthyer

## Faqet

acts-nav = Aktet
acts-title = Aktet
acts-lead = Një akt vendos për shumë kërkesa njëherësh. Projekti nuk vendos asgjë.
acts-empty = Nuk ka asnjë akt.
acts-column-act = Akti
acts-column-state = Gjendja
acts-column-requests = Kërkesat
acts-column-decided = Vendosur
acts-column-body = Komisioni
acts-column-notes = Shënime
acts-number = Nr. { $number }, { $date }
acts-draft = Projekt { $id }
acts-addendum = shtesë
acts-adds-to = Shtesë në vendimin
acts-state-draft = projekt
acts-state-in-effect = në fuqi
acts-state-abandoned = i hequr
acts-counts = { $granted } të miratuara, { $refused } të refuzuara, { $returned } të kthyera
acts-counts-planned = Do të miratohen { $granted }, do të refuzohen { $refused }, do të kthehen { $returned }.
acts-new = Akt i ri
acts-new-lead = Për kërkesa të veçanta, zgjidhini te lista e kërkesave. Këtu zgjidhen të gjitha kërkesat në pritje të një dërguesi.
acts-chosen = { $count ->
        [one] 1 kërkesë e zgjedhur
       *[other] { $count } kërkesa të zgjedhura
    }
acts-outcome-proposed = sipas propozimit të fundit të secilës
acts-facts = Faktet
acts-ground-lead = Për refuzim ose kthim, i njëjti shkak për të gjitha:
acts-addendum-to = Shtesë në aktin
acts-draft-button = Përgatit projektin
acts-select = Zgjidh kërkesën { $number }
acts-select-lead = Akt për kërkesat e zgjedhura
acts-column-select = Zgjidh
acts-list = Kërkesat e aktit
acts-preview = { $takeable } kërkesa mund të vendosen, { $blocked } jo.
acts-blocked = { $count ->
        [one] 1 kërkesë nuk vendoset dot
       *[other] { $count } kërkesa nuk vendosen dot
    }
acts-left-out = { $count ->
        [one] 1 kërkesë mbeti jashtë
       *[other] { $count } kërkesa mbetën jashtë
    }
acts-article = neni { $article }
acts-lenient = leximi më i butë: deri më { $until }
acts-lenient-lead = { $count } kërkesa me vonesë do të refuzoheshin. Sipas leximit më të butë afati ishte deri më { $until }.
acts-last-day = ankim deri më { $day }
acts-effect = Vëre aktin në fuqi
acts-effect-button = Vëre në fuqi
acts-effect-hint = Të gjitha kërkesat vendosen njëherësh, ose asnjë. Dërguesit dhe vëzhguesit njoftohen.
acts-leave-out = { $count ->
        [one] Lëre jashtë kërkesën që nuk vendoset dot
       *[other] Lëri jashtë { $count } kërkesat që nuk vendosen dot
    }
acts-abandon-button = Hiq dorë nga projekti
acts-done = Akti hyri në fuqi.
acts-pdf-sq = Vendimi (PDF)
acts-pdf-en = Vendimi në anglisht (PDF)
acts-proposals = Propozimet
acts-propose-button = Vetëm propozo
acts-propose-hint = Propozimi nuk vendos asgjë; i fundit vlen për aktin.
acts-proposed = { $outcome }, nga { $role }
acts-useful = Ankimi mund ta sjellë vëzhguesin në qendër deri më { $at }.
acts-outlasts = Ankimet mund të mbarojnë pas zgjedhjeve.
console-done-proposal = Propozimi u regjistrua.

## Lista publike

decisions-title = Vendimet për akreditimin
decisions-lead = Aktet e komisioneve me numrat e tyre. Lista nuk tregon vëzhgues, as emra partish.
decisions-senders = Dërguesit
decisions-grounds = Shkaqet e refuzimeve
decisions-subjects = kërkesa të subjekteve zgjedhore: { $count }
decisions-addendum = shtesë në nr. { $number }
decisions-own-ground = shkak i komisionit
decisions-empty = Nuk ka ende asnjë vendim.

## Akreditimi i përkohshëm

console-choice-interim = Akreditimi i përkohshëm gjatë ankimit
console-option-allowed = lejohet
console-option-not-allowed = nuk lejohet
finding-interim-basis-unset = Akreditimi i përkohshëm nuk ka bazë: teksti hesht dhe juristi i komisionit nuk e ka lejuar me akt.
finding-nothing-refused = Nuk ka refuzim ose mosvendosje me ankim të hapur.
finding-appeal-in-time = Ankimi vendoset para zgjedhjeve: nuk humbet asgjë duke pritur.
problem-appeal-in-time = Ankimi vendoset para zgjedhjeve: nuk humbet asgjë duke pritur.
badge-interim = I PËRKOHSHËM
interim-title = Akreditim i përkohshëm
interim-lead = Ankimi mund të zgjasë pas zgjedhjeve. KQZ-ja mund ta akreditojë vëzhguesin për kohën e ankimit.
interim-until = Mbaron
interim-until-appeal-decision = me vendimin e ankimit
interim-until-election = me zgjedhjet, cilido vendimi i ankimit
interim-button = Akredito përkohësisht
interim-line = { $number } sipas aktit { $act }; mbaron { $until }.
console-done-interim = Akreditimi i përkohshëm u lëshua.
finding-appeal-outlasts-election = Ankimi ka vlerë deri më { $useful_until }, ndërsa rruga nëpër të dyja shkallët mund të zgjasë deri më { $decided_until }. Akreditimi i përkohshëm është një mundësi e komisionit.

console-event-interim-accredited = akreditim i përkohshëm
console-badge-state-forbids = gjendja s'e lejon
console-badge-not-competent = jo kompetent
console-badge-delegated-away = e deleguar
console-badge-proposal-missing = pa propozim
console-badge-badge-cannot-carry = karta s'e mban
console-badge-not-in-earlier-act = jo në vendimin e parë
console-badge-lenient-date-not-seen = afati më i butë
console-badge-decided-against-findings = kundër gjetjeve
console-badge-appeal-outlasts-election = ankimi zgjat pas zgjedhjeve
console-badge-ground-without-facts = pa fakte
console-badge-grounds-missing = pa shkak
console-badge-last-day-to-appeal-unset = pa afat ankimi
