"""What a mail server does wrong, dealt out by a script; nothing is random."""

from __future__ import annotations

import threading
from enum import StrEnum

import msgspec


class Stage(StrEnum):
    """Where in a session a fault meets us."""

    CONNECT = "connect"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    """The command, before the message."""
    MESSAGE = "message"
    """While the message is written: it is not taken."""
    END = "end"
    """After the line with the dot."""


class MailFault(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One armed fault.

    Attributes:
        stage: where it meets.
        code: the negative answer; 0 cuts the connection without one.
        taken: at `END`, whether the message is kept all the same, as when only the answer is lost.
        address: only this recipient (from `RCPT` on); empty is any.
        delay_s: real seconds of silence before the answer.
        times: how many sessions it meets; 0 is for ever.
    """

    stage: Stage
    code: int = 0
    taken: bool = False
    address: str = ""
    delay_s: float = 0.0
    times: int = 1


class MailScript:
    """The armed faults, in the order they were armed. Safe between threads."""

    def __init__(self) -> None:
        """Start with nothing armed."""
        self._lock = threading.Lock()
        self._armed: list[tuple[MailFault, int]] = []

    def arm(self, *faults: MailFault) -> None:
        """Add faults."""
        with self._lock:
            self._armed.extend((fault, fault.times) for fault in faults)

    def take(self, stage: Stage, address: str = "") -> MailFault | None:
        """The fault that meets here, used up by one; None when all goes well."""
        with self._lock:
            for place, (fault, left) in enumerate(self._armed):
                if fault.stage != stage or fault.address not in ("", address):
                    continue
                if left == 1:
                    del self._armed[place]
                elif left:
                    self._armed[place] = (fault, left - 1)
                return fault
            return None

    def armed(self) -> list[MailFault]:
        """The faults still waiting."""
        with self._lock:
            return [fault for fault, _ in self._armed]

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()
