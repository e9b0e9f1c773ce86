"""The methods about receiving: who am I, webhook, updates, files, commands."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bots.simulators.telegram.content import Upload
from bots.simulators.telegram.errors import ApiError, bad_request
from bots.simulators.telegram.records import BotAccount, Webhook
from bots.simulators.telegram.sending import Method
from bots.simulators.telegram.spec import specification
from bots.simulators.telegram.world import World

DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
LINK_S = 3600.0
"""How long a download link is valid (getFile: at least one hour)."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PORTS = frozenset({80, 88, 443, 8443})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _update_kinds() -> frozenset[str]:
    return frozenset(field["name"] for field in specification()["types"]["Update"]["fields"]) - {"update_id"}


def _allowed(arguments: dict[str, Any], before: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The kinds asked for; absent keeps the former choice, an empty list is the default again."""
    given = arguments.get("allowed_updates")
    if given is None:
        return before
    return tuple(kind for kind in given if kind in _update_kinds()) or None


def get_me(world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]) -> Any:
    """`getMe`."""
    return {
        **bot.shown(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_webhook(world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]) -> Any:
    """`setWebhook`; plain HTTP is accepted for loopback addresses only."""
    url = arguments["url"]
    if not url:
        return delete_webhook(world, bot, arguments, uploads)
    secret = arguments.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        long = len(secret) > 256
        raise bad_request(
            "secret token is too long" if long else "secret token contains unallowed characters"
        )
    address = urlsplit(url)
    local = address.hostname in _LOOPBACK
    if address.scheme != "https" and not (local and address.scheme == "http"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not address.hostname:
        raise bad_request("invalid webhook URL specified")
    if not local and (address.port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    before = bot.webhook.allowed if bot.webhook is not None else bot.allowed
    bot.webhook = Webhook(
        url=url,
        secret=secret,
        max_connections=min(max(arguments.get("max_connections", 40), 1), 100),
        allowed=_allowed(arguments, before),
    )
    bot.allowed = bot.webhook.allowed
    bot.last_error, bot.gone_since = None, None
    if arguments.get("drop_pending_updates"):
        bot.queue.clear()
    # A new registration starts its deliveries afresh, without the pauses of the former one.
    for waiting in bot.queue:
        waiting.due_at, waiting.delay_s = world.clock.now(), 1.0
    world.wake()
    return True


def delete_webhook(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`deleteWebhook`."""
    bot.webhook, bot.gone_since = None, None
    if arguments.get("drop_pending_updates"):
        bot.queue.clear()
    world.wake()
    return True


def get_webhook_info(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`getWebhookInfo`."""
    world.forget_old(bot)
    info: dict[str, Any] = {
        "url": bot.webhook.url if bot.webhook is not None else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue),
    }
    if bot.webhook is not None:
        info["max_connections"] = bot.webhook.max_connections
        info["ip_address"] = "127.0.0.1"
        if bot.last_error is not None:
            info["last_error_date"], info["last_error_message"] = int(bot.last_error[0]), bot.last_error[1]
    if bot.allowed is not None:
        info["allowed_updates"] = list(bot.allowed)
    return info


def get_updates(world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]) -> Any:
    """`getUpdates` without its waiting, which the HTTP side does by asking again."""
    if bot.webhook is not None:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    bot.allowed = _allowed(arguments, bot.allowed)
    world.forget_old(bot)
    offset = arguments.get("offset", 0)
    if offset < 0:
        bot.queue[:] = bot.queue[offset:]
    elif offset > 0:
        bot.queue[:] = [one for one in bot.queue if one.update["update_id"] >= offset]
    limit = arguments.get("limit", 100)
    return [one.update for one in bot.queue[: min(max(limit, 1), 100)]]


def get_file(world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]) -> Any:
    """`getFile`: a link for an hour, for files of up to 20 MB."""
    file_id = arguments["file_id"]
    file = world.file_of(bot, file_id)
    if file.size_bytes > DOWNLOAD_LIMIT_BYTES:
        raise bad_request("file is too big")
    ending = (
        file.name.rpartition(".")[2] if "." in file.name else {"photo": "jpg", "voice": "oga"}.get(file.kind)
    )
    number = len(bot.links)
    path = f"{file.kind}s/file_{number}" + (f".{ending}" if ending else "")
    bot.links[path] = (file.unique_id, world.clock.now() + LINK_S)
    return {
        "file_id": file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size_bytes,
        "file_path": path,
    }


def set_my_commands(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`setMyCommands`."""
    commands = arguments["commands"]
    if len(commands) > 100:
        raise bad_request("too many commands specified")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[arguments.get("language_code", "")] = commands
    return True


def get_my_commands(
    world: World, bot: BotAccount, arguments: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    """`getMyCommands`."""
    return bot.commands.get(arguments.get("language_code", ""), [])


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getUpdates": get_updates,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
}
"""The methods of this module by their own names."""
