"""Sending by Telegram: one attempt with an honest outcome, buttons answered, files fetched, the webhook registered.

aiogram's Bot is only the client here; neither its dispatcher nor its state machine is on the path.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardMarkup, LinkPreviewOptions, Message
from aiogram.types import ReplyKeyboardMarkup as LocationKeyboard
from aiohttp import ClientError, ClientTimeout

from bots.channels.rendered import Rendered
from bots.channels.sending import Ambiguous, FetchFailed, Refused, Retry, SendResult, Sent
from bots.channels.telegram import ALLOWED_UPDATES, Pending
from bots.channels.telegram_encode import CAPTION_LIMIT_UNITS, keyboard, split, units
from bots.channels.telegram_outcomes import Flood, outcome
from bots.messages import Media

FILE_LIMIT_BYTES = 20 * 1024 * 1024
"""The largest file a bot can download (Bot API, getFile: 20 MB)."""

_CONNECT_LIMIT_S = 5.0
_CALL_LIMIT_S = 20.0
_FETCH_LIMIT_S = 120.0
_CHUNK_BYTES = 64 * 1024


class TelegramSender:
    """One bot's client. Its methods answer values; only mistakes and failed fetches raise.

    One sender serves one token and one event loop. The caller holds the limiter, since Telegram's
    limits are per token and broadcast, replies and edits share them.
    """

    def __init__(self, token: str, api_url: str | None = None, call_limit_s: float = _CALL_LIMIT_S) -> None:
        """Prepare the client; nothing is sent before the first call.

        Args:
            token: the bot's token; it must not appear in any log.
            api_url: another Bot API server, such as the simulator; None is Telegram's own.
            call_limit_s: real seconds for one call; after it the outcome is `Ambiguous`.

        Raises:
            aiogram.utils.token.TokenValidationError: the token has not the form of one.
        """
        server = TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION
        session = AiohttpSession(api=server)
        # aiogram hands its timeout to aiohttp unchanged. Two limits instead of one total let us tell
        # "not connected, so surely not accepted" from "no answer, so perhaps accepted".
        session.timeout = ClientTimeout(total=call_limit_s, sock_connect=_CONNECT_LIMIT_S)  # type: ignore[assignment]
        self.bot = Bot(token, session=session)
        self._flood = Flood()

    async def send(self, chat_key: str, rendered: Rendered, skip_parts: int = 0) -> SendResult:
        """Send one message, in as many parts as its length needs; the buttons go under the last.

        Args:
            chat_key: the chat id.
            rendered: what to send; plain text, so nothing in it is read as markup.
            skip_parts: parts that an earlier attempt already got accepted (`Retry.sent_parts`).

        Returns:
            The outcome of the last part, or of the part where it stopped.

        Raises:
            ValueError: a button's data is not 1 to 64 bytes.
        """
        try:
            chat_id = int(chat_key)
        except ValueError:
            return Refused("bad_chat", permanent=True)
        markup = _markup(rendered)
        photo = rendered.photo
        captioned = bool(photo) and units(rendered.text) <= CAPTION_LIMIT_UNITS
        # A text too long for a caption follows its photo as messages of its own.
        parts = [rendered.text] if captioned else split(rendered.text)
        if photo and not captioned:
            parts.insert(0, "")
        if not parts:
            return Refused("empty", permanent=False)
        result: SendResult = Sent("")
        for place in range(skip_parts, len(parts)):
            last = place == len(parts) - 1
            try:
                message = await self._send_part(
                    chat_id, parts[place], markup if last else None, photo if place == 0 else b""
                )
            except (AiogramError, ClientError, TimeoutError) as error:
                result = outcome(error, chat_key, self._flood)
                if isinstance(result, Retry | Ambiguous) and place:
                    result = msgspec.structs.replace(result, sent_parts=place)
                if not isinstance(result, Sent):
                    return result
            else:
                result = Sent(str(message.message_id))
        return result

    async def _send_part(
        self,
        chat_id: int,
        text: str,
        markup: InlineKeyboardMarkup | LocationKeyboard | None,
        photo: bytes,
    ) -> Message:
        if photo:
            picture = BufferedInputFile(photo, filename="picture")
            return await self.bot.send_photo(chat_id, picture, caption=text or None, reply_markup=markup)
        return await self.bot.send_message(
            chat_id,
            text,
            reply_markup=markup,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def answer_callback(self, callback_ref: str, text: str = "") -> SendResult:
        """Stop the waiting sign on a pressed button, with an optional note of up to 200 characters.

        Harmless to repeat; Telegram refuses it some minutes after the press, which is `Refused`.
        """
        try:
            await self.bot.answer_callback_query(callback_ref, text=text[:200] or None)
        except (AiogramError, ClientError, TimeoutError) as error:
            return outcome(error, "", self._flood)
        return Sent(callback_ref)

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file, chunk by chunk, never more than 20 MB.

        Raises:
            FetchFailed: `too_large`, `gone`, `unreachable` or `cut_short`.
        """
        if media.size_bytes is not None and media.size_bytes > FILE_LIMIT_BYTES:
            raise FetchFailed("too_large", permanent=True)
        try:
            file = await self.bot.get_file(media.provider_ref)
        except TelegramBadRequest as error:
            code = "too_large" if "too big" in error.message else "gone"
            raise FetchFailed(code, permanent=True) from None
        except (AiogramError, ClientError, TimeoutError):
            raise FetchFailed("unreachable", permanent=False) from None
        address = self.bot.session.api.file_url(self.bot.token, file.file_path or "")
        taken = 0
        # The address holds the token, so no error of the client may leave here with its text.
        try:
            async for chunk in self.bot.session.stream_content(
                address, timeout=int(_FETCH_LIMIT_S), chunk_size=_CHUNK_BYTES
            ):
                taken += len(chunk)
                if taken > FILE_LIMIT_BYTES:
                    raise FetchFailed("too_large", permanent=True)
                yield chunk
        except (ClientError, TimeoutError):
            raise FetchFailed("cut_short" if taken else "unreachable", permanent=False) from None
        if file.file_size is not None and taken != file.file_size:
            raise FetchFailed("cut_short", permanent=False)

    async def register_webhook(self, url: str, secret: str, max_connections: int = 40) -> SendResult:
        """Tell Telegram where to deliver. Safe to repeat: waiting updates are kept.

        Registering again also restarts a delivery that backs off, so it is the reconciler's remedy.

        Args:
            url: our public address; Telegram demands HTTPS.
            secret: 1 to 256 of `A-Za-z0-9_-`, sent back in `SECRET_HEADER`.
            max_connections: 1 to 100 deliveries at a time.
        """
        try:
            await self.bot.set_webhook(
                url, secret_token=secret, max_connections=max_connections, allowed_updates=ALLOWED_UPDATES
            )
        except (AiogramError, ClientError, TimeoutError) as error:
            return outcome(error, "", self._flood)
        return Sent("")

    async def pending_updates(self) -> Pending | Retry | Ambiguous | Refused:
        """What still waits on Telegram's side, for the reconciler.

        Telegram gives no list of delivered or waiting updates beside a webhook: getUpdates answers 409
        while one is set, and to delete it would stop the deliveries of every worker and let two
        readers race. Nor is a list needed. Telegram keeps an update for 24 hours and delivers it again
        until it gets a 2xx, and we give a 2xx only after the commit. So the reconciler's part is to
        compare `count` between two readings: when it does not fall while we are healthy, or `url` is
        not ours, it calls `register_webhook` again and tells the operator `last_error`.
        """
        try:
            info = await self.bot.get_webhook_info()
        except (AiogramError, ClientError, TimeoutError) as error:
            result = outcome(error, "", self._flood)
            return Retry(1.0, code="unexpected") if isinstance(result, Sent) else result
        return Pending(
            info.url, info.pending_update_count, info.last_error_date, info.last_error_message or ""
        )

    async def set_commands(self, commands: dict[str, str], language: str = "") -> SendResult:
        """Show the bot's commands in its menu.

        Args:
            commands: command (1 to 32 of `a-z0-9_`) to description (1 to 256 characters), rendered.
            language: a two-letter code; empty for everyone without a list of their own.
        """
        listed = [BotCommand(command=name, description=told) for name, told in commands.items()]
        try:
            await self.bot.set_my_commands(listed, language_code=language or None)
        except (AiogramError, ClientError, TimeoutError) as error:
            return outcome(error, "", self._flood)
        return Sent("")

    async def username(self) -> str | Retry | Ambiguous | Refused:
        """The bot's username, for `https://t.me/<username>?start=CODE` links."""
        try:
            return (await self.bot.get_me()).username or ""
        except (AiogramError, ClientError, TimeoutError) as error:
            result = outcome(error, "", self._flood)
            return Retry(1.0, code="unexpected") if isinstance(result, Sent) else result

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.session.close()


def _markup(rendered: Rendered) -> InlineKeyboardMarkup | LocationKeyboard | None:
    drawn = keyboard(rendered)
    if drawn is None:
        return None
    kind = InlineKeyboardMarkup if "inline_keyboard" in drawn else LocationKeyboard
    return kind.model_validate(drawn)
