"""The tables of `docs/law.md`, drawn from the code: numbers, open questions, rules of appeals, articles, functions.

`python -m tests.docs.law` writes them; `test_law_page` fails while the page and the code differ.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from accreditation.law.appeal_rules import APPEAL_RULES
from accreditation.law.choices import CHOICES
from accreditation.law.citations import Citation
from accreditation.law.editions import EDITIONS, EditionId
from accreditation.law.limits import LIMITS
from accreditation.law.readings import PROFILES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "law.md"
UNSET = "**unset**"
_MARKED = re.compile(r"(<!-- table: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_CITES = re.compile(r"\b(?:Arts?\.|Law|[Nn]o article|Source:)")


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = [str(one) for one in header]
    drawn = [[str(one).replace("|", "\\|") for one in row] for row in rows]
    lines = ["| " + " | ".join(line) + " |" for line in (head, *drawn)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def _place(citation: Citation) -> str:
    """Article and paragraph, and how well the text is known."""
    paragraph = f"({citation.paragraph})" if citation.paragraph else ""
    return f"{citation.law} {citation.article}{paragraph}, {citation.mark}"


def limits() -> str:
    """Every number with its dates."""
    return _table(
        ("limit", "code of", "value", "article and how it is known", "holds", "note"),
        (
            (
                f"`{one.code}`",
                one.edition,
                UNSET if one.value is None else f"{one.value} {one.unit}",
                _place(one.citation),
                f"{one.effective_from} to {one.effective_until or 'now'}",
                one.note,
            )
            for one in sorted(LIMITS, key=lambda one: (one.edition, one.code, one.effective_from))
        ),
    )


def choices() -> str:
    """Every question that the text leaves open."""
    return _table(
        ("question", "code of", "answers", "holds unless set", "note"),
        (
            (
                f"`{one.code}`",
                one.edition,
                ", ".join(f"`{option}`" for option in one.options),
                f"`{one.option}`" if one.option else UNSET,
                one.note,
            )
            for one in sorted(CHOICES, key=lambda one: (one.code, one.edition))
        ),
    )


def appeal_rules() -> str:
    """Every rule of appeals besides the numbers."""
    return _table(
        ("rule", "code of", "value", "article and how it is known", "note"),
        (
            (
                f"`{one.code}`",
                one.edition,
                f"`{one.value}`" if one.value else UNSET,
                _place(one.citation),
                one.note,
            )
            for one in APPEAL_RULES
        ),
    )


def articles() -> str:
    """Where each provision stands in each edition of the code."""
    provisions = list(dict.fromkeys(one for edition in EDITIONS.values() for one in edition.provisions))
    return _table(
        ("provision", *(f"code of {edition}" for edition in EditionId)),
        (
            (
                f"`{provision}`",
                *(
                    _place(EDITIONS[edition].provisions[provision])
                    if provision in EDITIONS[edition].provisions
                    else "-"
                    for edition in EditionId
                ),
            )
            for provision in provisions
        ),
    )


def readings() -> str:
    """How each reading counts back from the vote and on from a filing."""
    return _table(
        ("reading", "from elections on", "counted back", "counted on", "text read", "note"),
        (
            (
                f"`{one.reading}`",
                one.effective_from,
                ", ".join(str(variant.rule) for variant in one.backward),
                ", ".join(str(variant.rule) for variant in one.forward),
                "yes" if one.text_read else "no",
                one.note,
            )
            for one in PROFILES
        ),
    )


def functions() -> str:
    """Every rule of the core: the sentence that it states, the article that it cites, and where it stands."""
    rows = []
    for path in sorted((ROOT / "accreditation").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            lines = [line.strip() for line in (ast.get_docstring(node) or "").splitlines() if line.strip()]
            cited = [line for line in lines[1:] if _CITES.search(line)]
            if lines and cited and not re.match(r"No article|Source: none", cited[-1]):
                where = f"`{path.relative_to(ROOT).as_posix()}` `{node.name}`"
                rows.append((cited[-1].removeprefix("Source: "), lines[0], where))
    return _table(("article", "the rule", "where"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "readings": readings,
    "limits": limits,
    "choices": choices,
    "appeals": appeal_rules,
    "articles": articles,
    "functions": functions,
}


def drawn_into(page: str) -> str:
    """The page with every marked table as the code has it now.

    Raises:
        KeyError: the page marks a table that nothing draws.
    """
    return _MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[4]}", page)


if __name__ == "__main__":
    PAGE.write_text(drawn_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
