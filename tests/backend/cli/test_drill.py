"""`vezhgo drill`: a small rehearsal loses nothing, and its count would find what was lost or doubled."""

from __future__ import annotations

import contextlib
import itertools
import socket
import subprocess
import sys

import psycopg
import pytest
from click.testing import CliRunner

from backend.cli import drill, vezhgo
from backend.cli.drill import Tally
from backend.cli.drill_observers import Sent, marks
from backend.cli.simulators import DEMO_ACCOUNT, DEMO_AUTH, DEMO_NUMBER, DEMO_TOKEN
from tests.backend.cli.processes import ROOT, house


def test_a_small_drill_with_faults_loses_and_doubles_nothing():
    """Four observers on two channels, providers that repeat and fail: exit 0, every report stored once.

    Two web processes take the webhooks; receipts never ride in an answer, so the worker's process sent them.
    """
    size = ["--observers", "4", "--seconds", "6", "--rate", "1.5", "--workers", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "backend.cli", "drill", *size],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = dict(line.rsplit(maxsplit=1) for line in done.stdout.splitlines() if line.split()[-1].isdigit())
    assert int(said["sent"]) >= 4
    assert said["acknowledged"] == said["stored"] == said["sent"]
    assert (said["lost"], said["doubled"]) == ("0", "0")
    assert said["receipts"] == said["sent"]
    assert int(said["faults played"]) >= 1
    assert "p50" in done.stdout.splitlines()[-1]


class Phone:
    """An observer's side of the count."""

    def __init__(self, *sent: Sent, receipts: tuple[str, ...] = ()) -> None:
        self.sent = list(sent)
        self._receipts = list(receipts)

    def receipts(self) -> list[str]:
        return self._receipts


class Quiet:
    """A service whose providers played no fault."""

    class faults:
        @staticmethod
        def fired() -> list:
            return []


class House:
    telegram = Quiet
    twilio = Quiet


@pytest.mark.parametrize(
    ("stored", "unacknowledged", "lost", "doubled"),
    [
        (["aa", "bb"], set(), 0, 0),
        (["aa"], set(), 1, 0),
        (["aa"], {"prova bb"}, 0, 0),
        (["aa", "bb", "bb"], set(), 0, 1),
        ([], set(), 2, 0),
    ],
)
def test_the_count_finds_what_was_lost_or_doubled(stored, unacknowledged, lost, doubled):
    """A report that was acknowledged and is not stored is lost; what the provider still holds is not."""
    phone = Phone(Sent("aa", 0.2, "RP-1"), Sent("bb"), receipts=("RP-1", "RP-1"))
    found = drill._count(House, [phone], [{"words": f"prova {mark}"} for mark in stored], unacknowledged)
    assert (found.lost, found.doubled, found.stored) == (lost, doubled, len(stored))
    assert (found.receipts, found.repeated_receipts, found.latencies_s) == (1, 1, [0.2])


def test_percentiles_are_of_the_receipts_that_came():
    """The nearest rank from below, and 0 where none came."""
    made = Tally(0, 0, 0, 0, 0, 0, 0, 0, [n / 100 for n in range(1, 101)])
    assert (made.percentile(0.5), made.percentile(0.99), made.percentile(1.0)) == (0.51, 1.0, 1.0)
    assert Tally(0, 0, 0, 0, 0, 0, 0, 0, []).percentile(0.5) == 0.0


def test_marks_never_contain_one_another():
    """A mark stands in its own report only, so each report is counted by one mark."""
    found = list(itertools.islice(marks(), 2_000))
    assert len(set(found)) == len(found)
    assert len({len(mark) for mark in found}) == 1


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def test_a_running_demo_is_drilled_and_a_real_election_is_refused():
    """With --url the service that runs is used, twice over; with an election that is no demo nothing is filed."""
    telegram_port, twilio_port = free_ports(2)
    with house() as home:
        service = home.start(
            "demo",
            "--serve",
            VEZHGO_TELEGRAM_TOKEN=DEMO_TOKEN,
            VEZHGO_TELEGRAM_API_URL=f"http://127.0.0.1:{telegram_port}",
            VEZHGO_TELEGRAM_WEBHOOK_SECRET="s",
            VEZHGO_TWILIO_ACCOUNT_SID=DEMO_ACCOUNT,
            VEZHGO_TWILIO_AUTH_TOKEN=DEMO_AUTH,
            VEZHGO_TWILIO_WHATSAPP_FROM=DEMO_NUMBER,
            VEZHGO_TWILIO_API_URL=f"http://127.0.0.1:{twilio_port}",
        )
        home.up(service)
        keys = home.folder / "demo-keys.json"
        ports = ["--telegram-port", str(telegram_port), "--twilio-port", str(twilio_port)]
        command = ["drill", "--url", home.url, "--keys", str(keys), *ports]
        size = ["--observers", "2", "--seconds", "3", "--rate", "1", "--no-faults"]
        done = home.run(*command, *size)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "lost                    0" in done.stdout

        socket_folder = home.folder / "postgres"
        with psycopg.connect(
            f"postgresql://postgres@/postgres?host={socket_folder}", autocommit=True
        ) as conn:
            conn.execute("UPDATE elections SET demo = false")
            before = conn.execute("SELECT count(*) FROM requests").fetchone()
            refused = home.run(*command, *size)
            assert refused.returncode == 2
            assert "the election is a real one" in refused.stderr
            assert conn.execute("SELECT count(*) FROM requests").fetchone() == before
        assert home.stop(service) == 0


def test_keys_that_are_no_keys_are_one_clear_line(tmp_path):
    """--url without --keys is a mistake of usage; a file without the keys is named; nothing listens: exit 2."""
    empty, good = tmp_path / "keys.json", tmp_path / "good.json"
    empty.write_text("[]")
    good.write_text('{"election_id": 1, "organisation_key": "a", "cec_key": "b"}')
    nowhere = "http://127.0.0.1:9"
    for args, said in (
        (["--url", nowhere], "belong together"),
        (["--url", nowhere, "--keys", str(empty)], "does not hold the keys of a demo"),
        (["--url", nowhere, "--keys", str(good)], "no answer"),
    ):
        found = CliRunner().invoke(vezhgo, ["drill", *args])
        assert found.exit_code == 2, found.output
        assert said in found.output
