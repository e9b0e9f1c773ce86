"""Every problem and finding has a sentence in both languages, and the sentence takes the arguments that come."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from accreditation.findings import FindingCode, RemedyAction
from accreditation.remedies import officer_remedy
from backend.actions.elections.carry_over import CARRIED_OVER
from backend.actions.requests.assessing import FAILURE
from backend.api.errors import CODES
from backend.locales.texts import LANGUAGES, Texts
from badges.photo import PhotoFault

BACKEND = Path(__file__).parents[3] / "backend"


def literal_codes() -> set[str]:
    """Every code that some `Problem(status, "code")` of the actions and the API names."""
    found = set()
    for folder in ("actions", "api"):
        for path in (BACKEND / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "Problem"
                ):
                    continue
                if len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                    found.add(str(node.args[1].value))
    return found


def message(kind: str, code: str) -> str:
    """The id of a code's message."""
    return f"{kind}-{code}".replace("_", "-")


NO_PROBLEMS = {
    # Warnings beside an answer, and what only one line of an act lacks: never the code of a problem.
    "delegated_away",
    "not_a_party",
    "not_in_earlier_act",
    "nothing_to_appeal",
    "proposal_missing",
    "reading_text_unread",
    "window_empty",
    "zone_missing",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_title(language):
    """No problem document falls back to its bare code."""
    texts = Texts()
    blocking = {str(code) for code in FindingCode if officer_remedy(code) is not None} - NO_PROBLEMS
    codes = literal_codes() | set(CODES.values()) | {str(fault) for fault in PhotoFault} | blocking

    assert len(codes) > 40
    missing = sorted(code for code in codes if not texts.has(message("problem", code), language))
    assert not missing, " ".join(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_and_remedy_has_a_sentence(language):
    """Whatever the rules can find, and what the shell adds, is said in both languages."""
    texts = Texts()
    wanted = [
        message("finding", code) for code in (*FindingCode, FAILURE, "replacement_addendum", CARRIED_OVER)
    ]
    wanted += [message("remedy", action) for action in RemedyAction]

    assert [one for one in wanted if not texts.has(one, language)] == []
