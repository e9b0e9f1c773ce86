"""A strict, stateful double of Twilio's Messages, Media, Calls and Content APIs and of its webhooks."""
