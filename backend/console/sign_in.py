"""Signing in with a key, signing out, and the choice of language."""

import secrets
from typing import Annotated

from litestar import Request, Response, get, post
from litestar.params import Parameter

from backend.actions import officer_sessions
from backend.console.visits import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    VISIT_COOKIE,
    Form,
    Officer,
    Visit,
    read_form,
    see,
)
from backend.locales.texts import LANGUAGES
from backend.problems import Problem

YEAR_S = 365 * 24 * 3600
HOME = "/console"
VISIT_PATH = "/console/login"


@get("/console/login")
async def sign_in_page(visit: Visit, over: str = "") -> Response:
    """The form that takes a key."""
    return _form(visit, 200, "session-over" if over else "")


@post("/console/login")
async def sign_in(request: Request, visit: Visit) -> Response:
    """Take a key and open a session; a wrong key comes back to the form, and is not shown again."""
    form = await read_form(request)
    nonce = request.cookies.get(VISIT_COOKIE, "")
    officer_sessions.require_form_token(visit.services, nonce, form.text("csrf"))
    try:
        _, token = await officer_sessions.sign_in(visit.services, form.text("key"))
    except Problem as problem:
        if problem.status not in (401, 403):
            raise
        return _form(visit, problem.status, "key-unknown" if problem.status == 401 else "key-without-pages")
    answer = see(HOME)
    answer.set_cookie(
        visit.cookie(SESSION_COOKIE, token, path=HOME, max_age_s=int(officer_sessions.LIFE.total_seconds()))
    )
    answer.delete_cookie(VISIT_COOKIE, path=VISIT_PATH)
    return answer


def _form(visit: Visit, status: int, message: str) -> Response:
    nonce = secrets.token_hex(officer_sessions.NONCE_BYTES)
    page = visit.page(
        "login.html",
        status,
        csrf=officer_sessions.form_token(visit.services, nonce),
        message=visit.text(f"console-login-{message}") if message else "",
    )
    page.set_cookie(visit.cookie(VISIT_COOKIE, nonce, path=VISIT_PATH))
    return page


@post("/console/logout")
async def sign_out(officer: Officer, form: Form) -> Response:
    """Forget the session."""
    answer = see("/console/login")
    answer.delete_cookie(SESSION_COOKIE, path=HOME)
    return answer


@get("/language/{code:str}")
async def choose_language(
    code: str, visit: Visit, to: Annotated[str, Parameter(max_length=400)] = "/"
) -> Response:
    """Remember the language and go back to the page, which is one of ours.

    Raises:
        Problem: 404, there is no such language.
    """
    if code not in LANGUAGES:
        raise Problem(404, "not_found")
    answer = see(to if _is_ours(to) else "/")
    answer.set_cookie(visit.cookie(LANGUAGE_COOKIE, code, max_age_s=YEAR_S))
    return answer


def _is_ours(path: str) -> bool:
    """A path of this site: one slash, no host, no backslash, nothing a header could break on."""
    return path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
