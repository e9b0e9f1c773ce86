"""The typed client, generated from the API's description, walks a whole accreditation with typed objects only."""

from __future__ import annotations

import asyncio
import importlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.docs.client import generate
from tests.journeys.town import Town, fresh, portrait

PAGE = Path(__file__).parents[2] / "docs" / "client.md"
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The generator's words, with the client ready to be imported."""
    folder = tmp_path_factory.mktemp("client") / "vezhgo-client"
    told = generate(folder)
    sys.path.insert(0, str(folder))
    yield told
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "vezhgo_client"]:
        del sys.modules[name]


class Typed:
    """The generated client for one key: `await typed.call("requests.file_request", body=...)`."""

    def __init__(self, url: str, key: str | None = None) -> None:
        module = importlib.import_module("vezhgo_client")
        self.client = module.AuthenticatedClient(url, token=key) if key else module.Client(url)

    async def call(self, operation: str, *arguments: Any, once: bool = False, **named: Any) -> Any:
        """The parsed answer; `once` sends a fresh idempotency key."""
        module = importlib.import_module(f"vezhgo_client.api.{operation}")
        if once:
            named["idempotency_key"] = fresh("client-")
        answer = await asyncio.to_thread(module.sync_detailed, *arguments, client=self.client, **named)
        assert answer.parsed is not None, (operation, answer.status_code, answer.content[:300])
        return answer.parsed


def test_the_whole_description_is_generated(generated: str) -> None:
    """The generator warns of nothing: every operation and every type of the description is in the client."""
    assert "WARNING" not in generated, generated
    assert "Unable" not in generated, generated


def _models() -> SimpleNamespace:
    return SimpleNamespace(**vars(importlib.import_module("vezhgo_client.models")))


def _request(models: SimpleNamespace, election: int, given_name: str) -> Any:
    return models.RequestBody(
        election=election,
        observer=models.ObserverBody.from_dict(
            {
                "given_name": given_name,
                "family_name": "Leka",
                "birth_date": "1985-01-31",
                "citizenship": "AL",
                "document": {"type": "id_card", "number": f"J{fresh('')}".ljust(10, "7")},
                "languages": ["sq"],
            }
        ),
        scope=models.ScopeBody(voting_centres=["1850/01"]),
        code_of_conduct=models.CodeOfConductBody(accepted=True, version="1"),
    )


def _decision(models: SimpleNamespace, body: dict[str, Any]) -> Any:
    return models.DecisionBody.from_dict(body)


async def test_a_whole_accreditation_with_typed_objects(generated: str, town: Town) -> None:
    """Register, read the limits, file, photo, decide, badge, refusal, appeal, notices, and a filtered list by pages."""
    models, url = _models(), town.house.url
    types = importlib.import_module("vezhgo_client.types")
    cec = Typed(url, town.keys.cec_key)

    organisation = await Typed(url).call(
        "organisations.register_organisation",
        body=models.OrganisationBody(name=fresh("Shoqata "), kind=models.SenderKind.ALBANIAN_NGO),
        once=True,
    )
    sender = Typed(url, organisation.api_key)
    limits = await sender.call("elections.read_time_limits", town.keys.election_id)
    assert "18(5)" in {one.article for one in limits.items}

    filed = await sender.call(
        "requests.file_request", body=_request(models, town.keys.election_id, "Bardha"), once=True
    )
    assert isinstance(filed, models.Filed)
    photo = models.PutPhotoBody(file=types.File(io.BytesIO(portrait()), "bardha.jpg", "image/jpeg"))
    stored = await sender.call("requests.put_photo", filed.number, body=photo)
    assert len(stored.photo.sha256) == 64
    read = await sender.call("requests.read_request", filed.number)
    assert (read.photo, read.observer.given_name) == (True, "Bardha")

    granted = await cec.call(
        "requests.decide_request", filed.number, body=_decision(models, town.decision()), once=True
    )
    assert isinstance(granted, models.DecisionAnswer)
    accredited = await sender.call("accreditations.read_accreditation", granted.accreditation)
    assert accredited.name.startswith("Bardha")
    badge = await sender.call("accreditations.badge_pdf", granted.accreditation)
    assert badge.payload.read(5) == b"%PDF-"

    other = await sender.call(
        "requests.file_request", body=_request(models, town.keys.election_id, "Zana"), once=True
    )
    refused = await cec.call(
        "requests.decide_request", other.number, body=_decision(models, town.decision("refuse")), once=True
    )
    assert refused.decision.grounds[0].article == "18(5)", refused
    appeal = await sender.call(
        "requests.appeal_request", other.number, body=models.AppealBody(grounds="Në afat."), once=True
    )
    assert (await sender.call("appeals.read_appeal", appeal.number)).number == appeal.number

    kinds: set[str] = set()
    for _ in range(200):
        kinds = {str(one.kind) for one in (await sender.call("notices.list_notices")).items}
        if len(kinds) > 1:
            break
        await asyncio.sleep(0.05)
    assert len(kinds) > 1, kinds

    filters = {"organisation": organisation.id, "received_from": filed.received_at, "limit": 1}
    first = await cec.call("requests.list_requests", **filters)
    second = await cec.call("requests.list_requests", cursor=first.next_cursor, **filters)
    assert [one.number for one in (*first.items, *second.items)] == [filed.number, other.number]
    assert second.next_cursor is None


async def test_a_refusal_is_a_typed_problem(generated: str, town: Town) -> None:
    """What may not be is answered as a `Problem` with its code, not as an exception."""
    _, sender = await town.organisation()
    problem = await Typed(town.house.url, sender.key).call("requests.read_request", "R-2026-999999")

    assert isinstance(problem, _models().Problem)
    assert (problem.status, problem.code) == (404, "not_found")


async def test_the_excerpt_of_the_page_runs(generated: str, town: Town) -> None:
    """The excerpt of `docs/client.md` files a request on the running service as it stands there."""
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    excerpt = code[1].replace("http://127.0.0.1:8000", town.house.url)
    await asyncio.to_thread(exec, compile(excerpt, str(PAGE), "exec"), names)

    read = await town.cec.get(f"/v1/requests/{names['filed'].number}")
    assert read.json()["observer"]["family_name"] == "Hoxha"
