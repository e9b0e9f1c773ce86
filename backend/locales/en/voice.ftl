# What is said on the phone. Short sentences: a listener cannot read them again.

voice-language = Central Election Commission. For English press 2.
voice-welcome = Welcome to the Help Center of the CEC. Our answers are for: { $election }.
voice-row = For the topic: { $title } Press { $digit }.
voice-row-person = To speak to a person press 0.
voice-row-again = To hear the menu again press 9.
voice-not-a-choice = That choice was not understood.
voice-demo = Attention: an invented election, for trying only.
voice-source = Source: { $source }. Official since { $valid_from }.
voice-no-answer = For this topic we have no approved answer today, so we will not guess.
voice-no-election = At present there is no election that we can answer about.
voice-connecting = We are trying to connect you to a member of staff. Please wait.
voice-nobody = Nobody can answer you by phone at the moment.
voice-channels = { $any ->
        [no] Please try again later.
       *[yes] You can also reach us like this.{ $whatsapp ->
            [none] {""}
           *[other] {" "}By WhatsApp, number { $whatsapp }.
        }{ $email ->
            [none] {""}
           *[other] {" "}By e-mail: { $email }.
        }{ $chatbot ->
            [none] {""}
           *[other] {" "}By chat, on our website.
        }
    }
voice-goodbye = Thank you for calling. Goodbye.
voice-unavailable = The service cannot answer now. Please call again in a moment.
