"""Scripted faults: the script itself, and each fault of a call as the real client meets it."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from bots.simulators.faults import CALL_FAULTS, DELIVERY_FAULTS, Fault, FaultKind, FaultScript
from bots.simulators.telegram.phones import Phone
from bots.simulators.telegram.simulator import Simulator
from tests.simulators.telegram.conftest import VOTER, eventually


@pytest.fixture
def ana(simulator: Simulator) -> Phone:
    """A person who has started the voters' bot."""
    phone = simulator.phone(VOTER, "Ana")
    phone.start()
    return phone


def test_every_kind_of_fault_is_of_one_side() -> None:
    """A fault meets either our calls or the deliveries to us."""
    assert set(FaultKind) == CALL_FAULTS | DELIVERY_FAULTS
    assert not CALL_FAULTS & DELIVERY_FAULTS


def test_a_fault_waits_for_its_call() -> None:
    """Operation (any case), chat, skipped calls and count decide which calls it meets."""
    script = FaultScript()
    script.arm(Fault(FaultKind.TOO_MANY, operation="sendMessage", chat="5", skip=1, times=2))

    def taken(operation: str, chat: str) -> bool:
        return script.take(CALL_FAULTS, operation, chat) is not None

    assert not taken("sendPhoto", "5")
    assert not taken("sendMessage", "6")
    assert not taken("sendmessage", "5")
    assert taken("sendmessage", "5")
    assert taken("sendMessage", "5")
    assert not taken("sendMessage", "5")
    assert script.armed() == []
    assert len(script.fired()) == 2


def test_a_fault_of_the_other_side_is_not_taken() -> None:
    """A delivery's fault never meets a call."""
    script = FaultScript()
    script.arm(Fault(FaultKind.DUPLICATE))
    assert script.take(CALL_FAULTS, "sendMessage", "") is None
    assert script.take(DELIVERY_FAULTS, "webhook", "1") is not None


def test_a_fault_for_ever_stays_until_cleared() -> None:
    """`times=0` never runs out; clearing disarms and keeps the record."""
    script = FaultScript()
    script.arm(Fault(FaultKind.SERVER_ERROR, times=0))
    assert all(script.take(CALL_FAULTS, "getMe", "") for _ in range(50))
    script.clear()
    assert script.take(CALL_FAULTS, "getMe", "") is None
    assert len(script.fired()) == 50


async def test_429_tells_when_and_accepts_nothing(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """`parameters.retry_after` reaches the client; the next call passes."""
    simulator.arm(Fault(FaultKind.TOO_MANY, operation="sendMessage", retry_after_s=17))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(ana.chat_id, "x")
    assert refusal.value.retry_after == 17
    assert simulator.sends() == []
    await bot.send_message(ana.chat_id, "x")
    assert len(simulator.sends()) == 1


async def test_a_server_error_accepts_nothing(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """502 with Telegram's text."""
    simulator.arm(Fault(FaultKind.SERVER_ERROR, status=502))
    with pytest.raises(TelegramServerError, match="Bad Gateway"):
        await bot.send_message(ana.chat_id, "x")
    assert ana.received() == []


@pytest.mark.parametrize(
    "kind, accepted", [(FaultKind.DROP_BEFORE, 0), (FaultKind.DROP_AFTER, 1), (FaultKind.TIMEOUT_AFTER, 1)]
)
async def test_a_lost_answer_looks_the_same_either_way(
    simulator: Simulator, bot: Bot, ana: Phone, kind: FaultKind, accepted: int
) -> None:
    """The client only sees a broken connection; the phone shows whether it was accepted."""
    simulator.arm(Fault(kind, operation="sendMessage", delay_s=0.05))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ana.chat_id, "x")
    await eventually(lambda: len(ana.received()) == accepted)
    assert len(simulator.sends()) == accepted


async def test_a_slow_answer_is_still_an_answer(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """Accepted and answered, only late."""
    simulator.arm(Fault(FaultKind.SLOW, delay_s=0.05))
    assert (await bot.send_message(ana.chat_id, "x")).text == "x"
