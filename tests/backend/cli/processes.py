"""Commands as real processes with an embedded database of their own, started and stopped by their ids."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[3]
START_LIMIT_S, RUN_LIMIT_S = 60.0, 200.0
STOP_LIMIT_S = 40.0


def free_port() -> int:
    """A free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def heed_signals() -> None:
    """Let a child heed what ends it, even where this suite itself runs behind `nohup` or in the background."""
    for name in (signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)


class House:
    """A data directory, a port, and the processes that were started on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.started: list[subprocess.Popen] = []
        self.logs: dict[int, Path] = {}
        self.ever: set[int] = set()
        """Every process seen in the families of what was started, for the clean-up."""

    def env(self, **changes: str | None) -> dict[str, str]:
        """The environment of a command; None takes a variable away."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VEZHGO_")}
        kept |= {"VEZHGO_DATA_DIR": str(self.folder), "VEZHGO_LISTEN": f"127.0.0.1:{self.port}"}
        for name, value in changes.items():
            if value is None:
                kept.pop(name, None)
            else:
                kept[name] = value
        return kept

    def run(self, *args: str, **changes: str | None) -> subprocess.CompletedProcess:
        """A short command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "backend.cli", *args],
            env=self.env(**changes),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=RUN_LIMIT_S,
        )

    def start(self, *args: str, **changes: str | None) -> subprocess.Popen:
        """A long command, in a session of its own as a terminal would start it."""
        log = self.folder.parent / f"log-{len(self.started)}"
        with log.open("wb") as out:
            child = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", *args],
                env=self.env(**changes),
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=heed_signals,
            )
        self.started.append(child)
        self.logs[child.pid] = log
        return child

    def said(self, child: subprocess.Popen) -> str:
        """What a command wrote so far."""
        return self.logs[child.pid].read_text(errors="replace")

    def wait_for(self, what: Callable[[], object], limit_s: float = START_LIMIT_S) -> object:
        """Wait until something is true and return it."""
        give_up_at = time.monotonic() + limit_s
        while True:
            found = what()
            if found:
                return found
            if time.monotonic() > give_up_at:
                logs = "\n".join(self.said(child)[-3000:] for child in self.started)
                raise AssertionError(f"it did not happen within {limit_s} s\n{logs}")
            time.sleep(0.05)

    def answers(self, path: str = "/health/ready") -> bool:
        """Whether the service answers 200."""
        for child in self.started:
            self.family(child)
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def up(self, child: subprocess.Popen) -> None:
        """Wait until the service answers, as long as its process lives."""
        self.wait_for(lambda: self.answers() or child.poll() is not None)
        assert child.poll() is None, self.said(child)

    def family(self, child: subprocess.Popen) -> list[psutil.Process]:
        """The children of a process, all generations."""
        with contextlib.suppress(psutil.NoSuchProcess):
            found = psutil.Process(child.pid).children(recursive=True)
            self.ever |= {child.pid, *(one.pid for one in found)}
            return found
        return []

    def postgres(self) -> int | None:
        """The id of the running embedded PostgreSQL of this folder, or None."""
        try:
            pid = int((self.folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
            return pid if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return None

    def stop(self, child: subprocess.Popen, by: signal.Signals = signal.SIGTERM) -> int:
        """Signal a command and wait for its end; returns its exit status."""
        self.family(child)
        child.send_signal(by)
        return child.wait(STOP_LIMIT_S)

    def left(self) -> list[str]:
        """Processes of the families that still run."""
        found = []
        for pid in self.ever:
            with contextlib.suppress(psutil.NoSuchProcess):
                one = psutil.Process(pid)
                if one.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"{pid} {' '.join(one.cmdline())[:80]}")
        return found


@contextlib.contextmanager
def house() -> Iterator[House]:
    """A house in a short temporary folder; whatever still runs of it at the end is killed."""
    folder = Path(tempfile.mkdtemp(prefix="vz"))
    folder.chmod(0o755)
    opened = House(folder / "d")
    try:
        yield opened
    finally:
        for child in opened.started:
            opened.family(child)
        server = opened.postgres()
        for pid in opened.ever | ({server} if server else set()):
            with contextlib.suppress(psutil.NoSuchProcess):
                if pid != os.getpid():
                    psutil.Process(pid).kill()
        for child in opened.started:
            child.wait(STOP_LIMIT_S)
        shutil.rmtree(folder, ignore_errors=True)
