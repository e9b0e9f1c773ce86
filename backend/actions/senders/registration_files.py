"""Registers of electoral subjects as files: each row one registration, answered on its own.

A row that would touch accreditations in force is left to an order (`registration_changes`), which shows what follows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from accreditation.civil_time import start_of_day
from accreditation.elections import ElectionFacts
from accreditation.senders import RegistrationKind
from accreditation.similar_names import folded_name
from backend.actions.acts import ActBody, act_values
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.elections.place_codes import unit_code
from backend.actions.fields import cleaned_text, invalid
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal, require
from backend.actions.requests.batch_tables import (
    SEPARATORS,
    Line,
    csv_lines,
    decoded,
    first_cells,
    without_separator_line,
    xlsx_lines,
)
from backend.actions.senders.change_plans import Fact, plan_of
from backend.actions.senders.registrations import RegistrationFact, check
from backend.problems import Problem
from backend.services import Services
from backend.store import audit, organisations, registration_changes, registrations
from backend.store.organisations import Organisation
from backend.store.registrations import Registration

ROWS_LIMIT = 5_000
"""All candidates of a local election in one file; a row costs about 2 ms."""
COLUMNS = {
    "organisation": ("organisation", "party", "subject", "subjekti", "partia", "organizata"),
    "kind": ("kind", "lloji"),
    "electoral_unit": ("electoral_unit", "unit", "zone", "njesia", "zona", "njesia_zgjedhore"),
    "coalition": ("coalition", "koalicioni"),
    "name": ("name", "candidate", "list", "emri", "kandidati", "lista"),
    "standing": ("standing", "gjendja"),
    "since": ("since", "date", "data"),
    "act_number": ("act_number", "act", "akti", "nr_i_aktit"),
    "act_date": ("act_date", "data_e_aktit"),
    "signatory": ("signatory", "nenshkruesi"),
}
REQUIRED = ("organisation", "kind")
KINDS = {
    "subjekt": "subject",
    "kandidat": "candidate",
    "liste": "multi_name_list",
    "list": "multi_name_list",
    "anetar koalicioni": "coalition_member",
    "kandidat partie": "party_candidate",
}
STANDINGS = {"": "holds", "ne fuqi": "holds", "mbaruar": "ended", "ne ankim": "contested"}
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


class Cells(msgspec.Struct, frozen=True):
    """One row: its line in the file and its cells by column."""

    number: int
    cells: dict[str, str]


def read_table(format: str, data: bytes) -> list[Cells]:
    """The rows of a CSV or XLSX file with a header; columns have English or Albanian names, in any order.

    Raises:
        Problem: 400, the file cannot be read or lacks a column; 413, it has too many rows.
    """
    if format not in ("csv", "xlsx"):
        raise Problem(415, "unsupported_media_type", remedy="send_csv_or_xlsx")
    lines = xlsx_lines(data) if format == "xlsx" else _csv(data)
    header = next(lines, None)
    if header is None:
        raise Problem(400, "batch_empty", remedy="mend_file")
    columns = [_NAMES.get(folded_name(cell).replace(" ", "_")) for cell in header.cells]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise Problem(400, "columns_missing", remedy="mend_file", arguments={"columns": ", ".join(missing)})
    rows = []
    for line in lines:
        named = {name: cell.strip() for name, cell in zip(columns, line.cells, strict=False) if name and cell}
        rows.append(Cells(line.number, named))
        if len(rows) > ROWS_LIMIT:
            raise Problem(413, "too_many_rows", remedy="split_file", arguments={"limit": ROWS_LIMIT})
    if not rows:
        raise Problem(400, "batch_empty", remedy="mend_file")
    return rows


def _csv(data: bytes) -> Iterator[Line]:
    text, named = without_separator_line(decoded(data).text)
    separator = named or max(SEPARATORS, key=lambda one: len(first_cells(text, one)))
    return csv_lines(text, separator)


class Senders:
    """Organisations by id, name and initials, as a file names them."""

    def __init__(self, rows: dict[int, Organisation]) -> None:
        self.by_id = rows
        self._by_name: defaultdict[str, set[int]] = defaultdict(set)
        for row in rows.values():
            for name in (row.name, row.acronym):
                if folded_name(name):
                    self._by_name[folded_name(name)].add(row.id)

    def find(self, field: str, text: str) -> Organisation:
        """The organisation that a cell names by its id, its name or its initials.

        Raises:
            Problem: 400, nobody is called so, or several are.
        """
        if text.isascii() and text.isdigit() and int(text) in self.by_id:
            return self.by_id[int(text)]
        found = self._by_name.get(folded_name(text), set())
        if len(found) != 1:
            raise invalid(field, "ambiguous" if found else "unknown" if text else "empty")
        return self.by_id[next(iter(found))]


async def load(
    services: Services,
    principal: Principal,
    ticket: Ticket | None,
    election_id: int,
    format: str,
    data: bytes,
) -> Answer:
    """The CEC records a register of electoral subjects: 201 with an answer for every row; good rows are recorded.

    Raises:
        Problem: 403; 404; 400, 413 or 415, the file as a whole cannot be taken.
    """
    require(principal, "cec")
    rows = read_table(format, data)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        election = facts_of(await require_election(conn, election_id))
        found = await registration_changes.senders(conn)
        senders = Senders(await organisations.of_ids(conn, [id for id, _, _ in found], lock=True))
        on_file = await registrations.of_all(conn, list(senders.by_id), election_id)
        answers = []
        for row in rows:
            try:
                answers.append(await _record(conn, election, senders, on_file, row, now, principal.role))
            except Problem as problem:
                shown = {"code": problem.code, "article": problem.article, "arguments": problem.arguments}
                answers.append({"row": row.number, "outcome": "rejected", "problem": shown})
        counts = Counter(one["outcome"] for one in answers)
        details = {"rows": len(rows), "recorded": counts["recorded"], "key": principal.key_id}
        await audit.record(
            conn, now, principal.role, "registrations_imported", f"election:{election_id}", details
        )
        return 201, {
            "recorded": counts["recorded"],
            "already_recorded": counts["already_recorded"],
            "rejected": counts["rejected"],
            "rows": answers,
        }

    return await perform(services, ticket, work)


async def _record(
    conn: AsyncConnection,
    election: ElectionFacts,
    senders: Senders,
    on_file: dict[int, list[Registration]],
    row: Cells,
    now: datetime,
    actor: str,
) -> dict[str, Any]:
    """Record one row.

    Raises:
        Problem: the row cannot be recorded; nothing of it was.
    """
    cells = row.cells
    organisation = senders.find("organisation", cells.get("organisation", ""))
    fact = _fact(cells, senders)
    name = cleaned_text("name", cells.get("name", ""), empty=True)
    act = act_values(_act(cells), now)
    rows = on_file[organisation.id]
    await check(conn, election, organisation, fact, rows)
    same = _same(rows, fact)
    answer = {"row": row.number, "organisation": organisation.id}
    if same is not None and same.standing == fact.standing:
        return answer | {"outcome": "already_recorded", "id": same.id}
    if fact.standing != "holds" or fact.kind is RegistrationKind.COALITION_MEMBER:
        plan = await plan_of(conn, election, [Fact(organisation.id, fact)], (), now)
        touched = sum(count for effect, count in plan.counts.items() if effect != "stays")
        if touched:
            raise Problem(
                409,
                "change_by_order",
                article="18(2)",
                remedy="use_registration_changes",
                arguments={"accreditations": touched},
            )
    since = fact.since or now
    id = await registrations.add(
        conn,
        election_id=int(election.id),
        organisation_id=organisation.id,
        kind=str(fact.kind),
        standing=fact.standing,
        unit_code=fact.electoral_unit,
        coalition_id=fact.coalition,
        since=since,
        act=act,
        recorded_at=now,
        recorded_by=actor,
        name=name,
    )
    kind, standing = str(fact.kind), fact.standing
    rows.append(Registration(id, kind, standing, fact.electoral_unit, fact.coalition, since, act, now, name))
    return answer | {"outcome": "recorded", "id": id}


def _fact(cells: dict[str, str], senders: Senders) -> RegistrationFact:
    kind = cells.get("kind", "").lower()
    kind = KINDS.get(folded_name(kind), kind)
    if kind not in RegistrationKind._value2member_map_:
        raise invalid("kind", "unknown" if kind else "empty")
    standing = cells.get("standing", "").lower()
    standing = STANDINGS.get(folded_name(standing), standing)
    if standing not in ("holds", "ended", "contested"):
        raise invalid("standing", "unknown")
    coalition = cells.get("coalition", "")
    return RegistrationFact(
        RegistrationKind(kind),
        unit_code(cells["electoral_unit"]) if cells.get("electoral_unit") else None,
        senders.find("coalition", coalition).id if coalition else None,
        standing,
        _instant("since", cells.get("since", "")),
    )


def _act(cells: dict[str, str]) -> ActBody:
    day = _day("act_date", cells.get("act_date", ""))
    return ActBody(cells.get("act_number", ""), day, cells.get("signatory", ""))


def _instant(field: str, text: str) -> datetime | None:
    """The beginning of a civil date in Albania; None for an empty cell."""
    day = _day(field, text)
    return start_of_day(day) if day is not None else None


def _day(field: str, text: str) -> date | None:
    """A date as `2027-04-19` or `19.04.2027`.

    Raises:
        Problem: 400, it is neither.
    """
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007, a civil date has no zone
        except ValueError:
            continue
    raise invalid(field, "not_a_date")


def _same(rows: list[Registration], fact: RegistrationFact) -> Registration | None:
    """The latest record of the same kind, unit and coalition."""
    wanted = (str(fact.kind), fact.electoral_unit, fact.coalition)
    return next(
        (one for one in reversed(rows) if (one.kind, one.unit_code, one.coalition_id) == wanted), None
    )
