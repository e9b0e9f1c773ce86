"""The source itself is examined: every rule cites its article, and the law's numbers stand in one table."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import accreditation
from accreditation.findings import FindingCode
from accreditation.law.citations import Mark
from accreditation.law.editions import EDITIONS, EditionId, Provision
from accreditation.law.limits import LIMITS, LimitCode

ROOT = Path(accreditation.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
CITES = re.compile(r"\bArts?\. ?\d")
NO_ARTICLE = {
    # A function is no rule of law only if it is named here.
    "at_local",
    "body_of_role",
    "choice",
    "chosen",
    "cite",
    "citizenships_of",
    "civil_date",
    "edition_in_force",
    "drawn_by_lot",
    "elapsed_before",
    "found",
    "limit",
    "limit_warnings",
    "offset_minutes",
    "require_aware",
    "wall_clock_before",
}


def uncited(source: str) -> list[str]:
    """Names of the public functions of a module whose docstring ends without an article."""
    bad = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        lines = (ast.get_docstring(node) or "").splitlines()
        last = lines[-1].strip() if lines else ""
        excused = last.startswith("No article:") and node.name in NO_ARTICLE
        if not lines or not (CITES.search(last) or excused):
            bad.append(node.name)
    return bad


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=names)
def test_every_public_rule_cites_its_article(path: Path):
    """The last line of a rule's docstring names the article the rule carries out."""
    assert uncited(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "def rule(x):\n    return x",
        'def rule(x):\n    """Something is so."""',
        'def rule(x):\n    """Something is so.\n\n    Source: common sense.\n    """',
        'def rule(x):\n    """Something is so.\n\n    No article: I say so.\n    """',
    ],
)
def test_a_rule_without_article_is_caught(source: str):
    """The examination itself fails for a rule that cites nothing, or that excuses itself unlisted."""
    assert uncited(source) == ["rule"]


@pytest.mark.parametrize("path", SOURCES, ids=names)
def test_public_names_say_what_they_mean(path: Path):
    """Every module, public class and public function has a docstring whose first line is a sentence."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
    ]
    dumb = [node.name for node in public if not (ast.get_docstring(node) or "").strip()]

    assert ast.get_docstring(tree)
    assert dumb == []


def test_numbers_of_the_law_stand_in_the_table_alone():
    """45, 15, 72, 40, 35, 75 and 70 are written in `law/limits.py` and nowhere else in the package."""
    law = {45, 15, 72, 40, 35, 75, 70}
    strays = []
    for path in SOURCES:
        if names(path) == "law/limits.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) is int and node.value in law:
                strays.append(f"{names(path)}:{node.lineno}")
    # The last summer day of Art. 8(1) is a date, 15 October, and no limit of days.
    assert [stray for stray in strays if not stray.startswith("voting_hours.py")] == []


def test_the_package_reads_no_clock_and_no_file():
    """No module calls `now`, `today`, `open` or `utcnow`: time and text are arguments."""
    calls = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in {"now", "utcnow", "today", "open", "read_text", "getenv"}:
                    calls.append(f"{names(path)}:{node.lineno}")

    assert calls == []


def test_no_finding_code_is_dead():
    """Every finding code is made by some rule, so that no text is written for nothing."""
    rules = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "findings.py")

    assert [code.name for code in FindingCode if f"FindingCode.{code.name}" not in rules] == []


@pytest.mark.parametrize("edition", list(EditionId))
def test_every_edition_places_every_provision(edition: EditionId):
    """Each provision has a place in each edition, marked `not_found` where the text was not read."""
    provisions = EDITIONS[edition].provisions

    assert set(Provision) == set(provisions)
    assert all(one.mark is not Mark.VERBATIM for one in provisions.values() if one.article == "not found")


@pytest.mark.parametrize("edition", list(EditionId))
def test_every_limit_has_a_row_in_every_edition(edition: EditionId):
    """Each limit has a row with unit, dates, article and the day it was checked; unknown values are None."""
    rows = [row for row in LIMITS if row.edition is edition]

    assert set(LimitCode) == {row.code for row in rows}
    assert all(row.citation.label and row.verified_on and row.effective_from for row in rows)
    assert all(
        row.note for row in rows if row.value is None and row.code is not LimitCode.VOTING_CLOSES_WINTER
    )


def test_article_of_a_not_read_law_is_never_a_number_made_up():
    """Under the code in force only Arts. 6, 7, 19, 122-125, 126 and 157 are numbers that a source gives."""
    known = {
        "not found",
        "amendment of February 2025",
        "6-7",
        "6(1)",
        "6, 7, 19(1)(n), 19(2)",
        "122-125",
        "126",
        "127",
        "129",
        "130",
        "157",
    }

    assert {one.label for one in EDITIONS[EditionId.CODE_2008].provisions.values()} <= known
