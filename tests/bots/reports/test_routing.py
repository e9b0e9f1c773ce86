"""The commission that a report is addressed to, as a table of cases."""

from __future__ import annotations

import pytest

from bots.reports.routing import Addressee, Commission, addressee

VCC, ZEC, LGEC, CEC = Commission
CENTRE = {"place_kind": "voting_centre", "place_code": "1850/01", "unit": "unit:12"}
COUNT = {"place_kind": "counting_centre", "place_code": "VNV 12", "unit": "unit:12"}
ZONE = {"place_kind": "commission", "place_code": "unit:12", "unit": "unit:12"}
NOWHERE = {"place_kind": None, "place_code": None, "unit": None}


@pytest.mark.parametrize(
    ("place", "phase", "category", "kind", "code"),
    [
        (CENTRE, "voting", "FAM", VCC, "1850/01"),
        (CENTRE, "opening", "MAT", VCC, "1850/01"),
        (CENTRE, "voting", None, VCC, "1850/01"),
        (CENTRE, "voting", "STF", ZEC, "unit:12"),
        (CENTRE, "voting", "ACC", ZEC, "unit:12"),
        (CENTRE, "pre_election", "CAM", ZEC, "unit:12"),
        (CENTRE, "delivery", "TRA", ZEC, "unit:12"),
        (COUNT, "counting", "UNA", ZEC, "unit:12"),
        (COUNT, "counting", "REC", CEC, ""),
        (ZONE, "tabulation", "TAB", CEC, ""),
        (ZONE, "voting", "FAM", ZEC, "unit:12"),
        (CENTRE, "abroad", "OCV", CEC, ""),
        (NOWHERE, "voting", "FAM", CEC, ""),
    ],
)
def test_addressee_by_place_phase_and_category(
    place: dict, phase: str, category: str | None, kind: Commission, code: str
) -> None:
    """The lowest commission of place and phase reads it first; one against a commission goes one level up."""
    assert addressee(**place, phase=phase, category=category) == Addressee(kind, code)


def test_local_elections_have_an_lgec() -> None:
    """In local elections the commission of the unit is the LGEC."""
    assert addressee(**CENTRE, phase="voting", category="STF", local_elections=True) == Addressee(
        LGEC, "unit:12"
    )
