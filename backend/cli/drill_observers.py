"""Observers of the drill: bound by a link, reporting by chat, each counting what came back."""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
import string
import time
from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from backend.cli.drill_service import BORN, CENTRE, DrillFailed, Service
from backend.cli.simulators import DEMO_BOT
from backend.locales.texts import Texts
from bots.simulators.telegram.phones import Phone as TelegramPhone
from bots.simulators.twilio.phone import Phone as WhatsAppPhone

BIND_LIMIT_S = 30.0
RECEIPT_LIMIT_S = 30.0
LOOK_S = 0.02
LANGUAGE = "sq"
FINISH = {"sq": "/mbaro"}


class Chat(Protocol):
    """A phone of either provider."""

    async def say(self, text: str) -> None:
        """Write a text."""

    def heard(self) -> list[str]:
        """Every text that came, oldest first."""


class TelegramChat:
    """A phone on the simulated Telegram."""

    def __init__(self, phone: TelegramPhone) -> None:
        self._phone = phone

    async def say(self, text: str) -> None:
        """Write a text; the simulator delivers it by itself."""
        self._phone.say(text)

    def heard(self) -> list[str]:
        """Every text of the bot."""
        return [bubble.text for bubble in self._phone.received()]


class WhatsAppChat:
    """A phone on the simulated WhatsApp."""

    def __init__(self, phone: WhatsAppPhone) -> None:
        self._phone = phone

    async def say(self, text: str) -> None:
        """Write a text; returns when the webhook was answered or given up."""
        await self._phone.say(text)

    def heard(self) -> list[str]:
        """Every text of the other side."""
        return [line.text for line in self._phone.transcript() if not line.mine]


class Sent(msgspec.Struct):
    """One report as its observer knows it.

    Attributes:
        mark: a word that stands in no other report.
        receipt_s: seconds until the receipt was on the phone, None while it is not.
        number: of the report, from the receipt.
    """

    mark: str
    receipt_s: float | None = None
    number: str = ""


class Observer:
    """One observer with a phone; one report at a time."""

    def __init__(self, service: Service, chat: Chat, texts: Texts) -> None:
        self._service, self._chat = service, chat
        receipt = texts.text(
            LANGUAGE, "report-receipt", number="@", at="", place="none", standing="accredited"
        )
        self._receipt = re.compile(re.escape(receipt.partition("@")[0]) + r"(RP-\d{4}-\d+)")
        self._bound = texts.text(LANGUAGE, "bound", election="none").partition(".")[0]
        self.sent: list[Sent] = []
        self.busy = asyncio.Lock()

    async def bind(self) -> None:
        """Accredit, open the link in the chat, confirm with the birth date.

        Raises:
            DrillFailed: the chat is not bound in time.
        """
        code = await asyncio.to_thread(self._service.accredit)
        word = "/start" if isinstance(self._chat, TelegramChat) else "VEZHGO"
        await self._chat.say(f"{word} {code}")
        await self._until(lambda heard: bool(heard), 0, BIND_LIMIT_S)
        # The words of the question are not compared: the birth date is the only answer that is right here.
        await self._quiet()
        await self._chat.say(BORN)
        if not await self._until(lambda heard: any(self._bound in text for text in heard), 0, BIND_LIMIT_S):
            raise DrillFailed("an observer could not be bound")
        await self._quiet()

    async def report(self, mark: str) -> None:
        """Send one report in one message, wait for its receipt, and close it."""
        async with self.busy:
            one = Sent(mark)
            self.sent.append(one)
            before, begun = len(self._chat.heard()), time.monotonic()
            await self._chat.say(f"QV {CENTRE} familja voton bashkë, prova {mark}")
            if await self._until(
                lambda heard: any(self._receipt.search(t) for t in heard), before, RECEIPT_LIMIT_S
            ):
                one.receipt_s = time.monotonic() - begun
                one.number = next(
                    found[1] for t in self._chat.heard()[before:] if (found := self._receipt.search(t))
                )
            before = len(self._chat.heard())
            await self._chat.say(FINISH[LANGUAGE])
            await self._until(lambda heard: bool(heard), before, RECEIPT_LIMIT_S)
            await self._quiet()

    def receipts(self) -> list[str]:
        """The number of every receipt that came, as often as it came."""
        return [found[1] for text in self._chat.heard() if (found := self._receipt.search(text))]

    async def _until(self, wanted: Callable[[list[str]], bool], after: int, limit_s: float) -> bool:
        give_up_at = time.monotonic() + limit_s
        while time.monotonic() < give_up_at:
            if wanted(self._chat.heard()[after:]):
                return True
            await asyncio.sleep(LOOK_S)
        return False

    async def _quiet(self, quiet_s: float = 0.4) -> None:
        """Until nothing more comes for a moment, at most some seconds."""
        give_up_at = time.monotonic() + 5.0
        seen, since = len(self._chat.heard()), time.monotonic()
        while time.monotonic() - since < quiet_s and time.monotonic() < give_up_at:
            await asyncio.sleep(LOOK_S)
            if len(self._chat.heard()) != seen:
                seen, since = len(self._chat.heard()), time.monotonic()


def make(service: Service, count: int) -> list[Observer]:
    """Observers, one by Telegram and one by WhatsApp in turn."""
    texts = Texts(strict=False)
    made = []
    for number in range(1, count + 1):
        if number % 2:
            chat: Chat = TelegramChat(service.telegram.phone(DEMO_BOT, f"Prova {number}"))
        else:
            chat = WhatsAppChat(service.twilio.phone(f"+35569{number:07d}", f"Prova {number}"))
        made.append(Observer(service, chat, texts))
    return made


def marks() -> Iterator[str]:
    """Words of letters only, so that none can be read as the code of a place; others at every drill."""
    salt = "".join(secrets.choice(string.ascii_lowercase) for _ in range(5))
    for letters in itertools.product(string.ascii_lowercase, repeat=4):
        yield f"zz{salt}{''.join(letters)}zz"
