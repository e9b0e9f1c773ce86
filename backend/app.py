"""Composition: services from settings, and the web application from services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from backend.actions.principals import KeyRing
from backend.api import callers, routes
from backend.api.description import DescribedJson
from backend.api.errors import HANDLERS
from backend.api.middleware import observe
from backend.clock import Clock
from backend.console.routes import API_PAGE, PAGES, TEMPLATES, api_router
from backend.locales.texts import Texts
from backend.services import Services
from backend.settings import Settings
from backend.store.database import Database
from backend.store.evidence_files import EvidenceFiles
from backend.vault import Vault, secret_of

VERSION = "0.1.0"
BODY_LIMIT_BYTES = 12 * 1024 * 1024
"""The largest body of any route (a photo of 10 MB in multipart); webhooks have their own, smaller one."""


def compose(settings: Settings, database_url: str, *, work_size: int = 8) -> Services:
    """The services of one process; the pools are not open yet."""
    vault = Vault(settings.secret_key or secret_of(settings.data_dir))
    return Services(
        settings=settings,
        clock=Clock(),
        database=Database(database_url, work_size=work_size),
        vault=vault,
        texts=Texts(strict=False),
        files=EvidenceFiles(settings.evidence_location, vault),
    )


def create_app(services: Services, *, worker: bool = True) -> Litestar:
    """The web application; with `worker` it also drains the ledgers in its own process."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        from backend.jobs.crew import crew

        await services.database.open()
        try:
            async with crew(services, worker=worker):
                yield
        finally:
            await services.database.close()

    handlers = [*routes.ALWAYS, *PAGES, *(routes.WITH_TEST_CLOCK if services.settings.test_clock else [])]
    app = Litestar(
        route_handlers=handlers,
        template_config=TEMPLATES,
        dependencies={
            "services": Provide(callers.provide_services),
            "principal": Provide(callers.provide_principal),
            "visitor": Provide(callers.provide_visitor),
            "ticket": Provide(callers.provide_ticket),
            "public_ticket": Provide(callers.provide_public_ticket),
            "optional_ticket": Provide(callers.provide_optional_ticket),
        },
        exception_handlers=HANDLERS,
        middleware=[observe],
        lifespan=[lifespan],
        openapi_config=OpenAPIConfig(
            title="Vëzhgo",
            version=VERSION,
            components=Components(security_schemes={"key": SecurityScheme(type="http", scheme="bearer")}),
            security=[{"key": []}, {}],
            use_handler_docstrings=True,
            path="/schema",
            render_plugins=[API_PAGE, DescribedJson(path="/openapi.json")],
            openapi_router=api_router(),
        ),
        request_max_body_size=BODY_LIMIT_BYTES,
        debug=False,
        logging_config=None,
    )
    app.state.services = services
    app.state.key_ring = KeyRing(services)
    return app
