"""Any sequence of messages: never an error, always an answer, always a state that survives storage."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.dialogue import engine
from bots.dialogue.effects import (
    AddWords,
    AlertDuty,
    AttachEvidence,
    AttachLocation,
    FileReport,
    FinishReport,
    Say,
    SetReportField,
)
from bots.dialogue.flows import ROWS
from bots.messages import Channel, Inbound, Kind, Location, Media
from bots.reports.categories import CATEGORIES, GROUPS
from tests.bots.dialogue.world import (
    CHECKED_IN,
    NOW,
    OBSERVER,
    PHOTO,
    POSITION,
    REVOKED,
    VOTER,
    Talk,
    inbound,
)

SAYINGS = (
    "/start", "/start GOODCODE", "/start USEDCODE", "VEZHGO GOODCODE", "/help", "/ndihme ku votoj", "/report", "/raporto",
    "/report QV 1850/01 po blejne vota", "/status", "/gjuha", "/cancel", "/anulo", "/done", "/mbaro", "/stop", "/later",
    "/menu", "/unbind", "/nothing", "menu", "operator", "po", "jo", "kalo", "tani", "14:30", "dje 18:15", "11:00", "3", "1",
    "2", "9", "1850/01", "QV 2224/1", "QV 999/9", "KZAZ 12", "4337", "familja voton bashke ne kabine", "e pashe", "FAM",
    "QV 1850/01 familja voton bashke ne kabine", "QV 2224/01 po rrahin vezhguesin", "po rrahin vezhguesin", "ku votoj?",
    "can I vote with an expired passport?", "17.05.1990", "18.05.1990", "dicka", "te shkolla e vjeter", "hello", "english",
    "Agim Hoxha\nBesa Kola\nDrita Leka\nTeuta Prifti\nIlir Gashi", "J12345678A", "a" * 5000, "‮مرحبا🗳️", "e\u0301" * 200,
)  # fmt: skip
PRESSES = (
    *(f"{name}#{serial}" for name in ("yes", "no", "other", "skip", "back", "now", "hour", "enough") for serial in (1, 2)),
    *(f"continue#{n}" for n in (1, 2)), *(f"new#{n}" for n in (1, 2)), *(f"fix:{f}#1" for f in ("place", "more", "x")),
    *(f"grp:{group}#1" for group in GROUPS), *(f"cat:{code}#1" for code in CATEGORIES), "know:seen#1", "know:x#1",
    "pl:1850/01#1", "pl:2224/01#2", "pl:777/01#1", "lang:sq", "lang:en", "lang:xx", "help:impostor", "help:", "st:R-9",
    "pend:report", "pend:question", "pend:drop", "cmd:report", "cmd:x", "unbind:yes", "", "#", "a#b", ":#1",
    "cat:#99999999999",
)  # fmt: skip
texts = st.sampled_from(SAYINGS) | st.text(max_size=60)
messages = st.one_of(
    texts.map(inbound),
    st.sampled_from(PRESSES).map(lambda data: Inbound(Channel.TELEGRAM, "", "7", Kind.BUTTON, button=data)),
    st.text(max_size=70).map(lambda data: Inbound(Channel.TELEGRAM, "", "7", Kind.BUTTON, button=data)),
    st.sampled_from([PHOTO, POSITION]),
    st.builds(
        lambda kind, text: Inbound(Channel.WHATSAPP, "", "7", kind, text=text),
        st.sampled_from(list(Kind)),
        texts,
    ),
    st.builds(
        lambda kind, text: Inbound(Channel.WEBCHAT, "", "7", kind, text=text, media=(Media("f"), Media("g"))),
        st.sampled_from([Kind.PHOTO, Kind.VOICE, Kind.DOCUMENT, Kind.VIDEO]),
        texts,
    ),
    st.builds(
        lambda a, b: Inbound(Channel.TELEGRAM, "", "7", Kind.LOCATION, location=Location(a, b)),
        st.floats(allow_nan=True),
        st.floats(allow_nan=True),
    ),
)
bounds = st.sampled_from([VOTER, OBSERVER, CHECKED_IN, REVOKED])


@given(bounds, st.sampled_from([None, "sq", "en"]), st.lists(messages, max_size=25))
@settings(max_examples=400, deadline=None)
def test_any_conversation_is_answered_and_survives_storage(
    bound: tuple, language: str | None, said: list
) -> None:
    """Any messages in any order: at least one answer each, the state as JSON unchanged, a declared step.

    `Talk.say` compares the state with its stored form. Nothing is added to a report that was not filed.
    """
    talk = Talk(bound, language)
    filed: set[str] = set()
    for message in said:
        answers = talk.say(message)
        assert (len(answers) == 0) == (message.kind is Kind.BLOCKED)
        assert talk.state.at in ROWS
        for effect in talk.last:
            if isinstance(effect, FileReport):
                assert effect.number not in filed
                filed.add(effect.number)
            elif isinstance(
                effect, SetReportField | AddWords | AttachEvidence | AttachLocation | AlertDuty | FinishReport
            ):
                assert effect.number in filed
            elif isinstance(effect, Say):
                for row in effect.outbound.buttons:
                    assert all(1 <= len(button.data.encode()) <= 64 for button in row)
        assert len(engine.dump(talk.state)) < 90_000


@given(bounds, st.lists(messages, max_size=12))
@settings(max_examples=150, deadline=None)
def test_every_jump_is_declared(bound: tuple, said: list) -> None:
    """What a row's own answer leads to is in its row: commands and buttons that work anywhere are left out."""
    talk = Talk(bound)
    for message in said:
        before = engine._sound(talk.state)
        talk.say(message)
        reading = engine.read(before, message)
        if reading.heard == "words" and reading.name == "" and before.flow == "report":
            after = talk.state.at
            allowed = ROWS[before.at].leads_to | {before.at}
            again = {"report.guess", "report.group", "report.knowledge"}  # a report of another place begun
            assert after in allowed | again | {"menu.home"}, (before.at, after)


ADDITIONS = st.lists(
    st.sampled_from(
        [
            PHOTO,
            Inbound(Channel.TELEGRAM, "", "7", Kind.DOCUMENT, media=(Media("doc"),)),
            POSITION,
            inbound("[cat:BUY#1]"),
            inbound("[know:heard#1]"),
            inbound("pamja e fundit nga salla"),
            inbound("erdhi edhe nje makine"),
        ]
    ),
    unique_by=id,
    min_size=2,
)


def content(talk: Talk) -> tuple[Any, ...]:
    """What the register holds of the report, whatever the order it came in."""
    fields: dict[str, str] = {}
    for effect in talk.effects:
        if isinstance(effect, SetReportField):
            fields[effect.field] = effect.value
    things = Counter(
        repr(effect)
        for effect in talk.effects
        if isinstance(effect, AddWords | AttachEvidence | AttachLocation)
    )
    return fields, things


@given(ADDITIONS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_of_independent_additions_does_not_matter(additions: list, random: Any) -> None:
    """Evidence, words and buttons of one report give the same content in whatever order they arrive."""
    shuffled = list(additions)
    random.shuffle(shuffled)
    contents = []
    for order in (additions, shuffled):
        talk = Talk()
        talk.say("QV 1850/01 familja voton bashke ne kabine")
        talk.say("[skip#1]")
        talk.say("[skip#1]")
        talk.say("[skip#1]")
        talk.say("[skip#1]")
        assert talk.state.at == "report.evidence"
        for message in order:
            talk.say(message)
        contents.append(content(talk))
    assert contents[0] == contents[1]


@given(st.lists(messages, max_size=8), messages)
@settings(max_examples=150, deadline=None)
def test_step_is_a_function_of_its_arguments(said: list, last: Inbound) -> None:
    """The same state, message, facts and clock give the same outcome, so a retry changes nothing."""
    talk = Talk()
    for message in said:
        talk.say(message)
    facts = talk.facts(engine.questions(talk.state, last, talk.bound))
    assert engine.step(talk.state, last, facts, NOW) == engine.step(talk.state, last, facts, NOW)
