"""Fit the calibrator on labelled questions; run by an operator, never by the server.

`python -m bots.helpcenter.refit LABELLED.jsonl weights.json` reads questions as `evaluate` does and writes
the weights. Use questions that the phrasings' author has not seen, and keep a part of them for evaluation.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bots.helpcenter.decision import FEATURES, Weights, features, logistic
from bots.helpcenter.evaluate import Question
from bots.helpcenter.knowledge import KnowledgeBase, load

RIDGE = 0.02
"""Pull of each weight towards zero, so that few questions do not give wild weights."""

_ROUNDS = 4000
_STEP = 0.5


def fit(base: KnowledgeBase, questions: Sequence[Question], fitted_on: str) -> Weights:
    """Weights fitted on the questions, thresholds kept from the present ones.

    `right` learns whether the best topic is one the label accepts; a question out of scope is never right.
    `ours` learns whether the question is in scope.
    """
    rows: list[list[float]] = []
    right: list[float] = []
    ours: list[float] = []
    for question in questions:
        scored = base.scores(question.text)
        if scored is None:
            continue
        scores, words, foreign = scored
        row, order = features(scores, len(base.topics), words, foreign)
        best = base.labels[order[0]]
        rows.append(row)
        inside = question.label != "oos"
        ours.append(float(inside))
        right.append(float(inside and best in {question.topic, *question.also_ok}))
    return Weights(
        right=_descend(rows, right),
        ours=_descend(rows, ours),
        answer_from=base.weights.answer_from,
        list_from=base.weights.list_from,
        fitted_on=fitted_on,
    )


def _descend(rows: Sequence[Sequence[float]], targets: Sequence[float]) -> tuple[float, ...]:
    """Logistic regression by plain gradient descent on standardised inputs, given back in the inputs' units."""
    count, width = len(rows), len(FEATURES)
    means = [0.0] + [sum(r[i] for r in rows) / count for i in range(1, width)]
    spreads = [1.0] + [
        (sum((r[i] - means[i]) ** 2 for r in rows) / count) ** 0.5 or 1.0 for i in range(1, width)
    ]
    scaled = [[(x - m) / s for x, m, s in zip(r, means, spreads, strict=True)] for r in rows]
    weights = [0.0] * width
    for _ in range(_ROUNDS):
        slope = [0.0] * width
        for row, target in zip(scaled, targets, strict=True):
            error = logistic(row, weights) - target
            for i, x in enumerate(row):
                slope[i] += error * x
        weights = [
            w - _STEP * (g / count + (RIDGE * w if i else 0.0))
            for i, (w, g) in enumerate(zip(weights, slope, strict=True))
        ]
    plain = [w / s for w, s in zip(weights, spreads, strict=True)]
    plain[0] = weights[0] - sum(p * m for p, m in zip(plain[1:], means[1:], strict=True))
    return tuple(round(w, 5) for w in plain)


def main(arguments: Sequence[str]) -> None:
    """Read the labelled file, fit, write the weights."""
    source, target = (Path(a) for a in arguments)
    lines = source.read_bytes().splitlines()
    questions = [msgspec.json.decode(line, type=Question) for line in lines if line.strip()]
    fitted_on = f"{source.name}: {len(questions)} questions"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(fit(load(), questions, fitted_on)), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
