"""The state tables of the code as Mermaid diagrams in `docs/architecture.md`.

`python -m tests.docs.diagrams` writes them; `test_architecture` fails while the page and the code differ.
"""

from __future__ import annotations

import re
from pathlib import Path

from accreditation.appeals import APPEALS
from accreditation.requests import REQUESTS
from accreditation.standing import STANDINGS
from bots.reports.states import MOVES

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
_MARKED = re.compile(r"(<!-- diagram: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def _report_ladder() -> str:
    """The ladder of a report, which is a table without names for its moves."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state} --> {target}" for state, targets in MOVES.items() for target in sorted(targets)]
    return "\n".join(lines)


def diagrams() -> dict[str, str]:
    """Each diagram by the name it has in the page."""
    drawn = {table.name: table.diagram() for table in (REQUESTS, STANDINGS, APPEALS)}
    return drawn | {"report": _report_ladder()}


def drawn_into(page: str) -> str:
    """The page with every marked diagram as the code has it now.

    Raises:
        KeyError: the page marks a diagram that no table draws.
    """
    found = diagrams()

    def block(match: re.Match[str]) -> str:
        name = match[2]
        return f"{match[1]}\nThe states of {_article(name)}:\n\n```mermaid\n{found[name]}\n```\n\n{match[4]}"

    return _MARKED.sub(block, page)


def _article(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


if __name__ == "__main__":
    PAGE.write_text(drawn_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
