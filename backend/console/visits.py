"""Who looks at a page, in which language, and the page that answers: what every route of the console shares."""

import secrets
from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from backend.actions import officer_sessions
from backend.actions.officer_sessions import Session
from backend.actions.once import Ticket, ticket_of
from backend.actions.principals import Principal
from backend.console import wording
from backend.locales.texts import LANGUAGES
from backend.problems import Problem
from backend.services import Services

SESSION_COOKIE = "vezhgo_session"
LANGUAGE_COOKIE = "vezhgo_language"
VISIT_COOKIE = "vezhgo_visit"
"""Binds the sign-in form to the browser, before there is a session."""
FORM_LIMIT_FIELDS = 400
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""Sent with every page. No inline script or style; `data:` pictures are those of the API page's own style sheet."""


class Visit:
    """One request of a browser: its language, and its pages."""

    principal: Principal | None = None
    session: Session | None = None

    def __init__(self, request: Request) -> None:
        self.request = request
        self.services: Services = request.app.state.services
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        self.language = chosen if chosen in LANGUAGES else LANGUAGES[0]
        self.words = wording.Words(self.services.texts, self.language)

    @property
    def now(self) -> datetime:
        """The clock of the service."""
        return self.services.clock.now()

    def text(self, message: str, /, **args: Any) -> str:
        """A text of the catalogue in the visitor's language."""
        return self.services.texts.text(self.language, message, **args)

    def page(self, template: str, status: int = 200, /, **context: Any) -> Template:
        """A page; every text in it is escaped by the engine."""
        shared = {
            "t": self.text,
            "w": self.words,
            "language": self.language,
            "languages": [one for one in LANGUAGES if one != self.language],
            "here": self.request.url.path,
            "principal": self.principal,
            "csrf": self.form_token(),
            "once": secrets.token_urlsafe(18),
            "now": self.now,
        }
        return Template(template, context=shared | context, status_code=status, headers=HEADERS)

    def form_token(self) -> str:
        """The token of this session's forms; empty where nobody is signed in."""
        return officer_sessions.form_token(self.services, self.session.nonce) if self.session else ""

    def cookie(self, name: str, value: str, *, path: str = "/", max_age_s: int | None = None) -> Cookie:
        """A cookie that no script reads and no other site sends."""
        return Cookie(
            key=name,
            value=value,
            path=path,
            max_age=max_age_s,
            httponly=True,
            samesite="strict",
            secure=self.services.settings.public_url.startswith("https://"),
        )


class Officer(Visit):
    """A visit by somebody who signed in."""

    principal: Principal
    session: Session


class Form:
    """The fields of a posted form, its token checked already."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self.fields = fields

    def text(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next((value for field, value in self.fields if field == name), "")

    def texts(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for field, value in self.fields if field == name]

    def ticket(self, officer: Officer) -> Ticket:
        """The idempotency key of this form: a page sent twice acts once."""
        ignored = {"csrf", "once"}
        body = "\0".join(f"{name}\1{value}" for name, value in self.fields if name not in ignored)
        ticket = ticket_of(
            officer.principal.key_id,
            officer.request.url.path,
            self.text("once"),
            body.encode("utf-8", "surrogatepass"),
            required=True,
        )
        assert ticket is not None  # required
        return ticket


async def provide_visit(request: Request) -> Visit:
    """Anybody who opens a page."""
    return Visit(request)


async def provide_officer(request: Request) -> Officer:
    """Whoever signed in.

    Raises:
        Problem: 401, nobody did, or the session is over; the browser is sent to the sign-in page.
    """
    officer = Officer(request)
    token = request.cookies.get(SESSION_COOKIE, "")
    officer.session, officer.principal = await officer_sessions.session_of(officer.services, token)
    return officer


async def read_form(request: Request) -> Form:
    """The text fields of a posted form.

    Raises:
        Problem: 400, it has more fields than any page of ours.
    """
    posted = await request.form()
    fields = [
        (name, value.replace("\r\n", "\n")) for name, value in posted.multi_items() if isinstance(value, str)
    ]
    if len(fields) > FORM_LIMIT_FIELDS:
        raise Problem(400, "malformed")
    return Form(fields)


async def provide_form(request: Request, officer: Officer) -> Form:
    """The posted form of an officer's page.

    Raises:
        Problem: 403, its token is not of this session.
    """
    form = await read_form(request)
    officer_sessions.require_form_token(officer.services, officer.session.nonce, form.text("csrf"))
    return form


def see(path: str, **params: str) -> Redirect:
    """Send the browser on after a post (303), so that a reload posts nothing again."""
    return Redirect(path, status_code=303, headers=HEADERS, query_params=params or None)


def file_answer(content: bytes, media_type: str, name: str, *, inline: bool = True) -> Response[bytes]:
    """One person's file: never cached, never guessed at."""
    kind = "inline" if inline else "attachment"
    headers = {**HEADERS, "Content-Disposition": f'{kind}; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
