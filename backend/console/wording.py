"""From codes and instants to sentences: findings, steps of a count, clocks, places; the texts are Fluent messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from backend.locales.texts import TIRANE, Texts, civil_date, instant

SOON = timedelta(hours=48)
TODAY = timedelta(hours=24)
ENDS = {"closes_at", "safe_until", "lenient_until", "until"}
"""Arguments of findings that are the end of a term."""
ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Clock(msgspec.Struct, frozen=True):
    """A term in words. `level` is one of `late`, `today`, `soon`, `calm`, `none`; colour and sign follow it."""

    level: str
    words: str


class Words:
    """The words of one language."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self.language = language

    def name(self, kind: str, code: Any) -> str:
        """The name of a code, such as a state or a role; the code itself where the catalogue has none."""
        message = f"console-{kind}-{code}".replace("_", "-").replace(".", "-").lower()
        return self._texts.text(self.language, message) if self._has(message) else str(code)

    def role(self, role: str) -> str:
        """A role in words: `zec:30` is `KZAZ 30`."""
        kind, _, subject = role.partition(":")
        known = self.name("role-kind", kind)
        return f"{known} {subject}" if subject and kind in {"zec", "lgec", "vcc"} else known

    def when(self, value: datetime | str | None) -> str:
        """An instant in Tirana, or a dash."""
        value = _parsed(value)
        if isinstance(value, datetime):
            return instant(value, self.language)
        return civil_date(value, self.language) if isinstance(value, date) else "–"

    def end(self, value: datetime | str | None) -> str:
        """The end of a term: an end at midnight is `24:00` of its last day, as the law writes it."""
        at = _parsed(value)
        if not isinstance(at, datetime):
            return self.when(at)
        local = at.astimezone(TIRANE)
        if local.time() != time(0):
            return self.when(at)
        last = civil_date(local.date() - timedelta(days=1), self.language)
        return self._texts.text(self.language, "console-end-of-day", day=last)

    def day(self, value: date | str | None) -> str:
        """A civil date, or a dash."""
        value = _parsed(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return civil_date(value, self.language)
        return self.when(value)

    def span(self, span: timedelta) -> str:
        """A length of time in days and hours, or hours and minutes."""
        minutes = int(abs(span).total_seconds() // 60)
        return self._texts.text(
            self.language,
            "console-span",
            days=minutes // 1440,
            hours=minutes % 1440 // 60,
            minutes=minutes % 60,
        )

    def age(self, at: datetime, now: datetime) -> str:
        """How long ago something was."""
        return self._texts.text(self.language, "console-age", span=self.span(now - at))

    def clock(self, due: datetime | str | None, now: datetime, *, running: bool = True) -> Clock:
        """How much of a term is left, or for how long it has been over."""
        due = _parsed(due)
        if not isinstance(due, datetime):
            return Clock("none", self._texts.text(self.language, "console-clock-none"))
        if not running:
            return Clock("none", self._texts.text(self.language, "console-clock-stopped"))
        left = due - now
        if left <= timedelta():
            return Clock("late", self._texts.text(self.language, "console-clock-late", span=self.span(left)))
        level = "today" if left <= TODAY else "soon" if left <= SOON else "calm"
        return Clock(level, self._texts.text(self.language, "console-clock-left", span=self.span(left)))

    def finding(self, code: str, arguments: Mapping[str, Any] | None = None) -> str:
        """The sentence of a finding; its code where the catalogue has none."""
        for message in (f"finding-{code}".replace("_", "-"), f"finding-{code}"):
            if self._has(message):
                return self._texts.text(self.language, message, **self._shown(arguments or {}))
        return code.replace("_", " ")

    def step(self, step: Mapping[str, Any]) -> str:
        """One step of a count as a sentence."""
        message = "console-step-" + str(step["code"]).replace("_", "-")
        if not self._has(message):
            return str(step["code"])
        args = self._shown(step.get("args") or {})
        for name, kind in (("anchor", "anchor"), ("clock", "hour-clock"), ("why", "rest")):
            if name in args:
                args[name] = self.name(kind, args[name])
        return self._texts.text(self.language, message, **{"act": "none", **args})

    def _has(self, message: str) -> bool:
        return self._texts.has(message, self.language)

    def _shown(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self.end(value) if name in ENDS and value else self._argument(value)
            for name, value in arguments.items()
        }

    def _argument(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (list, tuple)):
            return ", ".join(str(one) for one in value)
        if isinstance(value, Mapping):
            return ", ".join(f"{name}: {one}" for name, one in value.items())
        return _parsed(value)


def _parsed(value: Any) -> Any:
    """An ISO text as the date or instant it is; anything else as it came."""
    if not isinstance(value, str):
        return value
    try:
        if ISO_INSTANT.fullmatch(value):
            return datetime.fromisoformat(value.replace("Z", "+00:00"))
        if ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        return value
    return value
