"""Fields that people fill in: cleaned, capped, and refused with the field's name and never its value."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from itertools import islice

from backend.problems import Problem
from badges.names import cleaned, letters

NAME_LIMIT_LETTERS = 200
"""Letters as a reader counts them: a letter with its accents is one."""
RAW_LIMIT_CHARACTERS = 4_000
"""No field of a person or organisation is longer than this before it is cleaned."""
COUNTRY = re.compile(r"[A-Za-z]{2,3}")
EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}")
PHONE = re.compile(r"\+?\d{6,15}")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
YEARS = range(1990, 2200)
"""Acts, events and elections of the product lie in these years; at the ends of the calendar zones overflow."""


def invalid(field: str, reason: str, **arguments: object) -> Problem:
    """400: a field cannot be read; the answer names the field and the reason, never the value."""
    return Problem(
        400, "field_invalid", remedy="mend_field", arguments={"field": field, "reason": reason, **arguments}
    )


def cleaned_text(
    field: str, text: str, limit_letters: int = NAME_LIMIT_LETTERS, *, empty: bool = False
) -> str:
    """A text in NFC on one line, without control characters and direction marks; letters of any script stay.

    Raises:
        Problem: 400, it is longer than the limit, or nothing visible is left and `empty` is false.
    """
    if len(text) > RAW_LIMIT_CHARACTERS:
        raise invalid(field, "too_long", limit=limit_letters)
    seen = cleaned(text)
    if len(seen) > limit_letters and _longer(seen, limit_letters):
        raise invalid(field, "too_long", limit=limit_letters)
    if not seen and not empty:
        raise invalid(field, "empty")
    return seen


def _longer(text: str, limit: int) -> bool:
    return next(islice(letters(text), limit, None), None) is not None


def long_text(field: str, text: str, limit_characters: int) -> str:
    """A text of several lines, such as grounds: NFC, line breaks kept, other control characters dropped.

    Raises:
        Problem: 400, it is too long or empty.
    """
    if len(text) > limit_characters:
        raise invalid(field, "too_long", limit=limit_characters)
    kept = "".join(
        ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    seen = unicodedata.normalize("NFC", kept).strip()
    if not seen:
        raise invalid(field, "empty")
    return seen


def person_name(field: str, text: str, *, empty: bool = False) -> str:
    """A name of a person: like `cleaned_text`, and it holds at least one letter.

    Raises:
        Problem: 400.
    """
    name = cleaned_text(field, text, empty=empty)
    if name and not any(unicodedata.category(ch)[0] == "L" for ch in name):
        raise invalid(field, "no_letters")
    return name


def country_code(field: str, text: str) -> str:
    """An ISO 3166 code of two or three letters, in capitals; raises 400."""
    code = text.strip()
    if not COUNTRY.fullmatch(code):
        raise invalid(field, "not_a_country_code")
    return code.upper()


def email_address(field: str, text: str) -> str:
    """An e-mail address of plausible form; raises 400."""
    address = text.strip()
    if not EMAIL.fullmatch(address) or not address.isprintable():
        raise invalid(field, "not_an_email_address")
    return address


def phone_number(field: str, text: str) -> str:
    """A phone number as digits with an optional plus; raises 400."""
    number = re.sub(r"[\s()./-]", "", text)
    if not (number.isascii() and PHONE.fullmatch(number)):
        raise invalid(field, "not_a_phone_number")
    return number


def word_code(field: str, text: str) -> str:
    """A short code such as `short_term`; raises 400."""
    if not CODE.fullmatch(text):
        raise invalid(field, "not_a_code")
    return text


def instant(field: str, value: datetime) -> datetime:
    """An instant as aware UTC; raises 400 for one without time zone or centuries away."""
    if value.tzinfo is None:
        raise Problem(400, "instant_without_zone", remedy="send_rfc3339_instant")
    if value.year not in YEARS:
        raise invalid(field, "out_of_range")
    return value.astimezone(UTC)


def civil_day(field: str, value: date) -> date:
    """A civil date on which something can have been done; raises 400 for one centuries away."""
    if value.year not in YEARS:
        raise invalid(field, "impossible_date")
    return value
