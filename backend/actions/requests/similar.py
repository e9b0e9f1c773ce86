"""The same person in two filings: search keys, filled when a request is stored, and what is shown of the others.

A search key is a keyed hash, so the index tells nobody a name or a birth date without the secret of the installation.
The machine decides nothing: an officer sees who may be the same, a sender never sees another sender's filing.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from psycopg import AsyncConnection

from accreditation.persons import Likeness, Person, likeness, search_terms
from backend.services import Services
from backend.store import request_courses
from backend.store.request_courses import Pair, Resembling
from backend.store.request_filters import RequestFilters
from backend.store.requests import RequestRow
from backend.vault import Vault

COMPARED_LIMIT = 200
"""So many others that share a mark are compared; a person has not that many namesakes born on one day."""
SHOWN_LIMIT = 20
PAGE = 50
FILLED_AT_ONCE = 500
PURPOSE = "observer-person"
KEY_BYTES = 8
"""Eight bytes of the hash fit into a bigint; a chance meeting is sorted out by the comparison of the names."""


class Named(Protocol):
    """Whatever carries the fields of a person: a filing, or a stored request."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def birth_date(self) -> date: ...


def search_keys(vault: Vault, filing: Named) -> list[int]:
    """The keys under which a filing's person is found, for the column `requests.person_keys`; pure and cheap."""
    person = Person(filing.given_name, filing.family_name, filing.birth_date)
    return [
        int.from_bytes(vault.index(term, PURPOSE)[:KEY_BYTES], "big", signed=True)
        for term in search_terms(person)
    ]


async def of_request(
    conn: AsyncConnection, row: RequestRow, organisation_id: int | None
) -> list[dict[str, Any]]:
    """The other requests of the election whose person may be the same, the strongest reason first.

    Args:
        conn: a connection.
        row: the request.
        organisation_id: the sender who asks, who is shown its own requests only; None for a commission.
    """
    found = await request_courses.resembling(
        conn, row.id, organisation_id=organisation_id, limit=COMPARED_LIMIT
    )
    person = Person(row.given_name, row.family_name, row.birth_date, row.father_name)
    shown = [(why, one) for one in found if (why := _why(person, one)) is not None]
    order = list(Likeness)
    shown.sort(key=lambda pair: (order.index(pair[0]), pair[1].id))
    return [
        {
            "number": one.number,
            "organisation": one.organisation_id,
            "organisation_name": one.organisation,
            "why": str(why),
            "state": one.state,
            "received_at": one.received_at,
            "competent": one.competent,
        }
        for why, one in shown[:SHOWN_LIMIT]
    ]


def _why(person: Person, one: Resembling) -> Likeness | None:
    if one.same_document:
        return Likeness.SAME_DOCUMENT
    return likeness(person, Person(one.given_name, one.family_name, one.birth_date, one.father_name))


async def ids_with_similar(
    conn: AsyncConnection,
    *,
    after: int,
    limit: int,
    election_id: int | None,
    organisation_id: int | None,
    competent: str | None,
    status: str | None,
    only: RequestFilters,
) -> list[int]:
    """Ids of requests, in order, for which `of_request` would show something; at most so many."""
    kept: list[int] = []
    while len(kept) < limit:
        ids = await request_courses.sharing_marks(
            conn,
            after=after,
            limit=max(limit, PAGE),
            election_id=election_id,
            organisation_id=organisation_id,
            competent=competent,
            status=status,
            only=only,
        )
        if not ids:
            break
        after = ids[-1]
        found = await request_courses.pairs(conn, ids, organisation_id=organisation_id, limit=COMPARED_LIMIT)
        alike = {one.id for one in found if one.same_document or _alike(one)}
        kept += [one for one in ids if one in alike]
    return kept[:limit]


def _alike(pair: Pair) -> bool:
    one = Person(pair.given_name, pair.family_name, pair.birth_date, pair.father_name)
    other = Person(
        pair.other_given_name, pair.other_family_name, pair.other_birth_date, pair.other_father_name
    )
    return likeness(one, other) is not None


async def fill_keys(services: Services) -> int:
    """Give search keys to requests that were stored before there were any; returns how many."""
    async with services.database.transaction() as conn:
        rows = await request_courses.without_keys(conn, FILLED_AT_ONCE)
        keys = [
            (id, search_keys(services.vault, Person(given, family, born))) for id, given, family, born in rows
        ]
        await request_courses.set_keys(conn, keys)
    return len(keys)
