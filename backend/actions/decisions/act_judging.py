"""What would become of each line of an act: judged by the same rules as a decision alone, with what only lists have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.acts import addendum_findings, badge_findings, proposal_findings
from accreditation.decisions import Ground, Outcome
from accreditation.findings import Finding, FindingCode
from accreditation.law.editions import EditionId
from accreditation.requests import RequestState
from backend.actions.decisions import deciding
from backend.actions.decisions.deciding import Act, Asked, Judged
from backend.actions.door import badge_keys
from backend.actions.standing import issuance
from backend.services import Services
from backend.store import acts as store
from backend.store import proposals
from backend.store.accreditations import GrantedRequest
from backend.store.acts import ActRow, Line
from backend.store.elections import ElectionRow
from backend.store.requests import RequestRow
from badges.keys import Signer

CHECKED = frozenset({RequestState.RECEIVED, RequestState.ASSESSED, RequestState.OVERDUE})
"""States in which a grant would issue a badge."""


class JudgedLine(msgspec.Struct, frozen=True):
    """One line of an act.

    Attributes:
        line: as it is stored.
        row: the request.
        outcome: what would be decided, None while nothing is proposed.
        grounds: of the outcome.
        judged: by the rules, None while nothing is proposed.
        blocks: each one keeps the line from being decided.
        lenient: what the officer must have seen before a late request is refused, None where nothing.
    """

    line: Line
    row: RequestRow
    outcome: Outcome | None
    grounds: tuple[Ground, ...]
    judged: Judged | None
    blocks: tuple[Finding, ...]
    lenient: Finding | None = None

    @property
    def takeable(self) -> bool:
        """Whether the act can decide this line."""
        return not self.blocks


def stored_grounds(grounds: Sequence[dict[str, Any]]) -> tuple[Ground, ...]:
    """Grounds of a proposal or a line as the rules need them."""
    return tuple(Ground(one["code"], one["article"], one["reason"], one.get("facts", "")) for one in grounds)


async def judge_lines(
    services: Services,
    conn: AsyncConnection,
    act: ActRow,
    election: ElectionRow,
    lines: Sequence[Line],
    rows: Sequence[RequestRow],
    now: datetime,
    signed: Act | None = None,
    *,
    lenient_seen: bool = False,
) -> list[JudgedLine]:
    """Judge every line at an instant; `signed` is the act once it has number, date and signatory. Stores nothing."""
    by_id = {row.id: row for row in rows}
    cases = await deciding.cases_of(conn, election, rows)
    proposed = await proposals.latest_of(conn, [one.request_id for one in lines if one.outcome is None])
    earlier = await store.senders(conn, act.addendum_to) if act.addendum_to else None
    signer = await badge_keys.signer(services, conn, now) if earlier is None or earlier else None
    asked: list[tuple[Line, Asked | None]] = []
    for line in lines:
        outcome, grounds = line.outcome, line.grounds
        if outcome is None and line.request_id in proposed:
            outcome, grounds = proposed[line.request_id].outcome, proposed[line.request_id].grounds
        row = by_id[line.request_id]
        asked.append(
            (line, Asked(row, Outcome(outcome), stored_grounds(grounds), lenient_seen) if outcome else None)
        )
    judged = iter(
        await deciding.judge_all(cases, [one for _, one in asked if one is not None], now, act.body, signed)
    )
    edition = EditionId(election.edition)
    answer: list[JudgedLine] = []
    taken: set[int] = set()
    for line, one in asked:
        row = by_id[line.request_id]
        of_the_list = addendum_findings(edition, row.organisation_id, earlier)
        if one is None:
            missing = proposal_findings(edition, proposed=False)
            answer.append(JudgedLine(line, row, None, (), None, (*missing, *of_the_list)))
            continue
        by_rules = next(judged)
        blocks = [*by_rules.found.defects, *of_the_list]
        lenient = next((each for each in blocks if each.code is FindingCode.LENIENT_DATE_NOT_SEEN), None)
        if lenient is not None and signed is None:
            blocks.remove(lenient)
        if one.outcome is Outcome.GRANT and row.state in CHECKED:
            blocks += _of_the_badge(edition, election, cases, row, now, signer)
        if one.outcome is Outcome.GRANT and row.replaces is not None and not blocks:
            if row.replaces in taken:
                # Of two that would take the place of one request the act grants the first.
                blocks.append(deciding.place_taken(by_rules.grounds.election, row))
            taken.add(row.replaces)
        answer.append(JudgedLine(line, row, one.outcome, one.grounds, by_rules, tuple(blocks), lenient))
    return answer


def _of_the_badge(
    edition: EditionId,
    election: ElectionRow,
    cases: deciding.Cases,
    row: RequestRow,
    now: datetime,
    signer: Signer | None,
) -> tuple[Finding, ...]:
    """A name or a scope that no badge can carry stops its own line, not the whole act."""
    if signer is None:
        return ()
    sender = cases.files[row.organisation_id].sender
    granted = GrantedRequest(
        request_id=row.id,
        election_id=row.election_id,
        organisation_id=row.organisation_id,
        organisation_acronym="",
        organisation_name=sender.name,
        organisation_kind=sender.kind,
        given_name=row.given_name,
        family_name=row.family_name,
        citizenship=row.citizenship,
        role=row.role,
        scope=row.scope,
        photo_ref=row.photo_ref,
        photo_hash=row.photo_hash,
        replaces=None,
        election_date=election.election_date,
        final_announcement=election.final_announcement,
        edition=election.edition,
        reading=election.reading,
        decided_at=now,
        decided_by="",
        act_number="",
        act_date=now.date(),
        signatory="",
        request_number=row.number,
    )
    return badge_findings(edition, issuance.cannot_carry(granted, signer))
