"""`vezhgo serve` as a process: it starts, stops with everything it started, keeps data, and survives kills."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.request

import psutil
import pytest

from tests.backend.cli.processes import House, house

FIRST_ANSWER_S = 15.0


@pytest.fixture
def home():
    """A data directory and a port; whatever runs of it at the end is killed."""
    with house() as opened:
        yield opened


def register(home: House) -> int:
    """File an organisation over HTTP; returns its id."""
    body = {
        "name": "Vëzhguesit",
        "kind": "albanian_ngo",
        "country": "AL",
        "contact": {"person": "A", "email": "a@example.org"},
    }
    headers = {"content-type": "application/json", "idempotency-key": "k1"}
    request = urllib.request.Request(
        f"{home.url}/v1/organisations", json.dumps(body).encode(), headers=headers
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 201
        return json.load(answer)["id"]


def test_ctrl_c_and_sigterm_stop_everything_and_a_second_start_keeps_the_data(home):
    """First answer in time; SIGINT and SIGTERM end with 0 and leave no process; what was filed is there again."""
    begun = time.monotonic()
    first = home.start("serve")
    home.up(first)
    assert time.monotonic() - begun < FIRST_ANSWER_S
    filed = register(home)
    assert home.stop(first, signal.SIGINT) == 0
    assert home.left() == []
    assert home.postgres() is None

    second = home.start("serve")
    home.up(second)
    # The same idempotency key and body: the answer of the first run, not a second organisation.
    assert register(home) == filed
    assert home.stop(second, signal.SIGTERM) == 0
    assert home.left() == []
    assert home.postgres() is None


@pytest.mark.kill
def test_a_start_after_kill_9_takes_the_database_over_and_stops_it_in_the_end(home):
    """The server left running is used again, its dead owner forgotten; a server killed too recovers by itself."""
    first = home.start("serve")
    home.up(first)
    filed = register(home)
    server = home.postgres()
    first.kill()
    first.wait()
    assert home.postgres() == server

    second = home.start("serve")
    home.up(second)
    assert home.postgres() == server
    assert register(home) == filed
    os.kill(server, signal.SIGKILL)
    home.wait_for(lambda: home.postgres() not in {None, server})
    home.wait_for(home.answers)
    assert register(home) == filed
    os.kill(home.postgres(), signal.SIGKILL)
    second.kill()
    second.wait()

    third = home.start("serve")
    home.up(third)
    assert register(home) == filed
    assert home.stop(third) == 0
    assert home.postgres() is None
    assert home.left() == []


@pytest.mark.kill
def test_a_lock_file_whose_process_id_another_program_has_does_not_stop_the_start(home):
    """After a power cut ids are used again: the lock is judged stale, and that program is left alone."""
    first = home.start("serve")
    home.up(first)
    os.kill(home.postgres(), signal.SIGSTOP)  # so that it is not restarted by the watch
    server = home.postgres()
    first.kill()
    first.wait()
    os.kill(server, signal.SIGKILL)
    home.wait_for(lambda: home.postgres() is None)
    bystander = psutil.Popen(["sleep", "60"])
    try:
        lock = home.folder / "postgres" / "postmaster.pid"
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        handles = home.folder / "postgres" / ".handle_pids.json"
        handles.write_text(json.dumps([bystander.pid]))
        os.utime(handles, (1, 1))

        second = home.start("serve")
        home.up(second)
        assert home.postgres() != bystander.pid
        assert home.stop(second) == 0
        assert home.postgres() is None
        assert bystander.is_running()
    finally:
        bystander.kill()
        bystander.wait()


@pytest.mark.parametrize("delay_s", [0.9, 2.0, 3.5])
def test_a_stop_during_the_start_leaves_nothing_running(home, delay_s):
    """SIGTERM at any moment of the first start: no PostgreSQL stays behind, and the next start works."""
    early = home.start("serve")
    time.sleep(delay_s)
    home.stop(early, signal.SIGTERM)
    assert home.postgres() is None
    # A shell between initdb and its server ends when it notices that both are gone.
    home.wait_for(lambda: home.left() == [], 5.0)

    late = home.start("serve")
    home.up(late)
    assert home.stop(late) == 0


@pytest.mark.kill
def test_two_web_processes_and_a_worker_outlive_the_death_of_one(home):
    """A killed child is replaced while the others answer; Ctrl-C still stops the whole family."""
    parent = home.start("serve", "--workers", "2")
    home.up(parent)
    children = psutil.Process(parent.pid).children()
    kinds = [child.cmdline()[-1] for child in children]
    assert sorted(kinds) == ["web", "web", "work"]
    for place, child in enumerate(children[:1] + children[-1:]):
        child.kill()
        home.wait_for(lambda: not child.is_running())
        home.wait_for(lambda place=place: home.said(parent).count("child_died") == place + 1)
        home.wait_for(
            lambda: (
                [one.status() != psutil.STATUS_ZOMBIE for one in psutil.Process(parent.pid).children()]
                == [True] * 3
            )
        )
        assert all(home.answers("/health/live") for _ in range(4))
    assert home.stop(parent, signal.SIGINT) == 0
    assert home.left() == []
    assert home.postgres() is None


@pytest.mark.kill
def test_children_that_keep_dying_stop_the_service_with_1(home):
    """Five deaths within a minute are no accident: everything stops, the database too, and the status says so."""
    parent = home.start("serve", "--workers", "1")
    home.up(parent)
    assert home.stop(parent) == 0
    parent = home.start("serve", "--workers", "2")
    home.up(parent)
    give_up_at = time.monotonic() + 40
    while parent.poll() is None and time.monotonic() < give_up_at:
        home.family(parent)
        for child in psutil.Process(parent.pid).children():
            if "web" in child.cmdline()[-1:]:
                child.kill()
        time.sleep(0.3)
    assert parent.wait(30) == 1
    assert "children_keep_dying" in home.said(parent)
    assert home.left() == []
    assert home.postgres() is None


@pytest.mark.kill
def test_children_end_when_their_parent_is_killed(home):
    """kill -9 of the parent: the children let go of the port by themselves, so that a new start gets it."""
    parent = home.start("serve", "--workers", "2")
    home.up(parent)
    children = psutil.Process(parent.pid).children()
    parent.kill()
    parent.wait()

    again = home.start("serve", "--workers", "2")
    psutil.wait_procs(children, timeout=15)
    assert not any(child.is_running() for child in children)
    home.up(again)
    assert home.stop(again) == 0
    assert home.left() == []


@pytest.mark.parametrize("command", ["serve", "work"])
def test_the_closing_of_the_terminal_stops_the_service_too(home, command):
    """SIGHUP ends it with 0 like Ctrl-C, and the database with it."""
    child = home.start(command)
    home.wait_for(lambda: home.postgres() and (home.folder / "secret.key").exists())
    if command == "serve":
        home.up(child)
    else:
        time.sleep(2.0)
    assert home.stop(child, signal.SIGHUP) == 0
    assert home.left() == []
    assert home.postgres() is None


def test_work_alone_drains_and_stops(home):
    """The worker without a web: Ctrl-C ends it with 0, and its database with it."""
    worker = home.start("work")
    home.wait_for(lambda: home.postgres() and (home.folder / "secret.key").exists())
    time.sleep(1.0)
    home.family(worker)
    assert home.stop(worker, signal.SIGINT) == 0
    assert home.left() == []
    assert home.postgres() is None


def test_a_second_service_on_one_data_directory_shares_the_database(home):
    """A short command beside the service leaves the service's database running when it ends."""
    service = home.start("serve")
    home.up(service)
    server = home.postgres()
    issued = home.run("api-key", "issue", "--role", "cec")
    assert issued.returncode == 0, issued.stderr
    assert home.postgres() == server
    assert home.answers()
    assert home.stop(service) == 0
    assert home.postgres() is None
