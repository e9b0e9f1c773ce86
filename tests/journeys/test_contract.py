"""The contract that others build on: its paths, its document, its page, its leniency and its strictness."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.town import Caller, Town, codes

CONTRACT = {
    "/v1/elections": "GET POST",
    "/v1/elections/{id}": "GET",
    "/v1/elections/{id}/time-limits": "GET",
    "/v1/organisations": "POST",
    "/v1/organisations/{id}/admission": "POST",
    "/v1/requests": "GET POST",
    "/v1/requests/{number}": "GET",
    "/v1/requests/{number}/photo": "PUT",
    "/v1/requests/batch": "POST",
    "/v1/requests/batches/{id}": "GET",
    "/v1/requests/{number}/decision": "POST",
    "/v1/requests/{number}/appeal": "POST",
    "/v1/requests/{number}/withdrawal": "POST",
    "/v1/requests/{number}/replacement": "POST",
    "/v1/accreditations/{number}": "GET",
    "/v1/accreditations/{number}/badge.pdf": "GET",
    "/v1/accreditations/{number}/badge.png": "GET",
    "/v1/accreditations/{number}/badge.svg": "GET",
    "/v1/accreditations/{number}/revocation": "POST",
    "/v1/accreditations/{number}/chat-links": "POST",
    "/v1/observers/sessions": "POST",
    "/v1/revocations": "POST",
    "/v1/badges/keys": "GET",
    "/v1/badges/revocations": "GET",
    "/v1/badges/verification": "POST",
    "/v1/voting-centres/{code}/check-ins": "POST",
    "/v1/check-ins/{id}/check-out": "POST",
    "/v1/reports": "GET POST",
    "/v1/reports/{number}": "GET",
    "/v1/reports/{number}/evidence": "POST",
    "/v1/reports/{number}/responses": "POST",
    "/v1/reports/{number}/transitions": "POST",
    "/v1/help/questions": "POST",
    "/webhooks/telegram": "POST",
    "/webhooks/twilio/messages": "POST",
    "/webhooks/twilio/status": "POST",
    "/webhooks/twilio/voice": "POST",
    "/health/live": "GET",
    "/health/ready": "GET",
}


async def document(town: Town) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    answer = await town.public.get("/schema/openapi.json")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(("path", "methods"), CONTRACT.items())
async def test_every_path_of_the_contract_is_in_the_document(town: Town, path: str, methods: str) -> None:
    """Each path with each of its methods."""
    paths = (await document(town))["paths"]
    assert path in paths
    assert set(methods.lower().split()) <= set(paths[path])


async def test_the_document_is_a_whole_openapi_3_1(town: Town) -> None:
    """Version, info, unique operation ids, declared path parameters, answers, and references that lead somewhere."""
    found = await document(town)
    assert found["openapi"].startswith("3.1")
    assert found["info"]["title"]
    assert found["info"]["version"]
    seen: set[str] = set()
    for path, methods in found["paths"].items():
        assert path.startswith("/")
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert method in {"get", "post", "put", "delete", "patch", "head", "options"}, where
            assert operation["operationId"] not in seen, where
            seen.add(operation["operationId"])
            assert operation["responses"], where
            assert operation.get("summary") or operation.get("description"), where
            parameters = {(one["name"], one["in"]) for one in operation.get("parameters", [])}
            declared = {name for name, place in parameters if place == "path"}
            assert declared == set(re.findall(r"\{([^}]+)\}", path)), where
            if "requestBody" in operation:
                assert operation["requestBody"]["content"], where
    for reference in re.findall(r'"\$ref": ?"([^"]+)"', (await town.public.get("/schema/openapi.json")).text):
        assert reference.startswith("#/"), reference
        target: Any = found
        for part in reference[2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        assert isinstance(target, dict)


async def test_the_browsable_page_names_no_other_machine(town: Town) -> None:
    """It works with no network: no script, style, font or picture from elsewhere."""
    page = await town.public.get("/schema")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    own = town.house.url
    pulled = re.findall(r"""(?:src|href)=["']?([^"'\s>]+)""", page.text)
    assert pulled
    for address in pulled:
        assert not address.startswith("//"), address
        assert not address.startswith("http") or address.startswith(own), address
        if address.startswith("/"):
            answer = await town.public.get(address.split("#")[0])
            assert answer.status_code in (200, 303), address
            if answer.status_code == 303:
                continue
            if "javascript" in answer.headers["content-type"] or "css" in answer.headers["content-type"]:
                loads = re.findall(r"""(?:import|url|fetch|src)\s*\(?\s*["'](https?://[^"']+)""", answer.text)
                assert not [one for one in loads if not one.startswith(own)], address


CONTACTS = [
    ("a@b.al", {"email": "a@b.al"}),
    ("Ana Hoxha, Tiranë", {"person": "Ana Hoxha, Tiranë"}),
    ({"name": "Ana", "email": "a@b.al", "phone": "+355 69 123 4567"},
     {"person": "Ana", "email": "a@b.al", "phone": "+355691234567"}),
    ({"person": "Ana", "address": "Rruga 1, Tiranë"}, {"person": "Ana", "address": "Rruga 1, Tiranë"}),
    ({"email": "a@b.al", "phone": ""}, {"email": "a@b.al"}),
    ({}, {}),
    (None, {}),
]  # fmt: skip


@pytest.mark.parametrize(("contact", "kept"), CONTACTS)
async def test_a_contact_is_a_text_or_its_parts(town: Town, contact: Any, kept: dict[str, str]) -> None:
    """A line, an object with `name` or `person`, or nothing at all registers an organisation."""
    id, sender = await town.organisation(contact=contact)
    assert (await sender.get(f"/v1/organisations/{id}")).json()["contact"] == kept


LENIENT: list[dict[str, Any]] = [
    {"code_of_conduct": True},
    {"code_of_conduct": "2027-1"},
    {"code_of_conduct": {"version": "1", "accepted_at": "2026-11-21T10:00:00Z"}},
    {"code_of_conduct": {"accepted": True}},
    {"scope": {"voting_centres": [], "electoral_units": ["30"], "counting_centres": [], "commissions": []}},
    {"observer": {"citizenship": "ALB"}},
    {"observer": {"citizenship": "al"}},
    {"observer": {"father_name": "", "phone": None, "email": None, "languages": []}},
    {"observer": {"phone": "069 123 4567"}},
    {"language": "en"},
    {"language": "el"},
    {"role": "interpreter"},
]


@pytest.mark.parametrize("changes", LENIENT)
async def test_what_means_the_same_is_read_the_same(town: Town, changes: dict[str, Any]) -> None:
    """Forms that people and programs really send are recorded, and Albania is Albania in two letters or three."""
    receipt = await town.filed(town.demo, **changes)
    found = codes(receipt["assessment"])
    assert "in_time" in found
    assert "observer_class_disputed" not in found
    assert "code_of_conduct_not_accepted" not in found


async def test_only_what_must_be_there_must_be_there(town: Town) -> None:
    """Father's name, phone, e-mail, languages, role, language and the code of conduct may be left out."""
    body = town.body()
    for name in ("father_name", "phone", "email", "languages"):
        del body["observer"][name]
    for name in ("role", "language", "code_of_conduct"):
        del body[name]
    assert (await town.demo.post("/v1/requests", body)).status_code == 201


@pytest.mark.parametrize("place", ["top", "observer", "document", "scope"])
async def test_an_unknown_field_is_refused_and_nothing_is_recorded(town: Town, place: str) -> None:
    """A typing error in a field's name must not be swallowed: 400 with the field's name."""
    before = await town.house.one("SELECT count(*) FROM requests")
    body = town.body()
    inner = {"top": body, "observer": body["observer"], "document": body["observer"]["document"],
             "scope": body["scope"]}[place]  # fmt: skip
    inner["emri_i_trete"] = "x"
    answer = await town.demo.post("/v1/requests", body)
    assert answer.status_code == 400
    assert "emri_i_trete" in str(answer.json()["errors"])
    assert await town.house.one("SELECT count(*) FROM requests") == before


async def test_a_filing_needs_its_key_and_its_idempotency_key(town: Town) -> None:
    """401 without the one, 400 without the other, 401 with a wrong one; nothing is recorded."""
    before = await town.house.one("SELECT count(*) FROM requests")
    assert (await town.public.post("/v1/requests", town.body())).status_code == 401
    assert (await town.demo.post("/v1/requests", town.body(), once=None)).status_code == 400
    assert (await Caller(town, "vzk_wrong_key").post("/v1/requests", town.body())).status_code == 401
    assert (await town.cec.post("/v1/requests", town.body())).status_code == 403
    assert await town.house.one("SELECT count(*) FROM requests") == before


async def test_the_metrics_are_prometheus_text(town: Town) -> None:
    """`/metrics` is text of the exposition format."""
    answer = await town.public.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "# TYPE vezhgo_request_seconds histogram" in answer.text
