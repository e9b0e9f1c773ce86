"""Sending by WhatsApp through Twilio's own client, with every outcome as a value.

Twilio has no idempotent send (https://www.twilio.com/docs/messaging/api/message-resource), so a lost
answer is `Ambiguous` and `resolve` looks for the message in Twilio's own list before anything is repeated.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import msgspec
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from bots.channels.rendered import Rendered
from bots.channels.sending import Ambiguous, Refused, Retry, SendResult, Sent
from bots.channels.twilio_codes import judge
from bots.channels.twilio_http import DEFAULT_API_URL, AnswerLostError, NotAcceptedError, TwilioTransport
from bots.channels.twilio_text import number_buttons, split

_CONNECT_RETRY_S = 3.0
_BUSY_RETRY_S = 5.0
_RESOLVE_DEPTH = 200
# Twilio's dates have whole seconds and its clock is not ours.
_CLOCK_SLACK = timedelta(seconds=5)


class TwilioSender:
    """Sends messages of one account; safe for many tasks of one loop."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        api_url: str = DEFAULT_API_URL,
        connect_s: float = 5.0,
        total_s: float = 15.0,
    ) -> None:
        """Prepare; nothing is called yet.

        Args:
            account_sid: `AC` and 32 hex digits.
            auth_token: the account's token; it is never logged.
            api_url: `VEZHGO_TWILIO_API_URL`.
            connect_s: seconds to connect.
            total_s: seconds for a whole call; past it the send is ambiguous.

        Raises:
            ValueError: the address is wrong.
        """
        self.transport = TwilioTransport(api_url, connect_s, total_s)
        self.account_sid = account_sid
        self._auth = (account_sid, auth_token)
        self.client = Client(account_sid, auth_token, http_client=self.transport)

    async def __aenter__(self) -> Self:
        """Use as a block that closes."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close at the block's end."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self.transport.close()

    @property
    def credentials(self) -> tuple[str, str]:
        """Account SID and token, for the media of the same account."""
        return self._auth

    async def send(
        self,
        from_: str,
        to: str,
        rendered: Rendered,
        status_callback: str = "",
        *,
        skip_parts: int = 0,
        media_url: str = "",
    ) -> SendResult:
        """Send a message inside the 24-hour window; buttons are numbered, a long text is split.

        Twilio accepts a message to a closed window and fails it afterwards: look for 63016 in the callback.

        Args:
            from_: our sender, `whatsapp:+355...`.
            to: the person's address as it came in `From`.
            rendered: the message. A photo needs `media_url`, since Twilio fetches files by itself.
            status_callback: where delivery is reported; it should carry the outbox id.
            skip_parts: `sent_parts` of an earlier outcome of the same message.
            media_url: public address of the photo.

        Returns:
            `Sent` of the last part; `Retry` and `Ambiguous` carry how many parts were surely accepted.
        """
        if rendered.photo and not media_url:
            return Refused("photo_needs_media_url", permanent=False)
        bodies = _bodies(rendered, has_media=bool(media_url))
        result: SendResult = Refused("empty", permanent=False)
        for place in range(skip_parts, len(bodies)):
            # The file goes with the first part, so that the text follows it in order.
            media = [media_url] if media_url and place == 0 else None
            result = await self._create(
                from_=from_,
                to=to,
                body=bodies[place] or None,
                media_url=media,
                status_callback=status_callback,
            )
            match result:
                case Retry(after_s, whole_channel, _, code):
                    return Retry(after_s, whole_channel, place, code)
                case Ambiguous(reason):
                    return Ambiguous(reason, place)
                case Refused():
                    return result
        return result

    async def send_template(
        self,
        from_: str,
        to: str,
        content_sid: str,
        variables: Mapping[str, str],
        status_callback: str = "",
    ) -> SendResult:
        """Send a template, the only thing that reaches a person outside the 24-hour window.

        Args:
            from_: our sender.
            to: the person's address.
            content_sid: `HX...` of an approved template.
            variables: its placeholders by name ("1", "2", ...). New lines become spaces, since WhatsApp
                refuses them in a parameter.
            status_callback: where delivery is reported.
        """
        flat = {name: " ".join(value.split()) for name, value in variables.items()}
        return await self._create(
            from_=from_,
            to=to,
            content_sid=content_sid,
            content_variables=msgspec.json.encode(flat).decode() if flat else None,
            status_callback=status_callback,
        )

    async def resolve(
        self,
        from_: str,
        to: str,
        rendered: Rendered,
        since: datetime,
        *,
        sent_parts: int = 0,
        known: Collection[str] = (),
    ) -> Sent | Retry | None:
        """Look up an ambiguous send in Twilio's list.

        Args:
            from_: the sender of the ambiguous send.
            to: its recipient.
            rendered: the same message.
            since: when the attempt began, aware.
            sent_parts: `Ambiguous.sent_parts`: the part in doubt.
            known: message ids already accounted for, so that an equal earlier message is not taken for it.

        Returns:
            `Sent` when it was accepted; `Retry(0)` with more `sent_parts` when it was and further parts are
            due, also when the list can't be read now (then `sent_parts` is unchanged and `after_s` above 0:
            call `resolve` again, do not send); None when Twilio does not have it, so it may be sent again.
        """
        bodies = _bodies(rendered, has_media=bool(rendered.photo))
        if sent_parts >= len(bodies):
            return None
        try:
            listed = await self.client.messages.list_async(
                to=to, from_=from_, limit=_RESOLVE_DEPTH, page_size=_RESOLVE_DEPTH
            )
        except (NotAcceptedError, AnswerLostError, TwilioException):
            return Retry(_BUSY_RETRY_S, sent_parts=sent_parts, code="resolve_unavailable")
        wanted = bodies[sent_parts].strip()
        for message in listed:
            if message.sid in known or message.direction == "inbound":
                continue
            created = message.date_created
            if created is not None and created < since - _CLOCK_SLACK:
                continue
            if (message.body or "").strip() == wanted:
                done = sent_parts + 1
                return Sent(message.sid) if done >= len(bodies) else Retry(0.0, sent_parts=done, code="rest")
        return None

    async def _create(self, **arguments: Any) -> SendResult:
        """One create call as an outcome."""
        given = {name: value for name, value in arguments.items() if value}
        try:
            message = await self.client.messages.create_async(**given)
        except NotAcceptedError:
            return Retry(_CONNECT_RETRY_S, whole_channel=True, code="connect")
        except AnswerLostError as error:
            return Ambiguous(str(error))
        except (TwilioRestException, TwilioServiceException) as error:
            return _outcome(error.status, error.code)
        except (TwilioException, ValueError, KeyError, TypeError):
            # An answer that the library could not read: it may well be an acceptance.
            return Ambiguous("unreadable_answer")
        return Sent(message.sid) if message.sid else Ambiguous("unreadable_answer")


def _outcome(status: int, code: int | None) -> SendResult:
    """The outcome of an error answer."""
    number = "" if code is None else str(code)
    if status == 429:
        return judge(number) if isinstance(judge(number), Retry) else judge("20429")
    if status == 503:
        return Retry(_BUSY_RETRY_S, whole_channel=True, code="503")
    if status >= 500:
        # A gateway says 500, 502 or 504 also when the service behind it has accepted the message.
        return Ambiguous(f"http_{status}")
    if status in (401, 403) and not number:
        return judge("20003")
    return judge(number or f"http_{status}")


def _bodies(rendered: Rendered, has_media: bool) -> tuple[str, ...]:
    """The bodies of the messages, in order; a file alone has one empty body."""
    parts = split(number_buttons(rendered)[0])
    return parts or (("",) if has_media else ())
