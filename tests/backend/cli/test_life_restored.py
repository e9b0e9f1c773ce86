"""A whole life of requests, backed up and restored: every table, every document and the chain are there again."""

from __future__ import annotations

import os
from datetime import timedelta

import msgspec
import pytest

from backend.app import compose, create_app
from backend.store import audit
from tests.backend.api.conftest import Api, open_world
from tests.backend.api.test_appeals import PDF, appealed, in_force, ruling, step
from tests.backend.cli.test_backup import env_of
from tests.client import client_of
from tests.conftest import _as_url, _create

NEVER_THE_SAME = {"test_clock"}


@pytest.fixture
def elsewhere(server_url, template_name):
    """Another empty, migrated database."""
    return _as_url(_create(server_url, f"vezhgo_life_{os.getpid()}", template_name))


async def fingerprints(services) -> dict[str, tuple[int, str]]:
    """Rows and a hash over all of them, of each table."""
    async with services.database.reading() as conn:
        cursor = await conn.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        names = [row[0] for row in await cursor.fetchall()]
        found = {}
        for name in names:
            cursor = await conn.execute(
                f"SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {name} t"  # noqa: S608
            )
            found[name] = tuple(await cursor.fetchone())
    return found


async def lived(world) -> dict:
    """Filed, refused, appealed with a document, translated, granted by an act, ruled on: what to ask for afterwards."""
    await in_force(world)
    _, ngo = await world.organisation()
    refused = (await world.filed(ngo))["number"]
    answer = await world.cec.post(
        f"/v1/requests/{refused}/decision", world.decision("refuse", lenient_date_seen=True)
    )
    assert answer.status_code == 200, answer.text
    appeal = (await appealed(world, ngo, refused))["number"]
    added = await ngo.post(
        f"/v1/appeals/{appeal}/documents", files={"file": ("a.pdf", PDF)}, data={"title": "A"}
    )
    assert added.status_code == 201, added.text
    foreign = (await world.filed(ngo, language="en"))["number"]
    notice = {
        "act": world.decision()["act"],
        "last_day": (world.services.clock.now().date() + timedelta(3)).isoformat(),
    }
    assert (await world.cec.post(f"/v1/requests/{foreign}/translation-notice", notice)).status_code == 201
    sent = await ngo.post(f"/v1/requests/{foreign}/translation", files={"file": ("t.pdf", PDF + b"%%\n")})
    assert sent.status_code == 201, sent.text
    lines = [{"request": foreign, "outcome": "grant"}]
    draft = (await world.cec.post("/v1/acts", {"election": world.election, "lines": lines})).json()["id"]
    done = await world.cec.post(f"/v1/acts/{draft}/effect", {**world.decision()["act"], "number": "V-1"})
    assert done.status_code == 200, done.text
    await step(world.kas, appeal, "check", {"outcome": "accept"})
    await step(world.kas, appeal, "decision", ruling(world))
    async with world.services.database.transaction() as conn:
        await audit.link_settled(conn)
    return {
        "ngo": ngo.key,
        "cec": world.cec.key,
        "refused": refused,
        "appeal": appeal,
        "foreign": foreign,
        "act": draft,
    }


async def answers(client, asked: dict) -> dict[str, bytes]:
    """What the service answers on all of it."""
    paths = {
        "ngo": [
            f"/v1/requests/{asked['refused']}",
            f"/v1/requests/{asked['refused']}/receipt.txt",
            f"/v1/requests/{asked['foreign']}",
            f"/v1/requests/{asked['foreign']}/translation",
            f"/v1/appeals/{asked['appeal']}",
            f"/v1/appeals/{asked['appeal']}/documents/1",
            "/v1/accreditations",
            "/v1/notices",
        ],
        "cec": [f"/v1/acts/{asked['act']}", f"/v1/requests/{asked['refused']}"],
    }
    found = {}
    for who, each in paths.items():
        for path in each:
            answer = await Api(client, asked[who]).get(path)
            assert answer.status_code == 200, (path, answer.text)
            found[f"{who} {path}"] = answer.content
    return found


async def test_a_restored_service_answers_the_same_and_a_changed_record_is_found(
    run, settings, database_url, elsewhere, now, tmp_path
):
    """Acts, appeals with documents, translations, notices: same tables, same bytes; the chain holds, and tells a forgery."""
    settings = msgspec.structs.replace(settings, secret_key=None, data_dir=tmp_path / "first")
    async with open_world(settings, database_url, now) as world:
        asked = await lived(world)
        before = await answers(world.client, asked)
        instant = world.services.clock.now()
    first = compose(settings, database_url)
    await first.database.open()
    kept = await fingerprints(first)
    await first.database.close()

    file, second = tmp_path / "vezhgo.backup", tmp_path / "second"
    done = await run("backup", str(file), env=env_of(database_url, settings.data_dir))
    assert done.exit_code == 0, done.output
    done = await run("restore", str(file), env=env_of(elsewhere, second))
    assert done.exit_code == 0, done.output
    verified = await run("audit", "verify", env=env_of(elsewhere, second))
    assert verified.exit_code == 0, verified.output

    services = compose(msgspec.structs.replace(settings, data_dir=second), elsewhere)
    await services.database.open()
    restored = await fingerprints(services)
    await services.database.close()
    different = {name for name in kept if kept[name] != restored[name]} - NEVER_THE_SAME
    assert different == set()
    assert all(kept[name][0] for name in ("acts", "appeals", "appeal_documents", "translations", "notices"))
    services = compose(msgspec.structs.replace(settings, data_dir=second), elsewhere)
    async with client_of(create_app(services, worker=False)) as client:
        services.clock.jump(services.clock.offset_to(instant))
        after = await answers(client, asked)
        async with services.database.transaction() as conn:
            await conn.execute("ALTER TABLE audit_records DISABLE TRIGGER USER")
            await conn.execute(
                "UPDATE audit_records SET details = details || '{\"outcome\": \"grant\"}' WHERE action = 'request_decided' "
                "AND details->>'outcome' = 'refuse'"
            )
    assert {name for name in before if before[name] != after[name]} == set()
    verified = await run("audit", "verify", env=env_of(elsewhere, second))
    assert verified.exit_code == 1
    assert "the chain is broken at position" in verified.stderr
