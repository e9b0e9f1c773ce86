"""The observer's own session: one-time links and the phone app's key."""

from litestar import Controller, Response, post

from backend.actions.conversations import chat_links, observer_sessions
from backend.actions.conversations.observer_sessions import SessionBody
from backend.actions.once import Ticket
from backend.actions.principals import Principal
from backend.api.callers import answered
from backend.services import Services


class ObserverController(Controller):
    """Links and sessions of observers."""

    tags = ["observers"]

    @post("/v1/accreditations/{number:str}/chat-links", operation_id="create_chat_link", status_code=201)
    async def link(self, number: str, principal: Principal, ticket: Ticket, services: Services) -> Response:
        """A one-time link that binds a chat or a phone app; handed to the observer by the organisation."""
        return answered(await chat_links.create(services, principal, ticket, number))

    @post("/v1/observers/sessions", operation_id="open_observer_session", status_code=201)
    async def session(self, data: SessionBody, public_ticket: Ticket, services: Services) -> Response:
        """The phone app's key, for the code of a link and the observer's birth date."""
        return answered(await observer_sessions.open_session(services, public_ticket, data))
