"""The page of the mail server, and its control side; serve it with `bots.simulators.serving.serve`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from importlib import resources
from typing import Any

from litestar import Litestar, MediaType, Request, Response, Router, delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody

from bots.simulators.mail.faults import MailFault
from bots.simulators.mail.server import Mail, MailServer, Offer

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
        "frame-src 'self'"
    )
}


def create(smtp_port: int = 0, offer: Offer | None = None) -> Litestar:
    """The ASGI application; its mail server listens on `smtp_port` for as long as it is served.

    `app.state.mail` is the `MailServer`.
    """
    server = MailServer(offer)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await server.start(smtp_port)
        try:
            yield
        finally:
            await server.stop()

    control = Router(path="/_sim", route_handlers=[mails, clear, faults, arm, disarm])
    return Litestar(
        route_handlers=[page, control],
        state=State({"mail": server}),
        lifespan=[running],
        openapi_config=None,
        logging_config=None,
    )


def _server(request: Request[Any, Any, Any]) -> MailServer:
    return request.app.state.mail


@get("/", media_type=MediaType.HTML, sync_to_thread=False)
def page() -> Response[str]:
    """The mails, newest first."""
    text = (resources.files("bots.simulators.mail") / "page.html").read_text(encoding="utf-8")
    return Response(text, media_type=MediaType.HTML, headers=PAGE_HEADERS)


@get("/mails", sync_to_thread=False)
def mails(request: Request[Any, Any, Any]) -> list[dict[str, Any]]:
    """Every mail, newest first."""
    return [shown(mail) for mail in reversed(_server(request).mails())]


@delete("/mails", sync_to_thread=False)
def clear(request: Request[Any, Any, Any]) -> None:
    """Throw all mails away."""
    _server(request).clear()


@get("/faults", sync_to_thread=False)
def faults(request: Request[Any, Any, Any]) -> list[MailFault]:
    """The armed faults."""
    return _server(request).faults.armed()


@post("/faults", sync_to_thread=False)
def arm(data: JSONBody[MailFault], request: Request[Any, Any, Any]) -> list[MailFault]:
    """Arm a fault."""
    _server(request).faults.arm(data)
    return _server(request).faults.armed()


@delete("/faults", sync_to_thread=False)
def disarm(request: Request[Any, Any, Any]) -> None:
    """Disarm all."""
    _server(request).faults.clear()


def shown(mail: Mail) -> dict[str, Any]:
    """A mail as the page shows it: decoded, with its plain text and its HTML."""
    message = message_from_bytes(mail.content, policy=SMTPUTF8)
    assert isinstance(message, EmailMessage)
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "id": mail.id,
        "at": mail.at,
        "from": mail.sender,
        "to": mail.recipients,
        "subject": str(message["Subject"] or ""),
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": text.get_content() if text is not None else "",
        "html": page.get_content() if page is not None else "",
        "tls": mail.tls,
        "user": mail.user,
    }
