"""The typed Python client, generated from the API's own description.

`python -m tests.docs.client FOLDER` writes a package that can be installed by itself; `make client` calls it.
It is generated where it is needed and not kept in the repository, so it can never lag behind the routes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from backend.api.description import described
from backend.app import compose, create_app
from backend.settings import Settings

CONFIG = Path(__file__).parents[2] / "docs" / "client.yml"


def description() -> dict[str, Any]:
    """The whole description; nothing is connected to."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), secret_key="long enough, and never used for anything")
        return described(create_app(compose(settings, "postgresql://nobody@127.0.0.1:1/none")))


def generate(folder: Path) -> str:
    """Write the client's package into a folder; returns what the generator warned of.

    Raises:
        CalledProcessError: the description cannot be read.
    """
    with tempfile.TemporaryDirectory() as scratch:
        document = Path(scratch) / "openapi.json"
        document.write_bytes(msgspec.json.encode(description()))
        program = Path(sys.executable).with_name("openapi-python-client")
        options = ["--path", document, "--config", CONFIG, "--output-path", folder, "--overwrite"]
        done = subprocess.run(
            [program, "generate", *options], check=True, capture_output=True, text=True, encoding="utf-8"
        )
    return done.stdout + done.stderr


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    print(generate(target))
