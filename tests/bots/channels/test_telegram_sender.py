"""The sender against the simulated Bot API: every failure has the outcome that keeps the promise."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator

import pytest
from PIL import Image

from bots.channels.rendered import Rendered
from bots.channels.sending import Ambiguous, FetchFailed, Refused, Retry, Sent
from bots.channels.telegram import Pending
from bots.channels.telegram_outcomes import Flood
from bots.channels.telegram_sender import TelegramSender
from bots.messages import Media
from bots.simulators.faults import Fault, FaultKind
from bots.simulators.serving import Served, serve
from bots.simulators.telegram.app import create
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.phones import Phone
from bots.simulators.telegram.simulator import Simulator

VOTER = "vezhgo_voter_bot"


@pytest.fixture
def simulator() -> Simulator:
    """A simulator on a standing clock."""
    return Simulator(clock=SimClock(start_s=1_800_000_000.0, running=False))


@pytest.fixture
def served(simulator: Simulator) -> Iterator[Served]:
    """The simulator on a loopback port."""
    with serve(create(simulator=simulator)) as address:
        yield address


@pytest.fixture
async def sender(simulator: Simulator, served: Served) -> AsyncIterator[TelegramSender]:
    """The voters' sender."""
    made = TelegramSender(simulator.bot(VOTER).token, served.url, call_limit_s=2.0)
    yield made
    await made.close()


@pytest.fixture
def ana(simulator: Simulator) -> Phone:
    """A person who has started the bot."""
    phone = simulator.phone(VOTER, "Ana")
    phone.start()
    return phone


def test_the_pause_is_the_bots_when_two_chats_are_refused() -> None:
    """One chat refused twice is that chat's limit; a second chat means that everyone must wait."""
    flood = Flood()
    assert flood.met("1", 30) is False
    assert flood.met("1", 30) is False
    assert flood.met("2", 30) is True
    assert Flood().met("", 5) is True


async def test_a_message_is_sent_with_its_buttons(sender: TelegramSender, ana: Phone) -> None:
    """The outcome carries the message's id; markup in the text stays text."""
    rendered = Rendered("1 < 2 <b>&amp;</b> ë", buttons=((("Po", "yes"), ("Jo", "no")),))
    result = await sender.send(str(ana.chat_id), rendered)
    bubble = await ana.reply()
    assert result == Sent(str(bubble.message_id))
    assert (bubble.text, bubble.buttons) == (rendered.text, ((("Po", "yes"), ("Jo", "no")),))


async def test_the_place_is_asked(sender: TelegramSender, ana: Phone) -> None:
    """The platform's own key appears."""
    await sender.send(str(ana.chat_id), Rendered("Ku jeni?", ask_location=True, location_label="Vendi im"))
    assert ana.received()[-1].asks_location


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(
    sender: TelegramSender, ana: Phone
) -> None:
    """In order, each within the limit."""
    text = "\n\n".join(f"{number} " + "fjalë " * 300 for number in range(5))
    result = await sender.send(str(ana.chat_id), Rendered(text, buttons=((("Po", "yes"),),)))
    parts = ana.received()
    assert len(parts) == 3
    assert [bool(part.buttons) for part in parts] == [False, False, True]
    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())
    assert result == Sent(str(parts[-1].message_id))


async def test_a_broken_off_text_goes_on_where_it_stopped(
    simulator: Simulator, sender: TelegramSender, ana: Phone
) -> None:
    """`sent_parts` given back as `skip_parts` repeats nothing."""
    simulator.arm(Fault(FaultKind.TOO_MANY, operation="sendMessage", skip=1, retry_after_s=4))
    text = "a" * 4096 + "b" * 4096 + "c"
    result = await sender.send(str(ana.chat_id), Rendered(text))
    assert result == Retry(4.0, whole_channel=False, sent_parts=1, code="flood")
    assert isinstance(await sender.send(str(ana.chat_id), Rendered(text), skip_parts=1), Sent)
    assert "".join(part.text for part in ana.received()) == text


async def test_a_photo_has_its_caption_or_a_message_after_it(sender: TelegramSender, ana: Phone) -> None:
    """A text of up to 1024 characters is the caption; a longer one follows."""
    out = io.BytesIO()
    Image.new("RGB", (50, 50)).save(out, "PNG")
    await sender.send(str(ana.chat_id), Rendered("Karta", photo=out.getvalue()))
    await sender.send(str(ana.chat_id), Rendered("x" * 1025, photo=out.getvalue()))
    await sender.send(str(ana.chat_id), Rendered("", photo=out.getvalue()))
    assert [(one.kind, len(one.text)) for one in ana.received()] == [
        ("photo", 5),
        ("photo", 0),
        ("text", 1025),
        ("photo", 0),
    ]


@pytest.mark.parametrize(
    "fault, expected, accepted",
    [
        (Fault(FaultKind.TOO_MANY, retry_after_s=11), Retry(11.0, whole_channel=False, code="flood"), 0),
        (Fault(FaultKind.SERVER_ERROR, status=500), Retry(2.0, code="server_error"), 0),
        (Fault(FaultKind.SERVER_ERROR, status=502), Retry(2.0, code="server_error"), 0),
        (Fault(FaultKind.SERVER_ERROR, status=504), Ambiguous("gateway_timeout"), 0),
        (Fault(FaultKind.DROP_BEFORE), Ambiguous("connection_lost"), 0),
        (Fault(FaultKind.DROP_AFTER), Ambiguous("connection_lost"), 1),
        (Fault(FaultKind.TIMEOUT_AFTER, delay_s=2.3), Ambiguous("timeout"), 1),
    ],
)
async def test_a_fault_has_an_honest_outcome(
    simulator: Simulator,
    sender: TelegramSender,
    ana: Phone,
    fault: Fault,
    expected: Retry | Ambiguous,
    accepted: int,
) -> None:
    """A lost answer is `Ambiguous` whether or not it was accepted; a refusal is surely not sent."""
    simulator.arm(fault)
    assert await sender.send(str(ana.chat_id), Rendered("x")) == expected
    assert len(ana.received()) == accepted


async def test_a_block_is_for_good_and_a_bad_message_is_not(
    simulator: Simulator, sender: TelegramSender, ana: Phone
) -> None:
    """`permanent` says that nothing reaches this person; the codes say why."""
    stranger = simulator.phone(VOTER, "Besa")
    assert await sender.send(str(stranger.chat_id), Rendered("x")) == Refused("not_started", permanent=True)
    assert await sender.send("404", Rendered("x")) == Refused("chat_not_found", permanent=True)
    assert await sender.send("someone", Rendered("x")) == Refused("bad_chat", permanent=True)
    assert await sender.send(str(ana.chat_id), Rendered(" ")) == Refused("empty", permanent=False)
    bad_photo = Rendered("x", photo=b"no picture")
    assert await sender.send(str(ana.chat_id), bad_photo) == Refused("bad_request", permanent=False)
    ana.block()
    assert await sender.send(str(ana.chat_id), Rendered("x")) == Refused("blocked", permanent=True)


async def test_the_flood_limit_is_met_and_obeyed(
    simulator: Simulator, sender: TelegramSender, ana: Phone
) -> None:
    """The simulator's own limiter gives the pause; after it the same message passes."""
    results = [await sender.send(str(ana.chat_id), Rendered(f"{number}")) for number in range(9)]
    assert results[-1] == Retry(1.0, whole_channel=False, code="flood")
    simulator.clock.advance(1)
    assert isinstance(await sender.send(str(ana.chat_id), Rendered("8")), Sent)


async def test_a_closed_door_is_surely_not_sent(simulator: Simulator) -> None:
    """Nothing listens there: `Retry`, for the whole channel."""
    sender = TelegramSender(simulator.bot(VOTER).token, "http://127.0.0.1:9")
    assert await sender.send("1", Rendered("x")) == Retry(2.0, whole_channel=True, code="unreachable")
    await sender.close()


async def test_a_wrong_token_keeps_the_message(served: Served) -> None:
    """The message is good, so it waits until an operator has put the token right."""
    sender = TelegramSender("999:wrong-token", served.url)
    assert await sender.send("1", Rendered("x")) == Retry(60.0, whole_channel=True, code="unauthorized")
    await sender.close()


async def test_a_pressed_button_is_answered_once_and_late_is_harmless(
    simulator: Simulator, sender: TelegramSender, ana: Phone
) -> None:
    """An expired query is refused without harm."""
    await sender.send(str(ana.chat_id), Rendered("x", buttons=((("Po", "yes"),),)))
    query_id = ana.press("yes")
    assert await sender.answer_callback(query_id, "ë" * 300) == Sent(query_id)
    assert (ana.notes(), ana.unanswered()) == (["ë" * 200], 0)
    simulator.clock.advance(3600)
    assert await sender.answer_callback(query_id) == Refused("callback_expired", permanent=False)


async def fetched(sender: TelegramSender, media: Media) -> bytes:
    """All chunks of a file."""
    return b"".join([chunk async for chunk in sender.fetch(media)])


async def test_a_file_is_fetched_whole(simulator: Simulator, sender: TelegramSender, ana: Phone) -> None:
    """Byte for byte, in chunks."""
    original = bytes(range(256)) * 1200
    ana.send_document(original, "prova.bin")
    document = simulator.bot(VOTER).queue[-1].update["message"]["document"]
    assert await fetched(sender, Media(document["file_id"], size_bytes=len(original))) == original


async def test_a_file_that_cannot_be_had_says_why(
    simulator: Simulator, served: Served, sender: TelegramSender, ana: Phone
) -> None:
    """Too large and unknown are permanent; a failing server is not. The token is in no message."""
    ana.send_file("document", b"x", size_bytes=21 * 1024 * 1024)
    large = simulator.bot(VOTER).queue[-1].update["message"]["document"]["file_id"]
    ana.send_document(b"evidence", "e.txt")
    good = simulator.bot(VOTER).queue[-1].update["message"]["document"]["file_id"]
    for media, code in [
        (Media(large, size_bytes=21 * 1024 * 1024), "too_large"),
        (Media(large), "too_large"),
        (Media("unknown"), "gone"),
    ]:
        with pytest.raises(FetchFailed) as failure:
            await fetched(sender, media)
        assert (failure.value.code, failure.value.permanent) == (code, True)
    simulator.arm(Fault(FaultKind.SERVER_ERROR, operation="download"))
    with pytest.raises(FetchFailed) as failure:
        await fetched(sender, Media(good))
    assert (failure.value.code, failure.value.permanent) == ("unreachable", False)
    assert simulator.bot(VOTER).token not in repr(failure.value)
    assert failure.value.__suppress_context__
    assert await fetched(sender, Media(good)) == b"evidence"


async def test_the_webhook_is_registered_and_watched(
    simulator: Simulator, sender: TelegramSender, ana: Phone
) -> None:
    """The reconciler sees address, waiting updates and the last error; only the wanted kinds are asked for."""
    assert await sender.pending_updates() == Pending("", 1)
    url = "http://127.0.0.1:9/webhooks/telegram"
    assert await sender.register_webhook(url, "s3cret", max_connections=7) == Sent("")
    webhook = simulator.bot(VOTER).webhook
    assert webhook is not None
    assert (webhook.secret, webhook.max_connections) == ("s3cret", 7)
    assert webhook.allowed == ("message", "edited_message", "callback_query", "my_chat_member")
    pending = await sender.pending_updates()
    assert isinstance(pending, Pending)
    assert (pending.url, pending.count) == (url, 1)
    refused = await sender.register_webhook("http://example.org/x", "s3cret")
    assert refused == Refused("bad_request", permanent=False)


async def test_name_and_commands(simulator: Simulator, sender: TelegramSender) -> None:
    """The username makes start links; commands are shown per language."""
    assert await sender.username() == VOTER
    assert await sender.set_commands({"raporto": "Raporto një parregullsi"}, "sq") == Sent("")
    assert simulator.bot(VOTER).commands["sq"][0]["command"] == "raporto"
