# Dërguesit e vëzhguesve: pranimi, çelësat, emrat, regjistrimet dhe çfarë sjell ndryshimi i tyre.

finding-sender-refused = Komisioni e ka refuzuar pranimin e kësaj organizate.
finding-registration-contested = Për regjistrimin e dërguesit është në shqyrtim një ankim.
finding-body-has-observer = Sipas leximit të ngushtë, dërguesi ka një vëzhgues për çdo organ; te { $bodies } ka tashmë { $accreditations }.
finding-left-coalition = Partia doli nga koalicioni, tek i cili kishte kaluar akreditimi.
finding-choice-unset = Teksti e lë të hapur çështjen "{ $choice }": juristi i komisionit duhet ta zgjidhë më parë me akt ({ $options }).
finding-dual-citizenship = Vëzhguesi është shtetas i Shqipërisë dhe i një shteti tjetër. Si vëzhgues shqiptar: { $as_albanian }; si i huaj: { $as_foreign }.
remedy-ask-admission-again = Paraqisni fakte të reja dhe kërkojini komisionit të vendosë përsëri për pranimin.

problem-too-many-keys = Organizata ka tashmë { $limit } çelësa në fuqi; fshini njërin më parë.
problem-last-key = Ky është çelësi i fundit i organizatës. Kërkoni një të ri, që zë vendin e tij.
problem-admission-not-refused = Pranimi i kësaj organizate nuk është refuzuar.
problem-in-another-coalition = Partia paraqitet në një koalicion tjetër; ajo merr pjesë vetëm në një.

problem-choice-unset = Teksti e lë të hapur çështjen "{ $choice }": komisioni duhet ta zgjidhë më parë me akt.
problem-preview-outdated = Diçka ka ndryshuar që nga parapamja. Shihni një të re.
problem-change-by-order = Kjo do të prekte { $accreditations } akreditime: bëjeni me urdhër për ndryshimin e regjistrimeve, që tregon çfarë pason.
