"""An organisation's own profile: its contact, its keys, and new facts after a refused admission."""

from typing import Any

from litestar import Controller, Response, delete, get, post, put

from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.actions.senders import admissions, organisation_keys, organisations
from backend.actions.senders.admissions import AskedAgainBody
from backend.actions.senders.organisation_keys import KeyBody
from backend.actions.senders.organisations import ContactBody
from backend.api.callers import answered
from backend.services import Services


class OrganisationProfileController(Controller):
    """What a sender changes of itself."""

    path = "/v1/organisations/{id:int}"
    tags = ["organisations"]

    @put("/contact", operation_id="change_contact")
    async def contact(
        self,
        id: int,
        data: ContactBody,
        services: Services,
        principal: Principal,
        optional_ticket: Ticket | None,
    ) -> Response[Any]:
        """Change how the commission reaches an organisation: its own key, or the CEC."""
        return answered(await organisations.change_contact(services, principal, optional_ticket, id, data))

    @post("/admission-requests", operation_id="ask_admission_again")
    async def ask_again(
        self, id: int, data: AskedAgainBody, services: Services, principal: Principal, ticket: Ticket
    ) -> Response[Any]:
        """Put new facts before the commission after a refused admission; it waits for a decision again."""
        return answered(await admissions.ask_again(services, principal, ticket, id, data))

    @get("/keys", operation_id="list_organisation_keys")
    async def keys(self, id: int, services: Services, principal: Principal) -> dict[str, Any]:
        """The live keys of an organisation, without their secrets: its own key, the CEC or an operator."""
        return await organisation_keys.listed(services, principal, id)

    @post("/keys", operation_id="rotate_organisation_key")
    async def rotate(
        self,
        id: int,
        services: Services,
        principal: Principal,
        ticket: Ticket,
        data: KeyBody | None = None,
    ) -> Response[Any]:
        """A new key at once, shown this once; the old one ends unless `keep_old` is true."""
        return answered(await organisation_keys.rotate(services, principal, ticket, id, data or KeyBody()))

    @delete("/keys/{key_id:str}", operation_id="delete_organisation_key", status_code=200)
    async def delete_key(
        self,
        id: int,
        key_id: str,
        services: Services,
        principal: Principal,
        optional_ticket: Ticket | None,
    ) -> Response[Any]:
        """End one key of an organisation; the last one cannot be ended, only replaced."""
        return answered(await organisation_keys.delete(services, principal, optional_ticket, id, key_id))
