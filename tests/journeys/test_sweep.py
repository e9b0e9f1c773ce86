"""Every route of the OpenAPI document, swept with hostile input and with other people's keys."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.journeys.town import Caller, Town, database, fresh, open_town

PROBLEM = "application/problem+json"
DEEP = b'{"a":' * 5_000 + b"1" + b"}" * 5_000
BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/json"),
    "half": (b'{"election": 1, ', "application/json"),
    "unknown field": (b'{"surprise": 1}', "application/json"),
    "a list": (b"[1, 2, 3]", "application/json"),
    "a number": (b"1e999", "application/json"),
    "null": (b"null", "application/json"),
    "deep": (DEEP, "application/json"),
    "deep list": (b"[" * 20_000, "application/json"),
    "not UTF-8": (b'{"text": "\xff\xfe"}', "application/json"),
    "a NUL": (b'{"text": "a\\u0000b", "reason": "\\u0000", "name": "\\u0000", "grounds": "\\u0000"}', "application/json"),
    "a lone surrogate": (b'{"text": "\\ud800", "name": "\\udfff", "session": "\\ud800"}', "application/json"),
    "SQL": (b'{"text": "\'; DROP TABLE requests; --", "code": "\' OR 1=1 --"}', "application/json"),
    "XML": (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
    "a form": (b"a=1&b=%00", "application/x-www-form-urlencoded"),
    "msgpack": (b"\x81\xa1a\x01", "application/x-msgpack"),
    "broken multipart": (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    "multipart without boundary": (b"--x--", "multipart/form-data"),
    "no type": (b"\x00\x01\x02", ""),
    "nonsense type": (b"{}", "////;;;=;"),
}  # fmt: skip
PARTS = [
    "0", "-1", "99999999999999999999999", "1e5", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "%00", "a%00b",
    quote("' OR '1'='1"), quote("R-2026-000001'; DROP TABLE requests; --"), quote("ë" * 300), "%F0%9F%98%80",
    "%E2%80%AER-2026", "%ff%fe", "R-9999-999999", "x" * 3_000, "R-2026-000001%0d%0aSet-Cookie:a=b",
]  # fmt: skip
QUERIES = [
    "limit=-1", "limit=abc", "limit=999999999", "cursor=garbage", "cursor=-5", "cursor=9999999999999999999999",
    "cursor=%00", "cursor=%ff", "status=%00", "status=%27%20OR%201=1", "election=99999999999999999999",
    "election=abc", "after=-1", "after=99999999999999999999", "session=%00", "severity=%ED%A0%80",
    "format=%00", "preview=perhaps", "lang=%00",
]  # fmt: skip


@pytest.fixture(scope="module")
def swept(server_url: str, template_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A service of this file's own: a sweep also renews keys and moves elections."""
    with (
        database(server_url, template_name, f"vezhgo_sweep_{os.getpid()}") as url,
        open_town(url, Path(tmp_path_factory.mktemp("swept"))) as opened,
    ):
        yield opened


@pytest.fixture
async def town(swept: Town) -> AsyncIterator[Town]:
    """The service that is swept; its clock shows the true time."""
    yield swept
    await swept.at(None)


async def operations(town: Town) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the document but the test's own clock: (method, path, operation)."""
    document = (await town.public.get("/schema/openapi.json")).json()
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path != "/v1/test/clock"
    ]


def filled(path: str, value: str = "1") -> str:
    """A path with every parameter replaced."""
    return re.sub(r"\{[^}]+\}", value, path)


def check(answer: httpx.Response, what: str) -> None:
    """A clear answer: no 500, a problem document for every refusal, and no inner workings."""
    assert answer.status_code != 500, (what, answer.text)
    assert answer.status_code < 500 or answer.status_code == 503, (what, answer.status_code, answer.text)
    for word in ("Traceback", "psycopg", "/backend/", "SELECT ", "msgspec."):
        assert word not in answer.text, (what, answer.text)
    if answer.status_code >= 400 and "/console" not in what and " /b/" not in what:
        assert answer.headers["content-type"].startswith(PROBLEM), (
            what,
            answer.status_code,
            answer.text[:300],
        )
        problem = answer.json()
        assert problem["status"] == answer.status_code, what
        assert problem["code"], what
        assert problem["title"], what
        assert {"article", "remedy"} <= set(problem), what


async def send(
    client: httpx.AsyncClient,
    town: Town,
    method: str,
    path: str,
    key: str | None,
    body: bytes = b"",
    type: str = "",
) -> httpx.Response:
    """One raw request."""
    headers = {"idempotency-key": fresh("sweep-")}
    if key:
        headers["authorization"] = f"Bearer {key}"
    if type:
        headers["content-type"] = type
    return await client.request(method, town.house.url + path, content=body, headers=headers)


@pytest.mark.parametrize("who", ["cec", "organisation", "public"])
async def test_no_body_breaks_any_route(town: Town, who: str) -> None:
    """Nineteen wrong bodies on every route that takes one: an answer that names what is wrong, never a 500."""
    _, sender = await town.organisation()
    key = {"cec": town.keys.cec_key, "organisation": sender.key, "public": None}[who]
    faults = []
    async with httpx.AsyncClient(timeout=30) as client:
        for method, path, _ in await operations(town):
            if method == "GET":
                continue
            for name, (body, type) in BODIES.items():
                answer = await send(client, town, method, filled(path), key, body, type)
                try:
                    check(answer, f"{method} {path} {name}")
                except (AssertionError, KeyError, ValueError) as fault:
                    faults.append(str(fault).replace("\n", " ")[:300])
    assert not faults, "\n".join(["", *faults[:60]])


async def test_no_path_or_query_breaks_any_route(town: Town) -> None:
    """Traversals, NULs, SQL, huge numbers and other alphabets in ids, cursors and filters: 400 or 404 and no more."""
    faults = []
    async with httpx.AsyncClient(timeout=30) as client:
        for method, path, _ in await operations(town):
            tries = [filled(path, part) for part in PARTS] if "{" in path else []
            if method == "GET":
                tries += [f"{filled(path)}?{query}" for query in QUERIES]
            for wanted in tries:
                body = b"" if method == "GET" else b"{}"
                answer = await send(client, town, method, wanted, town.keys.cec_key, body, "application/json")
                try:
                    check(answer, f"{method} {wanted[:200]}")
                    assert "set-cookie" not in answer.headers
                except (AssertionError, KeyError, ValueError) as fault:
                    faults.append(str(fault).replace("\n", " ")[:300])
    assert not faults, "\n".join(["", *faults[:60]])


async def test_other_methods_are_answered_and_change_nothing(town: Town) -> None:
    """HEAD, OPTIONS, PUT, PATCH, DELETE and TRACE where they are not offered: 405, or 204 for OPTIONS."""
    found = await operations(town)
    offered: dict[str, set[str]] = {}
    for method, path, _ in found:
        offered.setdefault(path, set()).add(method)
    faults = []
    async with httpx.AsyncClient(timeout=30) as client:
        for path, methods in offered.items():
            for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"):
                if method in methods:
                    continue
                answer = await send(client, town, method, filled(path), town.keys.cec_key)
                if method == "OPTIONS":
                    good = answer.status_code == 204 and "allow" in answer.headers
                else:
                    good = answer.status_code in (404, 405)
                if not good:
                    faults.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    assert not faults, "\n".join(["", *faults[:60]])


async def test_every_problem_is_told_in_both_languages(town: Town) -> None:
    """The title follows Accept-Language, and is a sentence in each, not a code."""
    for language, title in (("sq", "Dërgoni çelësin tuaj"), ("en-US,en;q=0.9", "your key"), ("", "Dërgoni")):
        answer = await Caller(town, language=language).get("/v1/requests")
        assert answer.status_code == 401
        assert title in answer.json()["title"], answer.text
        assert answer.headers["www-authenticate"] == "Bearer"


# Ownership ------------------------------------------------------------------------------------------------

SECRET_NAME = "Zamira"
"""The given name of the observer whose things the strangers ask for."""
PUBLIC = {
    "/v1/elections", "/v1/elections/{id}", "/v1/elections/{id}/time-limits", "/v1/badges/keys",
    "/v1/badges/revocations", "/v1/badges/verification", "/v1/help/questions", "/v1/organisations",
    "/v1/chat/messages", "/v1/observers/sessions", "/v1/elections/{id}/choices",
    "/v1/revocations/{id}/paper.pdf", "/v1/requests/batch/template", "/v1/open-data/elections/{id}",
    "/v1/open-data/elections/{id}/requests.csv", "/v1/public-status/{public_id}",
}  # fmt: skip


class Owned:
    """One organisation's things, by the names that paths use."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.words: list[str] = [SECRET_NAME]


async def owned(town: Town) -> Owned:
    """A request, batch, accreditation, report, evidence and visit of one organisation, all with real ids."""
    made = Owned()
    id, sender = await town.organisation()
    accreditation = await town.accredited(sender, observer={"given_name": SECRET_NAME})
    request = (await sender.get(f"/v1/accreditations/{accreditation}")).json()["request"]
    batch = await sender.post(
        "/v1/requests/batch",
        headers={"content-type": "application/x-ndjson"},
        content=json.dumps(town.body(observer={"given_name": SECRET_NAME})).encode(),
    )
    assert batch.status_code == 201, batch.text
    report = await sender.ok(
        "/v1/reports",
        {"accreditation": accreditation, "place": "1850/01", "words": f"{SECRET_NAME} pa votim familjar."},
    )
    evidence = await sender.call(
        "POST", f"/v1/reports/{report['number']}/evidence", files={"file": ("a.txt", b"Zamira")}
    )
    assert evidence.status_code == 201, evidence.text
    appeal = await sender.ok(f"/v1/requests/{request}/appeal", {"grounds": f"{SECRET_NAME} pret ende."})
    visit = await town.cec.ok("/v1/voting-centres/1850-01/check-ins", {"accreditation": accreditation})
    act = {"number": "1", "date": "2026-01-01", "signatory": "X"}
    order = await town.cec.ok(
        "/v1/revocations",
        {"election": town.keys.election_id, "organisations": [id], "reason": SECRET_NAME, "act": act},
    )
    drafted = await town.filed(sender, observer={"given_name": SECRET_NAME})
    body = {"election": town.keys.election_id, "requests": [drafted["number"]], "outcome": "grant"}
    act = await town.cec.ok("/v1/acts", body)
    made.ids = {
        "/v1/acts/{id}": str(act["id"]),
        "/v1/organisations/{id}": str(id),
        "/v1/requests/batches/{id}": str(batch.json()["id"]),
        "/v1/requests/{number}": request,
        "/v1/accreditations/{number}": accreditation,
        "/v1/reports/{number}/evidence/{id}": f"{report['number']}/evidence/{evidence.json()['id']}",
        "/v1/reports/{number}": report["number"],
        "/v1/voting-centres/{code}": "1850-01",
        "/v1/check-ins/{id}": str(visit["id"]),
        "/v1/appeals/{number}/documents/{place}": f"{appeal['number']}/documents/1",
        "/v1/appeals/{number}": appeal["number"],
        "/v1/notices/{id}": await a_notice(sender),
        "/v1/revocations/{id}": str(order["id"]),
    }
    return made


async def a_notice(sender: Caller) -> str:
    """The id of the oldest notice of a sender; notices stand in the feed a moment after their event."""
    for _ in range(200):
        items = (await sender.get("/v1/notices")).json()["items"]
        if items:
            return str(items[0]["id"])
        await asyncio.sleep(0.05)
    raise AssertionError("the sender was told nothing")


def own_path(path: str, things: Owned) -> str | None:
    """The path with the owner's ids; None where it holds no id of an owner."""
    for prefix, value in sorted(things.ids.items(), key=lambda one: -len(one[0])):
        if path.startswith(prefix):
            head = prefix.split("{", 1)[0]
            return head + value + path.removeprefix(prefix)
    return None


async def strangers(town: Town) -> dict[str, Caller]:
    """Keys that own none of it: another organisation, another's observer, other centres and zones, the help desk."""
    _, other = await town.organisation()
    accreditation = await town.accredited(other, scope={"voting_centres": ["4337"]})
    code = (await town.link(other, accreditation))["code"]
    session = await town.public.post("/v1/observers/sessions", {"code": code, "second_fact": "1990-05-17"})
    assert session.status_code in (200, 201), session.text
    body = session.json()
    return {
        "another organisation": other,
        "another's observer": Caller(town, body["api_key"]),
        "another centre": await town.key("vcc:4337"),
        "another zone": await town.key("zec:90"),
        "a counting commission": await town.key("lgec:90"),
        "the help desk": await town.key("helpdesk"),
    }


BODY_OF = {
    "proposal": {"outcome": "grant"}, "effect": {"number": "1", "date": "2026-01-01", "signatory": "X"},
    "abandonment": {}, "interim": {"act": {"number": "1", "date": "2026-01-01", "signatory": "X"},
                                   "until": "election", "reason": "x"},
    "admission": {"outcome": "admit", "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "registrations": {"election": 1, "kind": "subject",
                      "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "decision": {"outcome": "grant", "grounds": [],
                 "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "appeal": {"grounds": "x"}, "withdrawal": {"reason": "x"}, "completion": {}, "replacement": {},
    "revocation": {"reason": "x", "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "suspension": {"reason": "x", "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "restoration": {"reason": "x", "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "reissue": {"reason": "x", "act": {"number": "1", "date": "2026-01-01", "signatory": "X"}},
    "reaccreditation": {}, "conduct": {"version": "1"}, "confirmation": {},
    "identity-check": {"photo_matches": True, "document_matches": True},
    "chat-links": {}, "responses": {"text": "x"}, "transitions": {"to": "read"}, "acknowledgement": {},
    "check-ins": {}, "check-out": {}, "keys": {}, "admission-requests": {"facts": "x"},
}  # fmt: skip
MAY = {
    # What a role may do by its duty is its own tests' matter.
    ("GET", "/v1/voting-centres/{code}/check-ins"): {"another zone", "a counting commission"},
    ("POST", "/v1/voting-centres/{code}/check-ins"): {"another's observer"},  # the observer's own arrival
    ("GET", "/v1/revocations/{id}"): {
        "another zone",
        "a counting commission",
    },  # orders reach every commission
}


async def test_nobody_reads_or_moves_what_is_anothers_on_any_route_with_an_id(town: Town) -> None:
    """All routes with an id, from the OpenAPI document: strangers get 403 or 404 (400 for a body), and no word leaks."""
    things = await owned(town)
    others = await strangers(town)
    faults, swept, unknown = [], set(), set()
    for method, path, _ in await operations(town):
        if "{" not in path or path in PUBLIC or path.startswith(("/webhooks", "/v1/elections")):
            continue
        wanted = own_path(path, things)
        if wanted is None:
            unknown.add(path)
            continue
        swept.add((method, path))
        last = path.rsplit("/", 1)[-1]
        for who, caller in others.items():
            if method == "GET":
                answer = await caller.get(wanted, **({"election": 1} if last == "registrations" else {}))
            elif last in ("photo", "evidence", "documents", "translation"):
                answer = await caller.call(method, wanted, files={"file": ("a.jpg", b"x")})
            else:
                answer = await caller.call(method, wanted, BODY_OF.get(last, {}), once=fresh("own-"))
            allowed = {403, 404} | ({400} if method != "GET" else set())
            if who in MAY.get((method, path), ()):
                continue
            if answer.status_code not in allowed or SECRET_NAME in answer.text:
                faults.append(f"{who}: {method} {wanted}: {answer.status_code} {answer.text[:150]}")
        anonymous = await town.public.call(method, wanted)
        if anonymous.status_code not in (400, 401):
            faults.append(f"nobody: {method} {wanted}: {anonymous.status_code} {anonymous.text[:150]}")
    assert not unknown, f"routes with an id that no owner of this test has: {sorted(unknown)}"
    assert not faults, "\n".join(["", *faults[:60]])
    assert len(swept) >= 20
    after = await town.cec.get(own_path("/v1/requests/{number}", things) or "")
    assert after.json()["status"] == "granted"
