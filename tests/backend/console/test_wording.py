"""Words of the pages: clocks, ends of terms, steps of a count, codes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accreditation.decisions import Outcome
from accreditation.findings import FindingCode, RemedyAction, Severity
from accreditation.law.counting import StepCode
from accreditation.law.readings import HourAnchor, Reading
from accreditation.requests import RequestState
from accreditation.senders import SenderKind
from backend.console.wording import Words
from backend.locales.texts import Texts
from bots.messages import Channel
from bots.reports.states import Status

TEXTS = Texts()
NOW = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)
ARGUMENTS = {
    "limit": {"limit": "decision", "unit": "days", "value": 5},
    "excluded_day": {"day": "2027-05-16"},
    "counted_days": {"days": 15, "first": "2027-05-15", "last": "2027-05-01"},
    "clear_day": {"day": "2027-05-01", "between": 15},
    "ends_on_rest_day": {"day": "2027-05-01", "why": "suspended_saturday"},
    "moved_to_working_day": {"from": "2027-05-01", "to": "2027-05-03"},
    "window_empty": {"opens_on": "2027-05-01"},
    "anchor": {"anchor": "opening_hour", "at": "2027-05-16T07:00:00+02:00"},
    "hours_back": {"hours": 72, "clock": "elapsed"},
    "hours_on": {"hours": 24, "from": "2027-05-13T07:00:00+02:00"},
    "clock_change": {"minutes_before": 60, "minutes_after": 120},
    "capped_by_opening": {"at": "2027-05-16T07:00:00+02:00"},
    "no_limit_in_law": {"article": "18(5)"},
    "return_stops": {"day": "2027-04-20", "article": "18(5)"},
    "return_does_not_stop": {"day": "2027-04-20", "article": "18(5)"},
    "starts_at_translation": {"day": "2027-04-20", "article": "20(4)"},
    "awaits_translation": {"day": "2027-04-20", "article": "20(4)"},
}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("code", list(StepCode))
def test_every_step_of_a_count_is_a_sentence(language, code):
    """No step is shown as its code; the catalogue is strict here, so a missing argument fails."""
    words = Words(TEXTS, language).step({"code": code, "args": ARGUMENTS.get(code, {"day": "2027-05-01"})})

    assert words.endswith(".")
    assert "_" not in words


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_code_that_a_page_shows_has_a_name(language):
    """States, outcomes, severities, remedies, kinds, readings, channels, findings: none is shown as its code."""
    words = Words(TEXTS, language)
    codes = {
        "state": RequestState,
        "outcome": Outcome,
        "severity": Severity,
        "remedy": RemedyAction,
        "kind": SenderKind,
        "reading": [*Reading, *HourAnchor],
        "channel": Channel,
        "badge": FindingCode,
        "report-state": Status,
    }
    for kind, ones in codes.items():
        for code in ones:
            assert TEXTS.has(f"console-{kind}-{code}".replace("_", "-"), language), (kind, code)
            assert "_" not in words.name(kind, code)


def test_an_unknown_code_is_shown_as_it_is():
    """A code that is newer than the texts does not break the page."""
    words = Words(TEXTS, "sq")

    assert words.name("state", "brand_new") == "brand_new"
    assert words.finding("brand_new") == "brand new"
    assert words.step({"code": "brand_new"}) == "brand_new"


@pytest.mark.parametrize(
    ("left", "level", "words"),
    [
        (timedelta(days=3), "calm", "Edhe 3 ditë 0 orë"),
        (timedelta(hours=48), "soon", "Edhe 2 ditë 0 orë"),
        (timedelta(hours=47), "soon", "Edhe 1 ditë 23 orë"),
        (timedelta(hours=24), "today", "Edhe 1 ditë 0 orë"),
        (timedelta(minutes=65), "today", "Edhe 1 orë 5 min"),
        (timedelta(seconds=30), "today", "Edhe 0 min"),
        (timedelta(0), "late", "Me vonesë 0 min"),
        (timedelta(days=-2, hours=-1), "late", "Me vonesë 2 ditë 1 orë"),
    ],
)
def test_a_clock_says_in_words_what_its_colour_says(left, level, words):
    """The instant of the end itself is late, as in the law package."""
    clock = Words(TEXTS, "sq").clock(NOW + left, NOW)

    assert (clock.level, clock.words) == (level, words)


def test_a_clock_without_a_term_or_after_the_decision_does_not_run():
    """No term, or a decided request: no colour, and words that say so."""
    words = Words(TEXTS, "en")

    assert words.clock(None, NOW).level == "none"
    assert words.clock(NOW, NOW, running=False).words == "The clock has stopped"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2027, 5, 1, 22, 0, tzinfo=UTC), "1 maj 2027, 24:00"),
        ("2027-05-01T22:00:00Z", "1 maj 2027, 24:00"),
        (datetime(2027, 5, 1, 21, 59, tzinfo=UTC), "1 maj 2027, 23:59"),
        # In winter Tirana is one hour ahead of universal time.
        (datetime(2026, 12, 5, 23, 0, tzinfo=UTC), "5 dhjetor 2026, 24:00"),
        (None, "–"),
    ],
)
def test_a_term_that_ends_at_midnight_ends_at_24_of_its_last_day(at, shown):
    """Nobody is misled by a date on which the term is over already."""
    assert Words(TEXTS, "sq").end(at) == shown


def test_dates_and_instants_are_read_from_iso_texts():
    """Stored assessments hold ISO texts; whatever is none of them stays as it is."""
    words = Words(TEXTS, "sq")

    assert words.day("2027-05-16") == words.day(date(2027, 5, 16)) == "16 maj 2027"
    assert words.when("2027-05-16T07:00:00+02:00") == "16 maj 2027, 07:00"
    assert words.when("2027-99-99") == "–"


def test_roles_are_named_with_their_subject():
    """A zone's commission is named by its zone; an organisation's id is not shown."""
    words = Words(TEXTS, "sq")

    assert words.role("zec:30") == "KZAZ 30"
    assert words.role("cec") == "KQZ"
    assert words.role("organisation:7") == "dërguesi"
