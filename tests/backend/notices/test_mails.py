"""Mails of notices: in the recipient's language, one for many of a kind, and whatever a mail server may do."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import example, given
from hypothesis import strategies as st

from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind, to_commission
from backend.jobs import mailing, smtp
from backend.jobs.mail_writing import BadAddress, mailbox
from backend.jobs.smtp import MailServer as Where
from backend.store import mails as store
from backend.store import places
from bots.simulators.mail.faults import MailFault, Stage
from bots.simulators.mail.server import Mail, MailServer, Offer
from tests.backend.notices.elections import an_election
from tests.backend.notices.house import House


def read(mail: Mail) -> EmailMessage:
    """A mail as a reader's program parses it."""
    return message_from_bytes(mail.content, policy=SMTPUTF8)  # type: ignore[return-value]


def text(mail: Mail) -> str:
    """Its plain text."""
    return read(mail).get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server that takes all."""
    made = MailServer()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def house(services, now, server: MailServer) -> House:
    """An organisation with an address, mails on."""
    made = House(services, now)
    use(made, server)
    services.parts["mails_per_s"] = 1_000.0
    await made.open(email="shoqata@example.org", language="sq")
    return made


def use(house: House, server: MailServer, url: str = "smtp://127.0.0.1:{port}") -> None:
    """Let the service send through a server."""
    house.services.settings = msgspec.structs.replace(
        house.services.settings, smtp_url=url.format(port=server.port), mail_address="kqz@vezhgo.example"
    )


async def mailed(house: House) -> None:
    """Send what is due after the minute of gathering."""
    await house.spread()
    house.later(seconds=61)
    await house.mail()


async def test_a_notice_becomes_a_mail_in_the_senders_language(house: House, server: MailServer) -> None:
    """Plain text and HTML with the same words, marked as automatic."""
    await house.tell()
    await mailed(house)

    [mail] = server.mails()
    message = read(mail)
    assert (mail.sender, mail.recipients) == ("kqz@vezhgo.example", ["shoqata@example.org"])
    assert re.fullmatch(r"Kërkesa R-2027-\d+ u miratua", message["Subject"])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].startswith("<notice-mail-1.")
    assert message.get_content_type() == "multipart/alternative"
    assert "u miratua" in text(mail)
    assert "/v1/requests/R-2027-" in text(mail)
    assert "u miratua" in message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert await house.states("mail") == ["sent"]


@pytest.mark.parametrize(
    ("written", "languages"), [("sq", "sq"), ("English", "en"), ("", "sq, en"), ("Italiano", "sq, en")]
)
async def test_a_language_that_is_not_known_is_both(
    services, now, server: MailServer, written: str, languages: str
) -> None:
    """Albanian first."""
    house = House(services, now)
    use(house, server)
    await house.open(email="a@example.org", language=written)
    await house.tell()
    await mailed(house)

    [mail] = server.mails()
    assert read(mail)["Content-Language"] == languages
    assert ("was granted" in text(mail)) == ("en" in languages)


async def test_many_of_one_kind_within_a_minute_are_one_mail(house: House, server: MailServer) -> None:
    """Another kind is another mail; what comes after the minute is the next one."""
    await house.tell(30)
    await house.tell(2, NoticeKind.REQUEST_RETURNED)
    await mailed(house)
    assert len(server.mails()) == 2
    many = next(mail for mail in server.mails() if "30 njoftime" in read(mail)["Subject"])
    assert len(set(re.findall(r"R-2027-\d{6}", text(many)))) == 30
    assert await house.states("mail") == ["sent"] * 32

    await house.tell()
    await mailed(house)
    assert len(server.mails()) == 3


async def test_a_revocation_does_not_wait_for_others(house: House, server: MailServer) -> None:
    """It is mailed at once."""
    await house.tell(1, NoticeKind.ACCREDITATION_REVOKED)
    await house.mail()
    assert len(server.mails()) == 1


async def test_a_revocation_overtakes_what_waits(
    house: House, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of grants are mailed for half an hour; nobody revoked waits behind them."""
    monkeypatch.setattr(mailing, "AT_ONCE", 1)
    for kind in (NoticeKind.REQUEST_GRANTED, NoticeKind.REQUEST_RETURNED, NoticeKind.REQUEST_REFUSED):
        await house.tell(1, kind)
    await house.spread()
    house.later(minutes=2)
    await mailing.send_due(house.services)
    await house.tell(1, NoticeKind.ACCREDITATION_REVOKED)
    await house.spread()
    await mailing.send_due(house.services)
    assert "u shfuqizua" in read(server.mails()[1])["Subject"]


async def test_a_commission_is_written_to_at_its_address(house: House, server: MailServer) -> None:
    """With the address of its page."""
    election = await an_election(house.services)
    async with house.services.database.transaction() as conn:
        await places.put_units(conn, election, [places.Unit("30", "Tiranë")])
        commission = places.Commission("zec:30", "zec", "KZAZ 30", "30", None, "kzaz30@example.org")
        await places.put_commissions(conn, election, [commission])
        due = house.services.clock.now() + timedelta(days=1)
        one = to_commission(
            election, "zec:30", NoticeKind.DECISION_DUE_SOON, "request:R-2027-000009", due_at=due
        )
        await notices.tell(house.services, conn, house.services.clock.now(), [one])
    await mailed(house)

    [mail] = server.mails()
    assert mail.recipients == ["kzaz30@example.org"]
    assert "/console/requests/R-2027-000009" in text(mail)


async def test_without_a_mail_server_nothing_waits(house: House) -> None:
    """The feed has it; a mail of last week would only confuse."""
    house.services.settings = msgspec.structs.replace(house.services.settings, smtp_url=None)
    await house.tell()
    await mailed(house)
    assert await house.states("mail") == []
    assert await house.rows("SELECT 1 FROM notices WHERE position IS NOT NULL") == [(1,)]


# A mail server that does wrong --------------------------------------------------------------------------------

LATER = [
    MailFault(Stage.CONNECT, 421),
    MailFault(Stage.CONNECT),
    MailFault(Stage.MAIL, 451),
    MailFault(Stage.MAIL),
    MailFault(Stage.RCPT, 450),
    MailFault(Stage.RCPT, 421),
    MailFault(Stage.DATA, 452),
    MailFault(Stage.DATA),
    MailFault(Stage.END, 451),
]


@pytest.mark.parametrize("fault", LATER, ids=lambda one: f"{one.stage}-{one.code}")
async def test_what_was_surely_not_taken_is_sent_again(
    house: House, server: MailServer, fault: MailFault
) -> None:
    """Once, and no repetition is in doubt."""
    server.faults.arm(fault)
    await house.tell()
    await mailed(house)
    assert server.mails() == []
    assert await house.states("mail") == ["waiting"]

    house.later(minutes=5)
    await house.mail()
    assert len(server.mails()) == 1
    assert await house.states("mail") == ["sent"]
    assert await house.rows("SELECT doubts FROM mails") == [(0,)]


async def test_a_connection_lost_in_the_message_is_in_doubt_too(house: House, server: MailServer) -> None:
    """What was written may have arrived before the line broke; here it had not."""
    server.faults.arm(MailFault(Stage.MESSAGE))
    await house.tell()
    await mailed(house)
    assert server.mails() == []
    assert await house.states("mail") == ["unknown"]
    house.later(minutes=6)
    await house.mail()
    assert len(server.mails()) == 1
    assert await house.states("mail") == ["sent"]


async def test_an_answer_lost_after_the_dot_is_in_doubt_and_the_repetition_can_be_told(
    house: House, server: MailServer
) -> None:
    """The same Message-ID, date and bytes: a mailbox that looks shows it once."""
    server.faults.arm(MailFault(Stage.END, taken=True))
    await house.tell()
    await mailed(house)
    assert await house.states("mail") == ["unknown"]

    house.later(minutes=6)
    await house.mail()
    first, second = server.mails()
    assert first.content == second.content
    assert await house.states("mail") == ["sent"]


async def test_a_mail_in_doubt_is_not_repeated_for_ever(house: House, server: MailServer) -> None:
    """Three times, then it stays in doubt, for a human to see."""
    server.faults.arm(MailFault(Stage.END, taken=True, times=0))
    await house.tell()
    for _ in range(10):
        await mailed(house)
        house.later(hours=1)
    assert len(server.mails()) == mailing.DOUBTS
    assert await house.states("mail") == ["unknown"]


async def test_a_crash_after_sending_is_repeated_with_the_same_message_id(
    house: House, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease ends, the mail counts as in doubt and goes out once more."""
    await house.tell()
    await house.spread()
    house.later(seconds=61)

    async def killed(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "_settle", killed)
        with pytest.raises(RuntimeError):
            await mailing.send_due(house.services)
    assert await house.mail() == 0
    house.later(minutes=6)
    await house.mail()
    first, second = server.mails()
    assert first.content == second.content
    assert await house.states("mail") == ["sent"]
    assert await house.rows("SELECT doubts FROM mails") == [(1,)]


@pytest.mark.parametrize("code", [550, 551, 553, 556])
async def test_an_address_that_is_refused_for_good_is_not_tried_again(
    house: House, server: MailServer, code: int
) -> None:
    """Later notices show it at once; who mends it asks for a redelivery."""
    server.faults.arm(MailFault(Stage.RCPT, code))
    await house.tell()
    await mailed(house)
    assert await house.states("mail") == ["failed"]
    sessions = server.sessions
    await house.tell()
    await mailed(house)
    assert await house.states("mail") == ["failed", "failed"]
    assert server.sessions == sessions
    errors = await house.rows("SELECT error FROM deliveries ORDER BY id")
    assert errors == [(str(code),), ("address_bad",)]


async def test_a_message_that_is_refused_does_not_spoil_its_address(house: House, server: MailServer) -> None:
    """554 after the message is about its content."""
    server.faults.arm(MailFault(Stage.END, 554))
    await house.tell()
    await mailed(house)
    await house.tell()
    await mailed(house)
    assert await house.states("mail") == ["failed", "sent"]


async def test_a_refused_sender_or_password_spoils_no_address(services, now) -> None:
    """It is the operator's matter: mails wait, and go out when it is mended."""
    server = MailServer(Offer(user="kqz", password="e drejta"))
    await server.start()
    try:
        house = House(services, now)
        use(house, server, "smtp://kqz:gabim@127.0.0.1:{port}")
        await house.open(email="a@example.org")
        await house.tell()
        await mailed(house)
        assert await house.states("mail") == ["waiting"]
        assert await house.rows("SELECT error FROM mails") == [("auth_535",)]
        use(house, server, "smtp://kqz:e%20drejta@127.0.0.1:{port}")
        house.later(minutes=10)
        await house.mail()
        [mail] = server.mails()
        assert mail.user == "kqz"
    finally:
        await server.stop()


async def test_one_bad_address_does_not_hold_up_others(services, now, server: MailServer) -> None:
    """Of many mails over one connection each has its own outcome."""
    house = House(services, now)
    use(house, server)
    services.parts["mails_per_s"] = 1_000.0
    for name in ("a", "b", "c"):
        await house.open(email=f"{name}@example.org")
        await house.tell()
    server.faults.arm(
        MailFault(Stage.RCPT, 550, address="a@example.org"),
        MailFault(Stage.RCPT, 450, address="b@example.org"),
    )
    await mailed(house)
    assert await house.states("mail") == ["failed", "waiting", "sent"]
    assert server.sessions == 1


async def test_a_mail_is_given_up_after_three_days(house: House, server: MailServer) -> None:
    """About a dozen attempts."""
    server.faults.arm(MailFault(Stage.RCPT, 450, times=0))
    await house.tell()
    await mailed(house)
    for _ in range(60):
        [(state, due)] = await house.rows("SELECT state, due_at FROM mails")
        if state != "waiting":
            break
        house.move_to(due)
        await house.mail()
    assert state == "failed"
    assert await house.states("mail") == ["failed"]
    assert 10 <= server.sessions <= 30


async def test_a_slow_server_times_out(house: House, server: MailServer) -> None:
    """Before the message it is surely not taken; after the dot it is in doubt."""
    house.services.parts["mail_timeout_s"] = 0.4
    server.faults.arm(MailFault(Stage.RCPT, 450, delay_s=1.5))
    await house.tell()
    await mailed(house)
    assert await house.rows("SELECT state, error FROM mails") == [("waiting", "timeout")]
    server.faults.arm(MailFault(Stage.END, 250, taken=True, delay_s=1.5))
    house.later(minutes=5)
    await house.mail()
    assert await house.rows("SELECT state, error FROM mails") == [("unknown", "timeout")]


# TLS ----------------------------------------------------------------------------------------------------------


def certificates(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for 127.0.0.1 and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.sim.invalid")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = folder / "mail.pem"
    chain.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    of_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    of_server.load_cert_chain(chain)
    of_client = ssl.create_default_context(cafile=str(chain))
    return of_server, of_client


async def test_starttls_is_used_where_it_is_offered_and_the_certificate_is_checked(
    services, now, tmp_path: Path
) -> None:
    """A certificate that nobody vouches for is no server to give mails to."""
    of_server, of_client = certificates(tmp_path)
    server = MailServer(Offer(tls=of_server, tls_required=True, user="kqz", password="pw"))
    await server.start()
    try:
        house = House(services, now)
        use(house, server, "smtp://kqz:pw@127.0.0.1:{port}")
        await house.open(email="a@example.org")
        await house.tell()
        await mailed(house)
        assert await house.rows("SELECT state, error FROM mails") == [("waiting", "tls")]
        services.parts["mail_tls"] = of_client
        house.later(minutes=5)
        await house.mail()
        [mail] = server.mails()
        assert mail.tls
        assert mail.user == "kqz"
    finally:
        await server.stop()


async def test_without_tls_nothing_leaves_the_machine(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server elsewhere that offers no STARTTLS gets neither the password nor a mail."""
    monkeypatch.setattr(smtp, "LOOPBACK", set())
    where = Where.of_url(f"smtp://kqz:pw@127.0.0.1:{server.port}")
    letter = smtp.Letter("a@example.org", "b@example.org", b"Subject: x\r\n\r\nx\r\n", False)
    [outcome] = await asyncio.to_thread(smtp.send_all, where, [letter])
    assert (outcome.kind, outcome.code) == ("unusable", "starttls_missing")
    assert server.mails() == []


def test_the_url_of_a_mail_server() -> None:
    """Ports by their scheme; user and password are percent-decoded."""
    assert Where.of_url("smtp://mail.example") == Where("mail.example", 587, False)
    assert Where.of_url("smtps://mail.example") == Where("mail.example", 465, True)
    assert Where.of_url("smtp://a%40b:p%3Aq@h:25") == Where("h", 25, False, "a@b", "p:q")


# Addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("ana@example.org", "ana@example.org"),
        ("ana+kqz@example.org", "ana+kqz@example.org"),
        ("ana@vëzhgo.example", "ana@xn--vzhgo-nsa.example"),
        ("çelësi@example.org", "çelësi@example.org"),
    ],
)
def test_an_address_as_smtp_takes_it(written: str, address: str) -> None:
    """The domain in ASCII, the local part as it is."""
    assert mailbox(written) == address


@given(st.text(max_size=40))
@example("a@b.org\r\nBcc: x@y.org")
@example("a@b.org, c@d.org")
@example("a@b.org>\r\nRCPT TO:<x@y.org")
@example('"a b"@c.org')
@example("a@b.org\n")
@example("a@@b.org")
@example("a@" + "b" * 70 + ".org")
def test_no_text_becomes_two_addresses_or_a_header(written: str) -> None:
    """Whatever is in a contact: one plain address, or none."""
    try:
        address = mailbox(written)
    except BadAddress:
        return
    assert address.count("@") == 1
    assert not re.search(r"[\s<>,;:\"\\\x00-\x1f\x7f]", address)


async def test_an_address_beyond_ascii_needs_a_server_that_can(services, now) -> None:
    """With SMTPUTF8 it is written to; without, it is told as failed and no other mail suffers."""
    for offered, state in ((True, "sent"), (False, "failed")):
        server = MailServer(Offer(smtputf8=offered))
        await server.start()
        try:
            house = House(services, now)
            use(house, server)
            await house.open(email="çelësi@vëzhgo.example", language="sq")
            await house.tell()
            await mailed(house)
            rows = await house.rows("SELECT state, error FROM deliveries ORDER BY id DESC LIMIT 1")
            assert rows == [(state, None if offered else "smtputf8_missing")]
            assert [mail.recipients for mail in server.mails()] == (
                [["çelësi@xn--vzhgo-nsa.example"]] if offered else []
            )
        finally:
            await server.stop()


async def test_two_workers_send_each_mail_once(house: House, server: MailServer) -> None:
    """However many look at the same moment."""
    for kind in (NoticeKind.REQUEST_GRANTED, NoticeKind.REQUEST_RETURNED, NoticeKind.REQUEST_REFUSED):
        await house.tell(3, kind)
    await house.spread()
    house.later(seconds=61)
    await asyncio.gather(*(mailing.send_due(house.services) for _ in range(4)))
    assert len(server.mails()) == 3
    numbers = [number for mail in server.mails() for number in set(re.findall(r"R-2027-\d{6}", text(mail)))]
    assert len(numbers) == len(set(numbers)) == 9
    assert store.GATHERED_MOST >= 9
