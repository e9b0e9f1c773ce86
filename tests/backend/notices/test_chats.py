"""Notices in the observers' chats: in the chat's language, once, alerts first, and not for who came later."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest

from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind, to_observer
from backend.jobs import channels, spreading
from backend.settings import Settings
from backend.store import bindings
from bots.channels.rendered import Rendered
from bots.channels.sending import Sent
from bots.simulators.mail.server import MailServer
from bots.simulators.serving import serve
from bots.simulators.twilio.app import create as create_twilio
from tests.backend.badges.world import NOW, World, open_world

REVOKED = NoticeKind.ACCREDITATION_REVOKED


@pytest.fixture
async def world(settings, database_url) -> AsyncIterator[World]:
    """A small election with an organisation."""
    async with open_world(settings, database_url) as made:
        yield made


async def chat(world: World, number: str, key: str, language: str | None, channel: str = "telegram") -> int:
    """A chat bound to an accreditation an hour ago; returns its id."""
    rows = await world.sql(
        "INSERT INTO conversations (channel, chat_key, language, created_at) VALUES (%s, %s, %s, %s) RETURNING id",
        (channel, key, language, NOW),
    )
    ids = await world.sql("SELECT id FROM accreditations WHERE number = %s", (number,))
    async with world.services.database.transaction() as conn:
        since = world.services.clock.now() - timedelta(hours=1)
        await bindings.bind(conn, rows[0][0], ids[0][0], since)
    return rows[0][0]


async def spread(world: World) -> None:
    """Spread all."""
    while await spreading.spread_due(world.services):
        pass


async def tell(world: World, number: str, kind: NoticeKind = REVOKED) -> None:
    """Tell an observer."""
    async with world.services.database.transaction() as conn:
        now = world.services.clock.now()
        told = [to_observer(number, kind, f"accreditation:{number}", at=now)]
        await notices.tell(world.services, conn, now, told)
    await spread(world)


async def said(world: World) -> list[tuple[int, str, int]]:
    """What was put into the outbox about accreditations: conversation, text, lane."""
    rows = await world.sql("SELECT conversation_id, body, lane FROM outbox ORDER BY id")
    return [(row[0], json.loads(bytes(row[1]))["text"], row[2]) for row in rows]


async def accredited(world: World, **facts) -> str:
    """An accreditation, its own notices told."""
    number = await world.accredit(await world.make_organisation(), **facts)
    await spread(world)
    return number


async def test_every_bound_chat_is_told_once_in_its_own_language(world: World) -> None:
    """In the words for the one whom it is about; an alert goes before all others."""
    number = await accredited(world)
    first = await chat(world, number, "1", "sq")
    second = await chat(world, number, "2", "en", "whatsapp")
    await tell(world, number)

    assert [(id, text.split(" ")[0], lane) for id, text, lane in await said(world)] == [
        (first, "Akreditimi", 0),
        (second, "Your", 0),
    ]
    await spread(world)
    assert len(await said(world)) == 2
    rows = await world.sql("SELECT channel, target FROM deliveries ORDER BY id")
    assert rows == [("chat", str(first)), ("chat", str(second))]


async def test_what_is_no_alert_waits_behind_answers(world: World) -> None:
    """A new badge is no emergency."""
    number = await accredited(world)
    await chat(world, number, "1", "sq")
    await tell(world, number, NoticeKind.ACCREDITATION_RESTORED)
    assert [lane for _, _, lane in await said(world)] == [2]


async def test_who_asked_for_silence_or_left_is_not_written_to(world: World) -> None:
    """Nor is a chat that was connected after the event."""
    number = await accredited(world)
    silent = await chat(world, number, "1", "sq")
    left = await chat(world, number, "2", "sq")
    late = await chat(world, number, "3", "sq")
    await world.sql("UPDATE conversations SET stopped_at = %s WHERE id = %s", (NOW, silent))
    await world.sql("UPDATE bindings SET unbound_at = %s WHERE conversation_id = %s", (NOW, left))
    later = world.services.clock.now() + timedelta(minutes=1)
    await world.sql("UPDATE bindings SET bound_at = %s WHERE conversation_id = %s", (later, late))
    await tell(world, number)
    assert await said(world) == []


async def test_a_revocation_by_act_tells_the_chat_once(world: World) -> None:
    """One message for one event, by the notice alone."""
    number = await accredited(world)
    await chat(world, number, "1", "sq")
    cec = await world.key("cec")
    act = {"number": "7", "date": "2027-05-10", "signatory": "Kryetari"}
    answer = await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Neni 19(2).", "act": act}, cec
    )
    assert answer.status_code in (200, 201), answer.text
    await spread(world)
    assert len(await said(world)) == 1


async def test_two_spreaders_write_to_a_chat_once(world: World) -> None:
    """Each notice is taken by one of them."""
    number = await accredited(world)
    await chat(world, number, "1", "sq")
    async with world.services.database.transaction() as conn:
        now = world.services.clock.now()
        kinds = (REVOKED, NoticeKind.ACCREDITATION_RESTORED, NoticeKind.ACCREDITATION_SUSPENDED)
        told = [to_observer(number, kind, f"accreditation:{number}", at=now) for kind in kinds]
        await notices.tell(world.services, conn, now, told)
    await asyncio.gather(*(spreading.spread_due(world.services) for _ in range(4)))
    await spread(world)
    assert len(await said(world)) == 3


async def test_the_state_of_the_message_is_the_state_of_the_delivery(world: World) -> None:
    """Where WhatsApp's window is closed the notice shows as waiting for the person."""
    number = await accredited(world)
    await chat(world, number, "1", "sq", "whatsapp")
    await tell(world, number)
    observer = await world.key(f"observer:{number}")
    for state, shown in (
        ("leased", "waiting"),
        ("escrowed", "escrowed"),
        ("sent", "sent"),
        ("failed", "failed"),
    ):
        await world.sql("UPDATE outbox SET state = %s", (state,))
        answer = await world.client.get("/v1/notices?kind=accreditation_revoked", headers=observer)
        [item] = answer.json()["items"]
        assert [one["state"] for one in item["deliveries"]] == [shown]


async def test_an_observer_with_an_address_gets_a_mail_in_the_requests_language(world: World) -> None:
    """The address is opened for this one mail, and nothing of it is in the row."""
    from backend.jobs import mailing
    from tests.backend.notices.test_mails import read, text

    server = MailServer()
    await server.start()
    try:
        services = world.services
        services.settings = msgspec.structs.replace(
            services.settings, smtp_url=f"smtp://127.0.0.1:{server.port}", mail_address="kqz@vezhgo.example"
        )
        number = await accredited(world)
        sealed = services.vault.seal_text("elira@example.org", spreading.OBSERVER_EMAIL)
        await world.sql("UPDATE requests SET email_sealed = %s", (sealed,))
        await tell(world, number)
        while await mailing.send_due(services):
            pass
        [mail] = [one for one in server.mails() if one.recipients == ["elira@example.org"]]
        assert text(mail).startswith(f"Akreditimi juaj {number} u shfuqizua")
        assert "http" not in text(mail), "an observer has no key: there is nothing behind a link"
        assert read(mail)["Content-Language"] == "sq"
        rows = await world.sql("SELECT d::text, m::text FROM deliveries d JOIN mails m ON m.id = d.mail_id")
        assert all("elira" not in one for row in rows for one in row)
    finally:
        await server.stop()


async def test_where_whatsapps_window_is_closed_a_template_asks_to_be_answered_once(world: World) -> None:
    """Before the notice, once a window, on WhatsApp only, and only where a template is set."""
    number = await accredited(world)
    await chat(world, number, "whatsapp:+355690000100", "sq", "whatsapp")
    await chat(world, number, "2", "sq")
    await tell(world, number)
    assert len(await said(world)) == 2, "without a template nothing is asked"
    await world.sql("DELETE FROM outbox")
    services = world.services
    services.settings = msgspec.structs.replace(services.settings, twilio_notice_template="HX" + "0" * 32)
    await tell(world, number, NoticeKind.ACCREDITATION_RESTORED)
    await tell(world, number)
    rows = await world.sql(
        "SELECT channel, convert_from(body, 'UTF8')::json->>'template' FROM outbox ORDER BY id"
    )
    asked = "HX" + "0" * 32
    assert rows == [
        ("whatsapp", asked),
        ("whatsapp", None),
        ("telegram", None),
        ("whatsapp", None),
        ("telegram", None),
    ]

    # An open window needs no template; the next closed one does.
    now = services.clock.now()
    for hours, count in ((1, 1), (-1, 2)):
        until = now + timedelta(hours=hours)
        await world.sql("UPDATE conversations SET window_until = %s WHERE channel = 'whatsapp'", (until,))
        await tell(world, number)
        found = await world.sql("SELECT count(*) FROM outbox WHERE dedup_key LIKE 'template:%%'")
        assert found == [(count,)]


async def test_the_template_reaches_a_phone_whose_window_is_closed() -> None:
    """Through Twilio's own client: what a free text would not."""
    account, token, number = "AC" + "a" * 32, "t" * 32, "whatsapp:+355440000001"
    simulator = create_twilio(
        account, token, {"voter": number}, webhook_url="http://127.0.0.1:9/webhooks/twilio/messages"
    )
    with serve(simulator) as served:
        settings = Settings(
            twilio_account_sid=account,
            twilio_auth_token=token,
            twilio_whatsapp_from=number,
            twilio_api_url=served.url,
        )
        port = channels.build(settings)["whatsapp"]
        content = {"twilio/text": {"body": "Keni një njoftim. Shkruani për ta lexuar."}}

        class Content:
            def to_dict(self) -> dict:
                return {"friendly_name": "t", "language": "sq", "variables": {}, "types": content}

        made = await port.sender.twilio.client.content.v1.contents.create_async(Content())
        simulator.account.templates[made.sid].approval = "approved"
        phone = simulator.phone("+355690000009")
        result = await port.sender.send(phone.address, Rendered(text="", template=made.sid), "1", 0)
        assert isinstance(result, Sent)
        assert (await phone.wait_for()).text.startswith("Keni një njoftim")
        doubtful = await port.sender.resolve(
            phone.address, Rendered(text="", template=made.sid), "1", NOW, 0, set()
        )
        assert isinstance(doubtful, Sent), "a template in doubt is not repeated"
        await port.sender.close()
