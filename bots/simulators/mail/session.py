"""One SMTP session (RFC 5321), strict where a sender could go wrong."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hmac
import re

from bots.simulators.mail.faults import MailFault, Stage
from bots.simulators.mail.server import MailServer

LINE_BYTES = 512
"""A command line with its end (RFC 5321, 4.5.3.1.4)."""
TEXT_LINE_BYTES = 1_000
"""A line of a message with its end (RFC 5321, 4.5.3.1.6)."""
IDLE_S = 60.0
PATH = re.compile(r"<([^<>\s\x00-\x1f]*)>((?: [A-Z0-9-]+(?:=[!-~]+)?)*)", re.IGNORECASE)


class _Cut(Exception):
    """The connection ends here."""


class Session:
    """The state of one connection."""

    def __init__(
        self, server: MailServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._extended = self._greeted = self._tls = False
        self._user = ""
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._utf8 = False

    async def run(self) -> None:
        """Talk until QUIT, silence, or a cut."""
        with contextlib.suppress(_Cut, ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            if not await self._met(Stage.CONNECT):
                await self._say("220 mail.sim.invalid ESMTP")
                while True:
                    await self._command()
            else:
                raise _Cut
        with contextlib.suppress(ConnectionError):
            self._writer.close()

    async def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()

    async def _line(self, limit: int) -> bytes:
        async with asyncio.timeout(IDLE_S):
            try:
                line = await self._reader.readuntil(b"\n")
            except asyncio.LimitOverrunError:
                await self._say("500 5.5.2 line too long")
                raise _Cut from None
        if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            await self._say("500 5.5.2 lines end with CR LF")
            raise _Cut
        if len(line) > limit:
            await self._say("500 5.5.2 line too long")
            raise _Cut
        return line

    async def _met(self, stage: Stage, address: str = "") -> MailFault | None:
        """The fault that meets here, its answer given; a cut raises."""
        fault = self._server.faults.take(stage, address)
        if fault is None:
            return None
        if fault.delay_s:
            await asyncio.sleep(fault.delay_s)
        if fault.code == 0 and fault.delay_s and stage != Stage.MESSAGE:
            return None
        if fault.code == 0:
            self._writer.transport.abort()
            raise _Cut
        await self._say(f"{fault.code} as scripted")
        if fault.code == 421:
            raise _Cut
        return fault

    async def _command(self) -> None:
        raw = (await self._line(LINE_BYTES))[:-2]
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            return await self._say("500 5.5.2 not UTF-8")
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO" | "HELO":
                await self._hello(verb.upper(), rest)
            case "NOOP":
                await self._say("250 2.0.0 ok")
            case "RSET":
                self._reset()
                await self._say("250 2.0.0 ok")
            case "QUIT":
                await self._say("221 2.0.0 bye")
                raise _Cut
            case "VRFY":
                await self._say("252 2.5.0 perhaps")
            case "STARTTLS":
                await self._starttls()
            case "AUTH":
                await self._auth(rest)
            case "MAIL":
                await self._mail(rest)
            case "RCPT":
                await self._rcpt(rest)
            case "DATA":
                await self._data(rest)
            case _:
                await self._say("500 5.5.1 unknown command")
        return None

    def _reset(self) -> None:
        self._sender, self._recipients, self._utf8 = None, [], False

    async def _hello(self, verb: str, name: str) -> None:
        if not name.strip():
            return await self._say("501 5.5.4 say who you are")
        self._reset()
        self._greeted, self._extended = True, verb == "EHLO"
        if not self._extended:
            return await self._say("250 mail.sim.invalid")
        offer = self._server.offer
        lines = ["mail.sim.invalid", f"SIZE {offer.size_bytes}", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if offer.smtputf8:
            lines.append("SMTPUTF8")
        if offer.tls is not None and not self._tls:
            lines.append("STARTTLS")
        if offer.user and (self._tls or offer.tls is None):
            lines.append("AUTH PLAIN LOGIN")
        return await self._say(*[f"250-{line}" for line in lines[:-1]], f"250 {lines[-1]}")

    async def _starttls(self) -> None:
        context = self._server.offer.tls
        if context is None or self._tls:
            return await self._say("502 5.5.1 not offered")
        if await self._met(Stage.STARTTLS):
            return None
        await self._say("220 2.0.0 go ahead")
        await self._writer.start_tls(context)
        self._tls, self._greeted, self._user = True, False, ""
        self._reset()
        return None

    async def _auth(self, rest: str) -> None:
        offer = self._server.offer
        if not offer.user or not self._extended or (offer.tls is not None and not self._tls):
            return await self._say("502 5.5.1 not offered")
        if await self._met(Stage.AUTH):
            return None
        kind, _, first = rest.partition(" ")
        try:
            if kind.upper() == "PLAIN":
                if not first:
                    await self._say("334 ")
                    first = (await self._line(LINE_BYTES)).decode().strip()
                _, user, password = base64.b64decode(first, validate=True).decode().split("\0")
            elif kind.upper() == "LOGIN":
                if not first:
                    await self._say("334 VXNlcm5hbWU6")
                    first = (await self._line(LINE_BYTES)).decode().strip()
                await self._say("334 UGFzc3dvcmQ6")
                second = (await self._line(LINE_BYTES)).decode().strip()
                user, password = (base64.b64decode(one, validate=True).decode() for one in (first, second))
            else:
                return await self._say("504 5.5.4 not offered")
        except (binascii.Error, ValueError):
            return await self._say("501 5.5.2 not base64")
        wanted, given = f"{offer.user}\0{offer.password}", f"{user}\0{password}"
        if not hmac.compare_digest(wanted.encode(), given.encode()):
            return await self._say("535 5.7.8 wrong")
        self._user = user
        return await self._say("235 2.7.0 welcome")

    async def _mail(self, rest: str) -> None:
        offer = self._server.offer
        if not self._greeted:
            return await self._say("503 5.5.1 EHLO first")
        if offer.tls_required and not self._tls:
            return await self._say("530 5.7.0 STARTTLS first")
        if offer.user and not self._user:
            return await self._say("530 5.7.0 AUTH first")
        if self._sender is not None:
            return await self._say("503 5.5.1 a mail is under way")
        found = PATH.fullmatch(rest[5:]) if rest[:5].upper() == "FROM:" else None
        if found is None:
            return await self._say("501 5.5.4 MAIL FROM:<address>")
        options = {name.upper(): value for name, _, value in (one.partition("=") for one in found[2].split())}
        unknown = set(options) - {"SIZE", "BODY"} - ({"SMTPUTF8"} if offer.smtputf8 else set())
        if unknown or (options and not self._extended):
            return await self._say("555 5.5.4 unknown parameter")
        if int(options.get("SIZE") or 0) > offer.size_bytes:
            return await self._say("552 5.3.4 too large")
        if not found[1].isascii() and "SMTPUTF8" not in options:
            return await self._say("553 5.6.7 not ASCII")
        if await self._met(Stage.MAIL):
            return None
        self._sender, self._utf8 = found[1], "SMTPUTF8" in options
        return await self._say("250 2.1.0 ok")

    async def _rcpt(self, rest: str) -> None:
        if self._sender is None:
            return await self._say("503 5.5.1 MAIL first")
        found = PATH.fullmatch(rest[3:]) if rest[:3].upper() == "TO:" else None
        if found is None or found[2] or "@" not in found[1]:
            return await self._say("501 5.1.3 RCPT TO:<address>")
        if not found[1].isascii() and not self._utf8:
            return await self._say("553 5.6.7 not ASCII")
        if not found[1].rpartition("@")[2].isascii():
            return await self._say("553 5.1.2 the domain is not in ASCII")
        if await self._met(Stage.RCPT, found[1]):
            return None
        self._recipients.append(found[1])
        return await self._say("250 2.1.5 ok")

    async def _data(self, rest: str) -> None:
        if rest or not self._recipients:
            return await self._say("503 5.5.1 RCPT first")
        if await self._met(Stage.DATA):
            return None
        await self._say("354 end with a dot on its own line")
        cut = self._server.faults.take(Stage.MESSAGE)
        content = bytearray()
        while True:
            line = await self._line(TEXT_LINE_BYTES)
            if cut is not None:
                self._writer.transport.abort()
                raise _Cut
            if line == b".\r\n":
                break
            content += line.removeprefix(b".")
        return await self._end(bytes(content))

    async def _end(self, content: bytes) -> None:
        sender, recipients = self._sender or "", self._recipients
        utf8 = self._utf8
        self._reset()
        if len(content) > self._server.offer.size_bytes:
            return await self._say("552 5.3.4 too large")
        if not utf8 and not content.partition(b"\r\n\r\n")[0].isascii():
            return await self._say("554 5.6.7 headers are not ASCII")
        fault = self._server.faults.take(Stage.END, recipients[0])
        keeps = fault is None or fault.taken
        mail = (
            self._server.keep(sender, recipients, content, tls=self._tls, user=self._user) if keeps else None
        )
        if fault is not None:
            if fault.delay_s:
                await asyncio.sleep(fault.delay_s)
            if fault.code:
                await self._say(f"{fault.code} as scripted")
            if fault.code in (0, 421):
                self._writer.transport.abort()
                raise _Cut
            return None
        return await self._say(f"250 2.0.0 taken as {mail.id if mail else 0}")
