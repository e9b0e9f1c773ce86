# Ankimet: gjetjet, problemet, faqet, vërtetimi.

finding-appeal-body-unset = Asnjë burim nuk e emërton organin që shqyrton këtë ankim. Ankimi është regjistruar; komisioni duhet ta caktojë organin me akt para se të vendoset për të.
finding-appeal-content-missing = Ankimit i mungojnë pjesë që i kërkon ligji: { $missing }. Ai është regjistruar dhe mund të plotësohet një herë.
finding-appeal-outlasts-election = Ankimi ka vlerë deri më { $useful_until }, ndërsa rruga nëpër të dyja shkallët mund të zgjasë deri më { $decided_until }. Akreditimi i përkohshëm është një mundësi e komisionit.
