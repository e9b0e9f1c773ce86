"""One account: its senders, messages and templates, the 24-hour window, and the life of a message."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp

from bots.simulators.twilio import templates
from bots.simulators.twilio.clock import Clock
from bots.simulators.twilio.errors import DELIVERY_MESSAGES, TwilioError, TwimlError
from bots.simulators.twilio.records import API_VERSION, Call, Delivery, File, Message, Template, sid
from bots.simulators.twilio.specification import form_faults
from bots.simulators.twilio.twiml import Reply, read_messages
from bots.simulators.twilio.webhooks import Courier

WINDOW = timedelta(hours=24)
FILE_LIMIT_BYTES = 16 * 1024 * 1024
IMAGE_LIMIT_BYTES = 5 * 1024 * 1024
_ADDRESS = re.compile(r"whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9]{1,128})")
_PLAIN_NUMBER = re.compile(r"\+[1-9]\d{6,14}")

Spawn = Callable[[Coroutine[Any, Any, None]], None]


class Account:
    """The state of the simulator; touched in its loop only, read from anywhere."""

    def __init__(
        self,
        account_sid: str,
        senders: dict[str, str],
        clock: Clock,
        courier: Courier,
        spawn: Spawn,
        *,
        webhook_url: str,
        status_url: str = "",
        fallback_url: str = "",
        pace_s: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Open the account; see `app.create` for the arguments."""
        self.account_sid = account_sid
        self.senders = senders
        self.clock = clock
        self.courier = courier
        self.spawn = spawn
        self.webhook_url = webhook_url
        self.status_url = status_url
        self.fallback_url = fallback_url
        self.pace_s = pace_s
        self.messages: dict[str, Message] = {}
        self.templates: dict[str, Template] = {}
        self.calls: dict[str, Call] = {}
        self.deliveries: list[Delivery] = []
        self.chats: dict[tuple[str, str], list[Message]] = {}
        self.heard_at: dict[tuple[str, str], datetime] = {}
        self.unreachable: set[str] = set()

    def forget(self) -> None:
        """Forget everything that happened; the senders and addresses stay."""
        for memory in (self.messages, self.templates, self.calls, self.chats, self.heard_at):
            memory.clear()
        self.deliveries.clear()
        self.unreachable.clear()

    # Outgoing

    def accept(self, pairs: list[tuple[str, str]]) -> Message:
        """Judge a create call and start the message's life.

        Args:
            pairs: the form, in order.

        Raises:
            TwilioError: the call is refused; nothing was sent.
        """
        faults = form_faults("CreateMessage", pairs)
        if faults:
            raise TwilioError(20001, "; ".join(faults))
        form = dict(pairs)
        media = [value for name, value in pairs if name == "MediaUrl"]
        self._judge(form, media)
        message = self._outgoing("outbound-api", form["From"], form["To"], form.get("Body", "").strip())
        shown = None
        if form.get("ContentSid"):
            template = self.templates[form["ContentSid"]]
            shown = templates.fill(template, form.get("ContentVariables"))
            message.body, message.choices, message.choice_kind = shown.body, shown.choices, shown.choice_kind
            message.content_sid, message.template = template.sid, template.approval == "approved"
        message.status_callback = form.get("StatusCallback") or self.status_url
        message.files = [File(sid("ME"), "", b"", self.clock.now(), source=url) for url in media]
        self._begin(message, shown.fault if shown else 0)
        return message

    def answer(self, inbound: Message, reply: Reply) -> Message:
        """Send one `<Message>` of the answer to an inbound message."""
        message = self._outgoing("outbound-reply", inbound.recipient, reply.to or inbound.sender, reply.body)
        message.status_callback = reply.status_callback or self.status_url
        if reply.media:
            message.files = [File(sid("ME"), "", b"", self.clock.now(), source=reply.media)]
        self._begin(message, 0)
        return message

    def _judge(self, form: dict[str, str], media: list[str]) -> None:
        """The rules of a create call beyond the specification."""
        recipient, sender = form.get("To", ""), form.get("From", "")
        if not recipient:
            raise TwilioError(21604)
        if not sender:
            raise TwilioError(21603)
        if not _ADDRESS.fullmatch(recipient) and not _PLAIN_NUMBER.fullmatch(recipient):
            raise TwilioError(21211, recipient)
        if recipient.startswith("whatsapp:") != sender.startswith("whatsapp:"):
            raise TwilioError(21910)
        if sender not in self.senders.values():
            raise TwilioError(63007 if sender.startswith("whatsapp:") else 21212, sender)
        content_sid = form.get("ContentSid", "")
        if content_sid and content_sid not in self.templates:
            raise TwilioError(21655, content_sid)
        if form.get("ContentVariables") and not content_sid:
            raise TwilioError(21656)
        if len(form.get("Body", "")) > 1600:
            raise TwilioError(21617)
        if not content_sid and not form.get("Body", "").strip() and not media:
            raise TwilioError(21619)
        if len(media) > 1:
            raise TwilioError(21623)
        if any(not _http(url) for url in media):
            raise TwilioError(21620)
        callback = form.get("StatusCallback", "")
        if callback and not _http(callback):
            raise TwilioError(21609, callback)

    def _outgoing(self, direction: str, sender: str, recipient: str, body: str) -> Message:
        """A new outgoing message in its first status, which no callback tells."""
        now = self.clock.now()
        return Message(
            sid("SM"),
            self.account_sid,
            direction,
            sender,
            recipient,
            body,
            "queued",
            now,
            now,
            statuses=["queued"],
        )

    def _begin(self, message: Message, fault: int) -> None:
        """Record a message and let it live."""
        if message.files:
            message.sid = "MM" + message.sid[2:]
        self.messages[message.sid] = message
        self.spawn(self._live(message, fault))

    def window_open(self, sender: str, person: str) -> bool:
        """Whether the person wrote to the sender in the last 24 hours."""
        heard = self.heard_at.get((sender, person))
        return heard is not None and self.clock.now() - heard < WINDOW

    async def _live(self, message: Message, fault: int) -> None:
        """From queued to delivered, or to failed; each step is told by a callback."""
        await self.clock.sleep(self.pace_s[0])
        if not fault and message.recipient in self.unreachable:
            fault = 63024
        if not fault and not message.template and not self.window_open(message.sender, message.recipient):
            fault = 63016
        if not fault and message.files and not await self._load(message.files[0]):
            fault = 63019
        if fault:
            message.error_code, message.error_message = fault, DELIVERY_MESSAGES[fault]
            await self.move(message, "undelivered" if fault == 63024 else "failed")
            return
        message.sent_at = self.clock.now()
        self.chats.setdefault((message.sender, message.recipient), []).append(message)
        await self.move(message, "sent")
        await self.clock.sleep(self.pace_s[1])
        await self.move(message, "delivered")

    async def _load(self, file: File) -> bool:
        """Fetch an outgoing file as Twilio does; False when it can't be sent."""
        try:
            limits = aiohttp.ClientTimeout(total=10)
            async with self.courier.session.get(file.source, timeout=limits) as answer:
                file.content = await answer.content.read(FILE_LIMIT_BYTES + 1)
                while len(file.content) <= FILE_LIMIT_BYTES and not answer.content.at_eof():
                    file.content += await answer.content.read(FILE_LIMIT_BYTES + 1 - len(file.content))
                file.content_type = answer.content_type
                return answer.status == 200 and fits(file.content_type, len(file.content))
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def move(self, message: Message, status: str) -> None:
        """Put a message into a status and tell it."""
        message.status, message.updated_at = status, self.clock.now()
        message.statuses = [*message.statuses, status]
        if not message.status_callback:
            return
        params = {
            "ChannelPrefix": "whatsapp",
            "ApiVersion": API_VERSION,
            "MessageStatus": status,
            "SmsStatus": status,
            "SmsSid": message.sid,
            "MessageSid": message.sid,
            "AccountSid": self.account_sid,
            "ChannelInstallSid": "XE" + self.account_sid[2:],
            "ChannelToAddress": message.recipient.removeprefix("whatsapp:"),
            "From": message.sender,
            "To": message.recipient,
            "StructuredMessage": "true" if message.choices else "false",
        }
        if status == "read":
            params["EventType"] = "READ"
        if message.error_code:
            params |= {"ErrorCode": str(message.error_code), "ErrorMessage": message.error_message or ""}
        await self._tell("status", message.status_callback, params, message.sid, message.recipient)

    # Incoming

    async def receive(
        self,
        sender: str,
        person: str,
        body: str,
        extras: dict[str, str],
        file: File | None = None,
    ) -> Message:
        """A person's message: recorded, told by webhook, and our answer applied.

        Args:
            sender: our address that the person wrote to.
            person: the person's address.
            body: the text.
            extras: webhook fields beyond the resource.
            file: at most one.
        """
        now = self.clock.now()
        message = Message(
            sid("MM" if file else "SM"), self.account_sid, "inbound", person, sender, body, "received",
            now, now, sent_at=now, extras=extras, files=[file] if file else [],
        )  # fmt: skip
        self.messages[message.sid] = message
        self.chats.setdefault((sender, person), []).append(message)
        self.heard_at[(sender, person)] = now
        await self._tell("message", self.webhook_url, self._inbound_params(message), message.sid, person)
        return message

    def _inbound_params(self, message: Message) -> dict[str, str]:
        """The form of a message webhook."""
        params = {
            "SmsMessageSid": message.sid,
            "NumMedia": str(len(message.files)),
            "SmsSid": message.sid,
            "SmsStatus": "received",
            "Body": message.body,
            "To": message.recipient,
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "MessageSid": message.sid,
            "AccountSid": self.account_sid,
            "From": message.sender,
            "ApiVersion": API_VERSION,
            **message.extras,
        }
        for place, file in enumerate(message.files):
            params[f"MediaUrl{place}"] = "https://api.twilio.com" + message.media_uri(file)
            params[f"MediaContentType{place}"] = file.content_type
        return params

    async def _tell(self, kind: str, url: str, params: dict[str, str], about: str, person: str) -> None:
        """Deliver a webhook; returns when it is through, or when a fault holds it back."""
        delivery = Delivery(sid("EV"), kind, url, about, params, str(uuid4()))
        self.deliveries.append(delivery)
        through = asyncio.Event()
        self.spawn(self._deliver(delivery, person, through))
        await through.wait()

    async def _deliver(self, delivery: Delivery, person: str, through: asyncio.Event) -> None:
        """Deliver, then apply the answer of a message webhook."""
        try:
            fallback = self.fallback_url if delivery.kind == "message" else ""
            answer = await self.courier.deliver(delivery, person, fallback, through.set)
            if answer is not None and delivery.kind == "message":
                self._apply(delivery, answer.content_type, answer.body)
        finally:
            through.set()

    def _apply(self, delivery: Delivery, content_type: str, body: bytes) -> None:
        """Send what the answer says, or raise the alert."""
        try:
            replies = read_messages(content_type, body)
        except TwimlError as error:
            delivery.alert, delivery.alert_text = error.code, str(error)
            return
        for reply in replies:
            self.answer(self.messages[delivery.about], reply)


def fits(content_type: str, size_bytes: int) -> bool:
    """Whether WhatsApp carries a file of this type and size."""
    limit = IMAGE_LIMIT_BYTES if content_type.startswith("image/") else FILE_LIMIT_BYTES
    return 0 < size_bytes <= limit


def _http(url: str) -> bool:
    """Whether it is an absolute http(s) address."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
