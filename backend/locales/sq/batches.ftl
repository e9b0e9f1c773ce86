# Tabelat e kërkesave: kolonat, fjalët e listave, çfarë duhet ndrequr.

batch-column-election = Zgjedhjet
    .hint = Numri i zgjedhjeve te kjo bazë; mund të mbetet bosh kur zgjedhjet zgjidhen në faqe.
    .example = 1
batch-column-given-name = Emri
    .hint = Si shkruhet në dokument.
    .example = Ana
batch-column-father-name = Atësia
    .hint = Emri i babait, kur e mban dokumenti.
    .example = Petrit
batch-column-family-name = Mbiemri
    .hint = Si shkruhet në dokument.
    .example = Hoxha
batch-column-birth-date = Datëlindja
    .hint = Dita.muaji.viti, si 28.02.1990, ose 1990-02-28. Dita është gjithmonë e para.
    .example = 28.02.1990
batch-column-citizenship = Shtetësia
    .hint = Kodi i shtetit me dy shkronja: AL, IT, XK.
    .example = AL
batch-column-phone = Telefoni
    .hint = Me parashtesë ndërkombëtare. Mund të mbetet bosh.
    .example = +355 69 123 4567
batch-column-email = E-mail
    .hint = Mund të mbetet bosh.
    .example = ana@example.org
batch-column-document-type = Lloji i dokumentit
    .hint = Zgjidhni nga lista.
    .example = letërnjoftim
batch-column-document-number = Numri i dokumentit
    .hint = Saktësisht si në dokument: vëzhguesi e tregon te dera.
    .example = J12345678K
batch-column-languages = Gjuhët
    .hint = Gjuhët që flet, me hapësirë mes tyre.
    .example = sq en
batch-column-voting-centres = Qendrat e votimit
    .hint = Kodet, me pikëpresje mes tyre: 1850/01; 289/02. Kolona është tekst, që Excel të mos bëjë data prej tyre.
    .example = 1850/01; 1850/02
batch-column-electoral-units = Njësitë zgjedhore
    .hint = Kodet, me pikëpresje mes tyre.
    .example = 30
batch-column-counting-centres = Vendet e numërimit
    .hint = Kodet, me pikëpresje mes tyre.
    .example = VNV-30
batch-column-commissions = Komisionet
    .hint = cec, zec:30 ose KZAZ 30.
    .example = KZAZ 30
batch-column-role = Roli
    .hint = Zgjidhni nga lista; bosh do të thotë afatshkurtër.
    .example = vëzhgues afatshkurtër
batch-column-language = Gjuha e kërkesës
    .hint = Zgjidhni nga lista; bosh do të thotë shqip.
    .example = shqip
batch-column-code-of-conduct = Pranon kodin e sjelljes
    .hint = po, jo, ose versioni që është pranuar.
    .example = po
batch-column-hold-until-opening = Mbaje deri në hapje
    .hint = po: një kërkesë e dërguar para kohe pret dhe vlen nga çasti i hapjes së afatit.
    .example = jo
batch-column-note = Shënim
    .hint = Vetëm për ju; nuk lexohet.
batch-column-row = Nr.
    .hint = Vetëm për ju; nuk lexohet.
batch-column-what-to-mend = Çfarë duhet ndrequr
    .hint = Nuk lexohet; mund të mbetet kur ngarkoni skedarin e ndrequr.

batch-word-document-type-id-card = letërnjoftim
batch-word-document-type-passport = pasaportë
batch-word-role-short-term = vëzhgues afatshkurtër
batch-word-role-long-term = vëzhgues afatgjatë
batch-word-role-interpreter = përkthyes
batch-word-role-media = media
batch-word-language-sq = shqip
batch-word-language-en = anglisht
batch-word-yes-no-yes = po
batch-word-yes-no-no = jo

batch-sheet-rows = Kërkesat
batch-sheet-help = Udhëzime
batch-sheet-lists = Listat
batch-file-template = vezhgues-model
batch-file-rejected = per-t-u-ndrequr
batch-example = SHEMBULL – ky rresht nuk lexohet; mund ta fshini
batch-help-head = Si plotësohet kjo tabelë
batch-help-lead = Një rresht për çdo vëzhgues, deri në { $limit } rreshta. Kreu mund të jetë shqip ose anglisht, në çdo radhë. Formula nuk pranohen. Rreshti shembull nuk lexohet.
batch-help-column = Kolona
batch-help-needed = Duhet
batch-help-meaning = Çfarë shkruhet
batch-help-example = Shembull
batch-needed-yes = po
batch-needed-no = jo
batch-choose = Zgjidhni një nga vlerat e listës.
batch-choose-title = Nuk është në listë

batch-note-encoding = Skedari ishte në { $encoding } dhe u lexua ashtu. Shihni nëse emrat me shkronja të veçanta janë të saktë; më e sigurt është ruajtja si UTF-8.
batch-note-examples-left-out = Rreshtat shembull të modelit nuk u lexuan ({ $count }).
batch-note-day-before-month = Datat me vijë të pjerrët u lexuan me ditën të parën: 03/04/1990 është 3 prill 1990.

batch-mend-too-many-cells = Rreshti ka më shumë qeliza se kreu: shihni mos një shenjë ndarëse e tepërt e ka thyer.
batch-mend-field = { $column }: { $reason ->
        [too_long] teksti është tepër i gjatë.
        [too_many] ka tepër zëra.
        [empty] është bosh.
        [unknown] kjo nuk njihet.
        [unknown_field] nuk ka fushë të tillë.
        [impossible_date] kjo datë është e pamundur.
        [out_of_range] vlera është jashtë kufijve.
        [no_letters] emri do të paktën një shkronjë.
        [not_a_country_code] shkruani kodin e shtetit me dy shkronja, si AL.
        [not_an_email_address] kjo nuk është adresë e-mail.
        [not_a_phone_number] ky nuk është numër telefoni.
        [not_a_code] zgjidhni një nga vlerat e listës.
        [formula] këtu ka një formulë. Shkruani vetë vlerën.
        [made_a_date] Excel e ka kthyer kodin në datë. Bëjeni kolonën tekst dhe shkruani kodin përsëri.
        [not_a_date] shkruajeni datën si 28.02.1990.
        [missing] mungon.
       *[other] nuk ka formën e pritur.
    }
