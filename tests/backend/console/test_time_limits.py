"""The public page of time limits: every limit with its rule and counts, in both languages, for anybody."""

from __future__ import annotations

import pytest

from backend.locales.texts import Texts
from tests.backend.api.test_redating import ACT
from tests.backend.console.browser import Browser


@pytest.mark.parametrize("language", ["sq", "en"])
async def test_each_limit_is_explained_to_anybody(world, language):
    """Without signing in: title, article, rule, ends, the count of each reading, and which one was chosen."""
    texts = Texts()
    browser = Browser(world.client)
    await browser.open(f"/language/{language}")

    page = await browser.open(f"/elections/{world.election}/time-limits?all=true")

    assert page.status == 200
    for code in ("albanian-request", "foreign-request", "decision", "party-registration", "college-decision"):
        assert texts.text(language, f"limits-title-{code}") in page.text
    assert "18(5)" in page.text
    assert texts.text(language, "console-reading-own") in page.text
    assert texts.text(language, "limits-unset") in page.text
    assert page.html.count("<details open") >= 20
    assert "{" not in page.text


async def test_days_off_and_earlier_dates_are_shown(world):
    """Whose offices a day shuts, that it was announced late, and from which date the election was moved."""
    browser = Browser(world.client)
    await browser.open("/language/en")
    days = [{"day": "2027-04-19", "name": "Urë <b>", "bodies": ["30"]}]
    await world.cec.post(f"/v1/elections/{world.election}/holidays", {"days": days, "act": ACT})
    await world.cec.post(
        f"/v1/elections/{world.election}/redating", {"election_date": "2027-05-30", "act": ACT}
    )

    page = await browser.open(f"/elections/{world.election}/time-limits")

    assert "announced late" in page.text
    assert "only for 30" in page.text
    assert "Urë &lt;b&gt;" in page.html
    assert "from 16 May 2027 to 30 May 2027, act 77" in page.text
    assert "<details open" not in page.html


@pytest.mark.parametrize("id", ["999", "99999999999999999999"])
async def test_an_election_that_is_not_there_is_a_404(world, id):
    """Whatever the number."""
    page = await Browser(world.client).open(f"/elections/{id}/time-limits")

    assert page.status == 404
