"""`make bench`: run every benchmark on an embedded database and print ratios."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import psycopg

from backend.store.embedded import EmbeddedDatabase
from backend.store.migrations import migrate
from tests.benchmarks import actions, webhook


def main() -> None:
    """Run the benchmarks one after the other; each is alone on the machine."""
    folder = Path(tempfile.mkdtemp(prefix="vzb"))
    embedded = EmbeddedDatabase(folder)
    try:
        url = embedded.start()
        migrate(url)
        webhook.run(url, folder)
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("CREATE DATABASE bench_actions")
        other = url.replace("/postgres?", "/bench_actions?")
        migrate(other)
        actions.run(other, folder)
    finally:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
