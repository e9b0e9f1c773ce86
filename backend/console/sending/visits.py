"""A visit by a sender: its session, its pages, and the form with or without a file."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.response import Template

from backend.actions import officer_sessions
from backend.actions.officer_sessions import Session
from backend.actions.once import Ticket, ticket_of
from backend.actions.principals import Principal
from backend.actions.senders import sender_sessions
from backend.console.visits import Form, Visit, read_form
from backend.problems import Problem
from backend.store import organisations

SENDER_COOKIE = "vezhgo_sender"
HOME = "/senders"
LOGIN = "/senders/login"


class Sender(Visit):
    """A visit by an organisation that signed in."""

    sender: Principal
    session: Session
    name: str = ""

    def page(self, template: str, status: int = 200, /, **context: Any) -> Template:
        """A page of the senders; the officers' bar is left out."""
        return super().page(template, status, sender=self.sender, sender_name=self.name, **context)


class SenderForm(Form):
    """A posted form whose token was checked, and its file where it has one."""

    def __init__(self, fields: list[tuple[str, str]], file: UploadFile | None) -> None:
        super().__init__(fields)
        self.file = file

    async def content(self) -> tuple[str, str, bytes]:
        """Name, type and bytes of the file.

        Raises:
            Problem: 400, no file was chosen.
        """
        if self.file is None or not self.file.filename:
            raise Problem(400, "file_missing", remedy="send_one_file")
        return self.file.filename, self.file.content_type, await self.file.read()

    def ticket_for(self, sender: Sender, content: bytes = b"") -> Ticket:
        """The idempotency key of this form: a page sent twice acts once."""
        ignored = {"csrf", "once"}
        body = "\0".join(f"{name}\1{value}" for name, value in self.fields if name not in ignored)
        ticket = ticket_of(
            sender.sender.key_id,
            sender.request.url.path,
            self.text("once"),
            body.encode("utf-8", "surrogatepass") + b"\0" + content,
            required=True,
        )
        assert ticket is not None  # required
        return ticket


async def provide_sender(request: Request) -> Sender:
    """Whoever signed in.

    Raises:
        Problem: 401, nobody did, or the session is over; the browser is sent to the sign-in page.
    """
    visit = Sender(request)
    token = request.cookies.get(SENDER_COOKIE, "")
    visit.session, visit.sender = await sender_sessions.session_of(visit.services, token)
    async with visit.services.database.reading() as conn:
        organisation = await organisations.find(conn, visit.sender.organisation_id or 0)
    visit.name = organisation.name if organisation else ""
    return visit


async def provide_sender_form(request: Request, sender: Sender) -> SenderForm:
    """The posted form of a sender's page.

    Raises:
        Problem: 403, its token is not of this session.
    """
    form = await read_form(request)
    officer_sessions.require_form_token(sender.services, sender.session.nonce, form.text("csrf"))
    files = [part for part in (await request.form()).values() if isinstance(part, UploadFile)]
    return SenderForm(form.fields, files[0] if files else None)
