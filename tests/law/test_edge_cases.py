"""The hard edge cases of the domain that no other table names, one by one, and a list that no case was forgotten.

EC-22 (armed and unauthorised persons in a voting centre) is a matter of reports and no rule of accreditation.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from accreditation.assessment import assess
from accreditation.capacity import presence_finding
from accreditation.competence import Body, BodyKind, DelegationFacts, competent_body
from accreditation.decision_time import decision_due, failed_to_decide
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.findings import FindingCode, Severity
from accreditation.law.limits import LIMITS, LimitCode, SetLimit
from accreditation.observers import ObserverFacts, Track
from accreditation.persons import Likeness, Person, likeness
from accreditation.requests import REQUESTS, Course, Office, RequestFacts, RequestMove, RequestState
from accreditation.scope import PlaceKind, ScopeFacts, covers, units_of_scope, valid_at, validity
from accreditation.senders import SenderFacts
from accreditation.standing import Accredited, RevocationScope, revoked_by

TIRANE = ZoneInfo("Europe/Tirane")
TESTS = Path(__file__).parent.parent
ELECTION = ElectionFacts("e", "E", ElectionKind.ASSEMBLY, date(2005, 7, 3), date(2005, 5, 16))
NGO = SenderFacts("n", "N", "albanian_ngo", "AL", admitted=True)
MISSION = SenderFacts("m", "M", "international_organisation", admitted=True, human_rights=True)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIRANE)


def request(*citizenships: str, **facts) -> RequestFacts:
    scope = facts.pop("scope", ScopeFacts(voting_centres=("1001",)))
    return RequestFacts(ObserverFacts(citizenships or ("AL",)), scope, frozenset({"U1"}), **facts)


HOPELESS = [
    # what is wrong with the filing          sender, request, filed at
    ("too early", NGO, request(), "2005-05-01 09:00"),
    ("too late", NGO, request(), "2005-07-02 23:59:59"),
    ("after the election", NGO, request(), "2005-07-10 09:00"),
    ("by a body of no kind", SenderFacts("x", "X", "citizen"), request(), "2005-06-01 09:00"),
    ("in another language", NGO, request(foreign_language=True), "2005-06-01 09:00"),
    ("incomplete", NGO, request(scope=ScopeFacts(), code_of_conduct=False), "2005-06-01 09:00"),
]


@pytest.mark.parametrize(("words", "sender", "facts", "at"), HOPELESS, ids=[row[0] for row in HOPELESS])
def test_ec5_whatever_is_wrong_is_recorded_first_and_decided_by_a_commission(words, sender, facts, at):
    """EC-5: too early, too late, wrong sender, wrong language, incomplete: assessed with a remedy, and never refused."""
    found = assess(ELECTION, sender, facts, local(at))

    assert found.findings, words
    assert found.remedy is not None
    assert found.decision_due.at is not None
    machine = {RequestMove.ASSESS, RequestMove.HOLD, RequestMove.OPEN, RequestMove.FAIL}
    assert {
        REQUESTS.after(RequestState.RECEIVED, move)
        for move in machine & set(REQUESTS.moves(RequestState.RECEIVED))
    } == {
        RequestState.ASSESSED,
        RequestState.HELD,
        RequestState.OVERDUE,
    }


SILENCE = [
    # filed                  now                      failure
    ("2005-06-01 23:59:59", "2005-06-06 23:59:59", False),
    ("2005-06-01 23:59:59", "2005-06-07 00:00", True),
    ("2005-06-02 00:00", "2005-06-07 23:59:59", False),
    ("2005-06-18 12:00", "2005-06-24 00:00", True),
]


@pytest.mark.parametrize(("filed", "now", "failure"), SILENCE)
def test_ec6_silence_is_a_failure_from_the_end_of_the_fifth_day(filed, now, failure):
    """EC-6: at submission and five days without a decision a failure arises; it can be appealed and approves nothing."""
    due = decision_due(ELECTION, Track.ALBANIAN, local(filed))

    assert failed_to_decide(due, local(now)) is failure
    assert REQUESTS.after(RequestState.ASSESSED, RequestMove.FAIL) is RequestState.OVERDUE
    assert REQUESTS.allows(RequestState.OVERDUE, RequestMove.GRANT)


FOREIGN = [
    # filed                  the target ends         why
    ("2005-06-10 12:00", "2005-06-11 12:00", "24 hours, no law"),
    ("2005-06-29 23:59:59", "2005-06-30 23:59:59", "filed in the last second of the 72 hours"),
    ("2005-07-02 09:00", "2005-07-03 07:00", "never later than the opening of voting"),
    ("2005-07-03 08:00", "2005-07-04 08:00", "after the opening there is no opening to wait for"),
]


@pytest.mark.parametrize(("filed", "ends", "why"), FOREIGN)
def test_ec7_the_time_for_foreign_observers_is_a_target_and_says_so(filed, ends, why):
    """EC-7: no time to decide is stated for foreign observers: a target before the opening, whose passing is no failure."""
    due = decision_due(ELECTION, Track.FOREIGN, local(filed))

    assert (due.at, due.kind, due.law) == (local(ends), "internal_target", "internal"), why
    assert not failed_to_decide(due, local("2005-07-20 00:00"))


def test_ec9_the_cap_is_of_presence_in_voting_centres_alone():
    """EC-9: two inside a voting centre and the third waits; at a ZEC or a counting centre nobody is counted."""
    for place in PlaceKind:
        found = presence_finding(ELECTION, NGO, ObserverFacts(("AL",)), (), place)
        assert (found.code == FindingCode.NOT_CAPPED) == (place is not PlaceKind.VOTING_CENTRES)


def test_ec14_the_order_of_vore_spares_internationals_and_media():
    """EC-14: 11 May 2025, CEAZ 27: everybody in the zone, except internationals and media; other zones keep theirs."""
    zone = frozenset({"27"})
    order = RevocationScope(
        zone, exempt_kinds=frozenset({"international_organisation", "foreign_ngo", "foreign_state", "media"})
    )
    held = [
        Accredited("A-1", "p", "political_party", zone),
        Accredited("A-2", "n", "albanian_ngo", frozenset({"26", "27"})),
        Accredited("A-3", "o", "international_organisation", zone),
        Accredited("A-4", "m", "media", zone),
        Accredited("A-5", "p", "political_party", frozenset({"26"})),
    ]  # fmt: skip

    assert revoked_by(order, held) == ("A-1", "A-2")


def test_ec16_an_accreditation_is_of_one_election_and_ends_with_its_final_announcement():
    """EC-16: it outlives the close of polls, ends with the announcement, and a repeat election has one of its own."""
    announced = msgspec.structs.replace(ELECTION, final_announcement=local("2005-09-01 12:00"))
    held = validity(announced, local("2005-06-10 09:00"))

    assert (held.article, valid_at(held, local("2005-07-03 19:00"))) == ("2(16)", True)
    assert not valid_at(held, local("2005-06-10 08:59:59"))
    assert valid_at(held, local("2005-09-01 11:59:59"))
    assert not valid_at(held, local("2005-09-01 12:00"))
    assert validity(ELECTION, local("2005-06-10 09:00")).valid_until is None


SET_BY_ACT = (
    SetLimit(LimitCode.ALBANIAN_CLOSES, 5, "KQZ 6.7.2023"),
    SetLimit(LimitCode.ALBANIAN_OPENS, 13, "KQZ 6.7.2023"),
)


def test_ec16_a_repeat_election_has_the_calendar_that_an_act_gave_it():
    """EC-16: Rrogozhina, 23 July 2023: the commission set the times by an act, and the windows follow it."""
    repeat = ElectionFacts(
        "r", "R", ElectionKind.REPEAT, date(2023, 7, 23), date(2023, 7, 6), set_limits=SET_BY_ACT, repeats=ElectionKind.LOCAL
    )  # fmt: skip
    late = assess(repeat, NGO, request(), local("2023-07-19 00:00")).finding(FindingCode.TOO_LATE)

    assert (
        assess(repeat, NGO, request(), local("2023-07-18 23:59:59")).finding(FindingCode.IN_TIME) is not None
    )
    assert (late.arguments["opens_at"], late.arguments["closes_at"]) == (
        "2023-07-09T22:00:00+00:00",
        "2023-07-18T22:00:00+00:00",
    )


BORN = date(1990, 3, 4)
NAMES = [
    # one                      the other                     who looks
    (("Çelë", "Mëma"), ("Cele", "Mema"), Likeness.SAME_NAME_AND_BIRTH_DATE),
    (("Γιώργος", "Παππάς"), ("Giorgos", "Papas"), Likeness.SIMILAR_NAME_SAME_BIRTH_DATE),
    (("Агим", "Хоџа"), ("Agim", "Hoxha"), Likeness.SAME_NAME_AND_BIRTH_DATE),
    (("Arta", "Kola"), ("Besa", "Lika"), None),
]


@pytest.mark.parametrize(("one", "other", "why"), NAMES)
def test_ec18_spellings_of_one_name_meet_and_are_shown_to_an_officer(one, other, why):
    """EC-18: diacritics and transliterations meet; it is shown, and never decided by machine."""
    assert likeness(Person(*one, BORN), Person(*other, BORN)) == why


@pytest.mark.parametrize("office", ["commissioner", "counter", "candidate"])
def test_ec18_no_rule_on_age_or_office_is_made_up(office):
    """EC-18: Arts. 18-19 know no age and no incompatibility: an office is noted, and only a register makes it a question."""
    noted = assess(
        ELECTION,
        NGO,
        request(course=Course(offices=(Office(office, "zec:30", None, "Act 1"),))),
        local("2005-06-01"),
    )
    asked = assess(
        ELECTION,
        NGO,
        request(course=Course(offices=(Office(office, "zec:30", True, "Act 1"),))),
        local("2005-06-01"),
    )

    assert (noted.against, noted.finding(FindingCode.OFFICE_HELD).severity) == ((), Severity.TO_RECORD)
    assert (asked.against, asked.finding(FindingCode.OFFICE_HELD).severity) == (
        (),
        Severity.NEEDS_LEGAL_DECISION,
    )
    assert not [row for row in LIMITS if "age" in row.code.split("_")]
    assert "birth" not in " ".join(ObserverFacts.__struct_fields__ + RequestFacts.__struct_fields__)


@pytest.mark.parametrize(("kind", "to"), [("assembly", BodyKind.ZEC), ("local", BodyKind.LGEC)])
def test_ec19_the_lgec_stands_in_the_place_of_the_zec(kind, to):
    """EC-19, 18(6): in local elections an instruction delegates to LGECs; the authorisation is still the CEC's."""
    election = msgspec.structs.replace(ELECTION, kind=ElectionKind(kind))
    party = SenderFacts("p", "P", "political_party", registered_as_subject=True, multi_name_list=True)
    delegation = DelegationFacts("Instruction 5", to, datetime(2005, 5, 20, tzinfo=UTC))
    found = competent_body(election, party, frozenset({"12"}), [delegation], datetime(2005, 6, 1, tzinfo=UTC))

    assert (found.body, found.article, found.issued_by) == (Body(str(to), "12"), "18(6)", "cec")


def test_ec21_a_special_voting_centre_is_named_by_its_code_like_any_other():
    """EC-21: Rrogozhina prison, 2224/01, and a counting place for votes from abroad, which lies in no unit."""
    scope = ScopeFacts(voting_centres=("2224/01",), counting_centres=("Feti Borova",))
    units, unknown = units_of_scope(scope, {"2224/01": "Rrogozhinë", "Feti Borova": ""})

    assert (units, unknown) == (frozenset({"Rrogozhinë"}), ())
    assert covers(scope, PlaceKind.VOTING_CENTRES, "2224/01", "Rrogozhinë")
    assert not covers(scope, PlaceKind.VOTING_CENTRES, "2224/02", "Rrogozhinë")
    assert covers(
        ScopeFacts(electoral_units=("Rrogozhinë",)), PlaceKind.VOTING_CENTRES, "2224/01", "Rrogozhinë"
    )


VECTORS = [
    # the dates that the domain gives for its cases; each stands in a test of the law
    "2005-06-18", "2021-04-10", "2023-04-29", "2025-04-26",                # EC-1
    "2005-06-17", "2005-06-20", "2005-06-13", "2005-06-10", "2005-06-23", "2005-06-24",  # the four readings
    "2005-06-30", "2025-05-08",                                            # EC-2
    "2024-03-31", "2027-10-31",                                            # EC-3, EC-20
    "2005-05-21", "2005-05-19", "2005-05-16",                              # EC-4
]  # fmt: skip
CASES = list(range(1, 22))


def _sources(*folders: str) -> dict[Path, str]:
    paths = [
        path for folder in folders for path in (TESTS / folder).rglob("test_*.py") if path != Path(__file__)
    ]
    return {path: path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("vector", VECTORS)
def test_every_date_of_the_domain_is_a_test_vector(vector):
    """Dates of 2005, 2021, 2023, 2024, 2025 and 2027 that the domain computes are asserted in a table of the law."""
    assert any(vector in text for text in _sources("law", "accreditation").values())


@pytest.mark.parametrize("case", CASES)
def test_every_edge_case_has_a_test_that_names_it(case):
    """EC-1 to EC-21: a test says in its name or in its docstring which case it is."""
    named = re.compile(rf"def test_(?:\w*_)?ec{case}(?:_|\()|^ *\"\"\"[^\n]*\bEC-{case}\b", re.MULTILINE)
    own = Path(__file__).read_text(encoding="utf-8")

    assert any(
        named.search(text)
        for text in [own, *_sources("law", "accreditation", "backend", "journeys").values()]
    )
