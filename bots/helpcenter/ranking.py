"""Rankers: which topic or deflection intent a question most resembles.

Three small ones work together: words against the topic, character grams against the topic,
and words against the single nearest phrasing. All are built at load and need no network.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from bots.helpcenter.wording import grams, stem, terms

K1 = 1.2
B = 0.75
"""The usual constants of BM25: saturation of repeats, and how much a longer topic is held back."""


class Scores(msgspec.Struct, frozen=True):
    """What the rankers say of one question, each list in the order of the labels.

    Attributes:
        fused: the weighted sum that orders the candidates.
        words: BM25 of stems and pairs, divided by the question's total weight.
        letters: BM25 of character grams, divided likewise.
        nearest: cosine of the nearest phrasing, 0 to 1.
        known: share of the question's letters weight that the knowledge base has ever seen, 0 to 1.
    """

    fused: Sequence[float]
    words: Sequence[float]
    letters: Sequence[float]
    nearest: Sequence[float]
    known: float


class Ranker(Protocol):
    """Anything that scores a folded question against fixed labels; replace it to try another method."""

    labels: tuple[str, ...]

    def score(self, folded: str) -> Scores:
        """Scores of the folded question for each label."""
        ...


class _Bm25:
    """BM25 with one document a label; the weights are computed once, at build."""

    def __init__(self, documents: Sequence[Counter[str]]) -> None:
        count = len(documents)
        self._count = count
        lengths = [sum(d.values()) for d in documents]
        mean = sum(lengths) / count
        frequency: Counter[str] = Counter()
        for document in documents:
            frequency.update(document.keys())
        self._idf = {t: math.log(1 + (count - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}
        self._unseen = math.log(1 + (count + 0.5) / 0.5)
        docs: dict[str, array[int]] = {}
        weights: dict[str, array[float]] = {}
        for index, document in enumerate(documents):
            norm = K1 * (1 - B + B * lengths[index] / mean)
            for term, tf in document.items():
                docs.setdefault(term, array("B" if count < 256 else "H")).append(index)
                weight = self._idf[term] * tf * (K1 + 1) / (tf + norm)
                weights.setdefault(term, array("f")).append(weight)
        self._postings = {t: (docs[t], weights[t]) for t in docs}

    def score(self, query: Sequence[str]) -> tuple[list[float], float]:
        """Score of each document over the query's total weight, and the known share of that weight."""
        scores = [0.0] * self._count
        total = known = 0.0
        for term in dict.fromkeys(query):
            posting = self._postings.get(term)
            if posting is None:
                total += self._unseen
                continue
            idf = self._idf[term]
            total += idf
            known += idf
            for index, weight in zip(posting[0], posting[1], strict=True):
                scores[index] += weight
        if total:
            scores = [s / total for s in scores]
        return scores, (known / total if total else 0.0)


class _Nearest:
    """The best cosine between the question's stems and any one phrasing of a label."""

    def __init__(self, phrasings: Sequence[tuple[int, list[str]]], labels: int) -> None:
        self._labels = labels
        frequency: Counter[str] = Counter()
        for _, words in phrasings:
            frequency.update(set(words))
        count = len(phrasings)
        self._idf = {w: math.log(1 + count / n) for w, n in frequency.items()}
        self._unseen = math.log(1 + count)
        self._owner = array("H", [label for label, _ in phrasings])
        postings: dict[str, tuple[array[int], array[float]]] = {}
        for index, (_, words) in enumerate(phrasings):
            unique = set(words)
            norm = math.sqrt(sum(self._idf[w] ** 2 for w in unique)) or 1.0
            for word in unique:
                ids, values = postings.setdefault(word, (array("H"), array("f")))
                ids.append(index)
                values.append(self._idf[word] / norm)
        self._postings = postings

    def score(self, words: Sequence[str]) -> list[float]:
        """Cosine of the nearest phrasing of each label, 0 to 1."""
        unique = dict.fromkeys(words)
        norm = math.sqrt(sum(self._idf.get(w, self._unseen) ** 2 for w in unique)) or 1.0
        hits: dict[int, float] = {}
        for word in unique:
            posting = self._postings.get(word)
            if posting is None:
                continue
            idf = self._idf[word] / norm
            for index, value in zip(posting[0], posting[1], strict=True):
                hits[index] = hits.get(index, 0.0) + idf * value
        best = [0.0] * self._labels
        owner = self._owner
        for index, value in hits.items():
            label = owner[index]
            if value > best[label]:
                best[label] = value
        return best


class FusedRanker:
    """The three rankers over one set of labelled phrasings, summed with fixed weights.

    Args:
        phrasings: for each label, its phrasings already folded.
        mix: weights of words, letters and nearest in the sum.
    """

    def __init__(
        self, phrasings: Mapping[str, Sequence[str]], mix: tuple[float, float, float] = (0.5, 1.0, 0.3)
    ) -> None:
        self.labels = tuple(phrasings)
        self._mix = mix
        self._words = _Bm25([_bag(phrasings[label], terms) for label in self.labels])
        self._letters = _Bm25([_bag(phrasings[label], grams) for label in self.labels])
        single = [
            (index, [stem(w) for w in phrase.split()])
            for index, label in enumerate(self.labels)
            for phrase in phrasings[label]
        ]
        self._nearest = _Nearest(single, len(self.labels))

    def score(self, folded: str) -> Scores:
        """Scores of a folded question for each label."""
        words, _ = self._words.score(terms(folded))
        letters, known = self._letters.score(grams(folded))
        nearest = self._nearest.score([stem(w) for w in folded.split()])
        a, b, c = self._mix
        fused = [a * w + b * g + c * n for w, g, n in zip(words, letters, nearest, strict=True)]
        return Scores(fused, words, letters, nearest, known)


def _bag(phrases: Sequence[str], cut: Callable[[str], list[str]]) -> Counter[str]:
    bag: Counter[str] = Counter()
    for phrase in phrases:
        bag.update(cut(phrase))
    return bag
