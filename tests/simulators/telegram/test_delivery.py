"""Webhook delivery as Telegram does it: header, order, one in flight, redelivery, retention, replies inside."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError

from bots.simulators.faults import Fault, FaultKind
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.phones import Phone
from bots.simulators.telegram.simulator import Simulator
from tests.simulators.telegram.conftest import VOTER, Receiver, eventually, settled

SECRET = "S3cret_-secret"


@pytest.fixture
def ana(simulator: Simulator) -> Phone:
    """A person who has not started the bot."""
    return simulator.phone(VOTER, "Ana")


async def test_an_update_carries_the_secret_header(
    bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """The registered secret comes in `X-Telegram-Bot-Api-Secret-Token`, the body as JSON."""
    await bot.set_webhook(hook, secret_token=SECRET)
    ana.say("Përshëndetje")
    await eventually(lambda: len(receiver.updates) == 1)
    assert receiver.headers[0]["x-telegram-bot-api-secret-token"] == SECRET
    assert receiver.headers[0]["content-type"] == "application/json"
    assert receiver.updates[0]["message"]["text"] == "Përshëndetje"


async def test_a_chat_has_one_update_in_flight_and_keeps_its_order(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str
) -> None:
    """Chats run side by side up to max_connections, the updates of one chat one after another."""
    receiver.hold_s = 0.03
    phones = [simulator.phone(VOTER, f"P{number}") for number in range(6)]
    for round_number in range(3):
        for phone in phones:
            phone.say(f"{round_number}")
    await bot.set_webhook(hook, max_connections=4)
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert receiver.widest == 4
    assert set(receiver.widest_by_chat.values()) == {1}
    for phone in phones:
        mine = [one["message"] for one in receiver.updates if one["message"]["chat"]["id"] == phone.chat_id]
        assert [one["text"] for one in mine] == ["0", "1", "2"]


async def test_a_failure_is_tried_again_after_a_doubling_pause(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone, clock: SimClock
) -> None:
    """1, 2, 4 ... seconds, never above a random 60 to 120; later updates of the chat wait."""
    receiver.always = (500, {}, b"")
    await bot.set_webhook(hook)
    ana.say("një")
    ana.say("dy")
    expected_s = 1.0
    for tries in range(1, 10):
        await eventually(lambda wanted=tries: len(simulator.deliveries()) == wanted)
        (first, _second) = simulator.bot(VOTER).queue
        pause_s = first.due_at - clock.now()
        assert pause_s == expected_s if expected_s <= 60 else 60 <= pause_s <= 120
        clock.advance(pause_s - 0.5)
        clock.advance(0.5)
        expected_s *= 2
    await eventually(lambda: len(simulator.deliveries()) == 10)
    assert {one["message"]["text"] for one in receiver.updates} == {"një"}
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (
        2,
        "Wrong response from the webhook: 500 Internal Server Error",
    )
    receiver.always = (200, {}, b"")
    clock.advance(120)
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert [one["message"]["text"] for one in receiver.updates[-2:]] == ["një", "dy"]


@pytest.mark.parametrize("told, obeyed_s", [("7", 7), ("99999", 3600), ("soon", 1)])
async def test_retry_after_is_obeyed_up_to_an_hour(
    simulator: Simulator,
    bot: Bot,
    receiver: Receiver,
    hook: str,
    ana: Phone,
    clock: SimClock,
    told: str,
    obeyed_s: int,
) -> None:
    """503 with Retry-After sets the pause, clamped to 3600 s; a malformed one is ignored."""
    receiver.then(503, {"Retry-After": told})
    await bot.set_webhook(hook)
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 1)
    clock.advance(obeyed_s - 0.01)
    await settled()
    assert len(receiver.updates) == 1
    clock.advance(0.01)
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert [one.status for one in simulator.deliveries()] == [503, 200]
    assert receiver.updates[0] == receiver.updates[1]


async def test_a_closed_door_is_a_failure_too(simulator: Simulator, bot: Bot, hook: str, ana: Phone) -> None:
    """A refused connection is noted with status 0 and the update stays."""
    await bot.set_webhook("http://127.0.0.1:9/webhooks/telegram")
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 1)
    assert (simulator.deliveries()[0].status, simulator.deliveries()[0].error) == (0, "Connection refused")
    await bot.set_webhook(hook)
    await eventually(lambda: simulator.pending(VOTER) == 0)


async def test_registering_again_delivers_at_once(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """A new setWebhook ends the pauses of the former one, without moving the clock."""
    receiver.then(500)
    await bot.set_webhook(hook)
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 1)
    await bot.set_webhook(hook)
    await eventually(lambda: simulator.pending(VOTER) == 0)


async def test_an_update_lives_24_hours(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone, clock: SimClock
) -> None:
    """What was not fetched in a day is gone; what is younger arrives."""
    ana.say("yesterday")
    clock.advance(24 * 3600 - 10)
    ana.say("today")
    clock.advance(11)
    await bot.set_webhook(hook)
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert [one["message"]["text"] for one in receiver.updates] == ["today"]


async def test_410_for_23_hours_closes_the_webhook(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone, clock: SimClock
) -> None:
    """Until then it is tried; afterwards no webhook is registered."""
    receiver.always = (410, {}, b"")
    await bot.set_webhook(hook)
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 1)
    clock.advance(3600)
    await eventually(lambda: len(simulator.deliveries()) == 2)
    assert (await bot.get_webhook_info()).url == hook
    clock.advance(22 * 3600)
    await eventually(lambda: len(simulator.deliveries()) == 3)
    assert (await bot.get_webhook_info()).url == ""


async def test_a_method_in_the_answer_is_performed(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """The reply appears on the phone, and is listed as a send that rode."""
    await bot.set_webhook(hook)
    receiver.then(200, body={"method": "sendMessage", "chat_id": ana.chat_id, "text": "Mirë se vini"})
    ana.start()
    assert (await ana.reply()).text == "Mirë se vini"
    (send,) = simulator.sends()
    assert (send.via, send.chat, send.text) == ("ride", str(ana.chat_id), "Mirë se vini")
    assert simulator.deliveries()[0].ride == "sendMessage"


async def test_a_broken_ride_is_told_to_nobody(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """The update counts as delivered; the refusal is only in the simulator's log."""
    await bot.set_webhook(hook)
    receiver.then(200, body={"method": "sendMessage", "chat_id": ana.chat_id, "text": "x" * 5000})
    ana.start()
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert simulator.sends() == []
    assert simulator.calls()[-1].error == "Bad Request: message is too long"


async def test_a_ride_meets_the_flood_limit(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """A ride takes from the same limit as a call; over it, the reply is lost in silence."""
    await bot.set_webhook(hook)
    for number in range(9):
        receiver.then(200, body={"method": "sendMessage", "chat_id": ana.chat_id, "text": f"{number}"})
        ana.say("x")
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert len(simulator.sends()) == 8
    assert simulator.calls()[-1].status == 429


async def test_long_polling_and_webhooks_exclude_each_other(bot: Bot, hook: str, ana: Phone) -> None:
    """getUpdates answers 409 beside a webhook, and works again after it is deleted."""
    await bot.set_webhook(hook)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    ana.say("x")
    (update,) = await bot.get_updates()
    assert await bot.get_updates(offset=update.update_id) == [update]
    assert await bot.get_updates(offset=update.update_id + 1) == []


async def test_long_polling_waits_for_an_update(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """An update ends the waiting at once; ids rise by one and may start anew."""
    ana.say("a")
    first = (await bot.get_updates(timeout=3))[-1].update_id
    ana.say("b")
    assert (await bot.get_updates(offset=first + 1, timeout=3))[0].update_id == first + 1
    simulator.restart_update_ids(VOTER, 5)
    ana.say("c")
    assert [one.update_id for one in await bot.get_updates(offset=5)][-1] == 5


@pytest.mark.parametrize(
    "url, secret, complaint",
    [
        ("http://example.org/hook", SECRET, "An HTTPS URL must be provided for webhook"),
        ("https://example.org:8000/hook", SECRET, "only on ports 80, 88, 443 or 8443"),
        ("https://example.org/hook", "ç", "secret token contains unallowed characters"),
        ("https://example.org/hook", "x" * 257, "secret token is too long"),
    ],
)
async def test_a_webhook_must_be_well_formed(bot: Bot, url: str, secret: str, complaint: str) -> None:
    """HTTPS except on the loopback, known ports, and a secret of 1 to 256 plain characters."""
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.set_webhook(url, secret_token=secret)


async def test_only_the_wanted_kinds_come(bot: Bot, receiver: Receiver, hook: str, ana: Phone) -> None:
    """`allowed_updates` filters, and stays until it is set anew."""
    await bot.set_webhook(hook, allowed_updates=["callback_query"])
    ana.say("not wanted")
    await bot.set_webhook(hook)
    ana.say("neither")
    await bot.set_webhook(hook, allowed_updates=["message"])
    ana.say("wanted")
    await eventually(lambda: len(receiver.updates) == 1)
    assert receiver.updates[0]["message"]["text"] == "wanted"


async def test_each_kind_has_its_true_form(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """The real client reads every kind of update that a phone can make."""
    ana.start("CODE-1")
    changed = ana.say("gabim")
    ana.edit(changed, "saktë")
    for kind in ("voice", "video", "sticker", "audio"):
        ana.send_file(kind)
    ana.share_contact("+355690000000", "Besa")
    ana.say("nga një tjetër", forwarded=True)
    ana.say("në grup", group=simulator.group("Vëzhguesit", VOTER))
    ana.block()
    updates = await bot.get_updates()
    assert updates[0].message.text == "/start CODE-1"
    assert updates[0].message.entities[0].type == "bot_command"
    assert updates[2].edited_message.text == "saktë"
    carried = [one.message.content_type for one in updates if one.message]
    assert carried == ["text", "text", "voice", "video", "sticker", "audio", "contact", "text", "text"]
    assert updates[-3].message.forward_origin.type == "hidden_user"
    assert updates[-2].message.chat.type == "group"
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(ValueError, match="payload"):
        ana.start("x" * 65)


async def test_an_album_is_several_updates_with_one_group(bot: Bot, ana: Phone) -> None:
    """As Telegram sends it: the caption is on the first."""
    from tests.simulators.telegram.test_methods import picture

    ana.send_album([picture(100 + n, 100) for n in range(3)], caption="prova")
    messages = [one.message for one in await bot.get_updates()]
    assert len({one.media_group_id for one in messages}) == 1
    assert [one.caption for one in messages] == ["prova", None, None]


async def test_a_duplicate_comes_twice_at_once(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """Both copies are the same; only the first accepted answer is performed."""
    simulator.arm(Fault(FaultKind.DUPLICATE, operation="webhook", chat=str(ana.chat_id)))
    body = {"method": "sendMessage", "chat_id": ana.chat_id, "text": "një herë"}
    receiver.then(200, body=body)
    receiver.then(200, body=body)
    receiver.hold_s = 0.05
    await bot.set_webhook(hook)
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 2)
    assert receiver.updates[0] == receiver.updates[1]
    assert receiver.widest == 2
    assert len(simulator.sends()) == 1


async def test_a_reordered_update_comes_after_the_next(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone
) -> None:
    """It is held until another one was delivered."""
    simulator.arm(Fault(FaultKind.REORDER, operation="webhook"))
    await bot.set_webhook(hook)
    ana.say("një")
    await settled()
    assert receiver.updates == []
    ana.say("dy")
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert [one["message"]["text"] for one in receiver.updates] == ["dy", "një"]


async def test_a_lost_answer_means_another_delivery(
    simulator: Simulator, bot: Bot, receiver: Receiver, hook: str, ana: Phone, clock: SimClock
) -> None:
    """The good answer is ignored with the reply in it; a second later the same update comes again."""
    simulator.arm(Fault(FaultKind.REDELIVER, operation="webhook"))
    body = {"method": "sendMessage", "chat_id": ana.chat_id, "text": "po"}
    receiver.then(200, body=body)
    receiver.then(200, body=body)
    await bot.set_webhook(hook)
    ana.say("x")
    await eventually(lambda: len(simulator.deliveries()) == 1)
    assert simulator.sends() == []
    clock.advance(1)
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert receiver.updates[0] == receiver.updates[1]
    assert len(simulator.sends()) == 1


async def test_poison_can_be_injected(simulator: Simulator, bot: Bot, hook: str, receiver: Receiver) -> None:
    """Any bytes can be delivered in the queue's order."""
    await bot.set_webhook(hook)
    simulator.inject(VOTER, b'{"update_id": 9, "message": {"text": "\\ud800"}}', 9, "1")
    await eventually(lambda: simulator.pending(VOTER) == 0)
    assert receiver.updates[0]["update_id"] == 9
