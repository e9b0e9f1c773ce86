"""What notices say: every kind in both languages, with and without what its text may be given."""

from __future__ import annotations

import re

import pytest

from backend.actions.notices.notice_texts import USES, ImpossibleNotice, check, told
from backend.actions.notices.notices import NoticeKind
from backend.locales.texts import LANGUAGES, Texts

TEXTS = Texts(strict=True)
SAMPLES = {
    "outcome": "admitted",
    "accreditation": "A-2027-000007",
    "last_day": "2027-05-04",
    "to": "zec:30",
    "at": "2027-05-10T08:30:00Z",
    "due_at": "2027-05-02T21:59:59Z",
}
SUBJECT = "request:R-2027-000042"


def sample(name: str) -> str:
    """A stored argument of this name."""
    return SAMPLES.get(name, "7")


def test_the_table_names_every_kind_and_no_other() -> None:
    """Who adds a kind writes down what its text uses."""
    assert set(USES) == {str(kind) for kind in NoticeKind}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(USES))
def test_every_kind_has_a_subject_and_a_text_with_all_its_arguments(kind: str, language: str) -> None:
    """A strict catalogue raises for an argument that the table does not name."""
    uses = USES[kind]
    for names in (uses.needed, (*uses.needed, *uses.optional)):
        words = told(TEXTS, language, kind, SUBJECT, {name: sample(name) for name in names})
        for text in (words.subject, words.text):
            assert text
            assert "{" not in text
            assert not re.search(r"\bnone\b", text)
            assert not re.search(r"\d{4}-\d\d-\d\d(T|$)", text), "instants are shown in words"
        assert "\n" not in words.subject
        assert len(words.subject) <= 80


def test_what_a_text_may_be_given_is_shown() -> None:
    """An instant in Tirana, a civil date, a role in words."""
    revoked = told(TEXTS, "en", "accreditation_revoked", "accreditation:A-1", SAMPLES)
    assert "10 May 2027, 10:30" in revoked.text
    assert "4 May 2027" in revoked.text
    assert "A-1" in revoked.subject
    assert "KZAZ 30" in told(TEXTS, "sq", "competence_moved", SUBJECT, SAMPLES).text
    assert "nuk e pranoi" in told(TEXTS, "sq", "admission_decided", SUBJECT, {"outcome": "refused"}).text


def test_a_notice_that_lacks_what_its_text_needs_is_not_recorded() -> None:
    """The mistake shows in the action that makes it, not in a mail that nobody can read."""
    with pytest.raises(ImpossibleNotice, match="due_at"):
        check("decision_due_soon", {"lead": 3})
    check("decision_due_soon", {"due_at": "2027-05-02T21:59:59Z", "lead": 3})


@pytest.mark.parametrize(
    "name", ["family_name", "phone", "email", "document_number", "birth_date", "contact"]
)
def test_no_argument_is_named_after_a_persons_data(name: str) -> None:
    """Numbers, instants and codes only: the webhook carries them to another party's server."""
    with pytest.raises(ImpossibleNotice):
        check("request_granted", {name: "x"})
