"""The steps of an appeal: tables a lawyer can read, the state table as a property, the lot, and EC-13."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.appeal_steps import (
    AppealFacts,
    body_findings,
    completion_open,
    content_findings,
    drawn_by_lot,
    step_clock,
    usefulness,
    usefulness_findings,
)
from accreditation.appeals import (
    APPEALS,
    RUNNING,
    Appealable,
    AppealMove,
    AppealState,
    appeal_window,
    competent_appeal_body,
)
from accreditation.elections import ElectionFacts, ElectionKind
from accreditation.law.appeal_rules import (
    APPEAL_RULES,
    VALUES,
    AppealBody,
    RuleCode,
    SetRule,
    appeal_rule,
)
from accreditation.law.citations import Mark
from accreditation.law.editions import EditionId
from accreditation.law.limits import LimitCode, SetLimit
from accreditation.law.readings import Reading
from accreditation.tables import IllegalMove

FILED = datetime(2025, 5, 2, 10, 30, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def election(edition: str = "2008", reading: str = "calendar", **changes) -> ElectionFacts:
    """The election of 11 May 2025 under an edition and a reading."""
    return ElectionFacts(
        "al",
        "Assembly",
        ElectionKind.ASSEMBLY,
        date(2025, 5, 11),
        date(2025, 3, 27),
        EditionId(edition),
        Reading(reading),
        **changes,
    )


def facts(state: str, against: str = "refusal", body: str | None = "kas", **instants) -> AppealFacts:
    """An appeal filed on 2 May 2025 at 12:30:07 in Tirana."""
    return AppealFacts(
        Appealable(against), AppealBody(body) if body else None, AppealState(state), FILED, **instants
    )


COLLEGE = "electoral_college"
CLOCKS = [
    # edition, against, body, state, what runs, owed by, due after filing, article
    ("2008", "refusal", "kas", "filed", "check", "body", DAY, "129"),
    ("2008", "failure", "kas", "filed", "check", "body", DAY, "129"),
    ("2008", "revocation", "kas", "filed", "check", "body", DAY, "129"),
    ("2008", "ruling", COLLEGE, "filed", "check", "body", DAY, "129"),
    ("2008", "refusal", "kas", "returned", "completion", "appellant", 3 * HOUR + DAY, "129"),
    ("2008", "refusal", "kas", "completed", "check", "body", 5 * HOUR + DAY, "129"),
    ("2008", "refusal", "kas", "accepted", "ruling", "body", None, "not found"),
    ("2005", "refusal", COLLEGE, "filed", "check", "body", None, "150"),
    ("2005", "refusal", COLLEGE, "returned", "completion", "appellant", None, "149"),
    ("2005", "failure", "cec", "completed", "check", "body", None, "150"),
    ("2005", "failure", "cec", "accepted", "ruling", "body", None, "161/2"),
    ("2005", "refusal", COLLEGE, "accepted", "ruling", "body", None, "173"),
]


@pytest.mark.parametrize(
    ("edition", "against", "body", "state", "step", "owed_by", "after", "article"), CLOCKS
)
def test_clock_of_each_step(edition, against, body, state, step, owed_by, after, article):
    """Edition by edition: which step runs, who owes it, when it is late; unset is None with a warning."""
    held = (
        facts(state, against, body, returned_at=FILED + 3 * HOUR, completed_at=FILED + 5 * HOUR)
        if state in ("returned", "completed")
        else facts(state, against, body)
    )
    clock = step_clock(election(edition), held)

    assert (clock.step, clock.owed_by, clock.article) == (step, owed_by, article)
    assert clock.due_at == (None if after is None else FILED + after)
    assert [one.code for one in clock.warnings] == ([] if after is not None else ["limit_unset"])


def test_the_college_rules_within_ten_days_of_filing():
    """Filed on 2 May, the first day excluded, the College's ten days end with 12 May."""
    clock = step_clock(election(), facts("accepted", "ruling", COLLEGE))

    assert clock.due_at == datetime(2025, 5, 12, 22, tzinfo=UTC)


SET = [
    # step that runs   limit set             value  due
    ("filed", LimitCode.APPEAL_REPORT, 12, FILED + 12 * HOUR),
    ("accepted", LimitCode.APPEAL_DECISION, 5, datetime(2025, 5, 7, 22, tzinfo=UTC)),
]


@pytest.mark.parametrize(("state", "code", "value", "due"), SET)
@pytest.mark.parametrize("edition", ["2005", "2008"])
def test_what_the_lawyer_sets_holds(edition, state, code, value, due):
    """An act of the commission sets the hours or days of one election; the demonstration value says so."""
    held = election(edition, set_limits=(SetLimit(code, value, "KQZ 9", demo=True),))
    clock = step_clock(held, facts(state))

    assert (clock.due_at, clock.demo) == (due, True)


@pytest.mark.parametrize("state", [one for one in AppealState if one not in RUNNING])
def test_nothing_runs_on_an_ended_appeal(state):
    """A ruling, a withdrawal or a not-accepting ends every clock."""
    assert step_clock(election(), facts(state)) is None


OPEN = [
    ("2008", 0, True, "the 24 hours begin"),
    ("2008", 24 * 3600 - 1, True, "one second is left"),
    ("2008", 24 * 3600, False, "the first instant after them"),
    ("2005", 10**6, True, "unset hours never pass by themselves"),
]


@pytest.mark.parametrize(("edition", "seconds", "still", "why"), OPEN)
def test_time_to_complete(edition, seconds, still, why):
    """An appeal sent back waits for its completion for 24 hours, and where the law gives no hours, until it comes."""
    held = facts("returned", returned_at=FILED)

    assert completion_open(election(edition), held, FILED + timedelta(seconds=seconds)) is still, why


def test_a_day_of_24_hours_across_a_clock_change():
    """24 hours are 24 hours when the clock is put back: filed at noon before, due at 11:00 after."""
    held = AppealFacts(
        Appealable.REFUSAL, AppealBody.KAS, AppealState.FILED, datetime(2025, 10, 25, 10, tzinfo=UTC)
    )
    due = step_clock(election(), held).due_at

    assert due == datetime(2025, 10, 26, 10, tzinfo=UTC)
    assert due.astimezone().utcoffset() is not None


BODIES = [
    # edition  against       decided by  set                                body
    ("2008", "refusal", "cec", (), "kas"),
    ("2008", "failure", "zec", (), "kas"),
    ("2008", "revocation", "cec", (), "kas"),
    ("2008", "ruling", "cec", (), COLLEGE),
    ("2005", "refusal", "cec", (), None),
    ("2005", "failure", "zec", (), None),
    ("2005", "ruling", "cec", (), None),
    ("2005", "refusal", "cec", (("first_body", "by_titles"),), COLLEGE),
    ("2005", "refusal", "zec", (("first_body", "by_titles"),), "cec"),
    ("2005", "refusal", "lgec", (("first_body", "by_titles"),), "cec"),
    ("2005", "refusal", "cec", (("first_body", "cec"),), "cec"),
    ("2005", "ruling", "zec", (("second_body", COLLEGE),), COLLEGE),
    ("2008", "refusal", "cec", (("first_body", "cec"), ("first_body", "kas")), "kas"),
]


@pytest.mark.parametrize(("edition", "against", "deciding", "entries", "body"), BODIES)
def test_body_that_may_decide(edition, against, deciding, entries, body):
    """Today KAS, then the College; in 2005 nobody until an act says who, and the last act set holds."""
    rules = tuple(SetRule(RuleCode(code), value, "KQZ 1") for code, value in entries)
    found = competent_appeal_body(election(edition), Appealable(against), deciding, rules)

    assert found == body
    assert [one.code for one in body_findings(election(edition), found)] == (
        [] if body else ["appeal_body_unset"]
    )


def test_every_rule_stands_in_every_edition():
    """Each rule has one row an edition; a value is one of those it can have, and an unknown one says what is missing."""
    assert {(row.code, row.edition) for row in APPEAL_RULES} == {
        (code, edition) for code in RuleCode for edition in EditionId
    }
    assert len(APPEAL_RULES) == len(RuleCode) * len(EditionId)
    for row in APPEAL_RULES:
        assert row.value is None or row.value in VALUES[row.code]
        assert row.note
        if row.citation.mark is Mark.NOT_FOUND:
            assert row.value is None


@pytest.mark.parametrize(("value", "act"), [("nobody", "KQZ 1"), ("kas", " ")])
def test_a_rule_is_set_to_something_known_by_an_act(value, act):
    """A value nobody knows, or an act without a number, is refused."""
    with pytest.raises(ValueError, match="value|act"):
        SetRule(RuleCode.FIRST_BODY, value, act)


def test_a_set_rule_says_that_it_is_no_law():
    """A demonstration value carries its act and its mark."""
    row = appeal_rule(
        RuleCode.UPHELD_REFUSAL,
        EditionId.CODE_2005,
        (SetRule(RuleCode.UPHELD_REFUSAL, "grants", "DEMO", demo=True),),
    )

    assert (row.value, row.act, row.demo) == ("grants", "DEMO", True)


CONTENTS = [
    ("refusal", (), ["decision_challenged", "legal_basis", "description", "asked", "evidence", "signatory"]),
    ("failure", (), ["legal_basis", "description", "asked", "evidence", "signatory"]),
    ("failure", ("legal_basis", "description", "asked", "evidence", "signatory"), []),
    ("refusal", ("legal_basis", "description", "asked", "evidence", "signatory"), ["decision_challenged"]),
]


@pytest.mark.parametrize(("against", "parts", "missing"), CONTENTS)
def test_content_that_art_126_wants(against, parts, missing):
    """What is missing is named; the decision challenged need not be there against a failure to decide."""
    found = content_findings(election(), Appealable(against), parts)

    assert [one.arguments["missing"] for one in found] == ([missing] if missing else [])
    assert all(one.article == "126" for one in found)


READINGS = [
    # announced              reading             last day
    ("2025-05-08T10:00+02:00", "calendar", "2025-05-11"),
    ("2025-05-08T10:00+02:00", "clear_days", "2025-05-11"),
    ("2025-05-08T10:00+02:00", "civil_procedure", "2025-05-12"),
    ("2025-05-08T10:00+02:00", "administrative", "2025-05-13"),
    ("2025-05-05T10:00+02:00", "calendar", "2025-05-08"),
    ("2025-05-05T10:00+02:00", "clear_days", "2025-05-08"),
    ("2025-05-05T10:00+02:00", "civil_procedure", "2025-05-08"),
    ("2025-05-05T10:00+02:00", "administrative", "2025-05-08"),
]


@pytest.mark.parametrize(("announced", "reading", "last_day"), READINGS)
def test_three_days_in_the_four_readings(announced, reading, last_day):
    """Three days from a Thursday end on Sunday, Monday or Tuesday; from a Monday on Thursday under all four."""
    window = appeal_window(election(reading=reading), Appealable.REFUSAL, datetime.fromisoformat(announced))

    assert window.last_day == date.fromisoformat(last_day)
    assert {one.reading for one in window.readings} == {str(one) for one in Reading}


def test_ec13_the_college_ends_after_the_vote():
    """EC-13: filed on E-15, decided on E-10; KAS until E-7, the College until E-2, and its ten days end on E+8."""
    use = usefulness(election(), datetime(2025, 5, 1, 10, tzinfo=UTC))
    days = {one.code: (one.latest - timedelta(microseconds=1)).date() - date(2025, 5, 11) for one in use.path}

    assert {code: gap.days for code, gap in days.items()} == {
        "appeal_filed": -7,
        "appeal_decided": -7,
        "college_filed": -2,
        "college_decided": 8,
    }
    # How long KAS takes was not found: these are the earliest of the latest instants.
    assert [one.at_least for one in use.path] == [False, True, True, True]
    assert (use.outlasts, use.interim) == (True, True)
    assert [one.code for one in usefulness_findings(election(), use)] == ["appeal_outlasts_election"]
    assert use.until == datetime(2025, 5, 10, 22, tzinfo=UTC)


def test_an_early_refusal_leaves_time_for_both_instances():
    """Refused a month before, with KAS bound to five days by an act, everything ends before the vote."""
    held = election(set_limits=(SetLimit(LimitCode.APPEAL_DECISION, 5, "KQZ 2"),))
    use = usefulness(held, datetime(2025, 4, 11, 10, tzinfo=UTC))

    assert (use.outlasts, use.interim) == (False, False)
    assert usefulness_findings(held, use) == ()


def test_usefulness_of_2005_is_unknown_beyond_the_election_date():
    """No term of 2005 was found: an appeal is of use until the election date, and the path is not invented."""
    use = usefulness(election("2005"), FILED)

    assert (use.path, use.outlasts) == ((), None)
    assert use.until == datetime(2025, 5, 10, 22, tzinfo=UTC)


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=9), st.binary(min_size=16, max_size=32))
def test_the_lot_can_be_drawn_again(candidates, seed):
    """The same candidates in any order, seed and number draw the same rapporteur, and always one of them."""
    chosen = drawn_by_lot(candidates, seed, "A-2025-000001")

    assert chosen in candidates
    assert drawn_by_lot(list(reversed(candidates)), seed, "A-2025-000001") == chosen


def test_the_lot_draws_everybody_in_turn():
    """Over a thousand seeds each of three is drawn about a third of the time."""
    names = ["A", "B", "C"]
    drawn = [drawn_by_lot(names, n.to_bytes(16, "big"), "A-1") for n in range(1_000)]

    assert all(270 < drawn.count(name) < 400 for name in names)


@pytest.mark.parametrize(("candidates", "seed"), [([], b"0" * 16), (["A"], b"short")])
def test_a_lot_needs_candidates_and_a_seed(candidates, seed):
    """Nobody to draw, or a seed that could be guessed, is a mistake."""
    with pytest.raises(ValueError, match="lot"):
        drawn_by_lot(candidates, seed, "A-1")


@given(st.lists(st.sampled_from(list(AppealMove)), max_size=12))
def test_no_sequence_of_moves_returns_an_appeal_twice(moves):
    """Whatever is tried: at most one return, at most one ruling, nothing after an end, and no illegal move changes it."""
    state, made = AppealState.FILED, []
    for move in moves:
        try:
            after = APPEALS.after(state, move)
        except IllegalMove:
            continue
        assert state in RUNNING
        state = after
        made.append(move)
    ends = {
        AppealMove.NOT_ACCEPT,
        AppealMove.UPHOLD,
        AppealMove.UPHOLD_PARTLY,
        AppealMove.REJECT,
        AppealMove.WITHDRAW,
    }

    assert made.count(AppealMove.SEND_BACK) <= 1
    assert sum(move in ends for move in made) == (0 if state in RUNNING else 1)


def test_every_running_appeal_can_be_withdrawn_and_ends():
    """From every running state there is a withdrawal, and a way to an end; ended states have no move."""
    for state in AppealState:
        assert (state in RUNNING) == APPEALS.allows(state, AppealMove.WITHDRAW)
        assert bool(APPEALS.moves(state)) == (state in RUNNING)
