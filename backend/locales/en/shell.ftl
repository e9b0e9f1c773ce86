# Messages that the service sends by itself: new bindings, the standing of reports, errors.

chat-share-location = Share location
chat-step-dead = Your message was recorded, but we could not handle it. A person will look at it. Please go on.
chat-new-binding = Another chat was just connected to your accreditation. If that was not you, tell your organisation at once.
chat-too-fast = You are sending many messages at once. Everything is recorded, but not every message is answered. Please wait a minute and go on.
report-status-changed =
    Report { $number }: { $status ->
        [read] read by { $commission }.
        [passed_on] passed on to { $commission }.
        [answered] answered by { $commission }.
        [closed] closed by { $commission }.
       *[other] registered.
    } { $at }
report-answered =
    Answer to report { $number } from { $commission }, { $at }:

    { $text }
help-list-head = Which of these do you need? Choose a topic, or ask a person.
help-handover-api = We have no approved answer to this. Please ask the CEC Help Center: by phone, WhatsApp, chatbot or official e-mail.
