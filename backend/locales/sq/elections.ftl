# Zgjedhjet dhe vendet: gjetjet, kalendari, regjistri.

finding-window-truncated = Dekreti doli më { $opens_on }: dritarja hapet { $days } ditë më vonë se { $full_opening }.
finding-not-nearest-sunday = Neni 7(7): e diela më e afërt me ditën e { $days }-të pas dekretit është { $expected }, jo { $election_date }.
finding-counting-tables-not-in-edition = Botimi { $edition } i Kodit nuk i njeh tavolinat e numërimit: { $tables }.
finding-carried-over = U mor nga akreditimi { $accreditation } i zgjedhjeve që përsëriten; është kërkesë si çdo tjetër.
problem-nothing-changed = Kjo është data që është në fuqi.
problem-not-a-repeat-election = Këto zgjedhje nuk përsërisin të tjera.
problem-nobody-to-carry-over = Nuk ka mbetur vëzhgues për t’u marrë nga zgjedhjet e mëparshme.

## Afatet e shpjeguara

limits-title-party-registration = Regjistrimi i partive
limits-rule-party-registration = Partia që merr pjesë në zgjedhje kërkon regjistrimin jo më vonë se { $value ->
        [none] një numër ditësh që nuk u gjet
        [one] { $value } ditë
       *[other] { $value } ditë
    } para ditës së zgjedhjeve. E drejta e saj për vëzhgues fillon me këtë regjistrim dhe me një kandidat ose listë të regjistruar.
limits-title-coalition-registration = Regjistrimi i koalicioneve
limits-rule-coalition-registration = Partitë që paraqiten si koalicion kërkojnë regjistrimin e tij jo më vonë se { $value ->
        [none] një numër ditësh që nuk u gjet
        [one] { $value } ditë
       *[other] { $value } ditë
    } para ditës së zgjedhjeve. Që atëherë vetëm koalicioni mund të dërgojë vëzhgues.
limits-title-albanian-request = Kërkesat për vëzhgues shqiptarë
limits-rule-albanian-request = Kërkesat për vëzhgues shqiptarë paraqiten në komision nga dita e hapjes dhe jo më vonë se { $value ->
        [none] një numër ditësh që nuk u gjet
        [one] { $value } ditë
       *[other] { $value } ditë
    } para datës së zgjedhjeve. Kërkesa që vjen tepër herët mund të mbahet deri në hapje, nëse dërguesi pajtohet.
limits-title-foreign-request = Kërkesat për vëzhgues të huaj
limits-rule-foreign-request = Kërkesat për vëzhgues të huaj paraqiten jo më vonë se { $value ->
        [none] një numër orësh që nuk u gjet
        [one] { $value } orë
       *[other] { $value } orë
    } para datës së zgjedhjeve. Teksti nuk cakton ditë hapjeje dhe nuk thotë nga cila orë numërohet mbrapsht.
limits-title-decision = Vendimi për kërkesën
limits-rule-decision = Komisioni vendos jo më vonë se { $value ->
        [none] një numër ditësh që nuk u gjet
        [one] { $value } ditë
       *[other] { $value } ditë
    } pas paraqitjes së kërkesës. Heshtja nuk është miratim: është mosvendosje, që mund të ankimohet. Këtu tregohet për kërkesën e ditës së fundit; vlejnë ditët e pushimit të komisionit kompetent.
limits-title-foreign-decision-target = Vendimi për vëzhguesit e huaj (synim i brendshëm)
limits-rule-foreign-decision-target = Ligji nuk cakton kohë vendimi për vëzhguesit e huaj. Komisioni i cakton vetes { $value ->
        [none] asnjë synim
        [one] { $value } orë
       *[other] { $value } orë
    } nga paraqitja, dhe kurrë më vonë se hapja e votimit. Kjo nuk është ligj dhe nuk hap ankim.
limits-title-appeal = Ankimi kundër refuzimit ose mosvendosjes
limits-rule-appeal = Ankimi paraqitet brenda { $value ->
        [none] një numri ditësh që nuk u gjet; e cakton juristi, dhe deri atëherë nuk mund të nxirret refuzim
        [one] { $value } dite
       *[other] { $value } ditëve
    } nga shpallja e vendimit, ose nga lindja e mosvendosjes{ $edition ->
        [2008] , në Komisionin e Ankimimeve dhe Sanksioneve (KAS)
       *[other] {""}
    }.
limits-title-appeal-report = Raporti për ankimin e regjistruar
limits-rule-appeal-report = Relatori raporton brenda { $value ->
        [none] një numri orësh që nuk u gjet
        [one] { $value } ore
       *[other] { $value } orëve
    } nga regjistrimi i ankimit. Regjistrimi nuk refuzohet kurrë.
limits-title-appeal-completion = Plotësimi i ankimit
limits-rule-appeal-completion = Ankimi kthehet për plotësim vetëm një herë dhe riparaqitet brenda { $value ->
        [none] një numri orësh që nuk u gjet
        [one] { $value } ore
       *[other] { $value } orëve
    } nga shpallja e kthimit.
limits-title-appeal-decision = Vendimi për ankimin
limits-rule-appeal-decision = Organi që shqyrton ankimin vendos brenda { $value ->
        [none] një numri ditësh që nuk u gjet
        [one] { $value } dite
       *[other] { $value } ditëve
    } nga paraqitja.
limits-title-court-appeal = Ankimi në Kolegjin Zgjedhor
limits-rule-court-appeal = Kundër atij vendimi mund t’i drejtohesh Kolegjit Zgjedhor brenda { $value ->
        [none] një numri ditësh që nuk u gjet
        [one] { $value } dite
       *[other] { $value } ditëve
    } nga shpallja.
limits-title-college-decision = Vendimi i Kolegjit Zgjedhor
limits-rule-college-decision = Kolegji vendos brenda { $value ->
        [none] një numri ditësh që nuk u gjet
        [one] { $value } dite
       *[other] { $value } ditëve
    } nga paraqitja.
limits-title-voting = Orari i votimit
limits-rule-voting = Qendrat e votimit hapen në orën 7:00. Mbyllen në 19:00 nga 31 marsi deri më 15 tetor dhe në 18:00 nga 16 tetori deri më 30 mars. Kush pret në radhë në mbyllje mund të votojë.

## Tavolinat e numërimit

batch-column-counting-tables = Tavolinat e numërimit
    .hint = Kodet, me pikëpresje mes tyre; vetëm sipas Kodit në fuqi.
    .example = VNV-30/T01
badge-counting-tables = Tavolina numërimi
console-scope-counting-tables = Tavolina numërimi

## Faqja e afateve

limits-page-title = Afatet e zgjedhjeve
limits-card = Kur mbarojnë afatet e kërkesave, vendimeve e ankimeve, dhe si numërohet çdo datë.
limits-decreed = Dekreti
limits-edition = Kodi Zgjedhor, botimi
limits-reading = Leximi i zgjedhur
limits-hours = Votimi
limits-warnings = Për t’u parë
limits-redated = Data u ndryshua
limits-redating = { $at }: nga { $before } në { $after }, akti { $act }.
limits-lead = Çdo afat numërohet sipas katër leximeve. Kush kërkon akreditim t’i përmbahet datës së sigurt; nëpunësi sheh datën më të butë para se të refuzohet diçka si e vonuar.
limits-open-all = Hap çdo numërim, për shtypje
limits-internal = synim i brendshëm, jo ligj
limits-unset = nuk u gjet; e cakton juristi
limits-closes = Mbaron
limits-safe = I sigurt deri
limits-lenient = Më së voni
limits-set-by = Caktuar për këto zgjedhje me aktin { $act }.
limits-source = Ku u lexua
limits-days-off = Ditët e pushimit
limits-whose-calendar = Kërkesat paraqiten në KQZ, prandaj për to vlejnë ditët e pushimit të KQZ-së. Koha e vendimit ndjek ditët e pushimit të komisionit kompetent.
limits-only-for = vetëm për { $bodies }
limits-announced-late = shpallur me vonesë
limits-no-days-off = Përveç të shtunave dhe të dielave nuk është shënuar asnjë.
console-rest-day-holiday = ditë pushimi
console-rest-day-reduced = orar i shkurtuar
console-known-by-verbatim = Lexuar fjalë për fjalë.
console-known-by-summary = Nga një përmbledhje zyrtare.
console-known-by-press = Nga shtypi.
console-known-by-inferred = Propozimi ynë.
console-known-by-not-found = Teksti nuk u gjet.
console-election-kind-assembly = Zgjedhje për Kuvendin
console-election-kind-local = Zgjedhje vendore
console-election-kind-referendum = Referendum
console-election-kind-partial = Zgjedhje të pjesshme
console-election-kind-repeat = Përsëritje zgjedhjesh
console-event-reassessed = U vlerësua përsëri pas një ndryshimi
