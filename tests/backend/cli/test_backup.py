"""`vezhgo backup` and `vezhgo restore`: what was there works again, and a bad file or a wrong place changes nothing."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backend.app import compose, create_app
from backend.cli import archive
from backend.cli.archive import BadArchive
from backend.store import audit
from tests.backend.badges.world import NOW, open_world
from tests.backend.cli.processes import house
from tests.client import client_of
from tests.conftest import _as_url, _create

PASSPHRASE = "a passphrase of the tests"
EVIDENCE = b"original bytes of a photograph" * 1000


@pytest.fixture
def elsewhere(server_url, template_name):
    """Another empty, migrated database."""
    return _as_url(_create(server_url, f"vezhgo_elsewhere_{os.getpid()}", template_name))


@pytest.fixture
async def filled(settings, database_url, tmp_path):
    """A house with an accreditation, a key, evidence and a linked audit record; closed again."""
    settings = msgspec.structs.replace(settings, secret_key=None, data_dir=tmp_path / "first")
    async with open_world(settings, database_url) as world:
        organisation = await world.make_organisation()
        number = await world.accredit(organisation)
        owner = await world.key(f"organisation:{organisation}")
        await world.services.files.put(EVIDENCE)
        await world.services.files.put(b"another")
        async with world.services.database.transaction() as conn:
            await audit.record(conn, NOW, "cec", "tested", "x")
        async with world.services.database.transaction() as conn:
            await audit.link_settled(conn)
        badge = await world.credential(number)
    return {"settings": settings, "number": number, "owner": owner, "badge": badge, "url": database_url}


def env_of(url, folder, **more) -> dict[str, str | None]:
    return {
        "VEZHGO_DATABASE_URL": url,
        "VEZHGO_DATA_DIR": str(folder),
        "VEZHGO_TEST_CLOCK": "1",
        "VEZHGO_BACKUP_PASSPHRASE": PASSPHRASE,
        "VEZHGO_SECRET_KEY": None,
        **more,
    }


async def back_up(run, filled, file, **more):
    return await run("backup", str(file), env=env_of(filled["url"], filled["settings"].data_dir, **more))


async def test_a_round_trip_brings_back_keys_badges_evidence_and_the_chain(
    run, filled, elsewhere, tmp_path, settings
):
    """On another database and another data directory the key opens, the badge is valid, the evidence opens."""
    file = tmp_path / "vezhgo.backup"
    done = await back_up(run, filled, file)
    assert done.exit_code == 0, done.output
    assert "2 objects of evidence" in done.stdout
    assert file.stat().st_mode & 0o777 == 0o600

    second = tmp_path / "second"
    done = await run("restore", str(file), env=env_of(elsewhere, second))
    assert done.exit_code == 0, done.output
    assert (second / "secret.key").read_text() == (filled["settings"].data_dir / "secret.key").read_text()
    assert (second / "secret.key").stat().st_mode & 0o777 == 0o600

    settings = msgspec.structs.replace(settings, secret_key=None, data_dir=second)
    services = compose(settings, elsewhere)
    async with client_of(create_app(services, worker=False)) as client:
        answer = await client.get(f"/v1/accreditations/{filled['number']}", headers=filled["owner"])
        assert answer.status_code == 200, answer.text
        verdict = await client.post("/v1/badges/verification", json={"text": filled["badge"]})
        assert verdict.json()["verdict"] == "valid", verdict.text
        assert await services.files.get(hashlib.sha256(EVIDENCE).digest()) == EVIDENCE
        async with services.database.transaction() as conn:
            # New rows go on where the old ones ended: no sequence was lost, and the chain still links.
            await audit.record(conn, NOW, "cec", "tested", "after")
        async with services.database.transaction() as conn:
            await audit.link_settled(conn)
        async with services.database.reading() as conn:
            held, broken = await audit.verify(conn)
            assert (held > 1, broken) == (True, None)
            assert await audit.not_linked(conn) == 0
    assert list(tmp_path.glob(".vezhgo-*")) == []


async def test_a_database_with_rows_is_replaced_only_by_force(run, filled, tmp_path, services):
    """Exit 2 and nothing changed without --force; with it the rows are those of the backup."""
    file = tmp_path / "b"
    assert (await back_up(run, filled, file)).exit_code == 0
    env = env_of(filled["url"], filled["settings"].data_dir)
    await services.database.close()
    import psycopg

    with psycopg.connect(filled["url"], autocommit=True) as conn:
        conn.execute("UPDATE organisations SET name = 'Changed'")

    done = await run("restore", str(file), env=env)
    assert done.exit_code == 2
    assert "the database is not empty" in done.stderr
    with psycopg.connect(filled["url"]) as conn:
        assert conn.execute("SELECT name FROM organisations").fetchall() == [("Changed",)]

    done = await run("restore", "--force", str(file), env=env)
    assert done.exit_code == 0, done.output
    with psycopg.connect(filled["url"]) as conn:
        assert conn.execute("SELECT name FROM organisations").fetchall() != [("Changed",)]
        schemas = conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'vezhgo%'").fetchall()
        assert schemas == []


async def test_a_running_service_is_not_pulled_away(run, filled, elsewhere, settings, tmp_path):
    """While a service holds connections, restore refuses, force or not."""
    file = tmp_path / "b"
    assert (await back_up(run, filled, file)).exit_code == 0
    running = compose(settings, elsewhere)
    await running.database.open()
    try:
        done = await run("restore", "--force", str(file), env=env_of(elsewhere, tmp_path / "second"))
    finally:
        await running.database.close()
    assert done.exit_code == 2
    assert "stop it first" in done.stderr


async def test_the_secret_is_needed_and_only_the_right_one_is_taken(run, filled, elsewhere, tmp_path):
    """Wrong passphrase, no passphrase, another secret key, no secret in the file: each is told, nothing is changed."""
    file, bare = tmp_path / "b", tmp_path / "bare"
    assert (await back_up(run, filled, file)).exit_code == 0
    done = await back_up(run, filled, bare, VEZHGO_BACKUP_PASSPHRASE=None)
    assert done.exit_code == 0
    assert "WARNING: the secret key is not in this backup" in done.stderr
    second = tmp_path / "second"
    secret = (filled["settings"].data_dir / "secret.key").read_text()
    for source, more, said in (
        (file, {"VEZHGO_BACKUP_PASSPHRASE": "not the passphrase"}, "the passphrase is wrong"),
        (file, {"VEZHGO_BACKUP_PASSPHRASE": None}, "set VEZHGO_BACKUP_PASSPHRASE"),
        (file, {"VEZHGO_SECRET_KEY": "x" * 40}, "VEZHGO_SECRET_KEY is not the secret key of this backup"),
        (bare, {}, "the secret key is not in this backup"),
    ):
        done = await run("restore", str(source), env=env_of(elsewhere, second, **more))
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1), done.output
        assert said in done.stderr
        assert not (second / "secret.key").exists()
        assert not (second / "evidence").exists()
    done = await run("restore", str(bare), env=env_of(elsewhere, second, VEZHGO_SECRET_KEY=secret))
    assert done.exit_code == 0, done.output


async def test_the_file_gives_no_secret_away_and_overwrites_nothing(run, filled, tmp_path):
    """Neither secret nor passphrase nor evidence stands in it in clear; an existing file is left as it is."""
    file = tmp_path / "b"
    assert (await back_up(run, filled, file)).exit_code == 0
    raw = file.read_bytes()
    secret = (filled["settings"].data_dir / "secret.key").read_bytes()
    for hidden in (secret, PASSPHRASE.encode(), EVIDENCE[:30]):
        assert hidden not in raw
    done = await back_up(run, filled, file)
    assert done.exit_code == 2
    assert "overwrites nothing" in done.stderr
    assert file.read_bytes() == raw
    for wrong, more in (
        (tmp_path / "none" / "b", {}),
        (tmp_path / "c", {"VEZHGO_BACKUP_PASSPHRASE": "short"}),
    ):
        done = await back_up(run, filled, wrong, **more)
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
        assert not wrong.exists()


async def test_a_restore_that_fails_leaves_the_former_rows(run, filled, elsewhere, tmp_path):
    """A dump that PostgreSQL cannot read: exit 2, and the database is as it was, without a trace."""
    import psycopg

    file, bad = tmp_path / "b", tmp_path / "bad"
    assert (await back_up(run, filled, file)).exit_code == 0
    found = archive.survey(file)
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP, but nothing behind it")
    manifest = msgspec.structs.replace(
        found.manifest, dump_bytes=dump.stat().st_size, dump_sha256=archive.file_sha256(dump)
    )
    with archive.writing(bad) as writer:
        writer.begin(manifest, found.sealed_secret, dump)
        writer.end()

    env = env_of(filled["url"], filled["settings"].data_dir)
    with psycopg.connect(filled["url"]) as conn:
        before = conn.execute("SELECT id, name FROM organisations").fetchall()
    done = await run("restore", "--force", str(bad), env=env)
    assert done.exit_code == 2
    assert "pg_restore" in done.stderr
    with psycopg.connect(filled["url"]) as conn:
        assert conn.execute("SELECT id, name FROM organisations").fetchall() == before
        assert conn.execute("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'vezhgo%'").fetchall() == []


async def test_a_backup_of_a_newer_version_is_refused(run, filled, elsewhere, tmp_path):
    """A migration that this program does not know: exit 2 before anything is touched."""
    file, newer = tmp_path / "b", tmp_path / "newer"
    assert (await back_up(run, filled, file)).exit_code == 0
    dump = tmp_path / "dump"
    archive.extract_dump(file, dump)
    found = archive.survey(file)
    names = [*found.manifest.migrations, "9999_of_tomorrow"]
    with archive.writing(newer) as writer:
        writer.begin(msgspec.structs.replace(found.manifest, migrations=names), found.sealed_secret, dump)
        writer.end()
    done = await run("restore", str(newer), env=env_of(elsewhere, tmp_path / "second"))
    assert done.exit_code == 2
    assert "9999_of_tomorrow" in done.stderr


def small_archive(path, objects: dict[bytes, bytes]) -> bytes:
    """An archive without a real dump; returns its bytes."""
    dump = path.with_name("dump")
    dump.write_bytes(b"dump" * 100)
    manifest = archive.Manifest(
        1, "0", NOW, ["0001"], dump.stat().st_size, archive.file_sha256(dump), archive.secret_mark("s" * 40)
    )
    path.unlink(missing_ok=True)
    with archive.writing(path) as writer:
        writer.begin(manifest, b"sealed", dump)
        for name, sealed in objects.items():
            writer.evidence(name, sealed)
        writer.end()
    return path.read_bytes()


@given(cut=st.floats(0, 0.999))
@hypothesis_settings(max_examples=40, deadline=None)
def test_a_file_cut_off_anywhere_is_no_backup(tmp_path_factory, cut):
    """However many bytes are there, an archive that misses its end is refused."""
    path = tmp_path_factory.mktemp("a") / "b"
    raw = small_archive(path, {hashlib.sha256(b"x").digest(): b"x" * 5000})
    end = raw.index(b"end.json")
    path.write_bytes(raw[: int(end * cut)])
    with pytest.raises(BadArchive):
        archive.survey(path)


@pytest.mark.parametrize(
    "member",
    [
        "../../etc/cron.d/x",
        "evidence/../../x",
        "evidence/zz",
        "surprise",
        "/absolute",
        "evidence/" + "ab" * 31,
    ],
)
def test_a_member_that_belongs_in_no_backup_is_refused(tmp_path, member):
    """Names are never used as paths, and an unknown one stops the reading."""
    path = tmp_path / "b"
    small_archive(path, {})
    with tarfile.open(path, "r") as tar:
        members = [(one, tar.extractfile(one).read()) for one in tar]
    with tarfile.open(path, "w") as tar:
        for one, content in members:
            if one.name == archive.END:
                tar.addfile(tarfile.TarInfo(member), io.BytesIO())
            tar.addfile(one, io.BytesIO(content))
    with pytest.raises(BadArchive):
        archive.survey(path)
    path.write_bytes(os.urandom(3000))
    with pytest.raises(BadArchive):
        archive.survey(path)


def test_the_sealed_secret_opens_with_its_passphrase_only():
    """Two sealings differ; another passphrase or a changed byte opens nothing."""
    secret = "s" * 40
    first, second = archive.seal_secret(secret, PASSPHRASE), archive.seal_secret(secret, PASSPHRASE)
    assert first != second
    assert archive.open_secret(first, PASSPHRASE) == secret
    for sealed, typed in (
        (first, "another"),
        (first[:-1] + bytes([first[-1] ^ 1]), PASSPHRASE),
        (b"", PASSPHRASE),
    ):
        with pytest.raises(BadArchive):
            archive.open_secret(sealed, typed)


def test_the_embedded_database_is_backed_up_while_it_serves_and_restored_into_a_new_house(tmp_path):
    """The whole way by commands: demo, serve, backup beside it, restore elsewhere, the same keys."""
    file = tmp_path / "b"
    with house() as first, house() as second:
        assert first.run("demo").returncode == 0
        keys = first.run("keys", "list").stdout
        service = first.start("serve")
        first.up(service)
        done = first.run("backup", str(file), VEZHGO_BACKUP_PASSPHRASE=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        assert first.stop(service) == 0
        done = second.run("restore", str(file), VEZHGO_BACKUP_PASSPHRASE=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        assert second.postgres() is None
        done = second.run("audit", "verify")
        assert done.returncode == 0, done.stderr
        assert second.run("keys", "list").stdout == keys
        assert "holds elections already" in second.run("demo").stdout
