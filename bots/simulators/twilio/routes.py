"""The REST API: Messages, Media, Calls and Content, each call judged before it is followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec

from bots.simulators.twilio import templates
from bots.simulators.twilio.account import Account
from bots.simulators.twilio.errors import TwilioError
from bots.simulators.twilio.records import API_VERSION, File, Message
from bots.simulators.twilio.specification import query_faults
from bots.simulators.twilio.wire import Reply, Request, answer

_ACCOUNT = rf"/{API_VERSION}/Accounts/(?P<account>[^/]+)"
_PAGE_SIZE = 50
_FORM = "application/x-www-form-urlencoded"


class Routes:
    """The API of one account."""

    def __init__(self, account: Account, auth_token: str) -> None:
        """Prepare the table of routes: method, path, operation name for faults, handler."""
        self._account = account
        self._auth_token = auth_token
        sid = r"(?P<sid>[^/.]+)"
        message = rf"{_ACCOUNT}/Messages/(?P<message>[^/.]+)"
        table: list[tuple[str, str, str, Callable[..., Reply]]] = [
            ("POST", rf"{_ACCOUNT}/Messages\.json", "Messages.create", self._create_message),
            ("GET", rf"{_ACCOUNT}/Messages\.json", "Messages.list", self._list_messages),
            ("GET", rf"{_ACCOUNT}/Messages/{sid}\.json", "Messages.fetch", self._fetch_message),
            ("DELETE", rf"{_ACCOUNT}/Messages/{sid}\.json", "Messages.delete", self._delete_message),
            ("GET", rf"{message}/Media\.json", "Media.list", self._list_media),
            ("GET", rf"{message}/Media/{sid}\.json", "Media.fetch", self._fetch_media),
            ("GET", rf"{message}/Media/{sid}", "Media.content", self._redirect_media),
            ("DELETE", rf"{message}/Media/{sid}(\.json)?", "Media.delete", self._delete_media),
            ("GET", rf"{_ACCOUNT}/Calls\.json", "Calls.list", self._list_calls),
            ("GET", rf"{_ACCOUNT}/Calls/{sid}\.json", "Calls.fetch", self._fetch_call),
            ("POST", r"/v1/Content", "Content.create", self._create_template),
            ("GET", r"/v1/Content", "Content.list", self._list_templates),
            ("GET", rf"/v1/Content/{sid}", "Content.fetch", self._fetch_template),
            ("DELETE", rf"/v1/Content/{sid}", "Content.delete", self._delete_template),
            ("POST", rf"/v1/Content/{sid}/ApprovalRequests/whatsapp", "Approval.create", self._request_approval),
            ("GET", rf"/v1/Content/{sid}/ApprovalRequests", "Approval.fetch", self._fetch_approval),
        ]  # fmt: skip
        self._table = [(method, re.compile(path), name, handler) for method, path, name, handler in table]

    def find(self, request: Request) -> tuple[str, Callable[[], Reply]]:
        """The operation's name and the call that answers; the call raises `TwilioError`."""
        known = False
        for method, path, name, handler in self._table:
            found = path.fullmatch(request.path)
            if found is None:
                continue
            if method != request.method:
                known = True
                continue
            return name, lambda handler=handler, found=found: self._follow(request, handler, found)
        return "unknown", lambda: self._unknown(request, known)

    def _follow(self, request: Request, handler: Callable[..., Reply], found: re.Match[str]) -> Reply:
        """Check who calls, then answer."""
        if not request.authorised(self._account.account_sid, self._auth_token):
            raise TwilioError(20003)
        named = found.groupdict()
        if named.pop("account", self._account.account_sid) != self._account.account_sid:
            raise TwilioError(20404, request.path)
        return handler(request, **named)

    def _unknown(self, request: Request, known_path: bool) -> Reply:
        """No such path, or not by this method."""
        if not request.authorised(self._account.account_sid, self._auth_token):
            raise TwilioError(20003)
        raise TwilioError(20004) if known_path else TwilioError(20404, request.path)

    # Messages

    def _create_message(self, request: Request) -> Reply:
        if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
            raise TwilioError(20001, "the body must be a form", status=415)
        return answer(self._account.accept(request.form()).resource(), 201)

    def _list_messages(self, request: Request) -> Reply:
        _check(query_faults("ListMessage", request.query))
        kept = [m for m in self._account.messages.values() if _matches(m, request)]
        # Twilio sorts by the date it was sent, newest first; what is not yet sent stands first.
        kept.reverse()
        kept.sort(key=lambda m: m.sent_at or datetime.max.replace(tzinfo=UTC), reverse=True)
        path = f"/{API_VERSION}/Accounts/{self._account.account_sid}/Messages.json"
        return answer(_page("messages", [m.resource() for m in kept], request, path, "PASM"))

    def _message(self, request: Request, sid: str) -> Message:
        try:
            return self._account.messages[sid]
        except KeyError as error:
            raise TwilioError(20404, request.path) from error

    def _fetch_message(self, request: Request, sid: str) -> Reply:
        return answer(self._message(request, sid).resource())

    def _delete_message(self, request: Request, sid: str) -> Reply:
        del self._account.messages[self._message(request, sid).sid]
        return Reply(204)

    # Media

    def _file(self, request: Request, message: str, sid: str) -> tuple[Message, File]:
        found = self._message(request, message)
        for file in found.files:
            if file.sid == sid:
                return found, file
        raise TwilioError(20404, request.path)

    def _list_media(self, request: Request, message: str) -> Reply:
        _check(query_faults("ListMedia", request.query))
        found = self._message(request, message)
        path = f"{found.uri.removesuffix('.json')}/Media.json"
        items = [found.media_resource(file) for file in found.files]
        return answer(_page("media_list", items, request, path, "PAME"))

    def _fetch_media(self, request: Request, message: str, sid: str) -> Reply:
        found, file = self._file(request, message, sid)
        return answer(found.media_resource(file))

    def _redirect_media(self, request: Request, message: str, sid: str) -> Reply:
        """The bytes are in a store of their own, under an address with a secret."""
        _, file = self._file(request, message, sid)
        return Reply(
            307, headers={"Location": f"/_store/{self._account.account_sid}/{file.sid}?key={file.key}"}
        )

    def _delete_media(self, request: Request, message: str, sid: str) -> Reply:
        found, file = self._file(request, message, sid)
        found.files.remove(file)
        return Reply(204)

    def store(self, request: Request) -> Reply:
        """The store behind the redirect. Like the real one it refuses a request that also has a password."""
        if "authorization" in request.headers:
            return Reply(400, b"<Error><Code>InvalidArgument</Code></Error>", "application/xml")
        sid = request.path.rsplit("/", 1)[1]
        for message in self._account.messages.values():
            for file in message.files:
                if file.sid == sid and file.key and file.key == request.asked("key"):
                    return Reply(200, file.content, file.content_type)
        return Reply(404, b"<Error><Code>NoSuchKey</Code></Error>", "application/xml")

    # Calls

    def _list_calls(self, request: Request) -> Reply:
        path = f"/{API_VERSION}/Accounts/{self._account.account_sid}/Calls.json"
        calls = [call.resource() for call in reversed(self._account.calls.values())]
        return answer(_page("calls", calls, request, path, "PACA"))

    def _fetch_call(self, request: Request, sid: str) -> Reply:
        if sid not in self._account.calls:
            raise TwilioError(20404, request.path)
        return answer(self._account.calls[sid].resource())

    # Content

    def _create_template(self, request: Request) -> Reply:
        template = templates.create(self._account.account_sid, _json(request), self._account.clock.now())
        self._account.templates[template.sid] = template
        return answer(template.resource(), 201)

    def _list_templates(self, request: Request) -> Reply:
        _check(query_faults("ListContent", request.query))
        kept = list(self._account.templates.values())
        size, page = int(request.asked("PageSize", "50")), int(request.asked("Page", "0"))
        url = "https://content.twilio.com/v1/Content?"
        more = len(kept) > (page + 1) * size
        meta = {
            "page": page,
            "page_size": size,
            "first_page_url": url + urlencode({"PageSize": size, "Page": 0}),
            "previous_page_url": url + urlencode({"PageSize": size, "Page": page - 1}) if page else None,
            "url": url + urlencode({"PageSize": size, "Page": page}),
            "next_page_url": url + urlencode({"PageSize": size, "Page": page + 1}) if more else None,
            "key": "contents",
        }
        items = [template.resource() for template in kept[page * size : (page + 1) * size]]
        return answer({"contents": items, "meta": meta})

    def _template(self, request: Request, sid: str) -> templates.Template:
        try:
            return self._account.templates[sid]
        except KeyError as error:
            raise TwilioError(20404, request.path) from error

    def _fetch_template(self, request: Request, sid: str) -> Reply:
        return answer(self._template(request, sid).resource())

    def _delete_template(self, request: Request, sid: str) -> Reply:
        del self._account.templates[self._template(request, sid).sid]
        return Reply(204)

    def _request_approval(self, request: Request, sid: str) -> Reply:
        template = self._template(request, sid)
        templates.request_approval(template, _json(request))
        return answer(_approval(template) | {"allow_category_change": True}, 201)

    def _fetch_approval(self, request: Request, sid: str) -> Reply:
        template = self._template(request, sid)
        url = f"https://content.twilio.com/v1/Content/{sid}/ApprovalRequests"
        state = {"type": "whatsapp", **_approval(template)}
        return answer({"sid": sid, "account_sid": self._account.account_sid, "whatsapp": state, "url": url})


def _approval(template: templates.Template) -> dict[str, Any]:
    """The state of a template at WhatsApp."""
    return {
        "name": template.approval_name,
        "category": template.category,
        "content_type": next(iter(template.types)),
        "status": template.approval,
        "rejection_reason": "content type is not supported" if template.approval == "rejected" else "",
    }


def _check(faults: list[str]) -> None:
    """Refuse a call with faults."""
    if faults:
        raise TwilioError(20001, "; ".join(faults))


def _json(request: Request) -> Any:
    """The JSON of a call."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise TwilioError(20001, "the body must be JSON", status=415)
    try:
        return request.json()
    except msgspec.DecodeError as error:
        raise TwilioError(20001, "the body is not JSON") from error


def _matches(message: Message, request: Request) -> bool:
    """The filters of a list call; a message that is not yet sent has no date to match."""
    for name, value in request.query:
        if name == "To" and message.recipient != value:
            return False
        if name == "From" and message.sender != value:
            return False
        if name.startswith("DateSent"):
            if message.sent_at is None:
                return False
            sent = message.sent_at.replace(microsecond=0)
            start, end = _span(value)
            if name == "DateSent" and not start <= sent < end:
                return False
            if name == "DateSent>" and sent < start:
                return False
            if name == "DateSent<" and sent >= end:
                return False
    return True


def _span(value: str) -> tuple[datetime, datetime]:
    """The instant or the whole day that a date names, as a half-open span."""
    start = datetime.fromisoformat(value.replace("Z", "+00:00"))
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    return start, start + (timedelta(days=1) if len(value) == 10 else timedelta(seconds=1))


def _page(key: str, items: list[Any], request: Request, path: str, token: str) -> dict[str, Any]:
    """One page of a list, with the addresses of its neighbours."""
    size, number = int(request.asked("PageSize", str(_PAGE_SIZE))), int(request.asked("Page", "0"))
    kept = [pair for pair in request.query if pair[0] not in ("PageSize", "Page", "PageToken")]

    def address(page: int) -> str:
        extra = [("PageSize", str(size)), ("Page", str(page))]
        if page:
            # The real token names the last item of the page before; here the number alone is used.
            extra.append(("PageToken", f"{token}{page:032x}"))
        return f"{path}?{urlencode([*kept, *extra])}"

    start, end = number * size, min((number + 1) * size, len(items))
    return {
        key: items[start:end],
        "end": max(end - 1, start),
        "first_page_uri": address(0),
        "next_page_uri": address(number + 1) if end < len(items) else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": address(number - 1) if number else None,
        "start": start,
        "uri": address(number),
    }
