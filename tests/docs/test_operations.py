"""`docs/operations.md` and the container files: what they tell to set and to call exists."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from backend.cli import vezhgo

ROOT = Path(__file__).parents[2]
TOLD = [
    "README.md",
    "docs/operations.md",
    "docs/api.md",
    "docs/helpcenter.md",
    "docker/Dockerfile",
    "docker/compose.yml",
]
NOT_FOR_OPERATORS = {"VEZHGO_CHILD_DATABASE_URL", "VEZHGO_CHILD_SOCKET", "VEZHGO_NO_SKIPS"}
"""Names by which processes of one service, and the tests, speak to each other."""


def _names(text: str) -> set[str]:
    return set(re.findall(r"\bVEZHGO_[A-Z_]+[A-Z]\b", text)) - NOT_FOR_OPERATORS


def _read() -> set[str]:
    """The variables that the code reads."""
    found = set()
    for path in (ROOT / "backend").rglob("*.py"):
        found |= set(re.findall(r'"(VEZHGO_[A-Z_]+[A-Z])"', path.read_text(encoding="utf-8")))
    return found - NOT_FOR_OPERATORS


def test_every_variable_is_told_and_none_is_invented():
    """The table of the environment is the environment that the code reads."""
    assert _names((ROOT / "docs" / "operations.md").read_text(encoding="utf-8")) == _read()


@pytest.mark.parametrize("name", ["docker/Dockerfile", "docker/compose.yml", "docker/vezhgo.env.example"])
def test_the_container_sets_what_the_code_reads(name):
    """A variable of a container file is one that the code reads."""
    assert set() == _names((ROOT / name).read_text(encoding="utf-8")) - _read()


def _commands(text: str) -> set[tuple[str, ...]]:
    """The commands of a page, as words up to the first that is an option, an argument or punctuation."""
    found = set()
    for line in re.findall(r"(?:`|bin/|\$ |CMD )vezhgo ([a-z][^`\n|]*)", text):
        words = []
        for word in line.split():
            if not re.fullmatch(r"[a-z][a-z-]*", word):
                break
            words.append(word)
        found.add(tuple(words[:2]))
    return found


def _exists(words: tuple[str, ...]) -> bool:
    command: click.Command | None = vezhgo
    for word in words:
        if not isinstance(command, click.Group):
            return True  # an argument of the command before
        command = command.get_command(click.Context(command), word)
        if command is None:
            return False
    return True


@pytest.mark.parametrize("name", TOLD)
def test_every_command_that_is_told_exists(name):
    """A command that a page shows can be called."""
    told = _commands((ROOT / name).read_text(encoding="utf-8"))

    assert set() == {words for words in told if not _exists(words)}


def test_every_command_is_told():
    """No command of the command line is left out of the operator's page."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert set() == {
        name for name in vezhgo.list_commands(click.Context(vezhgo)) if f"`vezhgo {name}" not in page
    }


def test_every_metric_is_told():
    """Each measure of the code stands in the operator's table."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = set()
    for path in (ROOT / "backend").rglob("*.py"):
        found |= set(
            re.findall(r'(?:Counter|Gauge|Histogram)\(\s*"(vezhgo_\w+)"', path.read_text(encoding="utf-8"))
        )

    assert set() == {name for name in found if name not in page}
