"""Every verdict, reason, step, role and problem of badges has its words in both languages."""

from __future__ import annotations

import pytest

from backend.actions.door.badge_files import card_labels
from backend.actions.door.verification import RegisterCode
from backend.locales.texts import LANGUAGES, Texts
from badges.checkin import DoorCode, Step
from badges.credential import ReasonCode, Verdict
from badges.payload import Role

TEXTS = Texts(strict=True)
CODES = [
    *((f"badge-verdict-{code}") for code in Verdict),
    *((f"badge-reason-{code}") for code in (*ReasonCode, *DoorCode, *RegisterCode)),
    *((f"badge-step-{code}") for code in Step),
    *((f"badge-role-{role.name.lower()}") for role in Role),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_is_without_words(language):
    """A missing text would raise; an empty one would say nothing."""
    for code in CODES:
        assert len(TEXTS.text(language, code.replace("_", "-"))) > 2


def test_no_language_borrows_the_other_s_words():
    """The two catalogues hold the same messages, each in its own words."""
    same = {
        code
        for code in CODES
        if TEXTS.text("sq", code.replace("_", "-")) == TEXTS.text("en", code.replace("_", "-"))
    }
    assert same == {"badge-role-media"}


def test_the_demo_prints_that_it_is_no_law():
    """Only a demonstration carries the notice."""

    class Shell:
        texts = TEXTS

    assert card_labels(Shell(), demo=True).notice.endswith("DEMO, NOT LAW")
    assert card_labels(Shell(), demo=False).notice == ""
