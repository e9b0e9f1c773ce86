# Titles of problems, findings of an assessment, and remedies.

# Problems of every route
problem-malformed = The request cannot be read.
problem-internal = Something went wrong on our side. Please try again.
problem-unavailable = The service cannot answer now. Please try again in a moment.
problem-not-found = There is nothing here, or it is not yours.
problem-forbidden = This is not allowed.
problem-wrong-role = Your key's role may not do this.
problem-key-missing = Send your key as "Authorization: Bearer".
problem-key-unknown = This key is not known, or it was revoked.
problem-unknown-role = There is no such role.
problem-method-not-allowed = This address does not take this method.
problem-unsupported-media-type = This kind of content is not taken here.
problem-too-large = The body is too large.
problem-too-many-requests = Too many requests from your address. Please wait.
problem-idempotency-key-required = Send an Idempotency-Key of your own with this request.
problem-idempotency-key-malformed = The Idempotency-Key must have 1 to 200 printable characters.
problem-idempotency-key-reused = This Idempotency-Key was used with another body.
problem-idempotency-key-in-flight = The first request with this Idempotency-Key is still under way.
problem-instant-without-zone = An instant needs its time zone, such as 2027-05-01T12:00:00+02:00.
problem-cursor-malformed = This cursor was not given by the page before.
problem-limit-unset = The commission has not set this limit yet.

# Fields and files
problem-field-invalid = The field { $field } cannot be taken: { $reason ->
        [too_long] it is too long.
        [too_many] it has too many entries.
        [empty] it is empty.
        [unknown] it names nothing that is known.
        [unknown_field] there is no such field.
        [impossible_date] the date cannot be.
        [out_of_range] the value is out of range.
        [no_letters] a name needs letters.
        [not_a_country_code] use a country code of two or three letters, such as AL.
        [not_an_email_address] this is no e-mail address.
        [not_a_hash] this is no SHA-256 in hexadecimal.
        [not_a_phone_number] this is no phone number.
        [voter_list] it holds only a list of names; lists of voters are not kept.
        [personal_numbers] it holds only personal numbers; they are not kept.
        [formula] there is a formula here; write the value itself.
        [made_a_date] Excel has turned the code into a date; make the column text.
        [in_the_future] the date lies in the future.
       *[other] it is not in the form expected.
    }
problem-file-missing = Send exactly one file.
problem-batch-empty = The file has no rows.
problem-too-many-rows = The file has too many rows; at most { $limit } are taken.
problem-not-utf8 = Save the file as UTF-8.
problem-csv-broken = The CSV file is broken at line { $line }.
problem-xlsx-broken = The workbook cannot be read.
problem-columns-missing = Columns are missing: { $columns }.
problem-columns-unknown = Columns are not known: { $columns }.
problem-row-too-long = The row has more cells than the header.
problem-columns-twice = Two columns mean the same: { $columns }.
problem-text-unreadable = The file cannot be read as text.
problem-batch-not-checked = This batch does not wait to be filed: it was filed already, or its check has not ended.
problem-photo-too-large = The photo is larger than 10 MB.
problem-photo-not-a-picture = This is not a picture. Send a JPEG, PNG or WebP.
problem-photo-too-many-pixels = The photo has too many pixels.
problem-photo-too-small = The photo is too small.
problem-photo-unsupported-type = This kind of picture is not taken. Send a JPEG, PNG or WebP.
problem-photo-damaged = The photo is damaged.
problem-photo-crop-outside = The crop lies outside the photo.

# Accreditation
problem-admission-decided = The admission of this organisation was decided already.
problem-already-announced = The final results were announced already.
problem-state-forbids = The status of the request does not allow this.
problem-illegal-move = The present status does not allow this.
problem-not-competent = Your commission is not competent for this request.
problem-act-number-missing = The decision has no act number.
problem-act-date-missing = The decision has no act date.
problem-act-date-wrong = The act is dated in the future.
problem-signatory-missing = The decision has no signatory.
problem-grounds-missing = The decision gives no ground.
problem-ground-without-article = A ground names no article.
problem-ground-without-reason = A ground gives no reason.
problem-ground-without-facts = A ground gives no established facts.
problem-lenient-date-not-seen = The officer must first see the latest reading: until { $lenient_until }.
problem-last-day-to-appeal-unset = The last day to appeal cannot be computed: the commission must first set the term by an act.

# Chat, reports, console
problem-bad-secret = The webhook's secret is wrong.
problem-bad-signature = The webhook's signature is wrong.
problem-channel-not-configured = This channel is not set up.
problem-not-recorded = The message could not be recorded. Please send it again.
problem-session-malformed = This chat session is not readable. Open the chat again.
problem-session-over = Your session is over. Please sign in again.
problem-form-expired = This form is too old. Open the page again.
problem-conversation-taken = Another person has this conversation.
problem-conversation-not-yours = Take the conversation first.
problem-evidence-not-stored = The file could not be stored. Please send it again.
problem-no-open-alert = This report has no open alert.

# Findings: time
finding-in-time = The filing is in time: the limit ends { $closes_at }.
finding-too-early = The filing came too early: the window opens { $opens_at }.
finding-too-late = The filing came too late: the limit ended { $closes_at }.
finding-late-by-stricter-reading = In time under the chosen reading, late under a stricter one; the safe end was { $safe_until }.
finding-substitute-for-timely = The replaced observer's request was in time; whether a late substitute may follow it is for the lawyer to say.
finding-observer-class-disputed = By the observer the request is { $by_observer ->
        [albanian] Albanian
       *[foreign] foreign
    }, by the sender { $by_sender ->
        [albanian] Albanian
       *[foreign] foreign
    }; the two have different limits.
finding-limit-unset = The law's number for "{ $limit }" was not found; the commission must set it by an act.
finding-limit-is-demo = DEMO, NOT LAW: the value { $value } of "{ $limit }" is invented.
finding-reading-text-unread = The text in force for the reading "{ $reading }" was not read; the older text stands in.
finding-edition-not-in-force = The edition { $edition } (Law { $law }) was not in force on the election date.
finding-election-not-decreed = The election has no decree yet.
finding-window-empty = The window is empty: it opens { $opens_at }, after its end.

# Findings: who may send
finding-kind-has-right = This kind of sender has the right to send observers.
finding-kind-has-no-right = This kind of sender ("{ $kind }") has no right to send observers.
finding-human-rights-to-record = An officer must record whether the organisation protects human rights.
finding-human-rights-not-met = The organisation is recorded as not engaged in protecting human rights.
finding-not-registered-as-subject = The sender is not registered as an electoral subject.
finding-registration-to-check = It is not recorded yet whether the sender is an electoral subject.
finding-coalition-only = The party appears in a coalition: only the coalition may send observers.
finding-no-candidate-in-unit = The sender has no registered candidate in { $units }.
finding-candidacy-to-check = It is not recorded yet where the sender has candidates.
finding-candidacy-contested = The candidacy in { $units } is contested.
finding-party-candidate-has-no-right = A candidate of a party or coalition may not send observers.
finding-outside-own-zone = { $units } lies outside the candidate's own zone ({ $own_units }).
finding-own-zone-to-check = The candidate's own zone is not recorded yet.
finding-referendum-has-no-candidates = A referendum has no candidates, so the right of parties does not open.
finding-sender-not-admitted-yet = The commission has not admitted this organisation yet.

# Findings: scope, conduct, presence
finding-scope-empty = The request names no place.
finding-scope-unknown-place = Not in the register of places: { $places }.
finding-code-of-conduct-not-accepted = The code of conduct was not accepted.
finding-translation-to-ask = The request is in a foreign language: it is in time, and the commission asks for a translation.
finding-within-cap = There is room for this observer.
finding-cap-reached = As many observers of this sender are inside as may be present at once.
finding-not-capped = The number of these observers is not limited.

# Findings: decisions and appeals
finding-not-competent = { $deciding } is not competent; { $competent } is.
finding-delegated-away = The competence was delegated to { $competent }; whether { $deciding } may still decide is for the lawyer to say.
finding-act-number-missing = The decision has no act number.
finding-act-date-missing = The decision has no act date.
finding-act-date-wrong = The act is dated in the future ({ $act_date }).
finding-signatory-missing = The decision has no signatory.
finding-grounds-missing = The decision gives no ground.
finding-ground-without-article = A ground names no article.
finding-ground-without-reason = A ground gives no reason.
finding-ground-without-facts = A ground gives no established facts.
finding-remedy-missing = The decision names no remedy.
finding-last-day-to-appeal-unset = The last day to appeal cannot be computed: the term is not set.
finding-last-day-to-appeal-wrong = The last day to appeal is wrong.
finding-lenient-date-not-seen = Under another reading the filing was in time, until { $lenient_until }.
finding-state-forbids = The status of the request does not allow this decision.
finding-decided-against-findings = The decision goes against what was found: { $codes }.
finding-proposal-missing = Nothing was proposed on this request.
finding-badge-cannot-carry = A badge cannot carry this: { $fact ->
        [name] the name has no letter that prints
       *[scope] the places are none or too many; name units instead
    }.
finding-not-in-earlier-act = The sender of this request is not in the act that is being added to.
finding-nothing-to-appeal = Nothing was refused, and no limit was missed.
finding-not-a-party = Only the sender of the request may appeal.
finding-zone-missing = The order names neither a zone nor a sender: it would reach everybody.
finding-failure-to-decide = The commission did not decide within the law's time. This is no approval; it can be appealed.
finding-replacement-addendum = { $same_observer ->
        [true] This request adds to { $replaces }.
       *[false] This request takes the place of { $replaces }.
    } The law is silent about this; the practice is an addendum to the earlier decision.

# What can still be done
remedy-file-again = File again within the window.
remedy-hold-until-opening = The filing is kept and counts from the opening.
remedy-await-legal-decision = The commission's lawyer decides which reading holds.
remedy-ask-reinstatement = Ask to be put back in time.
remedy-file-through-coalition = File through the coalition.
remedy-file-through-entitled-sender = File through a body that may send observers.
remedy-register-as-subject = Register as an electoral subject.
remedy-narrow-scope = Ask for places where the right exists.
remedy-complete-request = Complete the request.
remedy-appeal = Appeal.
remedy-wait-for-departure = Wait until one observer of the same sender has left.
