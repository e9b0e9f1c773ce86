"""The simulated methods, through the real client: what works, and each refusal with Telegram's own text."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from aiohttp import ClientResponseError
from PIL import Image

from bots.simulators.serving import Served
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.phones import Phone
from bots.simulators.telegram.simulator import Simulator
from tests.simulators.telegram.conftest import OBSERVER, VOTER, client_of, hang_up


@pytest.fixture
def ana(simulator: Simulator) -> Phone:
    """A person who has started the voters' bot."""
    phone = simulator.phone(VOTER, "Ana")
    phone.start()
    return phone


def picture(width: int = 1600, height: int = 900) -> bytes:
    """A JPEG with a camera's name in its metadata."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    Image.new("RGB", (width, height), "#345").save(out, "JPEG", exif=exif)
    return out.getvalue()


def inline(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    """An inline keyboard of (label, data)."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=a, callback_data=b) for a, b in row] for row in rows]
    )


def raw_call(served: Served, token: str, method: str, body: dict) -> tuple[int, dict]:
    """A call with a JSON body, without any client's own checks."""
    request = urllib.request.Request(
        f"{served.url}/bot{token}/{method}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


async def test_each_token_is_its_own_bot(simulator: Simulator, bot: Bot, observer_bot: Bot) -> None:
    """Two tokens are two bots; a person known to one is unknown to the other until they start it."""
    assert (await bot.get_me()).username == VOTER
    assert (await observer_bot.get_me()).username == OBSERVER
    ana = simulator.phone(VOTER, "Ana")
    ana.start()
    await bot.send_message(ana.chat_id, "mirë se vini")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await observer_bot.send_message(ana.chat_id, "mirë se vini")


async def test_a_wrong_token_is_unauthorized(simulator: Simulator, served: Served) -> None:
    """401 for a token of the right form, 404 for a malformed path."""
    stranger = Bot("999:wrong", session=client_of(simulator, served, VOTER).session)
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await stranger.get_me()
    await hang_up(stranger)
    assert raw_call(served, "nonsense", "getMe", {})[0] == 404


async def test_text_is_sent_and_seen_on_the_phone(bot: Bot, ana: Phone) -> None:
    """A sent text appears on the phone with its buttons, and nowhere else."""
    sent = await bot.send_message(
        ana.chat_id, "Ku votoj?", reply_markup=inline([("Këtu", "here"), ("Atje", "x")])
    )
    bubble = await ana.reply()
    assert (bubble.message_id, bubble.text, bubble.mine) == (sent.message_id, "Ku votoj?", False)
    assert bubble.buttons == ((("Këtu", "here"), ("Atje", "x")),)


@pytest.mark.parametrize(
    "text, accepted",
    [("x" * 4096, True), ("x" * 4097, False), ("   \n ", False), ("😀" * 2048, True), ("😀" * 2049, False)],
)
async def test_a_text_has_1_to_4096_characters(bot: Bot, ana: Phone, text: str, accepted: bool) -> None:
    """The limit counts UTF-16 units after trimming, as Telegram's own clients count."""
    if accepted:
        await bot.send_message(ana.chat_id, text)
        assert ana.received()[-1].text == text
    else:
        with pytest.raises(TelegramBadRequest, match="message is too long|message text is empty"):
            await bot.send_message(ana.chat_id, text)
        assert ana.received() == []


async def test_the_limit_holds_after_entities_are_parsed(bot: Bot, ana: Phone) -> None:
    """Tags do not count: 4096 letters in bold pass in HTML."""
    await bot.send_message(ana.chat_id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert len(ana.received()[-1].text) == 4096


@pytest.mark.parametrize(
    "html, plain, entities",
    [
        ("a <b>b</b>", "a b", [("bold", 2, 1)]),
        ("<i>ë<u>ç</u></i>", "ëç", [("italic", 0, 2), ("underline", 1, 1)]),
        ("1 &lt; 2 &amp; 3 &#235;", "1 < 2 & 3 ë", []),
        ('<a href="https://x.al/?a=1&amp;b">këtu</a>', "këtu", [("text_link", 0, 4)]),
        ("😀<code>x</code>", "😀x", [("code", 2, 1)]),
        ("&nbsp; stays", "&nbsp; stays", []),
    ],
)
async def test_html_becomes_entities(
    bot: Bot, ana: Phone, html: str, plain: str, entities: list[tuple[str, int, int]]
) -> None:
    """Tags become entities with offsets in UTF-16 units; only four named references are known."""
    sent = await bot.send_message(ana.chat_id, html, parse_mode="HTML")
    assert sent.text == plain
    assert [(one.type, one.offset, one.length) for one in sent.entities or []] == entities


@pytest.mark.parametrize(
    "html, complaint",
    [
        ("ë<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
async def test_broken_html_is_refused_with_its_place(bot: Bot, ana: Phone, html: str, complaint: str) -> None:
    """The complaint names the tag and its offset in bytes."""
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(ana.chat_id, html, parse_mode="HTML")
    assert f"can't parse entities: {complaint}" in refusal.value.message


@pytest.mark.parametrize(
    "data, accepted", [("x" * 64, True), ("x" * 65, False), ("ë" * 32, True), ("ë" * 33, False)]
)
async def test_callback_data_has_64_bytes(bot: Bot, ana: Phone, data: str, accepted: bool) -> None:
    """Bytes of UTF-8, not characters."""
    if accepted:
        await bot.send_message(ana.chat_id, "x", reply_markup=inline([("ok", data)]))
        assert ana.press(data)
    else:
        with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
            await bot.send_message(ana.chat_id, "x", reply_markup=inline([("ok", data)]))


async def test_an_inline_button_must_do_something(bot: Bot, ana: Phone) -> None:
    """A button without an action is refused."""
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x")]])
    with pytest.raises(TelegramBadRequest, match="Text buttons are unallowed in the inline keyboard"):
        await bot.send_message(ana.chat_id, "x", reply_markup=keyboard)


@pytest.mark.parametrize(
    "method, body, status, text",
    [
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, 400, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 77, "text": "x"}, 400, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, 400, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 1, "text": 5}, 400, "can't parse text: expected String"),
        ("sendMessage", {"chat_id": 1, "text": "x", "txt": "y"}, 400, "unknown argument 'txt'"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": "{"},
            400,
            "can't parse reply keyboard markup",
        ),
        ("sendMessage", {"chat_id": 1, "text": "x", "parse_mode": "BBCode"}, 400, "unsupported parse_mode"),
        ("sendmessagE", {"chat_id": 77, "text": "x"}, 400, "chat not found"),
        ("sendTelepathy", {}, 404, "Not Found: method not found"),
        ("sendDice", {"chat_id": 1}, 400, "method sendDice is not simulated"),
        ("sendPoll", {"chat_id": 1}, 400, "parameter 'question' is required"),
        ("sendLocation", {"chat_id": 1, "latitude": "north", "longitude": 2}, 400, "can't parse latitude"),
        ("getFile", {"file_id": "nope"}, 400, "Bad Request: invalid file_id"),
        (
            "deleteMessage",
            {"chat_id": 1, "message_id": True},
            400,
            "can't parse message_id: expected Integer",
        ),
    ],
)
def test_malformed_calls_are_refused(
    simulator: Simulator, served: Served, method: str, body: dict, status: int, text: str
) -> None:
    """Every call is checked against the specification, also of methods that are not simulated."""
    answered, answer = raw_call(served, simulator.bot(VOTER).token, method, body)
    assert (answered, answer["ok"], answer["error_code"]) == (status, False, status)
    assert text in answer["description"]


async def test_a_block_refuses_sends_until_it_is_lifted(bot: Bot, ana: Phone) -> None:
    """403 while blocked; after the person allows the bot again, sends pass."""
    ana.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ana.chat_id, "x")
    ana.start()
    await bot.send_message(ana.chat_id, "x")
    updates = await bot.get_updates()
    statuses = [one.my_chat_member.new_chat_member.status for one in updates if one.my_chat_member]
    assert statuses == ["kicked", "member"]


async def test_a_chat_has_a_burst_and_then_one_message_a_second(
    bot: Bot, ana: Phone, clock: SimClock
) -> None:
    """429 says after how many seconds; obeyed, the same call passes."""
    for number in range(8):
        await bot.send_message(ana.chat_id, f"{number}")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(ana.chat_id, "8")
    assert refusal.value.retry_after == 1
    clock.advance(1)
    await bot.send_message(ana.chat_id, "8")


async def test_a_group_takes_20_messages_a_minute(simulator: Simulator, bot: Bot, clock: SimClock) -> None:
    """The group's limit is lower than a chat's, and edits count."""
    group = simulator.group("Operators", VOTER)
    sent = [await bot.send_message(group, f"{number}") for number in range(19)]
    await bot.edit_message_text("edited", chat_id=group, message_id=sent[0].message_id)
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(group, "x")
    assert refusal.value.retry_after == 3
    clock.advance(3)
    await bot.send_message(group, "x")


async def test_the_whole_bot_has_a_limit(simulator: Simulator, bot: Bot, observer_bot: Bot) -> None:
    """Sixty chats at once pass, the next does not; another token is not concerned."""
    phones = [simulator.phone(VOTER, f"P{number}") for number in range(61)]
    for phone in phones:
        phone.start()
    for phone in phones[:60]:
        await bot.send_message(phone.chat_id, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(phones[60].chat_id, "x")
    other = simulator.phone(OBSERVER, "P", user_id=phones[60].chat_id)
    other.start()
    await observer_bot.send_message(other.chat_id, "x")


async def test_a_photo_has_several_sizes_and_no_metadata(bot: Bot, ana: Phone) -> None:
    """Telegram makes JPEG sizes of a photo and drops the camera's data; a caption has 1024 characters."""
    photo = BufferedInputFile(picture(), "p.jpg")
    sent = await bot.send_photo(ana.chat_id, photo, caption="c" * 1024)
    assert [size.width for size in sent.photo] == [90, 320, 800, 1280]
    content = ana.file(ana.received()[-1].file)
    assert not Image.open(io.BytesIO(content)).getexif()
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(ana.chat_id, photo, caption="c" * 1025)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(ana.chat_id, BufferedInputFile(b"no picture", "p.jpg"))


async def test_a_document_keeps_every_byte(bot: Bot, ana: Phone) -> None:
    """What a person sends as a file is downloaded unchanged, under a stable unique id."""
    original = picture()
    ana.send_document(original, "prova.jpg", "image/jpeg", caption="prova")
    document = (await bot.get_updates())[-1].message.document
    file = await bot.get_file(document.file_id)
    assert (await bot.download_file(file.file_path)).read() == original
    assert (file.file_unique_id, document.file_name) == (document.file_unique_id, "prova.jpg")
    again = await bot.send_document(ana.chat_id, document.file_id)
    assert again.document.file_unique_id == document.file_unique_id


async def test_a_file_id_belongs_to_one_bot(
    simulator: Simulator, bot: Bot, observer_bot: Bot, ana: Phone
) -> None:
    """Another bot cannot use a file id; the unique id is the same for both."""
    ana.send_document(b"x", "x.txt")
    mine = (await bot.get_updates())[-1].message.document
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await observer_bot.get_file(mine.file_id)
    same = simulator.phone(OBSERVER, user_id=ana.chat_id)
    same.send_document(b"x", "x.txt")
    theirs = (await observer_bot.get_updates())[-1].message.document
    assert theirs.file_unique_id == mine.file_unique_id
    assert theirs.file_id != mine.file_id


async def test_files_above_20_mb_have_no_link(bot: Bot, ana: Phone) -> None:
    """The limit is on what Telegram says the size is."""
    ana.send_file("document", b"x", size_bytes=20 * 1024 * 1024)
    ana.send_file("document", b"x", size_bytes=20 * 1024 * 1024 + 1)
    first, second = [one.message.document for one in (await bot.get_updates())[-2:]]
    assert (await bot.get_file(first.file_id)).file_path
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(second.file_id)


async def test_a_link_ends_after_an_hour(bot: Bot, ana: Phone, clock: SimClock) -> None:
    """A fresh getFile gives a new one."""
    ana.send_document(b"evidence", "e.txt")
    document = (await bot.get_updates())[-1].message.document
    file = await bot.get_file(document.file_id)
    clock.advance(3601)
    with pytest.raises(ClientResponseError, match="404"):
        await bot.download_file(file.file_path)
    fresh = await bot.get_file(document.file_id)
    assert (await bot.download_file(fresh.file_path)).read() == b"evidence"


@pytest.mark.parametrize("count, accepted", [(1, False), (2, True), (10, True), (11, False)])
async def test_an_album_has_2_to_10_items(bot: Bot, ana: Phone, count: int, accepted: bool) -> None:
    """Each item is a message, all with one group id; otherwise nothing is sent."""
    media = [InputMediaDocument(media=BufferedInputFile(b"%d" % n, "d.txt")) for n in range(count)]
    if accepted:
        sent = await bot.send_media_group(ana.chat_id, media)
        assert len({one.media_group_id for one in sent}) == 1
        assert len({one.message_id for one in sent}) == count
    else:
        with pytest.raises(TelegramBadRequest, match="messages to send as an album"):
            await bot.send_media_group(ana.chat_id, media)
        assert ana.received() == []


async def test_photos_and_documents_do_not_mix_in_an_album(bot: Bot, ana: Phone) -> None:
    """As with Telegram."""
    mixed = [
        InputMediaDocument(media=BufferedInputFile(b"x", "d.txt")),
        InputMediaPhoto(media=BufferedInputFile(picture(40, 40), "p.jpg")),
    ]
    with pytest.raises(TelegramBadRequest, match="can't be mixed"):
        await bot.send_media_group(ana.chat_id, mixed)


async def test_location_action_and_commands(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """The small methods work and check their arguments."""
    await bot.send_location(ana.chat_id, 41.33, 19.82)
    assert ana.received()[-1].location == (41.33, 19.82)
    assert await bot.send_chat_action(ana.chat_id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(ana.chat_id, "dancing")
    assert await bot.set_my_commands(
        [BotCommand(command="raporto", description="Raporto")], language_code="sq"
    )
    assert [one.command for one in await bot.get_my_commands(language_code="sq")] == ["raporto"]
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Raporto!", description="x")])
    with pytest.raises(TelegramBadRequest, match="wrong location"):
        await bot.send_location(ana.chat_id, 91, 0)


async def test_a_reply_keyboard_asks_for_the_place(bot: Bot, ana: Phone) -> None:
    """The key is on the phone; sharing the place comes back as a location."""
    key = KeyboardButton(text="Vendndodhja", request_location=True)
    await bot.send_message(ana.chat_id, "Ku jeni?", reply_markup=ReplyKeyboardMarkup(keyboard=[[key]]))
    bubble = await ana.reply()
    assert (bubble.keyboard, bubble.asks_location) == ((("Vendndodhja",),), True)
    ana.share_location(41.1, 20.1)
    assert (await bot.get_updates())[-1].message.location.latitude == 41.1


async def test_edits_and_deletions(bot: Bot, ana: Phone, clock: SimClock) -> None:
    """A bot edits its own texts, deletes within 48 hours, and is told when nothing would change."""
    sent = await bot.send_message(ana.chat_id, "Një", reply_markup=inline([("a", "a")]))
    edited = await bot.edit_message_text("Dy", chat_id=ana.chat_id, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("Dy", None)
    assert ana.received()[-1].edited
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("Dy", chat_id=ana.chat_id, message_id=sent.message_id)
    await bot.edit_message_reply_markup(
        chat_id=ana.chat_id, message_id=sent.message_id, reply_markup=inline([("b", "b")])
    )
    assert ana.received()[-1].buttons == ((("b", "b"),),)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=ana.chat_id, message_id=ana.sent()[0].message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=ana.chat_id, message_id=999)
    assert await bot.delete_message(ana.chat_id, sent.message_id)
    assert ana.received()[-1].deleted
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(ana.chat_id, sent.message_id)
    old = await bot.send_message(ana.chat_id, "old")
    clock.advance(48 * 3600 + 1)
    with pytest.raises(TelegramBadRequest, match="can't be deleted"):
        await bot.delete_message(ana.chat_id, old.message_id)


async def test_a_pressed_button_waits_for_its_answer(bot: Bot, ana: Phone, clock: SimClock) -> None:
    """The note has at most 200 characters; an old query is refused."""
    await bot.send_message(ana.chat_id, "Zgjidh", reply_markup=inline([("Po", "yes")]))
    ana.press("Po")
    query = (await bot.get_updates())[-1].callback_query
    assert (query.data, query.message.text, ana.unanswered()) == ("yes", "Zgjidh", 1)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query.id, text="x" * 201)
    await bot.answer_callback_query(query.id, text="x" * 200)
    assert (ana.notes(), ana.unanswered()) == (["x" * 200], 0)
    ana.press("yes")
    late = (await bot.get_updates())[-1].callback_query
    clock.advance(3600)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(late.id)
    with pytest.raises(LookupError):
        ana.press("nothing of the kind")


async def test_a_reply_names_an_existing_message(bot: Bot, ana: Phone) -> None:
    """Replying to what is not there is refused, unless the bot allows it."""
    await bot.send_message(ana.chat_id, "x", reply_parameters=ReplyParameters(message_id=1))
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(ana.chat_id, "x", reply_parameters=ReplyParameters(message_id=99))
    lenient = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    await bot.send_message(ana.chat_id, "x", reply_parameters=lenient)


def test_get_with_a_query_works_too(simulator: Simulator, served: Served, ana: Phone) -> None:
    """Telegram takes arguments from the query of a GET."""
    token = simulator.bot(VOTER).token
    address = f"{served.url}/bot{token}/sendMessage?chat_id={ana.chat_id}&text=p%C3%ABr"
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert json.load(answer)["result"]["text"] == "për"


async def test_every_call_is_listed(simulator: Simulator, bot: Bot, ana: Phone) -> None:
    """The control lists accepted sends with chat, text and time, and refused calls apart."""
    await bot.send_message(ana.chat_id, "një")
    with pytest.raises(TelegramAPIError):
        await bot.send_message(12, "dy")
    (send,) = simulator.sends()
    assert (send.bot, send.chat, send.text, send.via, send.at) == (
        VOTER,
        str(ana.chat_id),
        "një",
        "api",
        simulator.clock.now(),
    )
    assert [(call.status, call.error) for call in simulator.calls()] == [
        (200, ""),
        (400, "Bad Request: chat not found"),
    ]


async def test_an_unknown_method_of_the_client_is_not_found(served: Served, bot: Bot) -> None:
    """The client sees 404 as its own exception, as with Telegram."""
    token, bot._Bot__token = bot.token, "nonsense"
    with pytest.raises(TelegramNotFound):
        await bot.get_me()
    bot._Bot__token = token
