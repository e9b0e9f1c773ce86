"""One child process of `vezhgo serve --workers N`: a web process on the inherited socket, or the worker."""

from __future__ import annotations

import os
import socket
import sys

from backend import settings as environment
from backend.cli.serve import CHILD_SOCKET, CHILD_URL, _run_uvicorn, run_worker
from backend.logs import configure


def main() -> None:
    """Run until terminated."""
    configure()
    settings = environment.load()
    url = os.environ[CHILD_URL]
    if sys.argv[1:] == ["work"]:
        run_worker(settings, url)
        return
    listener = socket.socket(fileno=int(os.environ[CHILD_SOCKET]))
    _run_uvicorn(settings, url, listener, worker=False)


if __name__ == "__main__":
    main()
