"""The written decision as PDF, in Albanian and in English: of one request, and of an act with its list.

Everything on it is what was stored with the decision: a paper drawn a year later says the same. The Albanian text is
authoritative; the English one says so. Where a value was invented for a demonstration, every page says that.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

import msgspec

from backend.actions.decisions.act_drafts import require_act
from backend.actions.elections.elections import require_election
from backend.actions.principals import Principal
from backend.actions.requests.requests import require_request
from backend.actions.requests.sentences import Sentences
from backend.problems import Problem, not_yours
from backend.services import Services
from backend.store import acts, decisions, organisations, requests
from backend.store.acts import Decided
from backend.store.elections import ElectionRow
from badges.papers import Column, Paper, Section, Table, paper_pdf

GRAVE = ("against", "needs_legal_decision", "for", "to_record")


class Written(msgspec.Struct, frozen=True):
    """One decision with what its paper prints."""

    outcome: str
    grounds: list[dict[str, Any]]
    appeal: dict[str, Any] | None
    basis: dict[str, Any]
    found: list[dict[str, Any]]
    number: str
    date: date
    signatory: str
    body: str
    decided_at: datetime


async def of_request(services: Services, principal: Principal, number: str, language: str) -> bytes:
    """The decision on one request, for its sender and the commissions that may read it.

    Raises:
        Problem: 404, it is not theirs, or there is none; 409, nothing is decided yet.
    """
    async with services.database.reading() as conn:
        row = await require_request(conn, principal, number)
        decision = await decisions.latest(conn, row.id)
        if decision is None:
            raise Problem(409, "decision_missing", article="18(5)", remedy="read_status")
        election = await require_election(conn, row.election_id)
        sender = await organisations.find(conn, row.organisation_id)
        accreditation = await requests.accreditation_of(conn, row.id)
    assert sender is not None  # a foreign key
    written = Written(
        decision.outcome,
        decision.grounds,
        decision.appeal,
        decision.basis,
        decision.found,
        decision.act_number,
        decision.act_date,
        decision.signatory,
        decision.body,
        decision.decided_at,
    )
    say = Sentences(services.texts, language)
    name = f"{row.given_name} {row.father_name} {row.family_name}"
    asked = (
        say.text("paper-request-line", number=row.number, at=row.received_at),
        say.text("paper-sender", name=sender.name, kind=say.name("console-kind", sender.kind)),
        say.text("paper-observer", name=name, role=say.name("console-observer-role", row.role)),
        say.text("paper-places", places=_places(say, row.scope)),
    )
    decided = [say.text(f"paper-decides-{written.outcome}", number=row.number)]
    if accreditation:
        decided.append(say.text("paper-accreditation", number=accreditation))
    sections = (
        _basis(say, election, written),
        Section(say.text("paper-request"), asked),
        *_facts(say, written.grounds),
        Section(say.text("paper-assessment"), _assessment(say, written)),
        Section(say.text("paper-decision"), (*decided, *_reasons(say, written.grounds))),
        *_remedy(say, written.appeal, written.outcome),
    )
    subject = say.text(f"paper-subject-{written.outcome}", number=row.number)
    paper = _paper(say, election, written, subject, sections)
    return await asyncio.to_thread(paper_pdf, paper, written.decided_at)


async def of_act(services: Services, principal: Principal, id: int, language: str) -> bytes:
    """An act in effect with its list: whole for the commission, its own lines for a sender.

    Raises:
        Problem: 403, another role; 404, it does not concern the caller; 409, it is a draft.
    """
    async with services.database.reading() as conn:
        if principal.kind == "organisation":
            row = await acts.find(conn, id)
            if row is None or row.state != "in_effect":
                raise not_yours()
        else:
            row = await require_act(conn, principal, id)
        if row.state != "in_effect":
            raise Problem(409, "act_not_in_effect", article="18(5)", remedy="use_act_in_effect")
        lines = await acts.decided(
            conn, id, principal.organisation_id if principal.kind == "organisation" else None
        )
        if not lines:
            raise not_yours()
        election = await require_election(conn, row.election_id)
        earlier = await acts.find(conn, row.addendum_to) if row.addendum_to else None
    assert row.number is not None
    assert row.date is not None
    assert row.effected_at is not None
    appeal = next((one.appeal for one in lines if one.appeal), None)
    written = Written(
        "act",
        [],
        appeal,
        lines[0].basis,
        [],
        row.number,
        row.date,
        row.signatory or "",
        row.body,
        row.effected_at,
    )
    say = Sentences(services.texts, language)
    counts = {name: sum(one.outcome == name for one in lines) for name in ("grant", "refuse", "return")}
    subject = (
        say.text("paper-subject-addendum", number=earlier.number or "", date=earlier.date)
        if earlier is not None
        else say.text("paper-subject-act")
    )
    decided = [say.text(f"paper-act-{name}", count=count) for name, count in counts.items() if count]
    if principal.kind == "organisation":
        decided.append(say.text("paper-own-lines"))
    sections = (
        _basis(say, election, written),
        Section(say.text("paper-decision"), tuple(decided)),
        *_grounds_of_lines(say, lines),
        *_remedy(say, appeal, "refuse" if appeal else "grant"),
    )
    paper = _paper(say, election, written, subject, sections, _annex(say, lines))
    return await asyncio.to_thread(paper_pdf, paper, written.decided_at)


def _places(say: Sentences, scope: dict[str, Any]) -> str:
    """The scope by the codes of the register."""
    parts = []
    for kind in ("electoral_units", "voting_centres", "counting_centres", "commissions"):
        codes = scope.get(kind) or []
        if codes:
            shown = ", ".join(say.body(code) if ":" in code or code == "cec" else code for code in codes)
            parts.append(f"{say.name('badge', kind)} {shown}")
    return "; ".join(parts) or say.text("paper-no-places")


def _paper(
    say: Sentences,
    election: ElectionRow,
    written: Written,
    subject: str,
    sections: tuple[Section, ...],
    table: Table | None = None,
) -> Paper:
    authority = say.body(written.body)
    invented = election.demo or bool((written.appeal or {}).get("demo"))
    return Paper(
        language=say.language,
        state=say.text("paper-state"),
        authority=authority,
        title=say.text("paper-title"),
        dated=say.text("paper-dated", number=written.number, date=written.date),
        subject=subject,
        sections=sections,
        signature=(written.signatory, authority, say.text("paper-announced", at=written.decided_at)),
        footer=f"{authority} · {say.text('paper-dated', number=written.number, date=written.date)}",
        pages=say.text("paper-page"),
        table=table,
        note=say.text("paper-authoritative") if say.language != "sq" else "",
        notice=say.text("paper-demo") if invented else "",
    )


def _basis(say: Sentences, election: ElectionRow, written: Written) -> Section:
    basis = written.basis
    lines = [say.text("paper-election", name=election.name, date=election.election_date)]
    if basis:
        lines.append(say.text("paper-competence", article=basis["article"], law=basis["law"]))
        if basis.get("instruction"):
            lines.append(say.text("paper-instruction", instruction=basis["instruction"]))
        lines.append(say.text("paper-edition", law=basis["edition_law"]))
    lines.append(say.text("paper-issued-by"))
    return Section(say.text("paper-basis"), tuple(lines))


def _facts(say: Sentences, grounds: list[dict[str, Any]]) -> tuple[Section, ...]:
    """What was established for each ground: in the commission's words, and as the rules computed it."""
    lines = []
    for one in grounds:
        if one.get("facts"):
            lines.append(f"• {one['facts']}")
        if one.get("finding"):
            lines.append(f"• {say.finding(one['finding']['code'], one['finding']['arguments'])}")
    return (Section(say.text("paper-facts"), tuple(lines)),) if lines else ()


def _assessment(say: Sentences, written: Written) -> tuple[str, ...]:
    """Everything the rules found, in words, each with its article."""
    ordered = sorted(
        written.found, key=lambda one: GRAVE.index(one["severity"]) if one["severity"] in GRAVE else 9
    )
    lines = [
        f"• {say.finding(one['code'], one['arguments'])} "
        f"({say.text('paper-article', article=one['article'], law=one['law'])})"
        for one in ordered
    ]
    return tuple(lines) or (say.text("paper-nothing-found"),)


def _reasons(say: Sentences, grounds: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(
        f"• {one['reason']} ({say.text('paper-article-short', article=one['article'])})" for one in grounds
    )


def _remedy(say: Sentences, appeal: dict[str, Any] | None, outcome: str) -> tuple[Section, ...]:
    if outcome == "return":
        return (Section(say.text("paper-remedy"), (say.text("paper-complete"),)),)
    if appeal is None:
        return ()
    lines = [
        say.text(
            "paper-appeal",
            body=say.name("paper-body", appeal["body"]),
            day=date.fromisoformat(appeal["last_day"]),
            article=appeal["article"],
            law=appeal["law"],
        ),
        say.text("paper-useful", at=datetime.fromisoformat(appeal["useful_until"])),
    ]
    if appeal.get("outlasts_election"):
        lines.append(say.text("paper-outlasts"))
    if appeal.get("demo"):
        lines.append(say.text("paper-appeal-demo"))
    return (Section(say.text("paper-remedy"), tuple(lines)),)


def _grounds_of_lines(say: Sentences, lines: list[Decided]) -> tuple[Section, ...]:
    """The grounds of refusals and returns, once each with the requests that they are for."""
    by_ground: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        for one in line.grounds:
            facts = one.get("facts") or ""
            if one.get("finding"):
                sentence = say.finding(one["finding"]["code"], one["finding"]["arguments"])
                facts = f"{facts} {sentence}".strip()
            by_ground.setdefault((one["article"], one["reason"], facts), []).append(line.number)
    paragraphs = tuple(
        "• "
        + say.text(
            "paper-ground", requests=", ".join(numbers), facts=facts or "–", reason=reason, article=article
        )
        for (article, reason, facts), numbers in by_ground.items()
    )
    return (Section(say.text("paper-grounds"), paragraphs),) if paragraphs else ()


def _annex(say: Sentences, lines: list[Decided]) -> Table:
    columns = (
        Column(say.text("paper-column-place"), 1.1),
        Column(say.text("paper-column-request"), 2.6),
        Column(say.text("paper-column-observer"), 3.4),
        Column(say.text("paper-column-sender"), 3.4),
        Column(say.text("paper-column-places"), 3.2),
        Column(say.text("paper-column-decision"), 3.0),
    )
    rows = []
    for place, one in enumerate(lines, start=1):
        codes = [code for kind in one.scope.values() for code in kind]
        articles = ", ".join(dict.fromkeys(ground["article"] for ground in one.grounds))
        decision = say.name("paper-outcome", one.outcome)
        tail = one.accreditation or (say.text("paper-article-short", article=articles) if articles else "")
        rows.append(
            (
                str(place),
                one.number,
                f"{one.given_name} {one.family_name}",
                one.organisation,
                ", ".join(codes),
                f"{decision} {tail}".strip(),
            )
        )
    return Table(say.text("paper-annex", count=len(lines)), columns, tuple(rows))
