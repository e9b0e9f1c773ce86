"""Appeals: the list with its clocks, and one appeal with everything and the forms of its next steps."""

from datetime import datetime, time
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from accreditation.appeals import APPEALS, RUNNING, AppealMove, AppealState
from accreditation.civil_time import at_local
from backend.actions.appeals import (
    appeal_attestations,
    appeal_documents,
    appeal_rulings,
    appeal_steps,
    appeal_views,
)
from backend.actions.appeals.appeal_rulings import RulingBody, RulingGroundBody
from backend.actions.appeals.appeal_steps import CheckBody, HearingBody, RapporteurBody
from backend.actions.once import Answer
from backend.actions.principals import require
from backend.console.forms import TypedAct, defects_of
from backend.console.visits import Form, Officer, file_answer, see
from backend.problems import Problem
from backend.store import appeals as store

READERS = ("cec", "zec", "lgec", "kas", "college", "auditor")
PAGE = 50
RULINGS = ("uphold", "uphold_partly", "reject")


class TypedStep(msgspec.Struct):
    """What was typed into the forms of one appeal, kept as typed."""

    values: dict[str, str] = {}
    act: TypedAct = msgspec.field(default_factory=TypedAct)

    @classmethod
    def of_posted(cls, form: Form) -> "TypedStep":
        """What was typed."""
        return cls(dict(reversed(form.fields)), TypedAct.of_posted(form))

    def get(self, name: str) -> str:
        """One field as typed."""
        return self.values.get(name, "")


@get("/console/appeals")
async def listed(
    officer: Officer,
    status: Annotated[str, Parameter(max_length=20)] = "running",
    page: Annotated[int, Parameter(ge=1, le=10_000)] = 1,
) -> Response:
    """The appeals that this role may read: what is late first, then what is due first."""
    require(officer.principal, *READERS)
    known = [str(one) for one in AppealState]
    states = [status] if status in known else known if status == "all" else sorted(RUNNING)
    kind, role = officer.principal.kind, officer.principal.role
    async with officer.services.database.reading() as conn:
        rows = await store.queue(
            conn,
            body=appeal_views.heard_by(role) if kind in {"kas", "college"} else None,
            competent=role if kind in {"zec", "lgec"} else None,
            states=states,
            limit=PAGE + 1,
            offset=(page - 1) * PAGE,
        )
    return officer.page(
        "appeals.html",
        items=[appeal_views.line(row, officer.now) for row in rows[:PAGE]],
        more=len(rows) > PAGE,
        page=page,
        state=status if status in known or status == "all" else "running",
        states=["running", *known, "all"],
    )


@get("/console/appeals/{number:str}")
async def read(
    number: str, officer: Officer, done: Annotated[str, Parameter(max_length=20)] = ""
) -> Response:
    """One appeal's page."""
    require(officer.principal, *READERS)
    return await _page(officer, number, 200, done=done)


async def _page(
    officer: Officer, number: str, status: int, *, typed: TypedStep | None = None, **context: Any
) -> Response:
    """The page of one appeal, with what was typed where a form came back.

    Raises:
        Problem: 404, there is none, or it is not this role's to read.
    """
    found = await appeal_views.read(officer.services, officer.principal, number)
    state = AppealState(found["status"])
    hears = found["body"] is not None and appeal_views.heard_by(officer.principal.role) == found["body"]
    return officer.page(
        "appeal.html",
        status,
        appeal=found,
        findings=found["assessment"]["findings"],
        hears=hears and bool(APPEALS.moves(state)),
        may_check=hears and APPEALS.allows(state, AppealMove.ACCEPT),
        may_return=hears and APPEALS.allows(state, AppealMove.SEND_BACK),
        may_rule=hears and APPEALS.allows(state, AppealMove.UPHOLD),
        links=officer.principal.kind in {"cec", "zec", "lgec", "auditor"},
        rulings=RULINGS,
        typed=typed or TypedStep(),
        **{"defects": [], "done": "", "failed": "", **context},
    )


async def _step(officer: Officer, number: str, form: Form, name: str, act: Any) -> Response:
    """Make a step by the same action as the API; what it lacks is said on the same page."""
    require(officer.principal, *READERS)
    typed = TypedStep.of_posted(form)
    try:
        await act(typed)
    except Problem as problem:
        return await _page(
            officer, number, problem.status, typed=typed, defects=defects_of(officer, problem), failed=name
        )
    return see(f"/console/appeals/{number}", done=name)


@post("/console/appeals/{number:str}/rapporteur")
async def rapporteur(number: str, officer: Officer, form: Form) -> Response:
    """Name the rapporteur, by lot or by hand."""

    async def act(typed: TypedStep) -> Answer:
        method = typed.get("method")
        if method not in {"lot", "drawn", "chosen"}:
            raise Problem(400, "field_invalid", arguments={"field": "method", "reason": "empty"})
        candidates = [one.strip() for one in typed.get("candidates").splitlines() if one.strip()]
        body = RapporteurBody(
            method, candidates, typed.get("name"), typed.get("witness"), typed.get("reason")
        )
        return await appeal_steps.name_rapporteur(
            officer.services, officer.principal, form.ticket(officer), number, body
        )

    return await _step(officer, number, form, "rapporteur", act)


@post("/console/appeals/{number:str}/check")
async def check(number: str, officer: Officer, form: Form) -> Response:
    """Accept for review, send back once, or not accept; not accepting is a ruling and needs its act."""

    async def act(typed: TypedStep) -> Answer:
        outcome, ticket = typed.get("outcome"), form.ticket(officer)
        if outcome == "not_accept":
            ruling = RulingBody("not_accept", [_ground(typed)], typed.act.body())
            return await appeal_rulings.rule(officer.services, officer.principal, ticket, number, ruling)
        if outcome not in {"accept", "return"}:
            raise Problem(400, "field_invalid", arguments={"field": "outcome", "reason": "empty"})
        found = {name: _yes(typed.get(name)) for name in ("competent", "standing", "in_time")}
        body = CheckBody(outcome, **found, reason=typed.get("reason"), act=typed.act.body())
        return await appeal_steps.check(officer.services, officer.principal, ticket, number, body)

    return await _step(officer, number, form, "check", act)


@post("/console/appeals/{number:str}/hearing")
async def hearing(number: str, officer: Officer, form: Form) -> Response:
    """Set the hearing; day and hour are those of Tirana."""

    async def act(typed: TypedStep) -> Answer:
        try:
            typed_at = datetime.fromisoformat(f"{typed.get('day')}T{typed.get('hour') or '00:00'}")
        except ValueError as error:
            raise Problem(400, "field_invalid", arguments={"field": "at", "reason": "not_a_date"}) from error
        at = at_local(typed_at.date(), time(typed_at.hour, typed_at.minute))
        body = HearingBody(at, typed.get("place"))
        return await appeal_steps.set_hearing(
            officer.services, officer.principal, form.ticket(officer), number, body
        )

    return await _step(officer, number, form, "hearing", act)


@post("/console/appeals/{number:str}/decision")
async def decide(number: str, officer: Officer, form: Form) -> Response:
    """Rule on the appeal."""

    async def act(typed: TypedStep) -> Answer:
        outcome = typed.get("outcome")
        if outcome not in RULINGS:
            raise Problem(400, "field_invalid", arguments={"field": "outcome", "reason": "empty"})
        body = RulingBody(outcome, [_ground(typed)], typed.act.body())
        return await appeal_rulings.rule(
            officer.services, officer.principal, form.ticket(officer), number, body
        )

    return await _step(officer, number, form, "decision", act)


def _ground(typed: TypedStep) -> RulingGroundBody:
    return RulingGroundBody(typed.get("article"), typed.get("reason"))


def _yes(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


@get("/console/appeals/{number:str}/attestation.pdf")
async def attestation(number: str, officer: Officer) -> Response[bytes]:
    """The attestation in the visitor's language."""
    require(officer.principal, *READERS)
    facts = await appeal_attestations.attestation(officer.services, officer.principal, number)
    content = appeal_attestations.pdf(officer.services, facts, officer.language)
    return file_answer(content, "application/pdf", f"{number}.pdf")


@get("/console/appeals/{number:str}/documents/{place:int}")
async def document(number: str, place: int, officer: Officer) -> Response[bytes]:
    """One document, to be saved and never shown in place."""
    require(officer.principal, *READERS)
    content, kind, name = await appeal_documents.read(officer.services, officer.principal, number, place)
    return file_answer(content, kind, name, inline=False)


ROUTES = [listed, read, rapporteur, check, hearing, decide, attestation, document]
