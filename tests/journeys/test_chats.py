"""The chats as people meet them: a voter's questions, an observer's report, its answers, in two languages."""

from __future__ import annotations

import re

import pytest

from tests.backend.intake.house import BOT
from tests.journeys.town import BIRTH_SPOKEN, Caller, Chat, Town, portrait

WHERE = {"sq": "ku votoj?", "en": "where do I vote?"}
EXPIRED = {"sq": "a mund të votoj me pasaportë të skaduar?", "en": "can I vote with an expired passport?"}
IMPOSTOR = {"sq": "dikush erdhi në shtëpi të më regjistrojë", "en": "someone came to register me"}
ENGLISH = re.compile(r"\b(the|and|your|election|source|holds|since|code|law)\b", re.IGNORECASE)
LEAKS = re.compile(r"\b[a-z]+_[a-z_]+\b|\bNone\b|\bnull\b|\{|\}|<[a-z]+>")


def plain(text: str) -> None:
    """No code, id, brace, tag or English word of ours reaches a person, apart from addresses."""
    bare = re.sub(r"https?://\S+", "", text)
    assert not LEAKS.search(bare), text


def start(channel: str, code: str) -> str:
    """What opens a one-time link on a channel."""
    return f"/start {code}" if channel == "telegram" else f"VEZHGO {code}"


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "webchat"])
async def test_a_voter_gets_approved_answers_with_source_date_and_election(
    town: Town, channel: str, language: str
) -> None:
    """Where, with what, and the impostor, on each channel in each language; the rest is honestly handed over."""
    chat = Chat(town, channel)
    await chat.say({"sq": "Përshëndetje", "en": "hello"}[language])
    for asked, wanted in (
        (WHERE[language], {"sq": "e-Albania", "en": "e-Albania"}),
        (EXPIRED[language], {"sq": "skaduar", "en": "expired"}),
        (IMPOSTOR[language], {"sq": "prokurori", "en": "prosecution"}),
    ):
        said = await chat.say(asked)
        assert wanted[language] in said, said
        assert {"sq": "Burimi: ", "en": "Source: "}[language] in said
        assert {"sq": "Që nga: ", "en": "Since: "}[language] in said
        assert {"sq": "Vlen për: ", "en": "Holds for: "}[language] + town.keys.election_name in said
        plain(said)
        if language == "sq":
            assert not ENGLISH.search(said), said
    impostor = said
    assert {"sq": "në terren", "en": "in the field"}[language] in impostor
    assert {"sq": "platform", "en": "platform"}[language] in impostor
    unknown = await chat.say({"sq": "ku shitet mishi me lirë?", "en": "where is meat cheapest?"}[language])
    assert {"sq": "nuk kam përgjigje të miratuar", "en": "approved"}[language] in unknown
    assert "/chat" in unknown
    plain(unknown)


@pytest.mark.parametrize("language", ["sq", "en"])
async def test_dated_facts_of_2025_are_not_served_for_another_election(town: Town, language: str) -> None:
    """ "Until when can I register from abroad?" was 4 March 2025; for this election no date of 2025 is said."""
    asked = {"sq": "deri kur regjistrohem nga jashtë?", "en": "until when can I register from abroad?"}[
        language
    ]
    answer = await town.public.ok("/v1/help/questions", {"text": asked, "language": language}, 200)
    assert "2025" not in answer["text"]
    assert "4 mars" not in answer["text"]
    assert "4 March" not in answer["text"]


REPORT = {"sq": "QV 1850/01 familja voton bashkë", "en": "VC 1850/01 a family is voting together"}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_report_from_the_link_to_the_answer(town: Town, channel: str, language: str) -> None:
    """Bind, report in one message, guided details, photo, position; the API and the officer; the answer in the chat."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    link = await town.link(sender, accreditation)
    assert link["whatsapp_url"].startswith("https://wa.me/")
    assert link["telegram_url"] == f"https://t.me/{BOT}?start={link['code']}"
    chat = Chat(town, channel)
    said = [await chat.say({"sq": "Përshëndetje", "en": "hello"}[language])]
    if language == "en":
        await chat.say("/language")
        said.append(await chat.press("English"))
    asked = await chat.say(start(channel, link["code"]))
    assert "17.05.1990" in asked
    wrong = await chat.say("18.05.1990")
    assert "4" in wrong
    bound = await chat.say(BIRTH_SPOKEN)
    assert {"sq": "u lidh me akreditimin tuaj", "en": "accreditation"}[language] in bound
    receipt = await chat.say(REPORT[language])
    number = re.search(r"RP-\d{4}-\d{6}", receipt)
    assert number, receipt
    assert {"sq": "neni 19", "en": "Article 19"}[language].lower() in receipt.lower().replace(
        "art. 19", "article 19"
    )
    said += [asked, wrong, bound, receipt]
    yes, seen = {"sq": ("Po", "E pashë vetë"), "en": ("Yes", "I saw it myself")}[language]
    said.append(await chat.press(yes))
    said.append(await chat.press(seen))
    said.append(await chat.say({"sq": "dje 14:30", "en": "yesterday 14:30"}[language]))
    said.append(await chat.say("3"))
    if channel == "telegram":
        chat.phone.send_photo(portrait())
    else:
        await chat.phone.send_media(portrait(), "image/jpeg")
    said.append(await chat.answer())
    if channel == "telegram":
        chat.phone.share_location(41.3155, 19.8012)
    else:
        await chat.phone.share_location(41.3155, 19.8012)
    said.append(await chat.answer())
    said.append(await chat.say({"sq": "/mbaro", "en": "/done"}[language]))
    for one in said:
        plain(one)
    path = f"/v1/reports/{number[0]}"
    await town.house.eventually(
        "SELECT count(*) FROM evidence e JOIN reports r ON r.id = e.report_id "
        "WHERE r.number = %s AND e.sha256 IS NOT NULL",
        1,
        number[0],
    )
    shown = (await sender.get(path)).json()
    assert shown["place"]["code"] == "1850/01"
    assert shown["category"] == "FAM"
    assert shown["details"]["knowledge"] == "seen", shown
    assert len(shown["evidence"]) == 1
    assert shown["addressee"]
    officer = (await town.cec.get(path)).json()
    assert REPORT[language] in str(officer)
    reply = {"sq": "U dërgua një inspektor.", "en": "An inspector was sent."}[language]
    await town.cec.ok(f"{path}/responses", {"text": reply})
    told = await chat.answer()
    assert reply in told
    assert number[0] in told
    plain(told.replace(reply, ""))
    await town.cec.ok(f"{path}/transitions", {"to": "closed"}, 200)
    closed = await chat.answer()
    assert {"sq": "u mbyll", "en": "closed"}[language] in closed
    plain(closed)
    history = (await sender.get(path)).json()
    assert history["status"] == "closed"
    assert reply in str(history)
    status = await chat.say({"sq": "/gjendja", "en": "/status"}[language])
    assert number[0] in status
    plain(status)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_code_in_the_chat_serves_once_and_burns_after_five_wrong_facts(
    town: Town, channel: str
) -> None:
    """Used by another, guessed, or burned: each is said clearly, and questions go on without a link."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    first, thief = Chat(town, channel), Chat(town, channel, "Hajdut")
    code = (await town.link(sender, accreditation))["code"]
    await first.say(start(channel, code))
    await first.say(BIRTH_SPOKEN)
    assert "është përdorur" in await thief.say(start(channel, code))
    assert "nuk njihet" in await thief.say(start(channel, "A" * 22))
    fresh_code = (await town.link(sender, accreditation))["code"]
    await thief.say(start(channel, fresh_code))
    for left in ("4", "3", "2", "1"):
        assert left in await thief.say("01.01.1980")
    assert "Shumë përgjigje të gabuara" in await thief.say("01.01.1980")
    assert "Shumë përgjigje të gabuara" in await thief.say(start(channel, fresh_code))
    assert "e-Albania" in await thief.say("ku votoj?")
    bound = "SELECT count(*) FROM bindings b JOIN conversations c ON c.id = b.conversation_id WHERE c.chat_key = %s"
    assert await town.house.one(bound, thief.key) == 0


async def test_a_second_bound_chat_is_told_to_the_first(town: Town) -> None:
    """An observer learns at once that another chat was bound to the own accreditation."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender)
    first, second = Chat(town, "telegram"), Chat(town, "whatsapp")
    for chat in (first, second):
        code = (await town.link(sender, accreditation))["code"]
        await chat.say(start(chat.channel, code))
        await chat.say(BIRTH_SPOKEN)
    assert "Një bisedë tjetër" in await first.answer()


async def test_an_officer_page_and_the_sender_see_only_their_own_reports(town: Town) -> None:
    """Another organisation's list does not hold the report; a centre's commission does not see who sent it."""
    _, sender = await town.organisation()
    accreditation = await town.accredited(sender, observer={"given_name": "Zamira"})
    made = await sender.ok(
        "/v1/reports", {"accreditation": accreditation, "place": "1850/01", "words": "Votim familjar."}
    )
    _, other = await town.organisation()
    assert made["number"] not in (await other.get("/v1/reports", limit=200)).text
    assert made["number"] in (await sender.get("/v1/reports", limit=200)).text
    centre: Caller = await town.key("vcc:1850/01")
    seen = await centre.get(f"/v1/reports/{made['number']}")
    assert seen.status_code in (200, 404)
    assert "Zamira" not in seen.text
    assert accreditation not in seen.text


async def test_the_question_of_the_second_fact_stays_whole_when_it_is_asked_again(town: Town) -> None:
    """Changing the language, an unknown command or an old button: the link's initial and election are said again."""
    _, sender = await town.organisation()
    chat = Chat(town, "telegram")
    code = (await town.link(sender, await town.accredited(sender)))["code"]
    assert "fillon me E" in await chat.say(start("telegram", code))
    assert "fillon me E" in await chat.say("/vidhe")
    await chat.say("/language")
    assert "begins with E" in await chat.press("English")
    assert "accreditation" in await chat.say("I was born on 17 May 1990")


async def test_one_word_that_names_the_event_is_not_lost_and_cancelling_a_farewell_keeps_the_chat(
    town: Town,
) -> None:
    """ "QV 1850/01 propaganda" earns its number; `/unbind` and then "Cancel" says that the chat stays connected."""
    _, sender = await town.organisation()
    chat = Chat(town, "telegram")
    code = (await town.link(sender, await town.accredited(sender)))["code"]
    await chat.say(start("telegram", code))
    await chat.say(BIRTH_SPOKEN)
    receipt = await chat.say("QV 1850/01 propaganda")
    assert "U regjistrua" in receipt
    await chat.say("/mbaro")
    await chat.say("/shkeput")
    kept = await chat.press("Anulo")
    assert "Biseda mbetet e lidhur." in kept
    assert "Jeni i lidhur si vëzhgues" in kept
