# Zgjedhjet dhe vendet: gjetjet, kalendari, regjistri.

finding-window-truncated = Dekreti doli më { $opens_on }: dritarja hapet { $days } ditë më vonë se { $full_opening }.
finding-not-nearest-sunday = Neni 7(7): e diela më e afërt me ditën e { $days }-të pas dekretit është { $expected }, jo { $election_date }.
finding-counting-tables-not-in-edition = Botimi { $edition } i Kodit nuk i njeh tavolinat e numërimit: { $tables }.
