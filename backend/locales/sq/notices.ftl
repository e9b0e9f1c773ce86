# Njoftimet për dërguesit, vëzhguesit dhe komisionet: i njëjti tekst në postë, në bisedë dhe në listë.
# $number është numri i çështjes. Çfarë mungon është "none". Tabela e argumenteve: backend/actions/notice_texts.py.

## Dërguesit

notice-admission-decided =
    { $outcome ->
        [refused] KQZ nuk e pranoi organizatën tuaj si dërguese vëzhguesish. Arsyeja dhe neni janë te të dhënat e organizatës.
       *[admitted] KQZ e pranoi organizatën tuaj si dërguese vëzhguesish.
    }
    .subject =
        { $outcome ->
            [refused] Organizata nuk u pranua
           *[admitted] Organizata u pranua
        }
notice-request-opened = { $count ->
        [none] Kërkesa { $number } mbahej deri në hapjen e afatit. Tani është paraqitur dhe pritet vendimi.
       *[other] { $count } kërkesa mbaheshin deri në hapjen e afatit. Tani janë paraqitur dhe pritet vendimi.
    }
    .subject = { $count ->
            [none] Kërkesa { $number } u paraqit
           *[other] U paraqitën { $count } kërkesa
        }
notice-request-granted = Kërkesa { $number } u miratua.{ $accreditation ->
        [none] {""}
       *[other] {" "}Akreditimi ka numrin { $accreditation }.
    }
    .subject = Kërkesa { $number } u miratua
notice-request-refused = Kërkesa { $number } u refuzua. Arsyeja, neni dhe mjeti i ankimit janë te vendimi.{ $last_day ->
        [none] {""}
       *[other] {" "}Dita e fundit e ankimit: { $last_day }.
    }
    .subject = Kërkesa { $number } u refuzua
notice-request-returned = Komisioni e ktheu kërkesën { $number } për plotësim. Lexoni te vendimi çfarë mungon dhe dërgoni plotësimin.
    .subject = Kërkesa { $number } duhet plotësuar
notice-act-in-effect = Akti { $act } vendosi për kërkesat tuaja: { $granted } u miratuan, { $refused } u refuzuan, { $returned } u kthyen për plotësim. Lista është në akt.{ $last_day ->
        [none] {""}
       *[other] {" "}Dita e fundit për t'u ankuar kundër një refuzimi: { $last_day }.
    }
    .subject = Akti { $act }: u vendos për kërkesat tuaja
notice-translation-required = Kërkesa { $number } është në gjuhë të huaj dhe duhet përkthyer. Ajo mbetet në afat.{ $last_day ->
        [none] {""}
       *[other] {" "}Dorëzojeni përkthimin deri më { $last_day }.
    }
    .subject = Kërkesa { $number }: duhet përkthim
notice-failure-to-decide = { $count ->
        [none] Komisioni nuk vendosi në afat për kërkesën { $number }.
       *[other] Komisioni nuk vendosi në afat për { $count } kërkesa tuajat.
    } Mosvendimi mund të ankohet.{ $last_day ->
        [none] {""}
       *[other] {" "}Dita e fundit e ankimit: { $last_day }.
    }
    .subject = { $count ->
            [none] Kërkesa { $number }: komisioni nuk vendosi në afat
           *[other] { $count } kërkesa: komisioni nuk vendosi në afat
        }
notice-limits-changed = Afatet e zgjedhjeve ndryshuan. Shihni afatet e reja te zgjedhjet { $number } dhe te kërkesat tuaja.
    .subject = Afatet ndryshuan
notice-registration-changed = { $count ->
        [0] Komisioni ndryshoi regjistrime me urdhrin { $number }. Asnjë nga akreditimet tuaja nuk preket.
        [one] Komisioni ndryshoi regjistrime me urdhrin { $number }. Preket një nga akreditimet tuaja.
       *[other] Komisioni ndryshoi regjistrime me urdhrin { $number }. Preken { $count } nga akreditimet tuaja.
    }
    .subject = Ndryshuan regjistrimet
notice-competence-moved = { $count ->
        [none] Për kërkesën { $number } tani është kompetent një komision tjetër{ $to ->
            [none] .
           *[other] : { $to }.
        }
       *[other] Për { $count } kërkesa tani është kompetent një komision tjetër{ $to ->
            [none] .
           *[other] : { $to }.
        }
    } Afati për të vendosur vazhdon si më parë.
    .subject = { $count ->
            [none] Kërkesa { $number }: ndryshoi komisioni kompetent
           *[other] { $count } kërkesa: ndryshoi komisioni kompetent
        }
notice-appeal-recorded = Ankimi { $number } u regjistrua. Dëftesa tregon datën dhe orën.
    .subject = Ankimi { $number } u regjistrua
notice-appeal-returned = Ankimi { $number } u kthye për plotësim. Plotësojeni një herë, brenda afatit që tregohet te ankimi.
    .subject = Ankimi { $number } duhet plotësuar
notice-appeal-decided = Për ankimin { $number } u vendos. Lexoni vendimin te ankimi.
    .subject = Ankimi { $number }: u vendos

## Dërguesit dhe vëzhguesit

notice-accreditation-granted = Akreditimi { $number } u dha dhe karta është gati.
    .subject = Akreditimi { $number } u dha
notice-accreditation-suspended = Akreditimi { $number } u pezullua{ $at ->
        [none] .
       *[other] {" "}më { $at }.
    } Deri në një njoftim tjetër nuk vlen.
    .subject = Akreditimi { $number } u pezullua
notice-accreditation-restored = Akreditimi { $number } vlen përsëri.
    .subject = Akreditimi { $number } vlen përsëri
notice-accreditation-revoked = Akreditimi { $number } u shfuqizua{ $at ->
        [none] .
       *[other] {" "}më { $at }.
    } Karta nuk vlen më. Arsyeja dhe mjeti i ankimit janë te vendimi.{ $last_day ->
        [none] {""}
       *[other] {" "}Dita e fundit e ankimit: { $last_day }.
    }
    .subject = Akreditimi { $number } u shfuqizua
notice-accreditation-revoked-observer = Akreditimi juaj { $number } u shfuqizua{ $at ->
        [none] .
       *[other] {" "}më { $at }.
    } Raportet që keni dërguar ruhen. Vendimin e gjeni te organizata juaj; kundër tij mund të ankohet ajo.
notice-accreditation-passed-over = Akreditimi { $number } kaloi te një dërgues tjetër. Vlen si më parë.
    .subject = Akreditimi { $number } kaloi te një dërgues tjetër
notice-accreditation-reissued = Akreditimi { $number } u lëshua nga e para. Përdorni kartën e re; e vjetra nuk vlen më.
    .subject = Akreditimi { $number }: kartë e re
notice-order-took-effect = Urdhri { $number } { $measure ->
        [suspend] pezulloi
       *[revoke] shfuqizoi
    } { $count } akreditime tuajat dhe hyri menjëherë në fuqi. Arsyeja, neni dhe mjeti i ankimit janë te vendimi. Kërkesat për riakreditim shqyrtohen të parat.{ $last_day ->
        [none] {""}
       *[other] {" "}Dita e fundit për ankim: { $last_day }.
    }
    .subject = Urdhri { $number }: { $count } akreditime
notice-identity-checked = Krahasimi i fytyrës dhe i dokumentit për kërkesën { $number } { $outcome ->
        [matched] u bë dhe përputhet.
       *[failed] u bë dhe nuk përputhet.
    }
    .subject = Kërkesa { $number }: krahasimi u bë
notice-badge-renewed = Karta e akreditimit { $number } u nënshkrua rishtas, sepse rezultati përfundimtar nuk është shpallur ende. Shkarkoni kartën e re; numri mbetet i njëjtë.
    .subject = Akreditimi { $number }: karta u zgjat

## Komisionet

notice-decision-due-soon = { $count ->
        [none] Për kërkesën { $number } duhet vendosur deri më { $due_at }.
       *[other] Për { $count } kërkesa duhet vendosur deri më { $due_at }.
    }
    .subject = { $count ->
            [none] Kërkesa { $number }: afati po mbaron
           *[other] { $count } kërkesa: afati po mbaron
        }
notice-decision-overdue = { $count ->
        [none] Afati për të vendosur për kërkesën { $number } kaloi.
       *[other] Afati për të vendosur për { $count } kërkesa kaloi.
    }{ $due_kind ->
        [internal_target] {" "}Ishte synim i brendshëm, jo afat i ligjit.
       *[law] {" "}U shënua mosvendim.
    }
    .subject = { $count ->
            [none] Kërkesa { $number }: afati kaloi
           *[other] { $count } kërkesa: afati kaloi
        }
notice-appeal-filed = U paraqit ankimi { $number } kundër një vendimi tuaj ose një mosvendimi.
    .subject = Ankim i ri { $number }

## Dorëzimi

notice-endpoint-disabled = Adresa juaj për njoftime u mbyll, sepse nuk i mori për një kohë të gjatë. Caktojeni përsëri kur të punojë. Njoftimet i gjeni të gjitha në listë.
    .subject = Adresa për njoftime u mbyll
notice-role-cec = KQZ
notice-role-zec = KZAZ
notice-role-lgec = KZQV
notice-role-vcc = KQV
notice-role-kas = KAS
notice-role-college = Kolegji Zgjedhor
notice-appeal-hearing = Ankimi { $number } shqyrtohet më { $at }.
    .subject = Ankimi { $number }: data e seancës
notice-appeal-withdrawn = Ankimi { $number } u tërhoq.
    .subject = Ankimi { $number } u tërhoq
notice-appeal-late = Një hap i ankimit { $number } duhej kryer deri më { $due_at } dhe është me vonesë.
    .subject = Ankimi { $number } është me vonesë
notice-request-reopened = Vendimi për një ankim e ktheu kërkesën { $number } për vendim të ri, deri më { $due_at }.
    .subject = Kërkesa { $number } u rihap
notice-mail-lead = Ky është një njoftim automatik i Vëzhgo. Mos iu përgjigjni këtij mesazhi.
notice-mail-more = Më shumë, me çelësin tuaj
notice-mail-many = { $count } njoftime: { $subject }
notice-mail-reference = Njoftimi { $id }, { $at }
problem-webhook-url-refused = Kjo adresë nuk mund të marrë njoftime: { $reason ->
        [https_needed] duhet https.
        [port_refused] lejohen vetëm portat 443 dhe 8443.
        [credentials_in_url] adresa nuk mban emër përdoruesi a fjalëkalim.
        [address_refused] adresa duhet të jetë në internetin publik.
       *[malformed] nuk është adresë e plotë.
    }
problem-nothing-to-redeliver = Për këtë njoftim nuk ka as adresë webhook-u, as adresë poste.

## Faqja e njoftimeve

console-nav-notices = Njoftimet
console-notices-title = Njoftimet
console-notices-lead = Çfarë i është thënë komisionit tuaj, më e reja e para. Lista i ka të gjitha, edhe kur posta nuk mbërrin.
console-notices-empty = Ende asnjë njoftim.
console-undelivered-title = Njoftime që nuk mbërritën
console-undelivered-lead = Njoftime që u lanë pas shumë përpjekjesh ose që janë në dyshim. Marrësi i gjen megjithatë te lista e vet.
console-undelivered-empty = Çdo njoftim mbërriti ose është ende në rrugë.
console-column-notice-at = Kur
console-column-notice = Njoftimi
console-column-mail = Posta
console-column-recipient = Marrësi
console-column-channel = Rruga
console-column-attempts = Përpjekje
console-delivery-channel-webhook = Webhook
console-delivery-channel-mail = Postë
console-delivery-channel-chat = Bisedë
console-delivery-state-waiting = në pritje
console-delivery-state-sent = u dërgua
console-delivery-state-unknown = në dyshim
console-delivery-state-failed = nuk mbërriti
console-delivery-state-escrowed = pret personin
