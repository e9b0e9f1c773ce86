"""Strict doubles of the Bot API and of Twilio, with virtual phones and scripted faults.

They are a part of the product: the drill and the tests run the whole program against them.
Nothing else imports them.
"""
