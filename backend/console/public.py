"""Pages for everybody: the start page, the web chat, the state of a badge, and the API's page."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.params import Parameter

from backend.actions.elections.register import register
from backend.console.visits import Visit
from backend.store import console
from backend.store.registers import RegisterElection


@get("/")
async def start(visit: Visit) -> Response:
    """What is here."""
    return visit.page("start.html", election=await _election(visit))


@get("/chat")
async def chat(visit: Visit) -> Response:
    """The web chat; nothing is sent before the person types."""
    return visit.page("chat.html", election=await _election(visit))


async def _election(visit: Visit) -> RegisterElection | None:
    async with visit.services.database.reading() as conn:
        found = (await register(visit.services, conn)).current(visit.now)
    return found.election if found is not None else None


@get("/b/{public_id:str}")
async def badge(public_id: Annotated[str, Parameter(max_length=100)], visit: Visit) -> Response:
    """The state of an accreditation by its unguessable id; never whose it is, nor who sent them."""
    async with visit.services.database.reading() as conn:
        found = await console.public_badge(conn, public_id)
    if found is None:
        return visit.page("badge.html", 404, badge=None, state="unknown")
    now = visit.now
    ends = min(one for one in (found.valid_until, found.final_announcement) if one is not None)
    state = "ended" if found.state == "expired" else found.state
    if state == "valid":
        state = "early" if now < found.valid_from else "ended" if now >= ends else "valid"
    return visit.page("badge.html", badge=found, state=state, ends=ends)


class ApiPage(OpenAPIRenderPlugin):
    """The API in a browser, by scripts of this site only; mounted by the composition at the root of `/schema`."""

    def render(self, request: Request, openapi_schema: dict[str, Any]) -> bytes:
        """The page; the viewer in it fetches the description by itself."""
        page = Visit(request).page("schema.html")
        engine = request.app.template_engine
        assert engine is not None  # the composition gives it
        return engine.get_template("schema.html").render(**page.context).encode()
