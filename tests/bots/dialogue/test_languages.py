"""Which language a person speaks."""

from __future__ import annotations

import pytest

from bots.dialogue.effects import SetLanguage
from bots.dialogue.languages import clear, detect
from tests.bots.dialogue.world import VOTER, Talk


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("ku votoj?", "en", "sq"),
        ("where can I vote?", "sq", "en"),
        ("/start", "en-GB", "en"),
        ("/start", "it", "sq"),
        ("", "", "sq"),
        ("A mund të votoj me pasaportë të skaduar?", "en", "sq"),
    ],
)
def test_first_language(text: str, hint: str, language: str) -> None:
    """Clear words beat the client's own code; without either it is Albanian."""
    assert detect(text, hint) == language


def test_doubt_keeps_the_language() -> None:
    """One word, a code or a name is no reason to change the language."""
    assert clear("1850/01") is None
    assert clear("ok") is None


def test_voter_who_changes_the_language_is_answered_in_it() -> None:
    """A voter's plainly English question after Albanian ones is answered in English."""
    talk = Talk(VOTER)
    talk.say("where can I vote in the elections?")
    assert talk.done(SetLanguage) == [SetLanguage("en")]
    assert talk.state.language == "en"
