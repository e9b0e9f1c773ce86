"""Registrations of a sender in an election: what is on file, a change with its preview, and the order by act."""

from datetime import date, datetime, time
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from accreditation.law.choices import OPTIONS, ChoiceCode, Option
from accreditation.senders import RegistrationKind
from backend.actions.elections import legal_choices
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.legal_choices import ChoiceBody
from backend.actions.principals import require
from backend.actions.senders import registration_changes, registrations
from backend.actions.senders.registration_changes import ChangeBody, ChangesBody
from backend.actions.senders.registrations import recordable
from backend.console.forms import TypedAct, defects_of
from backend.console.visits import Form, Officer, see
from backend.locales.texts import TIRANE
from backend.problems import Problem, not_yours
from backend.store import elections, organisations, places
from backend.store import registration_changes as store

ROWS = 4
"""Facts in one form: two parties that join a coalition, or one that leaves and joins; more by the API or a file."""
LINES = 100
"""Accreditations of a preview shown one by one, each with its box; a form has few fields."""
HISTORY = 20


class TypedChange(msgspec.Struct):
    """One fact as typed."""

    organisation: str = ""
    kind: str = ""
    standing: str = "holds"
    unit: str = ""
    coalition: str = ""
    since: str = ""


class ChangeForm(msgspec.Struct):
    """The form that changes registrations, kept as typed."""

    rows: list[TypedChange]
    spare: list[str]
    reason: str = ""
    act: TypedAct = msgspec.field(default_factory=TypedAct)
    digest: str = ""

    @classmethod
    def fresh(cls, sender: str) -> "ChangeForm":
        """Empty rows, the chosen sender in each."""
        return cls([TypedChange(sender) for _ in range(ROWS)], [])

    @classmethod
    def of_posted(cls, form: Form) -> "ChangeForm":
        """What was typed."""
        rows = [
            TypedChange(
                *(form.text(f"{name}_{index}") for name in ("organisation", "kind", "standing")),
                *(form.text(f"{name}_{index}") for name in ("unit", "coalition", "since")),
            )
            for index in range(ROWS)
        ]
        return cls(
            rows, form.texts("spare"), form.text("reason"), TypedAct.of_posted(form), form.text("digest")
        )

    def body(self) -> ChangesBody:
        """The change for the action: the same body that the API takes.

        Raises:
            Problem: 400, a row cannot be read.
        """
        return ChangesBody(
            [_change(row) for row in self.rows if row.kind],
            self.spare,
            self.reason,
            self.act.body(),
            self.digest or None,
        )


def _change(row: TypedChange) -> ChangeBody:
    try:
        kind = RegistrationKind(row.kind)
        organisation = int(row.organisation)
        coalition = int(row.coalition) if row.coalition else None
    except ValueError as error:
        raise _unreadable("organisation", "unknown") from error
    if row.standing not in ("holds", "ended", "contested"):
        raise _unreadable("standing", "unknown")
    member = kind is RegistrationKind.COALITION_MEMBER
    candidate = kind is RegistrationKind.CANDIDATE
    return ChangeBody(
        organisation,
        kind,
        row.standing,  # type: ignore[arg-type]
        row.unit or None if candidate else None,
        coalition if member else None,
        _since(row.since),
    )


def _since(text: str) -> datetime | None:
    """The beginning of a civil date in Albania."""
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(), TIRANE)
    except ValueError as error:
        raise _unreadable("since", "not_a_date") from error


def _unreadable(field: str, reason: str) -> Problem:
    return Problem(400, "field_invalid", arguments={"field": field, "reason": reason})


@get("/console/registrations")
async def newest(officer: Officer) -> Response:
    """The registrations of the election with the latest date.

    Raises:
        Problem: 404, there is no election.
    """
    require(officer.principal, "cec", "auditor")
    async with officer.services.database.reading() as conn:
        id = await elections.newest(conn)
    if id is None:
        raise not_yours()
    return see(f"/console/elections/{id}/registrations")


@get("/console/elections/{id:int}/registrations")
async def read(
    id: int,
    officer: Officer,
    of: Annotated[int | None, Parameter(ge=1)] = None,
    done: Annotated[int | None, Parameter(ge=1)] = None,
) -> Response:
    """The page of a sender's registrations in an election."""
    require(officer.principal, "cec", "auditor")
    return await _page(officer, id, 200, of=of, done=done)


@get("/console/elections/{id:int}/registration-changes")
async def changed(id: int, officer: Officer) -> Response:
    """Where a form was posted there is nothing to read: back to the page it stands on."""
    require(officer.principal, "cec", "auditor")
    return see(f"/console/elections/{id}/registrations")


@post("/console/elections/{id:int}/registration-changes")
async def change(id: int, officer: Officer, form: Form) -> Response:
    """Preview a change, or order it by an act; what stands in the way is said on the same page."""
    typed = ChangeForm.of_posted(form)
    of = int(form.text("of")) if form.text("of").isdigit() else None
    seen: dict[str, Any] | None = None
    try:
        if form.text("step") == "order":
            answer = await registration_changes.order(
                officer.services, officer.principal, form.ticket(officer), id, typed.body()
            )
            made = msgspec.json.decode(answer.body)
            return see(f"/console/elections/{id}/registrations", of=str(of or ""), done=str(made["id"]))
        body = msgspec.structs.replace(typed.body(), digest=None)
        seen = await registration_changes.preview(officer.services, officer.principal, id, body)
        typed.digest = seen["digest"]
    except Problem as problem:
        defects = defects_of(officer, problem)
        if form.text("step") == "order":
            seen = await _seen_again(officer, id, typed)
        return await _page(officer, id, problem.status, of=of, form=typed, seen=seen, defects=defects)
    return await _page(officer, id, 200, of=of, form=typed, seen=seen)


async def _seen_again(officer: Officer, id: int, typed: ChangeForm) -> dict[str, Any] | None:
    """The preview beside what stands in the way of the order, where there is one."""
    try:
        body = msgspec.structs.replace(
            ChangesBody([_change(row) for row in typed.rows if row.kind]), spare=typed.spare
        )
        seen = await registration_changes.preview(officer.services, officer.principal, id, body)
    except Problem:
        return None
    typed.digest = seen["digest"]
    return seen


@post("/console/elections/{id:int}/choices")
async def choose(id: int, officer: Officer, form: Form) -> Response:
    """Answer an open question of the text by an act; the CEC only."""
    of = form.text("of")
    try:
        code, option = ChoiceCode(form.text("code")), Option(form.text("option"))
    except ValueError:
        return await _page(
            officer, id, 400, of=None, defects=defects_of(officer, _unreadable("option", "unknown"))
        )
    try:
        body = ChoiceBody(code, option, TypedAct.of_posted(form).body())
        await legal_choices.set_choice(officer.services, officer.principal, form.ticket(officer), id, body)
    except Problem as problem:
        return await _page(officer, id, problem.status, of=None, defects=defects_of(officer, problem))
    return see(f"/console/elections/{id}/registrations", **({"of": of} if of.isdigit() else {}))


async def _page(
    officer: Officer,
    id: int,
    status: int,
    *,
    of: int | None,
    form: ChangeForm | None = None,
    **context: Any,
) -> Response:
    """The page with what is on file, what was typed, and what it would do.

    Raises:
        Problem: 404, no such election or sender.
    """
    done_id = context.pop("done", None)
    async with officer.services.database.reading() as conn:
        election = await require_election(conn, id)
        units = await places.units(conn, id)
        senders = [row for row in await store.senders(conn) if _recordable(facts_of(election), row[2])]
        chosen = await organisations.find(conn, of) if of else None
        if of and chosen is None:
            raise not_yours()
        done = await store.find(conn, id, done_id) if done_id else None
        orders = await store.latest(conn, id, HISTORY)
    on_file: list[dict[str, Any]] = []
    if chosen is not None:
        listed = await registrations.listed(officer.services, officer.principal, chosen.id, id)
        on_file = listed["items"]
    choices = await legal_choices.read(officer.services, id)
    return officer.page(
        "registrations.html",
        status,
        election=election,
        units=units,
        senders=senders,
        names={row[0]: row[1] for row in senders},
        coalitions=[row for row in senders if row[2] == "coalition"],
        chosen=chosen,
        on_file=on_file,
        kinds=list(RegistrationKind),
        own_kinds=sorted(recordable(facts_of(election), chosen.kind)) if chosen else [],
        form=form or ChangeForm.fresh(str(of or "")),
        may_change=officer.principal.kind == "cec",
        choices=choices["items"],
        options=OPTIONS,
        done=done,
        orders=orders,
        lines=LINES,
        **{"defects": [], "seen": None, **context},
    )


def _recordable(election: Any, kind: str) -> bool:
    return bool(recordable(election, kind))
