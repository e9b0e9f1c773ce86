"""The router of the senders' pages; the composition of the pages mounts it."""

from litestar import Request, Response, Router
from litestar.di import Provide

from backend.console.failures import HANDLERS, failure_page
from backend.console.sending import batches, home, one, requests, sign_in
from backend.console.sending.visits import (
    HOME,
    LOGIN,
    SENDER_COOKIE,
    provide_sender,
    provide_sender_form,
)
from backend.console.visits import provide_visit, see
from backend.problems import Problem


def on_problem(request: Request, problem: Problem) -> Response:
    """An action's own problem; without a session the browser is sent to the senders' sign-in page."""
    if problem.status != 401:
        return failure_page(request, problem)
    over = {"over": "1"} if request.cookies.get(SENDER_COOKIE) else {}
    answer = see(LOGIN, **over)
    answer.delete_cookie(SENDER_COOKIE, path=HOME)
    return answer


SENDERS = Router(
    path="/",
    route_handlers=[
        sign_in.sign_in_page,
        sign_in.sign_in,
        sign_in.sign_out,
        home.home,
        batches.check,
        batches.listed,
        batches.read,
        batches.file,
        batches.discard,
        batches.rejected_csv,
        batches.rejected_xlsx,
        batches.receipt,
        requests.listed,
        requests.read,
        requests.photo,
        requests.decision_pdf,
        requests.send_photo,
        requests.withdraw,
        requests.appeal,
        requests.badge_pdf,
        requests.badge_png,
        one.blank,
        one.file,
    ],
    dependencies={
        "visit": Provide(provide_visit),
        "sender": Provide(provide_sender),
        "sender_form": Provide(provide_sender_form),
    },
    exception_handlers={**HANDLERS, Problem: on_problem},
    include_in_schema=False,
)
