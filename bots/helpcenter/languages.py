"""Which language a message is written in: Albanian with or without marks, or one of five others.

A naive Bayes over character grams, trained at load on the phrasings and on small samples.
Greek letters decide alone. Italian, Greek, German and French are recognised, not spoken.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from bots.helpcenter.wording import fold, grams

SPOKEN = ("sq", "en")
"""Languages an answer exists in."""

_SMOOTHING = 0.3


class LanguageIdentifier:
    """Built once from folded samples of each language.

    Args:
        samples: for each language code, folded sentences.
    """

    def __init__(self, samples: Mapping[str, Sequence[str]]) -> None:
        self.languages = tuple(samples)
        counts: list[Counter[str]] = []
        for language in self.languages:
            bag: Counter[str] = Counter()
            for sentence in samples[language]:
                bag.update(grams(sentence, 1, 4))
            counts.append(bag)
        vocabulary = set().union(*counts)
        size = len(vocabulary)
        totals = [sum(bag.values()) + _SMOOTHING * size for bag in counts]
        floor = [math.log(_SMOOTHING / total) for total in totals]
        mean_floor = sum(floor) / len(floor)
        self._weights: dict[str, tuple[float, ...]] = {}
        for gram in vocabulary:
            self._weights[gram] = tuple(
                math.log((bag.get(gram, 0) + _SMOOTHING) / total)
                for bag, total in zip(counts, totals, strict=True)
            )
        self._unseen = mean_floor

    def identify(self, folded: str, prior: str | None = None) -> tuple[str, float]:
        """The likeliest language of a folded text and its margin over the next, in nats a gram.

        `prior` is the conversation's language; it wins where the text itself hardly speaks.
        """
        letters = [c for c in folded if c.isalpha()]
        if not letters:
            return prior or "sq", 0.0
        greek = sum(1 for c in letters if "Ͱ" <= c <= "Ͽ")
        if greek * 2 > len(letters):
            return "el", 9.0
        scores = [0.0] * len(self.languages)
        seen = 0
        for gram in grams(folded[:300], 1, 4):
            weight = self._weights.get(gram)
            if weight is None:
                continue
            seen += 1
            for i, w in enumerate(weight):
                scores[i] += w
        if not seen:
            return prior or "sq", 0.0
        # Albanian is the house's language: a text that says little is taken for Albanian.
        home = prior if prior in self.languages else "sq"
        scores[self.languages.index(home)] += 3.0
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        return self.languages[order[0]], (scores[order[0]] - scores[order[1]]) / seen


def answer_language(chosen: str | None, original: str) -> str:
    """The language to answer in: the one chosen if it is spoken, else the person's own, else English."""
    if chosen in SPOKEN:
        return str(chosen)
    return original if original in SPOKEN else "en"


def sentences(text: str) -> list[str]:
    """The lines of a sample file, folded; empty lines and comments are dropped."""
    return [fold(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
