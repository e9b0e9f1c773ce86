"""How well the help center answers a labelled file of questions, through the real answer path.

One JSON object a line: `text`, `topic` (null when out of scope), `label` (`in` or `oos`), `lang`, `style`,
`also_ok` (other topics that answer it as well).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from bots.helpcenter.approval import servable
from bots.helpcenter.decision import Kind
from bots.helpcenter.election import Election, facts_of
from bots.helpcenter.knowledge import HelpAnswer, KnowledgeBase, load

ELECTION = Election(id="evaluation", name="Evaluation", date=date(2027, 4, 25), demo=True)
"""An invented election: no dated answer holds for it, as on the day a new election is decreed."""

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Question(msgspec.Struct, frozen=True):
    """One labelled question."""

    text: str
    topic: str | None
    label: str
    lang: str
    style: str
    also_ok: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What became of one question.

    `result` is one of `right`, `wrong`, `listed` (the right topic is in the list), `missed` (it is not),
    `handed`; of a question out of scope `answered`, `offered` (a list) or `handed`.
    `row` is the place of the right topic in the list, from 1, or 0.
    """

    question: Question
    result: str
    covered: bool
    row: int
    got: str | None


class Report(msgspec.Struct, frozen=True):
    """All outcomes and the time they took; `median_us` and `p99_us` are microseconds a question."""

    outcomes: tuple[Outcome, ...]
    median_us: float
    p99_us: float

    def count(self, *results: str, covered: bool = False) -> int:
        """How many outcomes have one of the results; only of covered topics if asked."""
        return sum(1 for o in self.outcomes if o.result in results and (o.covered or not covered))

    def share(self, label: str, *results: str, covered: bool = False) -> float:
        """The share of the questions with this label that have one of the results, 0 to 1."""
        mine = [o for o in self.outcomes if o.question.label == label and (o.covered or not covered)]
        return sum(1 for o in mine if o.result in results) / len(mine) if mine else 0.0

    def __str__(self) -> str:
        """A table by label, language and style, then the time."""
        head = f"{'':16}{'n':>5}{'right':>7}{'wrong':>7}{'listed':>8}{'missed':>8}{'handed':>8}"
        lines = [head]
        inside = [o for o in self.outcomes if o.question.label != "oos"]
        lines.append(_row("in scope", inside))
        lines.append(_row("  covered", [o for o in inside if o.covered]))
        lines.append(_row("  not covered", [o for o in inside if not o.covered]))
        for field in ("lang", "style"):
            groups: dict[str, list[Outcome]] = {}
            for outcome in inside:
                groups.setdefault(getattr(outcome.question, field), []).append(outcome)
            lines += [_row(f"{field} {name}", group) for name, group in sorted(groups.items())]
        outside = Counter(o.result for o in self.outcomes if o.question.label == "oos")
        lines.append(
            f"out of scope    {sum(outside.values()):>5}  answered {outside['answered']}"
            f"  offered a list {outside['offered']}  handed over {outside['handed']}"
        )
        lines.append(f"microseconds a question: median {self.median_us:.0f}, p99 {self.p99_us:.0f}")
        return "\n".join(lines)


def evaluate(lines: Iterable[str | bytes], knowledge: KnowledgeBase | None = None) -> Report:
    """Run each labelled line through `KnowledgeBase.answer`; empty lines are skipped.

    Raises:
        msgspec.DecodeError: a line is not a labelled question.
    """
    base = knowledge or load()
    outcomes: list[Outcome] = []
    spent: list[float] = []
    for line in lines:
        if not line.strip():
            continue
        question = msgspec.json.decode(line, type=Question)
        begun = time.perf_counter()
        answer = base.answer(question.text, language=None, election=ELECTION, now=NOW)
        spent.append((time.perf_counter() - begun) * 1e6)
        outcomes.append(_judge(base, question, answer))
    spent.sort()
    if not spent:
        return Report((), 0.0, 0.0)
    return Report(tuple(outcomes), spent[len(spent) // 2], spent[min(len(spent) - 1, len(spent) * 99 // 100)])


def run(path: str) -> str:
    """The report of one file as text; raises `OSError` if it cannot be read."""
    with Path(path).open("rb") as file:
        return str(evaluate(file))


def _judge(base: KnowledgeBase, question: Question, answer: HelpAnswer) -> Outcome:
    rows = [a.topic for a in answer.alternatives]
    if question.label == "oos":
        result = {Kind.ANSWER: "answered", Kind.LIST: "offered", Kind.HANDOVER: "handed"}[answer.kind]
        return Outcome(question, result, True, 0, answer.topic)
    wanted = {question.topic, *question.also_ok}
    row = next((i for i, topic in enumerate(rows, 1) if topic in wanted), 0)
    if answer.kind is Kind.ANSWER:
        result = "right" if answer.topic in wanted else "wrong"
    elif answer.kind is Kind.LIST:
        result = "listed" if row else "missed"
    else:
        result = "handed"
    topic = base.topics.get(question.topic or "")
    covered = (
        topic is not None and servable(topic, ELECTION, NOW.date(), facts_of(ELECTION, "en")) is not None
    )
    return Outcome(question, result, covered, row, answer.topic)


def _row(name: str, outcomes: list[Outcome]) -> str:
    tally = Counter(o.result for o in outcomes)
    cells = "".join(
        f"{tally[r]:>{w}}"
        for r, w in (("right", 7), ("wrong", 7), ("listed", 8), ("missed", 8), ("handed", 8))
    )
    return f"{name:16}{len(outcomes):>5}{cells}"
