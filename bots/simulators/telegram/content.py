"""The content of an outgoing message: its text, its keyboard and its files, checked as Telegram does."""

from __future__ import annotations

from typing import Any

from bots.simulators.telegram.errors import ApiError, bad_request
from bots.simulators.telegram.markup import parsed, utf16_units
from bots.simulators.telegram.pictures import photo_sizes
from bots.simulators.telegram.records import BotAccount, StoredFile
from bots.simulators.telegram.world import World, unique_id

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT_BYTES = 64
PHOTO_LIMIT_BYTES = 10 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


class Upload:
    """One uploaded part of a call."""

    def __init__(self, content: bytes, name: str, mime_type: str) -> None:
        """Keep the part as it came."""
        self.content = content
        self.name = name
        self.mime_type = mime_type


def text_of(arguments: dict[str, Any]) -> dict[str, Any]:
    """`text` and `entities`, 1 to 4096 characters after parsing.

    Raises:
        ApiError: 400, the text is empty, too long or its markup broken.
    """
    text, entities = parsed(arguments["text"], arguments.get("parse_mode"))
    text = text.strip()
    if not text:
        raise bad_request("message text is empty")
    if utf16_units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    entities = entities or arguments.get("entities") or []
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(arguments: dict[str, Any]) -> dict[str, Any]:
    """`caption` and its entities, 0 to 1024 characters after parsing.

    Raises:
        ApiError: 400, the caption is too long or its markup broken.
    """
    if not arguments.get("caption"):
        return {}
    text, entities = parsed(arguments["caption"], arguments.get("parse_mode"))
    if utf16_units(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    entities = entities or arguments.get("caption_entities") or []
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def markup_of(arguments: dict[str, Any]) -> dict[str, Any] | None:
    """The keyboard of a message, or None.

    Raises:
        ApiError: 400, a button does nothing, or its data is not 1 to 64 bytes.
    """
    markup = arguments.get("reply_markup")
    if not markup:
        return None
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button["text"]:
                raise bad_request("BUTTON_TEXT_INVALID")
            actions = [name for name in _ACTIONS if name in button]
            if len(actions) != 1:
                raise bad_request(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
                )
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= DATA_LIMIT_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
    if "keyboard" in markup and not any(markup["keyboard"]):
        raise bad_request("reply keyboard is empty")
    return markup


def media_of(
    world: World, bot: BotAccount, kind: str, given: str, uploads: dict[str, Upload]
) -> dict[str, Any]:
    """The `photo`, `document` ... field of a message, from an upload or a file id; the lock is held.

    Raises:
        ApiError: 400 or 413, the file is missing, empty, too large or no picture.
    """
    if given.startswith(("http://", "https://")):
        raise bad_request("sending by URL is not simulated (refused by the simulator only)")
    if not given.startswith("attach://"):
        stored = world.file_of(bot, given)
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return {kind: [shown(world, bot, stored)] if kind == "photo" else shown(world, bot, stored)}
    upload = uploads.get(given.removeprefix("attach://"))
    if upload is None:
        raise bad_request(f"there is no {kind} in the request")
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > UPLOAD_LIMIT_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind != "photo":
        return {kind: shown(world, bot, world.store(stored_document(upload, kind)))}
    if len(upload.content) > PHOTO_LIMIT_BYTES:
        raise bad_request("file is too big")
    try:
        sizes = photo_sizes(upload.content)
    except ValueError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    return {"photo": [shown(world, bot, world.store(size)) for size in sizes]}


def stored_document(upload: Upload, kind: str = "document") -> StoredFile:
    """A file kept byte for byte, as Telegram keeps documents."""
    return StoredFile(
        unique_id=unique_id(kind, upload.content, upload.name),
        kind=kind,
        content=upload.content,
        size_bytes=len(upload.content),
        mime_type=upload.mime_type,
        name=upload.name,
    )


def shown(world: World, bot: BotAccount, file: StoredFile) -> dict[str, Any]:
    """The Bot API's object of a file, as one bot sees it; the lock is held."""
    base: dict[str, Any] = {
        "file_id": world.file_id(bot, file),
        "file_unique_id": file.unique_id,
        "file_size": file.size_bytes,
    }
    if file.kind == "photo":
        return {**base, "width": file.width, "height": file.height}
    if file.kind == "document":
        named = {"file_name": file.name} if file.name else {}
        return {**named, "mime_type": file.mime_type or "application/octet-stream", **base}
    if file.kind == "sticker":
        sticker = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
        return {"width": 512, "height": 512, **sticker, **base}
    if file.kind == "video":
        size = {"width": file.width or 640, "height": file.height or 360}
        return {"duration": 3, **size, "mime_type": file.mime_type or "video/mp4", **base}
    return {"duration": 3, "mime_type": file.mime_type or "audio/ogg", **base}
