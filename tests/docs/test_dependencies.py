"""`docs/dependencies.md`: every dependency has its reason, and no reason lacks its dependency."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(one for group in project["optional-dependencies"].values() for one in group),
    ]
    return {re.match(r"[A-Za-z0-9_.-]+", line)[0] for line in lines}


def _explained() -> set[str]:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([a-z0-9.-]+) \|", page, re.MULTILINE)) - {"dependency"}


def test_the_page_and_the_project_name_the_same():
    """A dependency is added or dropped in both."""
    assert _declared() == _explained()
