"""Open data and public status: for everybody, without a key."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import Parameter

from backend.actions.open_data import open_data
from backend.services import Services

CACHED = {"Cache-Control": f"public, max-age={open_data.AGE_S}"}
PublicId = Annotated[str, Parameter(max_length=64)]


@get("/v1/open-data/elections/{id:int}", operation_id="read_open_data", tags=["open data"])
async def election(id: int, services: Services) -> Response[dict[str, Any]]:
    """What the commission did with the requests of an election, in numbers; small ones hidden, nobody named."""
    return Response(await open_data.election(services, id), headers=CACHED)


@get(
    "/v1/open-data/elections/{id:int}/requests.csv",
    operation_id="read_open_data_csv",
    tags=["open data"],
    media_type="text/csv",
)
async def requests_csv(id: int, services: Services) -> Response[str]:
    """Requests by kind of sender and status as CSV."""
    headers = {**CACHED, "Content-Disposition": f'attachment; filename="requests-{id}.csv"'}
    content = await open_data.requests_csv(services, id)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@get("/v1/public-status/{public_id:str}", operation_id="read_public_status", tags=["open data"])
async def public_status(public_id: PublicId, services: Services) -> Response[dict[str, Any]]:
    """Where a request stands, by its unguessable id: dates and status, no name, no sender, no party."""
    return Response(await open_data.public_status(services, public_id), headers={"Cache-Control": "no-store"})


ROUTES = [election, requests_csv, public_status]
