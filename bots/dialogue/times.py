"""Instants as people write them in a chat: `14:30`, `ora 9`, `dje 18.15`, `11.05 07:20`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bots.reports.wording import fold

TIRANE = ZoneInfo("Europe/Tirane")
_NOW = frozenset({"tani", "tash", "tashti", "sapo", "now", "just now", "tani sapo", "ne kete moment"})
_FORM = re.compile(
    r"(?:(?P<day>dje|sot|yesterday|today|(?P<d>[0-3]?\d)[./-](?P<m>[01]?\d)(?:[./-](?P<y>20\d\d))?)[ ,]+)?"
    r"(?:(?:ne )?(?:oren |ora |at |rreth (?:ores )?|around |about )*)?"
    r"(?P<hour>[0-2]?\d)(?:\s?[:.h]\s?(?P<minute>[0-5]\d))?\s?(?P<half>am|pm|h)?"
    r"(?: (?P<after>dje|sot|yesterday|today))?"
)
# fmt: off
_MONTHS = {
    "janar": 1, "shkurt": 2, "mars": 3, "prill": 4, "maj": 5, "qershor": 6,
    "korrik": 7, "gusht": 8, "shtator": 9, "tetor": 10, "nentor": 11, "dhjetor": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    "shk": 2, "pri": 4, "qer": 6, "kor": 7, "gus": 8, "sht": 9, "tet": 10, "nen": 11, "dhj": 12,
}
# fmt: on
_SEPARATOR = r"\s?[-/. ,]\s?"
_BIRTH = re.compile(
    rf"(?P<y>[12]\d{{3}}){_SEPARATOR}(?P<m>\d{{1,2}}){_SEPARATOR}(?P<d>\d{{1,2}})(?!\d)|"
    rf"(?<!\d)(?P<d2>\d{{1,2}}){_SEPARATOR}(?P<m2>\d{{1,2}}){_SEPARATOR}(?P<y2>[12]\d{{3}})(?!\d)"
)
_BIRTH_IN_WORDS = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?\s?(?:of )?(?P<m>[a-z]{3,9}?)(?:it)?\.?,?\s?(?P<y>[12]\d{3})(?!\d)|"
    r"(?P<m2>[a-z]{3,9})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>[12]\d{3})(?!\d)"
)


def observed(text: str, now: datetime) -> datetime | None:
    """The instant (aware UTC) that the words name, in local time of Albania; None when they name none.

    A time of day without a date is today's, or last night's when that is at most twelve hours ago.
    An instant after `now` is given back as it is; the caller refuses it.
    """
    folded = fold(text).strip(" .!,")
    if folded in _NOW:
        return now
    match = _FORM.fullmatch(folded)
    if not match:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] == "pm" and hour < 12:
        hour += 12
    elif match["half"] == "am" and hour == 12:
        hour = 0
    if hour > 23:
        return None
    today = now.astimezone(TIRANE).date()
    word = match["day"] or match["after"]
    day = _day(match, word, today)
    if day is None:
        return None
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=TIRANE).astimezone(UTC)
    if word is None and at > now + timedelta(minutes=5):
        before = day - timedelta(days=1)
        last_night = datetime(before.year, before.month, before.day, hour, minute, tzinfo=TIRANE).astimezone(
            UTC
        )
        return last_night if now - last_night <= timedelta(hours=12) else at
    return at


def _day(match: re.Match[str], word: str | None, today: date) -> date | None:
    if word in ("dje", "yesterday"):
        return today - timedelta(days=1)
    if not match["d"]:
        return today
    try:
        return date(int(match["y"] or today.year), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def birth_date(text: str) -> str | None:
    """A birth date as ISO (`1990-05-17`) from `1990-05-17`, `17.05.1990`, `17/5/1990`, `17 maj 1990` or `May 17, 1990`.

    Day before month, as in Albania. None when it is no possible date.
    """
    folded = fold(text)
    match = _BIRTH.search(folded) or _BIRTH_IN_WORDS.search(folded)
    if not match:
        return None
    year, month, day = match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
