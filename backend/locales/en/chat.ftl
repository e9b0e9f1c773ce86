# Texts of the conversation with observers and voters. The Albanian text prevails.
# Every message has the same arguments in every language.

## First contact and language

ask-language = Mirë se vini te Vëzhgo, shërbimi i Komisionit Qendror të Zgjedhjeve. Zgjidhni gjuhën. / Welcome to Vëzhgo, the service of the Central Election Commission. Choose your language.
language-sq = Shqip
language-en = English
language-set = The language is set: English.
language-not-understood = Zgjidhni një nga dy gjuhët. / Choose one of the two languages.
privacy-notice = What you write here is read by the Central Election Commission. The message also passes through the service you use (Telegram, or WhatsApp with Twilio). Do not send names of voters, personal numbers or photos of a vote. Change the language with /language, stop messages with /stop.

## Menu

menu-observer = { $name ->
        [none] Hello!
       *[other] Hello, { $name }!
    } { $standing ->
        [revoked] Your accreditation is no longer valid. What you write is kept as an unaccredited notice.
       *[valid] You are connected as an observer{ $organisation ->
            [none] {""}
           *[other] {" "}of { $organisation }
        }{ $election ->
            [none] {""}
           *[other] {" "}for { $election }
        }.
    } To report, write the place and what happened, e.g. "VC 1850/01 family voting together". Or choose below.
menu-voter = Hello! Write your question about the elections{ $election ->
        [none] {""}
       *[other] {" "}({ $election })
    }, or choose a topic. If you are an observer, open the link that your organisation gave you.
not-understood = I did not understand. Write it in words or choose below.
command-unknown = There is no such command. You can use: /report, /status, /help, /language, /done, /cancel, /stop.
stale-button = This button is no longer valid.
ask-unsure = What is this: "{ $words }"?
dropped-words = All right, I did not keep it.
nothing-open = You have no open report.
nothing-to-cancel = There is nothing to cancel.
cancelled = Cancelled. Nothing was registered.
cancel-filed = Report { $number } is registered and is not deleted. It is closed in this chat. If something in it is wrong, send a new report that corrects it.
stopped = We will send you no more messages unless you write to us. Registered reports stay. To begin again write /start.
group-private = Please write to me in a private chat. I do not answer in groups.

odd-input = { $what ->
        [sticker] Thank you, but I can't read stickers.
        [contact] Please send no contacts. I do not keep other people's numbers.
        [location] The position could not be read. Send it again or write the centre's code.
        [empty] The message is empty.
        [unreadable] Your message arrived, but it could not be read. Send it again as text.
       *[other] I can't read this kind of message.
    } { $standing ->
        [report] Your report is still open: answer the last question, or write /done.
       *[menu] Write in words, or /help.
    }
edited-kept = The change was added to report { $number }. The first text is kept too.
edited-ignored = I saw that you edited a message, but I do not read edits. Please write it as a new message.

## Connecting the chat

ask-birth-date = This link is for an observer{ $initial ->
        [none] {""}
       *[other] {" "}whose name begins with { $initial }
    }{ $election ->
        [none] {""}
       *[other] {" "}({ $election })
    }. To confirm it, write your date of birth, e.g. 17.05.1990.
birth-date-not-understood = I could not read that as a date. Write the day, month and year of birth, e.g. 17.05.1990.
birth-date-wrong = The date does not match. Tries left: { $left }.
bound = The chat is connected to your accreditation{ $election ->
        [none] {""}
       *[other] {" "}for { $election }
    }. You can report now: write the place and what happened.
link-refused = { $state ->
        [used] This link has been used. Ask your organisation for a new one.
        [expired] This link has expired. Ask your organisation for a new one.
        [burned] Too many wrong answers. The link is closed. Ask your organisation for a new one.
       *[unknown] This code is not known. Check it or ask your organisation for a new link.
    } You can ask questions about the elections without a link too.
ask-unbind = This chat will no longer speak for your accreditation. Your reports stay. Go on?
unbound = The chat is disconnected. To connect it again you need a new link.
unbind-kept = The chat stays connected.
unbind-nothing = This chat is not connected to any accreditation.

## The report

ask-place = Where did it happen? Write the centre's code (e.g. 1850/01 or CEAZ 12), send your position, or describe the place in words.
ask-place-code = Write the centre's code (e.g. 1850/01) or describe the place in words.
ask-nearest = Which one is it? Choose the centre or write its code.
nearest-none = I found no centre near this position. The position will be attached to the report.
place-set = Place: { $place }.
place-outside-scope = { $place } is outside the area of your accreditation. The report is accepted and marked so.
place-not-in-register = I can't find the code { $place } in the register. I kept it as you wrote it; you can correct it later.
place-in-words = I kept the place in your own words: { $place }.
ask-what = { $place ->
        [none] What happened?
       *[other] { $place }: what happened?
    } Write it in a few words. For persons give the role (commissioner, police officer), not the name.
words-held = I have it. I need the place too, so that the report gets a number.
report-receipt = Registered: report { $number }, { $at }, place: { $place ->
        [none] not given yet
       *[other] { $place }
    }. { $standing ->
        [unaccredited] Your accreditation is not valid, so it is kept as an unaccredited notice.
       *[accredited] It counts as an observer's written comment (Article 19).
    } You may skip the questions that follow.
report-not-yet = The report is not registered yet: we could not get a number. Your words are kept. Write /done in a moment to try again.
report-nothing-yet = There is nothing to register yet: I need the place and what happened.
report-paused = { $number ->
        [none] The report waits. Go on whenever you like with /report.
       *[other] Report { $number } is registered and waits for additions. Go on whenever you like with /report.
    }
report-finished = Thank you. Report { $number } is complete. We will tell you here about every step; see where it stands with /status.
report-voter = To report as an observer you need the link that your organisation gives you. If you are a voter and saw an irregularity, see where to tell it.
ask-resume = You have an open report{ $number ->
        [none] {""}
       *[other] {" "}({ $number })
    }{ $words ->
        [none] {""}
       *[other] : "{ $words }"
    }. Shall we go on with it?
danger = { $duty ->
        [on] The alert was sent to the duty officer. Nobody has taken it up yet.
       *[off] No duty officer is on duty at this moment.
    } { $police ->
        [none] If you are in danger, leave and call the police.
       *[other] If you are in danger, leave and call the police: { $police }.
    }
words-added = Added to report { $number }: "{ $words }"
position-kept = The position is kept.
evidence-kept = Kept with report { $number }. Files in all: { $count }.
ask-guess = Is it this: { category-name }?
ask-group = What is it about?
ask-category = { group-name }: which of these?
category-set = Category: { category-name }.
category-not-understood = I was asking for the category and did not find one in your words. I added them to report { $number }: "{ $words }". Choose a button.
ask-knowledge = How do you know?
knowledge-set = { knowledge-name }.
knowledge-not-understood = I was asking whether you saw, heard or read it. I added your words to report { $number }: "{ $words }".
ask-when = When did it happen? Write the time (e.g. 14:30 or yesterday 18:15).
when-in-future = "{ $words }" is in the future. When did it happen?
when-not-understood = I could not read "{ $words }" as a time; I added it to report { $number }. Write the time like this: 14:30.
number-not-understood = I expected a number. I added your words to report { $number }: "{ $words }". Write for example 3, or "skip".
answer-not-understood = I expected yes or no. I added your words to report { $number }: "{ $words }".
ask-evidence = Do you have photos, video, voice or documents? Send them now, as a file if you can. Careful: no marked ballots, no faces of voters at the booth, no pages of the voter list. The secrecy of the vote is protected (Article 19(2)(d)).
ask-more = Write what you want to add.
report-summary = Report { $number }
    Place: { $place ->
        [none] not given
       *[other] { $place }
    }{ $name ->
        [none] {""}
       *[other] , { $name }
    }
    Category: { $category ->
        [none] not chosen
       *[other] { category-name }
    }
    How you know: { $knowledge ->
        [none] not given
       *[other] { knowledge-name }
    }
    Time: { $observed ->
        [none] not given
       *[known] { $at }
    }
    How many: { $count ->
        [none] not given
       *[other] { $count }
    }
    Files: { $files }
guard-refused = { $reason ->
        [voter_list] This message holds a list of names. I do not keep lists of voters: who voted is secret (Article 19(2)(d)). Write how many persons and what happened, without names.
       *[personal_numbers] This message holds personal numbers. I do not keep them. Write how many persons and what happened, without personal numbers.
    }
guard-masked = I covered the personal number before keeping the text.
help-report = You are completing a report. Answer the question, or skip it. /done closes it, /later leaves it for later, /cancel stops it.
help-observer = Write the place and what happened, or ask about the elections. /report begins a report, /status shows your reports, /done closes one, /language changes the language.

## Questions by category

ask-nothing-more = There are no more questions about this.
ask-count = How many cases or persons? Write a number, or "skip".
ask-badge-shown = Did you show your authorisation?
ask-reason-given = What reason were you given? Was it in writing?
ask-by-whom-role = Who was it? Give the role, not the name.
ask-photo-matches = Does the photo on the authorisation match the person?
ask-opening-time = At what time did it open, or is it still closed?
ask-cause = What was the cause?
ask-which-role = Who is absent? Give the role.
ask-which-material = Which material is missing or wrong?
ask-still-going-on = Is it still going on?
ask-record-signed = Was a record drawn up?
ask-queue-length = How many people were in the queue? Write a number, or "skip".
ask-device-or-document = Was it the device or the document?
ask-what-is-missing = What is missing (ramp, booth, Braille)?
ask-statement-signed = Was the helper's statement signed?
ask-seen-directly = Did you see it yourself?
ask-police-called = Were the police called?
ask-direct-or-hearsay = Did you see it yourself, or were you told? What exactly?
ask-distance-m = How many metres from the centre? Write a number, or "skip".
ask-which-resource = Which public resource was used (car, building, employees)?
ask-voting-suspended = Was the voting interrupted?
ask-seal-numbers = What are the seal numbers, and who accompanied the boxes?
ask-table-number = Which counting table? Write its number, or "skip".
ask-which-figures = Which figures do not match?
ask-courier-step = At which step: pick-up, delivery, envelope, return?

## Status

status-unbound = This chat is not connected to an observer, so it has no reports. Open the link that your organisation gave you.
status-none = You have no reports yet.
status-line = Report { $number }
    Place: { $place ->
        [none] not given
       *[other] { $place }
    }
    Category: { $category ->
        [none] not chosen
       *[other] { category-name }
    }
    Status: { status-name }, { $at }{ $addressee ->
        [none] {""}
       *[other] {"\u000A"}Addressed to: { $addressee }
    }
status-name = { $status ->
        [received] received
        [read] read
        [passed_on] passed on
        [answered] answered
        [closed] closed
       *[other] { $status }
    }

## Help center

help-answer = { $text }{ $election ->
        [none] {""}
       *[other] {"\u000A\u000A"}Holds for: { $election }
    }{ $since ->
        [none] {""}
       *[other] {"\u000A"}Since: { $since }
    }{ $source ->
        [none] {""}
       *[other] {"\u000A"}Source: { $source }
    }
help-list = Which of these would you like to know?
help-handover = I have no approved answer to this, so I will not guess. { help-channels }
human-asked = I asked for a member of staff to answer you. Nobody has taken it up yet. { help-channels }
voter-irregularity = This looks like an irregularity. I sent it to the Help Center to be looked at, but nobody has taken it up yet. For crimes (vote buying, violence, threats) tell the prosecution or the police at once. { help-channels }
help-channels = Help Center of the CEC:{ $phone ->
        [none] {""}
       *[other] {"\u000A"}Phone: { $phone }
    }{ $whatsapp ->
        [none] {""}
       *[other] {"\u000A"}WhatsApp: { $whatsapp }
    }{ $chatbot ->
        [none] {""}
       *[other] {"\u000A"}Chat on the site: { $chatbot }
    }{ $email ->
        [none] {""}
       *[other] {"\u000A"}E-mail: { $email }
    }
voter-file = I do not look at photos, voice messages or files here. Write your question in words.
voter-position = A position does not tell your polling place: you vote where you are on the list. Choose the topic below.

## Buttons

button-report = Report
button-continue-report = Continue the report
button-status = My reports
button-help = Help
button-language = Gjuha / Language
button-human = Talk to a person
button-topic = { $title }
button-cancel = Cancel
button-skip = Skip
button-back = Back
button-yes = Yes
button-no = No
button-other-category = No, another
button-place = { $place }
button-near = { $place } { $name }
button-number = { $number }
button-now = Now
button-hour-ago = An hour ago
button-enough = That is all
button-finish = Done, close it
button-continue = Continue
button-new = New report
button-is-report = It is a report
button-is-question = It is a question
button-neither = Neither
button-unbind = Yes, disconnect
button-fix-place = Correct the place
button-fix-category = Correct the category
button-fix-when = Correct the time
button-fix-knowledge = Correct how you know
button-fix-evidence = Add photos
button-fix-more = Add words
topic-where-vote = Where do I vote?
topic-id-documents = Which document?
topic-abroad = Voting from abroad
topic-impostor = Asked for my data
topic-irregularity = I saw an irregularity
topic-vote-buying = Vote buying

## Names of codes

knowledge-name = { $knowledge ->
        [seen] I saw it myself
        [heard] I was told
       *[read] I read it
    }
group-name = { $group ->
        [observer] Observers
        [opening] Opening and closing
        [voters] Voters and lists
        [voting] Voting and secrecy
        [pressure] Pressure and buying
        [counting] Boxes and counting
        [abroad] Voting from abroad
        [good] All in order
       *[other] Other
    }
category-name = { $category ->
        [ACC] Observer obstructed
        [BDG] False badge
        [OWN] Breach by an observer
        [OPN] Late opening
        [STF] Commissioners absent
        [MAT] Materials missing
        [SUS] Voting suspended
        [CLS] Closing of the centre
        [IDV] Identification
        [LST] Voter list
        [TRN] Voters turned away
        [ACS] Accessibility
        [FAM] Family voting
        [AST] Assisted voting
        [SEC] Secrecy of the vote
        [STU] Ballot stuffing
        [INT] Threats or violence
        [BUY] Vote buying
        [CAM] Propaganda
        [PUB] Public resources
        [UNA] Unauthorised persons
        [TRA] Transport of boxes
        [CNT] Counting
        [REC] Record, figures
        [TAB] Tabulation
        [OCV] Voting from abroad
        [POS] All in order
       *[OTH] Other
    }
phase-name = { $phase ->
        [pre_election] Before the election
        [opening] Opening
        [voting] Voting
        [closing] Closing
        [delivery] Delivery of boxes
        [counting] Counting
        [tabulation] Tabulation
        [abroad] Voting from abroad
       *[complaints] Complaints
    }
