# The commission's pages, the web chat and the pages for everybody. The Albanian text prevails.

## The frame

console-skip = Skip to the content
console-nav = Pages
console-nav-requests = Requests
console-nav-reports = Reports
console-nav-waiting = Waiting for a person
console-logout = Sign out
console-foot = Times are those of Tirana. Only the competent commission decides, never the program.
console-find = Find
console-next = Next
console-previous = Previous
console-until = until { $at }
console-span = 
    { $days ->
        [0] { $hours ->
            [0] { $minutes } min
           *[other] { $hours } h { $minutes } min
        }
        [one] 1 day { $hours } h
       *[other] { $days } days { $hours } h
    }
console-end-of-day = { $day }, 24:00
console-age = { $span } ago
console-clock-left = { $span } left
console-clock-late = Late by { $span }
console-clock-none = No term set
console-clock-stopped = The clock has stopped

## Signing in

console-login-title = Sign in for commissions
console-login-lead = For the CEC, the CEAZs, the VCCs, the Help Center and auditors. Organisations use the API, observers the chat.
console-login-key = Your key
console-login-hint = The key begins with vzk_. It is not kept in the browser. You stay signed in for 12 hours.
console-login-button = Sign in
console-login-key-unknown = This key is not known, or was revoked.
console-login-key-without-pages = This key is not a commission's. Use it with the API.
console-login-session-over = Your session is over. Please sign in again.

## What went wrong

console-failure-title = This could not be done
console-failure-back = To the commission's first page
console-failure-id = Number of this request for the operator: { $id }
console-failure-400 = The form could not be read. Open the page again and try once more.
console-failure-403 = Your role may not do this.
console-failure-404 = There is no such page, or it is not in your competence.
console-failure-405 = This page is not opened in this way.
console-failure-409 = The state changed in the meantime. Open the page again.
console-failure-413 = What you sent is too large.
console-failure-429 = Too many requests at once. Please wait a little.
console-failure-500 = Our own mistake. It was recorded and we will look at it.
console-failure-503 = The service cannot answer now. Nothing was recorded; try again shortly.
console-problem-form-expired = The form does not belong to this session. Open the page again and send it once more.
console-problem-conversation-taken = Somebody else has taken this conversation.
console-problem-conversation-not-yours = You do not have this conversation. Take it first.
console-problem-wrong-role = Your role may not do this.
console-problem-illegal-move = The report cannot go to this state from where it stands.
console-problem-accreditation-revoked = The accreditation is revoked already.
console-problem-idempotency-key-reused = This form was sent already with other content. Look at the state and send it again.
console-defects = 
    { $count ->
        [one] One thing stands in the way
       *[other] { $count } things stand in the way
    }
console-field-invalid = { $field }: { $reason }.
console-field-act-number = Number of the act
console-field-act-date = Date of the act
console-field-act-signatory = Signatory
console-field-outcome = Outcome
console-field-reason = Reason
console-field-grounds-reason = Reason
console-field-text = Text
console-field-note = Note
console-field-addressee = Commission
console-field-to = State
console-reason-empty = it is empty
console-reason-too-long = it is too long
console-reason-not-a-date = it is not a date
console-reason-in-the-future = it lies in the future
console-reason-unknown = it was not chosen, or is not known

## The queue

console-queue-title = Requests for accreditation
console-queue-number = Number
console-queue-body = Commission
console-queue-own = Ours
console-queue-every = Every commission
console-queue-empty = No request waits here.
console-filter-state = State
console-filter-severity = Severity
console-column-due = Decision due
console-column-request = Request
console-column-observer = Observer
console-column-organisation = Sender
console-column-received = Received
console-column-found = What was found
console-found-nothing = Nothing against
console-no-photo = No photo
console-due-target = internal target, not law
console-due-until = by { $at }
console-failure-to-decide = Failure to decide
console-failure-since = The law's term passed on { $at }. The sender may appeal; the commission can still decide.
console-state-waiting = Waiting
console-state-all = All
console-state-received = Received
console-state-held = Held until the opening
console-state-assessed = Assessed
console-state-returned = Returned
console-state-overdue = Overdue
console-state-granted = Granted
console-state-refused = Refused
console-state-withdrawn = Withdrawn
console-state-replaced = Replaced
console-badge-too-early = Too early
console-badge-too-late = Too late
console-badge-late-by-stricter-reading = Late by a stricter reading
console-badge-substitute-for-timely = Late substitute
console-badge-observer-class-disputed = Albanian or foreign?
console-badge-limit-unset = Term not set
console-badge-limit-is-demo = Demo term
console-badge-reading-text-unread = Legal text unread
console-badge-edition-not-in-force = Code not in force
console-badge-election-not-decreed = Election not decreed
console-badge-window-empty = Empty window
console-badge-kind-has-no-right = Sender without right
console-badge-human-rights-to-record = Human-rights aim to record
console-badge-human-rights-not-met = Not a human-rights body
console-badge-not-registered-as-subject = Not an electoral subject
console-badge-registration-to-check = Registration to check
console-badge-coalition-only = Only through the coalition
console-badge-no-candidate-in-unit = No candidate in the unit
console-badge-candidacy-to-check = Candidacy to check
console-badge-candidacy-contested = Candidacy contested
console-badge-party-candidate-has-no-right = Party candidate, no right
console-badge-outside-own-zone = Outside own zone
console-badge-own-zone-to-check = Zone to check
console-badge-referendum-has-no-candidates = Referendum, no candidates
console-badge-sender-not-admitted-yet = Sender not admitted yet
console-badge-scope-empty = No place named
console-badge-scope-unknown-place = Unknown place
console-badge-code-of-conduct-not-accepted = Code of conduct not accepted
console-badge-translation-to-ask = Translation to ask

## One request

console-who = Who asks
console-observer = Observer
console-photo-of = Photo of { $name }
console-born = Born
console-citizenship = Citizenship
console-document = Document
console-role = Role
console-sender = Sender
console-election = Election
console-scope = Where to observe
console-scope-empty = No place is named.
console-received = Received
console-competent = Decides
console-replaces = Replaces
console-replaced-by = Replaced by
console-demo = DEMO, NOT LAW. The data and some terms are examples.
console-findings = What speaks for and against
console-findings-lead = An assessment by the rules, not a decision.
console-article = Art. { $article }, Law { $law }
console-remedy = What can still be done:
console-severity-for = For
console-severity-against = Against
console-severity-needs-legal-decision = Needs a legal decision
console-severity-to-record = To be recorded
console-remedy-file-again = file again
console-remedy-hold-until-opening = held until the window opens
console-remedy-await-legal-decision = the commission’s lawyer decides
console-remedy-ask-reinstatement = ask to be put back in time
console-remedy-file-through-coalition = file through the coalition
console-remedy-file-through-entitled-sender = file through an entitled sender
console-remedy-register-as-subject = register as an electoral subject
console-remedy-narrow-scope = narrow the scope
console-remedy-complete-request = complete the request
console-remedy-appeal = appeal
console-remedy-wait-for-departure = wait for a departure
console-scope-voting-centres = Voting centres
console-scope-electoral-units = Electoral units
console-scope-counting-centres = Counting centres
console-scope-commissions = Commissions
console-kind-albanian-ngo = Albanian NGO
console-kind-foreign-ngo = foreign NGO
console-kind-international-organisation = international organisation
console-kind-foreign-state = foreign state
console-kind-media = media
console-kind-political-party = political party
console-kind-coalition = coalition
console-kind-independent-candidate = independent candidate
console-admission-pending = not admitted yet
console-admission-admitted = admitted
console-admission-refused = admission refused
console-document-id-card = identity card
console-document-passport = passport
console-observer-role-short-term = short-term observer
console-observer-role-long-term = long-term observer
console-observer-role-interpreter = interpreter
console-observer-role-media = media
console-role-kind-cec = CEC
console-role-kind-zec = CEAZ
console-role-kind-lgec = LGEC
console-role-kind-vcc = VCC
console-role-kind-helpdesk = Help Center
console-role-kind-auditor = Auditor
console-role-kind-operator = Operator
console-role-kind-system = the system
console-role-kind-observer = the observer
console-role-kind-organisation = the sender
console-role-kind-bot = the program

## The counts

console-readings = The term under the four readings
console-readings-lead = The request was received on { $received }. Open a reading to see the count.
console-opens = Opens
console-safe = Safe date
console-lenient = Lenient date
console-reading-late = late
console-reading-open = not late
console-reading-own = this election’s reading
console-due-title = The time to decide, counted
console-reading-calendar = Calendar days
console-reading-clear-days = Clear days
console-reading-civil-procedure = Civil procedure
console-reading-administrative = Administrative procedure
console-reading-start-of-date = From the start of the date
console-reading-opening-hour = From the opening hour
console-variant-clear = clear working days
console-variant-moved = the end is moved
console-variant-elapsed = hours as they elapse
console-variant-wall-clock = by the wall clock
console-anchor-start-of-date = the start of the election date
console-anchor-opening-hour = the opening hour of voting
console-hour-clock-elapsed = as they elapse
console-hour-clock-wall-clock = by the wall clock
console-rest-suspended-saturday = Saturday
console-rest-suspended-sunday = Sunday
console-rest-suspended-holiday = a holiday
console-rest-reduced-day = a day of reduced hours
console-step-limit = 
    The term: { $value } { $unit ->
        [hours] hours
       *[days] days
    }{ $act ->
        [none] {""}
       *[other] {" "}({ $act })
    }.
console-step-excluded-day = { $day } is not counted.
console-step-counted-days = { $days } days counted: from { $first } to { $last }.
console-step-suspended-saturday = { $day } is a Saturday and is passed over.
console-step-suspended-sunday = { $day } is a Sunday and is passed over.
console-step-suspended-holiday = { $day } is an official holiday and is passed over.
console-step-clear-day = Clear day: { $day }, with { $between } days in between.
console-step-ends-on-rest-day = { $day } is a day of rest ({ $why }).
console-step-moved-to-working-day = The end moves from { $from } to { $to }, a working day.
console-step-last-day = Last day: { $day }.
console-step-day-ends-at-24 = { $day } ends at 24:00.
console-step-opens-on = Opens on { $day }.
console-step-opened-by-decree = Decreed on { $day }; there is no election before.
console-step-window-empty = Opens on { $opens_on }, after it has closed: the window is empty.
console-step-anchor = Counted from { $anchor }: { $at }.
console-step-hours-back = { $hours } hours back, { $clock }.
console-step-hours-on = { $hours } hours from { $from }.
console-step-clock-change = The clock changes in between: { $minutes_before } min, then { $minutes_after } min from universal time.
console-step-capped-by-opening = Not later than the opening of voting: { $at }.
console-step-held-until-opening = Held until the opening.
console-step-no-limit-in-law = Art. { $article } sets no term; this is an internal target.

## The decision

console-decide = Decide
console-outcome = Outcome
console-outcome-grant = Grant
console-outcome-refuse = Refuse
console-outcome-return = Return for completion
console-grounds = Grounds
console-grounds-lead = Needed to refuse and to return. Choose, and give the reason in the commission’s own words.
console-ground-own = Another ground
console-ground-article = Article
console-ground-reason = Reason in words
console-lenient-beside = Received on { $received }. Under the most lenient reading the term ends on { $lenient }.
console-lenient-seen = I have seen the lenient date before refusing for lateness.
console-act = The act
console-act-number = Number of the act
console-act-date = Date of the act
console-act-signatory = Signatory
console-act-short = act { $number }
console-act-line = Act { $number }, { $date }, signed by { $signatory }
console-decide-button = Record the decision
console-decide-hint = The decision takes effect at once and cannot be undone here.
console-decided = The decision taken
console-not-competent = { $body } decides on this request. You may read it.
console-delegated = The CEC delegated this request to { $body }. If it decides itself, its lawyer must settle that first.
console-appeal-until = Appeal under Art. { $article } until { $at }, that day included.
console-appeal = Appeal { $number }:
console-against-refusal = against the refusal
console-against-failure-to-decide = against the failure to decide
console-history = What has happened
console-event-received = Recorded
console-event-held = Held until the opening
console-event-opened = The window opened
console-event-assessed = Assessed
console-event-returned = Returned
console-event-completed = Completed
console-event-overdue = Failure to decide
console-event-failed = Failure to decide
console-event-failure-to-decide = Failure to decide
console-event-granted = Granted
console-event-refused = Refused
console-event-withdrawn = Withdrawn
console-event-replaced = Replaced
console-event-appealed = Appealed
console-event-photo = Photo stored
console-event-photo-stored = Photo stored
console-event-read = Read
console-event-passed-on = Passed on
console-event-answered = Answered
console-event-closed = Closed
console-event-words-added = Words added
console-event-alert-acknowledged = Alert taken
console-event-finished = Finished by the observer
console-done-grant = The request is granted. The badge is ready.
console-done-refuse = The refusal is recorded, with the remedy and its last day.
console-done-return = The request is returned for completion.
console-done-revoked = The accreditation is revoked. The badge is no longer valid.
console-done-read = Marked as read.
console-done-passed-on = The report was passed on.
console-done-answered = The answer was sent.
console-done-closed = The report is closed.
console-badge = Observer’s badge
console-badge-alt = Code of badge { $number }
console-badge-pdf = Card for printing (PDF)
console-valid-span = Valid from { $start } until { $end }.
console-revoked-at = Revoked on { $at }
console-accreditation-valid = valid
console-accreditation-revoked = revoked
console-revoke = Revoke the accreditation
console-revoke-button = Revoke
console-revoke-hint = Takes effect at once (Art. 19(2)). The observer is told in the chat.

## Reports

console-reports-title = Observers’ reports
console-reports-empty = There is no report here.
console-column-severity = Severity
console-column-report = Report
console-column-place = Place
console-column-what = What
console-column-addressee = Addressed to
console-column-age = Age
console-no-category = No category yet
console-unaccredited = not accredited
console-report-state-all = All
console-report-state-received = Received
console-report-state-read = Read
console-report-state-passed-on = Passed on
console-report-state-answered = Answered
console-report-state-closed = Closed
console-severity-level-all = Any severity
console-severity-level-none = Not rated
console-severity-level-s1 = ▲ S1 danger
console-severity-level-s2 = S2 serious
console-severity-level-s3 = S3 ordinary
console-severity-level-s4 = S4 note
console-report-words = The observer’s words
console-outside-scope = outside the accreditation’s scope
console-location = Position
console-phase = Phase
console-report-from = From
console-identity-hidden = Who sent it is not shown to voting-centre commissions.
console-report-receipt = Art. 19(1)(b). Hash of the first text: { $sha }…
console-evidence = 
    { $count ->
        [0] No files
       *[other] Files: { $count }
    }
console-evidence-not-for-role = Only commissions open files.
console-forwarded = forwarded
console-evidence-waiting = being fetched
console-evidence-failed = could not be fetched
console-evidence-kind-photo = Photo
console-evidence-kind-video = Video
console-evidence-kind-voice = Voice
console-evidence-kind-audio = Audio
console-evidence-kind-document = Document
console-detail-knowledge = How known
console-detail-observed-at = When it happened
console-detail-filed-by = Filed by
console-answer = Answer
console-answer-words = Answer in words
console-answer-hint = The observer gets it in the same chat.
console-answer-button = Send the answer
console-mark-read = Mark as read
console-pass-on = Pass on
console-pass-on-to = To the commission
console-note = Note
console-pass-on-button = Pass on
console-close = Close the report
console-close-button = Close
console-alerts = 
    { $count ->
        [one] One S1 alert waits for a person
       *[other] { $count } S1 alerts wait for a person
    }
console-alert-take = I take it

## Conversations that wait for a person

console-waiting-title = Waiting for a person
console-waiting-lead = When you take a conversation the program is silent, and the person is told that a human has it now.
console-waiting-empty = Nobody is waiting.
console-talk-mine = yours
console-talk-taken = somebody else’s
console-talk-nobody = nobody’s yet
console-talk-since = Waiting since { $at } ({ $age })
console-talk-again = Look for new messages
console-take = Take the conversation
console-give-back = Give it back to the program
console-channel-telegram = Telegram
console-channel-telegram-observer = Telegram, observer
console-channel-whatsapp = WhatsApp
console-channel-whatsapp-observer = WhatsApp, observer
console-channel-webchat = Web chat
console-line-photo = (photo)
console-line-video = (video)
console-line-voice = (voice message)
console-line-audio = (audio)
console-line-document = (document)
console-line-location = (position)
console-line-sticker = (sticker)
console-line-contact = (contact)
console-line-not-shown = (not shown)
console-line-button = (button)
console-line-text = (empty)
console-line-unreadable = (cannot be read)
console-line-unsupported = (unknown kind)
console-line-edited = (edit)
handover-taken = A person of the CEC Help Center has your conversation now. Write here; the program is silent.
handover-reply = 
    { $text }
    — CEC Help Center
handover-ended = The conversation with the Help Center is over. The program answers again.

## Pages for everybody

console-start-title = Vëzhgo
console-start-lead = The Central Election Commission’s service for observers and voters.
console-start-chat = Ask about the elections
console-start-chat-words = Approved answers, with source and date.
console-start-officers = For commissions
console-start-officers-words = Requests for accreditation, reports, conversations.
console-start-api = For developers
console-start-api-words = The API that organisations use.
console-safety-title = Beware
console-safety-short = Nobody from the CEC comes to register you.
console-safety = The CEC registers nobody in the field. Registration from abroad is only on the electronic platform at kqz.gov.al or in the official app. If somebody comes to register you, report it to the prosecution at once.
console-badge-early = The accreditation is not valid yet
console-badge-checked = Checked on { $at }
console-schema-title = API
console-schema-lead = The full OpenAPI description:
console-schema-no-script = Without JavaScript see the description as JSON.
console-operation-title = State of the service
console-operation-lead = Requests, reports and conversations are not for the operator’s eyes.
console-chat-title = Ask about the elections
console-chat-election = { $election }, { $date }
console-chat-no-election = No election is announced now.
console-chat-no-script = This chat needs JavaScript. Without it you can call or write to the CEC Help Center.
console-chat-log = Conversation
console-chat-hello = Hello! Write your question in your own words, e.g. “Where do I vote?”. Please write no names of voters and no personal numbers.
console-chat-label = Your question
console-chat-placeholder = Write your question…
console-chat-send = Send
console-chat-sending = Sending…
console-chat-waiting = The line is weak. Your message is kept and tried again.
console-chat-slow = Waiting for the answer…
console-chat-refused = The message was not accepted. Please write it shorter.
console-chat-too-long = The text is too long.
console-chat-you = You
console-chat-them = Vëzhgo
console-chat-foot = The conversation is kept under a random key of this tab; nobody asks for your name.

# Short names of the remaining findings.
console-badge-in-time = In time
console-badge-dispatched-in-time = Sent in time
console-badge-reinstatement-asked = Asks to be put back in time
console-badge-window-truncated = Shortened window
console-badge-not-nearest-sunday = Not the nearest Sunday
console-badge-kind-has-right = Has the right
console-badge-counting-tables-not-in-edition = The code knows no counting tables
console-badge-code-of-conduct-outdated = Outdated code of conduct
console-badge-office-held = Holds an incompatible office
console-badge-translation-rule-unknown = Translation rule unknown
console-badge-translation-awaited = Translation awaited
console-badge-translation-delivered = Translation delivered
console-badge-within-cap = Within the cap
console-badge-cap-reached = Cap reached
console-badge-not-capped = Not capped
console-badge-act-number-missing = Act number missing
console-badge-act-date-missing = Act date missing
console-badge-act-date-wrong = Wrong act date
console-badge-signatory-missing = Signatory missing
console-badge-ground-without-article = Ground without article
console-badge-ground-without-reason = Ground without reason
console-badge-interim-basis-unset = No basis for interim accreditation
console-badge-nothing-refused = Nothing was refused
console-badge-appeal-in-time = Appeal in time
console-badge-failure-to-decide = Failure to decide
console-badge-replacement-addendum = Replacement or addendum
console-badge-nothing-to-appeal = Nothing to appeal
console-badge-not-a-party = Not a party
console-badge-appeal-body-unset = Appeal body unset
console-badge-appeal-content-missing = Incomplete appeal
console-badge-zone-missing = Zone missing
console-badge-basis-unset = Legal basis unset
console-badge-basis-is-demo = Demo basis
console-badge-follows-order = Follows an order

console-start-senders = For senders
console-start-senders-words = File requests for observers, one or a whole list, and follow each.
console-start-acts = Acts and orders
console-start-acts-words = The published decisions of the commissions, without names of persons.
