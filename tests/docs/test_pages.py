"""All pages: links lead somewhere, headings that are linked exist, decisions have their form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("*.md", "docs/*.md", "docs/decisions/*.md", "docker/*.md")
    for path in ROOT.glob(folder)
)
DECISIONS = [page for page in PAGES if re.match(r"docs/decisions/\d{4}-", page)]
_LINK = re.compile(r"(?:\]\(|src=\")([^)\s\"]+)[)\"]")


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _anchors(page: str) -> set[str]:
    """The anchors that a reader's renderer makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _read(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _lost(page: str) -> set[str]:
    """The links of a page that lead to no file, or to no heading of it."""
    lost = set()
    for link in _LINK.findall(_read(page)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        if not target.exists() or (anchor and anchor not in _anchors(target.relative_to(ROOT).as_posix())):
            lost.add(link)
    return lost


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    """A link inside the repository has its file, and its heading where it names one."""
    assert _lost(page) == set()


@pytest.mark.parametrize("page", DECISIONS)
def test_a_decision_has_its_form(page):
    """A decision states problem, options, outcome and consequences, and fits on a page."""
    text = _read(page)
    number = Path(page).name[:4]

    assert text.startswith(f"# {number}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Problem", "Options", "Outcome", "Consequences"]
    assert len(text.splitlines()) <= 50


def test_every_decision_is_listed_with_its_title():
    """The list of decisions names each page by its own title, in order, without a gap."""
    listed = re.findall(
        r"^\| \[\d{4}\]\((.+?)\) \| (.+?) \|$", _read("docs/decisions/README.md"), re.MULTILINE
    )
    expected = [(Path(page).name, _read(page).splitlines()[0][8:]) for page in DECISIONS]

    assert listed == expected
    assert [int(name[:4]) for name, _ in listed] == list(range(1, len(listed) + 1))
