"""`docs/api.md`: every code of a problem that the backend can raise stands in its table."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.docs import calls

ROOT = Path(__file__).parents[2]
PAGES_ONLY = {"page"}
"""Codes of the officers' pages that never leave as a problem document."""


def _raised() -> set[str]:
    """The literal codes of `Problem(status, code, ...)` in the backend."""
    found = set()
    for path in (ROOT / "backend").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"):
                continue
            code = node.args[1] if len(node.args) > 1 else None
            if isinstance(code, ast.Constant):
                found.add(code.value)
    return found - PAGES_ONLY


def _told() -> set[str]:
    """The codes of the page's table."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d{3} \| (.+?) \|", page, re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`(\w+)`", row)}


def test_every_code_is_told():
    """A code that an integrator can meet is explained."""
    assert set() == _raised() - _told()


def test_no_code_is_invented():
    """A code of the page stands somewhere in the backend."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "backend").rglob("*.py"))

    assert set() == {code for code in _told() if code not in source}


def test_the_table_of_calls_is_the_application_s():
    """Each call of the application stands in the table; `python -m tests.docs.calls` draws it again."""
    page = calls.PAGE.read_text(encoding="utf-8")

    assert calls.drawn_into(page) == page
    assert calls.table() in page
