"""Senders: who waits for admission, and one sender's profile with the form that admits or refuses it."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from backend.actions.principals import require
from backend.actions.senders import admissions, organisations
from backend.actions.senders.admissions import AdmissionBody
from backend.console.forms import TypedAct, defects_of
from backend.console.visits import Form, Officer, see
from backend.problems import Problem
from backend.store import elections
from backend.store import organisations as store

STATES = ("pending", "admitted", "refused", "all")
PAGE = 50


class AdmissionForm(msgspec.Struct):
    """The form that decides on an admission, kept as typed."""

    outcome: str = ""
    article: str = "18(1)"
    reason: str = ""
    facts: str = ""
    act: TypedAct = msgspec.field(default_factory=TypedAct)

    @classmethod
    def of_posted(cls, form: Form) -> "AdmissionForm":
        """What was typed."""
        return cls(
            form.text("outcome"),
            form.text("article"),
            form.text("reason"),
            form.text("facts"),
            TypedAct.of_posted(form),
        )

    def body(self) -> AdmissionBody:
        """The decision for the action: the same body that the API takes.

        Raises:
            Problem: 400, no outcome is chosen, or the date of the act is no date.
        """
        if self.outcome not in ("admit", "refuse"):
            raise Problem(400, "field_invalid", arguments={"field": "outcome", "reason": "empty"})
        refused = self.outcome == "refuse" or bool(self.reason.strip() or self.facts.strip())
        return AdmissionBody(
            outcome="refuse" if self.outcome == "refuse" else "admit",
            act=self.act.body(),
            article=self.article if refused else "",
            reason=self.reason if refused else "",
            facts=self.facts if refused else "",
        )


@get("/console/senders")
async def listed(
    officer: Officer,
    admission: Annotated[str, Parameter(max_length=20)] = "pending",
    after: Annotated[int, Parameter(ge=0, le=2**62)] = 0,
) -> Response:
    """Senders by the state of their admission, those that wait first shown."""
    require(officer.principal, "cec", "auditor")
    state = admission if admission in STATES else "pending"
    async with officer.services.database.reading() as conn:
        rows = await store.page(conn, after, PAGE + 1, None if state == "all" else state)
    return officer.page(
        "senders.html",
        200,
        items=rows[:PAGE],
        state=state,
        states=STATES,
        next=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )


@get("/console/senders/{id:int}")
async def read(id: int, officer: Officer, done: Annotated[str, Parameter(max_length=20)] = "") -> Response:
    """One sender's profile."""
    require(officer.principal, "cec", "auditor")
    return await _page(officer, id, 200, done=done)


@post("/console/senders/{id:int}/admission")
async def admit(id: int, officer: Officer, form: Form) -> Response:
    """Admit or refuse by the same action as the API; what is missing is said on the same page."""
    typed = AdmissionForm.of_posted(form)
    try:
        body = typed.body()
        await admissions.decide(officer.services, officer.principal, form.ticket(officer), id, body)
    except Problem as problem:
        return await _page(officer, id, problem.status, form=typed, defects=defects_of(officer, problem))
    return see(f"/console/senders/{id}", done=body.outcome)


async def _page(
    officer: Officer, id: int, status: int, *, form: AdmissionForm | None = None, **context: Any
) -> Response:
    found = await organisations.read(officer.services, officer.principal, id)
    async with officer.services.database.reading() as conn:
        election = await elections.newest(conn)
    return officer.page(
        "sender.html",
        status,
        sender=found,
        election=election,
        decision=found["admission_act"] or {},
        form=form or AdmissionForm(),
        may_decide=officer.principal.kind == "cec" and found["admission"] != "admitted",
        **{"defects": [], "done": "", **context},
    )
