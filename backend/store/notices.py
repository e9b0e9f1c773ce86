"""The ledger of notices: one row a recipient and event, written in the transaction of the event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.store.recordsets import recordset


class NewNotice(msgspec.Struct, frozen=True):
    """A notice to record; one with a `dedup_key` that is there already is passed over."""

    recipient: str
    kind: str
    subject: str
    arguments: dict[str, Any]
    organisation_id: int | None = None
    election_id: int | None = None
    dedup_key: str | None = None


_ADD = """
INSERT INTO notices (at, recipient, kind, subject, arguments, organisation_id, election_id, dedup_key)
SELECT %s, n.recipient, n.kind, n.subject, n.arguments, n.organisation_id, n.election_id, n.dedup_key
FROM json_to_recordset(%s::json) AS n (recipient text, kind text, subject text, arguments jsonb,
                                       organisation_id bigint, election_id integer, dedup_key text)
ON CONFLICT (dedup_key) DO NOTHING
"""


async def add(conn: AsyncConnection, at: datetime, notices: Sequence[NewNotice]) -> int:
    """Record notices in the present transaction; returns how many were new."""
    if not notices:
        return 0
    return (await conn.execute(_ADD, (at, recordset(notices)))).rowcount
