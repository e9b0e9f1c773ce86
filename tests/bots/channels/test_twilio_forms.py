"""Inbound webhooks decoded: every kind, and nothing that raises."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channels.envelope import Envelope
from bots.channels.twilio import decode, envelope, parse_form
from bots.messages import Channel, Kind, Location

SID = "SM" + "a" * 32
MEDIA = f"https://api.twilio.com/2010-04-01/Accounts/AC{'0' * 32}/Messages/MM{'1' * 32}/Media/ME{'2' * 32}"
HEAD = {"MessageSid": SID, "From": "whatsapp:+355690000001", "To": "whatsapp:+355440000001", "NumMedia": "0"}


def inbound(**fields):
    """A decoded form."""
    return decode(urlencode(HEAD | fields).encode(), Channel.WHATSAPP)


def file(mime: str, **fields):
    """A decoded form with one file."""
    return inbound(NumMedia="1", MediaUrl0=MEDIA, MediaContentType0=mime, **fields)


KINDS = [
    (inbound(Body="Ku votoj?"), Kind.TEXT),
    (inbound(Body="Po", ButtonPayload="yes", ButtonText="Po"), Kind.BUTTON),
    (inbound(Body="QV 1", ListId="pv:1", ListTitle="QV 1"), Kind.BUTTON),
    (inbound(Latitude="41.3", Longitude="19.8"), Kind.LOCATION),
    (file("image/jpeg"), Kind.PHOTO),
    (file("image/jpeg", MessageType="document"), Kind.DOCUMENT),
    (file("image/webp"), Kind.STICKER),
    (file("video/mp4"), Kind.VIDEO),
    (file("audio/ogg; codecs=opus"), Kind.VOICE),
    (file("audio/mpeg"), Kind.AUDIO),
    (file("application/pdf"), Kind.DOCUMENT),
    (file("text/vcard"), Kind.CONTACT),
    (inbound(MessageType="contacts"), Kind.CONTACT),
    (inbound(), Kind.UNSUPPORTED),
    (inbound(Body="1"), Kind.TEXT),
    (inbound(From=""), Kind.UNREADABLE),
    (inbound(From="x" * 161), Kind.UNREADABLE),
    (inbound(From="a\nb"), Kind.UNREADABLE),
    (inbound(MessageSid=""), Kind.UNREADABLE),
    (inbound(MessageSid="../x"), Kind.UNREADABLE),
    (inbound(Latitude="91", Longitude="19.8"), Kind.UNSUPPORTED),
    (inbound(Latitude="nan", Longitude="19.8"), Kind.UNSUPPORTED),
    (inbound(NumMedia="many", Body="x"), Kind.TEXT),
    (inbound(NumMedia="1", Body="x"), Kind.TEXT),
]


@pytest.mark.parametrize(("message", "kind"), KINDS)
def test_each_form_has_its_kind(message, kind):
    """What it carries decides."""
    assert message.kind is kind


def test_a_button_gives_its_payload_and_its_label():
    """The payload is the data; the label is what the person saw."""
    pressed = inbound(Body="Po", ButtonPayload="yes", ButtonText="Po")
    assert (pressed.button, pressed.text) == ("yes", "Po")
    assert inbound(ListId="pv:1", ListTitle="QV 1").button == "pv:1"


def test_a_location_is_in_degrees():
    """WGS 84."""
    assert inbound(Latitude="41.3275", Longitude="19.8187").location == Location(41.3275, 19.8187)


def test_a_file_keeps_its_reference_its_id_and_its_type():
    """The caption is the text; the type is without parameters."""
    photo = file("audio/ogg; codecs=opus", Body="dëgjo")
    [media] = photo.media
    assert (media.provider_ref, media.unique_ref, media.declared_type) == (
        MEDIA,
        "ME" + "2" * 32,
        "audio/ogg",
    )
    assert photo.text == "dëgjo"


def test_a_documents_name_is_not_taken_for_a_text():
    """Twilio puts the file's name into Body."""
    named = file("application/pdf", Body="Vendimi 12.pdf")
    assert (named.media[0].name, named.text) == ("Vendimi 12.pdf", "")
    assert file("application/pdf", Body="shiko këtë").text == "shiko këtë"


def test_text_is_clean_and_says_who_and_how():
    """NFC, no control characters, the profile name, and forwarded."""
    got = inbound(Body="e\u0308\x00\x07\r\nx\t", ProfileName="Arta\x00", FrequentlyForwarded="true")
    assert got.text == "\u00eb\nx"
    assert got.sender_name == "Arta"
    assert got.forwarded
    assert got.sent_at is None


def test_the_envelope_is_the_message_and_the_conversation():
    """Without a message id there is none."""
    assert envelope(HEAD) == Envelope(SID, "whatsapp:+355690000001")
    assert envelope({"SmsMessageSid": SID, "From": "x"}) == Envelope(SID, "x")
    assert envelope({"From": "x"}) is None


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(raw):
    """Whatever arrives is decoded or unreadable."""
    assert decode(raw, Channel.WHATSAPP_OBSERVER).channel is Channel.WHATSAPP_OBSERVER


FIELD = st.sampled_from(
    ["MessageSid", "From", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "Latitude", "Longitude",
     "ButtonPayload", "ButtonText", "ListId", "MessageType", "DateSent", "ProfileName"]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.tuples(FIELD, st.text(st.characters(exclude_categories=("Cs",)), max_size=20)), max_size=10)
)
def test_no_fields_raise(pairs):
    """Known names with any values."""
    raw = urlencode([*HEAD.items(), *pairs]).encode()
    got = decode(raw, Channel.WHATSAPP)
    assert "\x00" not in got.text
    assert dict(parse_form(raw)) == dict([*HEAD.items(), *pairs])
