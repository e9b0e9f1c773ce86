"""Scripted faults: the shared words for what a provider does wrong, and a script that deals them out.

A fault is armed with a filter (operation, chat) and a count, and is taken once per matching call.
So a test or the drill says exactly which call fails and how; nothing here is random.
"""

from __future__ import annotations

import threading
from enum import StrEnum

import msgspec


class FaultKind(StrEnum):
    """What goes wrong; the first group meets our calls, the second the provider's deliveries to us."""

    TOO_MANY = "too_many"
    """Answer 429 with `retry_after_s`; nothing was accepted."""
    SERVER_ERROR = "server_error"
    """Answer `status` (5xx); nothing was accepted."""
    TIMEOUT_AFTER = "timeout_after"
    """Accept the call, then stay silent for `delay_s` and close the connection."""
    DROP_BEFORE = "drop_before"
    """Close the connection at once; nothing was accepted."""
    DROP_AFTER = "drop_after"
    """Accept the call, then close the connection without an answer."""
    SLOW = "slow"
    """Accept and answer normally, but only after `delay_s`."""

    DUPLICATE = "duplicate"
    """Deliver the same update twice at the same time."""
    REORDER = "reorder"
    """Hold this update back until the next one of the same provider was delivered."""
    REDELIVER = "redeliver"
    """Ignore a good answer, as if it was lost, and deliver the same update again later."""


CALL_FAULTS = frozenset(
    {
        FaultKind.TOO_MANY,
        FaultKind.SERVER_ERROR,
        FaultKind.TIMEOUT_AFTER,
        FaultKind.DROP_BEFORE,
        FaultKind.DROP_AFTER,
        FaultKind.SLOW,
    }
)
"""Faults of the calls made to the simulator."""

DELIVERY_FAULTS = frozenset({FaultKind.DUPLICATE, FaultKind.REORDER, FaultKind.REDELIVER})
"""Faults of the simulator's deliveries to our webhooks."""


class Fault(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One armed fault.

    Attributes:
        kind: what goes wrong.
        operation: the method it meets (`sendMessage`, `Messages.create`, `webhook`); `*` is any.
            The comparison ignores case.
        chat: the chat or address it meets; empty is any.
        skip: how many matching calls pass unharmed first.
        times: how many matching calls it then meets; 0 is for ever.
        status: the HTTP status of `SERVER_ERROR`.
        retry_after_s: whole seconds told by `TOO_MANY`.
        delay_s: real seconds of silence of `TIMEOUT_AFTER` and `SLOW`.
    """

    kind: FaultKind
    operation: str = "*"
    chat: str = ""
    skip: int = 0
    times: int = 1
    status: int = 502
    retry_after_s: int = 3
    delay_s: float = 30.0

    def meets(self, operation: str, chat: str) -> bool:
        """Whether a call of `operation` in `chat` matches the filter."""
        same_operation = self.operation == "*" or self.operation.lower() == operation.lower()
        return same_operation and self.chat in ("", chat)


class FaultScript:
    """The armed faults of one simulator, in the order they were armed. Safe between threads."""

    def __init__(self) -> None:
        """Start with nothing armed."""
        self._lock = threading.Lock()
        self._armed: list[tuple[Fault, int, int]] = []
        self._fired: list[tuple[FaultKind, str, str]] = []

    def arm(self, *faults: Fault) -> None:
        """Add faults; they wait for their calls in this order."""
        with self._lock:
            self._armed.extend((fault, fault.skip, fault.times) for fault in faults)

    def take(self, kinds: frozenset[FaultKind], operation: str, chat: str) -> Fault | None:
        """The fault that meets this call, used up by one; None when the call goes well.

        The first matching fault counts the call, also when it only uses up one of its `skip`.
        """
        with self._lock:
            for place, (fault, skip, left) in enumerate(self._armed):
                if fault.kind not in kinds or not fault.meets(operation, chat):
                    continue
                if skip > 0:
                    self._armed[place] = (fault, skip - 1, left)
                    return None
                if fault.times and left == 1:
                    del self._armed[place]
                elif fault.times:
                    self._armed[place] = (fault, 0, left - 1)
                self._fired.append((fault.kind, operation, chat))
                return fault
            return None

    def armed(self) -> list[Fault]:
        """The faults still waiting."""
        with self._lock:
            return [fault for fault, _, _ in self._armed]

    def fired(self) -> list[tuple[FaultKind, str, str]]:
        """What happened so far: (kind, operation, chat), oldest first."""
        with self._lock:
            return list(self._fired)

    def clear(self) -> None:
        """Disarm everything; the record of what fired stays."""
        with self._lock:
            self._armed.clear()
