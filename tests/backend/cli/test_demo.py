"""`vezhgo demo` as a process: only into an empty database, the same keys again, simulators with `--serve`."""

from __future__ import annotations

import json
import re
import signal
import urllib.request

import psycopg
import pytest

from backend.store.embedded import EmbeddedDatabase
from tests.backend.cli.processes import house


@pytest.fixture
def home():
    """A data directory and a port of its own."""
    with house() as opened:
        yield opened


def keys_of(text: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+_KEY) +(\S+)$", text, re.MULTILINE))


def test_it_loads_once_and_prints_the_same_keys_at_a_second_start(home):
    """The first start makes keys that work; the second prints them again and loads nothing more."""
    first, second = home.run("demo"), home.run("demo")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "DEMO, NOT LAW" in first.stdout
    assert len(keys_of(first.stdout)) == 4
    assert keys_of(second.stdout) == keys_of(first.stdout)
    assert (home.folder / "demo-keys.json").stat().st_mode & 0o777 == 0o600


def test_it_never_loads_beside_a_real_election(home):
    """With an election of others nothing is added, and that is said."""
    home.folder.mkdir(mode=0o755)
    assert home.run("migrate").returncode == 0
    server = EmbeddedDatabase(home.folder)
    url = server.start()
    try:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(
                "INSERT INTO elections (name, kind, election_date, edition, reading, created_at, created_by) "
                "VALUES ('Real', 'assembly', '2027-05-16', '2005', 'calendar', now(), 'cec')"
            )
        done = home.run("demo")
        assert done.returncode == 0, done.stderr
        assert "The database holds elections already" in done.stdout
        assert keys_of(done.stdout) == {}
        with psycopg.connect(url) as conn:
            assert conn.execute("SELECT count(*) FROM elections").fetchone() == (1,)
            assert conn.execute("SELECT count(*) FROM api_keys").fetchone() == (0,)
    finally:
        server.stop()


def test_serve_without_tokens_starts_both_simulators_and_ctrl_c_stops_them(home):
    """Both phones have a page on the printed ports; after Ctrl-C service, simulators and database are gone."""
    child = home.start("demo", "--serve")
    home.up(child)
    said = home.said(child)
    pages = re.findall(r"(?:Telegram|WhatsApp) phone  (http://127\.0\.0\.1:\d+)/", said)
    assert len(pages) == 2, said
    for page in pages:
        with urllib.request.urlopen(page + "/", timeout=10) as answer:
            assert b"<html" in answer.read().lower()
    home.wait_for(lambda: _telegram_is_ready(home.url))
    assert home.stop(child, signal.SIGINT) == 0
    assert home.left() == []
    assert home.postgres() is None
    for page in pages:
        with pytest.raises(OSError):
            urllib.request.urlopen(page + "/", timeout=2)


def _telegram_is_ready(url: str) -> bool:
    with urllib.request.urlopen(f"{url}/health/ready", timeout=5) as answer:
        return json.load(answer)["checks"].get("telegram") not in {None, "unreachable"}


@pytest.mark.kill
def test_the_simulators_end_when_the_demo_is_killed(home):
    """kill -9 of the service: its simulators notice within seconds and free their ports."""
    import psutil

    child = home.start("demo", "--serve")
    home.up(child)
    family = [one for one in home.family(child) if "simulators" in one.cmdline()]
    assert len(family) == 1
    child.kill()
    child.wait()
    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []
