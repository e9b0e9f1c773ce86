"""Calls made up from the API's own description: every answer is one that the description names, and none is a 500."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Callable

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

from tests.journeys.town import Town, fresh

EXAMPLES = 6
"""Calls of each operation and key; the seed is fixed, so that a failure can be seen again."""
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
UNTRIED = {
    # It moves the clock of every process that the other tests of this town use.
    "set_test_clock",
    # Webhooks are signed by their provider; the simulators call them.
    "telegram_webhook", "telegram_observer_webhook", "twilio_messages", "twilio_status", "twilio_voice",
}  # fmt: skip


def _tried(url: str, key: str | None) -> list[str]:
    """Call every operation with made-up arguments; returns what is not as described."""
    document = schemathesis.openapi.from_url(
        f"{url}/schema/openapi.json", config=SchemathesisConfig.discover()
    )
    checks = CHECKS.get_by_names(list(CHECKED))
    faults: list[str] = []
    for found in document.get_all_operations():
        operation = found.ok()
        id = operation.definition.raw.get("operationId", "")
        if id in UNTRIED:
            continue
        faults += _held(operation, id, checks, url, key)
    return faults


def _held(operation, id: str, checks: list[Callable], url: str, key: str | None) -> list[str]:
    faults: list[str] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def call(case) -> None:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        if case.headers and "Idempotency-Key" in case.headers:
            headers["Idempotency-Key"] = fresh("described-")
        answer = case.call(base_url=url, headers=headers, timeout=20)
        try:
            case.validate_response(answer, checks=checks)
        except (AssertionError, BaseExceptionGroup) as fault:
            faults.append(f"{operation.label} {answer.status_code}: {_told(fault)}")

    with contextlib.redirect_stdout(io.StringIO()):
        call()
    return faults[:2]


def _told(fault: BaseException) -> str:
    inner = getattr(fault, "exceptions", None)
    return " | ".join(_told(one) for one in inner) if inner else str(fault).replace("\n", " ")[:400]


@pytest.mark.timeout(1200)  # Two thousand calls; on a machine that others use it takes minutes.
@pytest.mark.parametrize("who", ["cec", "organisation"])
async def test_every_answer_is_as_described(own_town: Town, who: str) -> None:
    """Half a dozen made-up calls of each operation by the commission and by a sender: described statuses and shapes only."""
    key = {"cec": own_town.keys.cec_key, "organisation": own_town.keys.organisation_key}[who]
    faults = await asyncio.to_thread(_tried, own_town.house.url, key)

    assert not faults, "\n".join(["", *faults[:60]])
