# Tekstet që thuhen në telefon. Fjali të shkurtra: dëgjuesi nuk mund t'i lexojë përsëri.

voice-language = Komisioni Qendror i Zgjedhjeve. Për shqip shtypni 1.
voice-welcome = Mirë se vini në Qendrën e Ndihmës të KQZ-së. Përgjigjet janë për: { $election }.
voice-row = Për temën: { $title } Shtypni { $digit }.
voice-row-person = Për të folur me një person shtypni 0.
voice-row-again = Për ta dëgjuar përsëri menynë shtypni 9.
voice-not-a-choice = Kjo zgjedhje nuk u kuptua.
voice-demo = Kujdes: zgjedhje e shpikur, vetëm për provë.
voice-source = Burimi: { $source }. E vlefshme nga { $valid_from }.
voice-no-answer = Për këtë temë nuk kemi sot një përgjigje të miratuar, prandaj nuk po e hamendësojmë.
voice-no-election = Tani nuk kemi zgjedhje për të cilat mund të përgjigjemi.
voice-connecting = Po provojmë t'ju lidhim me një punonjës. Ju lutemi prisni.
voice-nobody = Në telefon nuk mund t'ju përgjigjet tani një punonjës.
voice-channels = { $any ->
        [no] Provoni përsëri më vonë.
       *[yes] Na gjeni edhe kështu.{ $whatsapp ->
            [none] {""}
           *[other] {" "}Në WhatsApp, numri { $whatsapp }.
        }{ $email ->
            [none] {""}
           *[other] {" "}Me postë elektronike: { $email }.
        }{ $chatbot ->
            [none] {""}
           *[other] {" "}Me bisedë, në faqen tonë të internetit.
        }
    }
voice-goodbye = Faleminderit që telefonuat. Mirupafshim.
voice-unavailable = Shërbimi nuk përgjigjet dot tani. Ju lutemi telefononi përsëri pas pak.
