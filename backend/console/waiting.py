"""People who wait for a human: the list, one conversation, take, answer, give back."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import Parameter

from backend.actions.conversations import handover
from backend.console.alerts import open_alerts
from backend.console.forms import defects_of
from backend.console.visits import Form, Officer, see
from backend.problems import Problem


@get("/console/waiting")
async def listed(officer: Officer) -> Response:
    """Conversations in which a human was asked for."""
    talks = await handover.listed(officer.services, officer.principal)
    return officer.page("waiting.html", talks=talks, alerts=await open_alerts(officer))


@get("/console/waiting/{id:int}")
async def read(id: int, officer: Officer, done: Annotated[str, Parameter(max_length=20)] = "") -> Response:
    """One conversation."""
    return await talk_page(officer, id, 200, done=done)


async def talk_page(officer: Officer, id: int, status: int, **context: Any) -> Response:
    """The page of a conversation, with what was typed where a form came back."""
    talk = await handover.read(officer.services, officer.principal, id)
    return officer.page("talk.html", status, talk=talk, **{"defects": [], "typed": "", "done": "", **context})


@post("/console/waiting/{id:int}/take")
async def take(id: int, officer: Officer, form: Form) -> Response:
    """Take the conversation."""
    return await _done(
        officer,
        id,
        form,
        "taken",
        lambda: handover.take(officer.services, officer.principal, form.ticket(officer), id),
    )


@post("/console/waiting/{id:int}/reply")
async def reply(id: int, officer: Officer, form: Form) -> Response:
    """Answer the person."""
    return await _done(
        officer,
        id,
        form,
        "answered",
        lambda: handover.reply(
            officer.services, officer.principal, form.ticket(officer), id, form.text("text")
        ),
    )


@post("/console/waiting/{id:int}/give-back")
async def give_back(id: int, officer: Officer, form: Form) -> Response:
    """Give the conversation back to the bot."""
    return await _done(
        officer,
        id,
        form,
        "given_back",
        lambda: handover.give_back(officer.services, officer.principal, form.ticket(officer), id),
    )


async def _done(officer: Officer, id: int, form: Form, done: str, act: Any) -> Response:
    try:
        await act()
    except Problem as problem:
        defects = defects_of(officer, problem)
        return await talk_page(officer, id, problem.status, defects=defects, typed=form.text("text"))
    if done == "given_back":
        return see("/console/waiting")
    return see(f"/console/waiting/{id}", done=done)
