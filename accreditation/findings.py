"""What an assessment finds: a code with its article and arguments, never a sentence, and what can still be done."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from accreditation.law.citations import Citation
from accreditation.law.counting import Step


class Severity(StrEnum):
    """Which way a finding points; only a competent commission decides."""

    FOR = "for"
    AGAINST = "against"
    NEEDS_LEGAL_DECISION = "needs_legal_decision"
    TO_RECORD = "to_record"


class FindingCode(StrEnum):
    """Everything that the rules can find; each has a text in the shell."""

    # time
    IN_TIME = "in_time"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    LATE_BY_STRICTER_READING = "late_by_stricter_reading"
    DISPATCHED_IN_TIME = "dispatched_in_time"
    """Received too late, and by its sender's own word sent in time: receipt decides, EC-17."""
    REINSTATEMENT_ASKED = "reinstatement_asked"
    SUBSTITUTE_FOR_TIMELY = "substitute_for_timely"
    """A late substitute for an observer whose request was in time: a new request or an addendum, EC-15."""
    OBSERVER_CLASS_DISPUTED = "observer_class_disputed"
    LIMIT_UNSET = "limit_unset"
    LIMIT_IS_DEMO = "limit_is_demo"
    READING_TEXT_UNREAD = "reading_text_unread"
    EDITION_NOT_IN_FORCE = "edition_not_in_force"
    ELECTION_NOT_DECREED = "election_not_decreed"
    WINDOW_EMPTY = "window_empty"
    WINDOW_TRUNCATED = "window_truncated"
    """The decree came after the day on which the window would open, EC-4."""
    NOT_NEAREST_SUNDAY = "not_nearest_sunday"
    """Assembly only: the date is not the Sunday nearest to the 45th day after the decree, Art. 7(7)."""
    # who may send
    KIND_HAS_RIGHT = "kind_has_right"
    KIND_HAS_NO_RIGHT = "kind_has_no_right"
    HUMAN_RIGHTS_TO_RECORD = "human_rights_to_record"
    HUMAN_RIGHTS_NOT_MET = "human_rights_not_met"
    NOT_REGISTERED_AS_SUBJECT = "not_registered_as_subject"
    REGISTRATION_TO_CHECK = "registration_to_check"
    COALITION_ONLY = "coalition_only"
    NO_CANDIDATE_IN_UNIT = "no_candidate_in_unit"
    CANDIDACY_TO_CHECK = "candidacy_to_check"
    CANDIDACY_CONTESTED = "candidacy_contested"
    PARTY_CANDIDATE_HAS_NO_RIGHT = "party_candidate_has_no_right"
    OUTSIDE_OWN_ZONE = "outside_own_zone"
    OWN_ZONE_TO_CHECK = "own_zone_to_check"
    REFERENDUM_HAS_NO_CANDIDATES = "referendum_has_no_candidates"
    SENDER_NOT_ADMITTED_YET = "sender_not_admitted_yet"
    SENDER_REFUSED = "sender_refused"
    """The commission refused to admit the sender; new facts can be put before it."""
    REGISTRATION_CONTESTED = "registration_contested"
    REGISTERED_AFTER_LIMIT = "registered_after_limit"
    """A party or coalition was registered after the last day that the code gives it."""
    BODY_HAS_OBSERVER = "body_has_observer"
    """The sender has an observer at this body already; read strictly, 18(2) gives one."""
    LEFT_COALITION = "left_coalition"
    CHOICE_UNSET = "choice_unset"
    """An open question of the text that the lawyer has not answered for this election."""
    DUAL_CITIZENSHIP = "dual_citizenship"
    """Albanian and foreign at once, EC-8: the limits of both are shown."""
    # scope
    SCOPE_EMPTY = "scope_empty"
    SCOPE_UNKNOWN_PLACE = "scope_unknown_place"
    COUNTING_TABLES_NOT_IN_EDITION = "counting_tables_not_in_edition"
    # conduct and data
    CODE_OF_CONDUCT_NOT_ACCEPTED = "code_of_conduct_not_accepted"
    CODE_OF_CONDUCT_OUTDATED = "code_of_conduct_outdated"
    OFFICE_HELD = "office_held"
    """The observer holds an office; incompatible only if its register says so, EC-18."""
    TRANSLATION_TO_ASK = "translation_to_ask"
    TRANSLATION_RULE_UNKNOWN = "translation_rule_unknown"
    """A foreign language under a general code whose words on it were not found."""
    TRANSLATION_AWAITED = "translation_awaited"
    TRANSLATION_DELIVERED = "translation_delivered"
    # presence
    WITHIN_CAP = "within_cap"
    CAP_REACHED = "cap_reached"
    NOT_CAPPED = "not_capped"
    # decisions
    NOT_COMPETENT = "not_competent"
    DELEGATED_AWAY = "delegated_away"
    ACT_NUMBER_MISSING = "act_number_missing"
    ACT_DATE_MISSING = "act_date_missing"
    ACT_DATE_WRONG = "act_date_wrong"
    SIGNATORY_MISSING = "signatory_missing"
    GROUNDS_MISSING = "grounds_missing"
    GROUND_WITHOUT_ARTICLE = "ground_without_article"
    GROUND_WITHOUT_REASON = "ground_without_reason"
    GROUND_WITHOUT_FACTS = "ground_without_facts"
    LAST_DAY_TO_APPEAL_UNSET = "last_day_to_appeal_unset"
    LENIENT_DATE_NOT_SEEN = "lenient_date_not_seen"
    STATE_FORBIDS = "state_forbids"
    DECIDED_AGAINST_FINDINGS = "decided_against_findings"
    PROPOSAL_MISSING = "proposal_missing"
    """A draft act names a request on which no officer proposed an outcome."""
    BADGE_CANNOT_CARRY = "badge_cannot_carry"
    """A name or a scope that no badge can hold."""
    NOT_IN_EARLIER_ACT = "not_in_earlier_act"
    """An addendum adds names of senders that the earlier act is about, EC-15."""
    INTERIM_BASIS_UNSET = "interim_basis_unset"
    """Whether an interim accreditation is lawful is open, or was answered with no."""
    NOTHING_REFUSED = "nothing_refused"
    """An interim accreditation needs a refusal or a failure to decide under a running appeal."""
    APPEAL_IN_TIME = "appeal_in_time"
    """The appeal is decided before the election: nothing is lost by waiting."""
    FAILURE_TO_DECIDE = "failure_to_decide"
    REPLACEMENT_ADDENDUM = "replacement_addendum"
    """The request hangs on an earlier one: a new request, or an addendum to its decision, EC-15."""
    # appeals
    NOTHING_TO_APPEAL = "nothing_to_appeal"
    NOT_A_PARTY = "not_a_party"
    APPEAL_BODY_UNSET = "appeal_body_unset"
    APPEAL_CONTENT_MISSING = "appeal_content_missing"
    APPEAL_OUTLASTS_ELECTION = "appeal_outlasts_election"
    # revocation
    ZONE_MISSING = "zone_missing"
    BASIS_UNSET = "basis_unset"
    """The edition names no power for the measure, and nobody set its basis by an act: it is blocked."""
    BASIS_IS_DEMO = "basis_is_demo"
    FOLLOWS_ORDER = "follows_order"
    """Filed after an order ended the accreditation: whether the window still binds is the lawyer's to say."""


class RemedyAction(StrEnum):
    """What a sender or an officer can still do."""

    FILE_AGAIN = "file_again"
    """File between the opening and `until`; or let the filing be held until the opening."""
    HOLD_UNTIL_OPENING = "hold_until_opening"
    """The sender agreed: the filing counts from the opening minute, `until`."""
    AWAIT_LEGAL_DECISION = "await_legal_decision"
    """A reading is open; the commission's lawyer decides before `until`."""
    ASK_REINSTATEMENT = "ask_reinstatement"
    """Ask to be put back in time for a limit missed without fault; useful until `until`."""
    FILE_THROUGH_COALITION = "file_through_coalition"
    FILE_THROUGH_ENTITLED_SENDER = "file_through_entitled_sender"
    REGISTER_AS_SUBJECT = "register_as_subject"
    NARROW_SCOPE = "narrow_scope"
    COMPLETE_REQUEST = "complete_request"
    ASK_ADMISSION_AGAIN = "ask_admission_again"
    """Put new facts before the commission, which decides on the admission anew."""
    ACCEPT_CODE_OF_CONDUCT = "accept_code_of_conduct"
    APPEAL = "appeal"
    WAIT_FOR_DEPARTURE = "wait_for_departure"
    """One observer of the same sender must leave first."""
    ASK_COMPETENT_COMMISSION = "ask_competent_commission"
    READ_STATUS = "read_status"
    COMPLETE_DECISION = "complete_decision"
    """The decision or its act lacks something."""
    SEE_LENIENT_DATE = "see_lenient_date"
    LEAVE_OUT_BLOCKED = "leave_out_blocked"
    """The line cannot be decided by this act; the others can."""
    NAME_PLACES_AS_UNITS = "name_places_as_units"
    SET_LIMIT_BY_ACT = "set_limit_by_act"
    SET_CHOICE_BY_ACT = "set_choice_by_act"
    SET_BASIS_BY_ACT = "set_basis_by_act"
    SET_APPEAL_RULE_BY_ACT = "set_appeal_rule_by_act"
    NAME_ZONE_OR_SENDER = "name_zone_or_sender"
    FILE_APPEAL = "file_appeal"
    AWAIT_RULING = "await_ruling"


class ReadingInstant(msgspec.Struct, frozen=True):
    """One limit under one reading.

    Attributes:
        reading: a `Reading` for days; a `HourAnchor` for hours.
        variant: the variant of the profile, or the `HourClock`.
        at: the instant at which the limit ends; from this instant on an act is late.
        last_day: the last civil day in time, None for a limit in hours.
        article: the text the reading rests on.
        law: that text's number.
        counting: every step of the count.
    """

    reading: str
    variant: str
    at: datetime
    last_day: date | None
    article: str
    law: str
    counting: tuple[Step, ...]


class Finding(msgspec.Struct, frozen=True):
    """One thing found.

    Attributes:
        code: what was found.
        severity: which way it points.
        article: the article, such as `18(5)`.
        law: the law's number, such as `9087/2003`.
        arguments: plain values for the text, JSON ready.
        instant: the instant that mattered, under the election's own reading.
        readings: the same limit under each reading.
    """

    code: FindingCode
    severity: Severity
    article: str
    law: str
    arguments: dict[str, Any] = {}
    instant: datetime | None = None
    readings: tuple[ReadingInstant, ...] = ()


class Remedy(msgspec.Struct, frozen=True):
    """The nearest thing that can still be done.

    Attributes:
        action: what.
        article: on which article.
        until: the last instant at which it helps, None where no term is known.
        law: the law's number.
    """

    action: RemedyAction
    article: str
    until: datetime | None = None
    law: str = ""


def found(
    code: FindingCode,
    severity: Severity,
    citation: Citation,
    *,
    instant: datetime | None = None,
    readings: tuple[ReadingInstant, ...] = (),
    **arguments: Any,
) -> Finding:
    """Make a finding with its citation; the arguments must be plain JSON values.

    No article: the citation is an argument.
    """
    return Finding(code, severity, citation.label, str(citation.law), arguments, instant, readings)
