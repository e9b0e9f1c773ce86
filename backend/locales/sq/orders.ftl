# Faqet e urdhrave, të riakreditimit dhe të një akreditimi.

orders-nav = Urdhrat
orders-title = Pezullime dhe shfuqizime
orders-lead = Një zyrtar e propozon urdhrin, një tjetër e konfirmon. Hyn në fuqi menjëherë.
orders-new = Urdhër i ri
orders-measure = Masa
orders-measure-revoke = Shfuqizim
orders-measure-suspend = Pezullim
orders-units = Njësi zgjedhore (KZAZ)
orders-centres = Qendra votimi
orders-zone-hint = Disa kode ndahen me presje. Preket kush e ka të paktën njërën prej tyre në akreditim.
orders-kinds = Kategoritë e dërguesve
orders-exempt-kinds = Kategoritë e përjashtuara
orders-more = Dërgues, role dhe përjashtime të veçanta
orders-roles = Rolet e vëzhguesve
orders-organisations = Vetëm këta dërgues (numrat)
orders-exempt-organisations = Dërgues të përjashtuar (numrat)
orders-exempt-accreditations = Akreditime të përjashtuara (numrat)
orders-preview-button = Shih kë prek
orders-preview-hint = Kjo vetëm tregon; nuk ndryshon asgjë.
orders-preview-revoke = Do të shfuqizoheshin { $count ->
        [one] { $count } akreditim
       *[other] { $count } akreditime
    }
orders-preview-suspend = Do të pezulloheshin { $count ->
        [one] { $count } akreditim
       *[other] { $count } akreditime
    }
orders-what-revoke = Shfuqizohen { $count ->
        [one] { $count } akreditim
       *[other] { $count } akreditime
    }
orders-what-suspend = Pezullohen { $count ->
        [one] { $count } akreditim
       *[other] { $count } akreditime
    }
orders-basis = Baza ligjore
orders-basis-line = Neni { $article }, ligji nr. { $law }
orders-inside = Brenda qendrave të votimit tani
orders-inside-line = { $place } (njësia { $unit }): { $count }
orders-by-sender = Sipas dërguesit
orders-by-unit = Sipas njësisë
orders-exempted = Të përjashtuar: { $count }
orders-exempted-label = Të përjashtuar
orders-nobody = askush
orders-numbers = Numrat e akreditimeve
orders-reason-hint = Arsyeja botohet me vendimin: mos shkruani emra vëzhguesish.
orders-hours = Objektivi i riakreditimit (orë)
orders-propose = Propozo urdhrin
orders-propose-hint = Ende nuk ndodh asgjë: një zyrtar i dytë e konfirmon me hyrjen e vet.
orders-made = Urdhrat e bërë
orders-none = Nuk ka urdhra.
orders-order = Urdhri
orders-act = Urdhri nr. { $number }
orders-zone = Zona
orders-count = Akreditime
orders-appeal = Ankimi
orders-appeal-line = Dita e fundit për ankim: { $day }
orders-appeal-unset = Afati i ankimit nuk është caktuar
orders-state-proposed = pret konfirmimin
orders-state-effective = në fuqi
orders-state-withdrawn = i tërhequr
orders-done-proposed = Urdhri u propozua. Pret zyrtarin e dytë.
orders-done-effective = Urdhri hyri në fuqi.
orders-done-withdrawn = Urdhri u tërhoq.
orders-done-basis = Baza ligjore u caktua.
orders-proposed-at = Propozuar
orders-effective-at = Në fuqi që nga
orders-paper-sq = Vendimi (PDF, shqip)
orders-paper-en = Vendimi (PDF, anglisht)
orders-difference = Ndryshime pas propozimit
orders-gone = { $count ->
        [one] { $count } akreditim nuk preket më
       *[other] { $count } akreditime nuk preken më
    }: janë hequr ose kanë ndryshuar ndërkohë.
orders-new-since = { $count ->
        [one] { $count } akreditim do të prekej tani
       *[other] { $count } akreditime do të prekeshin tani
    }, por nuk është në propozim dhe mbetet në fuqi.
orders-confirm = Konfirmimi i zyrtarit të dytë
orders-confirm-lead = Me konfirmimin tuaj urdhri prek menjëherë { $count } akreditime.
orders-differences-seen = I pashë ndryshimet
orders-confirm-button = Konfirmo: hyn në fuqi tani
orders-waits = Ky urdhër pret konfirmimin e një zyrtari tjetër.
orders-withdraw = Tërhiqe propozimin
orders-bases = Baza ligjore e masave
orders-blocked = e bllokuar: nuk ka bazë
orders-law = Ligji (numri)
orders-basis-button = Cakto bazën
orders-lane = Riakreditimi: { $count ->
        [one] { $count } kërkesë pret
       *[other] { $count } kërkesa presin
    }
orders-lane-lead = Para miratimit krahasohen fytyra, fotografia e re dhe dokumenti.
orders-lane-of = pas { $number }
orders-same = i njëjti vëzhgues
orders-other = vëzhgues tjetër
orders-compared = Krahasimi
orders-matched = përputhet
orders-not-matched = nuk përputhet
orders-compare = Shëno krahasimin
orders-photo = Fotografia e kërkesës { $number }
orders-photo-matches = Fytyra përputhet me fotografinë
orders-document-matches = Personi përputhet me dokumentin
orders-place = Vendi
orders-compare-button = Ruaj krahasimin
orders-public-title = Urdhra në fuqi për akreditimet
orders-public-lead = Vendimet e komisionit, pa emra vëzhguesish dhe dërguesish.
orders-none-public = Nuk ka urdhra në fuqi.

standing-who = Akreditimi
standing-valid = Vlefshmëria
standing-reissues = Zëvendëson
standing-by-order = me urdhër
standing-do-suspension = Pezullo
standing-do-restoration = Rikthe
standing-do-reissue = Lësho kartë të re
standing-do-revoking = Shfuqizo
standing-hint-suspension = Karta nuk vlen derisa të rikthehet.
standing-hint-restoration = Akreditimi i pezulluar e ruan kartën; ai i shfuqizuar merr një kartë të re.
standing-hint-reissue = Për kartë të humbur ose fotografi të re: karta e vjetër pushon së vlejturi menjëherë.
standing-hint-revoking = Hyn në fuqi menjëherë dhe mund të ankimohet.
standing-done-suspension = Akreditimi u pezullua.
standing-done-restoration = Akreditimi u rikthye.
standing-done-reissue = U lëshua kartë e re.
standing-done-revoking = Akreditimi u shfuqizua.
standing-move-issue = Lëshuar
standing-move-suspend = Pezulluar
standing-move-restore = Rikthyer
standing-move-revoke = Shfuqizuar
standing-move-replace = Zëvendësuar
standing-move-withdraw = Tërhequr
standing-move-expire = Mbaruar
standing-move-renew = Karta u zgjat
console-standing-reason-no-announcement-yet = rezultati përfundimtar nuk është shpallur ende
