"""WhatsApp through Twilio: the whole adapter under one name.

A webhook is checked with `verify` over the configured public URL, enveloped with `envelope`, recorded as raw
bytes and decoded with `decode`; an answer rides as `encode_ride` or is sent by `TwilioSender`; a callback
moves the status with `decode_status` and `advance`; `list_inbound` finds messages whose webhook was lost.
"""

from bots.channels.twilio_codes import WINDOW_CLOSED, judge
from bots.channels.twilio_forms import clean, decode, envelope, parse_form
from bots.channels.twilio_reading import (
    MEDIA_LIMIT_BYTES,
    MediaError,
    TwilioUnavailableError,
    fetch,
    forget,
    list_inbound,
)
from bots.channels.twilio_sending import TwilioSender
from bots.channels.twilio_signature import sign, verify
from bots.channels.twilio_status import FINAL_FAILURES, Status, StatusCallback, advance, decode_status
from bots.channels.twilio_text import EMPTY_RIDE, Offered, choose, encode_ride, number_buttons, split

__all__ = [
    "EMPTY_RIDE",
    "FINAL_FAILURES",
    "MEDIA_LIMIT_BYTES",
    "WINDOW_CLOSED",
    "MediaError",
    "Offered",
    "Status",
    "StatusCallback",
    "TwilioSender",
    "TwilioUnavailableError",
    "advance",
    "choose",
    "clean",
    "decode",
    "decode_status",
    "encode_ride",
    "envelope",
    "fetch",
    "forget",
    "judge",
    "list_inbound",
    "number_buttons",
    "parse_form",
    "sign",
    "split",
    "verify",
]
