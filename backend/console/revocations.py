"""Orders that suspend or revoke many: filter, preview, proposal, the second officer's confirmation, and the lane after it."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from accreditation.senders import SenderKind
from backend.actions.elections import elections, legal_bases
from backend.actions.elections.legal_bases import BasisBody
from backend.actions.principals import require
from backend.actions.standing import reaccreditation, revocation_orders
from backend.actions.standing.reaccreditation import IdentityBody
from backend.actions.standing.revocation_orders import SecondBody
from backend.console.forms import TypedAct, defects_of
from backend.console.order_forms import ROLES, OrderForm
from backend.console.visits import Form, Officer, Visit, see
from backend.problems import Problem

READERS = ("cec", "zec", "lgec", "auditor")
OrderId = Annotated[int, Parameter(ge=1, le=2**62)]
Done = Annotated[str, Parameter(max_length=20)]


@get("/console/revocations")
async def listed(officer: Officer, done: Done = "") -> Response:
    """The orders, the lane after them, and for the CEC the form of a new one."""
    require(officer.principal, *READERS)
    return await _overview(officer, 200, OrderForm(), done=done)


async def _overview(officer: Officer, status: int, form: OrderForm, **context: Any) -> Response:
    services, principal = officer.services, officer.principal
    orders = await revocation_orders.listed(services, principal, before=None, limit=50)
    lane = await reaccreditation.listed(services, principal, None)
    known = await elections.listed(services, 0, 200)
    bases = []
    if principal.kind == "cec":
        for one in known["items"]:
            found = await legal_bases.read(services, one["id"])
            bases.append({"election": one, "items": found["items"]})
    return officer.page(
        "revocations.html",
        status,
        orders=orders["items"],
        lane=lane["items"],
        elections=known["items"],
        bases=bases,
        form=form,
        kinds=list(SenderKind),
        roles=ROLES,
        may_order=principal.kind == "cec",
        **{"preview": None, "defects": [], "done": "", **context},
    )


@post("/console/revocations/preview", status_code=200)
async def preview(officer: Officer, form: Form) -> Response:
    """Whom the order would meet now; nothing is recorded."""
    typed = OrderForm.of_posted(form)
    return await _previewed(officer, typed, 200, [])


async def _previewed(officer: Officer, typed: OrderForm, status: int, defects: list[str]) -> Response:
    try:
        found = await revocation_orders.preview(officer.services, officer.principal, typed.body(whole=False))
    except Problem as problem:
        return await _overview(
            officer, problem.status, typed, defects=defects or defects_of(officer, problem)
        )
    return await _overview(officer, status, typed, preview=found, defects=defects)


@post("/console/revocations")
async def propose(officer: Officer, form: Form) -> Response:
    """Propose what was previewed; a defect comes back with the preview of now."""
    typed = OrderForm.of_posted(form)
    try:
        answer = await revocation_orders.order(
            officer.services, officer.principal, form.ticket(officer), typed.body(whole=True)
        )
    except Problem as problem:
        return await _previewed(officer, typed, problem.status, defects_of(officer, problem))
    return see(f"/console/revocations/{msgspec.json.decode(answer.body)['id']}", done="proposed")


@get("/console/revocations/{id:int}")
async def read(id: OrderId, officer: Officer, done: Done = "") -> Response:
    """One order: what it does, to whom, who signed, and what a second officer still has to look at."""
    return await _order(officer, id, 200, done=done)


async def _order(officer: Officer, id: int, status: int, **context: Any) -> Response:
    order = await revocation_orders.read(officer.services, officer.principal, id)
    election = await elections.read(officer.services, order["election"])
    is_cec = officer.principal.kind == "cec"
    own = order["ordered_by"] == officer.principal.key_id
    return officer.page(
        "revocation.html",
        status,
        order=order,
        election=election,
        may_confirm=is_cec and order["state"] == "proposed" and not own,
        may_withdraw=is_cec and order["state"] == "proposed",
        own=own,
        **{"defects": [], "done": "", **context},
    )


@post("/console/revocations/{id:int}/confirmation")
async def confirm(id: OrderId, officer: Officer, form: Form) -> Response:
    """The second officer's word, from a session of an own key."""
    body = SecondBody(form.text("differences_seen") == "1")
    try:
        await revocation_orders.confirm(officer.services, officer.principal, form.ticket(officer), id, body)
    except Problem as problem:
        return await _order(officer, id, problem.status, defects=defects_of(officer, problem))
    return see(f"/console/revocations/{id}", done="effective")


@post("/console/revocations/{id:int}/withdrawal")
async def withdraw(id: OrderId, officer: Officer, form: Form) -> Response:
    """Withdraw a proposal."""
    try:
        await revocation_orders.withdraw(officer.services, officer.principal, form.ticket(officer), id)
    except Problem as problem:
        return await _order(officer, id, problem.status, defects=defects_of(officer, problem))
    return see(f"/console/revocations/{id}", done="withdrawn")


@post("/console/revocations/bases/{election:int}")
async def set_basis(election: int, officer: Officer, form: Form) -> Response:
    """The article that the commission's lawyer names for a measure."""
    try:
        body = BasisBody(
            OrderForm(measure=form.text("measure")).chosen_measure(),
            form.text("article"),
            form.text("law"),
            TypedAct.of_posted(form).body(),
        )
        await legal_bases.set_basis(officer.services, officer.principal, form.ticket(officer), election, body)
    except Problem as problem:
        return await _overview(
            officer, problem.status, OrderForm(), basis_defects=defects_of(officer, problem)
        )
    return see("/console/revocations", done="basis")


@post("/console/requests/{number:str}/identity-check")
async def check_identity(number: str, officer: Officer, form: Form) -> Response:
    """Record the comparison of face, new photo and document, and go on to the request."""
    body = IdentityBody(
        form.text("photo_matches") == "1", form.text("document_matches") == "1", form.text("place")
    )
    try:
        await reaccreditation.check_identity(
            officer.services, officer.principal, form.ticket(officer), number, body
        )
    except Problem as problem:
        return await _overview(officer, problem.status, OrderForm(), defects=defects_of(officer, problem))
    return see(f"/console/requests/{number}")


@get("/orders")
async def published(visit: Visit) -> Response:
    """The orders in effect, for everybody: where, which categories, how many, until when to appeal; no names."""
    return visit.page("orders.html", orders=await revocation_orders.published(visit.services))
