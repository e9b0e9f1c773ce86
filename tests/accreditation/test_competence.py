"""Which commission decides, and what delegation changes (Art. 18(6), EC-12)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accreditation.competence import (
    Body,
    BodyKind,
    Competence,
    DelegationFacts,
    body_of_role,
    competence_findings,
    competent_body,
)
from accreditation.elections import ElectionFacts
from accreditation.senders import SenderFacts, SenderKind

FROM, UNTIL = datetime(2005, 6, 1, tzinfo=UTC), datetime(2005, 6, 15, tzinfo=UTC)
DURING = datetime(2005, 6, 10, tzinfo=UTC)
INSTRUCTION = DelegationFacts("Instruction 5 of 30.5.2005", BodyKind.ZEC, FROM, UNTIL, frozenset({"07"}))
SEVEN = frozenset({"07"})

CASES = [
    # sender kind            units touched     at              competent
    ("political_party", SEVEN, DURING, "zec:07"),
    ("coalition", SEVEN, DURING, "zec:07"),
    ("independent_candidate", SEVEN, DURING, "zec:07"),
    # Never delegated: only Art. 18(2)-(3) can be.
    ("albanian_ngo", SEVEN, DURING, "cec"),
    ("foreign_state", SEVEN, DURING, "cec"),
    ("media", SEVEN, DURING, "cec"),
    ("international_organisation", SEVEN, DURING, "cec"),
    ("citizen", SEVEN, DURING, "cec"),
    # Outside the instruction: another unit, several units, no unit.
    ("political_party", frozenset({"08"}), DURING, "cec"),
    ("political_party", frozenset({"07", "08"}), DURING, "cec"),
    ("political_party", frozenset(), DURING, "cec"),
    # EC-12: the instruction begins and ends while files are pending.
    ("political_party", SEVEN, datetime(2005, 5, 31, 23, 59, tzinfo=UTC), "cec"),
    ("political_party", SEVEN, FROM, "zec:07"),
    ("political_party", SEVEN, UNTIL, "cec"),
]


@pytest.mark.parametrize(("kind", "units", "at", "competent"), CASES)
def test_competent_commission(
    election: ElectionFacts, kind: str, units: frozenset, at: datetime, competent: str
):
    """The CEC decides, unless an instruction in force delegates parties and candidates in this one unit."""
    held = competent_body(election, SenderFacts("s", "S", kind), units, [INSTRUCTION], at)

    assert competent == held.body.role
    assert ("18(6)" if competent.startswith("zec") else "18(5)") == held.article
    assert held.issued_by == "cec"


@pytest.mark.parametrize("kind", list(SenderKind))
def test_without_an_instruction_the_cec_decides(election: ElectionFacts, kind: SenderKind):
    """With no instruction every kind of sender is decided on by the CEC."""
    assert competent_body(election, SenderFacts("s", "S", kind), SEVEN, [], DURING).body == Body("cec")


def test_the_latest_instruction_in_force_rules(election: ElectionFacts):
    """Of two instructions in force the later one counts, and an instruction without units covers all."""
    later = DelegationFacts("Instruction 6", BodyKind.LGEC, datetime(2005, 6, 5, tzinfo=UTC))
    held = competent_body(election, SenderFacts("p", "P", "coalition"), SEVEN, [INSTRUCTION, later], DURING)

    assert (held.body.role, held.instruction) == ("lgec:07", "Instruction 6")


DECIDING = [
    # competent     instruction      deciding        finding
    ("cec", "", "cec", None),
    ("cec", "", "zec:07", ("not_competent", "against")),
    ("cec", "", "vcc:1001", ("not_competent", "against")),
    ("zec:07", "Instruction 5", "zec:07", None),
    ("zec:07", "Instruction 5", "zec:08", ("not_competent", "against")),
    ("zec:07", "Instruction 5", "lgec:07", ("not_competent", "against")),
    ("zec:07", "Instruction 5", "cec", ("delegated_away", "needs_legal_decision")),
]


@pytest.mark.parametrize(("competent", "instruction", "deciding", "expected"), DECIDING)
def test_body_without_competence_is_found(election, competent, instruction, deciding, expected):
    """A body that is not the competent one is named; the CEC deciding what it delegated needs a lawyer."""
    held = Competence(body_of_role(competent), "18(6)", "9087/2003", instruction)
    findings = competence_findings(election, held, body_of_role(deciding))

    assert ([expected] if expected else []) == [(one.code, one.severity) for one in findings]
