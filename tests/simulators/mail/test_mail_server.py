"""The simulated mail server obeys RFC 5321 where a sender could go wrong, and its page shows what it took."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Callable
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from bots.simulators.mail.app import create
from bots.simulators.mail.server import MailServer, Offer
from bots.simulators.serving import serve


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A server that takes all."""
    made = MailServer(Offer(smtputf8=False, size_bytes=10_000))
    await made.start()
    yield made
    await made.stop()


async def talk(server: MailServer, *lines: bytes) -> list[str]:
    """Write lines one after another; returns the answers, the greeting first."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    async def answer() -> str:
        said = []
        while line := (await reader.readline()).decode():
            said.append(line.rstrip())
            if line[3:4] != "-":
                break
        return "|".join(said)

    answers = [await answer()]
    for line in lines:
        writer.write(line)
        await writer.drain()
        answers.append(await answer())
    writer.close()
    return answers


GOOD = (b"EHLO me\r\n", b"MAIL FROM:<a@b.org>\r\n", b"RCPT TO:<c@d.org>\r\n", b"DATA\r\n")


async def test_a_mail_is_kept_as_it_was_meant(server: MailServer) -> None:
    """Doubled dots are single again."""
    answers = await talk(server, *GOOD, b"Subject: x\r\n\r\n..dot\r\n.\r\n", b"QUIT\r\n")
    assert [one[:3] for one in answers] == ["220", "250", "250", "250", "354", "250", "221"]
    [mail] = server.mails()
    assert mail.content == b"Subject: x\r\n\r\n.dot\r\n"
    assert (mail.sender, mail.recipients) == ("a@b.org", ["c@d.org"])


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((b"MAIL FROM:<a@b.org>\r\n",), "503"),
        ((b"EHLO me\r\n", b"RCPT TO:<c@d.org>\r\n"), "503"),
        ((b"EHLO me\r\n", b"DATA\r\n"), "503"),
        ((*GOOD[:2], b"MAIL FROM:<a@b.org>\r\n"), "503"),
        ((b"EHLO\r\n",), "501"),
        ((b"EHLO me\r\n", b"MAIL FROM:a@b.org\r\n"), "501"),
        ((b"EHLO me\r\n", b"MAIL FROM:<a@b.org> MAGIC=1\r\n"), "555"),
        ((b"EHLO me\r\n", b"MAIL FROM:<a@b.org> SIZE=99999999\r\n"), "552"),
        ((b"EHLO me\r\n", b"MAIL FROM:<a@b.org> SMTPUTF8\r\n"), "555"),
        ((b"EHLO me\r\n", "MAIL FROM:<ç@b.org>\r\n".encode()), "553"),
        ((*GOOD[:2], "RCPT TO:<ç@b.org>\r\n".encode()), "553"),
        ((*GOOD[:2], b"RCPT TO:<nobody>\r\n"), "501"),
        ((b"EHLO me\r\n", b"STARTTLS\r\n"), "502"),
        ((b"EHLO me\r\n", b"AUTH PLAIN AGEAYg==\r\n"), "502"),
        ((b"JUMP\r\n",), "500"),
        ((b"EHLO me\n",), "500"),
        ((b"EHLO " + b"x" * 600 + b"\r\n",), "500"),
        ((*GOOD, b"x" * 1_200 + b"\r\n"), "500"),
        ((*GOOD, b"Subject: \xc3\xa7\r\n\r\nx\r\n.\r\n"), "554"),
        ((*GOOD, b"Subject: x\r\n\r\n" + (b"y" * 900 + b"\r\n") * 20 + b".\r\n"), "552"),
    ],
)
async def test_what_a_sender_must_not_do(server: MailServer, lines: tuple[bytes, ...], code: str) -> None:
    """Each mistake has its answer, and no mail is taken."""
    assert (await talk(server, *lines))[-1].startswith(code)
    assert server.mails() == []


async def test_where_a_password_is_asked_for_nothing_goes_without() -> None:
    """Neither without AUTH nor with a wrong one."""
    server = MailServer(Offer(user="kqz", password="pw"))
    await server.start()
    try:
        assert (await talk(server, *GOOD[:2]))[-1].startswith("530")
        wrong = b"AUTH PLAIN AGtxegB4\r\n"
        assert (await talk(server, b"EHLO me\r\n", wrong, GOOD[1]))[-2:] == [
            "535 5.7.8 wrong",
            "530 5.7.0 AUTH first",
        ]
        right = b"AUTH PLAIN AGtxegBwdw==\r\n"
        assert (await talk(server, b"EHLO me\r\n", right, GOOD[1]))[-1].startswith("250")
    finally:
        await server.stop()


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served() -> Any:
    """The page and its mail server's port."""
    port = free_port()
    with serve(create(port)) as where:
        yield where.url, port


def send(port: int, change: Callable[[EmailMessage], None] = lambda _: None) -> None:
    """Send a mail with the standard library."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.org", "c@d.org", "Përshëndetje"
    message.set_content("Tekst <b>i thjeshtë</b>\n")
    change(message)
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as connection:
        connection.send_message(message)


def test_the_page_shows_what_was_taken(served: tuple[str, int]) -> None:
    """Decoded, newest first."""
    url, port = served
    send(port)
    with httpx.Client(base_url=url) as client:
        assert client.get("/").status_code == 200
        [mail] = client.get("/_sim/mails").json()
        assert mail["subject"] == "Përshëndetje"
        assert mail["text"].startswith("Tekst <b>")
        assert mail["to"] == ["c@d.org"]
        assert client.delete("/_sim/mails").status_code == 204
        assert client.get("/_sim/mails").json() == []


def test_faults_are_armed_from_the_page_s_side(served: tuple[str, int]) -> None:
    """A rehearsal can let the mail server fail."""
    url, port = served
    with httpx.Client(base_url=url) as client:
        armed = client.post("/_sim/faults", json={"stage": "rcpt", "code": 550})
        assert armed.json() == [{"stage": "rcpt", "code": 550}]
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(port)
        send(port)
        assert client.post("/_sim/faults", json={"stage": "nowhere"}).status_code == 400
        client.post("/_sim/faults", json={"stage": "end", "times": 0})
        client.delete("/_sim/faults")
        assert client.get("/_sim/faults").json() == []
        assert len(client.get("/_sim/mails").json()) == 1
