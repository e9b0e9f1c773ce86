"""The words of notices: which arguments the text of each kind uses, and the text itself in a language.

A new kind needs a row in `USES` and a message `notice-<kind>` with the attribute `subject` in both languages.
Arguments beyond those of its text are welcome: the sender's webhook carries them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from backend.locales.texts import Texts

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ROLE = re.compile(r"(cec|kas|college|zec|lgec|vcc)(:[^\s:]{1,40})?")
PERSONAL = re.compile(
    r"(^|_)(name|phone|e?mail|birth|document|citizenship|photo|person|address|contact)(_|$)"
)
"""Names of arguments that would carry something of a person."""
NONE = "none"
"""What a text is given for an argument that is not there."""


class Uses(msgspec.Struct, frozen=True):
    """The arguments of a kind's text; `$number`, the part of the subject after its colon, is always there."""

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


USES: dict[str, Uses] = {
    "admission_decided": Uses(needed=("outcome",)),  # admitted, refused
    "request_opened": Uses(optional=("count",)),  # of many requests at once
    "request_granted": Uses(optional=("accreditation",)),  # number
    "request_refused": Uses(optional=("last_day",)),  # civil date
    "request_returned": Uses(),
    "act_in_effect": Uses(needed=("act", "granted", "refused", "returned"), optional=("last_day",)),
    "translation_required": Uses(optional=("last_day",)),  # civil date
    "failure_to_decide": Uses(optional=("last_day", "count")),  # civil date; of many requests at once
    "limits_changed": Uses(),
    "competence_moved": Uses(optional=("to", "count")),  # role
    "registration_changed": Uses(needed=("count",)),  # accreditations that the order met
    "appeal_recorded": Uses(),
    "appeal_returned": Uses(),
    "appeal_decided": Uses(),
    "appeal_hearing": Uses(needed=("at",)),  # instant
    "accreditation_granted": Uses(),
    "accreditation_suspended": Uses(optional=("at",)),  # instant
    "accreditation_restored": Uses(),
    "accreditation_revoked": Uses(optional=("at", "last_day")),  # instant, civil date
    "accreditation_passed_over": Uses(),
    "accreditation_reissued": Uses(),
    "order_took_effect": Uses(
        needed=("count", "measure"), optional=("last_day",)
    ),  # number, revoke or suspend, civil date
    "identity_checked": Uses(needed=("outcome",)),  # matched, failed
    "badge_renewed": Uses(),
    "decision_due_soon": Uses(needed=("due_at",), optional=("count",)),  # instant
    "decision_overdue": Uses(optional=("count", "due_kind")),  # due_kind: law, internal_target
    "appeal_filed": Uses(),
    "appeal_withdrawn": Uses(),
    "appeal_late": Uses(needed=("due_at",)),  # instant
    "request_reopened": Uses(needed=("due_at",)),  # instant
    "endpoint_disabled": Uses(),
}


class ImpossibleNotice(Exception):
    """A notice that its text cannot show, or that would carry a person's data: our mistake."""


def check(kind: str, arguments: Mapping[str, Any]) -> None:
    """Refuse a notice that cannot be told, while it is recorded and not when it is sent.

    Raises:
        ImpossibleNotice: an argument that the text needs is not there, or one is named after a person's data.
    """
    uses = USES.get(kind)
    if uses is None:
        raise ImpossibleNotice(f"{kind} has no row in USES")
    missing = [name for name in uses.needed if arguments.get(name) is None]
    if missing:
        raise ImpossibleNotice(f"{kind} lacks {', '.join(missing)}")
    personal = sorted(name for name in arguments if PERSONAL.search(name))
    if personal:
        raise ImpossibleNotice(f"{kind} must not carry {', '.join(personal)}")


class Told(msgspec.Struct, frozen=True):
    """A notice in words."""

    subject: str
    text: str


def told(
    texts: Texts,
    language: str,
    kind: str,
    subject: str,
    arguments: Mapping[str, Any],
    *,
    observer: bool = False,
) -> Told:
    """A notice in one language: its subject line and its text; `observer` for the one whom it is about."""
    shown = shown_arguments(texts, language, kind, subject, arguments)
    message = message_of(kind)
    text = message_of(kind, observer=observer, texts=texts)
    return Told(
        subject=" ".join(texts.text(language, f"{message}.subject", **shown).split()),
        text=texts.text(language, text, **shown),
    )


def shown_arguments(
    texts: Texts, language: str, kind: str, subject: str, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of a kind's text in one language; `number` is the part of the subject after its colon."""
    uses = USES.get(kind, Uses())
    shown: dict[str, Any] = {"number": subject.partition(":")[2] or subject}
    for name in (*uses.needed, *uses.optional):
        shown[name] = _read(texts, language, arguments.get(name))
    return shown


def message_of(kind: str, *, observer: bool = False, texts: Texts | None = None) -> str:
    """The Fluent id of a kind's text; observers have one of their own where there is `notice-<kind>-observer`."""
    message = f"notice-{kind}".replace("_", "-")
    own = f"{message}-observer"
    return own if observer and texts is not None and texts.has(own) else message


def _read(texts: Texts, language: str, value: Any) -> Any:
    """A stored argument as Fluent takes it: instants and days as such, roles in words, nothing as `none`."""
    if value is None or value == "":
        return NONE
    if not isinstance(value, str):
        return value
    if INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    if DAY.fullmatch(value):
        return date.fromisoformat(value)
    if ROLE.fullmatch(value):
        kind, _, subject = value.partition(":")
        return f"{texts.text(language, f'notice-role-{kind}')} {subject}".strip()
    return value
