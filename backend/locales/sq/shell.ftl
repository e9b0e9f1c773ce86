# Mesazhe që dërgon vetë shërbimi: lidhje të reja, gjendja e raporteve, gabime.

chat-share-location = Dërgo vendndodhjen
chat-step-dead = Mesazhi juaj u regjistrua, por nuk arritëm ta trajtojmë. Një njeri do ta shohë. Ju lutemi vazhdoni.
chat-new-binding = Një bisedë tjetër u lidh tani me akreditimin tuaj. Nëse nuk jeni ju, njoftoni menjëherë organizatën tuaj.
chat-too-fast = Po dërgoni shumë mesazhe njëherësh. Çdo gjë regjistrohet, por jo çdo mesazh merr përgjigje. Ju lutemi prisni një minutë dhe vazhdoni.
report-status-changed =
    Raporti { $number }: { $status ->
        [read] u lexua nga { $commission }.
        [passed_on] iu përcoll: { $commission }.
        [answered] mori përgjigje nga { $commission }.
        [closed] u mbyll nga { $commission }.
       *[other] është regjistruar.
    } { $at }
report-answered =
    Përgjigje për raportin { $number } nga { $commission }, { $at }:

    { $text }
help-list-head = Cila nga këto ju duhet? Zgjidhni një temë ose pyesni një punonjës.
help-handover-api = Për këtë nuk kemi një përgjigje të miratuar. Ju lutemi pyesni Qendrën e Ndihmës së KQZ-së: me telefon, WhatsApp, chatbot ose e-mail zyrtar.
