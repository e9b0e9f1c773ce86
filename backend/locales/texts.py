"""The Fluent catalogue: message id and arguments in, text out.

Dates arrive as aware instants or civil dates and are shown in Europe/Tirane, 24-hour clock, by explicit patterns.
A missing message or argument raises, so that a test finds it; `Texts(strict=False)` logs and shows the id instead.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

log = structlog.get_logger()

LANGUAGES = ("sq", "en")
TIRANE = ZoneInfo("Europe/Tirane")
INSTANT_PATTERN = "d MMMM y, HH:mm"
DATE_PATTERN = "d MMMM y"


class MissingText(Exception):
    """The catalogue has no such message, or an argument is missing: our mistake."""


class Texts:
    """All messages of all languages, loaded once."""

    def __init__(self, *, strict: bool = True) -> None:
        self._strict = strict
        self._bundles = {language: _bundle(language) for language in LANGUAGES}
        self._plain: dict[tuple[str, str], str] = {}

    def has(self, message: str, language: str = "sq") -> bool:
        """Whether the catalogue has the message in this language."""
        return self._bundles[language].has_message(message.partition(".")[0])

    def text(self, language: str | None, message: str, /, **args: Any) -> str:
        """The text of a message; `id.attribute` names an attribute.

        Raises:
            MissingText: there is no such message, or it does not format, and the catalogue is strict.
        """
        language = language if language in LANGUAGES else "sq"
        if not args and (known := self._plain.get((language, message))) is not None:
            return known
        bundle = self._bundles[language]
        identity, _, attribute = message.partition(".")
        found = bundle.get_message(identity) if bundle.has_message(identity) else None
        pattern = None if found is None else found.attributes.get(attribute) if attribute else found.value
        if pattern is None:
            return self._missing(message, language)
        shown = {name: _shown(value, language) for name, value in args.items()}
        text, errors = bundle.format_pattern(pattern, shown)
        if errors:
            return self._missing(message, language, errors)
        if not args:
            self._plain[language, message] = text
        return text

    def _missing(self, message: str, language: str, errors: list | None = None) -> str:
        if self._strict:
            raise MissingText(f"{language}: {message} {errors or ''}".strip())
        log.error("text_missing", message_id=message, language=language)
        return message


@cache
def _bundle(language: str) -> FluentBundle:
    """The messages of one language, parsed once a process: a bundle is never changed."""
    bundle = FluentBundle([language], use_isolating=False)
    folder = resources.files("backend") / "locales" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, datetime):
        return instant(value, language)
    if isinstance(value, date):
        return civil_date(value, language)
    if value is None:
        return ""
    return value


@lru_cache(maxsize=4096)
def instant(value: datetime, language: str) -> str:
    """An aware instant as shown in Tirana: `17 maj 2027, 23:59`."""
    return format_datetime(value.astimezone(TIRANE), INSTANT_PATTERN, locale=language)


@lru_cache(maxsize=4096)
def civil_date(value: date, language: str) -> str:
    """A civil date as shown: `17 maj 2027`."""
    return format_date(value, DATE_PATTERN, locale=language)
