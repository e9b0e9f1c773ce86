# Notices for senders, observers and commissions: the same text by mail, in the chat and in the list.
# $number is the number of the matter. What is absent is "none". The arguments' table: backend/actions/notice_texts.py.

## Senders

notice-admission-decided =
    { $outcome ->
        [refused] The CEC did not admit your organisation as a sender of observers. The reason and the article stand with the organisation's record.
       *[admitted] The CEC admitted your organisation as a sender of observers.
    }
    .subject =
        { $outcome ->
            [refused] Organisation not admitted
           *[admitted] Organisation admitted
        }
notice-request-opened = { $count ->
        [none] Request { $number } was held until the window opened. It is filed now and waits for the decision.
       *[other] { $count } requests were held until the window opened. They are filed now and wait for the decision.
    }
    .subject = { $count ->
            [none] Request { $number } was filed
           *[other] { $count } requests were filed
        }
notice-request-granted = Request { $number } was granted.{ $accreditation ->
        [none] {""}
       *[other] {" "}The accreditation has the number { $accreditation }.
    }
    .subject = Request { $number } was granted
notice-request-refused = Request { $number } was refused. The ground, the article and the remedy stand in the decision.{ $last_day ->
        [none] {""}
       *[other] {" "}Last day to appeal: { $last_day }.
    }
    .subject = Request { $number } was refused
notice-request-returned = The commission returned request { $number } for completion. Read in the decision what is missing and send the completion.
    .subject = Request { $number } needs completion
notice-act-in-effect = Act { $act } decided on your requests: { $granted } granted, { $refused } refused, { $returned } returned for completion. The list stands in the act.{ $last_day ->
        [none] {""}
       *[other] {" "}Last day to appeal a refusal: { $last_day }.
    }
    .subject = Act { $act }: your requests were decided
notice-translation-required = Request { $number } is in a foreign language and must be translated. It stays in time.{ $last_day ->
        [none] {""}
       *[other] {" "}Deliver the translation by { $last_day }.
    }
    .subject = Request { $number }: translation needed
notice-failure-to-decide = { $count ->
        [none] The commission did not decide on request { $number } in time.
       *[other] The commission did not decide on { $count } of your requests in time.
    } This failure can be appealed.{ $last_day ->
        [none] {""}
       *[other] {" "}Last day to appeal: { $last_day }.
    }
    .subject = { $count ->
            [none] Request { $number }: not decided in time
           *[other] { $count } requests: not decided in time
        }
notice-limits-changed = The time limits of the election changed. See the new limits at election { $number } and at your requests.
    .subject = The time limits changed
notice-registration-changed = { $count ->
        [0] The commission changed registrations by order { $number }. None of your accreditations is touched.
        [one] The commission changed registrations by order { $number }. One of your accreditations is touched.
       *[other] The commission changed registrations by order { $number }. { $count } of your accreditations are touched.
    }
    .subject = Registrations changed
notice-competence-moved = { $count ->
        [none] Another commission is now competent for request { $number }{ $to ->
            [none] .
           *[other] : { $to }.
        }
       *[other] Another commission is now competent for { $count } requests{ $to ->
            [none] .
           *[other] : { $to }.
        }
    } The time to decide runs on as before.
    .subject = { $count ->
            [none] Request { $number }: another commission is competent
           *[other] { $count } requests: another commission is competent
        }
notice-appeal-recorded = Appeal { $number } was recorded. The receipt shows the date and time.
    .subject = Appeal { $number } was recorded
notice-appeal-returned = Appeal { $number } was returned for completion. Complete it once, within the time shown at the appeal.
    .subject = Appeal { $number } needs completion
notice-appeal-decided = Appeal { $number } was decided. Read the decision at the appeal.
    .subject = Appeal { $number } was decided

## Senders and observers

notice-accreditation-granted = Accreditation { $number } was granted and its badge is ready.
    .subject = Accreditation { $number } was granted
notice-accreditation-suspended = Accreditation { $number } was suspended{ $at ->
        [none] .
       *[other] {" "}on { $at }.
    } It does not hold until you are told otherwise.
    .subject = Accreditation { $number } was suspended
notice-accreditation-restored = Accreditation { $number } holds again.
    .subject = Accreditation { $number } holds again
notice-accreditation-revoked = Accreditation { $number } was revoked{ $at ->
        [none] .
       *[other] {" "}on { $at }.
    } The badge is no longer good. The reason and the remedy stand in the decision.{ $last_day ->
        [none] {""}
       *[other] {" "}Last day to appeal: { $last_day }.
    }
    .subject = Accreditation { $number } was revoked
notice-accreditation-revoked-observer = Your accreditation { $number } was revoked{ $at ->
        [none] .
       *[other] {" "}on { $at }.
    } The reports you sent are kept. Ask your organisation for the decision; it can be appealed.
notice-accreditation-passed-over = Accreditation { $number } passed over to another sender. It holds as before.
    .subject = Accreditation { $number } passed to another sender
notice-accreditation-reissued = Accreditation { $number } was issued anew. Use the new badge; the old one is no longer good.
    .subject = Accreditation { $number }: new badge
notice-order-took-effect = Order { $number } { $measure ->
        [suspend] suspended
       *[revoke] revoked
    } { $count } of your accreditations, effective at once. The reason, the article and the remedy stand in the decision. Requests for re-accreditation are taken first.{ $last_day ->
        [none] {""}
       *[other] {" "}Last day to appeal: { $last_day }.
    }
    .subject = Order { $number }: { $count } accreditations
notice-identity-checked = Face and document were compared for request { $number }: { $outcome ->
        [matched] they match.
       *[failed] they do not match.
    }
    .subject = Request { $number }: comparison made
notice-badge-renewed = The badge of accreditation { $number } was signed again, because the final results are not announced yet. Fetch the new badge; the number stays the same.
    .subject = Accreditation { $number }: badge renewed

## Commissions

notice-decision-due-soon = { $count ->
        [none] Request { $number } must be decided by { $due_at }.
       *[other] { $count } requests must be decided by { $due_at }.
    }
    .subject = { $count ->
            [none] Request { $number }: the time is running out
           *[other] { $count } requests: the time is running out
        }
notice-decision-overdue = { $count ->
        [none] The time to decide on request { $number } is over.
       *[other] The time to decide on { $count } requests is over.
    }{ $due_kind ->
        [internal_target] {" "}It was an internal target, no limit of the law.
       *[law] {" "}A failure to decide was recorded.
    }
    .subject = { $count ->
            [none] Request { $number }: the time is over
           *[other] { $count } requests: the time is over
        }
notice-appeal-filed = Appeal { $number } was filed against a decision or a failure to decide of yours.
    .subject = New appeal { $number }

## Delivery

notice-endpoint-disabled = Your address for notices was closed, because it did not take notices for a long time. Set it again when it works. All notices stand in the list.
    .subject = Address for notices closed
notice-role-cec = CEC
notice-role-zec = CEAZ
notice-role-lgec = LGEC
notice-role-vcc = VCC
notice-role-kas = KAS
notice-role-college = Electoral College
notice-appeal-hearing = Appeal { $number } is heard on { $at }.
    .subject = Appeal { $number }: date of the hearing
notice-appeal-withdrawn = Appeal { $number } was withdrawn.
    .subject = Appeal { $number } was withdrawn
notice-appeal-late = A step on appeal { $number } was due on { $due_at } and is late.
    .subject = Appeal { $number } is late
notice-request-reopened = A ruling on an appeal sent request { $number } back for a new decision, due { $due_at }.
    .subject = Request { $number } was reopened
notice-mail-lead = This is an automatic notice of Vëzhgo. Do not answer this message.
notice-mail-more = More, with your key
notice-mail-many = { $count } notices: { $subject }
notice-mail-reference = Notice { $id }, { $at }
problem-webhook-url-refused = This address cannot take notices: { $reason ->
        [https_needed] it must be https.
        [port_refused] only ports 443 and 8443 are allowed.
        [credentials_in_url] it must hold no user name or password.
        [address_refused] it must be on the public internet.
       *[malformed] it is no complete address.
    }
problem-nothing-to-redeliver = There is neither a webhook nor a mail address for this notice.

## The page of notices

console-nav-notices = Notices
console-notices-title = Notices
console-notices-lead = What your commission was told, newest first. The list has all of it, also when mail does not arrive.
console-notices-empty = No notice yet.
console-undelivered-title = Notices that did not arrive
console-undelivered-lead = Notices that were given up after many attempts, or are in doubt. Their recipients find them in their own list all the same.
console-undelivered-empty = Every notice arrived or is still under way.
console-column-notice-at = When
console-column-notice = Notice
console-column-mail = Mail
console-column-recipient = Recipient
console-column-channel = Channel
console-column-attempts = Attempts
console-delivery-channel-webhook = Webhook
console-delivery-channel-mail = Mail
console-delivery-channel-chat = Chat
console-delivery-state-waiting = waiting
console-delivery-state-sent = sent
console-delivery-state-unknown = in doubt
console-delivery-state-failed = not delivered
console-delivery-state-escrowed = waits for the person
