"""An order over ten thousand accreditations: in effect within seconds, in bounded memory, with a list that stays small."""

from __future__ import annotations

import resource
import time

from badges.revocations import MAX_BYTES
from tests.backend.badges.world import ACT

COUNT = 10_000
MOST_S = 10.0
MOST_GROWTH_MB = 64

_CLONES = """
WITH r AS (
    INSERT INTO requests (number, election_id, organisation_id, state, received_at, given_name, family_name, birth_date,
        citizenship, document_type, document_sealed, document_index, scope, role, language, code_of_conduct, competent,
        assessment)
    SELECT 'B-' || i, election_id, organisation_id, state, received_at, given_name, family_name, birth_date, citizenship,
        document_type, document_sealed, document_index, scope, role, language, code_of_conduct, competent, assessment
    FROM requests, generate_series(2, %s) AS i RETURNING id)
INSERT INTO accreditations (number, serial, request_id, election_id, organisation_id, issued_at, valid_from, valid_until,
    display_name, role, scope, citizenship, credential, public_id)
SELECT 'VZH-2027-9' || r.id, 1 + r.id, r.id, a.election_id, a.organisation_id, a.issued_at, a.valid_from, a.valid_until,
    a.display_name, a.role, a.scope, a.citizenship, a.credential, 'p' || r.id
FROM r, accreditations a
"""


async def test_ten_thousand_are_revoked_within_seconds_and_in_bounded_memory(world):
    """From the second officer's word to COMMIT; the signed list of all of them is about 15 kB."""
    await world.accredit(await world.make_organisation())
    await world.sql(_CLONES, (COUNT,))
    first, second = await world.key("cec"), await world.key("cec")
    order = {
        "election": world.election,
        "zone": {"electoral_units": ["07"]},
        "reason": "E gjithë zona",
        "act": ACT,
    }
    made = await world.post("/v1/revocations", order, first)
    assert made.json()["count"] == COUNT
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()

    done = await world.post(f"/v1/revocations/{made.json()['id']}/confirmation", {}, second)

    took_s = time.monotonic() - started
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1000
    print(f"{COUNT} revoked in {took_s:.2f} s, {grown_mb:.0f} MB more at the peak")
    assert (done.status_code, done.json()["count"]) == (200, COUNT)
    assert took_s < MOST_S
    assert grown_mb < MOST_GROWTH_MB
    assert await world.sql("SELECT state, count(*) FROM accreditations GROUP BY state") == [
        ("revoked", COUNT)
    ]
    assert await world.sql("SELECT count(*) FROM standing_events WHERE move = 'revoke'") == [(COUNT,)]
    listed = (await world.client.get("/v1/badges/revocations")).json()["items"][0]
    assert (listed["count"], listed["seq"]) == (COUNT, 1)
    assert len(listed["list"]) < MAX_BYTES // 8
