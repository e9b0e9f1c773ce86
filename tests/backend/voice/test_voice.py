"""The voters' phone line: signed, in two languages, approved texts only, honest about persons."""

from __future__ import annotations

import itertools
from pathlib import Path
from xml.etree.ElementTree import fromstring

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.conversations import voice
from backend.actions.conversations.voice import LANGUAGES, TOPICS, Step, Turn
from backend.app import compose
from backend.locales import texts
from bots.channels.twilio_signature import sign
from bots.helpcenter.knowledge import load
from bots.helpcenter.sources import in_language
from tests.backend.voice.conftest import AUTH, CALLER

PATH = "/webhooks/twilio/voice"


async def post(line, query: str = "", fields: dict[str, str] | None = None, *, token: str = AUTH, **more):
    fields = {"CallSid": "CA" + "0" * 32, "From": CALLER, **(fields or {})}
    url = f"{line.url}{PATH}{query}"
    headers = {"x-twilio-signature": sign(url, fields, token), **more}
    async with httpx.AsyncClient(timeout=10) as client:
        return await client.post(url, data=fields, headers=headers)


async def test_a_voter_hears_every_topic_with_its_source_and_its_date(open_line):
    """In each language each digit reads the approved short text, then source and date, then DEMO where it is one."""
    base = load()
    async with open_line() as line:
        for digit, language in LANGUAGES.items():
            call = await line.twilio.call(CALLER)
            assert call.record.awaiting
            await call.press(digit)
            menu = " ".join(call.heard[2:])
            for topic in TOPICS.values():
                assert base.topics[topic].title.in_language(language).rstrip("?") in menu
            for key, topic in TOPICS.items():
                before = len(call.heard)
                await call.press(key)
                said = call.heard[before:]
                answer = base.topics[topic].answers[-1].in_language(language)
                opening = answer.short.split("{")[0].split("«")[0].split("“")[0]
                assert said[0].startswith(opening[:30])
                assert "{" not in said[0]
                assert said[1].startswith({"sq": "Burimi: ", "en": "Source: "}[language])
                assert in_language(base.topics[topic].answers[-1].sources[0], language).title in said[1]
                assert str(base.topics[topic].answers[-1].valid_from.year) in said[1]
                assert {"sq": "shpikur", "en": "invented"}[language] in said[2]
            await call.press("")
            assert call.record.status == "completed"
            assert call.heard[-1].endswith({"sq": "Mirupafshim.", "en": "Goodbye."}[language])
        assert not line.twilio.failures
        assert all(not one.alert for one in line.twilio.account.deliveries)


async def test_the_first_words_are_in_both_languages(open_line):
    """A caller who knows one of the two languages understands what to press."""
    async with open_line() as line:
        call = await line.twilio.call(CALLER)
        assert call.heard == [
            "Komisioni Qendror i Zgjedhjeve. Për shqip shtypni 1.",
            "Central Election Commission. For English press 2.",
        ]
        answer = await post(line)
        spoken = [say.get("language") for say in fromstring(answer.text).iter("Say")]
        assert spoken == ["sq-AL", "en-GB"]
        assert answer.headers["content-type"].startswith("text/xml")


@pytest.mark.parametrize("wrong", ["7", "", "*"])
async def test_a_wrong_digit_or_silence_repeats_the_menu_twice_and_then_ends(open_line, wrong):
    """Three wrong answers in a row end the call with the other channels."""
    async with open_line() as line:
        call = await line.twilio.call(CALLER)
        await call.press("2")
        for _ in range(2):
            await call.press(wrong)
            assert call.record.awaiting
            assert "That choice was not understood." in call.heard
        await call.press(wrong)
        assert call.record.status == "completed"
        assert "ndihma@example.org" in call.heard[-2]


async def test_a_right_digit_starts_the_count_anew(open_line):
    """Two wrong digits, the menu again by 9, and two wrong ones are forgiven once more."""
    async with open_line() as line:
        offered = await voice.answer(line.services, Turn(Step.MENU, "sq", 2, "9"))
        assert offered.next == Turn(Step.MENU, "sq", 0)
        answered = await voice.answer(line.services, Turn(Step.MENU, "sq", 2, "1"))
        assert answered.next == Turn(Step.AFTER, "sq", 0)


async def test_no_language_after_three_prompts_ends_in_both_languages(open_line):
    """Nobody is kept in a loop, and the way on is told in both languages."""
    async with open_line() as line:
        call = await line.twilio.call(CALLER)
        for _ in range(3):
            assert call.record.awaiting
            await call.press("8")
        assert call.record.status == "completed"
        assert call.heard[-3].endswith("Mirupafshim.") or call.heard[-3].startswith("Faleminderit")
        assert call.heard[-1].endswith("Goodbye.")
        assert "+" not in "".join(call.heard)


async def test_a_person_is_dialled_where_a_number_is_set(open_line):
    """0 says that a connection is tried, never that somebody has it, and dials the configured number."""
    async with open_line(voice_forward_to="+35542222222") as line:
        call = await line.twilio.call(CALLER)
        await call.press("1")
        await call.press("0")
        assert call.record.dialled == "+35542222222"
        assert call.heard[-1].startswith("Po provojmë")
        action = (
            fromstring((await post(line, "?s=menu&l=en", {"Digits": "0"})).text).find("Dial").get("action")
        )
        query = action.partition("?")[2]
        nobody = await post(line, f"?{query}", {"DialCallStatus": "no-answer"})
        assert "Nobody can answer you by phone" in nobody.text
        assert "4 4 0 0 0 0 0 0 1" in nobody.text
        done = await post(line, f"?{query}", {"DialCallStatus": "completed"})
        assert [verb.tag for verb in fromstring(done.text)] == ["Say", "Hangup"]


async def test_without_a_number_the_other_channels_are_told_honestly(open_line):
    """0 promises nobody: it names WhatsApp digit by digit and the e-mail, and the menu stays open."""
    async with open_line() as line:
        call = await line.twilio.call(CALLER)
        await call.press("2")
        await call.press("0")
        assert call.record.dialled == ""
        assert call.heard[-2] == "Nobody can answer you by phone at the moment."
        assert "number 3 5 5 4 4 0 0 0 0 0 0 1." in call.heard[-1]
        assert "ndihma@example.org" in call.heard[-1]
        assert call.record.awaiting


async def test_only_the_account_may_call(open_line):
    """A wrong token, no signature, a changed query or another body: 403; a body over 1 MiB: 413."""
    async with open_line() as line:
        assert (await post(line)).status_code == 200
        assert (await post(line, token="another")).status_code == 403
        async with httpx.AsyncClient(timeout=10) as client:
            assert (await client.post(line.url + PATH, data={"CallSid": "CA1"})).status_code == 403
            good = sign(f"{line.url}{PATH}?s=menu&l=sq", {"Digits": "1"}, AUTH)
            for query, fields in (("?s=menu&l=en", {"Digits": "1"}), ("?s=menu&l=sq", {"Digits": "2"})):
                answer = await client.post(
                    line.url + PATH + query, data=fields, headers={"x-twilio-signature": good}
                )
                assert answer.status_code == 403
                assert answer.json()["code"] == "bad_signature"
            big = await client.post(line.url + PATH, content=b"a" * (1024 * 1024 + 1))
            assert big.status_code == 413


async def test_without_an_election_nothing_is_answered_from_memory(open_line):
    """No election: no topic is offered, a digit of a topic is not answered, a person can still be asked for."""
    async with open_line(demo=False) as line:
        call = await line.twilio.call(CALLER)
        await call.press("2")
        assert "no election" in call.heard[2]
        assert [text for text in call.heard[3:] if text.startswith("For the topic")] == []
        await call.press("1")
        assert "we will not guess" in call.heard[-4]


async def test_a_topic_without_an_approved_answer_is_not_offered(open_line, monkeypatch):
    """The digit of a withdrawn topic stays free and says that there is no approved answer."""
    import msgspec

    from bots.helpcenter.topic import Status

    async with open_line() as line:
        base = load()
        topic = base.topics["voting_hours"]
        approval = msgspec.structs.replace(topic.approval, status=Status.WITHDRAWN)
        monkeypatch.setitem(base.topics, "voting_hours", msgspec.structs.replace(topic, approval=approval))
        call = await line.twilio.call(CALLER)
        await call.press("2")
        assert "Press 1." in " ".join(call.heard)
        assert "Press 2." not in " ".join(call.heard)
        assert "Press 3." in " ".join(call.heard)
        before = len(call.heard)
        await call.press("2")
        assert "we will not guess" in call.heard[before]


async def test_every_call_and_choice_is_counted_and_no_caller_is(open_line, caplog):
    """The counters grow by call and topic; nothing of the caller is in an address, a log or the measures."""
    async with open_line() as line:
        before = voice.CALLS._value.get()
        call = await line.twilio.call(CALLER)
        await call.press("1")
        await call.press("5")
        assert voice.CALLS._value.get() == before + 1
        async with httpx.AsyncClient() as client:
            measures = (await client.get(f"{line.url}/metrics")).text
        assert 'vezhgo_voice_choices_total{choice="impostor",language="sq"}' in measures
        assert CALLER not in measures
        urls = [one.url for one in line.twilio.account.deliveries]
        assert len(urls) == 3
        assert not any(CALLER.strip("+") in url for url in urls)
        assert CALLER.strip("+") not in caplog.text


async def test_a_database_that_is_away_is_said_in_words(settings):
    """The caller hears that the service cannot answer now, in the language chosen, and the call ends well."""
    services = compose(settings, "postgresql://postgres@127.0.0.1:9/none")
    for turn in (Turn(Step.LANGUAGE, digit="2"), Turn(Step.MENU, "en", digit="3")):
        reply = await voice.answer(services, turn)
        assert [line.text[:33] for line in reply.lines] == ["The service cannot answer now. Pl"]
        assert reply.next is None


@given(
    st.dictionaries(st.sampled_from(["s", "l", "n", "x"]), st.text(max_size=8)),
    st.dictionaries(st.sampled_from(["Digits", "DialCallStatus"]), st.text(max_size=8)),
)
def test_any_address_and_form_is_some_turn_of_a_call(query, form):
    """A twisted address starts the call anew or ends it; it never raises and never forgives more than twice."""
    turn = voice.read(query, form)
    assert isinstance(turn.step, Step)
    assert turn.language in {"sq", "en"}
    assert 0 <= turn.wrong <= voice.REPEATS
    assert len(turn.digit) <= 1


async def test_every_turn_of_every_step_can_be_spoken(open_line):
    """Every step with every digit gives lines within the provider's 4096 characters, all from the catalogue."""
    async with open_line() as line:
        for step, language, digit, wrong in itertools.product(
            Step, ("sq", "en"), ("", *"0123456789*#"), (0, 2)
        ):
            reply = await voice.answer(line.services, Turn(step, language, wrong, digit))
            assert reply.lines
            assert all(0 < len(said.text) <= 4096 for said in reply.lines)
            assert not any(said.text.startswith("voice-") for said in reply.lines)


def test_both_languages_have_the_same_messages():
    """The Albanian file is complete, and the English one says the same messages with the same arguments."""
    import re

    folder = Path(texts.__file__).parent
    found = {}
    for language in ("sq", "en"):
        text = (folder / language / "voice.ftl").read_text(encoding="utf-8")
        found[language] = {
            block.split(" =")[0]: set(re.findall(r"\$(\w+)", block))
            for block in re.split(r"\n(?=voice-)", text)
            if block.startswith("voice-")
        }
    assert found["sq"] == found["en"]
