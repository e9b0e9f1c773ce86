"""A state table that is the machine: state x move -> state; a move it does not hold is a mistake and raises."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

StateT = TypeVar("StateT", bound=StrEnum)
MoveT = TypeVar("MoveT", bound=StrEnum)


class IllegalMove(Exception):
    """A move was asked for that the table does not hold in this state; nothing changed.

    Attributes:
        machine: the table's name.
        state: the state it was in.
        move: the move asked for.
    """

    def __init__(self, machine: str, state: str, move: str) -> None:
        super().__init__(f"{machine}: no move {move!r} from {state!r}")
        self.machine, self.state, self.move = machine, state, move


class Table(Generic[StateT, MoveT]):
    """One machine, written as a mapping of state to its moves; a state with no moves is final."""

    def __init__(self, name: str, rows: Mapping[StateT, Mapping[MoveT, StateT]]) -> None:
        self.name = name
        self.rows = rows

    def after(self, state: StateT, move: MoveT) -> StateT:
        """The state after a move.

        Raises:
            IllegalMove: the table holds no such move from this state.
        """
        try:
            return self.rows[state][move]
        except KeyError:
            raise IllegalMove(self.name, state, move) from None

    def allows(self, state: StateT, move: MoveT) -> bool:
        """True if the table holds this move from this state."""
        return move in self.rows[state]

    def moves(self, state: StateT) -> tuple[MoveT, ...]:
        """The moves that this state allows, in the table's order; none for a final state."""
        return tuple(self.rows[state])

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2"]
        for state, moves in self.rows.items():
            lines += [f"    {state} --> {target}: {move}" for move, target in moves.items()]
            if not moves:
                lines.append(f"    {state} --> [*]")
        return "\n".join(lines)
