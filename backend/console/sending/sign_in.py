"""Signing in with the organisation's key, and signing out."""

import secrets

from litestar import Request, Response, get, post

from backend.actions import officer_sessions
from backend.actions.senders import sender_sessions
from backend.console.sending.visits import HOME, LOGIN, SENDER_COOKIE, Sender, SenderForm
from backend.console.visits import VISIT_COOKIE, Visit, read_form, see
from backend.problems import Problem


@get(LOGIN)
async def sign_in_page(visit: Visit, over: str = "") -> Response:
    """The form that takes a key."""
    return _form(visit, 200, "session-over" if over else "")


@post(LOGIN)
async def sign_in(request: Request, visit: Visit) -> Response:
    """Take a key and open a session; a wrong key comes back to the form, and is not shown again."""
    form = await read_form(request)
    nonce = request.cookies.get(VISIT_COOKIE, "")
    officer_sessions.require_form_token(visit.services, nonce, form.text("csrf"))
    try:
        token = await sender_sessions.sign_in(visit.services, form.text("key"))
    except Problem as problem:
        if problem.status not in (401, 403):
            raise
        return _form(visit, problem.status, "key-unknown" if problem.status == 401 else "key-not-sender")
    answer = see(HOME)
    life_s = int(officer_sessions.LIFE.total_seconds())
    answer.set_cookie(visit.cookie(SENDER_COOKIE, token, path=HOME, max_age_s=life_s))
    answer.delete_cookie(VISIT_COOKIE, path=LOGIN)
    return answer


def _form(visit: Visit, status: int, message: str) -> Response:
    nonce = secrets.token_hex(officer_sessions.NONCE_BYTES)
    page = visit.page(
        "sending_login.html",
        status,
        sender=None,
        sender_name="",
        csrf=officer_sessions.form_token(visit.services, nonce),
        message=visit.text(f"sending-login-{message}") if message else "",
    )
    page.set_cookie(visit.cookie(VISIT_COOKIE, nonce, path=LOGIN))
    return page


@post("/senders/logout")
async def sign_out(sender: Sender, sender_form: SenderForm) -> Response:
    """Forget the session."""
    answer = see(LOGIN)
    answer.delete_cookie(SENDER_COOKIE, path=HOME)
    return answer
