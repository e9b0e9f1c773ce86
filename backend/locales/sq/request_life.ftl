# Jeta e kërkesës: afatet, përkthimi, rivendosja në afat, personat e ngjashëm, vonesat.

## Probleme
problem-translation-notified = Dërguesi u njoftua tashmë për përkthimin.
problem-translation-not-asked = Nuk është kërkuar përkthim.
problem-translation-delivered = Përkthimi u dorëzua tashmë.
problem-nothing-to-translate = Kërkesa është në shqip: nuk ka çfarë të përkthehet.

## Gjetje
finding-dispatched-in-time = Sipas fjalës së dërguesit, kërkesa u dërgua më { $sent_at }, para mbarimit të afatit; u mor më { $received_at }. Vendos marrja; nëse mjafton dërgimi, e thotë juristi.
finding-reinstatement-asked = Dërguesi kërkoi më { $asked_at } rivendosjen në afat. Komisioni shprehet për të në vendimin e vet.
finding-translation-rule-unknown = Kërkesa është në gjuhë të huaj. Çfarë thotë për këtë kodi i përgjithshëm i këtyre zgjedhjeve nuk u gjet.
finding-office-held = Vëzhguesi figuron si { $office ->
        [commissioner] anëtar komisioni ({ $body })
        [counter] numërues
       *[candidate] kandidat
    }; burimi: { $source }. { $incompatible ->
        [true] Burimi thotë se kjo është e papajtueshme; vendos juristi.
       *[other] Prej kësaj vetvetiu nuk rrjedh asgjë.
    }
finding-translation-awaited = Dërguesi u njoftua më { $notified_at } për detyrën e përkthimit. Kërkesa mbetet në afat; afati i komisionit fillon me përkthimin.
finding-translation-delivered = Përkthimi erdhi më { $delivered_at }. Afati i komisionit ecën prej atëherë.

## Hapat e llogaritjes
console-step-return-stops = U kthye më { $day }: sipas nenit { $article } afati ndalet deri në plotësim.
console-step-return-does-not-stop = U kthye më { $day }: asnjë tekst nuk e ndal afatin, neni { $article }.
console-step-starts-at-translation = Afati fillon me përkthimin më { $day }, neni { $article }.
console-step-awaits-translation = Që nga { $day } pritet përkthimi: afati nuk ka filluar, neni { $article }.

## Ngjarjet
console-event-replacement-filed = U paraqit zëvendësimi
console-event-addendum-filed = U paraqit shtesa
console-event-translation-asked = U kërkua përkthimi
console-event-translation-delivered = U dorëzua përkthimi
console-event-translation-missed = Kaloi afati shtesë i përkthimit
console-event-reinstatement-asked = U kërkua rivendosja në afat
console-event-office-recorded = U shënua një detyrë
console-event-decision-target-missed = Kaloi synimi i brendshëm

## Faqja e një kërkese
console-similar =
    { $count ->
        [one] I njëjti person mund të jetë edhe në një kërkesë tjetër
       *[other] I njëjti person mund të jetë edhe në { $count } kërkesa të tjera
    }
console-similar-lead = Në të njëjtat zgjedhje. Kjo vetëm tregohet; makina nuk vendos asgjë.
console-why-same-document = i njëjti dokument
console-why-same-name-and-birth-date = i njëjti emër dhe e njëjta datëlindje
console-why-similar-name-same-birth-date = emër i ngjashëm, e njëjta datëlindje
console-why-same-name-similar-birth-date = i njëjti emër, datëlindje e ngjashme
console-sent-at = U dërgua, sipas dërguesit
console-addendum-to = Shtesë në
console-starts = Kur fillon afati
console-start-receipt = Nga marrja
console-start-translation = Nga përkthimi
console-start-holds = vlen
console-start-not-begun = nuk ka filluar
console-translation = Përkthimi
console-translation-notified = U kërkua më { $at }
console-translation-until = afati shtesë deri më { $day }
console-translation-unset = nuk është caktuar afat shtesë
console-translation-delivered = U dorëzua më { $at }
console-translation-ask = Kërkoni përkthimin
console-translation-ask-lead = Kërkesa mbetet në afat; afati i vendimit fillon me përkthimin. Pa ditë vlen numri i ditëve që një akt ka caktuar për zgjedhjet.
console-translation-day = Dita e fundit, sipas aktit më poshtë
console-done-translation = Dërguesi u njoftua për përkthimin.
console-translation-file = Hap përkthimin
console-pleas = Kërkoi rivendosjen në afat
console-plea-documents =
    { $count ->
        [0] pa dokumente
        [one] me një dokument
       *[other] me { $count } dokumente
    }

## Vonesat
console-nav-late = Vonesat
console-late-title = Vonesat
console-late-lead = Kërkesa për të cilat duhej vendosur dhe nuk është vendosur, më të vonuarat të parat.
console-late-none = Asgjë nuk është me vonesë.
console-late-since = Që nga
console-late-article = Neni
console-late-appeal = Ankimi
console-late-appeal-until = i hapur deri më { $at }
console-late-appeal-no-term = i hapur, afati i tij nuk është caktuar
console-late-appeal-over = afati i tij mbaroi
console-late-appeal-filed =
    { $count ->
        [one] u paraqit një ankim
       *[other] u paraqitën { $count } ankime
    }
console-late-appeal-none = nuk ka: synim i brendshëm
console-late-silent = neni { $article } nuk cakton afat
console-late-body = Komisioni
console-late-count-law = Sipas ligjit
console-late-count-target = Sipas synimit të vet
console-late-oldest = Më e vjetra që nga
console-late-counts = Sipas komisionit
