# Elections and places: findings, calendar, register.

finding-window-truncated = The decree came on { $opens_on }: the window opens { $days } days later than { $full_opening }.
finding-not-nearest-sunday = Art. 7(7): the Sunday nearest to day { $days } after the decree is { $expected }, not { $election_date }.
finding-counting-tables-not-in-edition = Edition { $edition } of the Code knows no counting tables: { $tables }.
finding-carried-over = Taken over from accreditation { $accreditation } of the election that is repeated; it is a request like any other.
problem-nothing-changed = This is the date on record.
problem-not-a-repeat-election = This election repeats no other.
problem-nobody-to-carry-over = No observer of the earlier election is left to carry over.

## Time limits explained

limits-title-party-registration = Registration of parties
limits-rule-party-registration = A party that stands in the elections asks the commission to register it no later than { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } before the day of the elections. Its right to send observers begins with this registration and a registered candidate or list.
limits-title-coalition-registration = Registration of coalitions
limits-rule-coalition-registration = Parties that stand as a coalition ask for its registration no later than { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } before the day of the elections. From then on only the coalition may send observers.
limits-title-albanian-request = Requests for Albanian observers
limits-rule-albanian-request = Requests for Albanian observers are filed with the commission from the opening day on and not later than { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } before the election date. A request that comes too early can be held until the opening, if its sender agrees.
limits-title-foreign-request = Requests for foreign observers
limits-rule-foreign-request = Requests for foreign observers are filed not later than { $value ->
        [none] a number of hours that was not found
        [one] { $value } hour
       *[other] { $value } hours
    } before the election date. The text names no opening day and does not say from which hour to count back.
limits-title-decision = Decision on a request
limits-rule-decision = The commission decides no later than { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } after the request was filed. Silence is no approval: it is a failure to decide, which can be appealed. Shown here for a request filed on the last day; the days off of the commission in competence count.
limits-title-foreign-decision-target = Decision for foreign observers (internal target)
limits-rule-foreign-decision-target = The law sets no time to decide on foreign observers. The commission sets itself { $value ->
        [none] no target
        [one] { $value } hour
       *[other] { $value } hours
    } from the filing, and never later than the opening of voting. This is no law and opens no appeal.
limits-title-appeal = Appeal against a refusal or a failure to decide
limits-rule-appeal = An appeal is filed within { $value ->
        [none] a number of days that was not found; the lawyer sets it, and until then no refusal can be issued
        [one] { $value } day
       *[other] { $value } days
    } after the decision was announced, or after the failure arose{ $edition ->
        [2008] , with the Complaints and Sanctions Commission (KAS)
       *[other] {""}
    }.
limits-title-appeal-report = Report on a recorded appeal
limits-rule-appeal-report = The rapporteur reports within { $value ->
        [none] a number of hours that was not found
        [one] { $value } hour
       *[other] { $value } hours
    } after the appeal was recorded. It is never refused to be recorded.
limits-title-appeal-completion = Completion of an appeal
limits-rule-appeal-completion = An appeal is sent back for completion at most once, and comes back within { $value ->
        [none] a number of hours that was not found
        [one] { $value } hour
       *[other] { $value } hours
    } after that was announced.
limits-title-appeal-decision = Decision on an appeal
limits-rule-appeal-decision = The body that hears the appeal decides within { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } after it was filed.
limits-title-court-appeal = Appeal to the Electoral College
limits-rule-court-appeal = Against that decision one turns to the Electoral College within { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } after its announcement.
limits-title-college-decision = Decision of the Electoral College
limits-rule-college-decision = The College decides within { $value ->
        [none] a number of days that was not found
        [one] { $value } day
       *[other] { $value } days
    } after the filing.
limits-title-voting = Hours of voting
limits-rule-voting = Voting centres open at 7:00. They close at 19:00 from 31 March to 15 October and at 18:00 from 16 October to 30 March. Whoever waits in the queue at closing may still vote.

## Counting tables

batch-column-counting-tables = Counting tables
    .hint = Codes, a semicolon between them; under the Code in force only.
    .example = VNV-30/T01
badge-counting-tables = Counting tables
console-scope-counting-tables = Counting tables

## The page of time limits

limits-page-title = Time limits of the election
limits-card = When requests, decisions and appeals are due, and how each date is counted.
limits-decreed = Decree
limits-edition = Electoral Code, edition
limits-reading = Reading chosen
limits-hours = Voting
limits-warnings = To look at
limits-redated = The date was changed
limits-redating = { $at }: from { $before } to { $after }, act { $act }.
limits-lead = Each limit is counted under four readings. Applicants should keep the safe date; an officer looks at the lenient one before anything is refused as late.
limits-open-all = Open every count, to print
limits-internal = internal target, not law
limits-unset = not found; the lawyer sets it
limits-closes = Ends
limits-safe = Safe until
limits-lenient = Lenient until
limits-set-by = Set for this election by act { $act }.
limits-source = Where it was read
limits-days-off = Days off
limits-whose-calendar = Requests are filed with the CEC, so its days off count for them. The time to decide follows the days off of the commission in competence.
limits-only-for = only for { $bodies }
limits-announced-late = announced late
limits-no-days-off = None is recorded besides Saturdays and Sundays.
console-rest-day-holiday = day off
console-rest-day-reduced = reduced hours
console-known-by-verbatim = Read word for word.
console-known-by-summary = From an official summary.
console-known-by-press = From the press.
console-known-by-inferred = Our own proposal.
console-known-by-not-found = The text was not found.
console-election-kind-assembly = Assembly elections
console-election-kind-local = Local elections
console-election-kind-referendum = Referendum
console-election-kind-partial = Partial elections
console-election-kind-repeat = Repeat elections
console-event-reassessed = Assessed again after a change
