"""The channels of this installation as ports, built from the settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from backend.actions.ports import Limit, Port
from backend.services import Services
from backend.settings import Settings
from bots.channels import telegram_decode, telegram_encode, twilio_forms, twilio_text, webchat
from bots.channels.rendered import Rendered
from bots.channels.sending import Ambiguous, Refused, Retry, SendResult, Sent
from bots.channels.twilio import TwilioSender, fetch
from bots.messages import Channel, Media

if TYPE_CHECKING:
    from bots.channels.telegram_sender import TelegramSender

TELEGRAM_SILENCE = b"{}"


class TelegramPort:
    """Sends by one bot token; the client is imported with the first call, in a thread, because that takes seconds."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token = token
        self._api_url = api_url
        self._bot: TelegramSender | None = None
        self._importing = asyncio.Lock()

    async def bot(self) -> TelegramSender:
        """The bot's client, made once."""
        async with self._importing:
            if self._bot is None:
                module = await asyncio.to_thread(import_module, "bots.channels.telegram_sender")
                self._bot = module.TelegramSender(self._token, self._api_url)
        return self._bot

    async def send(self, chat_key: str, rendered: Rendered, mark: str, skip_parts: int) -> SendResult:
        """One attempt; Telegram reports nothing later, so `mark` is not used."""
        return await (await self.bot()).send(chat_key, rendered, skip_parts)

    async def resolve(
        self,
        chat_key: str,
        rendered: Rendered,
        mark: str,
        since: datetime,
        sent_parts: int,
        known: Collection[str],
    ) -> SendResult | None:
        """Telegram cannot be asked what it took: send again; the same receipt number shows that it is a repeat."""
        return None

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file, at most 20 MB (getFile)."""
        async for chunk in (await self.bot()).fetch(media):
            yield chunk

    async def close(self) -> None:
        """Close the session."""
        if self._bot is not None:
            await self._bot.close()


class WhatsAppPort:
    """Sends from one WhatsApp sender of the Twilio account."""

    def __init__(self, sender: TwilioSender, from_: str, status_url: str) -> None:
        self.twilio = sender
        self.from_ = from_
        self._status_url = status_url

    def callback(self, mark: str) -> str:
        """Where Twilio reports on the message with this mark."""
        return f"{self._status_url}?o={mark}"

    async def send(self, chat_key: str, rendered: Rendered, mark: str, skip_parts: int) -> SendResult:
        """One attempt, with a status callback."""
        if rendered.template:
            return await self.twilio.send_template(
                self.from_, chat_key, rendered.template, {}, self.callback(mark)
            )
        return await self.twilio.send(
            self.from_, chat_key, rendered, self.callback(mark), skip_parts=skip_parts
        )

    async def resolve(
        self,
        chat_key: str,
        rendered: Rendered,
        mark: str,
        since: datetime,
        sent_parts: int,
        known: Collection[str],
    ) -> SendResult | None:
        """Look the message up in Twilio's list; where only its first parts are there, send the rest."""
        if rendered.template:
            # It only asks to be answered, and its words are not ours to look for: it is not worth a repetition.
            return Sent("")
        found = await self.twilio.resolve(
            self.from_, chat_key, rendered, since, sent_parts=sent_parts, known=known
        )
        match found:
            case Retry(after_s, _, parts, _) if after_s == 0:
                return await self.send(chat_key, rendered, mark, parts)
            case Sent() | Retry() | Ambiguous() | Refused() | None:
                return found

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file, at most 16 MB, fetched with the account's own credentials."""
        yield await fetch(self.twilio, media)

    async def close(self) -> None:
        """Close the connections."""
        await self.twilio.close()


def build(settings: Settings) -> dict[str, Port]:
    """The ports of the channels that the settings name; the web chat is always there."""
    ports: dict[str, Port] = {Channel.WEBCHAT: _webchat()}
    for channel, token in (
        (Channel.TELEGRAM, settings.telegram_token),
        (Channel.TELEGRAM_OBSERVER, settings.telegram_observer_token),
    ):
        if token:
            ports[channel] = _telegram(settings, channel, token)
    if settings.twilio_account_sid and settings.twilio_auth_token:
        account = TwilioSender(
            settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_url
        )
        for channel, number in (
            (Channel.WHATSAPP, settings.twilio_whatsapp_from),
            (Channel.WHATSAPP_OBSERVER, settings.twilio_observer_whatsapp_from),
        ):
            if number:
                ports[channel] = _whatsapp(settings, channel, number, account)
    return ports


def _telegram(settings: Settings, channel: Channel, token: str) -> Port:
    return Port(
        channel=channel,
        sender_key=f"telegram:{token.partition(':')[0]}",
        limit=Limit(settings.telegram_rate_per_s, settings.telegram_rate_per_s, 1.0, 3.0),
        decode=telegram_decode.decode,
        ride=_telegram_ride,
        silence=TELEGRAM_SILENCE,
        sender=TelegramPort(token, settings.telegram_api_url),
    )


def _telegram_ride(chat_key: str, rendered: Rendered, mark: str) -> bytes | None:
    return telegram_encode.encode_ride(chat_key, rendered) if telegram_encode.can_ride(rendered) else None


def _whatsapp(settings: Settings, channel: Channel, number: str, account: TwilioSender) -> Port:
    from_ = number if number.startswith("whatsapp:") else f"whatsapp:{number}"
    sender = WhatsAppPort(account, from_, f"{settings.public_url}/webhooks/twilio/status")

    def ride(chat_key: str, rendered: Rendered, mark: str) -> bytes | None:
        return None if rendered.photo else twilio_text.encode_ride(rendered, sender.callback(mark))

    return Port(
        channel=channel,
        sender_key=from_,
        limit=Limit(settings.whatsapp_rate_per_s, settings.whatsapp_rate_per_s, 2.0, 10.0),
        decode=twilio_forms.decode,
        ride=ride,
        silence=twilio_text.EMPTY_RIDE,
        numbers_buttons=True,
        sender=sender,
    )


def _webchat() -> Port:
    return Port(
        channel=Channel.WEBCHAT,
        sender_key="webchat",
        limit=Limit(1_000, 1_000, 100.0, 100.0),
        decode=webchat.decode,
        ride=lambda chat_key, rendered, mark: None,
        silence=b"{}",
        fetched=True,
    )


def of(services: Services) -> dict[str, Port]:
    """The ports of this process, built once."""
    ports = services.parts.get("ports")
    if ports is None:
        ports = services.parts["ports"] = build(services.settings)
    return ports


def webhook_bots(services: Services) -> list[tuple[Port, TelegramPort, str]]:
    """Each Telegram bot with its port's sender and webhook path."""
    found = []
    for channel, path in (
        (Channel.TELEGRAM, "/webhooks/telegram"),
        (Channel.TELEGRAM_OBSERVER, "/webhooks/telegram/observer"),
    ):
        port = of(services).get(channel)
        if port is not None and isinstance(port.sender, TelegramPort):
            found.append((port, port.sender, path))
    return found
