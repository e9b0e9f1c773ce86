"""`docs/law.md`: its tables are those of the code, and what it says is unset has a code that the core knows."""

from __future__ import annotations

import re

import pytest

from accreditation.findings import FindingCode
from accreditation.law.appeal_rules import APPEAL_RULES
from accreditation.law.choices import CHOICES
from accreditation.law.limits import LIMITS
from tests.docs import law

SILENT = {"rapporteur", "upheld_refusal", "voting_closes_winter", "college_decision"}
"""What is unset in an edition and hinders nobody."""


@pytest.fixture(scope="module")
def page() -> str:
    """The page as it is in the repository."""
    return law.PAGE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_code(page):
    """Each table is drawn from its rows; `python -m tests.docs.law` draws them again."""
    assert law.drawn_into(page) == page
    assert [name for name, draw in law.TABLES.items() if draw() not in page] == []


def test_what_waits_says_a_code_that_there_is(page):
    """The codes of the table of what is unset are findings."""
    start = page.index("| unset | what waits |")
    rows = page[start : page.index("\n\n", start)].splitlines()[2:]
    codes = {
        code for row in rows for code in re.findall(r"`(\w+)`", row.rpartition("|")[0].rpartition("|")[2])
    }

    assert codes
    assert codes <= set(FindingCode)


def test_everything_that_an_edition_leaves_unset_is_told(page):
    """A number, question or rule without a value is named in the table of what waits for the lawyer."""
    start = page.index("| unset | what waits |")
    told = set(re.findall(r"`(\w+)`", page[start : page.index("\n\n", start)]))
    unset = {str(one.code) for one in LIMITS if one.value is None}
    unset |= {str(one.code) for one in CHOICES if one.option is None}
    unset |= {str(one.code) for one in APPEAL_RULES if one.value is None}

    assert unset - told - SILENT <= {"party_registration", "coalition_registration", "election_after_decree"}
