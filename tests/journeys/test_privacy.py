"""What must never stand where it could be read: documents, phones, names, words and secrets in logs, metrics, tables."""

from __future__ import annotations

import re

from tests.backend.intake.house import AUTH, SECRET, TOKEN
from tests.journeys.test_chats import start
from tests.journeys.town import APPLICATION_LOG, BIRTH_SPOKEN, Caller, Chat, Town, portrait

NAME, FAMILY = "Xhevahire", "Kryeziu-Qerimi"
DOCUMENT = "K98765432Z"
PHONE = "+355682345678"
EMAIL = "xhevahire@private.example"
WORDS = "njëzet veta shtynin dyert e palestrës"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"


async def walked(town: Town) -> dict[str, str]:
    """A whole walk of one person through every door; the secrets that it met."""
    id, sender = await town.organisation(contact={"person": "Ana Kontakti", "phone": "+355681112223"})
    observer = {
        "given_name": NAME,
        "family_name": FAMILY,
        "document": {"type": "id_card", "number": DOCUMENT},
        "phone": PHONE,
        "email": EMAIL,
    }
    accreditation = await town.accredited(sender, observer=observer)
    assert (await sender.post("/v1/requests", {"observer": observer})).status_code == 400
    assert (
        await sender.post("/v1/requests", town.body(observer=observer | {"birth_date": "x"}))
    ).status_code == 400
    burnt = (await town.link(sender, accreditation))["code"]
    opened = await town.public.ok("/v1/observers/sessions", {"code": burnt, "second_fact": "1990-05-17"})
    code = (await town.link(sender, accreditation))["code"]
    codes = [burnt, code]
    chat = Chat(town, "telegram", NAME)
    await chat.say("Përshëndetje")
    await chat.say(start("telegram", code))
    await chat.say("1.1.1970")
    await chat.say(BIRTH_SPOKEN)
    receipt = await chat.say(f"QV 1850/01 {WORDS}")
    number = re.search(r"RP-\d{4}-\d{6}", receipt)
    assert number
    chat.phone.send_photo(portrait())
    await chat.answer()
    other = Chat(town, "whatsapp", NAME)
    await other.say(f"ku votoj? jam {NAME} {FAMILY}, letërnjoftimi {DOCUMENT}")
    web = Chat(town, "webchat")
    await web.say(f"ku votoj? jam {NAME} {FAMILY} {PHONE}")
    await town.public.ok("/v1/help/questions", {"text": f"{NAME} {FAMILY} {WORDS}"}, 200)
    await town.cec.ok(f"/v1/reports/{number[0]}/responses", {"text": f"Faleminderit {NAME}."})
    await town.cec.get(f"/v1/requests?status={NAME}")
    await Caller(town, "vzk_a_wrong_key").get("/v1/requests")
    await town.house.post({"update_id": 1, "message": {"text": WORDS}}, secret="wrong-secret")
    await town.house.post(b'{"update_id": 77123, "message": {"text": "' + WORDS.encode() + b'"')
    shown = await sender.get(f"/v1/requests?limit=200&name={FAMILY}")
    assert shown.status_code in (200, 400)
    await town.public.get(f"/v1/nothing/{DOCUMENT}")
    return {
        "given name": NAME,
        "family name": FAMILY,
        "document": DOCUMENT,
        "phone": PHONE,
        "phone's digits": PHONE[1:],
        "e-mail": EMAIL,
        "report": WORDS,
        "WhatsApp number": other.phone.number[1:],
        "web session": web.session,
        "contact": "Ana Kontakti",
        "organisation's key": sender.key or "",
        "observer's key": opened["api_key"],
        "commission's key": town.keys.cec_key,
        "webhook secret": SECRET,
        "bot token": TOKEN,
        "Twilio token": AUTH,
        "secret key": town.house.services.settings.secret_key or "",
        **{f"code {n}": one for n, one in enumerate(codes)},
    }


async def test_no_secret_and_nobody_s_data_reach_the_log_or_the_metrics(town: Town) -> None:
    """After a whole walk the log and `/metrics` hold no name, number, word, key, code or secret of it."""
    secrets = await walked(town)
    log = APPLICATION_LOG.getvalue()
    assert '"event": "request"' in log
    metrics = (await town.public.get("/metrics")).text
    ready = (await town.public.get("/health/ready")).text
    for place, text in (("log", log), ("metrics", metrics), ("health", ready)):
        for what, secret in secrets.items():
            assert secret
            assert secret not in text, f"{what} in the {place}"


async def test_the_document_and_the_keys_cannot_be_read_in_the_database(town: Town) -> None:
    """Every text, JSON and byte column of every table: document number, phone, e-mail, keys and codes are not there."""
    secrets = await walked(town)
    sealed = (
        "document",
        "phone",
        "e-mail",
        "organisation's key",
        "observer's key",
        "code 0",
        "code 1",
        "bot token",
    )
    # What a person wrote to us is kept as it came (`inbox`), and what was said back (`outbox`), until it is tidied away.
    mail = {"inbox", "outbox", "reports", "report_events", "unanswered_questions", "conversations"}
    found = []
    for (table,) in await town.house.sql(TABLES):
        sought = [
            what
            for what in sealed
            if not (table in mail and what in ("document", "phone", "code 0", "code 1"))
        ]
        # A row as text holds every column, and bytes as hexadecimal digits.
        hits = await town.house.sql(
            f'SELECT DISTINCT n FROM unnest(%s::text[], %s::text[]) AS s (n, x) JOIN "{table}" t '
            "ON position(s.n in t::text) > 0 OR position(s.x in t::text) > 0",
            [secrets[what] for what in sought],
            [secrets[what].encode().hex() for what in sought],
        )
        found += [f"{table}: {what}" for what in sought if (secrets[what],) in hits]
    assert not found


async def test_the_files_of_evidence_and_photos_are_sealed(town: Town) -> None:
    """On disk neither a photo nor a file of evidence can be opened without the vault."""
    await walked(town)
    folder = town.house.services.settings.data_dir
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert not content.startswith((b"\xff\xd8\xff", b"\x89PNG")), path
        assert NAME.encode() not in content
        assert DOCUMENT.encode() not in content
