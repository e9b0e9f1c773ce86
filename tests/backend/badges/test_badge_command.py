"""`vezhgo badge verify` and `vezhgo keys`: the same verdicts on the command line, with and without the register."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from backend.cli import vezhgo
from tests.backend.badges.world import ACT


@pytest.fixture
def run(settings, database_url):
    """Run a command in the environment of the tests."""
    env = {
        "VEZHGO_DATABASE_URL": database_url,
        "VEZHGO_DATA_DIR": str(settings.data_dir),
        "VEZHGO_SECRET_KEY": settings.secret_key,
        "VEZHGO_TEST_CLOCK": "1",
    }

    async def invoke(*args: str, input: bytes | None = None) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, vezhgo, args, input=input, env=env)

    return invoke


async def test_a_badge_verifies_by_text_picture_and_pipe_until_it_is_revoked(world, run, tmp_path):
    """Exit 0 and VALID for a good badge however it arrives; 1 and INVALID with the reason once it is revoked."""
    organisation = await world.make_organisation()
    number = await world.accredit(organisation)
    text = await world.credential(number)
    owner = await world.key(f"organisation:{organisation}")
    png = (await world.client.get(f"/v1/accreditations/{number}/badge.png", headers=owner)).content
    picture = tmp_path / "badge.png"
    picture.write_bytes(png)

    for args, given in (((text,), None), ((str(picture),), None), (("-",), png), (("-",), text.encode())):
        found = await run("badge", "verify", *args, input=given)
        assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "VALID: Valid"), found.output
        assert number in found.stdout

    await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Arsye", "act": ACT}, await world.key("cec")
    )
    found = await run("badge", "verify", text, "--language", "sq")
    assert found.exit_code == 1
    assert found.stdout.startswith("INVALID: E pavlefshme\n  - revoked: Akreditimi është shfuqizuar.")


async def test_a_badge_verifies_offline_by_the_lists_as_fetched(world, run, tmp_path):
    """Trust list and revocation list in files are enough; without the second the doubt is told, and exit is 1."""
    await world.clock(datetime.now(UTC))
    number = await world.accredit(await world.make_organisation(), decided_at=world.services.clock.now())
    text = await world.credential(number)
    trust, lists, newer = tmp_path / "keys.json", tmp_path / "lists.json", tmp_path / "newer.json"
    trust.write_bytes((await world.client.get("/v1/badges/keys")).content)
    lists.write_bytes((await world.client.get("/v1/badges/revocations")).content)
    act = ACT | {"date": world.services.clock.now().date().isoformat()}
    await world.post(
        f"/v1/accreditations/{number}/revocation", {"reason": "Arsye", "act": act}, await world.key("cec")
    )
    newer.write_bytes((await world.client.get("/v1/badges/revocations")).content)

    good = await run("badge", "verify", text, "--trust", str(trust), "--revocations", str(lists))
    doubt = await run("badge", "verify", text, "--trust", str(trust), "--json")
    dead = await run("badge", "verify", text, "--trust", str(trust), "--revocations", str(newer))
    pinned = await run("badge", "verify", text, "--trust", str(trust), "--root", "00" * 32)

    assert (good.exit_code, good.stdout.splitlines()[0]) == (0, "VALID: Valid"), good.output
    assert (doubt.exit_code, json.loads(doubt.stdout)["reasons"][0]["code"]) == (1, "revocations_missing")
    assert (dead.exit_code, "revoked" in dead.stdout) == (1, True)
    assert (pinned.exit_code, "root_unknown" in pinned.output) == (2, True)


async def test_a_file_that_is_no_badge_has_a_verdict_and_no_traceback(world, run, tmp_path):
    """A photo of a cat is "cannot be checked", with what to do next."""
    path = tmp_path / "cat.png"
    for content in (b"", b"\x89PNG\r\n\x1a\n broken", b"nj\xc3\xab mace", b"\x00" * 3000):
        path.write_bytes(content)

        found = await run("badge", "verify", str(path))

        assert found.exit_code == 1
        assert found.stdout.startswith("UNKNOWN:")
        assert "not_a_badge" in found.stdout


async def test_keys_are_listed_and_rotated(world, run):
    """The list shows one root, a current and a standby; a rotation moves them on and is audited."""
    before = (await run("keys", "list")).stdout.splitlines()
    after = (await run("keys", "rotate", "--yes")).stdout.splitlines()

    assert [line.split()[0] for line in before] == ["trust", "root", "current", "standby"]
    assert after[0].startswith("trust list 2 ")
    assert sorted(line.split()[0] for line in after[2:]) == ["current", "retired", "standby"]
    standby = next(line.split()[1] for line in before if line.startswith("standby"))
    assert f"current  {standby}" in "\n".join(after)
    assert await world.sql("SELECT 1 FROM audit_records WHERE action = 'badge_key_rotated'")
