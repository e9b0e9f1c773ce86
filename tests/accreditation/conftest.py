"""Facts that the tests of the law share: one election, one sender of each kind."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.senders import SenderFacts


@pytest.fixture
def election() -> ElectionFacts:
    """The Assembly election of 3 July 2005 under the code of 2005, read in calendar days."""
    return ElectionFacts(
        "al-2005", "Assembly 2005", ElectionKind.ASSEMBLY, date(2005, 7, 3), date(2005, 5, 16)
    )


@pytest.fixture
def election_with_appeal(election: ElectionFacts) -> ElectionFacts:
    """The same election after its lawyer set three days to appeal, which the code of 2005 hides from us."""
    chosen = (SetLimit(LimitCode.APPEAL, 3, "Instruction 1 of 1.5.2005"),)
    return msgspec.structs.replace(election, set_limits=chosen)


@pytest.fixture
def ngo() -> SenderFacts:
    """An admitted Albanian organisation."""
    return SenderFacts("ngo", "Vrojtuesit", "albanian_ngo", "AL", admitted=True)


@pytest.fixture
def mission() -> SenderFacts:
    """An admitted international organisation whose work for human rights is on record."""
    return SenderFacts("io", "Mission", "international_organisation", admitted=True, human_rights=True)
