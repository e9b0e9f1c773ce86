"""The flows as a graph: no jump to a step that is not declared, no step without a way out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import bots.dialogue
from bots.dialogue.flows import REST, ROWS
from bots.dialogue.flows.report import RESUMABLE

FOLDER = Path(bots.dialogue.__file__).parent
STEP = re.compile(r"(?:menu|welcome|binding|report)\.[a-z_]+")


def literals() -> dict[str, set[str]]:
    """Every step named in the code of the flows, commands and engine, by file."""
    found: dict[str, set[str]] = {}
    for path in (*FOLDER.glob("*.py"), *(FOLDER / "flows").glob("*.py")):
        names = {
            node.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and STEP.fullmatch(node.value)
        }
        if names:
            found[path.name] = names
    return found


def test_every_step_named_in_the_code_is_declared() -> None:
    """No handler can jump to a step that no table has."""
    declared = {*ROWS, REST}
    assert {name: steps - declared for name, steps in literals().items() if steps - declared} == {}
    assert sum(map(len, literals().values())) > 40


def test_every_row_leads_to_declared_steps_and_somewhere_else() -> None:
    """Each row names where it leads, all of it declared, and no step leads only to itself."""
    for name, row in ROWS.items():
        assert row.leads_to <= {*ROWS, REST}, name
        assert row.leads_to - {name}, name


def test_every_step_is_reached_from_the_menu_or_a_command() -> None:
    """Walking the table from the steps that commands enter reaches every step."""
    entered = {
        "menu.home",
        "welcome.language",
        "binding.fact",
        "binding.leave",
        "report.place",
        "report.resume",
    }
    todo = list(entered)
    while todo:
        for target in ROWS[todo.pop()].leads_to - {REST}:
            if target not in entered:
                entered.add(target)
                todo.append(target)
    assert entered == set(ROWS)


def test_every_report_step_with_a_question_can_be_resumed() -> None:
    """A pause at any question of the report comes back to that question."""
    questions = {name for name in ROWS if name.startswith("report.")}
    assert questions - RESUMABLE == {"report.resume", "report.finish", "report.nearest"}
