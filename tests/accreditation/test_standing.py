"""Whom an order of revocation by zone and category reaches (Vorë, 11 May 2025)."""

from __future__ import annotations

import pytest

from accreditation.elections import ElectionFacts
from accreditation.standing import Accredited, RevocationScope, revocation_findings, revoked_by

ZONE = frozenset({"27"})
ACCREDITED = [
    Accredited("A-1", "P", "political_party", frozenset({"27"})),
    Accredited("A-2", "P", "political_party", frozenset({"28"})),
    Accredited("A-3", "N", "albanian_ngo", frozenset({"27", "28"})),
    Accredited("A-4", "O", "international_organisation", frozenset({"27"})),
    Accredited("A-5", "M", "media", frozenset({"27"})),
]

ORDERS = [
    # Vorë: everybody in zone 27, except internationals and media.
    (
        RevocationScope(ZONE, exempt_kinds=frozenset({"international_organisation", "media"})),
        ("A-1", "A-3"),
    ),
    (RevocationScope(ZONE), ("A-1", "A-3", "A-4", "A-5")),
    (RevocationScope(ZONE, sender_kinds=frozenset({"political_party"})), ("A-1",)),
    (RevocationScope(sender_ids=frozenset({"P"})), ("A-1", "A-2")),
    (RevocationScope(ZONE, sender_ids=frozenset({"P"})), ("A-1",)),
    (RevocationScope(frozenset({"99"})), ()),
]


@pytest.mark.parametrize(("order", "numbers"), ORDERS)
def test_order_reaches_zone_and_category(order: RevocationScope, numbers: tuple):
    """An order revokes those in its zone, of its senders and kinds, and spares the exempt kinds."""
    assert numbers == revoked_by(order, ACCREDITED)


def test_order_without_zone_or_sender_is_warned_of(election: ElectionFacts):
    """An order that names neither zone nor sender would reach everybody, and asks for a legal decision."""
    assert [one.code for one in revocation_findings(election, RevocationScope())] == ["zone_missing"]
    assert revocation_findings(election, RevocationScope(ZONE)) == ()
