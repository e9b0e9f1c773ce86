"""What officers recorded about a sender becomes the facts of the rules; the latest record counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.actions.senders.registrations import sender_facts
from backend.store.organisations import Organisation
from backend.store.registrations import Registration

AT = datetime(2027, 4, 1, tzinfo=UTC)


def organisation(kind: str = "political_party", admission: str = "pending") -> Organisation:
    """An organisation."""
    return Organisation(7, "P", "", kind, "AL", {}, AT, admission, None, None)


def recorded(*facts: tuple) -> list[Registration]:
    """Rows of (kind, standing, unit, coalition), oldest first."""
    return [
        Registration(n, kind, standing, unit, group, AT, {}, AT)
        for n, (kind, standing, unit, group) in enumerate(facts)
    ]


@pytest.mark.parametrize(
    "rows,expected",
    [
        ([], {"registered_as_subject": None, "units_with_candidate": None, "multi_name_list": None}),
        (
            [("subject", "holds", None, None)],
            {"registered_as_subject": True, "units_with_candidate": frozenset(), "multi_name_list": False},
        ),
        (
            [("subject", "holds", None, None), ("subject", "ended", None, None)],
            {"registered_as_subject": False},
        ),
        (
            [
                ("candidate", "holds", "30", None),
                ("candidate", "holds", "90", None),
                ("candidate", "ended", "30", None),
            ],
            {"units_with_candidate": frozenset({"90"}), "units_contested": frozenset()},
        ),
        (
            [("candidate", "holds", "30", None), ("candidate", "contested", "30", None)],
            {"units_with_candidate": frozenset(), "units_contested": frozenset({"30"})},
        ),
        (
            [("coalition_member", "holds", None, 9)],
            {"coalition_id": "9", "coalition_registered_at": AT},
        ),
        (
            [("coalition_member", "holds", None, 9), ("coalition_member", "ended", None, 9)],
            {"coalition_id": "", "coalition_registered_at": None},
        ),
        ([("human_rights", "ended", None, None)], {"human_rights": False}),
        ([("party_candidate", "holds", None, None)], {"supported_by_party": True}),
    ],
)
def test_the_latest_record_of_a_kind_counts(rows, expected):
    """Nothing on file is unknown, never no; a fact that ended does not hold; a contested one is neither."""
    facts = sender_facts(organisation(), recorded(*rows))

    assert {name: getattr(facts, name) for name in expected} == expected


@pytest.mark.parametrize("admission,admitted", [("pending", None), ("admitted", True), ("refused", False)])
def test_admission_is_three_valued(admission, admitted):
    """A pending admission is unknown to the rules."""
    assert sender_facts(organisation(admission=admission), []).admitted is admitted


def test_an_independent_candidates_zone_is_where_the_candidacy_is():
    """Art. 18(3): the own zone, and unknown while nothing is on file."""
    independent = organisation("independent_candidate")

    assert sender_facts(independent, []).own_units is None
    assert sender_facts(independent, recorded(("candidate", "holds", "30", None))).own_units == frozenset(
        {"30"}
    )
