"""Instants and birth dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bots.dialogue.times import birth_date, observed

NOON = datetime(2026, 5, 17, 10, 0, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 5, 16, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "now", "instant"),
    [
        ("11:30", NOON, "2026-05-17T09:30"),
        ("ora 9", NOON, "2026-05-17T07:00"),
        ("në orën 9.15", NOON, "2026-05-17T07:15"),
        ("9h15", NOON, "2026-05-17T07:15"),
        ("at 7:05 am", NOON, "2026-05-17T05:05"),
        ("dje 18:15", NOON, "2026-05-16T16:15"),
        ("18:15 dje", NOON, "2026-05-16T16:15"),
        ("yesterday 6 pm", NOON, "2026-05-16T16:00"),
        ("11.05 07:20", NOON, "2026-05-11T05:20"),
        ("11/05/2025 07:20", NOON, "2025-05-11T05:20"),
        ("23:50", AFTER_MIDNIGHT, "2026-05-16T21:50"),
        ("23:00", NOON, "2026-05-17T21:00"),
        ("tani", NOON, "2026-05-17T10:00"),
        ("25:00", NOON, None),
        ("31.02 10:00", NOON, None),
        ("familja", NOON, None),
        ("", NOON, None),
    ],
)
def test_time_in_words(words: str, now: datetime, instant: str | None) -> None:
    """A time of day is local; after midnight it may be last night's; a time to come stays one to come."""
    found = observed(words, now)
    assert (found and found.strftime("%Y-%m-%dT%H:%M")) == instant


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("1990-05-17", "1990-05-17"),
        ("17.05.1990", "1990-05-17"),
        ("17/5/1990", "1990-05-17"),
        ("17 05 1990", "1990-05-17"),
        ("１７.05.1990", "1990-05-17"),
        ("17.05.1990.", "1990-05-17"),
        ("17 . 05 . 1990", "1990-05-17"),
        ("kam lindur më 17 maj 1990", "1990-05-17"),
        ("17 Maj, 1990", "1990-05-17"),
        ("1 nëntor 1990", "1990-11-01"),
        ("17 nentorit 1990", "1990-11-17"),
        ("17 May 1990", "1990-05-17"),
        ("May 17th, 1990", "1990-05-17"),
        ("17th of May 1990", "1990-05-17"),
        ("9 sep 1990", "1990-09-09"),
        ("17 muaj 1990", None),
        ("0 maj 1990", None),
        ("117.05.1990", None),
        ("17.05.19900", None),
        ("30.02.1990", None),
        ("17.05.90", None),
        ("maj 1990", None),
    ],
)
def test_birth_date_in_words(words: str, iso: str | None) -> None:
    """The usual forms of a birth date, day before month; an impossible date is none."""
    assert birth_date(words) == iso
