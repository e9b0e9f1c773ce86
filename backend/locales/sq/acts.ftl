# Aktet, propozimet, delegimet dhe akreditimet e përkohshme.
problem-act-blocked = Për { $count } kërkesa të këtij akti nuk vendoset dot. Lërini jashtë, ose plotësoni çfarë mungon.
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
