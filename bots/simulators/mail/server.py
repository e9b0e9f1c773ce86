"""The mail server: what it offers, what it keeps, and its sessions."""

from __future__ import annotations

import asyncio
import itertools
import ssl
import threading
from datetime import UTC, datetime

import msgspec

from bots.simulators.mail.faults import MailScript


class Offer(msgspec.Struct, frozen=True):
    """What the server offers and asks for.

    Attributes:
        tls: offers STARTTLS with this context.
        tls_required: takes no mail before it.
        user: offers AUTH PLAIN and LOGIN, and takes no mail without it.
        password: of that user.
        smtputf8: takes addresses beyond ASCII.
        size_bytes: the largest message.
    """

    tls: ssl.SSLContext | None = None
    tls_required: bool = False
    user: str = ""
    password: str = ""
    smtputf8: bool = True
    size_bytes: int = 1_000_000


class Mail(msgspec.Struct, frozen=True):
    """A mail that was taken: the envelope, and the bytes as they were meant, dots undoubled."""

    id: int
    at: datetime
    sender: str
    recipients: list[str]
    content: bytes
    tls: bool
    user: str


class MailServer:
    """A mail server; start it inside a running loop."""

    def __init__(self, offer: Offer | None = None) -> None:
        """Prepare; nothing listens yet."""
        self.offer = offer or Offer()
        self.faults = MailScript()
        self.sessions = 0
        self.port = 0
        self._lock = threading.Lock()
        self._mails: list[Mail] = []
        self._ids = itertools.count(1)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes a free one."""
        from bots.simulators.mail.session import Session

        async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.sessions += 1
            self._open.add(writer)
            try:
                await Session(self, reader, writer).run()
            except asyncio.CancelledError:
                # The loop ends; the streams would log a session that was cancelled.
                writer.transport.abort()
            finally:
                self._open.discard(writer)

        self._server = await asyncio.start_server(session, host, port, limit=65_536)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and cut every session."""
        for writer in list(self._open):
            writer.transport.abort()
        if self._server is not None:
            self._server.close()

    def keep(self, sender: str, recipients: list[str], content: bytes, *, tls: bool, user: str) -> Mail:
        """Take a mail."""
        with self._lock:
            mail = Mail(next(self._ids), datetime.now(UTC), sender, list(recipients), content, tls, user)
            self._mails.append(mail)
        return mail

    def mails(self) -> list[Mail]:
        """All mails, oldest first."""
        with self._lock:
            return list(self._mails)

    def clear(self) -> None:
        """Throw all mails away."""
        with self._lock:
            self._mails.clear()
