# The life of a request: clocks, translation, reinstatement, similar persons, what is late.

## Problems
problem-translation-notified = The sender was told of the translation already.
problem-translation-not-asked = No translation was asked for.
problem-translation-delivered = The translation was delivered already.
problem-nothing-to-translate = The request is in Albanian: there is nothing to translate.

## Findings
finding-dispatched-in-time = By its sender's word the filing was sent { $sent_at }, before the limit ended; it was received { $received_at }. The receipt decides; whether dispatch is enough is for the lawyer to say.
finding-reinstatement-asked = The sender asked on { $asked_at } to be put back in time. The commission decides on it in its decision.
finding-translation-rule-unknown = The request is in a foreign language. What the general code of this election says of that was not found.
finding-office-held = The observer is on record as { $office ->
        [commissioner] a member of a commission ({ $body })
        [counter] a counter
       *[candidate] a candidate
    }; source: { $source }. { $incompatible ->
        [true] The source says that this is incompatible; the lawyer decides.
       *[other] Nothing follows from it by itself.
    }
finding-translation-awaited = The sender was told on { $notified_at } to translate. The request stays in time; the commission's time begins with the translation.
finding-translation-delivered = The translation came { $delivered_at }. The commission's time runs from then.

## Steps of a count
console-step-return-stops = Sent back on { $day }: by Art. { $article } the time stands still until it is completed.
console-step-return-does-not-stop = Sent back on { $day }: no text stops the time, Art. { $article }.
console-step-starts-at-translation = The time begins with the translation on { $day }, Art. { $article }.
console-step-awaits-translation = Since { $day } a translation is awaited: the time has not begun, Art. { $article }.

## Events
console-event-replacement-filed = Replacement filed
console-event-addendum-filed = Addendum filed
console-event-translation-asked = Translation asked for
console-event-translation-delivered = Translation delivered
console-event-translation-missed = Additional time for the translation passed
console-event-reinstatement-asked = Reinstatement in time asked for
console-event-office-recorded = Office recorded
console-event-decision-target-missed = Internal target passed

## The page of one request
console-similar =
    { $count ->
        [one] The same person may be in another request
       *[other] The same person may be in { $count } other requests
    }
console-similar-lead = In the same election. This is only shown; the machine decides nothing.
console-why-same-document = same document
console-why-same-name-and-birth-date = same name and birth date
console-why-similar-name-same-birth-date = similar name, same birth date
console-why-same-name-similar-birth-date = same name, similar birth date
console-sent-at = Sent, by the sender's word
console-addendum-to = Adds to
console-starts = When the time begins
console-start-receipt = From the receipt
console-start-translation = From the translation
console-start-holds = holds
console-start-not-begun = not begun
console-translation = Translation
console-translation-notified = Asked for { $at }
console-translation-until = additional time until { $day }
console-translation-unset = no additional deadline is set
console-translation-delivered = Delivered { $at }
console-translation-ask = Ask for a translation
console-translation-ask-lead = The filing stays in time; the time to decide begins with the translation. Without a day the number of days that an act set for the election holds.
console-translation-day = Last day, by the act below
console-done-translation = The sender was told of the translation.
console-translation-file = Open the translation
console-pleas = Asked to be put back in time
console-plea-documents =
    { $count ->
        [0] without documents
        [one] with one document
       *[other] with { $count } documents
    }

## What is late
console-nav-late = Late
console-late-title = What is late
console-late-lead = Requests on which a decision was due and has not been made, the longest late first.
console-late-none = Nothing is late.
console-late-since = Since
console-late-article = Article
console-late-appeal = Appeal
console-late-appeal-until = open until { $at }
console-late-appeal-no-term = open, its term is not set
console-late-appeal-over = its term is over
console-late-appeal-filed =
    { $count ->
        [one] one appeal filed
       *[other] { $count } appeals filed
    }
console-late-appeal-none = none: an internal target
console-late-silent = Art. { $article } sets no term
console-late-body = Commission
console-late-count-law = By law
console-late-count-target = By its own target
console-late-oldest = Longest since
console-late-counts = By commission
