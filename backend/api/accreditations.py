"""Accreditations, their badges as files, what a commission does with one, and asking for one anew."""

from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.params import Parameter

from accreditation.standing import Standing
from backend.actions.door import badge_files
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.standing import accreditations, reaccreditation
from backend.actions.standing.accreditations import RevocationBody
from backend.actions.standing.reaccreditation import ReaccreditationBody
from backend.api.callers import answered
from backend.api.pages import LIMIT_DEFAULT, Cursor, Limit, after_id
from backend.services import Services
from backend.store.request_filters import AccreditationFilters

State = Annotated[Standing | None, Parameter(query="state", description="where it stands")]
Code = Annotated[str | None, Parameter(min_length=1, max_length=40)]


class AccreditationController(Controller):
    """What an organisation, a commission and an observer do with an accreditation."""

    path = "/v1/accreditations"
    tags = ["accreditations"]

    @get("", operation_id="list_accreditations")
    async def list(
        self,
        principal: Principal,
        services: Services,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
        standing: State = None,
        election: int | None = None,
        organisation: int | None = None,
        unit: Code = None,
        voting_centre: Code = None,
    ) -> dict:
        """The accreditations that the key may read, oldest first.

        `unit` and `voting_centre` ask who may observe there, and need `election`; codes are read in every form.
        """
        only = AccreditationFilters(standing, election, organisation, unit, voting_centre)
        return await accreditations.listed(services, principal, after_id(cursor), limit, only)

    @get("/{number:str}", operation_id="read_accreditation")
    async def read(self, number: str, principal: Principal, services: Services) -> dict:
        """One accreditation, its badge's text and where its files are."""
        return await accreditations.read(services, principal, number)

    @get("/{number:str}/badge.pdf", operation_id="badge_pdf")
    async def pdf(self, number: str, principal: Principal, services: Services) -> Response[bytes]:
        """The printed card, one A6 page."""
        return _file(number, "pdf", await badge_files.badge_file(services, principal, number, "pdf"))

    @get("/{number:str}/badge.png", operation_id="badge_png")
    async def png(self, number: str, principal: Principal, services: Services) -> Response[bytes]:
        """The badge's symbol as PNG."""
        return _file(number, "png", await badge_files.badge_file(services, principal, number, "png"))

    @get("/{number:str}/badge.svg", operation_id="badge_svg")
    async def svg(self, number: str, principal: Principal, services: Services) -> Response[bytes]:
        """The badge's symbol as SVG."""
        return _file(number, "svg", await badge_files.badge_file(services, principal, number, "svg"))

    @post("/{number:str}/revocation", operation_id="revoke_accreditation", status_code=201)
    async def revoke(
        self, number: str, data: RevocationBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Revoke the accreditation by an act, effective at once."""
        return answered(await accreditations.revoke(services, principal, ticket, number, data))

    @post("/{number:str}/suspension", operation_id="suspend_accreditation", status_code=201)
    async def suspend(
        self, number: str, data: RevocationBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Suspend the accreditation by an act, effective at once, until it is restored."""
        return answered(await accreditations.suspend(services, principal, ticket, number, data))

    @post("/{number:str}/restoration", operation_id="restore_accreditation", status_code=201)
    async def restore(
        self, number: str, data: RevocationBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Restore a suspended or revoked accreditation by an act; one that was revoked gets a new badge."""
        return answered(await accreditations.restore(services, principal, ticket, number, data))

    @post("/{number:str}/reissue", operation_id="reissue_accreditation", status_code=201)
    async def reissue(
        self, number: str, data: RevocationBody, principal: Principal, ticket: Ticket, services: Services
    ) -> Response:
        """Issue a valid accreditation anew with a new number and badge; the old badge ends at once."""
        return answered(await accreditations.reissue(services, principal, ticket, number, data))

    @get("/{number:str}/history", operation_id="accreditation_history")
    async def history(self, number: str, principal: Principal, services: Services) -> dict:
        """What happened to the accreditation since its grant, oldest first."""
        return await accreditations.history(services, principal, number)

    @post("/{number:str}/reaccreditation", operation_id="ask_reaccreditation", status_code=201)
    async def reaccredit(
        self,
        number: str,
        principal: Principal,
        ticket: Ticket,
        services: Services,
        data: ReaccreditationBody | None = None,
    ) -> Response:
        """Ask that the observer of an accreditation that an order ended, or another one, is accredited anew."""
        return answered(
            await reaccreditation.file(services, principal, ticket, number, data or ReaccreditationBody())
        )


def _file(number: str, kind: str, file: bytes) -> Response[bytes]:
    """A badge as a download; private, because it is one person's."""
    headers = {
        "Content-Disposition": f'inline; filename="{number}.{kind}"',
        "Cache-Control": "private, no-store",
    }
    return Response(file, media_type=badge_files.MEDIA_TYPES[kind], headers=headers)
