"""Status reports: repeated, reordered or late, the same set of them ends in the same state."""

from __future__ import annotations

import itertools

import pytest

SID = "SM" + "b" * 32
MOVES = [("sent", ""), ("delivered", ""), ("read", "")]
CLOSED = [("sent", ""), ("undelivered", "63016"), ("undelivered", "63016")]


async def _message(house, state: str = "sent", text: str = "lajm", ref: str | None = SID) -> int:
    await house.sql(
        "INSERT INTO conversations (channel, chat_key, created_at) VALUES ('whatsapp', 'whatsapp:+355690000100', now()) "
        "ON CONFLICT DO NOTHING"
    )
    return await house.one(
        "INSERT INTO outbox (conversation_id, channel, body, state, provider_ref, due_at, created_at, lease_until) "
        "SELECT id, channel, convert_to(json_build_object('text', %s::text)::text, 'UTF8'), %s, %s, now(), now(), "
        "now() + interval '1 hour' FROM conversations RETURNING id",
        text,
        state,
        ref,
    )


async def _report(house, id: int | str, status: str, code: str = "", sid: str = SID) -> None:
    form = {"MessageSid": sid, "MessageStatus": status, "AccountSid": "AC"} | (
        {"ErrorCode": code} if code else {}
    )
    answer = await house.form(f"/webhooks/twilio/status?o={id}", form)
    assert answer.status_code == 200
    assert answer.content.endswith(b"<Response/>")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_reports_in_any_order_end_at_the_same_status(web, order):
    """sent, delivered and read in six orders: read in the end."""
    id = await _message(web)
    for place in order:
        await _report(web, id, *MOVES[place])

    assert (await web.sql("SELECT state, provider_status FROM outbox"))[0] == ("sent", "read")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_a_closed_window_is_escrow_in_any_order(web, order):
    """A late `sent` after the failure does not turn the escrow into a failure, nor back."""
    id = await _message(web)
    for place in order:
        await _report(web, id, *CLOSED[place])

    assert (await web.sql("SELECT state, provider_status FROM outbox"))[0] == ("escrowed", "undelivered")


async def test_a_report_of_an_earlier_attempt_changes_nothing(web):
    """After the window opened the message is to be sent anew: the old attempt's reports come too late."""
    id = await _message(web, state="waiting", ref=None)
    await _report(web, id, "undelivered", "63016")
    assert await web.one("SELECT state FROM outbox") == "waiting"
    await web.sql("UPDATE outbox SET state = 'sent', provider_ref = %s", "SM" + "c" * 32)
    await _report(web, id, "undelivered", "63016")

    assert (await web.sql("SELECT state, provider_status FROM outbox"))[0] == ("sent", None)


async def test_a_failure_that_passes_is_sent_again(web):
    """Too many messages at once (63018) says nothing of the person: the message waits and is sent anew."""
    id = await _message(web)
    await _report(web, id, "failed", "63018")

    assert (await web.sql("SELECT state, due_at > now(), provider_ref FROM outbox"))[0] == (
        "waiting",
        True,
        None,
    )
    assert await web.one("SELECT stopped_at FROM conversations") is None


async def test_who_is_not_on_whatsapp_is_not_written_to_again(web):
    """A permanent failure ends the message and stops the conversation."""
    id = await _message(web)
    await _report(web, id, "undelivered", "63024")

    assert (await web.sql("SELECT state, error FROM outbox"))[0] == ("failed", "63024")
    assert await web.one("SELECT stopped_at IS NOT NULL FROM conversations")


async def test_a_report_settles_an_attempt_in_doubt(web):
    """Twilio reports on a message whose answer was lost: it was accepted."""
    id = await _message(web, state="unknown", ref=None)
    await _report(web, id, "sent")

    assert (await web.sql("SELECT state, provider_ref FROM outbox"))[0] == ("sent", SID)


async def test_one_part_does_not_settle_a_message_of_two(web):
    """The first part's report must not hide that the second is in doubt, nor end a sender's work."""
    for state in ("unknown", "leased"):
        id = await _message(web, state=state, text="a" * 1500 + "\n\n" + "b" * 1500, ref=None)
        await _report(web, id, "delivered")
        assert await web.one("SELECT state FROM outbox WHERE id = %s", id) == state


@pytest.mark.parametrize("mark", ["", "0", "999999", "i1.0", "i.", "x", "9" * 30, "%00"])
async def test_an_unknown_mark_is_ignored(web, mark):
    """A report on nothing of ours is answered and changes nothing."""
    id = await _message(web)
    form = {"MessageSid": SID, "MessageStatus": "failed", "ErrorCode": "63016"}
    answer = await web.form(f"/webhooks/twilio/status?o={mark}", form)

    assert answer.status_code == 200
    assert await web.one("SELECT state FROM outbox WHERE id = %s", id) == "sent"


async def test_an_unknown_status_is_ignored(web):
    """A word that Twilio may add one day changes nothing."""
    id = await _message(web)
    await _report(web, id, "teleported")

    assert (await web.sql("SELECT state, provider_status FROM outbox"))[0] == ("sent", None)
