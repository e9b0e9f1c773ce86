"""Decoding of updates: every kind has its word, nothing raises, nothing dangerous stays in a text."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.channels.envelope import Envelope
from bots.channels.telegram import decode, envelope
from bots.channels.telegram_decode import TEXT_LIMIT, clean
from bots.messages import Channel, Inbound, Kind, Location, Media

ANA = {
    "id": 5_551_234_567,
    "is_bot": False,
    "first_name": "Ëngjëll",
    "last_name": "Hoxha",
    "language_code": "sq",
}
PRIVATE = {"id": 5_551_234_567, "first_name": "Ëngjëll", "type": "private"}
GROUP = {"id": -1_001_234, "title": "Vëzhguesit", "type": "supergroup"}
FILE = {"file_id": "F1", "file_unique_id": "U1", "file_size": 900}
AT = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    """A message of Ana."""
    return {"message_id": 7, "from": ANA, "chat": chat, "date": int(AT.timestamp()), **content}


def update(kind: str = "message", **body: Any) -> bytes:
    """An update as Telegram writes it."""
    return json.dumps({"update_id": 871, kind: body}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(raw: bytes) -> Inbound:
    """Decode on the voters' channel."""
    return decode(raw, Channel.TELEGRAM)


def test_a_text_is_read_with_all_that_belongs_to_it() -> None:
    """Ids, clock, language and name come from the update."""
    assert decode(update(**message(text="Ku votoj?")), Channel.TELEGRAM_OBSERVER) == Inbound(
        channel=Channel.TELEGRAM_OBSERVER,
        provider_id="871",
        chat_key="5551234567",
        kind=Kind.TEXT,
        sent_at=AT,
        text="Ku votoj?",
        language_hint="sq",
        sender_name="Ëngjëll Hoxha",
    )


@pytest.mark.parametrize(
    "content, kind, media_type",
    [
        ({"text": "x"}, Kind.TEXT, None),
        ({"photo": [{**FILE, "width": 9, "height": 9}]}, Kind.PHOTO, "image/jpeg"),
        ({"live_photo": {"photo": [{**FILE, "width": 9, "height": 9}]}}, Kind.PHOTO, "image/jpeg"),
        ({"video": {**FILE, "mime_type": "video/webm"}}, Kind.VIDEO, "video/webm"),
        ({"animation": FILE, "document": FILE}, Kind.VIDEO, "video/mp4"),
        ({"video_note": FILE}, Kind.VIDEO, "video/mp4"),
        ({"voice": FILE}, Kind.VOICE, "audio/ogg"),
        ({"audio": FILE}, Kind.AUDIO, "audio/mpeg"),
        ({"document": {**FILE, "mime_type": "application/pdf"}}, Kind.DOCUMENT, "application/pdf"),
        ({"sticker": FILE}, Kind.STICKER, None),
        ({"contact": {"phone_number": "+355", "first_name": "B"}}, Kind.CONTACT, None),
        ({"location": {"latitude": 41.3, "longitude": 19.8}}, Kind.LOCATION, None),
        ({"venue": {}, "location": {"latitude": 41.3, "longitude": 19.8}}, Kind.LOCATION, None),
        ({"dice": {"emoji": "🎲", "value": 6}}, Kind.UNSUPPORTED, None),
        ({"poll": {}}, Kind.UNSUPPORTED, None),
        ({"new_chat_title": "x"}, Kind.UNSUPPORTED, None),
    ],
)
def test_each_content_has_its_kind(content: dict[str, Any], kind: Kind, media_type: str | None) -> None:
    """A file keeps both of its references; a location is in the same degrees."""
    inbound = read(update(**message(**content)))
    assert inbound.kind is kind
    if media_type is not None:
        assert inbound.media == (Media("F1", "U1", media_type, 900),)
    else:
        assert inbound.media == ()
    assert inbound.location == (Location(41.3, 19.8) if kind is Kind.LOCATION else None)


def test_the_largest_size_of_a_photo_is_taken() -> None:
    """Wherever it stands in the list."""
    sizes = [{"file_id": f"F{side}", "width": side, "height": side} for side in (90, 1280, 320)]
    inbound = read(update(**message(photo=sizes, caption="prova", media_group_id="42")))
    assert [one.provider_ref for one in inbound.media] == ["F1280"]
    assert (inbound.text, inbound.album) == ("prova", "42")


def test_a_forward_is_marked() -> None:
    """Any origin marks it, and none does not."""
    origin = {"type": "hidden_user", "sender_user_name": "X", "date": 1}
    assert read(update(**message(text="x", forward_origin=origin))).forwarded
    assert not read(update(**message(text="x"))).forwarded


def test_a_pressed_button_carries_its_data_and_reference() -> None:
    """The chat is that of the message with the button; without one, the person's own."""
    query = {"id": "Q9", "from": ANA, "chat_instance": "1", "data": "menu:where"}
    bot_message = {"message_id": 3, "chat": PRIVATE, "date": 0}
    for pressed in (query | {"message": bot_message}, query):
        inbound = read(update("callback_query", **pressed))
        assert (inbound.kind, inbound.button, inbound.callback_ref) == (Kind.BUTTON, "menu:where", "Q9")
        assert (inbound.chat_key, inbound.sent_at) == ("5551234567", None)
        assert envelope(update("callback_query", **pressed)) == Envelope("871", "5551234567")


def test_an_edit_is_an_edit_at_its_own_time() -> None:
    """The text is the new one."""
    inbound = read(update("edited_message", **message(text="saktë", edit_date=int(AT.timestamp()) + 60)))
    assert (inbound.kind, inbound.text, inbound.sent_at) == (Kind.EDITED, "saktë", AT.replace(minute=1))


@pytest.mark.parametrize("kind", ["message", "edited_message", "channel_post", "edited_channel_post"])
def test_nothing_in_a_group_is_a_conversation(kind: str) -> None:
    """Whatever it carries, it is `GROUP`."""
    assert read(update(kind, **message(GROUP, text="x"))).kind is Kind.GROUP


@pytest.mark.parametrize(
    "chat, status, kind, chat_key",
    [
        (PRIVATE, "kicked", Kind.BLOCKED, "5551234567"),
        (PRIVATE, "member", Kind.UNSUPPORTED, ""),
        (GROUP, "left", Kind.GROUP, "-1001234"),
        (GROUP, "administrator", Kind.GROUP, ""),
    ],
)
def test_a_block_is_heard_and_an_unblock_asks_for_nothing(
    chat: dict[str, Any], status: str, kind: Kind, chat_key: str
) -> None:
    """After an unblock the person writes anyway, so its update belongs to no conversation."""
    member = {"user": {"id": 1, "is_bot": True, "first_name": "B"}, "status": status}
    raw = update(
        "my_chat_member", chat=chat, **{"from": ANA}, date=1, old_chat_member=member, new_chat_member=member
    )
    inbound = read(raw)
    assert (inbound.kind, inbound.chat_key) == (kind, chat_key)
    assert envelope(raw) == Envelope("871", chat_key)


@pytest.mark.parametrize(
    "raw, known, kind",
    [
        (b'{"update_id":1,"message":{"chat":{"id":5},"text":"\\ud800 hi"}}', Envelope("1", "5"), Kind.TEXT),
        (b'{"update_id":1,"message":{"chat":{"id":5},"text":"a\\u0000b"}}', Envelope("1", "5"), Kind.TEXT),
        (b'{"update_id":1,"message":{"chat":{"id":5},"text":"a\x00b"}}', Envelope("1", "5"), Kind.TEXT),
        (b'{"update_id":1,"message":{"chat":{"id":5},"text":"\xff"}}', Envelope("1", "5"), Kind.TEXT),
        (b'{"update_id":1,"poll":{"id":"7"}}', Envelope("1", ""), Kind.UNSUPPORTED),
        (b'{"update_id":1,"telepathy":{"chat":{"id":5}}}', Envelope("1", ""), Kind.UNSUPPORTED),
        (b'{"update_id":1}', Envelope("1", ""), Kind.UNSUPPORTED),
        (b'{"update_id":1,"message":{"chat":{"id":5},"text":5}}', Envelope("1", "5"), Kind.UNREADABLE),
        (b'{"update_id":1,"message":{"chat":{"id":5},"photo":{}}}', Envelope("1", "5"), Kind.UNREADABLE),
        (b'{"update_id":1,"message":"x"}', Envelope("1", ""), Kind.UNREADABLE),
        (b'{"update_id":1,"message":{"chat":{"id":5},"text":"cut', Envelope("1", "5"), Kind.UNREADABLE),
        (b'{"update_id":"1"}', None, Kind.UNREADABLE),
        (b'{"update_id":' + b"9" * 5000 + b"}", None, Kind.UNREADABLE),
        (b"{}", None, Kind.UNREADABLE),
        (b"[]", None, Kind.UNREADABLE),
        (b"", None, Kind.UNREADABLE),
        (b"\x00", None, Kind.UNREADABLE),
        (b"null", None, Kind.UNREADABLE),
    ],
)
def test_malformed_updates_keep_what_can_be_known(raw: bytes, known: Envelope | None, kind: Kind) -> None:
    """The ids survive where they can be read; the rest is `UNREADABLE` or `UNSUPPORTED`, never an error."""
    assert envelope(raw) == known
    inbound = read(raw)
    assert inbound.kind is kind
    expected = known or Envelope("", "")
    assert (inbound.provider_id, inbound.chat_key) == (expected.provider_id, expected.chat_key)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in inbound.text)


def test_json_five_thousand_deep_is_recorded_under_its_ids() -> None:
    """It is unreadable, but it can still be put behind the right conversation and answered."""
    raw = b'{"update_id":1,"message":{"chat":{"id":5},"x":' + b"[" * 5000 + b"]" * 5000 + b"}}"
    assert envelope(raw) == Envelope("1", "5")
    assert read(raw).kind is Kind.UNREADABLE


def test_a_text_cannot_pretend_to_be_an_id() -> None:
    """A person's own words with the look of JSON are escaped, so the search never finds them."""
    body = message(text='"update_id": 999, "chat": {"id": 666}')
    raw = json.dumps({"message": body, "update_id": 5}).encode()[:-1] + b',"x":' + b"[" * 3000
    assert envelope(raw) == Envelope("5", "5551234567")


@pytest.mark.parametrize(
    "text, kept",
    [
        ("një\r\ndy\rtre\u2028katër", "një\ndy\ntre\nkatër"),
        ("a\tb", "a b"),
        ("e\u0308", "ë"),
        ("a\u202eb\u2066c\ufeff", "abc"),
        ("a\x00b\x1b[31mc\x85", "ab[31mc"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("x" * 5000, "x" * TEXT_LIMIT),
        ("ë" * 5000, "ë" * TEXT_LIMIT),
    ],
)
def test_a_text_is_cleaned(text: str, kept: str) -> None:
    """NFC, one kind of line end, no control and no direction characters, at most 4096 characters."""
    assert read(update(**message(text=text))).text == kept


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_cleaning_is_final(text: str) -> None:
    """Cleaning twice changes nothing, and what stays can always be stored as UTF-8."""
    once = clean(text, 50)
    assert clean(once, 50) == once
    assert "\x00" not in once
    assert once.encode().decode() == once
    assert len(once) <= 50


@given(st.binary(max_size=300))
def test_no_bytes_raise(raw: bytes) -> None:
    """Any bytes are an `Inbound`."""
    envelope(raw)
    assert isinstance(read(raw), Inbound)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "chat",
    "from",
    "text",
    "photo",
    "document",
    "location",
    "date",
    "forward_origin",
    "contact",
    "sticker",
]


@given(
    st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4),
)
def test_no_wrong_types_raise(kind: str, body: dict[str, Any]) -> None:
    """Whatever types the fields have, the update's id is kept."""
    raw = json.dumps({"update_id": 3, kind: {"chat": PRIVATE, **body}}).encode()
    known = envelope(raw)
    assert known is not None
    assert known.provider_id == "3"
    assert read(raw).provider_id == "3"
