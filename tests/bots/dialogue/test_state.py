"""The stored state: it survives storage, and a foreign form never loses a filed report."""

from __future__ import annotations

import pytest

from bots.dialogue.state import VERSION, State, dump, load
from tests.bots.dialogue.world import Talk


def test_draft_survives_a_restart_between_any_two_messages() -> None:
    """The stored form brings back the very same state, draft and offered buttons included."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    assert load(dump(talk.state)) == talk.state
    assert talk.state.draft.number == "R-1"
    assert talk.state.offered == ("yes#1", "other#1", "skip#1")


@pytest.mark.parametrize(
    "stored", [None, b"", b"{", b"[]", b"null", b"\xff", b'{"version":99}', b'{"draft":7,"version":99}']
)
def test_unreadable_state_starts_afresh(stored: bytes | None) -> None:
    """What can't be read is a fresh conversation, never an error."""
    assert load(stored).at == "menu.home"
    assert load(stored).draft is None


def test_foreign_version_keeps_language_and_report_number() -> None:
    """A state of another version starts at the menu, but words still reach the open report."""
    stored = b'{"version":99,"language":"en","serial":4,"greeted":true,"flow":"x","draft":{"number":"R-7","shape":["new"]}}'
    state = load(stored)
    assert (state.version, state.language, state.draft.number, state.draft.serial) == (
        VERSION,
        "en",
        "R-7",
        5,
    )
    talk = Talk()
    talk.state = state
    assert talk.say("/report") == ["ask-resume"]
    assert talk.say("[continue#5]") == ["ask-place"]
    assert talk.say("1850/01")[0] == "place-set"


def test_state_at_a_step_that_no_longer_exists_answers_from_the_menu() -> None:
    """A step that a newer version dropped is the menu."""
    talk = Talk()
    talk.state = State(language="sq", flow="gone", step="away", greeted=True)
    assert talk.say("pershendetje") == ["menu-observer"]
