"""The data files: complete, approved by two, sourced, dated, within the limits of the channels."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from bots.helpcenter import Election, load
from bots.helpcenter.approval import faults, servable
from bots.helpcenter.election import facts_of
from bots.helpcenter.topic import Answer, AnswerText, Approval, Status, Topic, decode_topic
from bots.helpcenter.wording import fold
from tests.bots.helpcenter.figures import questions

KB = load()
APPROVED = sorted(t.id for t in KB.topics.values() if t.approval.status is Status.APPROVED)
REQUIRED = [
    "where_vote",
    "voting_hours",
    "election_date",
    "who_can_vote",
    "id_documents",
    "expired_id",
    "lost_id",
    "check_list",
    "not_on_list",
    "how_to_vote",
    "phone_booth",
    "family_voting",
    "assisted_voting",
    "accessibility",
    "hospital",
    "dia_register",
    "dia_proof",
    "dia_deadline",
    "dia_rejected",
    "dia_embassy",
    "post_delivery",
    "post_missing",
    "post_return",
    "post_deadline",
    "impostor",
    "vote_buying",
    "work_pressure",
    "irregularity",
    "complaint_how",
    "obs_accredit",
    "obs_rights",
    "obs_deadline",
    "results",
    "contact",
    "human",
    "privacy",
]
DEMO = Election(id="demo", name="Zgjedhje DEMO", date=date(2027, 4, 25), demo=True)
TODAY = date(2027, 3, 1)


def test_no_topic_may_be_published_with_a_fault() -> None:
    """An answer without approval, source or past its date fails the build, by the calendar of the build."""
    today = datetime.now(UTC).date()
    assert [fault for topic in KB.topics.values() for fault in faults(topic, today)] == []


def test_every_required_topic_is_approved() -> None:
    """The first knowledge base holds at least the topics that were asked for."""
    assert set(REQUIRED) <= set(APPROVED)


def test_the_four_safety_topics_are_pinned() -> None:
    """Impostors, vote buying, pressure and irregularities must not depend on the ranker."""
    pinned = {t.id for t in KB.topics.values() if t.pinned}
    assert pinned == {"impostor", "vote_buying", "work_pressure", "irregularity"}


@pytest.mark.parametrize("topic_id", APPROVED)
def test_approved_topics_carry_enough_phrasings_each_once(topic_id: str) -> None:
    """At least 15 Albanian and 8 English phrasings, none twice."""
    phrasings = KB.topics[topic_id].phrasings
    assert len(phrasings.sq) >= 15
    assert len(phrasings.en) >= 8
    assert len(set(phrasings.every())) == len(phrasings.every())


@pytest.mark.parametrize("topic_id", APPROVED)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_answers_fit_the_channels_with_their_facts_filled(topic_id: str, language: str) -> None:
    """Short texts stay within 480 characters, long ones within 1,500, and no brace is left."""
    answer = KB.topic(topic_id, language=language, election=DEMO, now=datetime(2027, 3, 1, tzinfo=UTC))
    assert answer.kind == "answer"
    assert 20 < len(answer.short_text) <= 480
    assert len(answer.text) <= 1500
    assert "{" not in answer.text
    assert answer.sources


@pytest.mark.parametrize("topic_id", APPROVED)
def test_albanian_answers_are_written_with_their_marks(topic_id: str) -> None:
    """Every Albanian answer carries ë; a text without it was typed without marks."""
    for answer in KB.topics[topic_id].answers:
        assert "ë" in answer.sq.full


def test_no_phrasing_was_taken_from_the_development_questions() -> None:
    """The development questions stay unseen by the rankers, else their figures mean nothing."""
    known = {fold(p) for t in KB.topics.values() for p in t.phrasings.every()}
    known |= {fold(p) for d in KB.deflections.values() for p in d.phrasings}
    assert not known & {fold(q.text) for q in questions("dev")}


def _topic(**changes: object) -> Topic:
    answer = KB.topics["mandatory"].answers[0]
    base = KB.topics["mandatory"]
    return msgspec.structs.replace(base, **({"answers": (answer,)} | changes))


GOOD = KB.topics["mandatory"].approval
UNSERVABLE = {
    "draft": _topic(approval=msgspec.structs.replace(GOOD, status=Status.DRAFT)),
    "withdrawn": _topic(approval=msgspec.structs.replace(GOOD, status=Status.WITHDRAWN)),
    "no second reader": _topic(approval=msgspec.structs.replace(GOOD, second_reader="")),
    "one person twice": _topic(approval=msgspec.structs.replace(GOOD, second_reader=GOOD.editor)),
    "review overdue": _topic(approval=msgspec.structs.replace(GOOD, review_by=date(2027, 2, 28))),
    "no date of approval": _topic(approval=msgspec.structs.replace(GOOD, approved_on=None)),
    "no source": _topic(answers=(msgspec.structs.replace(KB.topics["mandatory"].answers[0], sources=()),)),
    "past its date": _topic(
        answers=(msgspec.structs.replace(KB.topics["mandatory"].answers[0], valid_to=date(2027, 2, 28)),)
    ),
    "not yet in force": _topic(
        answers=(msgspec.structs.replace(KB.topics["mandatory"].answers[0], valid_from=date(2027, 3, 2)),)
    ),
    "another election": _topic(
        answers=(
            msgspec.structs.replace(
                KB.topics["mandatory"].answers[0],
                elections=("assembly:2025-05-11",),
                valid_to=date(2029, 1, 1),
            ),
        )
    ),
    "unknown fact": _topic(
        answers=(
            msgspec.structs.replace(KB.topics["mandatory"].answers[0], facts=("albanian_request_closes_on",)),
        )
    ),
    "no answer": _topic(answers=()),
}


@pytest.mark.parametrize("why", UNSERVABLE)
def test_what_is_not_approved_sourced_and_in_date_is_not_served(why: str) -> None:
    """Each single lack is enough to keep an answer from a voter."""
    facts = facts_of(DEMO, "sq")
    assert servable(_topic(), DEMO, TODAY, facts) is not None
    assert servable(UNSERVABLE[why], DEMO, TODAY, facts) is None


@pytest.mark.parametrize(
    "answer",
    [
        {"sq": AnswerText("Qendrat hapen në orën 07:00.")},
        {"sq": AnswerText("Data është {election_date}.")},
        {"facts": ("election_date",)},
        {"facts": ("moon_phase",), "sq": AnswerText("{moon_phase}"), "en": AnswerText("{moon_phase}")},
        {"sources": ()},
        {"elections": ("assembly:2025-05-11",)},
    ],
)
def test_the_build_names_a_faulty_answer(answer: dict[str, object]) -> None:
    """A typed hour, an undeclared or unknown fact, a lacking source or end is found before publishing."""
    good = KB.topics["mandatory"].answers[0]
    faulty: Answer = msgspec.structs.replace(good, **answer)
    assert faults(_topic(answers=(faulty, good)), TODAY)


def test_a_misspelled_field_stops_the_load() -> None:
    """An unknown field is an error, never silently dropped."""
    raw = b'id = "x"\nabout = "x"\npined = true\n[title]\nsq = "x"\nen = "x"\n[approval]\nstatus = "draft"\n'
    with pytest.raises(msgspec.ValidationError, match="pined"):
        decode_topic(raw + b"[phrasings]\nsq = []\nen = []\n")


def test_a_draft_may_be_incomplete() -> None:
    """A draft needs neither answer nor reader; it is only understood, never served."""
    draft = _topic(approval=Approval(status=Status.DRAFT), answers=())
    assert faults(draft, TODAY) == []
