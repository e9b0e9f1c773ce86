"""The act of a commission, as forms and bodies carry it: number, date and signatory."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any

import msgspec

from accreditation.civil_time import civil_date
from backend.actions.fields import civil_day, cleaned_text, invalid


class ActBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act of a commission; empty parts are found by the rule that needs them."""

    number: str = ""
    date: dt.date | None = None
    signatory: str = ""


def act_values(act: ActBody, now: datetime) -> dict[str, Any]:
    """An act with number, date and signatory, ready to be stored.

    Raises:
        Problem: 400, a part is missing, or its date lies in the future.
    """
    number = cleaned_text("act.number", act.number, 60)
    signatory = cleaned_text("act.signatory", act.signatory)
    if act.date is None:
        raise invalid("act.date", "empty")
    if civil_day("act.date", act.date) > civil_date(now):
        raise invalid("act.date", "in_the_future")
    return {"number": number, "date": act.date.isoformat(), "signatory": signatory}
