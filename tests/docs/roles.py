"""The table of `docs/roles.md`: which role may call which operation, as the journeys measure it.

`python -m tests.docs.roles` measures and writes it; `tests/journeys/test_roles.py` fails while it differs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
WRITE = "VEZHGO_WRITE_ROLES"
"""Set in the environment, the measuring test writes the page before it compares."""
ROLES = (
    "public", "organisation", "observer", "cec", "zec", "lgec", "vcc", "kas", "college", "helpdesk", "auditor",
    "operator",
)  # fmt: skip
YES, OWN = "yes", "own"
_MARKED = re.compile(r"(<!-- roles -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def table(measured: dict[str, tuple[str, str, dict[str, str]]]) -> str:
    """The rows by path and method: operation, call, a cell for each role."""
    head = ["operation", "call", *ROLES]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    order = sorted(measured.items(), key=lambda one: (one[1][1], one[1][0]))
    for operation, (method, path, cells) in order:
        row = [f"`{operation}`", f"`{method} {path}`", *(cells[role] for role in ROLES)]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def rows(page: str) -> dict[str, str]:
    """The rows of a page by operation."""
    return {found[1]: found[0] for found in re.finditer(r"^\| `(\w+)` \| `.*$", page, re.MULTILINE)}


def drawn_into(page: str, drawn: str) -> str:
    """The page with this table."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{drawn}\n\n{found[3]}", page)


if __name__ == "__main__":
    told = os.environ | {WRITE: "1"}
    command = [sys.executable, "-m", "pytest", "-q", "tests/journeys/test_roles.py"]
    sys.exit(subprocess.run(command, env=told, cwd=PAGE.parents[1], check=False).returncode)
