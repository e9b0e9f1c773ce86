"""One child process of `vezhgo serve --workers N`: a web process on the inherited socket, or the worker."""

from __future__ import annotations

import os
import socket
import sys

from backend import settings as environment
from backend.cli.family import end_with_parent
from backend.cli.serve import CHILD_SOCKET, CHILD_URL, run_uvicorn, run_worker
from backend.logs import configure


def main() -> None:
    """Run until terminated, or until the parent is gone."""
    configure()
    end_with_parent()
    settings = environment.load()
    url = os.environ[CHILD_URL]
    listener = socket.socket(fileno=int(os.environ[CHILD_SOCKET]))
    if sys.argv[1:] == ["work"]:
        # The worker answers nobody: connections must not come to it.
        listener.close()
        run_worker(settings, url)
        return
    run_uvicorn(settings, url, listener, worker=False)


if __name__ == "__main__":
    main()
