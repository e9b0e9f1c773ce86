"""Who sends observers: the eight kinds of sender and the facts about one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class SenderKind(StrEnum):
    """The kinds of sender that Art. 18(1)-(3) names."""

    ALBANIAN_NGO = "albanian_ngo"
    FOREIGN_NGO = "foreign_ngo"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    FOREIGN_STATE = "foreign_state"
    MEDIA = "media"
    POLITICAL_PARTY = "political_party"
    COALITION = "coalition"
    INDEPENDENT_CANDIDATE = "independent_candidate"


ELECTORAL_SUBJECTS = frozenset(
    {SenderKind.POLITICAL_PARTY, SenderKind.COALITION, SenderKind.INDEPENDENT_CANDIDATE}
)
"""Art. 18(2)-(3): the senders whose right hangs on taking part in the election; the only ones to delegate."""

NGOS = frozenset({SenderKind.ALBANIAN_NGO, SenderKind.FOREIGN_NGO})
"""Art. 18(1): non-governmental organisations, Albanian and foreign."""

ALBANIAN_BODIES = ELECTORAL_SUBJECTS | {SenderKind.ALBANIAN_NGO}
"""Art. 18(4): senders all of whose observers count for the cap."""

FOREIGN_BODIES = frozenset({SenderKind.FOREIGN_NGO, SenderKind.INTERNATIONAL_ORGANISATION})
"""Art. 18(4): senders whose foreign observers alone count for the cap."""


class RegistrationKind(StrEnum):
    """The facts about a sender that an officer records."""

    SUBJECT = "subject"
    CANDIDATE = "candidate"
    MULTI_NAME_LIST = "multi_name_list"
    COALITION_MEMBER = "coalition_member"
    PARTY_CANDIDATE = "party_candidate"
    HUMAN_RIGHTS = "human_rights"


_RECORDED_OF: dict[SenderKind, frozenset[RegistrationKind]] = {
    SenderKind.POLITICAL_PARTY: frozenset(
        {
            RegistrationKind.SUBJECT,
            RegistrationKind.CANDIDATE,
            RegistrationKind.MULTI_NAME_LIST,
            RegistrationKind.COALITION_MEMBER,
        }
    ),
    SenderKind.COALITION: frozenset(
        {RegistrationKind.SUBJECT, RegistrationKind.CANDIDATE, RegistrationKind.MULTI_NAME_LIST}
    ),
    SenderKind.INDEPENDENT_CANDIDATE: frozenset(
        {RegistrationKind.SUBJECT, RegistrationKind.CANDIDATE, RegistrationKind.PARTY_CANDIDATE}
    ),
    SenderKind.INTERNATIONAL_ORGANISATION: frozenset({RegistrationKind.HUMAN_RIGHTS}),
    SenderKind.FOREIGN_STATE: frozenset(),
    SenderKind.MEDIA: frozenset(),
}


class SenderFacts(msgspec.Struct, frozen=True):
    """A body that sends observers. None means that the commission has not recorded the fact yet.

    Attributes:
        id: our identifier.
        name: as it gave it.
        kind: one of `SenderKind`; any other text is recorded and found to have no right.
        country: ISO 3166 code of its seat, such as `AL`; media are Albanian or foreign by it.
        admitted: the commission's admission of the body.
        human_rights: whether an officer recorded that it is engaged in protecting human rights.
        registered_as_subject: whether it is registered with the commission as an electoral subject.
        coalition_id: the coalition it belongs to, empty if none.
        coalition_registered_at: the instant from which the coalition is registered.
        units_with_candidate: electoral units in which it has a registered candidate.
        multi_name_list: whether it submitted a multi-name list.
        registration_contested: true while an appeal about its registration as a subject runs.
        list_contested: true while an appeal about its multi-name list runs.
        units_contested: units where its candidacy was withdrawn, refused or struck, with an appeal pending.
        own_units: the zone of an independent candidate, as electoral units.
        supported_by_party: true for a candidate of a party or coalition.
        declared_group: the body for whose cap its observers count, if it declared one; empty otherwise.
    """

    id: str
    name: str
    kind: str
    country: str = ""
    admitted: bool | None = None
    human_rights: bool | None = None
    registered_as_subject: bool | None = None
    coalition_id: str = ""
    coalition_registered_at: datetime | None = None
    units_with_candidate: frozenset[str] | None = None
    multi_name_list: bool | None = None
    units_contested: frozenset[str] = frozenset()
    own_units: frozenset[str] | None = None
    supported_by_party: bool = False
    declared_group: str = ""
    registration_contested: bool = False
    list_contested: bool = False


def known_kind(kind: str) -> SenderKind | None:
    """The kind of sender that a text names, or None for a kind that Art. 18 does not know.

    Source: Art. 18(1)-(3) of the code of 2005.
    """
    return SenderKind(kind) if kind in SenderKind._value2member_map_ else None


def recorded_of(kind: str, *, ngos_too: bool = False) -> frozenset[RegistrationKind]:
    """What an officer records of a kind of sender: of a state or media nothing, of an NGO at most its engagement.

    Args:
        kind: the kind of sender.
        ngos_too: whether the lawyer reads the criterion of human rights to reach NGOs too.

    Source: Art. 18(1)-(3) of the code of 2005.
    """
    known = known_kind(kind)
    if known in NGOS:
        return frozenset({RegistrationKind.HUMAN_RIGHTS}) if ngos_too else frozenset()
    return _RECORDED_OF[known] if known else frozenset()
