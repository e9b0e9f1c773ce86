"""Bad input at the API's doors: dates, names, photos, files, keys and codes; each with a clear answer, nothing lost."""

from __future__ import annotations

import asyncio
import io
import time
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import psutil
import pytest
from PIL import Image

from tests.journeys.town import BIRTH, Town, fresh, portrait

PROBLEM = "application/problem+json"


def problem(answer: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """The problem of an answer, which must have this status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    body = answer.json()
    assert code is None or body["code"] == code, body
    assert body["title"]
    return body


@pytest.mark.parametrize(
    "birth",
    ["1990-02-30", "0001-01-01", "9999-12-31", "2999-01-01", "1990-13-01", "30.02.1990", "", "0000-00-00"],
)
async def test_an_impossible_birth_date_is_refused_with_its_field(town: Town, birth: str) -> None:
    """30 February, the year 1, the year 9999, the future: 400, and the field is named."""
    answer = await town.demo.post("/v1/requests", town.body(observer={"birth_date": birth}))
    assert "birth_date" in str(problem(answer, 400))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("election_date", "2027-02-30"),
        ("election_date", "9999-12-31"),
        ("election_date", "0001-01-01"),
        ("decreed_on", "0001-01-01"),
        ("holidays", ["9999-12-31"]),
    ],
)
async def test_an_impossible_election_is_answered_clearly(town: Town, field: str, value: Any) -> None:
    """Dates at the ends of the calendar must not break the counting of its windows."""
    body = {
        "name": "X",
        "kind": "assembly",
        "election_date": "2027-05-16",
        "decreed_on": "2027-03-31",
        field: value,
    }
    answer = await town.cec.post("/v1/elections", body)
    assert answer.status_code in (201, 400), answer.text
    if answer.status_code == 201:
        limits = await town.public.get(f"/v1/elections/{answer.json()['id']}/time-limits")
        assert limits.status_code == 200, limits.text


LONG = "Ë̈́Ç̧ü" * 66 + "\u202e\u200f\u200b😀"
NAMES = [
    ("e\u0308" * 100 + "Ël", 201),
    (LONG[:200], 201),
    ("محمد \u202eعلي", 201),
    ("Ana😀", 201),
    ("Z\u0301" + "\u0301" * 40 + "algo", 201),
    ("Ndoc Gjeto-Përmeti'", 201),
    ("a\u0000b", None),
    ("\u202e\u200f\u200b", 400),
    ("😀😀", 400),
    ("", 400),
    ("x" * 5_000, 400),
    ("ab" * 101, 400),
    ("'; DROP TABLE requests; --", 201),
    ("<script>alert(1)</script>", 201),
    ("{{7*7}} ${jndi:ldap://x}", 201),
]


@pytest.mark.parametrize(("name", "status"), NAMES)
async def test_a_name_of_any_script_is_kept_or_refused_clearly(
    town: Town, name: str, status: int | None
) -> None:
    """Combining marks, direction marks, emoji, NUL, markup: kept without what turns the text, or 400."""
    answer = await town.demo.post("/v1/requests", town.body(observer={"given_name": name}))
    assert answer.status_code in ((status,) if status else (201, 400)), answer.text
    if answer.status_code == 201:
        shown = (await town.demo.get(f"/v1/requests/{answer.json()['number']}")).json()
        kept = shown["observer"]["given_name"]
        assert kept
        assert not set(kept) & set("\u202e\u200f\u200b\u0000")
    else:
        problem(answer, 400)


async def test_a_badge_of_the_strangest_name_is_drawn(town: Town) -> None:
    """A 200-letter name with marks, emoji and an Arabic part gives a card, a symbol and a valid badge."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(
        sender, observer={"given_name": LONG[:120], "family_name": "علي Përmeti " + "Ë̈" * 50}
    )
    for kind in ("pdf", "png", "svg"):
        badge = await sender.get(f"/v1/accreditations/{accreditation}/badge.{kind}")
        assert badge.status_code == 200, (kind, badge.text[:200])
    shown = (await sender.get(f"/v1/accreditations/{accreditation}")).json()
    verdict = await town.public.post("/v1/badges/verification", {"text": shown["badge"]["text"]}, once=None)
    assert verdict.json()["verdict"] in ("valid", "caution"), verdict.text


# Photos -----------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A small PNG that says it is 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (30_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
        + chunk(b"IEND", b"")
    )


def animated() -> bytes:
    """A GIF of two frames."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (300, 400), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


PHOTOS = {
    "a text": (b"this is not a picture", {400}),
    "nothing": (b"", {400}),
    "an SVG with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        {400},
    ),
    "an animated GIF": (animated(), {400}),
    "a HEIC": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200, {400}),
    "half a JPEG": (portrait()[:900], {400}),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\n", {400}),
    "a ZIP": (b"PK\x03\x04" + b"\x00" * 400, {400}),
    "a bomb": (bomb(), {400, 413}),
    "a JPEG followed by HTML": (portrait() + b"<html><script>alert(1)</script></html>", {200, 201, 400}),
}


@pytest.mark.parametrize("what", PHOTOS)
async def test_a_photo_that_is_none_is_refused_with_its_reason(town: Town, what: str) -> None:
    """Each wrong file gets a code and a remedy; the request stays as it was."""
    content, statuses = PHOTOS[what]
    number = (await town.filed(town.demo))["number"]
    started = time.monotonic()
    answer = await town.demo.call("PUT", f"/v1/requests/{number}/photo", files={"file": ("p.jpg", content)})
    assert answer.status_code in statuses, answer.text
    assert time.monotonic() - started < 5
    if answer.status_code >= 400:
        assert problem(answer, answer.status_code)["remedy"]
    else:
        stored = await town.demo.get(f"/v1/requests/{number}/photo")
        assert b"<script>" not in stored.content


async def _zeros(size: int) -> AsyncIterator[bytes]:
    block = bytes(1 << 16)
    for _ in range(size >> 16):
        yield block


@pytest.mark.parametrize("announced", [True, False])
async def test_fifty_megabytes_are_refused_quickly_and_without_holding_them(
    town: Town, announced: bool
) -> None:
    """413 whether the length is announced or not; memory stays bounded and others are answered meanwhile."""
    number = (await town.filed(town.demo))["number"]
    headers = {
        "authorization": f"Bearer {town.keys.organisation_key}",
        "content-type": "multipart/form-data; boundary=x",
    }
    if announced:
        headers["content-length"] = str(50 << 20)
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.monotonic()
    async with httpx.AsyncClient(timeout=20) as client:
        sent = client.put(
            f"{town.house.url}/v1/requests/{number}/photo", content=_zeros(50 << 20), headers=headers
        )
        health = town.public.get("/health/live")
        try:
            answer, alive = await asyncio.gather(sent, health)
            assert answer.status_code == 413, answer.text
            problem(answer, 413, "too_large")
        except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
            # The server closed on us while we were still sending: refused all the same.
            alive = await town.public.get("/health/live")
    assert alive.status_code == 200
    assert time.monotonic() - started < 10
    assert process.memory_info().rss - before < 120 << 20


# Files of rows ------------------------------------------------------------------------------------------------

HEAD = "given_name,family_name,birth_date,citizenship,document_type,document_number,voting_centres"


def table(rows: int, delimiter: str = ",") -> str:
    """A table of people."""
    lines = [HEAD] + [f"Ana,Hoxhë {n},1990-05-17,AL,id_card,T{fresh('')}{n:05d},1850/01" for n in range(rows)]
    return "\n".join(line.replace(",", delimiter) for line in lines) + "\n"


async def batch(town: Town, content: bytes, type: str = "text/csv") -> httpx.Response:
    """File a batch."""
    return await town.demo.call(
        "POST",
        f"/v1/requests/batch?election={town.keys.election_id}",
        content=content,
        headers={"content-type": type},
    )


FILES = [
    ("semicolons", table(2, ";").encode(), 201),
    ("tabs", table(2, "\t").encode(), 201),
    ("empty", b"", 400),
    ("only a head", (HEAD + "\n").encode(), 400),
    ("UTF-16", table(2).encode("utf-16"), 201),
    ("Latin-1", table(2).encode("latin-1"), 201),
    ("NUL bytes", table(2).replace("Ana", "A\x00na").encode(), 0),
    ("one open quote", (table(1) + '"Ana,').encode(), 0),
    ("an unknown column", table(1).replace("given_name", "shoe size").encode(), 400),
    ("with a BOM", b"\xef\xbb\xbf" + table(2).encode(), 201),
    ("Windows line ends", table(2).replace("\n", "\r\n").encode(), 201),
    ("a formula", table(1).replace("Ana", "=cmd|'/c calc'!A1").encode(), 201),
]


@pytest.mark.parametrize(("what", "content", "status"), FILES)
async def test_a_table_is_read_or_refused_as_a_whole_with_its_reason(
    town: Town, what: str, content: bytes, status: int
) -> None:
    """Nothing in it, a column that is none: one clear problem; separators, encodings, a BOM or CRLF do no harm."""
    answer = await batch(town, content)
    assert answer.status_code == status or (status == 0 and answer.status_code in (201, 400)), (
        what,
        answer.text,
    )
    if answer.status_code == 400:
        assert problem(answer, 400)["remedy"]
    else:
        found = answer.json()
        assert len(found["rows"]) == found["total"] > 0
        assert all(row["outcome"] in ("recorded", "rejected") for row in found["rows"])


async def test_more_than_five_hundred_rows_are_taken_at_once_and_answered_behind(town: Town) -> None:
    """501 rows: 202, and every row has its answer soon after."""
    answer = await batch(town, table(501).encode())
    assert answer.status_code == 202, answer.text
    path = f"/v1/requests/batches/{answer.json()['id']}"
    for _ in range(150):
        state = (await town.demo.get(path)).json()
        if state["finished_at"] is not None:
            break
        await asyncio.sleep(0.1)
    assert (state["recorded"], state["rejected"]) == (501, 0)
    counted = "SELECT count(*) FROM requests WHERE batch_id = %s"
    assert await town.house.one(counted, answer.json()["id"]) == 501


# Idempotency ---------------------------------------------------------------------------------------------------


async def test_one_key_with_one_body_is_one_request_however_often_and_at_once(town: Town) -> None:
    """Twenty at once with one key: one number, the same bytes for each."""
    body, key = town.body(), fresh("once-")
    answers = await asyncio.gather(*(town.demo.post("/v1/requests", body, once=key) for _ in range(20)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    index = "SELECT count(*) FROM requests WHERE number = %s"
    assert await town.house.one(index, answers[0].json()["number"]) == 1


async def test_one_key_with_another_body_is_a_conflict(town: Town) -> None:
    """409 with a remedy, and nothing is recorded; another principal may use the same key."""
    key = fresh("other-")
    assert (await town.demo.post("/v1/requests", town.body(), once=key)).status_code == 201
    problem(await town.demo.post("/v1/requests", town.body(), once=key), 409, "idempotency_key_reused")
    _, other = await town.organisation()
    assert (await other.post("/v1/requests", town.body(), once=key)).status_code == 201


@pytest.mark.parametrize("key", ["x" * 1_000, "a\tb", "ë" * 3])
async def test_a_key_that_is_no_key_is_refused(town: Town, key: str) -> None:
    """Too long or unprintable: 400."""
    headers = {"idempotency-key": key.encode()}
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.post(
            f"{town.house.url}/v1/requests",
            json=town.body(),
            headers={**headers, "authorization": f"Bearer {town.keys.organisation_key}"},  # type: ignore[dict-item]
        )
    assert answer.status_code in (201, 400)
    assert answer.status_code == 400 or len(key) < 10


# One-time codes -------------------------------------------------------------------------------------------------


async def session(town: Town, code: str, fact: str = BIRTH) -> httpx.Response:
    """The phone app opens its session."""
    return await town.public.post("/v1/observers/sessions", {"code": code, "second_fact": fact})


async def test_a_code_serves_once_and_a_guess_serves_never(town: Town) -> None:
    """Used twice 409, guessed 404, wrong fact 403 five times and then burned even for the right one."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    code = (await town.link(sender, accreditation))["code"]
    opened = await asyncio.gather(*(session(town, code) for _ in range(4)))
    assert sorted(one.status_code for one in opened) == [201, 409, 409, 409]
    problem(next(one for one in opened if one.status_code == 409), 409, "code_used")
    problem(await session(town, "A" * 22), 404)
    burned = (await town.link(sender, accreditation))["code"]
    left = [
        problem(await session(town, burned, "1990-05-18"), 403)["arguments"]["attempts_left"]
        for _ in range(5)
    ]
    assert left == [4, 3, 2, 1, 0]
    problem(await session(town, burned), 409, "code_burned")


async def test_a_code_expires_and_a_revoked_observer_gets_none(town: Town) -> None:
    """After a week the code is dead; a revoked accreditation gives no new one."""
    from datetime import UTC, datetime, timedelta

    from tests.journeys.town import moved

    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    link = await town.link(sender, accreditation)
    async with moved(town, datetime.fromisoformat(link["expires_at"]) + timedelta(minutes=1)):
        problem(await session(town, link["code"]), 409, "code_expired")
    act = {"number": "R-2", "date": datetime.now(UTC).date().isoformat(), "signatory": "Kryetari"}
    await town.cec.ok(f"/v1/accreditations/{accreditation}/revocation", {"reason": "Neni 19(2).", "act": act})
    problem(await sender.post(f"/v1/accreditations/{accreditation}/chat-links"), 409, "accreditation_revoked")
