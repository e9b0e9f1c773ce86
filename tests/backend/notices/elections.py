"""An election as a row, for notices that need one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from backend.services import Services


async def an_election(services: Services) -> int:
    """A stored election; returns its id."""
    async with services.database.transaction() as conn:
        cursor = await conn.execute(
            "INSERT INTO elections (name, kind, election_date, edition, reading, created_at, created_by) "
            "VALUES ('Zgjedhjet (TEST)', 'assembly', %s, '2005', 'calendar', %s, 'test') RETURNING id",
            (date(2027, 5, 16), datetime(2027, 3, 1, tzinfo=UTC)),
        )
        return (await cursor.fetchone())[0]
