"""A list and the same requests filed one by one leave the same behind, field by field."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend.actions.principals import Principal
from backend.actions.requests.batches import work_off
from backend.actions.requests.filings import RequestBody, filing_of
from backend.actions.requests.requests import DOCUMENT, EMAIL, PHONE, add
from backend.store import registrations
from tests.backend.api.test_batches import post

ROWS = 320
SEALED = {"document_sealed": DOCUMENT, "phone_sealed": PHONE, "email_sealed": EMAIL}
OWN = {"id", "number", "public_id", "batch_id", "batch_row", "filed_hash"}
"""Columns that tell one request from another."""


def varied(world: Any, seed: int) -> list[dict[str, Any]]:
    """Requests that differ in everything the rules look at, every one sound enough to be recorded."""
    draw = random.Random(seed)
    made = []
    for n in range(ROWS):
        scope = {
            "voting_centres": draw.sample(["1850/01", "289/1", "QV 4337", "9999/09"], draw.randint(0, 3)),
            "electoral_units": draw.sample(["30", "90", "77"], draw.choice([0, 0, 1, 2])),
            "counting_centres": draw.sample(["VNV-30", "VNV-00"], draw.choice([0, 0, 1])),
            "commissions": draw.sample(
                ["cec", "zec:30", "zec:90", "zec:5", "vcc:1850/01"], draw.choice([0, 0, 1, 2])
            ),
        }
        if draw.random() < 0.5:
            scope = {
                "voting_centres": ["1850/01"],
                "electoral_units": [],
                "counting_centres": [],
                "commissions": [],
            }
        observer = {
            "given_name": draw.choice(["Ana", "Ënglëll", "Çlirim", "Иван"]),
            "family_name": f"Hoxha-{draw.randint(0, 400)}",
            "citizenship": draw.choice(["AL", "IT", "XK", "alb"]),
            "birth_date": f"19{draw.randint(30, 99)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}",
            "document": {"type": draw.choice(["id_card", "passport"]), "number": f"S{n:06d}"},
            "phone": draw.choice([None, "+355 69 123 4567"]),
            "email": draw.choice([None, "ana@example.org"]),
            "languages": draw.sample(["sq", "en", "it"], draw.randint(0, 3)),
        }
        made.append(
            world.body(
                observer=observer,
                scope=scope,
                role=draw.choice(["short_term", "long_term", "interpreter", "media"]),
                language=draw.choice(["sq", "en"]),
                code_of_conduct=draw.choice(
                    [
                        True,
                        False,
                        None,
                        "2027-1",
                        {"accepted": True, "accepted_at": "2027-04-01T10:00:00+02:00"},
                    ]
                ),
                hold_until_opening=draw.random() < 0.5,
            )
        )
    return made


async def stored(world: Any, organisation: int) -> list[dict[str, Any]]:
    """Every request of an organisation with its events and deadlines, secrets opened, in order of the document."""
    async with world.services.database.reading() as conn:
        cursor = await conn.execute("SELECT * FROM requests WHERE organisation_id = %s", (organisation,))
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]
        for row in rows:
            events = await conn.execute(
                "SELECT at, event, actor, details FROM request_events WHERE request_id = %s ORDER BY id",
                (row["id"],),
            )
            row["events"] = await events.fetchall()
            ends = await conn.execute(
                "SELECT kind, due_at, state FROM deadlines WHERE subject = %s ORDER BY kind",
                (f"request:{row['id']}",),
            )
            row["deadlines"] = await ends.fetchall()
    for row in rows:
        for name, purpose in SEALED.items():
            row[name] = world.services.vault.open_text(bytes(row[name]), purpose) if row[name] else None
    return sorted(rows, key=lambda row: row["document_sealed"])


CASES = [
    ("albanian_ngo", timedelta(), "the windows are open"),
    ("foreign_ngo", timedelta(days=-40), "both windows are shut still: some are held, some are too early"),
    ("political_party", timedelta(), "one unit is delegated to its commission"),
    ("international_organisation", timedelta(days=30), "the windows are over"),
]


@pytest.mark.parametrize(("kind", "later", "what"), CASES, ids=[what for _, _, what in CASES])
async def test_a_list_is_assessed_and_stored_as_each_request_alone(world, now, kind, later, what):
    """Several hundred varied rows, both ways: every column, every event and every deadline is equal."""
    at: datetime = now + later
    async with world.services.database.transaction() as conn:
        await registrations.add_delegation(
            conn,
            election_id=world.election,
            instruction="Udhëzimi 7",
            body_kind="zec",
            units=["30"],
            from_at=now - timedelta(days=200),
            until_at=None,
        )
    id, sender = await world.organisation(kind, "AL" if kind != "foreign_ngo" else "IT")
    await world.jump(at)
    rows = varied(world, seed=len(kind))

    answer = await post(sender, "\n".join(map(json.dumps, rows)).encode(), "application/x-ndjson")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["recorded"], made["rejected"]) == (ROWS, 0)
    together = await stored(world, id)

    async with world.services.database.transaction() as conn:
        principal = Principal(f"organisation:{id}", organisation_id=id)
        received_at = together[0]["received_at"]
        receipts = [
            await add(
                world.services,
                conn,
                received_at,
                principal,
                filing_of(msgspec.convert(row, RequestBody), received_at),
            )
            for row in rows
        ]
    everything = await stored(world, id)
    alone = [row for row in everything if row["batch_id"] is None]

    assert len(alone) == len(together) == ROWS
    assert len({row["public_id"] for row in everything}) == 2 * ROWS
    for one, other in zip(alone, together, strict=True):
        differing = {name for name in one if name not in OWN and one[name] != other[name]}
        assert differing == set(), (one["number"], {name: (one[name], other[name]) for name in differing})
    assert {row["state"] for row in together} == (
        {"received", "held"} if later < timedelta() else {"received"}
    )
    for receipt, row in zip(receipts, made["rows"], strict=True):
        assert receipt["assessment"]["remedy"] == _as_told(row["assessment"]["remedy"], receipt)
        assert [one["code"] for one in receipt["assessment"]["findings"]] == [
            one["code"] for one in row["assessment"]["findings"]
        ]


def _as_told(remedy: Any, receipt: dict[str, Any]) -> Any:
    """A remedy read back from JSON, its instant as the receipt has it."""
    if remedy is None or remedy.get("until") is None:
        return remedy
    return remedy | {"until": datetime.fromisoformat(remedy["until"].replace("Z", "+00:00"))}


async def test_the_worker_and_the_answer_at_once_give_the_same(world):
    """501 rows go to the worker, the first 320 of them were answered at once under another sender: same findings."""
    _, first = await world.organisation()
    _, second = await world.organisation()
    rows = varied(world, seed=5)
    lines = "\n".join(map(json.dumps, rows))
    more = "\n".join(
        json.dumps(world.body(observer={"document": {"type": "passport", "number": f"P{n}"}}))
        for n in range(190)
    )
    at_once = (await post(first, lines.encode(), "application/x-ndjson")).json()
    later = await post(second, f"{lines}\n{more}".encode(), "application/x-ndjson")
    assert later.status_code == 202, later.text
    assert await work_off(world.services) == ROWS + 190
    found = (await second.get(f"/v1/requests/batches/{later.json()['id']}", limit=ROWS)).json()

    def told(row: dict[str, Any]) -> Any:
        return (
            row["row"],
            row["line"],
            row["outcome"],
            row["assessment"],
            row["decision_due"]["kind"],
            row["status"],
        )

    assert [told(row) for row in found["rows"]] == [told(row) for row in at_once["rows"]]
