"""The card names places as the register does."""

from __future__ import annotations

from backend.actions.door.badge_files import places_line


def test_a_commission_and_a_unit_with_letters_are_named_and_not_numbered(services):
    """The signed numbers of `cec` and `TR-1` would mean nothing to the officer who reads the card."""
    line = places_line(
        services,
        {"commissions": ["cec", "zec:30"], "electoral_units": ["TR-1"], "voting_centres": ["1850/01"]},
    )

    assert line == (
        "Njësi zgjedhore / Electoral units: TR-1; Qendra votimi / Voting centres: 1850/01; "
        "Komisione / Commissions: KQZ / CEC, ZEC 30"
    )


def test_an_empty_scope_is_an_empty_line(services):
    """Without places the card falls back to what the credential carries."""
    assert places_line(services, {"voting_centres": []}) == ""
