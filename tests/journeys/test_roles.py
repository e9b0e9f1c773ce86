"""What each role may do: every operation of the description is called by every role, and compared with the page."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.docs import roles as page
from tests.journeys import role_calls as calls
from tests.journeys.test_sweep import operations
from tests.journeys.town import Caller, Town, moved
from tests.journeys.worlds import World, worlds

NO = frozenset({401, 403, 404})
BROKEN = frozenset({405, 415, 422, 429})
LATE = "list_late"
"""Shows something only once the time to decide is over."""
FIRST = ("observer", "public", "helpdesk", "auditor", "operator", "kas", "college", "vcc", "organisation")
"""The order in which roles make the destructive calls: who loses its key by them comes first, who may comes last."""


class Role:
    """One column: its callers, its own world, and one that it neither owns nor is competent for."""

    def __init__(self, name: str, caller: Caller, own: World, other: World) -> None:
        self.name, self.caller, self.own, self.other = name, caller, own, other


async def columns(town: Town, made: dict[str, World]) -> list[Role]:
    """All roles of the page, in its order."""
    first, other, zec, lgec = (made[name] for name in ("cec", "other", "zec", "lgec"))
    callers: dict[str, tuple[Caller, World, World]] = {
        "public": (town.public, first, other),
        "organisation": (first.sender, first, other),
        "observer": (first.observer, first, other),
        "cec": (await town.key("cec"), first, zec),
        "zec": (town.zec, zec, other),
        "lgec": (lgec.decider, lgec, other),
        "vcc": (await town.key("vcc:1850/01"), first, other),
        "kas": (await town.key("kas"), first, lgec),
        "college": (await town.key("college"), lgec, first),
        "helpdesk": (await town.key("helpdesk"), first, other),
        "auditor": (await town.key("auditor"), first, other),
        "operator": (await town.key("operator"), first, other),
    }
    assert tuple(callers) == page.ROLES
    return [Role(name, *one) for name, one in callers.items()]


async def call(role: Role, world: World, method: str, path: str, operation: str) -> httpx.Response:
    """One call of a role on the things of a world, well formed."""
    if operation in calls.BEFORE:
        await calls.BEFORE[operation](world)
    wanted = calls.filled(path, operation, world)
    if operation == "list_notices" or operation.endswith("_notice"):
        wanted = await own_notice(role, world, wanted)
    params = calls.QUERIES[operation](world) if operation in calls.QUERIES else None
    if operation in calls.FILES:
        return await role.caller.call(method, wanted, files={"file": calls.FILES[operation]}, params=params)
    if operation == "file_batch":
        content = calls.ndjson(world)
        headers = {"content-type": "application/x-ndjson"}
        return await role.caller.call(method, wanted, content=content, headers=headers, params=params)
    body = calls.BODIES[operation](world) if operation in calls.BODIES else None
    if method not in ("GET", "DELETE") and operation not in calls.WITHOUT_BODY | calls.BY_SIGNATURE:
        assert body is not None, f"{operation}: the journeys know no body for it"
    return await role.caller.call(method, wanted, body, params=params)


async def own_notice(role: Role, world: World, wanted: str) -> str:
    """The path of a notice that the role itself was sent, where the world is its own."""
    if world is not role.own or role.name in ("public", "organisation"):
        return wanted
    answer = await role.caller.get("/v1/notices")
    items = answer.json().get("items") if answer.status_code == 200 else None
    return wanted.replace(str(world.ids["notice"]), str(items[0]["id"])) if items else wanted


async def listed(role: Role, path: str, operation: str) -> set[Any]:
    """What a list shows a role, all pages of it."""
    field, _ = calls.LISTS[operation]
    seen: set[Any] = set()
    cursor: str | None = None
    while True:
        params = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        answer = (await role.caller.get(path, **params)).json()
        seen |= {item[field] for item in answer["items"]}
        cursor = answer["next_cursor"]
        if not cursor:
            return seen


async def may(role: Role, method: str, path: str, operation: str) -> str:
    """The cell of an operation and a role: `yes`, `own` or nothing.

    Raises:
        AssertionError: the call was not well formed, so that the answer says nothing about the role.
    """
    answers = []
    for world in (role.own, role.other):
        answer = await call(role, world, method, path, operation)
        code = answer.json().get("code", "") if answer.status_code >= 400 else ""
        told = f"{operation} by {role.name}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, told
        assert answer.status_code not in BROKEN, told
        assert code not in ("malformed", "unknown_field", "idempotency_key_required"), told
        answers.append(answer.status_code not in NO)
        if not answers[0]:
            return ""
    if operation in calls.LISTS:
        thing = role.other.ids[calls.LISTS[operation][1]]
        return page.YES if thing in await listed(role, path, operation) else page.OWN
    return page.YES if answers[1] else page.OWN


async def measured(town: Town) -> tuple[dict[str, tuple[str, str, dict[str, str]]], list[str]]:
    """The whole table, and what could not be measured."""
    found = [(method, path, one["operationId"]) for method, path, one in await operations(town)]
    roles = await columns(town, await worlds(town))
    table: dict[str, tuple[str, str, dict[str, str]]] = {
        operation: (method, path, {}) for method, path, operation in found
    }
    faults = []

    async def measure(role: Role, operation: str) -> None:
        method, path, cells = table[operation]
        try:
            cells[role.name] = await may(role, method, path, operation)
        except AssertionError as fault:
            faults.append(str(fault).partition("\n")[0])

    for operation in table:
        if operation not in (*calls.DESTRUCTIVE, LATE):
            for role in roles:
                await measure(role, operation)
    async with moved(town, await town.now() + timedelta(days=10)):
        for role in roles:
            await measure(role, LATE)
    for role in sorted(roles, key=lambda one: (*FIRST, "zec", "lgec", "cec").index(one.name)):
        for operation in calls.DESTRUCTIVE:
            await measure(role, operation)
    return table, faults


@pytest.mark.timeout(900)  # some 3,000 calls
async def test_every_role_may_do_what_the_page_says_and_nothing_else(town: Town) -> None:
    """All operations of the description by all roles: `docs/roles.md` lists each, and each cell is as measured."""
    table, faults = await measured(town)
    assert not faults, "\n".join(["", *faults])
    drawn = page.table(table)
    if os.environ.get(page.WRITE):
        page.PAGE.write_text(page.drawn_into(page.PAGE.read_text(encoding="utf-8"), drawn), encoding="utf-8")
    kept = page.rows(page.PAGE.read_text(encoding="utf-8"))
    unlisted = set(page.rows(drawn)) - set(kept)
    assert not unlisted, (
        f"docs/roles.md does not list them: {sorted(unlisted)}; draw it: python -m tests.docs.roles"
    )
    assert kept == page.rows(drawn)
