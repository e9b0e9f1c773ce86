"""The facts about one observer, and whether the observer is an Albanian or a foreign one."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from accreditation.senders import ALBANIAN_BODIES, FOREIGN_BODIES, SenderFacts, SenderKind

ALBANIA = frozenset({"AL", "ALB"})


class ObserverRole(StrEnum):
    """What the person does, as the commission's form asks it."""

    LONG_TERM = "long_term"
    SHORT_TERM = "short_term"
    INTERPRETER = "interpreter"
    MEDIA = "media"


class ObserverFacts(msgspec.Struct, frozen=True):
    """One person to be accredited; names, documents and phones are no facts of the rules.

    Attributes:
        citizenships: ISO 3166 codes of two or three letters; empty if not recorded.
        role: one of `ObserverRole`; another text is carried through.
    """

    citizenships: tuple[str, ...] = ()
    role: str = ObserverRole.SHORT_TERM

    @property
    def albanian(self) -> bool:
        """True for an Albanian citizen, a dual national included."""
        return any(code.upper() in ALBANIA for code in self.citizenships)

    @property
    def dual(self) -> bool:
        """True for an Albanian citizen who is also a citizen of another state."""
        return self.albanian and any(code.upper() not in ALBANIA for code in self.citizenships)


class Track(StrEnum):
    """Which limit of Art. 18(5) a request falls under."""

    ALBANIAN = "albanian"
    FOREIGN = "foreign"


class Classification(msgspec.Struct, frozen=True):
    """Albanian or foreign, by the two readings of the text.

    Attributes:
        by_observer: by the observer's citizenship, as Art. 18(5) words it.
        by_sender: by the body that sends, as the commission's own page words it.
        dual: whether the observer is a citizen of Albania and of another state.
    """

    by_observer: Track
    by_sender: Track
    dual: bool = False

    @property
    def other(self) -> Track | None:
        """The track of the other reading, None where both agree; a dual national is a foreign one too."""
        if self.by_sender is not self.by_observer:
            return self.by_sender
        return Track.FOREIGN if self.dual else None

    @property
    def disputed(self) -> bool:
        """True where the readings differ, so that a batch has lines with different limits."""
        return self.other is not None


def classify(sender: SenderFacts, observer: ObserverFacts) -> Classification:
    """Art. 18(5) speaks of Albanian and foreign observers, Art. 18(4) of Albanian and foreign bodies.

    Where no citizenship is recorded the sender decides, because it is all that is known.
    Media have no nationality in the text: the country of their seat is taken; without one, the observer's.
    A dual national is Albanian by the observer reading, the stricter of the two.
    Source: Art. 18(4) and Art. 18(5) of the code of 2005.
    """
    by_observer = None
    if observer.citizenships:
        by_observer = Track.ALBANIAN if observer.albanian else Track.FOREIGN
    by_sender = by_observer or Track.ALBANIAN
    if sender.kind in ALBANIAN_BODIES:
        by_sender = Track.ALBANIAN
    elif sender.kind in FOREIGN_BODIES or sender.kind == SenderKind.FOREIGN_STATE:
        by_sender = Track.FOREIGN
    elif sender.country:
        by_sender = Track.ALBANIAN if sender.country.upper() in ALBANIA else Track.FOREIGN
    return Classification(by_observer or by_sender, by_sender, observer.dual)


def citizenships_of(text: str) -> tuple[str, ...]:
    """The citizenships of a stored text: codes parted by spaces, the one given first in front.

    No article: this reads what the shell stores.
    """
    return tuple(text.split())
