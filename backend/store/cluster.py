"""The processes and lock files of one PostgreSQL cluster on this machine, and what is left of dead ones.

Process ids are used again: after a power cut another program may have the id that a file of ours names,
and in a container ids are small and nearly always the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path

import psutil
import structlog

log = structlog.get_logger()

PROGRAMS = {"initdb", "pg_ctl", "postgres"}
END_S, QUIET_S = 8.0, 0.5
"""Programs that do not end in time are killed; so long none must be seen before the folder counts as left."""
START_SLACK_S = 2.0
"""A process's start is computed from the time of boot, which is known to a second or so."""
LOCK, HANDLES = "postmaster.pid", ".handle_pids.json"


def runs(pid: int, before: float | None = None) -> bool:
    """Whether a process lives; with `before` (seconds since 1970) only one that started before that."""
    try:
        process = psutil.Process(pid)
        young = before is not None and process.create_time() > before
        return not young and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_running(path: Path) -> bool:
    """Whether the server that the lock file names lives."""
    pid = _locked_by(path)
    return pid is not None and runs(pid)


def has_other_owners(path: Path) -> bool:
    """Whether another living process has the server in use, by the package's handle file."""
    return any(pid != os.getpid() and runs(pid) for pid in _handles(path))


def forget_dead_handles(path: Path) -> None:
    """Drop dead process ids from the package's handle file, or nothing would ever stop the server.

    An id that began to run after the file was written belongs to another process.
    """
    pids = _handles(path)
    if not pids:
        return
    written_at = (path / HANDLES).stat().st_mtime
    alive = [pid for pid in pids if runs(pid, before=written_at + START_SLACK_S)]
    if alive != pids:
        (path / HANDLES).write_text(json.dumps(alive))


def forget_stale_lock(path: Path) -> None:
    """Remove the lock file of a dead server whose id another program has, or a process that only waits to be buried.

    PostgreSQL would refuse to start, and the package would take that program for the server and stop it.
    Where nobody has the id, PostgreSQL itself knows what to do.
    """
    pid = _locked_by(path)
    if pid is None:
        return
    try:
        process = psutil.Process(pid)
        is_server = process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return
    if not is_server and not _has_backends(path):
        log.warning("stale_postmaster_lock_removed")
        (path / LOCK).unlink(missing_ok=True)


def end_programs(path: Path) -> None:
    """End every program of PostgreSQL that was started on this folder: also one that is just starting."""
    give_up_at = time.monotonic() + END_S
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < QUIET_S:
        for process in _programs(path):
            quiet_since = time.monotonic()
            with contextlib.suppress(psutil.Error):
                # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients.
                late = time.monotonic() > give_up_at
                process.send_signal(signal.SIGKILL if late else signal.SIGINT)
        time.sleep(0.1)


def _programs(path: Path) -> list[psutil.Process]:
    """The programs of PostgreSQL that name this folder in their arguments, or stand in it as servers do."""
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] not in PROGRAMS or not runs(process.pid):
            continue
        if str(path) in (process.info["cmdline"] or []) or _stands_in(process, path):
            found.append(process)
    return found


def _has_backends(path: Path) -> bool:
    """Whether a process of PostgreSQL still works in this cluster."""
    return any(
        _stands_in(process, path)
        for process in psutil.process_iter(["name"])
        if (process.info["name"] or "").startswith("postgres")
    )


def _stands_in(process: psutil.Process, path: Path) -> bool:
    try:
        return Path(process.cwd()) == path
    except (psutil.Error, OSError):
        return False


def _locked_by(path: Path) -> int | None:
    try:
        return int((path / LOCK).read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _handles(path: Path) -> list[int]:
    try:
        return json.loads((path / HANDLES).read_text())
    except (OSError, ValueError):
        return []
