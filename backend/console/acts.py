"""Acts on many requests: from the queue's ticked lines to a draft, its preview, and its effect; no script needed."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from accreditation.decisions import Outcome
from backend.actions.decisions import act_drafts, act_effects, decision_papers
from backend.actions.decisions.act_drafts import ActDraftBody, ActFilter
from backend.actions.decisions.act_effects import EffectBody
from backend.actions.decisions.decisions import GroundBody
from backend.actions.fields import invalid
from backend.actions.principals import require
from backend.console.forms import TypedAct, defects_of
from backend.console.visits import Form, Officer, file_answer, see
from backend.problems import Problem
from backend.store import acts as store
from backend.store import console
from backend.store.elections import page as elections_page

PAGE = 100
READERS = ("cec", "zec", "lgec", "auditor")
WRITERS = ("cec", "zec", "lgec")


class DraftForm(msgspec.Struct):
    """A new draft as typed: which requests, and what is to be decided on them."""

    election: str = ""
    organisation: str = ""
    outcome: str = ""
    article: str = ""
    facts: str = ""
    reason: str = ""
    addendum_to: str = ""
    requests: list[str] = []

    @classmethod
    def of_posted(cls, form: Form) -> "DraftForm":
        """What was typed."""
        names = ("election", "organisation", "outcome", "article", "facts", "reason", "addendum_to")
        return cls(**{name: form.text(name).strip() for name in names}, requests=form.texts("request"))

    def body(self, election: int) -> ActDraftBody:
        """The draft for the action.

        Raises:
            Problem: 400, a number is none, or nothing is chosen.
        """
        grounds = []
        if self.article or self.facts or self.reason:
            grounds = [GroundBody("own", self.article, self.reason, self.facts)]
        if not self.requests and not self.organisation:
            raise invalid("requests", "empty")
        return ActDraftBody(
            election=election,
            requests=self.requests or None,
            filter=None
            if self.requests
            else ActFilter(organisation=_number("organisation", self.organisation)),
            outcome=_outcome(self.outcome),
            grounds=grounds,
            addendum_to=_number("addendum_to", self.addendum_to) if self.addendum_to else None,
        )


def _number(field: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise invalid(field, "not_a_number")
    return int(text)


def _outcome(text: str) -> Outcome | None:
    """The outcome for all, or None: each its own proposal."""
    return Outcome(text) if text in set(Outcome) else None


@get("/console/acts")
async def listed(officer: Officer, after: Annotated[int, Parameter(ge=0)] = 0) -> Response:
    """The drafts and acts of this commission, and the form for a sender's whole list."""
    return await _list_page(officer, 200, after=after)


async def _list_page(
    officer: Officer,
    status: int,
    *,
    after: int = 0,
    form: DraftForm | None = None,
    defects: Sequence[str] = (),
) -> Response:
    require(officer.principal, *READERS)
    found = await act_drafts.listed(
        officer.services, officer.principal, after=after, limit=PAGE, election=None, status=None
    )
    async with officer.services.database.reading() as conn:
        elections = await elections_page(conn, 0, 100)
        senders = await console.organisation_names(
            conn, await store.waiting_senders(conn, _competent(officer))
        )
    return officer.page(
        "acts.html",
        status,
        items=found["items"],
        next_cursor=found["next_cursor"],
        elections=elections,
        senders=sorted(senders.items(), key=lambda one: one[1]),
        form=form or DraftForm(),
        defects=list(defects),
        writes=officer.principal.kind in WRITERS,
    )


def _competent(officer: Officer) -> str | None:
    return None if officer.principal.kind == "auditor" else officer.principal.role


@post("/console/acts")
async def draft(officer: Officer, form: Form) -> Response:
    """Draft an act of the ticked requests, or of all that wait of a sender."""
    typed = DraftForm.of_posted(form)
    try:
        election = await _election(officer, typed)
        answer = await act_drafts.draft(
            officer.services, officer.principal, form.ticket(officer), typed.body(election)
        )
    except Problem as problem:
        return await _list_page(officer, problem.status, form=typed, defects=defects_of(officer, problem))
    return see(f"/console/acts/{msgspec.json.decode(answer.body)['id']}")


async def _election(officer: Officer, typed: DraftForm) -> int:
    """The election of the ticked requests; one act is of one election."""
    if not typed.requests:
        return _number("election", typed.election)
    async with officer.services.database.reading() as conn:
        found = await store.elections_of(conn, typed.requests)
    if len(found) != 1:
        raise invalid("election", "empty" if not found else "several")
    return found[0]


@get("/console/acts/{id:int}")
async def read(
    id: int, officer: Officer, page: Annotated[int, Parameter(ge=1, le=1_000)] = 1, done: str = ""
) -> Response:
    """One act: the preview of a draft with what is blocked on top, or what an act decided."""
    return await _act_page(officer, id, 200, page=page, done=done)


async def _act_page(
    officer: Officer,
    id: int,
    status: int,
    *,
    page: int = 1,
    act: TypedAct | None = None,
    defects: Sequence[str] = (),
    done: str = "",
) -> Response:
    require(officer.principal, *READERS)
    found = await act_drafts.read(officer.services, officer.principal, id)
    lines: list[dict[str, Any]] = found["lines"]
    blocked = [one for one in lines if one["blocked"]]
    others = [one for one in lines if not one["blocked"]]
    async with officer.services.database.reading() as conn:
        names = await console.organisation_names(conn, {one["organisation"] for one in lines})
        earlier = await store.find(conn, found["addendum_to"]) if found["addendum_to"] else None
    return officer.page(
        "act.html",
        status,
        act=found,
        blocked=blocked[:PAGE],
        lines=others[(page - 1) * PAGE : page * PAGE],
        number=page,
        more=len(others) > page * PAGE,
        lenient=[one for one in lines if one["lenient_until"]],
        names=names,
        earlier=earlier,
        form=act or TypedAct(),
        defects=list(defects),
        done=done if done == "effect" else "",
        own=found["body"] == officer.principal.role,
    )


@post("/console/acts/{id:int}/effect")
async def effect(id: int, officer: Officer, form: Form) -> Response:
    """Put a draft into effect by the same action as the API."""
    typed = TypedAct.of_posted(form)
    try:
        body = typed.body()
        await act_effects.put_in_effect(
            officer.services,
            officer.principal,
            form.ticket(officer),
            id,
            EffectBody(
                number=body.number,
                date=body.date,
                signatory=body.signatory,
                lenient_date_seen=form.text("lenient_seen") == "1",
                leave_out_blocked=form.text("leave_out") == "1",
            ),
        )
    except Problem as problem:
        return await _act_page(officer, id, problem.status, act=typed, defects=defects_of(officer, problem))
    return see(f"/console/acts/{id}", done="effect")


@post("/console/acts/{id:int}/abandonment")
async def abandon(id: int, officer: Officer, form: Form) -> Response:
    """Give up a draft."""
    try:
        await act_drafts.abandon(officer.services, officer.principal, form.ticket(officer), id)
    except Problem as problem:
        return await _act_page(officer, id, problem.status, defects=defects_of(officer, problem))
    return see("/console/acts")


@get("/console/acts/{id:int}/decision.pdf")
async def paper(id: int, officer: Officer, language: Literal["sq", "en"] = "sq") -> Response:
    """The act as PDF."""
    require(officer.principal, *READERS)
    content = await decision_papers.of_act(officer.services, officer.principal, id, language)
    return file_answer(content, "application/pdf", f"act-{id}.pdf")


ROUTES = [listed, draft, read, effect, abandon, paper]
