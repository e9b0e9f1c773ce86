"""The demo: open windows today, a register that is large enough, keys that work, and an empty database only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accreditation.timeliness import Position, Track, place
from accreditation.windows import albanian_request, foreign_request
from backend.actions.elections.elections import facts_of
from backend.cli.demo_data import demo_election, load
from backend.store import elections, places


@given(st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)))
def test_both_windows_are_open_whenever_the_demo_is_loaded(at):
    """On any day of any year the election is a Sunday 25 to 31 days ahead, and both windows stand open."""
    now = at.replace(tzinfo=UTC)
    facts = facts_of(demo_election(now))

    assert facts.election_date.weekday() == 6
    assert timedelta(days=24) <= facts.election_date - now.date() <= timedelta(days=32)
    for window, track in ((albanian_request(facts), Track.ALBANIAN), (foreign_request(facts), Track.FOREIGN)):
        placed = place(now, window, track)
        assert placed.position is Position.IN_TIME
        assert placed.late_under == ()


async def test_the_demo_is_loaded_once_and_only_into_an_empty_database(services):
    """The second load gives no keys and changes nothing."""
    keys = await load(services)

    assert keys is not None
    assert await load(services) is None

    async with services.database.reading() as conn:
        assert await elections.count(conn) == 1
        stored = await elections.find(conn, keys.election_id)
        assert stored.demo
        assert "DEMO" in stored.name
        centres = await places.page(conn, keys.election_id, "", 200, unit=None, kind="voting_centre")
        counting = await places.page(conn, keys.election_id, "", 200, unit=None, kind="counting_centre")
        assert len(centres) >= 40
        assert len(counting) == 3
        assert len(await places.units(conn, keys.election_id)) == 3
        codes = {centre.code for centre in centres}
        assert {"1850/01", "4337"} <= codes
        assert [centre.special for centre in centres if centre.special] == ["prison"]
        for role in ("cec", "zec:30", "zec:90", "zec:4", "vcc:1850/01"):
            assert await places.has_commission(conn, keys.election_id, role)
