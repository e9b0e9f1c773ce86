# Tekstet e bisedës me vëzhguesit dhe zgjedhësit. Shqipja është teksti zyrtar.
# Çdo mesazh ka të njëjtat argumente në të gjitha gjuhët.

## Fillimi dhe gjuha

ask-language = Mirë se vini te Vëzhgo, shërbimi i Komisionit Qendror të Zgjedhjeve. Zgjidhni gjuhën. / Welcome to Vëzhgo, the service of the Central Election Commission. Choose your language.
language-sq = Shqip
language-en = English
language-set = Gjuha u vendos: shqip.
language-not-understood = Zgjidhni një nga dy gjuhët. / Choose one of the two languages.
privacy-notice = Çfarë shkruani këtu e lexon Komisioni Qendror i Zgjedhjeve. Mesazhi kalon edhe nga shërbimi që përdorni (Telegram, ose WhatsApp me Twilio). Mos dërgoni emra zgjedhësish, numra personalë apo foto të votës. Gjuha ndryshohet me /gjuha, mesazhet ndalen me /stop.

## Menyja

menu-observer = { $name ->
        [none] Përshëndetje!
       *[other] Përshëndetje, { $name }!
    } { $standing ->
        [revoked] Akreditimi juaj nuk është më i vlefshëm. Çfarë shkruani ruhet si njoftim i paakredituar.
       *[valid] Jeni i lidhur si vëzhgues{ $organisation ->
            [none] {""}
           *[other] {" "}i organizatës { $organisation }
        }{ $election ->
            [none] {""}
           *[other] {" "}për { $election }
        }.
    } Për të raportuar shkruani vendin dhe çfarë ndodhi, p.sh. "QV 1850/01 familja voton bashkë". Ose zgjidhni më poshtë.
menu-voter = Përshëndetje! Shkruani pyetjen tuaj për zgjedhjet{ $election ->
        [none] {""}
       *[other] {" "}({ $election })
    }, ose zgjidhni një temë. Nëse jeni vëzhgues, hapni lidhjen që ju dha organizata juaj.
not-understood = Nuk e kuptova. Shkruani me fjalë ose zgjidhni më poshtë.
command-unknown = Kjo komandë nuk ekziston. Mund të përdorni: /raporto, /gjendja, /ndihme, /gjuha, /mbaro, /anulo, /stop.
stale-button = Ky buton nuk vlen më.
ask-unsure = Çfarë është kjo: "{ $words }"?
dropped-words = Mirë, nuk e ruajta.
nothing-open = Nuk keni raport të hapur.
nothing-to-cancel = Nuk ka asgjë për të anuluar.
cancelled = U anulua. Asgjë nuk u regjistrua.
cancel-filed = Raporti { $number } është regjistruar dhe nuk fshihet. U mbyll në këtë bisedë. Nëse diçka nuk është e saktë, dërgoni një raport të ri që e ndreq.
stopped = Nuk do t'ju dërgojmë më mesazhe pa na shkruar ju. Raportet e regjistruara mbeten. Për të rifilluar shkruani /start.
group-private = Ju lutem më shkruani në bisedë private. Në grup nuk përgjigjem.

odd-input = { $what ->
        [sticker] Faleminderit, por ngjitësit nuk i lexoj.
        [contact] Mos dërgoni kontakte. Nuk i ruaj numrat e të tjerëve.
        [location] Vendndodhja nuk u lexua. Dërgojeni përsëri ose shkruani kodin e qendrës.
        [empty] Mesazhi është bosh.
        [unreadable] Mesazhi juaj mbërriti, por nuk u lexua dot. Dërgojeni përsëri si tekst.
       *[other] Këtë lloj mesazhi nuk e lexoj.
    } { $standing ->
        [report] Raporti juaj është ende i hapur: përgjigjuni pyetjes së fundit, ose shkruani /mbaro.
       *[menu] Shkruani me fjalë, ose /ndihme.
    }
edited-kept = Ndryshimi u shtua te raporti { $number }. Edhe teksti i parë ruhet.
edited-ignored = E pashë që ndryshuat mesazhin, por ndryshimet nuk i lexoj. Ju lutem shkruajeni si mesazh të ri.

## Lidhja e bisedës

ask-birth-date = Kjo lidhje është për një vëzhgues{ $initial ->
        [none] {""}
       *[other] {", "}emri i të cilit fillon me { $initial }
    }{ $election ->
        [none] {""}
       *[other] {" "}({ $election })
    }. Për ta konfirmuar, shkruani datën tuaj të lindjes, p.sh. 17.05.1990.
birth-date-not-understood = Nuk e lexova si datë. Shkruani ditën, muajin dhe vitin e lindjes, p.sh. 17.05.1990.
birth-date-wrong = Data nuk përputhet. Provat që ju mbeten: { $left }.
bound = Biseda u lidh me akreditimin tuaj{ $election ->
        [none] {""}
       *[other] {" "}për { $election }
    }. Tani mund të raportoni: shkruani vendin dhe çfarë ndodhi.
link-refused = { $state ->
        [used] Kjo lidhje është përdorur. Kërkoni një të re nga organizata juaj.
        [expired] Kjo lidhje ka skaduar. Kërkoni një të re nga organizata juaj.
        [burned] Shumë përgjigje të gabuara. Lidhja u mbyll. Kërkoni një të re nga organizata juaj.
       *[unknown] Ky kod nuk njihet. Kontrollojeni ose kërkoni një lidhje të re nga organizata juaj.
    } Pyetjet për zgjedhjet mund t'i bëni edhe pa lidhje.
ask-unbind = Kjo bisedë nuk do të flasë më në emër të akreditimit tuaj. Raportet mbeten. Vazhdoj?
unbound = Biseda u shkëput. Për ta lidhur përsëri ju duhet një lidhje e re.
unbind-kept = Biseda mbetet e lidhur.
unbind-nothing = Kjo bisedë nuk është e lidhur me asnjë akreditim.

## Raporti

ask-place = Ku ndodhi? Shkruani kodin e qendrës (p.sh. 1850/01 ose KZAZ 12), dërgoni vendndodhjen, ose përshkruajeni vendin me fjalë.
ask-place-code = Shkruani kodin e qendrës (p.sh. 1850/01) ose përshkruajeni vendin me fjalë.
ask-nearest = Cila është? Zgjidhni qendrën ose shkruani kodin.
nearest-none = Nuk gjeta qendra pranë këtij vendi. Vendndodhja do t'i bashkëngjitet raportit.
place-set = Vendi: { $place }.
place-outside-scope = { $place } është jashtë zonës së akreditimit tuaj. Raporti pranohet dhe shënohet kështu.
place-not-in-register = Kodin { $place } nuk e gjej në regjistër. E ruajta siç e shkruat; mund ta ndreqni më vonë.
place-in-words = Vendin e ruajta me fjalët tuaja: { $place }.
ask-what = { $place ->
        [none] Çfarë ndodhi?
       *[other] { $place }: çfarë ndodhi?
    } Shkruani me pak fjalë. Për personat thoni rolin (komisioner, polic), jo emrin.
words-held = E mora. Më duhet edhe vendi, që raporti të marrë numër.
report-receipt = U regjistrua: raporti { $number }, { $at }, vendi: { $place ->
        [none] ende pa u thënë
       *[other] { $place }
    }. { $standing ->
        [unaccredited] Akreditimi juaj nuk është i vlefshëm, prandaj ruhet si njoftim i paakredituar.
       *[accredited] Vlen si koment me shkrim i vëzhguesit (neni 19).
    } Pyetjet që vijojnë mund t'i kaloni.
report-not-yet = Raporti ende nuk u regjistrua: nuk morëm dot numër. Fjalët tuaja janë ruajtur. Shkruani /mbaro pas pak për ta provuar përsëri.
report-nothing-yet = Ende nuk ka çfarë të regjistrohet: më duhen vendi dhe çfarë ndodhi.
report-paused = { $number ->
        [none] Raporti pret. Vazhdoni kur të doni me /raporto.
       *[other] Raporti { $number } është regjistruar dhe pret plotësime. Vazhdoni kur të doni me /raporto.
    }
report-finished = Faleminderit. Raporti { $number } është i plotë. Do t'ju njoftojmë këtu për çdo hap; gjendjen e shihni me /gjendja.
report-voter = Për të raportuar si vëzhgues duhet lidhja që ju jep organizata juaj. Nëse jeni zgjedhës dhe patë një parregullsi, shihni ku ta njoftoni.
ask-resume = Keni një raport të hapur{ $number ->
        [none] {""}
       *[other] {" "}({ $number })
    }{ $words ->
        [none] {""}
       *[other] : "{ $words }"
    }. Ta vazhdojmë?
danger = { $duty ->
        [on] Njoftimi u dërgua te oficeri kujdestar. Ende nuk e ka marrë askush në dorë.
       *[off] Në këtë çast nuk ka oficer kujdestar.
    } { $police ->
        [none] Nëse jeni në rrezik, largohuni dhe thirrni policinë.
       *[other] Nëse jeni në rrezik, largohuni dhe thirrni policinë: { $police }.
    }
words-added = U shtua te raporti { $number }: "{ $words }"
position-kept = Vendndodhja u ruajt.
evidence-kept = U ruajt te raporti { $number }. Skedarë gjithsej: { $count }.
ask-guess = A është kjo: { category-name }?
ask-group = Për çfarë bëhet fjalë?
ask-category = { group-name }: cila prej këtyre?
category-set = Kategoria: { category-name }.
category-not-understood = Këtu kërkoja kategorinë dhe nuk e gjeta te fjalët tuaja. I shtova te raporti { $number }: "{ $words }". Zgjidhni një buton.
ask-knowledge = Si e dini?
knowledge-set = { knowledge-name }.
knowledge-not-understood = Këtu pyeta nëse e patë, e dëgjuat apo e lexuat. Fjalët tuaja i shtova te raporti { $number }: "{ $words }".
ask-when = Kur ndodhi? Shkruani orën (p.sh. 14:30 ose dje 18:15).
when-in-future = "{ $words }" është në të ardhmen. Kur ndodhi?
when-not-understood = "{ $words }" nuk e lexova si orë; e shtova te raporti { $number }. Shkruani orën kështu: 14:30.
number-not-understood = Këtu prisja një numër. Fjalët tuaja i shtova te raporti { $number }: "{ $words }". Shkruani p.sh. 3, ose "kalo".
answer-not-understood = Këtu prisja po ose jo. Fjalët tuaja i shtova te raporti { $number }: "{ $words }".
ask-evidence = Keni foto, video, zë apo dokument? Dërgojini tani, mundësisht si skedar. Kujdes: pa fletë të votuara, pa fytyra zgjedhësish te kabina, pa faqe të listës së zgjedhësve. Fshehtësia e votës mbrohet (neni 19, pika 2, shkronja d).
ask-more = Shkruani çfarë doni të shtoni.
report-summary = Raporti { $number }
    Vendi: { $place ->
        [none] pa u thënë
       *[other] { $place }
    }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
    Kategoria: { $category ->
        [none] pa zgjedhur
       *[other] { category-name }
    }
    Si e dini: { $knowledge ->
        [none] pa u thënë
       *[other] { knowledge-name }
    }
    Koha: { $observed ->
        [none] pa u thënë
       *[known] { $at }
    }
    Sa: { $count ->
        [none] pa u thënë
       *[other] { $count }
    }
    Skedarë: { $files }
guard-refused = { $reason ->
        [voter_list] Ky mesazh përmban një listë emrash. Listat e zgjedhësve nuk i ruaj: kush votoi është i fshehtë (neni 19, pika 2, shkronja d). Shkruani sa persona dhe çfarë ndodhi, pa emra.
       *[personal_numbers] Ky mesazh përmban numra personalë. Nuk i ruaj. Shkruani sa persona dhe çfarë ndodhi, pa numra personalë.
    }
guard-masked = Numrin personal e mbulova para se ta ruaja.
help-report = Jeni duke plotësuar një raport. Përgjigjuni pyetjes, ose kalojeni. /mbaro e mbyll, /mevone e lë për më vonë, /anulo e ndërpret.
help-observer = Shkruani vendin dhe çfarë ndodhi, ose pyesni për zgjedhjet. /raporto nis një raport, /gjendja tregon raportet, /mbaro e mbyll, /gjuha ndryshon gjuhën.

## Pyetjet sipas kategorisë

ask-nothing-more = Nuk ka pyetje të tjera për këtë.
ask-count = Sa raste ose sa persona? Shkruani një numër, ose "kalo".
ask-badge-shown = A e treguat autorizimin?
ask-reason-given = Çfarë arsyeje ju dhanë? A e dhanë me shkrim?
ask-by-whom-role = Kush? Thoni rolin, jo emrin.
ask-photo-matches = A përputhet fotoja e autorizimit me personin?
ask-opening-time = Në ç'orë u hap, ose a është ende mbyllur?
ask-cause = Cili ishte shkaku?
ask-which-role = Kush mungon? Thoni rolin.
ask-which-material = Cili material mungon ose është i gabuar?
ask-still-going-on = A vazhdon ende?
ask-record-signed = A u mbajt procesverbal?
ask-queue-length = Sa veta ishin në radhë? Shkruani një numër, ose "kalo".
ask-device-or-document = Problemi ishte te pajisja apo te dokumenti?
ask-what-is-missing = Çfarë mungon (rampë, kabinë, Braille)?
ask-statement-signed = A u nënshkrua deklarata e ndihmësit?
ask-seen-directly = A e patë vetë?
ask-police-called = A u thirr policia?
ask-direct-or-hearsay = E patë vetë, apo jua treguan? Çfarë saktësisht?
ask-distance-m = Sa metra larg qendrës? Shkruani një numër, ose "kalo".
ask-which-resource = Cili burim publik u përdor (makinë, ndërtesë, punonjës)?
ask-voting-suspended = A u ndërpre votimi?
ask-seal-numbers = Cilët janë numrat e vulave, dhe kush i shoqëroi kutitë?
ask-table-number = Cila tavolinë numërimi? Shkruani numrin, ose "kalo".
ask-which-figures = Cilat shifra nuk përputhen?
ask-courier-step = Në cilin hap: marrja, dorëzimi, zarfi, kthimi?

## Gjendja

status-unbound = Kjo bisedë nuk është e lidhur me një vëzhgues, prandaj nuk ka raporte. Hapni lidhjen që ju dha organizata.
status-none = Nuk keni ende raporte.
status-line = Raporti { $number }
    Vendi: { $place ->
        [none] pa u thënë
       *[other] { $place }
    }
    Kategoria: { $category ->
        [none] pa zgjedhur
       *[other] { category-name }
    }
    Gjendja: { status-name }, { $at }{ $addressee ->
        [none] {""}
       *[other] {"\u000A"}Drejtuar: { $addressee }
    }
status-name = { $status ->
        [received] i marrë
        [read] i lexuar
        [passed_on] i përcjellë
        [answered] me përgjigje
        [closed] i mbyllur
       *[other] { $status }
    }

## Qendra e ndihmës

help-answer = { $text }{ $election ->
        [none] {""}
       *[other] {"\u000A\u000A"}Vlen për: { $election }
    }{ $since ->
        [none] {""}
       *[other] {"\u000A"}Që nga: { $since }
    }{ $source ->
        [none] {""}
       *[other] {"\u000A"}Burimi: { $source }
    }
help-list = Cilën nga këto doni të dini?
help-handover = Për këtë nuk kam përgjigje të miratuar, prandaj nuk po e hamendësoj. { help-channels }
human-asked = Kërkova që t'ju përgjigjet një punonjës. Ende nuk e ka marrë askush. { help-channels }
voter-irregularity = Kjo duket si parregullsi. E dërgova për shqyrtim te Qendra e Ndihmës, por ende nuk e ka marrë askush. Për vepra penale (blerje votash, dhunë, kanosje) njoftoni menjëherë prokurorinë ose policinë. { help-channels }
help-channels = Qendra e Ndihmës e KQZ-së:{ $phone ->
        [none] {""}
       *[other] {"\u000A"}Telefon: { $phone }
    }{ $whatsapp ->
        [none] {""}
       *[other] {"\u000A"}WhatsApp: { $whatsapp }
    }{ $chatbot ->
        [none] {""}
       *[other] {"\u000A"}Biseda në faqe: { $chatbot }
    }{ $email ->
        [none] {""}
       *[other] {"\u000A"}E-mail: { $email }
    }
voter-file = Fotot, zërin dhe skedarët këtu nuk i shikoj. Shkruani pyetjen me fjalë.
voter-position = Vendndodhja nuk tregon qendrën tuaj: ju votoni atje ku jeni në listë. Zgjidhni temën më poshtë.

## Butonat

button-report = Raporto
button-continue-report = Vazhdo raportin
button-status = Raportet e mia
button-help = Ndihmë
button-language = Gjuha / Language
button-human = Fol me një punonjës
button-topic = { $title }
button-cancel = Anulo
button-skip = Kalo
button-back = Kthehu
button-yes = Po
button-no = Jo
button-other-category = Jo, tjetër
button-place = { $place }
button-near = { $place } { $name }
button-number = { $number }
button-now = Tani
button-hour-ago = Para një ore
button-enough = Mjafton
button-finish = Gati, mbylle
button-continue = Vazhdo
button-new = Raport i ri
button-is-report = Është raport
button-is-question = Është pyetje
button-neither = Asnjëra
button-unbind = Po, shkëpute
button-fix-place = Ndreq vendin
button-fix-category = Ndreq kategorinë
button-fix-when = Ndreq kohën
button-fix-knowledge = Ndreq si e dini
button-fix-evidence = Shto foto
button-fix-more = Shto fjalë
topic-where-vote = Ku votoj?
topic-id-documents = Me çfarë dokumenti?
topic-abroad = Vota nga jashtë
topic-impostor = Më kërkuan të dhënat
topic-irregularity = Pashë një parregullsi
topic-vote-buying = Blerje votash

## Emrat e kodeve

knowledge-name = { $knowledge ->
        [seen] E pashë vetë
        [heard] Ma treguan
       *[read] E lexova
    }
group-name = { $group ->
        [observer] Vëzhguesit
        [opening] Hapja dhe mbyllja
        [voters] Zgjedhësit dhe listat
        [voting] Votimi dhe fshehtësia
        [pressure] Presion dhe blerje
        [counting] Kutitë dhe numërimi
        [abroad] Vota nga jashtë
        [good] Gjithçka në rregull
       *[other] Tjetër
    }
category-name = { $category ->
        [ACC] Vëzhgues i penguar
        [BDG] Autorizim i rremë
        [OWN] Shkelje nga vëzhgues
        [OPN] Hapje me vonesë
        [STF] Mungojnë komisionerë
        [MAT] Mungojnë materiale
        [SUS] Votim i pezulluar
        [CLS] Mbyllja e qendrës
        [IDV] Identifikimi
        [LST] Lista e zgjedhësve
        [TRN] Zgjedhës të kthyer
        [ACS] Aksesi
        [FAM] Votim familjar
        [AST] Ndihma në votim
        [SEC] Fshehtësia e votës
        [STU] Mbushje kutie
        [INT] Frikësim ose dhunë
        [BUY] Blerje votash
        [CAM] Propagandë
        [PUB] Burime publike
        [UNA] Persona të paautorizuar
        [TRA] Transporti i kutive
        [CNT] Numërimi
        [REC] Procesverbali, shifrat
        [TAB] Tabulimi
        [OCV] Vota nga jashtë
        [POS] Gjithçka në rregull
       *[OTH] Tjetër
    }
phase-name = { $phase ->
        [pre_election] Para zgjedhjeve
        [opening] Hapja
        [voting] Votimi
        [closing] Mbyllja
        [delivery] Dorëzimi i kutive
        [counting] Numërimi
        [tabulation] Tabulimi
        [abroad] Vota nga jashtë
       *[complaints] Ankimet
    }
