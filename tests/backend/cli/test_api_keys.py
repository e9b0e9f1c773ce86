"""`vezhgo api-key`."""

from __future__ import annotations

import pytest

from backend.actions.principals import KeyRing
from backend.problems import Problem


async def test_a_key_is_printed_alone_on_the_last_line_and_works_until_it_is_revoked(run, services):
    """What was issued opens its role; what was revoked opens nothing, and both stand in the audit."""
    issued = await run("api-key", "issue", "--role", "zec:30", "--label", "for a test")
    key = issued.output.strip().splitlines()[-1]
    assert issued.exit_code == 0
    assert (await KeyRing(services).principal(key)).role == "zec:30"

    id = key.split("_")[1]
    revoked = await run("api-key", "revoke", id)
    again = await run("api-key", "revoke", id)

    assert (revoked.exit_code, again.exit_code) == (0, 1)
    with pytest.raises(Problem) as refused:
        await KeyRing(services).principal(key)
    assert refused.value.status == 401
    async with services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT action FROM audit_records WHERE subject = %s ORDER BY id", (f"key:{id}",)
        )
        assert [row[0] for row in await cursor.fetchall()] == ["key_issued", "key_revoked"]


async def test_a_role_that_does_not_exist_gets_no_key(run):
    """One clear word, exit 2, and no key on any line."""
    refused = await run("api-key", "issue", "--role", "king")

    assert refused.exit_code == 2
    assert "vzk_" not in refused.output
