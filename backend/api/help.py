"""The help center and the web chat, for the public."""

from typing import Annotated

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import Parameter

from backend.actions.conversations import chat, help_questions
from backend.actions.conversations.help_questions import QuestionBody
from backend.api.rates import allow
from backend.jobs.collector import Collector, NotRecorded, Overloaded
from backend.problems import Problem
from backend.services import Services
from backend.store.inbox import Arrival
from bots.channels.webchat import TEXT_LIMIT, ChatMessage
from bots.messages import Channel

ID_LIMIT = 64


class HelpController(Controller):
    """Questions of voters, without a key."""

    tags = ["help center"]

    @post("/v1/help/questions", operation_id="ask_help", status_code=200)
    async def ask(self, data: QuestionBody, request: Request, services: Services) -> dict:
        """Ask one question; the answer is an approved text, a list of topics, or the other channels."""
        allow(request, "help", 600, 1_000_000)
        return await help_questions.ask(services, data)

    @post("/v1/chat/messages", operation_id="send_chat_message", status_code=200)
    async def send(self, data: ChatMessage, request: Request, services: Services) -> Response:
        """Post one message of the web chat; its answers are fetched with `read_chat_messages`.

        Raises:
            Problem: 400 the session or id is malformed; 413 the text is too long; 503.
        """
        allow(request, "chat", 1_200, 1_000_000)
        if not chat.SESSION.fullmatch(data.session) or not 0 < len(data.id) <= ID_LIMIT:
            raise Problem(400, "session_malformed", remedy="open_chat_again")
        if len(data.text) > TEXT_LIMIT or len(data.button) > ID_LIMIT:
            raise Problem(413, "too_large", remedy="send_less")
        collector: Collector = services.parts["collector"]
        raw = msgspec.json.encode(data)
        try:
            await collector.submit(Arrival(Channel.WEBCHAT, f"{data.session}:{data.id}", data.session, raw))
        except (Overloaded, NotRecorded) as error:
            raise Problem(503, "not_recorded", remedy="repeat_request", retry_after_s=2) from error
        return Response({"recorded": True}, status_code=200)

    @get("/v1/chat/messages", operation_id="read_chat_messages")
    async def read(
        self, session: str, services: Services, after: Annotated[int, Parameter(ge=0)] = 0
    ) -> dict:
        """The messages of a session after an id."""
        return await chat.messages(services, session, after)
