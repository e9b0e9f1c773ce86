"""The phase of a report, by category and by the local clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bots.reports.phases import closing_hour, guess

SUNDAY = date(2026, 5, 17)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 30), 18),
        (date(2026, 3, 31), 19),
        (date(2026, 10, 15), 19),
        (date(2026, 10, 16), 18),
        (date(2026, 1, 1), 18),
    ],
)
def test_closing_hour_by_season(day: date, hour: int) -> None:
    """From 31 March to 15 October voting centres close at 19, otherwise at 18."""
    assert closing_hour(day) == hour


@pytest.mark.parametrize(
    ("category", "at", "phase"),
    [
        (None, "2026-05-16T10:00", "pre_election"),
        ("CNT", "2026-05-16T10:00", "pre_election"),
        ("OCV", "2026-04-16T10:00", "abroad"),
        (None, "2026-05-16T22:30", "opening"),
        (None, "2026-05-17T04:59", "opening"),
        (None, "2026-05-17T05:00", "voting"),
        (None, "2026-05-17T16:59", "voting"),
        (None, "2026-05-17T17:30", "closing"),
        (None, "2026-05-17T18:30", "counting"),
        ("FAM", "2026-05-17T10:00", "voting"),
        ("TRA", "2026-05-17T10:00", "delivery"),
        ("TAB", "2026-05-18T10:00", "tabulation"),
        (None, "2026-05-18T10:00", "counting"),
        (None, "2026-05-25T10:00", "complaints"),
    ],
)
def test_phase_by_category_then_clock(category: str | None, at: str, phase: str) -> None:
    """Before the day it is before the election; on it the category is believed before the local clock."""
    assert guess(category, datetime.fromisoformat(at).replace(tzinfo=UTC), SUNDAY) == phase


def test_without_an_election_date_the_category_decides() -> None:
    """With no open election it is the category's phase, else voting."""
    now = datetime(2026, 5, 17, 10, tzinfo=UTC)
    assert guess("OPN", now, None) == "opening"
    assert guess(None, now, None) == "voting"
