"""Interim accreditation (EC-13): only on a basis that the lawyer set, under an open appeal, where waiting is in vain."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.interim import interim_defects
from accreditation.law.choices import ChoiceCode, Option, SetChoice
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.requests import RequestState

ALLOWED = (SetChoice(ChoiceCode.INTERIM, Option.ALLOWED, "KQZ 5"),)
REFUSED_LATE = datetime(2025, 5, 2, 9, tzinfo=UTC)
REFUSED_EARLY = datetime(2025, 3, 1, 9, tzinfo=UTC)

CASES = [
    # basis    state        appeal  announced       what stands in the way
    (ALLOWED, "refused", True, REFUSED_LATE, []),
    (ALLOWED, "overdue", True, REFUSED_LATE, []),
    ((), "refused", True, REFUSED_LATE, ["interim_basis_unset"]),
    ((SetChoice(ChoiceCode.INTERIM, Option.NOT_ALLOWED, "KQZ 6"),), "refused", True, REFUSED_LATE, ["interim_basis_unset"]),
    (ALLOWED, "refused", False, REFUSED_LATE, ["nothing_refused"]),
    (ALLOWED, "granted", True, REFUSED_LATE, ["nothing_refused"]),
    (ALLOWED, "received", True, None, ["nothing_refused"]),
    (ALLOWED, "refused", True, REFUSED_EARLY, ["appeal_in_time"]),
    ((), "received", False, None, ["interim_basis_unset", "nothing_refused"]),
]  # fmt: skip


@pytest.mark.parametrize(("basis", "state", "appeal", "announced", "expected"), CASES)
def test_what_stands_in_the_way_of_an_interim_accreditation(basis, state, appeal, announced, expected):
    """The election of 11 May 2025 under the code in force, with ten days for KAS set by an act: each case of the table."""
    election = ElectionFacts(
        "al-2025", "Kuvendi 2025", ElectionKind.ASSEMBLY, date(2025, 5, 11), edition=EditionId.CODE_2008,
        set_limits=(SetLimit(LimitCode.APPEAL_DECISION, 10, "KQZ 4"),), set_choices=basis,
    )  # fmt: skip
    found = interim_defects(election, RequestState(state), announced, appeal_open=appeal)

    assert [one.code for one in found] == expected
    assert all(one.article for one in found)
