"""What a change of registrations would do, read and judged: the one computation behind preview and order."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.capacity import cap_group
from accreditation.elections import ElectionFacts
from accreditation.eligibility import eligibility_findings
from accreditation.findings import Finding, Severity
from accreditation.law.limits import LimitCode
from accreditation.registration_changes import REISSUED, ChangeEffect, Effect, Held, effect_of
from accreditation.scope import ScopeFacts, units_of_scope
from accreditation.senders import RegistrationKind, SenderFacts
from accreditation.standing import Basis, Measure
from backend.actions.elections import legal_bases
from backend.actions.elections.place_codes import unit_code
from backend.actions.fields import instant, invalid
from backend.actions.senders.registrations import RegistrationFact, check, findings_of, sender_facts
from backend.problems import Problem, not_yours
from backend.store import organisations, registrations, revocations
from backend.store import registration_changes as store
from backend.store.organisations import Organisation
from backend.store.registrations import HeldRow, Registration

CHANGES_LIMIT = 500
"""Facts in one order: a party's candidates in every unit of a local election fit in."""


class Fact(msgspec.Struct, frozen=True):
    """One change: of whom, and what is recorded."""

    organisation: int
    fact: RegistrationFact


class Met(msgspec.Struct, frozen=True):
    """One accreditation that a change meets, with what becomes of it; `to` is whose it is afterwards."""

    row: HeldRow
    effect: ChangeEffect
    units: frozenset[str]
    to: int
    spared: bool = False


class OtherFindings(msgspec.Struct, frozen=True):
    """A waiting request whose findings about its sender's right change."""

    number: str
    organisation: int
    added: list[str]
    removed: list[str]


class OverCap(msgspec.Struct, frozen=True):
    """A voting centre in which more are inside than the cap of the new group allows; nobody is sent out by it."""

    voting_centre: str
    group: str
    cap: int
    inside: list[str]


class Plan(msgspec.Struct, frozen=True):
    """All that a change does."""

    election: ElectionFacts
    facts: Sequence[Fact]
    senders: dict[int, Organisation]
    met: list[Met]
    requests: list[OtherFindings]
    over_cap: list[OverCap]
    findings: list[Finding] = []

    @property
    def blocked(self) -> list[Finding]:
        """What stands in the way, each question once."""
        seen: dict[str, Finding] = {}
        for one in self.met:
            if one.effect.blocked is not None:
                finding = one.effect.blocked
                seen.setdefault(f"{finding.code}:{sorted(finding.arguments.items(), key=str)}", finding)
        return list(seen.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many accreditations each effect meets."""
        return dict(sorted(Counter(str(one.effect.effect) for one in self.met).items()))

    def of(self, *effects: Effect) -> list[Met]:
        """The accreditations of some effects, by id."""
        return [one for one in self.met if one.effect.effect in effects]

    @property
    def digest(self) -> str:
        """What an officer saw, in short: an order can say that it means exactly this."""
        seen = [(one.row.number, one.effect.effect, one.to, sorted(one.effect.units)) for one in self.met]
        kept = [msgspec.to_builtins(one) for one in self.facts]
        return hashlib.sha256(msgspec.json.encode([kept, seen])).hexdigest()[:32]


async def plan_of(
    conn: AsyncConnection,
    election: ElectionFacts,
    facts: Sequence[Fact],
    spare: Iterable[str],
    now: datetime,
    *,
    lock: bool = False,
) -> Plan:
    """Read what the change touches and judge every accreditation and waiting request on the facts after it.

    With `lock` the senders and accreditations are held until COMMIT, in this order, each by id.
    Raises:
        Problem: 404, no such organisation; 400 or 409, a fact that cannot be recorded.
    """
    election_id = int(election.id)
    changed = sorted({one.organisation for one in facts})
    before = await registrations.of_all(conn, changed, election_id)
    coalitions = _coalitions(facts, before)
    everyone = sorted({*changed, *coalitions, *await store.members(conn, election_id, sorted(coalitions))})
    known = await organisations.of_ids(conn, everyone, lock=lock)
    if any(id not in known for id in changed):
        raise not_yours()
    # Read again under the lock: another officer may have recorded something meanwhile.
    before = await registrations.of_all(conn, everyone, election_id)
    after = await _recorded(conn, election, facts, known, before, now)
    held = await registrations.held_of(conn, election_id, everyone, lock=lock)
    origins = sorted({row.passed_from for row in held if row.passed_from} - known.keys())
    known |= await organisations.of_ids(conn, origins)
    after |= await registrations.of_all(conn, origins, election_id)
    judged = {id: sender_facts(one, after[id]) for id, one in known.items()}
    unit_of = await revocations.unit_of_places(conn, election_id)
    bases = {measure: await legal_bases.basis_for(conn, election, measure) for measure in Measure}
    meant = _touched(facts, coalitions)
    met = [
        _met(election, row, judged, unit_of, now, bases, spared=row.number in set(spare))
        for row in held
        if row.organisation_id in meant
    ]
    earlier = {id: sender_facts(known[id], before[id]) for id in before}
    requests = await _requests(conn, election, sorted(meant), earlier, judged, unit_of, now)
    over = await _over_cap(conn, election, everyone, judged, met)
    of_facts = [
        finding for one in facts for finding in findings_of(election, known[one.organisation], one.fact, now)
    ]
    return Plan(election, facts, known, met, requests, over, of_facts)


def _coalitions(facts: Sequence[Fact], before: dict[int, list[Registration]]) -> set[int]:
    """The coalitions that the changed senders join, are in, or leave."""
    found = {one.fact.coalition for one in facts if one.fact.coalition is not None}
    for rows in before.values():
        found |= {row.coalition_id for row in rows if row.coalition_id is not None}
    return found


def _touched(facts: Sequence[Fact], coalitions: set[int]) -> set[int]:
    """Whose accreditations and requests are judged: the changed senders, and the coalitions they join or leave."""
    return {one.organisation for one in facts} | coalitions


async def _recorded(
    conn: AsyncConnection,
    election: ElectionFacts,
    facts: Sequence[Fact],
    known: dict[int, Organisation],
    before: dict[int, list[Registration]],
    now: datetime,
) -> dict[int, list[Registration]]:
    """What is on file with the facts of the change added, each checked against those in front of it."""
    after = {id: list(rows) for id, rows in before.items()}
    for index, one in enumerate(facts):
        rows = after[one.organisation]
        try:
            # A right that begins later would pass over nothing now, and nothing would do it then.
            if one.fact.since is not None and one.fact.since > now:
                raise invalid("since", "in_the_future")
            await check(conn, election, known[one.organisation], one.fact, rows)
        except Problem as problem:
            problem.arguments["change"] = index
            raise
        rows.append(
            Registration(
                0,
                str(one.fact.kind),
                one.fact.standing,
                one.fact.electoral_unit,
                one.fact.coalition,
                one.fact.since or now,
                {},
                now,
            )
        )
    return after


def _met(
    election: ElectionFacts,
    row: HeldRow,
    judged: dict[int, SenderFacts],
    unit_of: dict[str, str],
    now: datetime,
    bases: dict[Measure, Basis],
    *,
    spared: bool,
) -> Met:
    sender = judged[row.organisation_id]
    units, _ = units_of_scope(msgspec.convert(row.scope, ScopeFacts), unit_of)
    coalition = judged.get(int(sender.coalition_id)) if sender.coalition_id else None
    home = judged.get(row.passed_from) if row.passed_from else None
    # One that another order suspended is no matter of the registration: it stays suspended.
    suspended = row.state == "suspended"
    held = Held(row.number, units, suspended, str(row.passed_from or ""))
    effect = effect_of(election, held, sender, coalition, home, now, bases)
    if suspended and row.cause is None and effect.effect is not Effect.FALLS:
        effect = msgspec.structs.replace(effect, effect=Effect.SUSPENDED, sender=sender.id, blocked=None)
    if spared:
        effect = msgspec.structs.replace(
            effect, effect=Effect.STAYS, sender=sender.id, basis="", blocked=None
        )
    return Met(row, effect, units, int(effect.sender), spared)


async def _requests(
    conn: AsyncConnection,
    election: ElectionFacts,
    senders: list[int],
    before: dict[int, SenderFacts],
    after: dict[int, SenderFacts],
    unit_of: dict[str, str],
    now: datetime,
) -> list[OtherFindings]:
    """The waiting requests whose findings about the right change."""
    found = []
    for row in await store.waiting(conn, int(election.id), senders):
        units, _ = units_of_scope(msgspec.convert(row.scope, ScopeFacts), unit_of)
        old, new = (
            _codes(eligibility_findings(election, facts[row.organisation_id], units, now))
            for facts in (before, after)
        )
        if old != new:
            found.append(OtherFindings(row.number, row.organisation_id, sorted(new - old), sorted(old - new)))
    return found


def _codes(findings: Iterable[Finding]) -> set[str]:
    return {str(one.code) for one in findings if one.severity is not Severity.FOR}


async def _over_cap(
    conn: AsyncConnection,
    election: ElectionFacts,
    senders: list[int],
    judged: dict[int, SenderFacts],
    met: list[Met],
) -> list[OverCap]:
    """Voting centres where a party's observers and its coalition's are together more than the cap after the change."""
    cap = election.limit(LimitCode.PRESENCE_CAP).value
    if cap is None:
        return []
    to = {one.row.number: one.to for one in met}
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for visit in await store.inside(conn, int(election.id), senders):
        holder = judged[to.get(visit.number, visit.organisation_id)]
        groups[visit.place_code, cap_group(holder)].append(visit.number)
    return [
        OverCap(place, group, cap, numbers)
        for (place, group), numbers in sorted(groups.items())
        if len(numbers) > cap
    ]


def narrowed_scope(
    scope: dict[str, Any], units: frozenset[str], unit_of: dict[str, str]
) -> dict[str, list[str]]:
    """The places of a scope that lie in the units left to it; the CEC itself lies in none and stays."""
    kept: dict[str, list[str]] = {}
    for kind, codes in scope.items():
        kept[kind] = [code for code in codes if _stays(kind, code, units, unit_of)]
    return kept


def _stays(kind: str, code: str, units: frozenset[str], unit_of: dict[str, str]) -> bool:
    if kind == "electoral_units":
        return code in units
    head, _, named = code.partition(":")
    if kind == "commissions" and head in ("zec", "lgec"):
        return named in units
    unit = unit_of.get(code)
    return unit is None or unit in units


def reissued(one: Met) -> bool:
    """Whether the person gets a new badge."""
    return one.effect.effect in REISSUED


def read_facts(changes: Sequence[Any]) -> list[Fact]:
    """The changes of a body.

    Raises:
        Problem: 400, there is none, or there are too many.
    """
    if not changes:
        raise invalid("changes", "empty")
    if len(changes) > CHANGES_LIMIT:
        raise invalid("changes", "too_many", limit=CHANGES_LIMIT)
    return [
        Fact(
            one.organisation,
            RegistrationFact(
                RegistrationKind(one.kind),
                unit_code(one.electoral_unit) if one.electoral_unit else one.electoral_unit,
                one.coalition,
                one.standing,
                instant("since", one.since) if one.since else None,
            ),
        )
        for one in changes
    ]
