"""The shapes of an update: only the fields that we read; msgspec skips the rest at the speed of the wire.

Source of the names: the Bot API's `Update`, `Message`, `CallbackQuery`, `ChatMemberUpdated`.
"""

from __future__ import annotations

import msgspec


class Id(msgspec.Struct, gc=False):
    """Anything with a number."""

    id: int


class EnvelopeMessage(msgspec.Struct, gc=False):
    """A message, for its chat only."""

    chat: Id


class EnvelopeCallback(msgspec.Struct, gc=False):
    """A pressed button, for its chat only."""

    sender: Id | None = msgspec.field(name="from", default=None)
    message: EnvelopeMessage | None = None


class Status(msgspec.Struct, gc=False):
    """A membership."""

    status: str = ""


class EnvelopeMembership(msgspec.Struct, gc=False):
    """A change of membership, for its chat only."""

    chat: Id
    new_chat_member: Status | None = None


class EnvelopeUpdate(msgspec.Struct, gc=False):
    """An update, for its id and chat only."""

    update_id: int
    message: EnvelopeMessage | None = None
    callback_query: EnvelopeCallback | None = None
    edited_message: EnvelopeMessage | None = None
    my_chat_member: EnvelopeMembership | None = None
    channel_post: EnvelopeMessage | None = None
    edited_channel_post: EnvelopeMessage | None = None


class Chat(msgspec.Struct, gc=False):
    """A chat."""

    id: int
    type: str = "private"


class User(msgspec.Struct, gc=False):
    """A person."""

    id: int = 0
    first_name: str = ""
    last_name: str = ""
    language_code: str = ""


class SentFile(msgspec.Struct, gc=False):
    """A file of any kind; every kind has these fields or lacks them."""

    file_id: str
    file_unique_id: str = ""
    mime_type: str = ""
    file_size: int | None = None
    file_name: str = ""
    width: int = 0
    height: int = 0


class Point(msgspec.Struct, gc=False):
    """A place."""

    latitude: float
    longitude: float


class LivePhoto(msgspec.Struct):
    """A moving photo; we take its still."""

    photo: list[SentFile] = []


class Message(msgspec.Struct):
    """A message."""

    chat: Chat
    date: int = 0
    edit_date: int = 0
    sender: User | None = msgspec.field(name="from", default=None)
    text: str | None = None
    caption: str = ""
    media_group_id: str = ""
    forward_origin: msgspec.Raw = msgspec.Raw(b"")
    photo: list[SentFile] | None = None
    live_photo: LivePhoto | None = None
    video: SentFile | None = None
    animation: SentFile | None = None
    video_note: SentFile | None = None
    voice: SentFile | None = None
    audio: SentFile | None = None
    document: SentFile | None = None
    sticker: SentFile | None = None
    location: Point | None = None
    contact: msgspec.Raw = msgspec.Raw(b"")


class Callback(msgspec.Struct):
    """A pressed button."""

    id: str
    sender: User = msgspec.field(name="from", default_factory=User)
    message: Message | None = None
    data: str = ""


class Membership(msgspec.Struct):
    """A change of who may write."""

    chat: Chat
    date: int = 0
    sender: User | None = msgspec.field(name="from", default=None)
    new_chat_member: Status = msgspec.field(default_factory=Status)


class Update(msgspec.Struct):
    """An update."""

    update_id: int
    message: Message | None = None
    callback_query: Callback | None = None
    edited_message: Message | None = None
    my_chat_member: Membership | None = None
    channel_post: Message | None = None
    edited_channel_post: Message | None = None
