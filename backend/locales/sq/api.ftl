# Titujt e problemeve, gjetjet e një vlerësimi dhe mjetet.

# Problemet e çdo adrese
problem-malformed = Kërkesa nuk lexohet.
problem-internal = Diçka nuk shkoi mirë nga ana jonë. Provoni përsëri.
problem-unavailable = Shërbimi nuk përgjigjet dot tani. Provoni përsëri pas pak.
problem-not-found = Këtu nuk ka asgjë, ose nuk është e juaja.
problem-forbidden = Kjo nuk lejohet.
problem-wrong-role = Roli i çelësit tuaj nuk e lejon këtë.
problem-key-missing = Dërgoni çelësin tuaj si "Authorization: Bearer".
problem-key-unknown = Ky çelës nuk njihet ose është shfuqizuar.
problem-unknown-role = Nuk ka rol të tillë.
problem-method-not-allowed = Kjo adresë nuk e pranon këtë metodë.
problem-unsupported-media-type = Ky lloj përmbajtjeje nuk pranohet këtu.
problem-too-large = Trupi i kërkesës është tepër i madh.
problem-too-many-requests = Tepër kërkesa nga adresa juaj. Ju lutemi prisni.
problem-idempotency-key-required = Dërgoni me këtë kërkesë një Idempotency-Key tuajin.
problem-idempotency-key-malformed = Idempotency-Key duhet të ketë 1 deri në 200 shenja të shtypshme.
problem-idempotency-key-reused = Kjo Idempotency-Key u përdor me një trup tjetër.
problem-idempotency-key-in-flight = Kërkesa e parë me këtë Idempotency-Key është ende në punë.
problem-instant-without-zone = Çasti do zonën e tij orare, si 2027-05-01T12:00:00+02:00.
problem-cursor-malformed = Këtë kursor nuk e dha faqja e mëparshme.
problem-limit-unset = Komisioni nuk e ka caktuar ende këtë afat.

# Fushat dhe skedarët
problem-field-invalid = Fusha { $field } nuk pranohet: { $reason ->
        [too_long] është tepër e gjatë.
        [too_many] ka tepër zëra.
        [empty] është bosh.
        [unknown] tregon diçka që nuk njihet.
        [unknown_field] nuk ka fushë të tillë.
        [impossible_date] data është e pamundur.
        [out_of_range] vlera është jashtë kufijve.
        [no_letters] emri do shkronja.
        [not_a_country_code] përdorni kodin e shtetit me dy ose tri shkronja, si AL.
        [not_an_email_address] kjo nuk është adresë e-mail.
        [not_a_hash] ky nuk është SHA-256 në shifra heksadecimale.
        [not_a_phone_number] ky nuk është numër telefoni.
        [voter_list] përmban vetëm listë emrash; listat e zgjedhësve nuk ruhen.
        [personal_numbers] përmban vetëm numra personalë; ata nuk ruhen.
        [formula] këtu ka një formulë; shkruani vetë vlerën.
        [made_a_date] Excel e ka kthyer kodin në datë; bëjeni kolonën tekst.
        [in_the_future] data është në të ardhmen.
       *[other] nuk ka formën e pritur.
    }
problem-file-missing = Dërgoni saktësisht një skedar.
problem-batch-empty = Skedari nuk ka rreshta.
problem-too-many-rows = Skedari ka tepër rreshta; pranohen deri në { $limit }.
problem-not-utf8 = Ruajeni skedarin si UTF-8.
problem-csv-broken = Skedari CSV është i prishur te rreshti { $line }.
problem-xlsx-broken = Libri i punës nuk lexohet.
problem-columns-missing = Mungojnë kolonat: { $columns }.
problem-columns-unknown = Nuk njihen kolonat: { $columns }.
problem-row-too-long = Rreshti ka më shumë qeliza se kreu.
problem-columns-twice = Dy kolona kanë të njëjtin kuptim: { $columns }.
problem-text-unreadable = Skedari nuk lexohet si tekst.
problem-batch-not-checked = Ky grup nuk pret të paraqitet: është paraqitur tashmë ose kontrolli nuk ka mbaruar.
problem-photo-too-large = Fotografia është më e madhe se 10 MB.
problem-photo-not-a-picture = Kjo nuk është fotografi. Dërgoni JPEG, PNG ose WebP.
problem-photo-too-many-pixels = Fotografia ka tepër pikselë.
problem-photo-too-small = Fotografia është tepër e vogël.
problem-photo-unsupported-type = Ky lloj fotografie nuk pranohet. Dërgoni JPEG, PNG ose WebP.
problem-photo-damaged = Fotografia është e dëmtuar.
problem-photo-crop-outside = Prerja del jashtë fotografisë.

# Akreditimi
problem-admission-decided = Pranimi i kësaj organizate është vendosur tashmë.
problem-already-announced = Rezultatet përfundimtare janë shpallur tashmë.
problem-state-forbids = Gjendja e kërkesës nuk e lejon këtë.
problem-illegal-move = Gjendja e tanishme nuk e lejon këtë.
problem-not-competent = Komisioni juaj nuk është kompetent për këtë kërkesë.
problem-act-number-missing = Vendimi nuk ka numër akti.
problem-act-date-missing = Vendimi nuk ka datë akti.
problem-act-date-wrong = Akti mban një datë në të ardhmen.
problem-signatory-missing = Vendimi nuk ka nënshkrues.
problem-grounds-missing = Vendimi nuk jep asnjë shkak.
problem-ground-without-article = Një shkak nuk përmend nen.
problem-ground-without-reason = Një shkak nuk jep arsye.
problem-ground-without-facts = Një shkak nuk jep faktet e vërtetuara.
problem-lenient-date-not-seen = Nëpunësi duhet të shohë më parë afatin më të butë: deri më { $lenient_until }.
problem-last-day-to-appeal-unset = Dita e fundit e ankimit nuk llogaritet dot: komisioni duhet ta caktojë më parë afatin me akt.

# Bisedat, raportet, paneli
problem-bad-secret = E fshehta e thirrjes është e gabuar.
problem-bad-signature = Nënshkrimi i thirrjes është i gabuar.
problem-channel-not-configured = Ky kanal nuk është vendosur.
problem-not-recorded = Mesazhi nuk u regjistrua dot. Ju lutemi dërgojeni përsëri.
problem-session-malformed = Kjo bisedë nuk lexohet. Hapeni bisedën përsëri.
problem-session-over = Seanca juaj mbaroi. Ju lutemi hyni përsëri.
problem-form-expired = Ky formular është tepër i vjetër. Hapeni faqen përsëri.
problem-conversation-taken = Këtë bisedë e ka një person tjetër.
problem-conversation-not-yours = Merreni më parë bisedën.
problem-evidence-not-stored = Skedari nuk u ruajt dot. Ju lutemi dërgojeni përsëri.
problem-no-open-alert = Ky raport nuk ka alarm të hapur.

# Gjetjet: koha
finding-in-time = Kërkesa është në afat: afati mbaron më { $closes_at }.
finding-too-early = Kërkesa erdhi tepër herët: afati hapet më { $opens_at }.
finding-too-late = Kërkesa erdhi me vonesë: afati mbaroi më { $closes_at }.
finding-late-by-stricter-reading = Në afat sipas leximit të zgjedhur, me vonesë sipas një leximi më të rreptë; kufiri i sigurt ishte { $safe_until }.
finding-substitute-for-timely = Kërkesa e vëzhguesit që zëvendësohet ishte në afat; nëse mund ta ndjekë një zëvendësues i vonuar, e thotë juristi.
finding-observer-class-disputed = Sipas vëzhguesit kërkesa është { $by_observer ->
        [albanian] shqiptare
       *[foreign] e huaj
    }, sipas dërguesit { $by_sender ->
        [albanian] shqiptare
       *[foreign] e huaj
    }; të dyja kanë afate të ndryshme.
finding-limit-unset = Numri i ligjit për "{ $limit }" nuk u gjet; komisioni duhet ta caktojë me akt.
finding-limit-is-demo = DEMO, NUK ËSHTË LIGJ: vlera { $value } e "{ $limit }" është e shpikur.
finding-reading-text-unread = Teksti në fuqi për leximin "{ $reading }" nuk u lexua; në vend të tij qëndron teksti i vjetër.
finding-edition-not-in-force = Botimi { $edition } (Ligji { $law }) nuk ishte në fuqi në datën e zgjedhjeve.
finding-election-not-decreed = Zgjedhjet nuk janë dekretuar ende.
finding-window-empty = Afati është bosh: hapet më { $opens_at }, pasi ka mbaruar.

# Gjetjet: kush mund të dërgojë
finding-kind-has-right = Ky lloj dërguesi ka të drejtë të dërgojë vëzhgues.
finding-kind-has-no-right = Ky lloj dërguesi ("{ $kind }") nuk ka të drejtë të dërgojë vëzhgues.
finding-human-rights-to-record = Nëpunësi duhet të shënojë nëse organizata mbron të drejtat e njeriut.
finding-human-rights-not-met = Është shënuar se organizata nuk merret me mbrojtjen e të drejtave të njeriut.
finding-not-registered-as-subject = Dërguesi nuk është regjistruar si subjekt zgjedhor.
finding-registration-to-check = Nuk është shënuar ende nëse dërguesi është subjekt zgjedhor.
finding-coalition-only = Partia paraqitet në koalicion: vetëm koalicioni mund të dërgojë vëzhgues.
finding-no-candidate-in-unit = Dërguesi nuk ka kandidat të regjistruar në { $units }.
finding-candidacy-to-check = Nuk është shënuar ende ku ka kandidatë dërguesi.
finding-candidacy-contested = Kandidatura në { $units } kundërshtohet.
finding-party-candidate-has-no-right = Kandidati i një partie ose koalicioni nuk mund të dërgojë vëzhgues.
finding-outside-own-zone = { $units } është jashtë zonës së kandidatit ({ $own_units }).
finding-own-zone-to-check = Zona e kandidatit nuk është shënuar ende.
finding-referendum-has-no-candidates = Referendumi nuk ka kandidatë, ndaj e drejta e partive nuk hapet.
finding-sender-not-admitted-yet = Komisioni nuk e ka pranuar ende këtë organizatë.

# Gjetjet: vendet, sjellja, prania
finding-scope-empty = Kërkesa nuk përmend asnjë vend.
finding-scope-unknown-place = Nuk janë në regjistrin e vendeve: { $places }.
finding-code-of-conduct-not-accepted = Kodi i sjelljes nuk është pranuar.
finding-translation-to-ask = Kërkesa është në gjuhë të huaj: është në afat, dhe komisioni kërkon përkthimin.
finding-within-cap = Ka vend për këtë vëzhgues.
finding-cap-reached = Brenda janë po aq vëzhgues të këtij dërguesi sa lejohen njëherësh.
finding-not-capped = Numri i këtyre vëzhguesve nuk është i kufizuar.

# Gjetjet: vendimet dhe ankimet
finding-not-competent = { $deciding } nuk është kompetent; kompetent është { $competent }.
finding-delegated-away = Kompetenca i është deleguar { $competent }; nëse { $deciding } mund të vendosë ende, e thotë juristi.
finding-act-number-missing = Vendimi nuk ka numër akti.
finding-act-date-missing = Vendimi nuk ka datë akti.
finding-act-date-wrong = Akti mban një datë në të ardhmen ({ $act_date }).
finding-signatory-missing = Vendimi nuk ka nënshkrues.
finding-grounds-missing = Vendimi nuk jep asnjë shkak.
finding-ground-without-article = Një shkak nuk përmend nen.
finding-ground-without-reason = Një shkak nuk jep arsye.
finding-ground-without-facts = Një shkak nuk jep faktet e vërtetuara.
finding-remedy-missing = Vendimi nuk tregon mjet ankimi.
finding-last-day-to-appeal-unset = Dita e fundit e ankimit nuk llogaritet dot: afati nuk është caktuar.
finding-last-day-to-appeal-wrong = Dita e fundit e ankimit është e gabuar.
finding-lenient-date-not-seen = Sipas një leximi tjetër kërkesa ishte në afat, deri më { $lenient_until }.
finding-state-forbids = Gjendja e kërkesës nuk e lejon këtë vendim.
finding-decided-against-findings = Vendimi bie ndesh me gjetjet: { $codes }.
finding-proposal-missing = Për këtë kërkesë nuk është propozuar asgjë.
finding-badge-cannot-carry = Karta nuk e mban dot: { $fact ->
        [name] emri nuk ka asnjë shkronjë që shtypet
       *[scope] nuk ka vende ose janë tepër; shkruani njësitë në vend të tyre
    }.
finding-not-in-earlier-act = Dërguesi i kësaj kërkese nuk është në vendimin që plotësohet.
finding-nothing-to-appeal = Nuk është refuzuar asgjë dhe nuk është kaluar asnjë afat.
finding-not-a-party = Vetëm dërguesi i kërkesës mund të ankohet.
finding-zone-missing = Urdhri nuk përmend as zonë, as dërgues: do të prekte të gjithë.
finding-failure-to-decide = Komisioni nuk vendosi brenda afatit të ligjit. Kjo nuk është miratim; kundër saj mund të ankoheni.
finding-replacement-addendum = { $same_observer ->
        [true] Kjo kërkesë i shtohet kërkesës { $replaces }.
       *[false] Kjo kërkesë zë vendin e { $replaces }.
    } Ligji nuk flet për këtë; praktika është një shtesë në vendimin e mëparshëm.

# Çfarë mund të bëhet ende
remedy-file-again = Paraqiteni përsëri brenda afatit.
remedy-hold-until-opening = Kërkesa ruhet dhe vlen nga hapja e afatit.
remedy-await-legal-decision = Juristi i komisionit vendos cili lexim vlen.
remedy-ask-reinstatement = Kërkoni rivendosjen në afat.
remedy-file-through-coalition = Paraqiteni përmes koalicionit.
remedy-file-through-entitled-sender = Paraqiteni përmes një subjekti që ka të drejtë të dërgojë vëzhgues.
remedy-register-as-subject = Regjistrohuni si subjekt zgjedhor.
remedy-narrow-scope = Kërkoni vende ku e drejta ekziston.
remedy-complete-request = Plotësoni kërkesën.
remedy-appeal = Ankohuni.
remedy-wait-for-departure = Prisni sa të dalë një vëzhgues i të njëjtit dërgues.
