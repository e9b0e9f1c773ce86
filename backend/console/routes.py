"""Every page, the static files, and the engine that draws them; the composition mounts these."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response, Router, get
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

from backend.console import (
    accountability,
    accreditations,
    acts,
    alerts,
    appeals,
    decisions,
    late,
    limits,
    notices,
    public,
    queue,
    registrations,
    reports,
    requests,
    revocations,
    senders,
    sign_in,
    translations,
    waiting,
)
from backend.console.failures import HANDLERS
from backend.console.sending.routes import SENDERS
from backend.console.visits import HEADERS, provide_form, provide_officer, provide_visit
from backend.problems import Problem

STATIC = Path(__file__).parent / "static"
STATIC_AGE_S = 3600


@get(["/console/{rest:path}", "/b"])
async def nowhere(rest: str = "") -> None:
    """There is no such page.

    Raises:
        Problem: 404, always.
    """
    raise Problem(404, "not_found")


def _guarded(response: Response[Any]) -> Response[Any]:
    response.headers.update({**HEADERS, "Cache-Control": f"public, max-age={STATIC_AGE_S}"})
    return response


def _page_headers(response: Response[Any]) -> Response[Any]:
    response.headers.update(HEADERS)
    return response


_ROUTES = [
    public.start,
    public.chat,
    public.badge,
    limits.time_limits_page,
    sign_in.sign_in_page,
    sign_in.sign_in,
    sign_in.sign_out,
    sign_in.choose_language,
    queue.queue,
    queue.operation,
    late.listed,
    requests.read,
    requests.translation,
    translations.notify,
    requests.decide,
    requests.propose,
    requests.paper,
    requests.accredit_interim,
    *acts.ROUTES,
    *decisions.ROUTES,
    requests.photo,
    accreditations.badge_png,
    accreditations.badge_pdf,
    accreditations.revoke,
    accreditations.read,
    accreditations.take,
    revocations.listed,
    revocations.preview,
    revocations.propose,
    revocations.read,
    revocations.confirm,
    revocations.withdraw,
    revocations.set_basis,
    revocations.check_identity,
    revocations.published,
    reports.listed,
    reports.read,
    reports.move,
    reports.answer,
    reports.evidence,
    senders.listed,
    senders.read,
    senders.admit,
    registrations.newest,
    registrations.read,
    registrations.changed,
    registrations.change,
    registrations.choose,
    alerts.acknowledge,
    *appeals.ROUTES,
    *accountability.ROUTES,
    notices.listed,
    waiting.listed,
    waiting.read,
    waiting.take,
    waiting.reply,
    waiting.give_back,
    nowhere,
]
PAGES = [
    Router(
        path="/",
        route_handlers=_ROUTES,
        dependencies={
            "visit": Provide(provide_visit),
            "officer": Provide(provide_officer),
            "form": Provide(provide_form),
        },
        exception_handlers=HANDLERS,
        include_in_schema=False,
    ),
    SENDERS,
    create_static_files_router(
        path="/static", directories=[STATIC], after_request=_guarded, include_in_schema=False
    ),
]
API_PAGE = public.ApiPage(path="/", media_type=MediaType.HTML)
TEMPLATES = TemplateConfig(
    instance=JinjaTemplateEngine.from_environment(
        Environment(
            loader=PackageLoader("backend.console"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
    )
)


def api_router() -> Router:
    """The router of `/schema`, one for each application: the description registers its routes on it."""
    return Router(
        path="/schema",
        route_handlers=[],
        after_request=_page_headers,
        include_in_schema=False,
        dto=None,
        return_dto=None,
    )
