"""Fit the calibrator on labelled questions; run by an operator, never by the server.

`python -m bots.helpcenter.refit LABELLED.jsonl weights.json` reads questions as `evaluate` does and writes
the weights. Use questions that the phrasings' author has not seen, and keep a part of them for evaluation.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bots.helpcenter.decision import EVIDENCE, FEATURES, Weights, features, logistic
from bots.helpcenter.evaluate import Question
from bots.helpcenter.knowledge import KnowledgeBase, load
from bots.helpcenter.ranking import FusedRanker
from bots.helpcenter.wording import fold

RIDGE = 1.0
"""Pull of each weight towards zero, so that few questions do not give wild weights."""

FOLDS = 5
"""Parts the phrasings are cut into; each part is scored by a ranker that has not seen it."""

LABELLED_WEIGHT = 5.0
"""How much one labelled question counts beside one phrasing: it was not written by the editors."""

_ROUNDS = 25


class Example(msgspec.Struct, frozen=True):
    """One row of the calibrator: its inputs, whether the best topic was right, whether it was ours, its weight."""

    row: list[float]
    right: bool
    ours: bool
    weight: float


def fit(base: KnowledgeBase, questions: Sequence[Question], fitted_on: str) -> Weights:
    """Weights fitted on the phrasings, each scored unseen, and on the questions; thresholds stay as they are.

    `right` learns whether the best topic is one the label accepts; a question out of scope is never right.
    `ours` learns whether the question is in scope.
    """
    examples = [*_from_phrasings(base), *_from_questions(base, questions)]
    return Weights(
        right=_logistic_fit(examples, [e.right for e in examples]),
        ours=_logistic_fit(examples, [e.ours for e in examples]),
        answer_from=base.weights.answer_from,
        list_from=base.weights.list_from,
        fitted_on=fitted_on,
    )


def _from_questions(base: KnowledgeBase, questions: Sequence[Question]) -> list[Example]:
    found: list[Example] = []
    for question in questions:
        scored = base.scores(question.text)
        if scored is None:
            continue
        scores, words, foreign = scored
        row, order = features(scores, len(base.topics), words, foreign)
        ours = question.label != "oos"
        right = ours and base.labels[order[0]] in {question.topic, *question.also_ok}
        found.append(Example(row, right, ours, LABELLED_WEIGHT))
    return found


def _from_phrasings(base: KnowledgeBase) -> list[Example]:
    """Albanian and English phrasings and all deflections, each scored by a ranker built without it."""
    spoken = {t.id: [fold(p) for p in t.phrasings.sq + t.phrasings.en] for t in base.topics.values()}
    spoken.update({d.id: [fold(p) for p in d.phrasings] for d in base.deflections.values()})
    found: list[Example] = []
    for part in range(FOLDS):
        kept = {label: [p for i, p in enumerate(ps) if i % FOLDS != part] for label, ps in spoken.items()}
        ranker = FusedRanker(kept)
        for label, phrases in spoken.items():
            for phrase in phrases[part::FOLDS]:
                row, order = features(ranker.score(phrase), len(base.topics), len(set(phrase.split())), False)
                found.append(Example(row, ranker.labels[order[0]] == label, label in base.topics, 1.0))
    return found


def _logistic_fit(examples: Sequence[Example], targets: Sequence[bool]) -> tuple[float, ...]:
    """Logistic regression with a ridge; evidence that would count against an answer is left out.

    Unseen kinds of nonsense must not score high because little is known of them.
    """
    free = list(range(len(FEATURES)))
    while True:
        weights = _newton(examples, targets, free)
        wrong = [i for i in free if FEATURES[i] in EVIDENCE and weights[i] < 0]
        if not wrong:
            return tuple(round(w, 5) for w in weights)
        free.remove(min(wrong, key=lambda i: weights[i]))


def _newton(examples: Sequence[Example], targets: Sequence[bool], free: Sequence[int]) -> list[float]:
    """The weights of the free inputs by Newton's method, zero for the others; the constant is not pulled."""
    weights = [0.0] * len(free)
    rows = [[e.row[i] for i in free] for e in examples]
    for _ in range(_ROUNDS):
        slope = [-RIDGE * w if i else 0.0 for i, w in enumerate(weights)]
        curve = [[0.0] * len(free) for _ in free]
        for i in range(len(free)):
            curve[i][i] = RIDGE if i else 1e-9
        for example, row, target in zip(examples, rows, targets, strict=True):
            p = logistic(row, weights)
            error = example.weight * (float(target) - p)
            bend = example.weight * p * (1 - p)
            for i, x in enumerate(row):
                slope[i] += error * x
                line = curve[i]
                for j, y in enumerate(row):
                    line[j] += bend * x * y
        weights = [w + s for w, s in zip(weights, _solve(curve, slope), strict=True)]
    full = [0.0] * len(FEATURES)
    for i, w in zip(free, weights, strict=True):
        full[i] = w
    return full


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small linear system by elimination with pivoting."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for r in range(size):
            if r != column:
                factor = rows[r][column] / rows[column][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def main(arguments: Sequence[str]) -> None:
    """Read the labelled file, fit, write the weights."""
    source, target = (Path(a) for a in arguments)
    lines = source.read_bytes().splitlines()
    questions = [msgspec.json.decode(line, type=Question) for line in lines if line.strip()]
    fitted_on = f"{source.name}: {len(questions)} questions, and the phrasings in {FOLDS} parts"
    weights = fit(load(), questions, fitted_on)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
