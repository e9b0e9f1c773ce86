"""The knowledge base: a voter's question in, an approved answer, a list or a hand-over out.

Nothing is written here by a machine: a text is an editor's approved text with computed facts filled in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources

import msgspec

from bots.helpcenter.answer import Alternative, HelpAnswer, Reason
from bots.helpcenter.approval import servable
from bots.helpcenter.decision import LIST_ROWS, Kind, Verdict, Weights, decide
from bots.helpcenter.election import TIRANE, Election, facts_of
from bots.helpcenter.languages import SPOKEN, LanguageIdentifier, answer_language, sentences
from bots.helpcenter.lexicon import Lexicon, decode_lexicon
from bots.helpcenter.ranking import FusedRanker, Ranker, Scores
from bots.helpcenter.sources import albanian_titles, in_language
from bots.helpcenter.topic import Deflection, Status, Topic, decode_deflections, decode_topic
from bots.helpcenter.wording import clean, fold, unrepeat

MENU = ("where_vote", "voting_hours", "id_documents", "check_list", "dia_register")
"""Topics offered with the safety topics when a message has no words."""

_DRAFT_PLACES = 3
"""How near the top a topic without an approved answer must stand to be a row of a list."""


class KnowledgeBase:
    """Topics, deflection intents, the ranker and the calibrator, read once and never changed.

    Args:
        topics: every topic, drafts too: a draft is understood and handed over, never served.
        deflections: what is not ours.
        samples: folded sentences of the languages that are recognised but not spoken.
        lexicon: foreign and dialect words with their Albanian pivot.
        weights: the calibrator.
        ranker: another ranker over the same labels; None builds the house's own.
    """

    def __init__(
        self,
        topics: Iterable[Topic],
        deflections: Iterable[Deflection],
        samples: dict[str, list[str]],
        lexicon: Lexicon,
        weights: Weights,
        ranker: Ranker | None = None,
    ) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self.deflections = {d.id: d for d in deflections}
        self.weights = weights
        self._lexicon = lexicon
        phrasings = {t.id: [fold(p) for p in t.phrasings.every()] for t in self.topics.values()}
        phrasings.update({d.id: [fold(p) for p in d.phrasings] for d in self.deflections.values()})
        spoken = {
            "sq": [fold(p) for t in self.topics.values() for p in t.phrasings.sq],
            "en": [fold(p) for t in self.topics.values() for p in t.phrasings.en],
        }
        self._languages = LanguageIdentifier(spoken | samples)
        self._ranker = ranker or FusedRanker(phrasings)
        owners: dict[str, set[str]] = {}
        for label, phrases in phrasings.items():
            for phrase in phrases:
                owners.setdefault(phrase, set()).add(label)
        # A text that is a phrasing, letter for letter, needs no ranker: its editor has decided.
        self._exact = {phrase: labels.pop() for phrase, labels in owners.items() if len(labels) == 1}
        self._pinned = tuple(t.id for t in self.topics.values() if t.pinned)

    def language_of(self, text: str, prior: str | None = None) -> str:
        """The language a text is written in: one of sq, en, it, el, de, fr."""
        return self._languages.identify(fold(clean(text)), prior)[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """Topic ids, then deflection ids, in the order of the ranker's scores."""
        return self._ranker.labels

    def scores(self, text: str) -> tuple[Scores, int, bool] | None:
        """The ranker's scores, the number of different words, and whether the language is a foreign one.

        None for a text without words.
        """
        read = self._read(text)
        if read is None:
            return None
        folded, original = read
        pivoted = self._lexicon.pivot(folded, original)
        return self._ranker.score(pivoted), len(set(folded.split())), original not in SPOKEN

    def verdict(self, text: str) -> Verdict | None:
        """What the calibrator decides of a text; None for a text without words."""
        scored = self.scores(text)
        return None if scored is None else decide(scored[0], len(self.topics), *scored[1:], self.weights)

    def _read(self, text: str) -> tuple[str, str] | None:
        folded = unrepeat(fold(clean(text)))
        if not any(c.isalpha() for c in folded):
            return None
        return folded, self._languages.identify(folded)[0]

    def answer(self, text: str, *, language: str | None, election: Election, now: datetime) -> HelpAnswer:
        """What to tell a voter who wrote `text`.

        Args:
            language: the language the person chose, which wins; None answers in the language written.
            election: the current election; answers of another one are never served.
            now: aware instant; validity is judged by the civil date in Europe/Tirane.
        """
        read = self._read(text)
        if read is None:
            spoken = answer_language(language, "sq")
            rows = self._rows(MENU, spoken, election, now)
            return self._bare(Kind.LIST, Reason.NO_WORDS, spoken, election, spoken, rows=rows)
        folded, original = read
        scores = self._ranker.score(self._lexicon.pivot(folded, original))
        verdict = decide(
            scores, len(self.topics), len(set(folded.split())), original not in SPOKEN, self.weights
        )
        spoken = answer_language(language, original)
        exact = self._exact.get(folded)
        if exact in self.topics:
            near = (self._ranker.labels[i] for i in verdict.candidates[:3])
            return self._serve(exact, spoken, election, now, Reason.SURE, original, near)
        names = self._ranker.labels
        ranked = [names[i] for i in verdict.candidates]
        if verdict.kind is Kind.ANSWER:
            return self._serve(ranked[0], spoken, election, now, Reason.SURE, original, ranked[1:4])
        if verdict.kind is Kind.LIST:
            if not self._can_serve(ranked[0], election, now) and verdict.right >= self.weights.answer_from:
                return self._bare(
                    Kind.HANDOVER, Reason.NO_APPROVED_ANSWER, spoken, election, original, topic=ranked[0]
                )
            rows = self._rows(ranked, spoken, election, now)
            return self._bare(Kind.LIST, Reason.UNSURE, spoken, election, original, rows=rows)
        if verdict.deflection is not None:
            name = names[verdict.deflection]
            return self._bare(Kind.HANDOVER, Reason.OUT_OF_SCOPE, spoken, election, original, deflection=name)
        return self._bare(Kind.HANDOVER, Reason.NOT_UNDERSTOOD, spoken, election, original)

    def topic(self, topic_id: str, *, language: str | None, election: Election, now: datetime) -> HelpAnswer:
        """The answer of a topic that the person picked from a list; an unknown id is a hand-over."""
        spoken = answer_language(language, "sq")
        if topic_id not in self.topics:
            return self._bare(Kind.HANDOVER, Reason.UNKNOWN_TOPIC, spoken, election, spoken)
        return self._serve(topic_id, spoken, election, now, Reason.CHOSEN, spoken, ())

    def menu(self, *, language: str | None, election: Election, now: datetime) -> tuple[Alternative, ...]:
        """The rows offered when a person has not asked yet: the most asked topics and the safety topics."""
        return self._rows(MENU, answer_language(language, "sq"), election, now)

    def _serve(
        self,
        topic_id: str,
        language: str,
        election: Election,
        now: datetime,
        reason: Reason,
        original: str,
        near: Iterable[str],
    ) -> HelpAnswer:
        topic = self.topics[topic_id]
        facts = facts_of(election, language)
        answer = servable(topic, election, _today(now), facts)
        if answer is None:
            return self._bare(
                Kind.HANDOVER, Reason.NO_APPROVED_ANSWER, language, election, original, topic=topic_id
            )
        texts = answer.in_language(language)
        short, full = _fill(texts.short, facts), _fill(texts.full, facts)
        also = [t for t in dict.fromkeys([*topic.see_also, *near]) if t != topic_id]
        return HelpAnswer(
            kind=Kind.ANSWER,
            topic=topic_id,
            language=language,
            title=topic.title.in_language(language),
            text=full,
            short_text=short,
            sources=tuple(in_language(source, language) for source in answer.sources),
            law=answer.law,
            valid_from=answer.valid_from,
            election=election.name,
            demo=election.demo,
            alternatives=self._titles([t for t in also if self._can_serve(t, election, now)], language)[:3],
            reason=reason,
            original_language=original,
            version=hashlib.sha256(full.encode()).hexdigest()[:16],
        )

    def _rows(
        self, ranked: Iterable[str], language: str, election: Election, now: datetime
    ) -> tuple[Alternative, ...]:
        """Up to nine rows, best first; the safety topics keep their places whatever the ranker says."""
        open_topics = [
            t
            for place, t in enumerate(ranked)
            if self._can_serve(t, election, now) or self._understood(t, place)
        ]
        pinned = [t for t in self._pinned if self._can_serve(t, election, now)]
        chosen: list[str] = []
        for topic_id in open_topics:
            missing = sum(1 for p in pinned if p not in chosen)
            if topic_id not in pinned and len(chosen) + missing >= LIST_ROWS:
                break
            chosen.append(topic_id)
        chosen += [p for p in pinned if p not in chosen]
        return self._titles(chosen[:LIST_ROWS], language)

    def _titles(self, ids: Iterable[str], language: str) -> tuple[Alternative, ...]:
        return tuple(
            Alternative(t, self.topics[t].title.in_language(language)) for t in ids if t in self.topics
        )

    def _understood(self, topic_id: str, place: int) -> bool:
        """A draft near the top stays in the list: picked, it is handed over with its topic named."""
        return place < _DRAFT_PLACES and self.topics[topic_id].approval.status is Status.DRAFT

    def _can_serve(self, topic_id: str, election: Election, now: datetime) -> bool:
        facts = facts_of(election, "en")
        return servable(self.topics[topic_id], election, _today(now), facts) is not None

    def _bare(
        self,
        kind: Kind,
        reason: Reason,
        language: str,
        election: Election,
        original: str,
        *,
        topic: str | None = None,
        rows: tuple[Alternative, ...] = (),
        deflection: str | None = None,
    ) -> HelpAnswer:
        return HelpAnswer(
            kind=kind,
            reason=reason,
            language=language,
            election=election.name,
            demo=election.demo,
            original_language=original,
            topic=topic,
            alternatives=rows,
            deflection=deflection,
        )


@cache
def load() -> KnowledgeBase:
    """The knowledge base of the package's own files, read once a process.

    Raises:
        msgspec.DecodeError: a file is malformed.
        ValueError: a file is not named after its topic, a link leads nowhere, or a source has no Albanian title.
    """
    root = resources.files("bots.helpcenter")
    topics: dict[str, Topic] = {}
    for entry in sorted(root.joinpath("topics").iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        topic = decode_topic(entry.read_bytes())
        if entry.name != f"{topic.id}.toml":
            raise ValueError(f"{entry.name} holds the topic {topic.id}")
        topics[topic.id] = topic
    known = albanian_titles()
    for topic in topics.values():
        for source in (source for answer in topic.answers for source in answer.sources):
            if source.title not in known:
                raise ValueError(f"{topic.id} rests on a source without an Albanian title")
        for link in topic.see_also:
            if link not in topics:
                raise ValueError(f"{topic.id} links to the unknown topic {link}")
    samples = {
        code: sentences(root.joinpath("languages", f"{code}.txt").read_text(encoding="utf-8"))
        for code in ("it", "el", "de", "fr")
    }
    weights = msgspec.json.decode(root.joinpath("weights.json").read_bytes(), type=Weights)
    deflections = decode_deflections(root.joinpath("deflections.toml").read_bytes())
    lexicon = decode_lexicon(root.joinpath("lexicon.toml").read_bytes())
    base = KnowledgeBase(topics.values(), deflections, samples, lexicon, weights)
    # Babel reads its locale data on first use; that is paid here, not by the first voter.
    for language in SPOKEN:
        facts_of(Election(id="", name="", date=date(2000, 1, 1)), language)
    return base


def _today(now: datetime) -> date:
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return now.astimezone(TIRANE).date()


def _fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with each `{fact}` replaced; approval guarantees that each is known."""
    for name, value in facts.items():
        text = text.replace("{" + name + "}", value)
    return text
