"""The sending methods: text, photo, document, location, album, chat action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bots.simulators.telegram.content import Upload, caption_of, markup_of, media_of, text_of
from bots.simulators.telegram.errors import bad_request
from bots.simulators.telegram.records import BotAccount
from bots.simulators.telegram.world import World

Method = Callable[[World, BotAccount, dict[str, Any], dict[str, Upload]], Any]
"""A method: (world, bot, checked arguments, uploads) to its result; the lock is held."""

_ALBUM_MIN, _ALBUM_MAX = 2, 10
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def _send(
    world: World, bot: BotAccount, arguments: dict[str, Any], content: dict[str, Any]
) -> dict[str, Any]:
    """Check the chat and the limits, store the message, and answer it as the bot sees it."""
    markup = markup_of(arguments)
    chat = world.chat_for_send(bot, arguments["chat_id"])
    quoted = _quoted(bot, chat["id"], arguments)
    bot.limiter.spend(chat["id"], world.clock.now())
    message = world.add_message(bot, chat, bot.shown(), {**quoted, **content})
    if markup is not None:
        # The bot's own view has only inline keyboards; the person sees the others too.
        message["_markup"] = markup
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
    return seen(message)


def seen(message: dict[str, Any]) -> dict[str, Any]:
    """A stored message as the Bot API shows it, without the simulator's own marks."""
    return {name: value for name, value in message.items() if not name.startswith("_")}


def _quoted(bot: BotAccount, chat_id: int, arguments: dict[str, Any]) -> dict[str, Any]:
    wanted = arguments.get("reply_parameters")
    if not wanted:
        return {}
    original = bot.messages.get((chat_id, wanted["message_id"]))
    if original is None or original.get("_deleted"):
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": seen(original)}


def send_message(world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]) -> Any:
    """`sendMessage`."""
    return _send(world, bot, arguments, text_of(arguments))


def send_photo(world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]) -> Any:
    """`sendPhoto`."""
    content = media_of(world, bot, "photo", arguments["photo"], uploads)
    return _send(world, bot, arguments, {**content, **caption_of(arguments)})


def send_document(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`sendDocument`."""
    content = media_of(world, bot, "document", arguments["document"], uploads)
    return _send(world, bot, arguments, {**content, **caption_of(arguments)})


def send_location(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`sendLocation`."""
    latitude, longitude = arguments["latitude"], arguments["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return _send(world, bot, arguments, {"location": {"latitude": latitude, "longitude": longitude}})


def send_media_group(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`sendMediaGroup`: 2 to 10 photos or documents, all of one kind, as messages of one album."""
    media = arguments["media"]
    if len(media) > _ALBUM_MAX:
        raise bad_request("too many messages to send as an album")
    if len(media) < _ALBUM_MIN:
        raise bad_request("too few messages to send as an album")
    kinds = {item["type"] for item in media}
    if not kinds <= {"photo", "document"}:
        raise bad_request(
            "only photos and documents are simulated in an album (refused by the simulator only)"
        )
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [
        {**media_of(world, bot, item["type"], item["media"], uploads), **caption_of(item)} for item in media
    ]
    chat = world.chat_for_send(bot, arguments["chat_id"])
    bot.limiter.spend(chat["id"], world.clock.now(), len(media))
    album = str(world.random.randrange(10**16, 10**17))
    return [
        seen(world.add_message(bot, chat, bot.shown(), {"media_group_id": album, **content}))
        for content in contents
    ]


def send_chat_action(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`sendChatAction`."""
    if arguments["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.chat_for_send(bot, arguments["chat_id"])
    return True


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendLocation": send_location,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
}
"""The methods of this module by their own names."""
