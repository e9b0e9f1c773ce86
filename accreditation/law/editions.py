"""Dated editions of the Electoral Code, and where each provision stands in each of them.

A provision is a rule we use; its article differs by edition.
Where the text in force could not be read, the citation says so by its mark, and nothing is guessed.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from accreditation.law.citations import Citation, Law, Mark

CODE_2005_TEXT = "https://www.legislationline.org/documents/action/popup/id/6691"
KQZ_RULES = "https://kqz.gov.al/observation-rules/?lang=en"
VORE_DECISION = "https://noa.al/lajmi/2025/05/2508117.html"
CODE_2008_TEXT = "https://www.te.gob.mx/vota_elections/thesaurus/article/59513/16688/167"
REGISTER_TEXT = "https://www.te.gob.mx/vota_elections/thesaurus/article/18574/16213/159"
COMPLETION_TEXT = "https://www.te.gob.mx/vota_elections/thesaurus/article/18575/16213/159"
CHECK_TEXT = "https://www.te.gob.mx/vota_elections/thesaurus/article/59516/16688/167"
LOT_OF_KAS = (
    "https://kqz.gov.al/2023/03/30/kundershtimi-i-vendimeve-te-kzaz-per-mosregjistrim-te-kandidateve-"
    "kas-kalon-per-shqyrtim-kerkesat-ankimore/"
)
COLLEGE_2025 = (
    "https://vna.mediadesk.ai/english/politika/"
    "kolegji-zgjedhor-mban-peng-konstituimin-e-parlamentit-te-ri-pazar-per-m-i13135"
)
COLLEGE_APPEAL = "https://www.vizionplus.tv/kas-rrezon-pd-lsi-per-zgjedhjet-ne-korce-e-elbasan/"
CALENDAR_2025 = (
    "https://kqz.gov.al/2025/02/18/"
    "may-11-2025-elections-commissioner-celibashi-holds-discussion-with-journalists/?lang=en"
)


class EditionId(StrEnum):
    """The editions of the Electoral Code that an election can be held under."""

    CODE_2005 = "2005"
    CODE_2008 = "2008"


class Provision(StrEnum):
    """A rule that some article of every edition carries."""

    ELECTION_DATE = "election_date"
    ELECTION_PERIOD = "election_period"
    SETTING_THE_DATE = "setting_the_date"
    VOTING_HOURS = "voting_hours"
    PARTY_REGISTRATION = "party_registration"
    COALITION_REGISTRATION = "coalition_registration"
    WHO_MAY_SEND = "who_may_send"
    PARTIES = "parties"
    INDEPENDENTS = "independents"
    INDIVIDUAL_DATA = "individual_data"
    PRESENCE_CAP = "presence_cap"
    REQUEST_TIME = "request_time"
    DECISION_TIME = "decision_time"
    DELEGATION = "delegation"
    DUTIES = "duties"
    REVOCATION = "revocation"
    SUSPENSION = "suspension"
    COMPLAINT_TIME = "complaint_time"
    COURT_APPEAL = "court_appeal"
    COLLEGE_TIME = "college_time"
    DECISION_CONTENT = "decision_content"
    APPEAL_CONTENT = "appeal_content"
    APPEAL_REGISTER = "appeal_register"
    APPEAL_COMPLETION = "appeal_completion"
    APPEAL_CHECK = "appeal_check"
    APPEAL_DECISION = "appeal_decision"


class Edition(msgspec.Struct, frozen=True):
    """One edition of the code.

    Attributes:
        id: its short name, as elections carry it.
        law: the law cited.
        in_force_from: first day; the date of the law where the day of entry into force was not found.
        in_force_until: last day, or None while in force.
        provisions: the place of each provision.
        verified_on: the day someone last compared this record with its sources.
        counting_tables: whether its text names the counting table as a place to observe.
    """

    id: EditionId
    law: Law
    in_force_from: date
    in_force_until: date | None
    provisions: dict[Provision, Citation]
    verified_on: date
    counting_tables: bool = False


VERIFIED_ON = date(2026, 11, 21)


def _c05(article: str, paragraph: str = "", mark: Mark = Mark.VERBATIM) -> Citation:
    return Citation(Law.CODE_2005, article, paragraph, CODE_2005_TEXT, mark)


def _c08(article: str, paragraph: str = "", source: str = KQZ_RULES, mark: Mark = Mark.SUMMARY) -> Citation:
    return Citation(Law.CODE_2008, article, paragraph, source, mark)


_UNREAD = Mark.NOT_FOUND

CODE_2005 = Edition(
    id=EditionId.CODE_2005,
    law=Law.CODE_2005,
    in_force_from=date(2005, 1, 10),
    in_force_until=date(2008, 12, 28),
    provisions={
        Provision.ELECTION_DATE: _c05("2", "1"),
        Provision.ELECTION_PERIOD: _c05("2", "16"),
        Provision.SETTING_THE_DATE: _c05("7", "7"),
        Provision.VOTING_HOURS: _c05("8"),
        Provision.PARTY_REGISTRATION: _c05("15", "1"),
        Provision.COALITION_REGISTRATION: _c05("16", "1"),
        Provision.WHO_MAY_SEND: _c05("18", "1"),
        Provision.PARTIES: _c05("18", "2"),
        Provision.INDEPENDENTS: _c05("18", "3"),
        Provision.INDIVIDUAL_DATA: _c05("18", "4"),
        Provision.PRESENCE_CAP: _c05("18", "4"),
        Provision.REQUEST_TIME: _c05("18", "5"),
        Provision.DECISION_TIME: _c05("18", "5"),
        Provision.DELEGATION: _c05("18", "6"),
        Provision.DUTIES: _c05("19", "2"),
        # Read word for word: neither article names a power to revoke or to suspend an accreditation.
        Provision.REVOCATION: _c05("18-19", mark=_UNREAD),
        Provision.SUSPENSION: _c05("18-19", mark=_UNREAD),
        # Known by their titles only: the text of these articles is in none of our sources.
        Provision.COMPLAINT_TIME: _c05("146", mark=_UNREAD),
        Provision.COURT_APPEAL: _c05("168", mark=_UNREAD),
        Provision.COLLEGE_TIME: _c05("173", mark=_UNREAD),
        Provision.DECISION_CONTENT: _c05("161/4", mark=_UNREAD),
        Provision.APPEAL_CONTENT: _c05("147", mark=_UNREAD),
        Provision.APPEAL_REGISTER: _c05("148", mark=_UNREAD),
        Provision.APPEAL_COMPLETION: _c05("149", mark=_UNREAD),
        Provision.APPEAL_CHECK: _c05("150", mark=_UNREAD),
        Provision.APPEAL_DECISION: _c05("161/2", mark=_UNREAD),
    },
    verified_on=VERIFIED_ON,
)

CODE_2008 = Edition(
    id=EditionId.CODE_2008,
    law=Law.CODE_2008,
    in_force_from=date(2008, 12, 29),
    in_force_until=None,
    provisions={
        # `not found` stands for an article number that none of our sources gives; it is never guessed.
        Provision.ELECTION_DATE: _c08("not found", mark=_UNREAD),
        Provision.ELECTION_PERIOD: _c08("not found", mark=_UNREAD),
        Provision.SETTING_THE_DATE: _c08("not found", mark=_UNREAD),
        Provision.VOTING_HOURS: _c08("not found", mark=_UNREAD),
        Provision.PARTY_REGISTRATION: _c08("amendment of February 2025", source=CALENDAR_2025),
        Provision.COALITION_REGISTRATION: _c08("amendment of February 2025", source=CALENDAR_2025),
        # Arts. 6-7 are shown by the commission's page as one text, cut after 6(1).
        Provision.WHO_MAY_SEND: _c08("6-7"),
        Provision.PARTIES: _c08("6", "1", mark=Mark.VERBATIM),
        Provision.INDEPENDENTS: _c08("6-7", mark=_UNREAD),
        Provision.INDIVIDUAL_DATA: _c08("6-7"),
        Provision.PRESENCE_CAP: _c08("6-7"),
        Provision.REQUEST_TIME: _c08("6-7"),
        Provision.DECISION_TIME: _c08("6-7", mark=_UNREAD),
        Provision.DELEGATION: _c08("6-7"),
        Provision.DUTIES: _c08("6-7"),
        Provision.REVOCATION: _c08("6, 7, 19(1)(n), 19(2)", source=VORE_DECISION, mark=Mark.VERBATIM),
        # The Vorë decision revoked; no decision that suspends was found.
        Provision.SUSPENSION: _c08("not found", mark=_UNREAD),
        # The term was read in the decision on Vorë; the text of Arts. 122-125 on complaints was not found.
        Provision.COMPLAINT_TIME: _c08("122-125", source=VORE_DECISION, mark=Mark.SUMMARY),
        Provision.COURT_APPEAL: _c08("not found", source=COLLEGE_APPEAL, mark=Mark.PRESS),
        Provision.COLLEGE_TIME: _c08("157", source=COLLEGE_2025, mark=Mark.PRESS),
        # Art. 126 is the content of a complaint; where the content of a decision stands was not found.
        Provision.DECISION_CONTENT: _c08("not found", mark=_UNREAD),
        Provision.APPEAL_CONTENT: _c08("126", source=CODE_2008_TEXT, mark=Mark.VERBATIM),
        Provision.APPEAL_REGISTER: _c08("127", source=REGISTER_TEXT, mark=Mark.VERBATIM),
        Provision.APPEAL_COMPLETION: _c08("129", source=COMPLETION_TEXT, mark=Mark.VERBATIM),
        Provision.APPEAL_CHECK: _c08("130", source=CHECK_TEXT, mark=Mark.VERBATIM),
        Provision.APPEAL_DECISION: _c08("not found", mark=_UNREAD),
    },
    verified_on=VERIFIED_ON,
    # Art. 6(1), read word for word: an observer to each table of the Ballot Counting Centre.
    counting_tables=True,
)

EDITIONS: dict[EditionId, Edition] = {edition.id: edition for edition in (CODE_2005, CODE_2008)}


def cite(edition: EditionId, provision: Provision) -> Citation:
    """Each provision has its own article in each edition of the code.

    Returns: the citation; its mark is `not_found` where only a title or nothing was read.
    No article: this is the table of articles itself.
    """
    return EDITIONS[edition].provisions[provision]


def edition_in_force(on: date) -> EditionId | None:
    """The edition in force on a civil date of Albania, or None before the oldest one we hold.

    Law 10019/2008 replaced Law 9087/2003 on 29.12.2008, the date of the law, as far as our sources tell.
    No article: the dates of the laws; the days of entry into force are to be confirmed.
    """
    for edition in EDITIONS.values():
        if edition.in_force_from <= on and (edition.in_force_until is None or on <= edition.in_force_until):
            return edition.id
    return None
