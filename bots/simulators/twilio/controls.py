"""The simulator's own doors under `/_sim/`, and the page of the virtual phones at `/`.

They are open: the simulator listens on the loopback and holds no real person's data.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from bots.simulators.faults import Fault
from bots.simulators.twilio.phone import Phone
from bots.simulators.twilio.records import Message
from bots.simulators.twilio.wire import Reply, Request, answer

if TYPE_CHECKING:
    from bots.simulators.twilio.app import Simulator

_PHONE = r"/_sim/phones/(?P<number>\+[1-9]\d{6,14})"


class Saying(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `say`."""

    text: str
    forwarded: bool = False
    reply_to: str = ""


class Pressing(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `press`: a position or a label."""

    which: int | str


class Sending(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `media`; `content` is base64."""

    content: str
    content_type: str
    caption: str = ""
    name: str = ""
    as_document: bool = False


class Sharing(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `location`, degrees."""

    latitude: float
    longitude: float
    label: str = ""
    address: str = ""


class Advancing(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `PUT /_sim/clock`."""

    advance_s: float


class Approving(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `PUT /_sim/templates/{sid}/approval`."""

    approval: str


class Controls:
    """The routes of the simulator's own doors."""

    def __init__(self, simulator: Simulator) -> None:
        """Prepare the table of routes."""
        self._simulator = simulator
        self._table: list[tuple[str, str, Callable[..., Awaitable[Reply]]]] = [
            ("GET", "/", self._page),
            ("GET", "/_sim/senders", self._senders),
            ("GET", "/_sim/messages", self._messages),
            ("GET", "/_sim/deliveries", self._deliveries),
            ("GET", "/_sim/faults", self._faults),
            ("POST", "/_sim/faults", self._arm),
            ("DELETE", "/_sim/faults", self._disarm),
            ("GET", "/_sim/clock", self._clock),
            ("PUT", "/_sim/clock", self._advance),
            ("GET", "/_sim/failures", self._failures),
            ("PUT", r"/_sim/templates/(?P<sid>HX[0-9a-f]{32})/approval", self._approve),
            ("GET", "/_sim/phones", self._phones),
            ("GET", _PHONE, self._transcript),
            ("POST", _PHONE + "/say", self._say),
            ("POST", _PHONE + "/press", self._press),
            ("POST", _PHONE + "/media", self._media),
            ("POST", _PHONE + "/location", self._location),
            ("POST", _PHONE + "/read", self._read),
            ("GET", r"/_sim/files/(?P<sid>ME[0-9a-f]{32})", self._file),
        ]

    async def answer(self, request: Request) -> Reply:
        """Answer a request to the simulator's own doors."""
        for method, path, handler in self._table:
            found = re.fullmatch(path, request.path)
            if found is None or method != request.method:
                continue
            try:
                return await handler(request, **found.groupdict())
            except (msgspec.DecodeError, msgspec.ValidationError, ValueError, LookupError) as error:
                return answer({"error": str(error)}, 400)
        return answer({"error": "not found"}, 404)

    async def _page(self, request: Request) -> Reply:
        page = files("bots.simulators.twilio").joinpath("page.html").read_bytes()
        return Reply(200, page, "text/html; charset=utf-8")

    async def _senders(self, request: Request) -> Reply:
        return answer(self._simulator.account.senders)

    async def _messages(self, request: Request) -> Reply:
        """Every accepted message, oldest first, with what the API does not show."""
        return answer([_shown(message) for message in self._simulator.account.messages.values()])

    async def _deliveries(self, request: Request) -> Reply:
        """Every webhook, oldest first."""
        return answer(self._simulator.account.deliveries)

    async def _faults(self, request: Request) -> Reply:
        return answer({"armed": self._simulator.faults.armed(), "fired": self._simulator.faults.fired()})

    async def _arm(self, request: Request) -> Reply:
        self._simulator.faults.arm(msgspec.json.decode(request.body, type=Fault))
        return answer({"armed": self._simulator.faults.armed()}, 201)

    async def _disarm(self, request: Request) -> Reply:
        self._simulator.faults.clear()
        return Reply(204)

    async def _clock(self, request: Request) -> Reply:
        clock = self._simulator.clock
        return answer({"now": clock.now().isoformat(), "virtual": clock.virtual})

    async def _advance(self, request: Request) -> Reply:
        wanted = msgspec.json.decode(request.body, type=Advancing)
        self._simulator.clock.advance(wanted.advance_s)
        return await self._clock(request)

    async def _failures(self, request: Request) -> Reply:
        return answer(self._simulator.failures)

    async def _approve(self, request: Request, sid: str) -> Reply:
        """WhatsApp's decision about a template."""
        approval = msgspec.json.decode(request.body, type=Approving).approval
        if approval not in ("approved", "rejected"):
            raise ValueError("approved or rejected")
        self._simulator.account.templates[sid].approval = approval
        return answer(self._simulator.account.templates[sid].resource())

    async def _phones(self, request: Request) -> Reply:
        return answer(
            [
                {"number": phone.number, "name": phone.name, "sender": phone.sender}
                for phone in self._simulator.phones()
            ]
        )

    def _phone(self, request: Request, number: str) -> Phone:
        """The phone of the address; `?sender=` names one of our senders, `?name=` the profile."""
        return self._simulator.phone(number, request.asked("name"), request.asked("sender"))

    async def _transcript(self, request: Request, number: str) -> Reply:
        return answer(self._phone(request, number).transcript())

    def _sent(self, sid: str) -> Reply:
        """The message's id, and in `trouble` why our webhook was not heard or not followed."""
        told = next(one for one in reversed(self._simulator.account.deliveries) if one.about == sid)
        trouble = f"{told.alert} {told.alert_text}" if told.alert else ""
        return answer({"sid": sid, "webhook": told.outcome, "trouble": trouble}, 201)

    async def _say(self, request: Request, number: str) -> Reply:
        said = msgspec.json.decode(request.body, type=Saying)
        phone = self._phone(request, number)
        return self._sent(await phone.say(said.text, forwarded=said.forwarded, reply_to=said.reply_to))

    async def _press(self, request: Request, number: str) -> Reply:
        pressed = msgspec.json.decode(request.body, type=Pressing)
        return self._sent(await self._phone(request, number).press(pressed.which))

    async def _media(self, request: Request, number: str) -> Reply:
        sent = msgspec.json.decode(request.body, type=Sending)
        try:
            content = base64.b64decode(sent.content, validate=True)
        except binascii.Error as error:
            raise ValueError("content is not base64") from error
        sid = await self._phone(request, number).send_media(
            content, sent.content_type, sent.caption, name=sent.name, as_document=sent.as_document
        )
        return self._sent(sid)

    async def _location(self, request: Request, number: str) -> Reply:
        shared = msgspec.json.decode(request.body, type=Sharing)
        sid = await self._phone(request, number).share_location(
            shared.latitude, shared.longitude, shared.label, shared.address
        )
        return self._sent(sid)

    async def _read(self, request: Request, number: str) -> Reply:
        await self._phone(request, number).read()
        return Reply(204)

    async def _file(self, request: Request, sid: str) -> Reply:
        """The bytes of a file, for the page; never as a document of this origin."""
        for message in self._simulator.account.messages.values():
            for file in message.files:
                if file.sid == sid:
                    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
                    return Reply(200, file.content, file.content_type, headers)
        return answer({"error": "not found"}, 404)


def _shown(message: Message) -> dict[str, Any]:
    """A message with its inner history."""
    return message.resource() | {
        "statuses": message.statuses,
        "status_callback": message.status_callback,
        "content_sid": message.content_sid,
        "choices": message.choices,
        "extras": message.extras,
        "files": [
            {"sid": file.sid, "content_type": file.content_type, "size_bytes": len(file.content)}
            for file in message.files
        ],
    }
