"""What goes wrong, as a plain page in the visitor's language; never a traceback."""

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from psycopg import errors as pg
from psycopg_pool import PoolTimeout, TooManyRequests

from backend.console.visits import SESSION_COOKIE, Visit, see
from backend.problems import Problem

log = structlog.get_logger()

SIGN_IN = "/console/login"
UNAVAILABLE = (pg.OperationalError, pg.InterfaceError, pg.QueryCanceled, PoolTimeout, TooManyRequests)
KNOWN = {400, 403, 404, 405, 409, 413, 429, 503}


def failure_page(request: Request, problem: Problem) -> Response:
    """The page of one problem; its title by code where there is one, else by status."""
    visit = Visit(request)
    by_code = "console-problem-" + problem.code.replace("_", "-")
    by_status = f"console-failure-{problem.status if problem.status in KNOWN else 500}"
    message = by_code if visit.services.texts.has(by_code, visit.language) else by_status
    page = visit.page(
        "failure.html",
        problem.status,
        message=visit.text(message),
        request_id=getattr(request.state, "request_id", None),
    )
    if problem.retry_after_s is not None:
        page.headers["Retry-After"] = str(problem.retry_after_s)
    return page


def on_problem(request: Request, problem: Problem) -> Response:
    """An action's own problem; without a session the browser is sent to the sign-in page."""
    if problem.status != 401:
        return failure_page(request, problem)
    over = {"over": "1"} if request.cookies.get(SESSION_COOKIE) else {}
    answer = see(SIGN_IN, **over)
    answer.delete_cookie(SESSION_COOKIE, path="/console")
    return answer


def on_http(request: Request, error: HTTPException) -> Response:
    """Litestar's own errors: no such page, a form that cannot be read."""
    return failure_page(request, Problem(error.status_code, "page"))


def on_unavailable(request: Request, error: Exception) -> Response:
    """The database cannot answer in time."""
    log.warning("database_unavailable", error=type(error).__name__)
    return failure_page(request, Problem(503, "unavailable", retry_after_s=2))


def on_unreadable(request: Request, error: Exception) -> Response:
    """A NUL or a lone surrogate in a field: PostgreSQL cannot hold it, and nobody means it."""
    return failure_page(request, Problem(400, "malformed"))


def on_anything(request: Request, error: Exception) -> Response:
    """Our own mistake: logged with its type and place, shown without either."""
    log.error("unhandled_error", error=type(error).__name__, exc_info=error)
    return failure_page(request, Problem(500, "internal"))


HANDLERS = {
    Problem: on_problem,
    HTTPException: on_http,
    pg.DataError: on_unreadable,
    UnicodeError: on_unreadable,
    **dict.fromkeys(UNAVAILABLE, on_unavailable),
    Exception: on_anything,
}
