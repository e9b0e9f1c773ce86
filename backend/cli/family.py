"""The processes of `vezhgo serve --workers N`: kept alive by the parent, and gone when the parent is gone.

A child that dies is started again: the others go on answering, and the embedded database, which belongs to
the parent, is not disturbed. On the day of an election that is better than ending the service because one of
its processes was killed, and it needs no supervisor outside. A child that dies again and again has a cause
that a new start does not mend, so then everything stops with exit status 1 and a supervisor or a person decides.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque

import structlog

log = structlog.get_logger()

STOP_WAIT_S = 10.0
POLL_S = 0.2
DEATHS_LIMIT = 5
DEATHS_WINDOW_S = 60.0
"""So many deaths within this time are a fault that starting anew does not mend."""
PARENT_POLL_S = 0.5


class Family:
    """Children started with one environment; `stay` watches them until a signal."""

    def __init__(self, env: dict[str, str], pass_fds: tuple[int, ...] = ()) -> None:
        self._env = env
        self._pass_fds = pass_fds
        self._children: list[tuple[list[str], subprocess.Popen]] = []
        self._deaths: deque[float] = deque(maxlen=DEATHS_LIMIT)
        self._stopping = False

    def add(self, command: list[str]) -> None:
        """Start a child; in a session of its own, so that Ctrl-C reaches it only through its parent."""
        self._children.append((command, self._start(command)))

    def _start(self, command: list[str]) -> subprocess.Popen:
        return subprocess.Popen(command, env=self._env, pass_fds=self._pass_fds, start_new_session=True)

    def stay(self) -> None:
        """Keep the children alive until a signal, then stop them; exits with 1 when they keep dying."""

        def stop(*_: object) -> None:
            self._stopping = True

        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(name) is not signal.SIG_IGN:
                signal.signal(name, stop)
        try:
            while not self._stopping and not self._keeps_dying():
                time.sleep(POLL_S)
        finally:
            self._stop_all()
        if not self._stopping:
            log.error("children_keep_dying", hint="the service stops; its log says why they died")
            sys.exit(1)

    def _keeps_dying(self) -> bool:
        """Start dead children again; True when there were too many of them lately."""
        for place, (command, child) in enumerate(self._children):
            status = child.poll()
            if status is None or self._stopping:
                continue
            log.error("child_died", status=status, action="restart", kind=command[-1])
            self._deaths.append(time.monotonic())
            if len(self._deaths) == DEATHS_LIMIT and self._deaths[-1] - self._deaths[0] < DEATHS_WINDOW_S:
                return True
            self._children[place] = (command, self._start(command))
        return False

    def _stop_all(self) -> None:
        for _, child in self._children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + STOP_WAIT_S
        for _, child in self._children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def end_with_parent() -> None:
    """Terminate this process soon after its parent is gone: nobody else would, and it holds the port."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_POLL_S)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
