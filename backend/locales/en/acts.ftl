# Acts, proposals, delegations and interim accreditations.
problem-act-blocked = { $count ->
        [one] 1 request of this act cannot be decided. Leave it out, or mend what is missing.
       *[other] { $count } requests of this act cannot be decided. Leave them out, or mend what is missing.
    }
problem-act-not-in-effect = The earlier act is not in effect.
problem-act-not-a-draft = This act is no draft any more.
problem-act-number-taken = Another act of the commission has this number and date.
problem-nothing-to-decide = No request fits the filter.
problem-delegation-conflicts = A unit is delegated to another kind of commission in the same time.
problem-delegation-ended = This delegation has ended already.
problem-interim-basis-unset = No basis for interim accreditation is set for this election.
problem-nothing-refused = Interim accreditation needs a refusal or a failure to decide under appeal.
problem-interim-issued = An accreditation is in force on this request already.
problem-decision-missing = Nothing is decided on this request yet.

## The written decision

paper-state = REPUBLIC OF ALBANIA
paper-authority-cec = Central Election Commission
paper-authority-zec = Commission of the Electoral Administration Zone { $unit }
paper-authority-lgec = Local Government Election Commission { $unit }
paper-title = DECISION
paper-dated = No. { $number }, { $date }
paper-subject-grant = On granting request { $number } for accreditation
paper-subject-refuse = On refusing request { $number } for accreditation
paper-subject-return = On returning request { $number } for accreditation for completion
paper-subject-act = On the requests for accreditation of observers in the attached list
paper-subject-addendum = On an addendum to decision no. { $number } of { $date }
paper-basis = Legal basis
paper-election = { $name }, { $date }.
paper-competence = Competence: Article { $article } of Law no. { $law }.
paper-instruction = The competence was delegated by the special instruction { $instruction }.
paper-edition = Edition of the Electoral Code: Law no. { $law }.
paper-issued-by = The observer's authorisation is issued by the CEC, whichever commission decides.
paper-request = The request
paper-request-line = Request { $number }, recorded on { $at }.
paper-sender = Sender: { $name } ({ $kind }).
paper-observer = Observer: { $name } ({ $role }).
paper-places = Places: { $places }.
paper-no-places = none
paper-facts = Facts
paper-assessment = Assessment: what was found
paper-nothing-found = Nothing was found.
paper-article = Article { $article }, Law { $law }
paper-article-short = Article { $article }
paper-decision = Decides
paper-decides-grant = Request { $number } is granted.
paper-decides-refuse = Request { $number } is refused. Grounds:
paper-decides-return = Request { $number } is returned for completion. Missing:
paper-accreditation = The accreditation has the number { $number }.
paper-act-grant = { $count ->
        [one] 1 request of the list is granted.
       *[other] { $count } requests of the list are granted.
    }
paper-act-refuse = { $count ->
        [one] 1 request of the list is refused.
       *[other] { $count } requests of the list are refused.
    }
paper-act-return = { $count ->
        [one] 1 request of the list is returned for completion.
       *[other] { $count } requests of the list are returned for completion.
    }
paper-own-lines = This copy shows only the requests of the sender who receives it.
paper-grounds = Grounds
paper-ground = { $requests }. Facts: { $facts } Reason: { $reason } (Article { $article }).
paper-remedy = Right to appeal
paper-complete = The request is examined again as soon as it is completed. A return is no refusal.
paper-body-kas = the Complaints and Sanctions Commission (KAS)
paper-body-cec = the Central Election Commission
paper-body-electoral-college = the Electoral College
paper-appeal = This decision can be appealed to { $body }. Last day to appeal: { $day }, 24:00 (Article { $article }, Law { $law }).
paper-useful = An appeal can still bring the observer into a voting centre until { $at }, when election day begins.
paper-outlasts = The way through both instances can end after the election.
paper-appeal-demo = DEMO, NOT LAW: the number of days to appeal is invented.
paper-announced = Announced on { $at }
paper-page = Page {"{page}"} of {"{of}"}
paper-authoritative = This is a translation. The Albanian text is authoritative.
paper-demo = DEMO, NOT LAW
paper-annex = List of the decision ({ $count })
paper-column-place = No.
paper-column-request = Request
paper-column-observer = Observer
paper-column-sender = Sender
paper-column-places = Places
paper-column-decision = Decision
paper-outcome-grant = Granted
paper-outcome-refuse = Refused
paper-outcome-return = Returned

## Pages

acts-nav = Acts
acts-title = Acts
acts-lead = One act decides on many requests at once. A draft decides nothing.
acts-empty = There is no act.
acts-column-act = Act
acts-column-state = State
acts-column-requests = Requests
acts-column-decided = Decided
acts-column-body = Commission
acts-column-notes = Notes
acts-number = No. { $number }, { $date }
acts-draft = Draft { $id }
acts-addendum = addendum
acts-adds-to = Addendum to decision
acts-state-draft = draft
acts-state-in-effect = in effect
acts-state-abandoned = given up
acts-counts = { $granted } granted, { $refused } refused, { $returned } returned
acts-counts-planned = { $granted } would be granted, { $refused } refused, { $returned } returned.
acts-new = New act
acts-new-lead = For single requests, tick them in the list of requests. Here all waiting requests of one sender are taken.
acts-chosen = { $count ->
        [one] 1 request chosen
       *[other] { $count } requests chosen
    }
acts-outcome-proposed = as last proposed on each
acts-facts = Facts
acts-ground-lead = For refusing or returning, the same ground for all:
acts-addendum-to = Addendum to act
acts-draft-button = Prepare the draft
acts-select = Select request { $number }
acts-select-lead = Act on the selected requests
acts-column-select = Select
acts-list = Requests of the act
acts-preview = { $takeable } requests can be decided, { $blocked } cannot.
acts-blocked = { $count ->
        [one] 1 request cannot be decided
       *[other] { $count } requests cannot be decided
    }
acts-left-out = { $count ->
        [one] 1 request was left out
       *[other] { $count } requests were left out
    }
acts-article = Article { $article }
acts-lenient = latest reading: until { $until }
acts-lenient-lead = { $count } late requests would be refused. Under the latest reading the limit was { $until }.
acts-last-day = appeal until { $day }
acts-effect = Put the act into effect
acts-effect-button = Put into effect
acts-effect-hint = All requests are decided at once, or none. Senders and observers are told.
acts-leave-out = { $count ->
        [one] Leave out the request that cannot be decided
       *[other] Leave out the { $count } requests that cannot be decided
    }
acts-abandon-button = Give up the draft
acts-done = The act is in effect.
acts-pdf-sq = Decision (PDF, Albanian)
acts-pdf-en = Decision (PDF, English)
acts-proposals = Proposals
acts-propose-button = Only propose
acts-propose-hint = A proposal decides nothing; the last one counts for the act.
acts-proposed = { $outcome }, by { $role }
acts-useful = An appeal can bring the observer into a centre until { $at }.
acts-outlasts = The remedies can end after the election.
console-done-proposal = The proposal was recorded.

## The public list

decisions-title = Decisions on accreditation
decisions-lead = The acts of the commissions with their numbers. The list shows no observers and no names of parties.
decisions-senders = Senders
decisions-grounds = Grounds of refusals
decisions-subjects = requests of electoral subjects: { $count }
decisions-addendum = addendum to no. { $number }
decisions-own-ground = the commission's own ground
decisions-empty = Nothing is decided yet.

## Interim accreditation

console-choice-interim = Interim accreditation during an appeal
console-option-allowed = allowed
console-option-not-allowed = not allowed
finding-interim-basis-unset = Interim accreditation has no basis: the text is silent, and the commission's lawyer has not allowed it by an act.
finding-nothing-refused = There is no refusal or failure to decide with an open appeal.
finding-appeal-in-time = The appeal is decided before the election: nothing is lost by waiting.
problem-appeal-in-time = The appeal is decided before the election: nothing is lost by waiting.
badge-interim = INTERIM
interim-title = Interim accreditation
interim-lead = The appeal can last beyond the election. The CEC may accredit the observer for the time of the appeal.
interim-until = Ends
interim-until-appeal-decision = with the decision on the appeal
interim-until-election = with the election, whatever the appeal brings
interim-button = Accredit for the interim
interim-line = { $number } by act { $act }; ends { $until }.
console-done-interim = The interim accreditation was issued.
finding-appeal-outlasts-election = An appeal is of use until { $useful_until }, and the way through both instances can last until { $decided_until }. An interim accreditation is an option of the commission.

console-event-interim-accredited = interim accreditation
console-badge-state-forbids = state forbids it
console-badge-not-competent = not competent
console-badge-delegated-away = delegated
console-badge-proposal-missing = no proposal
console-badge-badge-cannot-carry = no badge can carry it
console-badge-not-in-earlier-act = not in the earlier act
console-badge-lenient-date-not-seen = latest reading
console-badge-decided-against-findings = against findings
console-badge-appeal-outlasts-election = appeal outlasts the election
console-badge-ground-without-facts = no facts
console-badge-grounds-missing = no ground
console-badge-last-day-to-appeal-unset = no term to appeal
