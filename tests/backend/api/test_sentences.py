"""The sentences of findings take the arguments that real assessments carry."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.console.wording import Words
from backend.locales.texts import LANGUAGES, Texts


async def test_findings_of_real_filings_are_said_in_both_languages(world):
    """Filings that are early, late, foreign, political, empty, replaced or failed: every finding is a full sentence."""
    found = []
    senders = [
        (await world.organisation(kind))[1]
        for kind in ("albanian_ngo", "international_organisation", "political_party", "independent_candidate")
    ]
    for at in (
        datetime(2027, 3, 1, tzinfo=UTC),
        datetime(2027, 4, 28, tzinfo=UTC),
        datetime(2027, 5, 15, tzinfo=UTC),
    ):
        await world.at(at)
        for sender in senders:
            for citizenship in ("AL", "FR"):
                changes = {"observer": {"citizenship": citizenship}, "scope": {"electoral_units": ["77"]}}
                found += (await world.filed(sender, **changes))["assessment"]["findings"]
            found += (await world.filed(sender, scope={"voting_centres": []}))["assessment"]["findings"]
    texts = Texts(strict=True)

    assert len({one["code"] for one in found}) > 12
    for language in LANGUAGES:
        words = Words(texts, language)
        for one in found:
            sentence = words.finding(one["code"], one["arguments"])
            assert sentence.endswith("."), sentence
            assert "{" not in sentence
            assert "None" not in sentence
