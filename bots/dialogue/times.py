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
_BIRTH = re.compile(
    r"(?P<y>[12]\d{3})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})|"
    r"(?P<d2>\d{1,2})[-/. ](?P<m2>\d{1,2})[-/. ](?P<y2>[12]\d{3})"
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
    """A birth date as ISO (`1990-05-17`) from `1990-05-17`, `17.05.1990`, `17/5/1990` or `17 05 1990`.

    Day before month, as in Albania. None when it is no possible date.
    """
    match = _BIRTH.search(fold(text))
    if not match:
        return None
    try:
        if match["y"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
        return date(int(match["y2"]), int(match["m2"]), int(match["d2"])).isoformat()
    except ValueError:
        return None
