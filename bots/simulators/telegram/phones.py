"""Virtual phones: what a person does with a bot, and what the person sees."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

from bots.simulators.telegram.bubbles import Bubble, bubble_of
from bots.simulators.telegram.content import Upload, shown, stored_document
from bots.simulators.telegram.pictures import photo_sizes
from bots.simulators.telegram.records import BotAccount, PressedButton, StoredFile, User
from bots.simulators.telegram.sending import seen
from bots.simulators.telegram.world import World, unique_id

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}")
_LOOK_S = 0.01


class Phone:
    """A person's phone in the chat with one bot. Every method is safe from any thread."""

    def __init__(self, world: World, bot: BotAccount, user: User) -> None:
        """Hold `user`'s phone on the chat with `bot`."""
        self._world, self._bot, self.user = world, bot, user
        self._mark = 0

    @property
    def bot(self) -> str:
        """The username of the bot on the other side."""
        return self._bot.username

    @property
    def chat_id(self) -> int:
        """The chat's number, as the bot knows it."""
        return self.user.id

    # Doing ---------------------------------------------------------------------------------------

    def start(self, payload: str = "") -> int:
        """Open the bot, or its link `https://t.me/<bot>?start=<payload>`; the message's id.

        Raises:
            ValueError: the payload is longer than 64 characters or has others than `A-Za-z0-9_-`.
        """
        if payload and not _PAYLOAD.fullmatch(payload):
            raise ValueError("a start payload has 1 to 64 of A-Za-z0-9_-")
        with self._world.lock:
            if self.chat_id in self._bot.blocked:
                self.unblock()
        return self.say(f"/start {payload}".strip())

    def say(self, text: str, group: int | None = None, forwarded: bool = False) -> int:
        """Write a text; the message's id.

        Args:
            text: 1 to 4096 characters; a longer one leaves the phone as several messages.
            group: the id of a group to write into, instead of the private chat.
            forwarded: mark it as forwarded from someone.
        """
        made = 0
        for start in range(0, max(len(text), 1), 4096):
            content: dict[str, Any] = {"text": text[start : start + 4096]}
            if (command := _COMMAND.match(content["text"])) is not None:
                content["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
            made = self._send(content, group, forwarded)
        return made

    def edit(self, message_id: int, text: str) -> None:
        """Change a text of one's own.

        Raises:
            LookupError: there is no such own message.
        """
        with self._world.lock:
            message = self._bot.messages.get((self.chat_id, message_id))
            if message is None or message["from"]["id"] != self.user.id:
                raise LookupError(f"no own message {message_id}")
            message["caption" if "caption" in message else "text"] = text
            message["edit_date"] = int(self._world.clock.now())
            self._acted()
            self._world.push(self._bot, "edited_message", seen(message), self.chat_id)

    def press(self, wanted: str, message_id: int | None = None) -> str:
        """Press a button, found by its data or else its label, newest message first.

        A key of a reply keyboard writes its label. The answer is the callback query's id, or the
        message's id for such a key.

        Raises:
            LookupError: no visible message has such a button.
        """
        with self._world.lock:
            for message in reversed(self._bot.chats.get(self.chat_id, [])):
                if message.get("_deleted") or (
                    message_id is not None and message["message_id"] != message_id
                ):
                    continue
                markup = message.get("_markup", {})
                inline = [key for row in markup.get("inline_keyboard", []) for key in row]
                for field in ("callback_data", "text"):
                    for key in inline:
                        if key.get(field) == wanted and "callback_data" in key:
                            return self._press(message, key["callback_data"])
                keys = [key for row in markup.get("keyboard", []) for key in row]
                if any((key if isinstance(key, str) else key["text"]) == wanted for key in keys):
                    return str(self.say(wanted))
        raise LookupError(f"no button {wanted!r}")

    def _press(self, message: dict[str, Any], data: str) -> str:
        query_id = str(self._world.random.randrange(10**17, 10**18))
        self._bot.presses[query_id] = PressedButton(
            query_id, self.user.id, self.chat_id, message["message_id"], self._world.clock.now()
        )
        self._acted()
        query = {
            "id": query_id,
            "from": self.user.shown(),
            "message": seen(message),
            "chat_instance": str(self._bot.id * 31 + self.chat_id),
            "data": data,
        }
        self._world.push(self._bot, "callback_query", query, self.chat_id)
        return query_id

    def send_photo(self, content: bytes, caption: str = "", group: int | None = None) -> int:
        """Send a picture as a photo: Telegram makes JPEG sizes of it and drops its metadata.

        Raises:
            ValueError: the bytes are no picture.
        """
        return self._send({**self._photo(content), **_captioned(caption)}, group)

    def send_document(
        self, content: bytes, name: str, mime_type: str = "application/octet-stream", caption: str = ""
    ) -> int:
        """Send a file as it is."""
        file = stored_document(Upload(content, name, mime_type))
        return self._send({**self._file(file), **_captioned(caption)})

    def send_album(self, pictures: list[bytes], caption: str = "") -> list[int]:
        """Send 2 to 10 photos as one album: separate updates with one `media_group_id`.

        Raises:
            ValueError: another count, or one is no picture.
        """
        if not 2 <= len(pictures) <= 10:
            raise ValueError("an album has 2 to 10 pictures")
        contents = [self._photo(picture) for picture in pictures]
        contents[0].update(_captioned(caption))
        album = str(self._world.random.randrange(10**16, 10**17))
        return [self._send({"media_group_id": album, **content}) for content in contents]

    def send_file(self, kind: str, content: bytes = b"x", size_bytes: int | None = None) -> int:
        """Send a `voice`, `video`, `sticker`, `audio` or `document`; its size may be pretended.

        Raises:
            ValueError: another kind.
        """
        if kind not in ("voice", "video", "sticker", "audio", "document"):
            raise ValueError("an unknown kind of file")
        size = len(content) if size_bytes is None else size_bytes
        file = StoredFile(unique_id(kind, content, str(size)), kind, content, size)
        return self._send(self._file(file))

    def share_location(self, latitude: float, longitude: float) -> int:
        """Share a place, in WGS 84 degrees."""
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def share_contact(self, phone_number: str, first_name: str) -> int:
        """Share a contact card."""
        return self._send({"contact": {"phone_number": phone_number, "first_name": first_name}})

    def block(self) -> None:
        """Stop the bot: it learns it by `my_chat_member` and cannot write any more."""
        with self._world.lock:
            self._bot.blocked.add(self.chat_id)
            self._membership("member", "kicked")

    def unblock(self) -> None:
        """Allow the bot again."""
        with self._world.lock:
            self._bot.blocked.discard(self.chat_id)
            self._membership("kicked", "member")

    def _membership(self, before: str, after: str) -> None:
        def member(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self._bot.shown(), "status": status, **until}

        change = {
            "chat": self.user.chat(),
            "from": self.user.shown(),
            "date": int(self._world.clock.now()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        self._world.push(self._bot, "my_chat_member", change, self.chat_id)

    def _photo(self, content: bytes) -> dict[str, Any]:
        sizes = photo_sizes(content)
        with self._world.lock:
            return {"photo": [shown(self._world, self._bot, self._world.store(size)) for size in sizes]}

    def _file(self, file: StoredFile) -> dict[str, Any]:
        with self._world.lock:
            return {file.kind: shown(self._world, self._bot, self._world.store(file))}

    def _send(self, content: dict[str, Any], group: int | None = None, forwarded: bool = False) -> int:
        with self._world.lock:
            if group is None and self.chat_id in self._bot.blocked:
                raise ValueError("this person blocked the bot")
            chat = self.user.chat()
            if group is not None:
                known = self._world.groups[group]
                chat = {"id": group, "title": known["title"], "type": "group"}
            else:
                self._bot.started.add(self.chat_id)
            if forwarded:
                origin = {
                    "type": "hidden_user",
                    "sender_user_name": "Someone",
                    "date": int(self._world.clock.now()),
                }
                content = {"forward_origin": origin, **content}
            message = self._world.add_message(self._bot, chat, self.user.shown(), content)
            self._acted()
            self._world.push(self._bot, "message", seen(message), chat["id"])
            return message["message_id"]

    def _acted(self) -> None:
        self._mark = self._bot.next_message_id - 1

    # Seeing --------------------------------------------------------------------------------------

    def transcript(self, chat_id: int | None = None) -> list[Bubble]:
        """All messages of the chat, oldest first, deleted ones marked."""
        with self._world.lock:
            messages = self._bot.chats.get(self.chat_id if chat_id is None else chat_id, [])
            return [bubble_of(message, self.user.id) for message in messages]

    def received(self) -> list[Bubble]:
        """What the bot wrote, oldest first."""
        return [bubble for bubble in self.transcript() if not bubble.mine]

    def sent(self) -> list[Bubble]:
        """What the person wrote, oldest first."""
        return [bubble for bubble in self.transcript() if bubble.mine]

    def notes(self) -> list[str]:
        """The texts of answered button presses, oldest first; an empty one only stopped the waiting sign."""
        with self._world.lock:
            presses = self._bot.presses.values()
            return [one.text for one in presses if one.user_id == self.user.id and one.answered]

    def blocked(self) -> bool:
        """Whether the person stopped the bot."""
        with self._world.lock:
            return self.chat_id in self._bot.blocked

    def unanswered(self) -> int:
        """Presses that still show the waiting sign."""
        with self._world.lock:
            presses = self._bot.presses.values()
            return sum(one.user_id == self.user.id and not one.answered for one in presses)

    def file(self, unique: str) -> bytes:
        """The bytes of a file of a bubble.

        Raises:
            KeyError: there is no such file.
        """
        return self._world.files[unique].content

    async def wait_for(
        self, wanted: Callable[[Bubble], bool], timeout_s: float = 5.0, after: int | None = None
    ) -> Bubble:
        """The first message of the bot that satisfies `wanted`, waiting in real time.

        Args:
            wanted: a predicate of one bubble.
            timeout_s: real seconds to wait.
            after: only messages with a higher id; None means newer than the person's last action.

        Raises:
            TimeoutError: none came; the text says how many others did.
        """
        newer_than = self._mark if after is None else after
        give_up_at = time.monotonic() + timeout_s
        while True:
            new = [bubble for bubble in self.received() if bubble.message_id > newer_than]
            found = next((bubble for bubble in new if wanted(bubble)), None)
            if found is not None:
                return found
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"no such message of {self.bot}; {len(new)} others came")
            await asyncio.sleep(_LOOK_S)

    async def reply(self, timeout_s: float = 5.0) -> Bubble:
        """The bot's first message after the person's last action.

        Raises:
            TimeoutError: none came.
        """
        return await self.wait_for(lambda bubble: True, timeout_s)


def _captioned(caption: str) -> dict[str, str]:
    return {"caption": caption} if caption else {}
