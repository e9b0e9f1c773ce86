"""A virtual WhatsApp phone: what a person does, and what they see."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec

from bots.simulators.twilio.account import FILE_LIMIT_BYTES, Account, fits
from bots.simulators.twilio.records import File, Message, sid

Run = Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]]
_NUMBERED = re.compile(r"^(\d{1,2})\. (.+)$", re.MULTILINE)
_POLL_S = 0.005


class Line(msgspec.Struct, frozen=True):
    """One bubble of the chat.

    Attributes:
        mine: True when this phone sent it.
        choices: buttons or list items to press: (id, title).
        files: (media sid, content type) of each file.
        location: (latitude, longitude) or None.
    """

    sid: str
    mine: bool
    text: str
    at: str
    status: str
    choices: list[tuple[str, str]] = []
    files: list[tuple[str, str]] = []
    location: tuple[str, str] | None = None


class Phone:
    """One person's chat with one sender. Its methods work from any loop and thread."""

    def __init__(self, account: Account, run: Run, number: str, name: str, sender: str) -> None:
        """Open the chat.

        Args:
            account: where it lives.
            run: carries a coroutine into the simulator's loop.
            number: `+355...`.
            name: the profile name.
            sender: our sender's address.
        """
        self._account = account
        self._run = run
        self.number = number
        self.name = name
        self.sender = sender
        self.address = f"whatsapp:{number}"
        self._seen = 0

    # What a person does

    async def say(self, text: str, *, forwarded: bool = False, reply_to: str = "") -> str:
        """Write a text; returns its sid when our webhook has answered, or a fault held it back.

        Raises:
            ValueError: WhatsApp would not send an empty text, or one above 4,096 characters.
        """
        if not text.strip() or len(text) > 4096:
            raise ValueError("a WhatsApp text has 1 to 4096 characters")
        extras = {"Forwarded": "true"} if forwarded else {}
        if reply_to:
            extras |= {"OriginalRepliedMessageSid": reply_to, "OriginalRepliedMessageSender": self.sender}
        return await self._send(text, "text", extras)

    async def press(self, which: int | str) -> str:
        """Choose from the last message that offers something: by position (1 is the first) or by label.

        A real button sends its payload; a numbered text makes the person type the number.

        Raises:
            LookupError: nothing offers that choice.
        """
        for line in reversed(self.transcript()):
            if line.mine:
                continue
            if line.choices:
                return await self._press_choice(line, which)
            numbered = _NUMBERED.findall(line.text)
            if numbered:
                for number, label in numbered:
                    if which in (int(number), label.strip()):
                        return await self.say(number)
                break
        raise LookupError(f"no choice {which!r}")

    async def _press_choice(self, line: Line, which: int | str) -> str:
        """Press a real button or list item."""
        pressed = [choice for place, choice in enumerate(line.choices, 1) if which in (place, choice[1])]
        if not pressed:
            raise LookupError(f"no choice {which!r}")
        payload, title = pressed[0]
        message = self._account.messages[line.sid]
        extras = {"OriginalRepliedMessageSid": line.sid, "OriginalRepliedMessageSender": self.sender}
        if message.choice_kind == "list-picker":
            extras |= {"ListId": payload, "ListTitle": title}
            return await self._send(title, "interactive", extras)
        return await self._send(title, "button", extras | {"ButtonText": title, "ButtonPayload": payload})

    async def send_media(
        self,
        content: bytes,
        content_type: str,
        caption: str = "",
        *,
        name: str = "",
        as_document: bool = False,
    ) -> str:
        """Send one file. A document carries its name instead of a caption, as Twilio passes it on.

        Raises:
            ValueError: the file is empty or larger than WhatsApp carries.
        """
        limit_keeps = (
            0 < len(content) <= FILE_LIMIT_BYTES if as_document else fits(content_type, len(content))
        )
        if not limit_keeps:
            raise ValueError("WhatsApp would not send a file of this size")
        family = content_type.partition("/")[0]
        kind = family if family in ("image", "video", "audio") and not as_document else "document"
        kind = "sticker" if content_type == "image/webp" else kind
        file = File(sid("ME"), content_type, content, self._account.clock.now(), key=sid(""))
        return await self._send(name if kind == "document" and name else caption, kind, {}, file)

    async def share_location(
        self, latitude: float, longitude: float, label: str = "", address: str = ""
    ) -> str:
        """Share a position in WGS 84 degrees."""
        extras = {"Latitude": str(latitude), "Longitude": str(longitude)}
        extras |= {name: value for name, value in (("Label", label), ("Address", address)) if value}
        return await self._send("", "location", extras)

    async def read(self) -> None:
        """Open the chat: what was delivered becomes read, and the callbacks say so."""

        async def reading() -> None:
            for message in list(self._chat()):
                if message.direction != "inbound" and message.status == "delivered":
                    await self._account.move(message, "read")

        await self._run(reading())

    async def _send(
        self, body: str, message_type: str, extras: dict[str, str], file: File | None = None
    ) -> str:
        """Hand a message to the account, in its loop."""
        told = {
            "ProfileName": self.name,
            "MessageType": message_type,
            "WaId": self.number.removeprefix("+"),
            **extras,
        }
        message = await self._run(self._account.receive(self.sender, self.address, body, told, file))
        return message.sid

    # What a person sees

    def transcript(self) -> list[Line]:
        """The whole chat, oldest first."""
        return [_line(message) for message in list(self._chat())]

    def last(self) -> Line | None:
        """The last bubble of the other side."""
        return next((line for line in reversed(self.transcript()) if not line.mine), None)

    async def wait_for(self, containing: str = "", timeout_s: float = 5.0) -> Line:
        """The next bubble of the other side that holds a text; those before it count as seen.

        Args:
            containing: part of the text; empty takes any bubble.
            timeout_s: real seconds.

        Raises:
            TimeoutError: none came.
        """
        give_up_at = time.monotonic() + timeout_s
        while True:
            lines = self.transcript()
            for place in range(self._seen, len(lines)):
                if not lines[place].mine and containing in lines[place].text:
                    self._seen = place + 1
                    return lines[place]
            if time.monotonic() > give_up_at:
                unseen = [line.text for line in lines[self._seen :] if not line.mine]
                raise TimeoutError(f"no bubble holds {containing!r}; unseen: {unseen!r}")
            await asyncio.sleep(_POLL_S)

    def _chat(self) -> list[Message]:
        """The messages of this chat that the phone has."""
        return self._account.chats.get((self.sender, self.address), [])


def _line(message: Message) -> Line:
    """A message as a bubble."""
    extras = message.extras
    place = (extras["Latitude"], extras["Longitude"]) if "Latitude" in extras else None
    return Line(
        sid=message.sid,
        mine=message.direction == "inbound",
        text=message.body,
        at=message.created_at.isoformat(),
        status=message.status,
        choices=list(message.choices),
        files=[(file.sid, file.content_type) for file in message.files],
        location=place,
    )
