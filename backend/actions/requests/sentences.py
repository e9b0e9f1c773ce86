"""Codes, instants and findings as sentences for papers that the service writes; the texts are Fluent messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from backend.locales.texts import TIRANE, Texts, civil_date

ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
ENDS = {"closes_at", "safe_until", "lenient_until", "until", "useful_until", "decided_until"}
"""Arguments that are the end of a term: midnight is the 24:00 of the day before."""


class Sentences:
    """The sentences of one language; what the catalogue lacks shows its code."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self.language = language

    def text(self, message: str, /, **args: Any) -> str:
        """A message of the catalogue; instants that end a term read as such."""
        return self._texts.text(self.language, message, **args)

    def name(self, kind: str, code: str) -> str:
        """The name of a code of a kind, such as `console-kind` and `media`."""
        message = f"{kind}-{code}".replace("_", "-")
        return self.text(message) if self._texts.has(message, self.language) else code

    def body(self, role: str) -> str:
        """A commission by its role, in full: `zec:30` is the commission of zone 30."""
        kind, _, unit = role.partition(":")
        message = f"paper-authority-{kind}"
        return self.text(message, unit=unit) if self._texts.has(message, self.language) else role

    def finding(self, code: str, arguments: Mapping[str, Any]) -> str:
        """The sentence of a finding with its arguments."""
        message = f"finding-{code}".replace("_", "-")
        if not self._texts.has(message, self.language):
            return code.replace("_", " ")
        return self.text(message, **{name: self._argument(name, value) for name, value in arguments.items()})

    def _argument(self, name: str, value: Any) -> Any:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (list, tuple)):
            return ", ".join(str(one) for one in value)
        if isinstance(value, Mapping):
            return ", ".join(f"{key}: {one}" for key, one in value.items())
        if isinstance(value, str) and ISO_INSTANT.fullmatch(value):
            at = datetime.fromisoformat(value.replace("Z", "+00:00"))
            return self._end(at) if name in ENDS else at
        if isinstance(value, str) and ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
        return value

    def _end(self, at: datetime) -> Any:
        local = at.astimezone(TIRANE)
        if local.time() != time():
            return at
        return self.text(
            "console-end-of-day", day=civil_date(local.date() - timedelta(days=1), self.language)
        )
