"""The little of HTTP that the simulator needs: a request read whole, and answers."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

BODY_LIMIT_BYTES = 24 * 1024 * 1024


class Request(msgspec.Struct, frozen=True):
    """One request, read whole.

    Attributes:
        query: pairs of the query, in order.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    def asked(self, name: str, usual: str = "") -> str:
        """The first value of a query name."""
        return next((value for key, value in self.query if key == name), usual)

    def form(self) -> list[tuple[str, str]]:
        """The pairs of a form body."""
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    def json(self) -> Any:
        """The JSON body.

        Raises:
            msgspec.DecodeError: it is not JSON.
        """
        return msgspec.json.decode(self.body)

    def authorised(self, user: str, password: str) -> bool:
        """Whether the Basic credentials are these."""
        scheme, _, given = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            decoded = base64.b64decode(given, validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(decoded, f"{user}:{password}".encode())


class Reply(msgspec.Struct, frozen=True):
    """One answer."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = {}


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A JSON answer."""
    return Reply(status, msgspec.json.encode(value), headers=headers or {})


async def read(scope: Any, receive: Any) -> Request:
    """The request of an ASGI scope.

    Raises:
        ValueError: the body is larger than `BODY_LIMIT_BYTES`.
    """
    body = bytearray()
    while True:
        event = await receive()
        body += event.get("body", b"")
        if len(body) > BODY_LIMIT_BYTES:
            raise ValueError("the body is too large")
        if event["type"] == "http.disconnect" or not event.get("more_body"):
            break
    return Request(
        method=scope["method"],
        path=unquote(scope["raw_path"].decode("ascii", "replace"))
        if scope.get("raw_path")
        else scope["path"],
        query=parse_qsl(scope.get("query_string", b"").decode("ascii", "replace"), keep_blank_values=True),
        headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
        body=bytes(body),
    )


async def write(send: Any, reply: Reply) -> None:
    """Send an answer."""
    headers = [
        (b"content-type", reply.content_type.encode()),
        (b"content-length", str(len(reply.body)).encode()),
        *((name.lower().encode(), value.encode()) for name, value in reply.headers.items()),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
