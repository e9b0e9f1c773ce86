"""Sources are named in the language of the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bots.helpcenter import Election, load
from bots.helpcenter.sources import albanian_titles, in_language
from bots.helpcenter.topic import Source

BASE = load()
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SPRING = Election(id="e1", name="Zgjedhje DEMO", date=date(2027, 4, 25), demo=True)


def test_every_source_has_an_albanian_title_and_no_title_is_left_over() -> None:
    """The table of titles is that of the topic files, no more and no less, and no title is the English one."""
    used = {s.title for t in BASE.topics.values() for a in t.answers for s in a.sources}
    assert set(albanian_titles()) == used
    assert all(title != albanian for title, albanian in albanian_titles().items())


def test_an_albanian_answer_names_its_source_in_albanian_and_an_english_one_in_english() -> None:
    """A voter who reads Albanian sees the law's Albanian name and "neni"."""
    sq, en = (
        BASE.topic("voting_hours", language=language, election=SPRING, now=NOW).sources[0]
        for language in ("sq", "en")
    )
    assert (sq.title, sq.article) == (
        "Kodi Zgjedhor, Ligji nr. 9087/2003, i ndryshuar deri me Ligjin nr. 9371/2005",
        "neni 8",
    )
    assert (en.title, en.article) == ("Electoral Code, Law 9087/2003 as amended to Law 9371/2005", "Art. 8")
    assert sq.date == en.date


@pytest.mark.parametrize(
    ("article", "albanian"),
    [
        ("Art. 18", "neni 18"),
        ("Arts. 13-22", "nenet 13-22"),
        ("Art. 328 and 328/b", "nenet 328 dhe 328/b"),
        ("", ""),
    ],
)
def test_articles_are_written_as_albanian_law_is_cited(article: str, albanian: str) -> None:
    """One article is "neni", several are "nenet", and a source without an article stays without."""
    assert in_language(Source(title="Law 101/2020", article=article), "sq").article == albanian
