"""A message ready for a channel: the shell has turned ids into text in the person's language."""

from __future__ import annotations

import msgspec


class Rendered(msgspec.Struct, frozen=True, omit_defaults=True):
    """One outgoing message, rendered.

    Attributes:
        text: plain text, no markup; with a photo it is the caption. It may be longer than one message
            of the channel; the sender splits it.
        buttons: rows of (label, data); data at most 64 bytes in UTF-8.
        ask_location: offer the platform's own "share location" button. On Telegram one message holds
            either inline buttons or that button: with `buttons` given, the buttons win.
        location_label: the label of that button; without it no button is drawn.
        photo: bytes of a JPEG or PNG to send with the text; empty for none.
        template: the id of an approved template to send instead of the text, where a channel takes only those.
    """

    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    ask_location: bool = False
    location_label: str = ""
    photo: bytes = b""
    template: str = ""
