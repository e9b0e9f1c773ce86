"""The methods that change what was sent: edit, delete, answer a pressed button."""

from __future__ import annotations

from typing import Any

from bots.simulators.telegram.content import Upload, markup_of, text_of
from bots.simulators.telegram.errors import bad_request
from bots.simulators.telegram.markup import utf16_units
from bots.simulators.telegram.records import BotAccount
from bots.simulators.telegram.sending import Method, seen
from bots.simulators.telegram.world import World

_DELETABLE_S = 48 * 3600
_CALLBACK_S = 15 * 60
"""Telegram does not publish how long a query can be answered; reports say minutes."""

_CALLBACK_TEXT = 200


def _own(world: World, bot: BotAccount, arguments: dict[str, Any]) -> dict[str, Any]:
    if "message_id" not in arguments or "chat_id" not in arguments:
        raise bad_request("message identifier is not specified")
    chat = world.chat_for_send(bot, arguments["chat_id"])
    message = bot.messages.get((chat["id"], arguments["message_id"]))
    if message is None or message.get("_deleted"):
        raise bad_request("message to edit not found")
    if message["from"]["id"] != bot.id:
        raise bad_request("message can't be edited")
    return message


def _put(
    world: World, bot: BotAccount, message: dict[str, Any], arguments: dict[str, Any], text: dict[str, Any]
) -> dict[str, Any]:
    markup = markup_of(arguments)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if markup is not None and not any(markup["inline_keyboard"]):
        markup = None
    same_text = all(message.get(name) == text.get(name) for name in ("text", "entities")) if text else True
    if same_text and message.get("reply_markup") == markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    bot.limiter.spend(message["chat"]["id"], world.clock.now())
    if text:
        message.pop("entities", None)
        message.update(text)
    for name in ("reply_markup", "_markup"):
        if markup is None:
            message.pop(name, None)
        else:
            message[name] = markup
    message["edit_date"] = int(world.clock.now())
    return seen(message)


def edit_message_text(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`editMessageText`; without a new keyboard the old one goes, as with Telegram."""
    if "text" not in arguments:
        raise bad_request("message text is empty")
    text = text_of(arguments)
    message = _own(world, bot, arguments)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _put(world, bot, message, arguments, text)


def edit_message_reply_markup(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`editMessageReplyMarkup`."""
    return _put(world, bot, _own(world, bot, arguments), arguments, {})


def delete_message(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`deleteMessage`, within 48 hours."""
    chat = world.chat_for_send(bot, arguments["chat_id"])
    message = bot.messages.get((chat["id"], arguments["message_id"]))
    if message is None or message.get("_deleted"):
        raise bad_request("message to delete not found")
    if world.clock.now() - message["date"] > _DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    message["_deleted"] = True
    return True


def answer_callback_query(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`answerCallbackQuery`, once and within some minutes; its text has at most 200 characters."""
    if utf16_units(arguments.get("text", "")) > _CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    press = bot.presses.get(arguments["callback_query_id"])
    if press is None or world.clock.now() - press.born_at > _CALLBACK_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answered = True
    press.text = arguments.get("text", "")
    press.alert = bool(arguments.get("show_alert"))
    return True


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
"""The methods of this module by their own names."""
