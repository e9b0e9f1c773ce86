"""From scores to a decision: answer, list, or hand over to a person.

Two small logistic functions say how probable it is that the best topic is right, and that the
question is ours at all. Their weights are data, fitted by `refit` on labelled questions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from bots.helpcenter.ranking import Scores

FEATURES = (
    "one",
    "fused",
    "margin",
    "nearest",
    "agreement",
    "known",
    "deflection_margin",
    "length",
    "foreign",
)
"""Names of the calibrator's inputs, in order."""

EVIDENCE = frozenset({"fused", "margin", "nearest", "agreement", "known", "deflection_margin"})
"""Inputs that may only speak for an answer: more of them never makes it less probable."""

_LENGTH_CAP = 12
"""Different words past which a message counts as no longer."""

LIST_ROWS = 9
"""Topics in a list; a WhatsApp list has ten rows and the tenth is "a person"."""


class Kind(StrEnum):
    """What the help center does with a question."""

    ANSWER = "answer"
    LIST = "list"
    HANDOVER = "handover"


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The calibrator: weights of `FEATURES` for the two probabilities, and the two thresholds.

    Attributes:
        right: weights of "the best topic is right".
        ours: weights of "the question is in scope".
        answer_from: answer at once from this probability of `right`.
        list_from: offer a list from this probability of `ours`.
        fitted_on: what it was fitted on, for the operator.
    """

    right: tuple[float, ...]
    ours: tuple[float, ...]
    answer_from: float
    list_from: float
    fitted_on: str


class Verdict(msgspec.Struct, frozen=True):
    """The decision with its probabilities and the candidates, best first, deflections left out."""

    kind: Kind
    candidates: tuple[int, ...]
    right: float
    ours: float
    deflection: int | None


def features(scores: Scores, topics: int, words: int, foreign: bool) -> tuple[list[float], list[int]]:
    """The inputs of the calibrator and the topics in order.

    Labels before `topics` are topics, those from `topics` on are deflection intents. `words` counts the
    different words of the message.
    """
    order = sorted(range(topics), key=lambda i: -scores.fused[i])
    first, second = order[0], order[1]
    best_deflection = max(scores.fused[topics:], default=0.0)
    by_words = max(range(topics), key=lambda i: scores.words[i])
    by_letters = max(range(topics), key=lambda i: scores.letters[i])
    by_nearest = max(range(topics), key=lambda i: scores.nearest[i])
    agreement = (by_words == first) + (by_letters == first) + (by_nearest == first)
    row = [
        1.0,
        scores.fused[first],
        scores.fused[first] - scores.fused[second],
        scores.nearest[first],
        agreement / 3,
        scores.known,
        scores.fused[first] - best_deflection,
        math.log1p(min(words, _LENGTH_CAP)),
        float(foreign),
    ]
    return row, order


def decide(scores: Scores, topics: int, words: int, foreign: bool, weights: Weights) -> Verdict:
    """Answer when sure of the topic, list when sure it is ours, else hand over."""
    row, order = features(scores, topics, words, foreign)
    right = logistic(row, weights.right)
    ours = logistic(row, weights.ours)
    best = max(range(len(scores.fused)), key=lambda i: scores.fused[i])
    deflection = best if best >= topics else None
    if deflection is None and right >= weights.answer_from and ours >= weights.list_from:
        kind = Kind.ANSWER
    elif ours >= weights.list_from:
        kind = Kind.LIST
    else:
        kind = Kind.HANDOVER
    return Verdict(kind, tuple(order), right, ours, deflection)


def logistic(row: Sequence[float], weights: Sequence[float]) -> float:
    """The probability that the weighted row stands for, 0 to 1."""
    z = sum(x * w for x, w in zip(row, weights, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
