"""Every finding of the law engine stands in the case tables, and what points against somebody has its remedy there.

The registry is built from the tables themselves: the rows that the tests of `tests/law` and `tests/accreditation` are
run with. A cell that is a code counts; facts (a dictionary, a structure) do not, and neither does a name in a text.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from accreditation import remedies
from accreditation.eligibility import _REMEDIES
from accreditation.findings import FindingCode, RemedyAction, Severity

TESTS = Path(__file__).parent.parent
POINTING = frozenset({Severity.AGAINST, Severity.NEEDS_LEGAL_DECISION})


class Row(msgspec.Struct, frozen=True):
    """One row of a case table: the codes, severities and remedies that its cells name."""

    table: str
    codes: frozenset[FindingCode]
    severities: frozenset[Severity]
    remedies: frozenset[RemedyAction]


def _cells(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _cells(one)


def _module(path: Path) -> ModuleType:
    """The test module: the one that runs in this session, else a copy of its own."""
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == str(path):
            return module
    spec = importlib.util.spec_from_file_location(f"tables_of_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows_of(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, test in vars(module).items():
        if not name.startswith("test_"):
            continue
        for mark in getattr(test, "pytestmark", ()):
            if mark.name == "parametrize":
                yield from ((f"{module.__name__}::{name}", row) for row in mark.args[1])


@cache
def registry() -> tuple[Row, ...]:
    """Every row of every case table of the law."""
    rows = []
    for path in sorted([*TESTS.glob("law/test_*.py"), *TESTS.glob("accreditation/test_*.py")]):
        if path == Path(__file__):
            continue
        for table, row in _rows_of(_module(path)):
            cells = set(_cells(getattr(row, "values", row)))
            rows.append(
                Row(
                    table,
                    frozenset(code for code in FindingCode if code.value in cells),
                    frozenset(one for one in Severity if one.value in cells),
                    frozenset(action for action in RemedyAction if action.value in cells),
                )
            )
    return tuple(rows)


def _named(attribute: str, rows: Iterable[Row]) -> set[Any]:
    return {one for row in rows for one in getattr(row, attribute)}


def test_every_finding_stands_in_a_case_table():
    """Each code that the rules can find is the expected answer of at least one row that a lawyer can read."""
    named = _named("codes", registry())

    assert [str(code) for code in FindingCode if code not in named] == []


def test_what_points_against_somebody_has_its_remedy_in_a_table():
    """A code that a row finds against somebody, or open for the lawyer, stands in some row beside its remedy."""
    pointing = _named(
        "codes", (row for row in registry() if row.severities & POINTING and len(row.codes) == 1)
    )
    mended = _named("codes", (row for row in registry() if row.remedies))

    assert len(pointing) > 40
    assert sorted(str(code) for code in pointing - mended) == []


def test_every_remedy_stands_in_a_case_table():
    """Each remedy is the expected answer of at least one row."""
    named = _named("remedies", registry())

    assert [str(action) for action in RemedyAction if action not in named] == []


def test_every_rule_that_maps_a_code_to_a_remedy_is_in_a_table():
    """What the rules map to a remedy stands in a row with that very remedy, so that a changed mapping is seen."""
    beside = {(code, action) for row in registry() for code in row.codes for action in row.remedies}
    mapped = {**_REMEDIES, **remedies._OFFICERS}

    assert [f"{code} -> {action}" for code, action in mapped.items() if (code, action) not in beside] == []


def test_the_registry_reads_answers_and_no_facts():
    """A code inside a fact, such as a ground that names it, is no answer; one in a list of answers is."""
    assert set(_cells(("a", ["b", {"c"}], {"facts": "d"}, None, 5))) == {"a", "b", "c"}
    assert len(registry()) > 600
