"""Case tables for a lawyer: on what a revocation or suspension rests, and what follows an order (EC-14)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import Finding, FindingCode, Severity
from accreditation.law.choices import ChoiceCode, Option, SetChoice
from accreditation.law.editions import EditionId
from accreditation.reaccreditation import FollowedOrder, lane_due, order_findings
from accreditation.standing import Measure, SetBasis, basis_of

TIRANE = ZoneInfo("Europe/Tirane")
C05, C08 = EditionId.CODE_2005, EditionId.CODE_2008
REVOKE, SUSPEND = Measure.REVOKE, Measure.SUSPEND


def basis(measure: Measure, article: str, *, demo: bool = False) -> SetBasis:
    return SetBasis(measure, article, "9087/2003", "Akti 12, 10.5.2027", demo)


BASES = [
    # edition  measure  set by the lawyer                             article                    findings
    (C05, REVOKE, (), "", ["basis_unset"]),
    (C05, SUSPEND, (), "", ["basis_unset"]),
    (C08, REVOKE, (), "6, 7, 19(1)(n), 19(2)", []),
    (C08, SUSPEND, (), "", ["basis_unset"]),
    (C05, REVOKE, (basis(REVOKE, "19(2)"),), "19(2)", []),
    (C05, SUSPEND, (basis(REVOKE, "19(2)"),), "", ["basis_unset"]),
    (C05, REVOKE, (basis(REVOKE, "19(2)"), basis(REVOKE, "29(1)")), "29(1)", []),
    (C08, REVOKE, (basis(REVOKE, "7"),), "7", []),
    (C05, REVOKE, (basis(REVOKE, "DEMO", demo=True),), "DEMO", ["basis_is_demo"]),
]


@pytest.mark.parametrize(("edition", "measure", "given", "article", "findings"), BASES)
def test_a_measure_cites_its_basis_or_is_blocked(edition, measure, given, article, findings):
    """Arts. 18 and 19 of 2005 name no power to take an accreditation back; the Vorë decision of 2025 names its own."""
    found = basis_of(edition, measure, given)

    assert (found.article, found.blocks) == (article, article == "")
    assert [one.code for one in found.findings] == findings
    if found.blocks:
        assert found.findings[0].severity is Severity.NEEDS_LEGAL_DECISION


@pytest.mark.parametrize("lacking", [("", "l", "a"), ("7", " ", "a"), ("7", "l", "")])
def test_a_basis_without_article_law_or_act_is_none(lacking):
    """The lawyer sets a basis by an act that names the article and the law, or not at all."""
    with pytest.raises(ValueError, match="basis"):
        SetBasis(REVOKE, *lacking)


def election(option: Option | None) -> ElectionFacts:
    chosen = () if option is None else (SetChoice(ChoiceCode.REACCREDITATION_TIME, option, "Akti 7"),)
    return ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2025, 5, 11), edition=C08, set_choices=chosen)


ORDER = FollowedOrder("VZH-2025-000001", "Vendimi 1", datetime(2025, 5, 11, 17, 0, tzinfo=TIRANE))
LATE = Finding(FindingCode.TOO_LATE, Severity.AGAINST, "6-7", "10019/2008")
TIMELY = Finding(FindingCode.IN_TIME, Severity.FOR, "6-7", "10019/2008")

FOLLOWING = [
    # found before   the lawyer's answer    lateness afterwards        that it follows an order
    (LATE, None, "needs_legal_decision", "needs_legal_decision"),
    (LATE, Option.FOLLOWS_ORDER, "to_record", "for"),
    (LATE, Option.OWN_WINDOW, "against", "to_record"),
    (TIMELY, None, "for", "to_record"),
    (TIMELY, Option.OWN_WINDOW, "for", "to_record"),
]


@pytest.mark.parametrize(("before", "option", "after", "follows"), FOLLOWING)
def test_what_follows_an_order_is_not_late_by_machine(before, option, after, follows):
    """On 11 May 2025 and 27 April 2021 accreditations were issued anew after every window had closed."""
    time, order = order_findings(election(option), (before,), ORDER)

    assert (time.code, str(time.severity)) == (before.code, after)
    assert (order.code, str(order.severity)) == (FindingCode.FOLLOWS_ORDER, follows)
    assert order.arguments["order_act"] == "Vendimi 1"


def test_any_other_filing_is_judged_as_before():
    """Without an order nothing is softened."""
    assert order_findings(election(Option.FOLLOWS_ORDER), (LATE,), None) == (LATE,)


def test_the_lane_has_the_clock_that_its_order_set():
    """Hours elapsed from the asking, across a change of the clocks too; an order that set none has none."""
    asked = datetime(2025, 3, 29, 23, 0, tzinfo=TIRANE)

    assert lane_due(asked, None) is None
    due = lane_due(asked, 4)
    assert due is not None
    assert due.timestamp() - asked.timestamp() == 4 * 3600
