"""What the grant of a request of the lane needs: the comparison of face, photo and document, on the photo it has."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import AsyncConnection

from backend.problems import Problem
from backend.store import reaccreditations as store
from backend.store.accreditations import GrantedRequest


async def require_identity(conn: AsyncConnection, granted: Sequence[GrantedRequest]) -> list[int]:
    """Let a grant pass whose requests of the lane were all compared; returns the ids of those requests.

    Raises:
        Problem: 409, one was not compared, the comparison failed, or the photo was changed after it.
    """
    photos = {one.request_id: one.photo_ref for one in granted}
    entries = await store.of_requests(conn, list(photos))
    for entry in entries:
        identity = entry.identity
        if identity is None or identity["photo"] != photos[entry.request_id]:
            code = "identity_check_missing"
        elif not identity["matched"]:
            code = "identity_check_failed"
        else:
            continue
        raise Problem(
            409,
            code,
            article="19(2)(c)",
            remedy="record_identity_check",
            arguments={"accreditation": entry.accreditation},
        )
    return [entry.request_id for entry in entries]
