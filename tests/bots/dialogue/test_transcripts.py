"""Conversations as tables: what the person says, and which messages the bot answers."""

from __future__ import annotations

import pytest

from bots.dialogue import engine
from bots.dialogue.effects import (
    AddWords,
    AlertDuty,
    AttachEvidence,
    AttachLocation,
    BindChat,
    CountWrongFact,
    FileReport,
    RefusedContent,
    RememberUnanswered,
    RequestHuman,
    Say,
    SetReportField,
    StopChat,
    Unbind,
)
from bots.messages import Kind
from tests.bots.dialogue.world import (
    CHECKED_IN,
    NOW,
    OBSERVER,
    PHOTO,
    POSITION,
    REVOKED,
    VOICE,
    VOTER,
    Talk,
    inbound,
    odd,
)

GUIDED = [
    ("/report", "ask-place"),
    ("1850/1", "ask-what"),
    ("familja voton bashke ne kabine", "report-receipt ask-guess"),
    ("[yes#1]", "ask-knowledge"),
    ("[know:seen#1]", "ask-when"),
    ("11:30", "ask-count"),
    ("3", "ask-evidence"),
    (PHOTO, "evidence-kept"),
    ("[enough#1]", "report-summary"),
    ("[enough#1]", "report-finished"),
]
FREE_TEXT = [
    ("QV 1850/01 familja voton bashke ne kabine", "report-receipt ask-guess"),
    ("po", "ask-knowledge"),
    ("e pashe vete", "ask-when"),
    ("tani", "ask-count"),
    ("kalo", "ask-evidence"),
    ("kalo", "report-summary"),
    ("/mbaro", "report-finished"),
]
NUMBERED = [
    ("/report", "ask-place"),
    ("1", "ask-what"),
    ("dicka e parregullt ne hyrje", "report-receipt ask-group"),
    ("4", "ask-category"),
    ("1", "ask-knowledge"),
    ("2", "ask-when"),
    ("3", "ask-count"),
    ("1", "ask-evidence"),
]
CORRECTION = [
    ("QV 1850/01 familja voton bashke ne kabine", "report-receipt ask-guess"),
    ("jo", "ask-group"),
    ("[grp:voting#1]", "ask-category"),
    ("[back#1]", "ask-group"),
    ("[grp:pressure#1]", "ask-category"),
    ("[cat:CAM#1]", "ask-knowledge"),
    ("[cat:FAM#1]", "category-set ask-knowledge"),
    ("kalo", "ask-when"),
    ("nuk e di", "ask-count"),
    ("shume veta", "number-not-understood ask-count"),
    ("dy", "ask-evidence"),
    ("mbaroi heret", "words-added"),
    ("[enough#1]", "report-summary"),
    ("[fix:place#1]", "ask-place"),
    ("QV 2224/01", "place-outside-scope place-set report-summary"),
    ("[fix:when#1]", "ask-when"),
    ("[now#1]", "report-summary"),
]
PLACE_FORMS = [
    ("/raporto", "ask-place"),
    ("te shkolla e vjeter ne fshat", "place-in-words ask-what"),
    ("po bejne propagande", "report-receipt ask-guess"),
]
UNKNOWN_PLACE = [
    ("QV 999/01 po bejne propagande", "place-not-in-register report-receipt ask-guess"),
]
POSITIONED = [
    ("/report", "ask-place"),
    (POSITION, "ask-nearest"),
    ("[pl:1850/01#1]", "ask-what"),
    ("mungojne fletet e votimit", "report-receipt ask-guess"),
]
WORDS_FIRST = [
    ("po blejne vota", "words-held ask-place"),
    ("1850/01", "report-receipt ask-guess"),
]
PAUSED = [
    ("QV 1850/01 familja voton bashke ne kabine", "report-receipt ask-guess"),
    ("[cmd:later]", "report-paused"),
    ("[cmd:report]", "ask-resume"),
    ("[continue#1]", "ask-guess"),
    ("/report", "ask-resume"),
    ("[new#1]", "ask-place"),
    ("/cancel", "cancelled menu-observer"),
]
TYPED_CHOICES = [
    ("QV 1850/01 njerezit presin dy ore", "report-receipt ask-group"),
    ("77", "stale-button ask-group"),
    ("tjeter", "ask-knowledge"),
    ("9", "stale-button ask-knowledge"),
    ("e lexova ne procesverbal", "ask-when"),
    ("s'e di", "ask-evidence"),
    ("s'kam foto", "report-summary"),
]
PLACE_CORRECTED = [
    ("QV 1850/01 familja voton bashke ne kabine", "report-receipt ask-guess"),
    ("QV 2224/01", "place-outside-scope place-set ask-guess"),
    ("po", "ask-knowledge"),
]
STALE = [
    ("[cat:FAM#9]", "stale-button menu-observer"),
    ("[nonsense]", "stale-button menu-observer"),
    ("[cmd:nonsense]", "stale-button menu-observer"),
]
UNSURE = [
    ("ketu ka dicka", "ask-unsure"),
    ("kutia pa mbikeqyrje ne korridor", "ask-unsure"),
    ("[pend:report]", "words-held ask-place"),
    ("1850/01", "report-receipt ask-group"),
]
ANYWHERE = [
    ("/report", "ask-place"),
    ("/status", "status-line"),
    ("/language", "ask-language"),
    ("[lang:en]", "language-set ask-place"),
    ("/help", "help-report ask-place"),
    ("/frobnicate", "command-unknown ask-place"),
    ("/mbaro", "report-nothing-yet ask-place"),
    ("/anulo", "cancelled menu-observer"),
    ("/anulo", "nothing-to-cancel menu-observer"),
    ("/mbaro", "nothing-open menu-observer"),
    ("/stop", "stopped"),
]
QUESTIONS_OF_OBSERVER = [
    ("ku votoj?", "help-answer"),
    ("pershendetje", "menu-observer"),
]


@pytest.mark.parametrize(
    "lines",
    [
        GUIDED,
        FREE_TEXT,
        CORRECTION,
        PLACE_FORMS,
        UNKNOWN_PLACE,
        POSITIONED,
        WORDS_FIRST,
        PAUSED,
        PLACE_CORRECTED,
        TYPED_CHOICES,
        STALE,
        UNSURE,
        ANYWHERE,
        QUESTIONS_OF_OBSERVER,
    ],
)
def test_observer_conversation(lines: list[tuple[object, str]]) -> None:
    """An accredited observer gets exactly these messages."""
    follow(Talk(OBSERVER), lines)


def test_question_for_a_number_offers_no_button_that_a_number_could_pick() -> None:
    """Where a number is asked nothing is offered, so that no channel takes `1` for a button."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    talk.say("po")
    talk.say("kalo")
    assert talk.say("kalo") == ["ask-count"]
    assert talk.last[-1].outbound.buttons == ()
    assert talk.state.offered == ()


def test_numbered_buttons_are_picked_by_number_except_where_a_number_is_the_answer() -> None:
    """On a channel without buttons a bare number picks the button, but `1` is a count where one is asked."""
    talk = Talk(CHECKED_IN)
    follow(talk, NUMBERED)
    assert SetReportField("R-1", "count", "1") in talk.effects
    assert SetReportField("R-1", "category", "FAM") in talk.effects
    assert SetReportField("R-1", "knowledge", "heard") in talk.effects


FIRST_VOTER = [
    ("/start", "ask-language privacy-notice"),
    ("[lang:en]", "language-set menu-voter"),
    ("can I vote with an expired passport?", "help-list"),
    ("1", "help-answer"),
    ("what is the meaning of life", "help-handover"),
]
VOTER_LINES = [
    ("ku votoj?", "help-answer"),
    ("a mund te votoj me pasaporte te skaduar", "help-answer"),
    ("/raporto", "report-voter"),
    ("[help:irregularity]", "help-answer"),
    ("operator", "human-asked"),
    ("pershendetje", "menu-voter"),
    (PHOTO, "voter-file"),
    (VOICE, "voter-file"),
    (POSITION, "voter-position"),
    ("/status", "status-unbound"),
    ("/unbind", "unbind-nothing"),
]


@pytest.mark.parametrize(("lines", "language"), [(FIRST_VOTER, None), (VOTER_LINES, "sq")])
def test_voter_conversation(lines: list[tuple[object, str]], language: str | None) -> None:
    """A person without accreditation gets answers, and is never left without one."""
    talk = Talk(VOTER, language)
    if lines is VOTER_LINES:
        talk.reports = ()
    follow(talk, lines)


def test_voter_without_answer_is_remembered_and_told_the_other_channels() -> None:
    """A question without an approved answer is kept for the editors, and the phone and e-mail are named."""
    talk = Talk(VOTER)
    assert talk.say("kush fitoi kampionatin") == ["help-handover"]
    assert talk.done(RememberUnanswered) == [RememberUnanswered("kush fitoi kampionatin", "sq")]
    said = talk.last[-1].outbound
    assert (said.args["phone"], said.args["email"], said.args["whatsapp"]) == (
        "0800 1111",
        "info@example.al",
        "none",
    )


def test_voter_who_tells_of_an_irregularity_is_passed_to_a_human_and_never_dropped() -> None:
    """An unbound person's clear irregularity asks for a human and names the ways that are open now."""
    talk = Talk(VOTER)
    assert talk.say("po blejne vota te shkolla") == ["voter-irregularity", "help-answer"]
    assert talk.done(RequestHuman) == [RequestHuman("po blejne vota te shkolla", "irregularity")]
    assert talk.done(FileReport) == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("/start GOODCODE", "ask-birth-date"),
        ("VEZHGO GOODCODE", "ask-birth-date"),
        ("vëzhgo GOODCODE", "ask-birth-date"),
        ("/start USEDCODE", "link-refused"),
        ("/start OLDCODE", "link-refused"),
        ("/start guessed_code", "link-refused"),
        ("/start", "menu-voter"),
        ("/start bad code!", "menu-voter"),
    ],
)
def test_link_is_opened_or_clearly_refused(said: str, message: str) -> None:
    """A one-time code opens from Telegram and from WhatsApp's prefilled text; a bad one says what is wrong."""
    assert Talk(VOTER).say(said) == [message]


@pytest.mark.parametrize(
    "answer", ["1990-05-17", "17.05.1990", "17/5/1990", "17 05 1990", "lindur me 17.5.1990"]
)
def test_right_birth_date_binds(answer: str) -> None:
    """The birth date in any usual form binds the chat, and only then."""
    talk = Talk(VOTER)
    talk.say("/start GOODCODE")
    assert talk.done(BindChat) == []
    assert talk.say(answer) == ["bound"]
    assert talk.done(BindChat) == [BindChat("GOODCODE")]


def test_wrong_birth_dates_are_counted_and_the_fifth_burns_the_link() -> None:
    """Each wrong date is counted, words that are no date are not, and the last attempt closes the link."""
    talk = Talk(VOTER)
    talk.say("/start GOODCODE")
    assert talk.say("nuk e di") == ["birth-date-not-understood"]
    assert talk.say("31.02.1990") == ["birth-date-not-understood"]
    for left in (4, 3, 2, 1):
        assert talk.say("18.05.1990") == ["birth-date-wrong"]
        assert talk.last[-1].outbound.args["left"] == str(left)
        talk.attempts -= 1
    assert talk.say("18.05.1990") == ["link-refused"]
    assert talk.done(CountWrongFact) == [CountWrongFact("GOODCODE")] * 5
    assert talk.say("ku votoj?") == ["help-answer"]


def test_receipt_comes_at_once_after_filing_and_never_rides() -> None:
    """Place and event earn the number in one message; the receipt follows the filing and is no webhook answer."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    filed, receipt = talk.last[0], talk.last[1]
    assert isinstance(filed, FileReport)
    assert (filed.place_code, filed.category, filed.accreditation) == ("1850/01", "FAM", "A-1")
    assert isinstance(receipt, Say)
    assert (receipt.outbound.message, receipt.outbound.ride, receipt.outbound.lane) == (
        "report-receipt",
        False,
        2,
    )


@pytest.mark.parametrize(
    "said", ["po rrahin vezhguesin", "they stole the ballot box", "kane arme te QV 1850/01"]
)
def test_danger_is_filed_and_alerted_before_anything_is_asked(said: str) -> None:
    """Words of danger file at once, even without a place, alert the duty officer and give the police number."""
    talk = Talk()
    messages = talk.say(said)
    assert talk.acts()[:2] == ["FileReport", "AlertDuty"]
    assert messages[:2] == ["report-receipt", "danger"]
    danger = [effect.outbound for effect in talk.last if isinstance(effect, Say)][1]
    assert (danger.args["police"], danger.args["duty"], danger.ride) == ("129", "off", False)


def test_danger_takes_the_last_check_in_as_its_place() -> None:
    """In danger nobody is asked where: the voting centre of the last check-in is taken and can be corrected."""
    talk = Talk(CHECKED_IN)
    talk.say("po rrahin vezhguesin")
    assert talk.done(FileReport)[0].place_code == "1850/01"


def test_danger_told_later_alerts_once() -> None:
    """Added words of danger raise a filed report to S1 and alert once, however often they are said."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    assert talk.done(AlertDuty) == []
    talk.say("tani po rrahin njerez")
    talk.say("po rrahin njerez")
    assert talk.done(AlertDuty) == [AlertDuty("R-1", "FAM", "S1")]


def test_another_place_in_an_open_report_begins_another_report() -> None:
    """A message with another voting centre and its own event is a report of its own, filed at once."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    messages = talk.say("QV 2224/01 mungojne fletet e votimit")
    assert messages[:2] == ["place-outside-scope", "report-receipt"]
    assert [(report.number, report.place_code) for report in talk.done(FileReport)] == [
        ("R-1", "1850/01"),
        ("R-2", "2224/01"),
    ]
    assert talk.done(FileReport)[1].outside_scope


def test_revoked_observer_is_kept_as_unaccredited_and_told() -> None:
    """A revoked accreditation files marked reports and says so; nothing is dropped."""
    talk = Talk(REVOKED)
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    assert talk.done(FileReport)[0].unaccredited
    receipt = [effect.outbound for effect in talk.last if isinstance(effect, Say)][0]
    assert receipt.args["standing"] == "unaccredited"


def test_accreditation_revoked_during_a_draft_marks_the_report() -> None:
    """The accreditation is judged when the report is filed, not when the draft was begun."""
    talk = Talk()
    talk.say("/report")
    talk.bound = REVOKED
    talk.say("1850/01")
    talk.say("familja voton bashke")
    assert talk.done(FileReport)[0].unaccredited


def test_file_first_opens_a_report_and_is_attached() -> None:
    """A photo or voice note of an observer is filed and attached at once; place and words follow."""
    talk = Talk()
    assert talk.say(VOICE) == ["report-receipt", "evidence-kept", "ask-place"]
    assert talk.say("1850/01") == ["place-set", "ask-what"]
    assert talk.say("po bejne propagande") == ["ask-guess"]
    assert [evidence.kind for evidence in talk.done(AttachEvidence)] == [Kind.VOICE]
    assert talk.done(AddWords) == [AddWords("R-1", "po bejne propagande")]


def test_position_given_before_filing_is_attached_on_filing() -> None:
    """A position shared while the place was asked is evidence too, once the report has its number."""
    talk = Talk()
    follow(talk, POSITIONED)
    assert talk.done(AttachLocation) == [AttachLocation("R-1", 41.33, 19.82)]


def test_no_number_keeps_the_words_and_says_that_it_is_not_filed() -> None:
    """Without a number nothing pretends to be filed: the words stay in the draft and a human is asked."""
    talk = Talk()
    talk.say("/report")
    talk.say("1850/01")
    outcome = engine.step(talk.state, inbound("familja voton bashke"), talk.facts(()), NOW)
    assert [type(effect).__name__ for effect in outcome.effects] == ["RequestHuman", "Say"]
    assert outcome.effects[1].outbound.message == "report-not-yet"
    assert outcome.state.draft.words == "familja voton bashke"
    talk.state = outcome.state
    assert talk.say("/done")[0] == "report-receipt"


def test_list_of_voters_is_refused_and_the_event_beside_it_is_kept() -> None:
    """Lines of names never reach the register; the sentence that tells the event does."""
    names = "\n".join(["Agim Hoxha", "Besa Kola", "Drita Leka", "Ilir Meta Gashi", "Teuta Prifti"])
    talk = Talk()
    talk.say("/report")
    talk.say("1850/01")
    assert talk.say(names) == ["guard-refused", "ask-what"]
    assert talk.done(RefusedContent) == [RefusedContent("voter_list")]
    talk.say(f"{names}\nkëta votuan dy herë me dokumente të huaja")
    assert talk.done(FileReport)[0].words == "këta votuan dy herë me dokumente të huaja"


ODD = [
    (odd(Kind.STICKER), "odd-input"),
    (odd(Kind.CONTACT), "odd-input"),
    (odd(Kind.UNSUPPORTED), "odd-input"),
    (odd(Kind.UNREADABLE), "odd-input"),
    (odd(Kind.LOCATION), "odd-input"),
    (odd(Kind.PHOTO), "odd-input"),
    (odd(Kind.TEXT, "\u200b\u200f\u0000"), "odd-input"),
    (odd(Kind.EDITED, "tjeter"), "edited-ignored"),
    (odd(Kind.GROUP, "QV 1850/01 familja voton"), "group-private"),
]


@pytest.mark.parametrize("bound", [VOTER, OBSERVER])
@pytest.mark.parametrize(("message", "answer"), ODD)
def test_odd_input_has_its_own_clear_answer(bound: tuple, message: object, answer: str) -> None:
    """Everything that is no word, file or place is answered clearly and changes nothing."""
    talk = Talk(bound)
    before = talk.state
    assert talk.say(message) == [answer]
    assert talk.acts() == []
    assert talk.state == before


def test_blocked_chat_is_stopped_in_silence() -> None:
    """A person who blocked the bot is sent nothing."""
    talk = Talk()
    assert talk.say(odd(Kind.BLOCKED)) == []
    assert talk.last == (StopChat(),)


def test_edited_message_joins_the_open_report() -> None:
    """With an open report the new text of an edited message is added, the original stays."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    assert talk.say(odd(Kind.EDITED, "QV 1850/01 familja votoi bashke")) == ["edited-kept"]
    assert talk.done(AddWords) == [AddWords("R-1", "QV 1850/01 familja votoi bashke", edited=True)]


def test_button_of_an_earlier_report_never_changes_a_later_one() -> None:
    """A category button of a finished report is stale in the next report, and the open question is asked again."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    talk.say("/done")
    talk.say("QV 1850/01 po bejne propagande")
    talk.effects.clear()
    assert talk.say("[cat:BUY#1]") == ["stale-button", "ask-guess"]
    assert talk.done(SetReportField) == []
    assert talk.say("[cat:BUY#2]") == ["category-set", "ask-knowledge"]
    assert SetReportField("R-2", "category", "BUY") in talk.effects


def test_very_long_text_is_kept_whole_and_said_back_short() -> None:
    """Words are filed as they came, up to 20,000 characters; what is said back is cut."""
    talk = Talk()
    talk.say("QV 1850/01 familja voton bashke ne kabine")
    long = "votuesit presin në radhë " * 400
    talk.say("[skip#1]")
    talk.say("[skip#1]")
    talk.say(long)
    assert talk.done(AddWords)[0].text == long.strip()
    said = next(effect.outbound for effect in talk.last if isinstance(effect, Say))
    assert len(said.args["words"]) <= 300


def test_long_words_that_wait_for_their_place_are_filed_whole() -> None:
    """Words held until the place is known lose nothing."""
    long = "familja voton bashkë " + "dhe kryetari hesht " * 400
    talk = Talk()
    assert talk.say(long) == ["words-held", "ask-place"]
    talk.say("1850/01")
    assert talk.done(FileReport)[0].words == long.strip()


def test_report_command_takes_the_report_with_it() -> None:
    """`/report PLACE WORDS` is filed in one message."""
    talk = Talk()
    assert talk.say("/report QV 1850/01 po blejne vota")[0] == "report-receipt"
    filed = talk.done(FileReport)[0]
    assert (filed.place_code, filed.category, filed.words) == ("1850/01", "BUY", "QV 1850/01 po blejne vota")


def test_voter_in_danger_gets_the_police_number() -> None:
    """Danger told by a person without accreditation is answered with the police number and passed to a human."""
    talk = Talk(VOTER)
    assert talk.say("po rrahin njerez te QV 1850/01")[0] == "danger"
    assert talk.done(RequestHuman)[0].reason == "irregularity"


def test_number_not_had_is_never_a_false_receipt_for_files() -> None:
    """A photo that could not be filed is not said to be kept."""
    talk = Talk()
    outcome = engine.step(talk.state, PHOTO, talk.facts(()), NOW)
    assert [effect.outbound.message for effect in outcome.effects if isinstance(effect, Say)] == [
        "report-not-yet"
    ]


def test_unbinding_is_asked_and_then_done() -> None:
    """A chat is unbound only by the button; every accreditation of the chat is let go."""
    talk = Talk()
    assert talk.say("/unbind") == ["ask-unbind"]
    assert talk.say("po e po") == ["unbind-kept", "menu-observer"]
    talk.say("/unbind")
    assert talk.say("[unbind:yes]") == ["unbound"]
    assert talk.done(Unbind) == [Unbind("A-1")]


def test_status_shows_only_own_reports_by_button() -> None:
    """The newest report is shown, the others are buttons, and a foreign number shows nothing."""
    talk = Talk()
    assert talk.say("gjendja") == ["status-line"]
    assert talk.say("[st:R-8]") == ["status-line"]
    assert talk.last[-1].outbound.args["number"] == "R-8"
    assert talk.say("[st:R-777]") == ["stale-button"]


def follow(talk: Talk, lines: list[tuple[object, str]]) -> None:
    """Say each line and compare the answer."""
    for said, answers in lines:
        assert " ".join(talk.say(said)) == answers, said
