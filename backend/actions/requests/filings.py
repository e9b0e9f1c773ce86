"""What an organisation files for one observer: the body as it arrives, and the values that are recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from accreditation.civil_time import civil_date
from accreditation.scope import ScopeFacts
from backend.actions.elections.place_codes import (
    centre_code,
    commission_role,
    counting_code,
    table_code,
    unit_code,
)
from backend.actions.fields import (
    cleaned_text,
    country_code,
    email_address,
    instant,
    invalid,
    person_name,
    phone_number,
    word_code,
)

SCOPE_LIMIT_CODES = 6_000
"""No list of places is longer: all of Albania has about 5,300 voting centres."""
CODE_LIMIT_LETTERS = 60
LANGUAGES_LIMIT = 20
CITIZENSHIPS_LIMIT = 5
OLDEST_BIRTH_YEAR = 1900


class DocumentBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The identification document that the observer will show at the door (Art. 19(2)(c))."""

    type: str
    number: str


class ObserverBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person; the code has no age rule, so none is made up here.

    `citizenship` holds one code or several, `citizenships` all of them; one of the two is needed.
    """

    given_name: str
    family_name: str
    birth_date: date
    document: DocumentBody
    citizenship: str = ""
    citizenships: list[str] = []
    father_name: str = ""
    phone: str | None = None
    email: str | None = None
    languages: list[str] = []


class ScopeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The places asked for, by their codes; an unknown code is recorded and found, not refused."""

    voting_centres: list[str] = []
    electoral_units: list[str] = []
    counting_centres: list[str] = []
    counting_tables: list[str] = []
    commissions: list[str] = []


class CodeOfConductBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The acceptance of the code of conduct (Art. 19(2)(a)): which version, and when."""

    accepted: bool = True
    version: str = ""
    accepted_at: datetime | None = None


class RequestBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request for one observer. `hold_until_opening` lets a filing that is too early count from the opening.

    `sent_at` is when the sender says that it sent the filing; it is recorded beside the receipt, which decides.
    `reaccredits` names the accreditation that an order ended: the request goes into the lane of re-accreditation.
    """

    election: int
    observer: ObserverBody
    scope: ScopeBody = msgspec.field(default_factory=ScopeBody)
    role: str = "short_term"
    language: str = "sq"
    code_of_conduct: CodeOfConductBody | bool | str | None = None
    hold_until_opening: bool = False
    sent_at: datetime | None = None
    reaccredits: str = ""


class Filing(msgspec.Struct, frozen=True):
    """A body whose every field was read and cleaned; nothing of it is judged yet."""

    election_id: int
    given_name: str
    father_name: str
    family_name: str
    birth_date: date
    citizenship: str
    document_type: str
    document_number: str
    phone: str | None
    email: str | None
    languages: list[str]
    scope: ScopeFacts
    role: str
    language: str
    code_of_conduct: dict[str, Any]
    hold_consent: bool
    sent_at: datetime | None = None

    @property
    def conduct_accepted(self) -> bool:
        """Whether the acceptance of the code of conduct was declared."""
        return bool(self.code_of_conduct.get("accepted"))


def scope_values(body: ScopeBody, field: str = "scope") -> ScopeFacts:
    """The places asked for in their normal forms (`QV 289/1` is `289/01`, `KZAZ 12` is `12`), each once, in order.

    Raises:
        Problem: 400, a code is empty or too long, or the list is.
    """
    return ScopeFacts(
        voting_centres=_codes(f"{field}.voting_centres", body.voting_centres, centre_code),
        electoral_units=_codes(f"{field}.electoral_units", body.electoral_units, unit_code),
        counting_centres=_codes(f"{field}.counting_centres", body.counting_centres, counting_code),
        counting_tables=_codes(f"{field}.counting_tables", body.counting_tables, table_code),
        commissions=_codes(f"{field}.commissions", body.commissions, commission_role),
    )


def _codes(field: str, codes: list[str], normal: Callable[[str], str]) -> tuple[str, ...]:
    if len(codes) > SCOPE_LIMIT_CODES:
        raise invalid(field, "too_many", limit=SCOPE_LIMIT_CODES)
    cleaned = (cleaned_text(field, code, CODE_LIMIT_LETTERS) for code in codes)
    return tuple(dict.fromkeys(normal(code) for code in cleaned))


def observer_values(body: ObserverBody, now: datetime) -> dict[str, Any]:
    """The cleaned fields of a person.

    Raises:
        Problem: 400, with the field's name.
    """
    if not date(OLDEST_BIRTH_YEAR, 1, 1) <= body.birth_date <= civil_date(now):
        raise invalid("observer.birth_date", "impossible_date")
    if len(body.languages) > LANGUAGES_LIMIT:
        raise invalid("observer.languages", "too_many", limit=LANGUAGES_LIMIT)
    return {
        "given_name": person_name("observer.given_name", body.given_name),
        "father_name": person_name("observer.father_name", body.father_name, empty=True),
        "family_name": person_name("observer.family_name", body.family_name),
        "birth_date": body.birth_date,
        "citizenship": citizenship_text(body.citizenship, body.citizenships),
        "document_type": cleaned_text("observer.document.type", body.document.type, 40),
        "document_number": cleaned_text("observer.document.number", body.document.number, 40),
        "phone": phone_number("observer.phone", body.phone) if body.phone else None,
        "email": email_address("observer.email", body.email) if body.email else None,
        "languages": [cleaned_text("observer.languages", one, 40) for one in body.languages],
    }


def citizenship_text(one: str, several: list[str]) -> str:
    """The citizenships as they are stored: each code once, parted by spaces, the first one given in front.

    Raises:
        Problem: 400, none is given, or more than `CITIZENSHIPS_LIMIT`, or one is no country code.
    """
    given = [*re.split(r"[\s;,/|]+", one.strip()), *several]
    codes = dict.fromkeys(country_code("observer.citizenship", code) for code in given if code.strip())
    if not codes:
        raise invalid("observer.citizenship", "empty")
    if len(codes) > CITIZENSHIPS_LIMIT:
        raise invalid("observer.citizenships", "too_many", limit=CITIZENSHIPS_LIMIT)
    return " ".join(codes)


def conduct_values(body: CodeOfConductBody | bool | str | None, now: datetime) -> dict[str, Any]:
    """The acceptance as it is stored; a bare true or a version counts from the filing.

    Raises:
        Problem: 400, the version is too long, or the instant has no time zone.
    """
    if body is None or isinstance(body, bool):
        return {"accepted": bool(body)} | ({"accepted_at": now.isoformat()} if body else {})
    if isinstance(body, str):
        version = cleaned_text("code_of_conduct", body, 60)
        return {"accepted": True, "version": version, "accepted_at": now.isoformat()}
    if body.accepted_at is not None:
        instant("code_of_conduct.accepted_at", body.accepted_at)
    kept: dict[str, Any] = {"accepted": body.accepted}
    if body.version:
        kept["version"] = cleaned_text("code_of_conduct.version", body.version, 60)
    if body.accepted:
        kept["accepted_at"] = (body.accepted_at or now).isoformat()
    return kept


def filing_of(body: RequestBody, now: datetime) -> Filing:
    """The values of a body.

    Raises:
        Problem: 400 `field_invalid`, with the field's name and never its value.
    """
    if body.reaccredits:
        # The lane takes one request at a time: each person is compared with a document.
        raise invalid("reaccredits", "not_in_a_batch")
    return Filing(
        election_id=body.election,
        scope=scope_values(body.scope),
        role=word_code("role", body.role),
        language=word_code("language", body.language),
        code_of_conduct=conduct_values(body.code_of_conduct, now),
        hold_consent=body.hold_until_opening,
        sent_at=instant("sent_at", body.sent_at) if body.sent_at is not None else None,
        **observer_values(body.observer, now),
    )
