# Ankimet: gjetjet, problemet, faqet, vërtetimi.

finding-appeal-body-unset = Asnjë burim nuk e emërton organin që shqyrton këtë ankim. Ankimi është regjistruar; komisioni duhet ta caktojë organin me akt para se të vendoset për të.
finding-appeal-content-missing = Ankimit i mungojnë pjesë që i kërkon ligji: { $missing }. Ai është regjistruar dhe mund të plotësohet një herë.
finding-appeal-outlasts-election = Ankimi ka vlerë deri më { $useful_until }, ndërsa rruga nëpër të dyja shkallët mund të zgjasë deri më { $decided_until }. Akreditimi i përkohshëm është një mundësi e komisionit.
finding-appeal-upheld = Ankimi { $appeal } u pranua ({ $body }, akti { $act }). Kërkesa është përsëri para komisionit.

problem-appeal-body-unset = Asnjë burim nuk e emërton organin që shqyrton këtë ankim. Më parë komisioni duhet ta caktojë me akt.
problem-not-appeal-body = Këtë ankim e shqyrton një organ tjetër ({ $body }).
problem-appeal-state-forbids = Gjendja e ankimit nuk e lejon këtë.
problem-completion-open = Ankuesi mund ta plotësojë ende këtë ankim.
problem-document-type-not-taken = Ky lloj dokumenti nuk merret. Dërgoni PDF, JPEG, PNG, WebP, DOCX, ODT ose tekst të thjeshtë.
problem-too-many-documents = Ankimi ka shumë dokumente; merren deri në { $limit }.

# Vërtetimi
attestation-authority = Republika e Shqipërisë · Komisioni Qendror i Zgjedhjeve
attestation-title = Vërtetim i regjistrimit të ankimit
attestation-demo = DEMO, NUK ËSHTË LIGJ
attestation-lead = Ankimi i mëposhtëm është shënuar në regjistrin e ankimeve (neni { $article }, ligji { $law }).
attestation-ordinal = Numri rendor në regjistër
attestation-number = Numri
attestation-recorded = Regjistruar më
attestation-appellant = Ankuesi
attestation-election = Zgjedhjet
attestation-object = Objekti
attestation-body = Organi që e shqyrton
attestation-body-kas = Komisioni i Ankimeve dhe Sanksioneve (KAS)
attestation-body-cec = Komisioni Qendror i Zgjedhjeve
attestation-body-electoral-college = Kolegji Zgjedhor
attestation-body-unset = do të caktohet me akt
attestation-documents = Dokumente të bashkëlidhura
attestation-documents-count = { $count ->
        [0] asnjë
        [one] 1 dokument
       *[other] { $count } dokumente
    }
attestation-text = Teksti i ankimit
attestation-attested = Vërtetuar më { $at }, ora e Tiranës.
attestation-foot = Ky dokument vërteton se ankimi u regjistrua. Ai nuk tregon nëse ankimi është i pranueshëm a i bazuar.
attestation-act = akti { $number }, datë { $date }
attestation-against-refusal = refuzim i një kërkese
attestation-against-failure-to-decide = mosvendim për një kërkesë
attestation-against-revocation = shfuqizim i një akreditimi
attestation-against-suspension = pezullim i një akreditimi
attestation-against-admission = refuzim i pranimit të organizatës
attestation-against-ruling = vendim për një ankim
attestation-against-nothing = në regjistër nuk u gjet asnjë akt
