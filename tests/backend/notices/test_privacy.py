"""No name, document, phone or address in what is told: not in a payload, a mail, a log line or a row in the clear."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from backend.jobs import mailing, spreading, webhooks_out
from bots.simulators.mail.faults import MailFault, Stage
from bots.simulators.mail.server import MailServer
from tests.backend.api.conftest import World, world
from tests.backend.notices.receiver import Receiver
from tests.backend.notices.test_mails import read, text

__all__ = ["world"]
NAME, FAMILY = "Xhevahire", "Kryeziu"
DOCUMENT, PHONE, EMAIL = "K98765432Z", "+355682345678", "xhevahire@private.example"
CONTACT, ORGANISATION = "kontakti@private.example", "Shoqata e Fshehtë"


async def test_a_request_from_filing_to_refusal_tells_nobody_whose_it_is(
    world: World, receiver: Receiver, logged: list[str]
) -> None:
    """Granted, refused, returned: webhook, mail, chat, log and tables hold numbers, codes and instants."""
    server = MailServer()
    await server.start()
    services = world.services
    services.settings = msgspec.structs.replace(
        services.settings, smtp_url=f"smtp://127.0.0.1:{server.port}", mail_address="kqz@vezhgo.example"
    )
    services.parts["mails_per_s"] = 1_000.0
    body = {"name": ORGANISATION, "kind": "albanian_ngo", "country": "AL", "contact": {"email": CONTACT}}
    answer = await world.public.post("/v1/organisations", body)
    id, sender = answer.json()["id"], type(world.public)(world.client, answer.json()["api_key"])
    await sender.put(f"/v1/organisations/{id}/webhook", json={"url": receiver.url})  # type: ignore[attr-defined]
    observer = {
        "given_name": NAME,
        "family_name": FAMILY,
        "document": {"type": "id_card", "number": DOCUMENT},
        "phone": PHONE,
        "email": EMAIL,
    }
    for outcome in ("grant", "return", "refuse"):
        number = (await world.filed(sender, observer=observer))["number"]
        decision = world.decision(outcome)
        answer = await world.cec.post(f"/v1/requests/{number}/decision", decision)
        assert answer.status_code < 500, answer.text
    while await spreading.spread_due(services):
        pass
    # Failures are logged with what they know: it must be nothing about a person.
    receiver.script = [500, "drop_before"]
    server.faults.arm(MailFault(Stage.RCPT, 451), MailFault(Stage.RCPT, 550))
    try:
        for _ in range(3):
            await webhooks_out.deliver_due(services)
            await world.jump(services.clock.now() + timedelta(minutes=10))
            await mailing.send_due(services)
        mails = server.mails()
    finally:
        await server.stop()

    payloads = [body.decode() for _, _, body in receiver.calls]
    assert payloads
    assert mails
    assert any("webhook_not_delivered" in line for line in logged)
    assert any("mail_not_sent" in line for line in logged)
    words = [text(mail) + str(read(mail)["Subject"]) for mail in mails]
    rows = []
    async with services.database.reading() as conn:
        for table in ("notices", "deliveries", "mails", "bad_addresses", "sender_webhooks", "outbox"):
            cursor = await conn.execute(f"SELECT t::text FROM {table} t")
            rows += [row[0] for row in await cursor.fetchall()]
    assert rows
    for place, found in (("payload", payloads), ("mail", words), ("log", logged), ("row", rows)):
        for secret in (NAME, FAMILY, DOCUMENT, PHONE, PHONE[1:], EMAIL, CONTACT, ORGANISATION):
            hexed = secret.encode().hex()
            assert not [one for one in found if secret in one or hexed in one], f"{secret} in a {place}"
    for line in logged:
        assert receiver.url not in line  # type: ignore[attr-defined]
