"""Sending mails by SMTP, each outcome a value: surely taken, surely not, refused, or in doubt.

SMTP has no idempotent send: once the message's last line is written, a lost answer leaves it in doubt.
`smtplib` blocks, so a batch runs in a thread; it is one connection, and stops where the connection does.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Sequence
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec

from backend.jobs.mail_writing import Letter
from backend.settings import LOOPBACK

TIMEOUT_S = 20.0
"""For each command; a server's own limit for the end of a message is ten minutes, ours is the batch's."""
DATA_TIMEOUT_S = 60.0
BATCH_S = 60.0
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
"""Doubled on the wire (RFC 5321, 4.5.2)."""
Kind = Literal["sent", "later", "refused", "bad_address", "doubt", "untried", "unusable"]


class MailOutcome(msgspec.Struct, frozen=True):
    """What became of a mail.

    Attributes:
        kind: `sent`; `later`: surely not taken, again later; `refused`: this mail for good; `bad_address`: this
            address for good; `doubt`: perhaps taken; `untried`: the connection was gone before its turn;
            `unusable`: the server does not let us send at all (no TLS, wrong password, sender refused).
        code: a short code, such as `450` or `connect`; never the server's words, which may quote an address.
    """

    kind: Kind
    code: str = ""


class MailServer(msgspec.Struct, frozen=True):
    """A mail server as `VEZHGO_SMTP_URL` names it. `smtps` is TLS from the start; `smtp` asks for STARTTLS."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""

    @classmethod
    def of_url(cls, url: str) -> MailServer:
        """Read `smtp://user:password@host:587` or `smtps://host`; user and password are percent-decoded."""
        parts = urlsplit(url)
        tls = parts.scheme == "smtps"
        return cls(
            parts.hostname or "",
            parts.port or (465 if tls else 587),
            tls,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )

    @property
    def may_be_plain(self) -> bool:
        """Whether mail may go without TLS: on this machine only."""
        return self.host in LOOPBACK


def send_all(
    server: MailServer,
    letters: Sequence[Letter],
    tls_context: ssl.SSLContext | None = None,
    timeout_s: float = TIMEOUT_S,
) -> list[MailOutcome]:
    """Send letters over one connection; an outcome for each, in order. Blocks."""
    started = time.monotonic()
    outcomes: list[MailOutcome] = []
    try:
        connection = _connect(server, tls_context or ssl.create_default_context(), timeout_s)
    except _Unusable as error:
        return [MailOutcome("unusable", error.code)] * len(letters)
    except (OSError, smtplib.SMTPException) as error:
        return [MailOutcome("later", _code(error))] * len(letters)
    try:
        for letter in letters:
            if time.monotonic() - started > BATCH_S:
                break
            outcome = _send(connection, letter, timeout_s)
            outcomes.append(outcome)
            if outcome.kind == "doubt" or outcome.code in {"connection", "421"}:
                break
    finally:
        _quit(connection)
    return outcomes + [MailOutcome("untried")] * (len(letters) - len(outcomes))


class _Unusable(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _connect(server: MailServer, context: ssl.SSLContext, timeout_s: float) -> smtplib.SMTP:
    if server.tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout_s, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=timeout_s)
    try:
        connection.ehlo_or_helo_if_needed()
        if not server.tls and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
        elif not server.tls and not server.may_be_plain:
            raise _Unusable("starttls_missing")
        if server.user:
            _login(connection, server)
    except BaseException:
        connection.close()
        raise
    return connection


def _login(connection: smtplib.SMTP, server: MailServer) -> None:
    try:
        connection.login(server.user, server.password)
    except smtplib.SMTPNotSupportedError:
        raise _Unusable("auth_missing") from None
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise
        raise _Unusable(f"auth_{error.smtp_code}") from None


def _send(connection: smtplib.SMTP, letter: Letter, timeout_s: float) -> MailOutcome:
    """One transaction: MAIL, RCPT, DATA, the message, and the answer that settles it."""
    if letter.needs_utf8 and not connection.has_extn("smtputf8"):
        return MailOutcome("refused", "smtputf8_missing")
    options = ["SMTPUTF8"] if letter.needs_utf8 else []
    if connection.has_extn("8bitmime") or letter.needs_utf8:
        options.append("BODY=8BITMIME")
    if connection.has_extn("size"):
        options.append(f"SIZE={len(letter.content)}")
    try:
        code, _ = connection.mail(letter.sender, options)
        if code != 250:
            return _reset(connection, _judge(code, at="mail"))
        code, _ = connection.rcpt(letter.recipient)
        if code not in (250, 251):
            return _reset(connection, _judge(code, at="rcpt"))
        code, _ = connection.docmd("DATA")
        if code != 354:
            return _reset(connection, _judge(code, at="data"))
    except (OSError, smtplib.SMTPException) as error:
        # The message was not written yet: it was surely not taken.
        return MailOutcome("later", _code(error))
    return _write(connection, letter, timeout_s)


def _write(connection: smtplib.SMTP, letter: Letter, timeout_s: float) -> MailOutcome:
    quoted = LEADING_DOT.sub(b"..", letter.content)
    if not quoted.endswith(b"\r\n"):
        quoted += b"\r\n"
    try:
        connection.send(quoted)
    except (OSError, smtplib.SMTPException) as error:
        # Without the line with the dot no server may take it (RFC 5321, 4.1.1.4).
        return MailOutcome("later", _code(error))
    try:
        if connection.sock is not None:
            connection.sock.settimeout(
                max(timeout_s, DATA_TIMEOUT_S) if timeout_s == TIMEOUT_S else timeout_s
            )
        connection.send(b".\r\n")
        code, _ = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return MailOutcome("doubt", _code(error))
    if connection.sock is not None:
        connection.sock.settimeout(timeout_s)
    if code == -1:
        return MailOutcome("doubt", "connection")
    if 200 <= code < 300:
        return MailOutcome("sent", str(code))
    return MailOutcome("later" if 400 <= code < 500 else "refused", str(code))


def _judge(code: int, *, at: str) -> MailOutcome:
    """What a negative answer before the message means: 4xx passes, 5xx stays (RFC 5321, 4.2.1)."""
    if code == -1:
        return MailOutcome("later", "connection")
    if 400 <= code < 500:
        return MailOutcome("later", str(code))
    if at == "rcpt" and code in (550, 551, 553, 556):
        return MailOutcome("bad_address", str(code))
    if at == "mail":
        return MailOutcome("unusable", f"sender_{code}")
    return MailOutcome("refused", str(code))


def _reset(connection: smtplib.SMTP, outcome: MailOutcome) -> MailOutcome:
    if outcome.code not in {"connection", "421"}:
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            return MailOutcome(outcome.kind, "connection") if outcome.kind == "later" else outcome
    return outcome


def _code(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPResponseException):
        return str(error.smtp_code)
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timeout"
    return "connection"


def _quit(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
