"""What an officer typed for an order, kept as typed, and the same body that the API takes."""

import re

import msgspec

from accreditation.senders import SenderKind
from accreditation.standing import Measure
from backend.actions.standing.order_selection import CategoryBody, ExemptionBody, ZoneBody
from backend.actions.standing.revocation_orders import OrderBody
from backend.console.forms import TypedAct
from backend.console.visits import Form
from backend.problems import Problem

ROLES = ("short_term", "long_term", "interpreter", "media")
SEPARATOR = re.compile(r"[\s,;]+")


class OrderForm(msgspec.Struct):
    """The filter of an order, its reason and its act; lists are texts until they are read."""

    election: str = ""
    measure: str = "revoke"
    units: str = ""
    centres: str = ""
    organisations: str = ""
    kinds: list[str] = []
    roles: list[str] = []
    exempt_kinds: list[str] = []
    exempt_organisations: str = ""
    exempt_accreditations: str = ""
    hours: str = ""
    reason: str = ""
    act: TypedAct = msgspec.field(default_factory=TypedAct)

    @classmethod
    def of_posted(cls, form: Form) -> "OrderForm":
        """What was typed."""
        return cls(
            election=form.text("election"),
            measure=form.text("measure") or "revoke",
            units=form.text("units"),
            centres=form.text("centres"),
            organisations=form.text("organisations"),
            kinds=form.texts("kinds"),
            roles=form.texts("roles"),
            exempt_kinds=form.texts("exempt_kinds"),
            exempt_organisations=form.text("exempt_organisations"),
            exempt_accreditations=form.text("exempt_accreditations"),
            hours=form.text("hours"),
            reason=form.text("reason"),
            act=TypedAct.of_posted(form),
        )

    def hidden(self) -> list[tuple[str, str]]:
        """The filter as fields of the second form, so that what was previewed is what is proposed."""
        single = (
            "election",
            "measure",
            "units",
            "centres",
            "organisations",
            "exempt_organisations",
            "exempt_accreditations",
        )
        fields = [(name, getattr(self, name)) for name in single]
        for name in ("kinds", "roles", "exempt_kinds"):
            fields += [(name, one) for one in getattr(self, name)]
        return fields

    def chosen_measure(self) -> Measure:
        """What the order does."""
        return Measure.SUSPEND if self.measure == Measure.SUSPEND else Measure.REVOKE

    def body(self, *, whole: bool) -> OrderBody:
        """The order for the action; without `whole` only what a preview needs.

        Raises:
            Problem: 400, a number or a code is none, or the date of the act is no date.
        """
        body = OrderBody(
            election=_whole("election", self.election),
            measure=self.chosen_measure(),
            organisations=[_whole("organisations", one) for one in _words(self.organisations)],
            zone=ZoneBody(_words(self.units), _words(self.centres)),
            category=CategoryBody(_kinds(self.kinds), [one for one in self.roles if one in ROLES]),
            exempt=ExemptionBody(
                organisations=[
                    _whole("exempt.organisations", one) for one in _words(self.exempt_organisations)
                ],
                organisation_kinds=_kinds(self.exempt_kinds),
                accreditations=_words(self.exempt_accreditations.upper()),
            ),
        )
        if not whole:
            return body
        hours = _whole("reaccreditation_hours", self.hours) if self.hours.strip() else None
        return msgspec.structs.replace(
            body, reason=self.reason, act=self.act.body(), reaccreditation_hours=hours
        )


def _words(text: str) -> list[str]:
    return [one for one in SEPARATOR.split(text.strip()) if one]


def _whole(field: str, text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 10):
        raise Problem(400, "field_invalid", arguments={"field": field, "reason": "not_a_number"})
    return int(text)


def _kinds(codes: list[str]) -> list[SenderKind]:
    known = set(SenderKind)
    return [SenderKind(one) for one in codes if one in known]
