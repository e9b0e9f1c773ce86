"""Elections and their time limits: read by everybody, recorded by the CEC."""

from typing import Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State

from backend.actions.decisions import delegations
from backend.actions.decisions.delegations import DelegationBody
from backend.actions.elections import (
    calendar_changes,
    calendar_views,
    carry_over,
    elections,
    place_templates,
    places,
    registry,
    time_limits,
)
from backend.actions.elections.calendar_changes import HolidaysBody, RedatingBody
from backend.actions.elections.carry_over import CarryOverBody
from backend.actions.elections.elections import AnnouncementBody, ElectionBody, SetLimitBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.requests.batch_files import format_of
from backend.api.callers import answered
from backend.api.errors import request_language
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.api.uploads import is_multipart, one_file
from backend.services import Services

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ElectionController(Controller):
    """Elections, their limits, their register of places."""

    path = "/v1/elections"
    tags = ["elections"]

    @post("", operation_id="create_election")
    async def create(
        self, data: ElectionBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Record an election; the CEC only."""
        return answered(await elections.create(services, principal, ticket, data))

    @get("", operation_id="list_elections")
    async def list_elections(
        self, services: Services, visitor: Principal, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
    ) -> dict[str, Any]:
        """All elections in order of id."""
        return await elections.listed(services, after_id(cursor), limit)

    @get("/{id:int}", operation_id="read_election")
    async def read(self, id: int, services: Services, visitor: Principal) -> dict[str, Any]:
        """One election."""
        return await elections.read(services, id)

    @get("/{id:int}/time-limits", operation_id="read_time_limits")
    async def time_limits(
        self, id: int, request: Request[Any, Any, State], services: Services, visitor: Principal
    ) -> dict[str, Any]:
        """Every limit of the election explained: the rule, its number, its ends under each reading, the count of each.

        `title` and `rule` are in the language of `Accept-Language`. A limit with `unset` was found in no source and
        blocks the act that needs it; one with `demo` is no law. `holidays` are the days off that the counts used.
        """
        return await time_limits.read(services, id, request_language(request))

    @get("/{id:int}/places", operation_id="list_places")
    async def places(
        self,
        id: int,
        services: Services,
        visitor: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        unit: str | None = None,
        kind: str | None = None,
        special: str | None = None,
        centre: str | None = None,
    ) -> dict[str, Any]:
        """Voting centres, counting centres and tables, and counting places for votes from abroad, in order of code.

        `kind` is voting_centre, counting_centre, counting_table or counting_abroad; `special` is prison, hospital,
        base, special or any; `centre` is the counting centre of tables. Codes are read in every form: `KZAZ 12`, `12`.
        """
        return await registry.places_of(
            services, id, cursor or "", limit, unit=unit, kind=kind, special=special, centre=centre
        )

    @get("/{id:int}/places/template", operation_id="places_template", media_type="text/csv")
    async def template(
        self, id: int, visitor: Principal, format: Literal["csv", "xlsx"] = "csv"
    ) -> Response[bytes]:
        """The file to fill in for the import, with one row of each kind."""
        return Response(
            place_templates.template(format),
            media_type=MEDIA_TYPES[format],
            headers={"Content-Disposition": f'attachment; filename="places.{format}"'},
        )

    @post("/{id:int}/places/import", operation_id="import_places", status_code=200)
    async def import_places(
        self,
        request: Request[Any, Any, State],
        id: int,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        dry_run: bool = False,
    ) -> Response[Any]:
        """Take a register of places from CSV or XLSX, all kinds in one file; the CEC only.

        Every good row is taken, and each row is answered: created, changed, unchanged, or rejected with field and
        reason. Rows may name units and centres that stand further down. With `dry_run=true` nothing is stored.
        """
        format, data = await _content(request)
        return answered(
            await places.import_places(services, principal, ticket, id, format, data, dry_run=dry_run)
        )

    @get("/{id:int}/electoral-units", operation_id="list_electoral_units")
    async def units(
        self,
        id: int,
        services: Services,
        visitor: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        code: str | None = None,
    ) -> dict[str, Any]:
        """The electoral units in order of code, with how many places lie in each."""
        return await registry.units_of(services, id, cursor or "", limit, code)

    @get("/{id:int}/commissions", operation_id="list_commissions")
    async def commissions(
        self,
        id: int,
        services: Services,
        visitor: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        kind: str | None = None,
        unit: str | None = None,
    ) -> dict[str, Any]:
        """The commissions in order of role, each with whose requests it decides on now (Art. 18(5)-(6))."""
        return await registry.commissions_of(services, id, cursor or "", limit, kind=kind, unit=unit)

    @post("/{id:int}/limits", operation_id="set_limit")
    async def set_limit(
        self, id: int, data: SetLimitBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Set a number that the law's text does not give, by an act; the CEC only."""
        return answered(await calendar_changes.set_limit(services, principal, ticket, id, data))

    @post("/{id:int}/redating", operation_id="redate_election", status_code=200)
    async def redate(
        self,
        id: int,
        data: RedatingBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        preview: bool = False,
    ) -> Response[Any]:
        """Give an election another date: all limits follow, all whom it touches are told; the CEC only.

        With `preview=true` it only tells what would change and whom it touches (200). Where more than 500 requests
        wait the answer is 202, and a job assesses them anew; `GET /v1/elections/{id}/changes` shows how far it came.
        """
        if preview:
            return Response(await calendar_changes.redate_preview(services, principal, id, data))
        return answered(await calendar_changes.redate(services, principal, ticket, id, data))

    @post("/{id:int}/holidays", operation_id="record_holidays", status_code=200)
    async def record_holidays(
        self,
        id: int,
        data: HolidaysBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        preview: bool = False,
    ) -> Response[Any]:
        """Record days off or of reduced hours by one act, of the country or of some bodies; the CEC only.

        `bodies` are unit codes, and `cec` for the seat of the CEC; null is the whole country. The calendar of the CEC
        moves the limits of requests, that of the commission in competence the time to decide. `preview` as in
        re-dating.
        """
        if preview:
            return Response(await calendar_changes.holidays_preview(services, principal, id, data))
        return answered(await calendar_changes.record_holidays(services, principal, ticket, id, data))

    @get("/{id:int}/holidays", operation_id="list_holidays")
    async def holidays(self, id: int, services: Services, visitor: Principal) -> dict[str, Any]:
        """Days off and of reduced hours, whose offices they shut, and which were announced late."""
        return await calendar_views.holidays(services, id)

    @get("/{id:int}/changes", operation_id="list_election_changes")
    async def changes(
        self,
        id: int,
        services: Services,
        visitor: Principal,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
    ) -> dict[str, Any]:
        """What changed the limits of an election: earlier dates, days off, set numbers, and how far the work came."""
        return await calendar_views.events(services, id, after_id(cursor), limit)

    @post("/{id:int}/carry-over", operation_id="carry_over", status_code=201)
    async def carry_over(
        self,
        id: int,
        data: CarryOverBody,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        preview: bool = False,
    ) -> Response[Any]:
        """File a request in a repeat election for each accreditation of the earlier one that is still in force.

        A sender does it for its own observers, the CEC for a sender or for all. Each is a request like any other:
        assessed, decided, never granted by itself. Up to 500 are filed at once (201), more by a job (202).
        """
        if preview:
            return Response(await carry_over.preview(services, principal, id, data), status_code=200)
        return answered(await carry_over.carry(services, principal, ticket, id, data))

    @post("/{id:int}/announcement", operation_id="announce_results", status_code=200)
    async def announce(
        self, id: int, data: AnnouncementBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Record the final announcement of results; the CEC only."""
        return answered(await elections.announce(services, principal, ticket, id, data))

    @get("/{id:int}/delegations", operation_id="list_delegations")
    async def list_delegations(self, id: int, services: Services, visitor: Principal) -> dict[str, Any]:
        """The instructions that delegated decisions to ZECs or LGECs (Art. 18(6))."""
        return await delegations.listed(services, id)

    @post("/{id:int}/delegations", operation_id="delegate")
    async def delegate(
        self, id: int, data: DelegationBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Delegate decisions on electoral subjects to ZECs or LGECs (Art. 18(6)); the CEC only."""
        return answered(await delegations.delegate(services, principal, ticket, id, data))


async def _content(request: Request[Any, Any, State]) -> tuple[str, bytes]:
    """The format and the bytes of the body, or of the one file in it.

    Raises:
        Problem: 400, a multipart body without one file; 415, another format.
    """
    if not is_multipart(request):
        return format_of(request.headers.get("content-type", "")), await request.body()
    file = await one_file(request)
    return format_of(file.content_type, file.filename), await file.read()
