"""Small numbers kept from being read, or worked out, in a published table.

A number under `THRESHOLD` is shown as "<5". So that the totals do not give it away, further numbers are hidden as "…",
until no small number can be narrowed down to fewer than `SPREAD` values by anybody who has the whole table and knows
this rule. What somebody can work out is computed exactly: a table with its totals is a network, and how far one number
can move while all totals hold is a flow in it.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from enum import StrEnum

import msgspec

THRESHOLD = 5
"""Numbers below this are shown as "<5"; nothing is told of them, not even whether they are 0."""
SPREAD = 3
"""At least so many values must stay possible for each small number."""
SMALL = "<5"
HIDDEN = "…"

Cell = int | str
Place = tuple[int, int]
Node = tuple[str, int]
Cost = tuple[int, int, int]
"""Totals, numbers, and their sum."""
FREE: Cost = (0, 0, 0)


class Mark(StrEnum):
    """How a number is shown."""

    OPEN = "open"
    SMALL = "small"
    HIDDEN = "hidden"


class Published(msgspec.Struct, frozen=True):
    """A table as it may be shown: numbers, "<5" and "…".

    Attributes:
        cells: the body.
        row_totals: the total of each row.
        column_totals: the total of each column; empty for a table of one row.
        total: the total of all, None for a table of one row, whose row total it is.
    """

    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...] = ()
    total: Cell | None = None


def shown(value: int) -> Cell:
    """One number that stands alone, without a total it belongs to."""
    return SMALL if value < THRESHOLD else value


def published_list(values: Sequence[int]) -> tuple[tuple[Cell, ...], Cell]:
    """A list with its total: what may be shown of both.

    Raises:
        ValueError: a count is negative.
    """
    if not values:
        return (), shown(0)
    table = published([values])
    return table.cells[0], table.row_totals[0]


def published(values: Sequence[Sequence[int]]) -> Published:
    """A table of counts, rows of equal length, with its totals: what may be shown of them.

    Raises:
        ValueError: a count is negative, or the rows differ in length.
    """
    if any(one < 0 for row in values for one in row) or len({len(row) for row in values}) > 1:
        raise ValueError("a table holds counts in rows of equal length")
    if not values or not values[0]:
        return Published((), ())
    grid = _with_totals(values)
    marks = _suppressed(grid)
    text = [[_text(value, marks[r, c]) for c, value in enumerate(row)] for r, row in enumerate(grid)]
    rows = len(values)
    body = tuple(tuple(row[:-1]) for row in text[:rows])
    if rows == 1:
        return Published(body, (text[0][-1],))
    return Published(body, tuple(row[-1] for row in text[:rows]), tuple(text[rows][:-1]), text[rows][-1])


def _text(value: int, mark: Mark) -> Cell:
    return {Mark.OPEN: value, Mark.SMALL: SMALL, Mark.HIDDEN: HIDDEN}[mark]


def _with_totals(values: Sequence[Sequence[int]]) -> list[list[int]]:
    grid = [[*row, sum(row)] for row in values]
    if len(values) > 1:
        grid.append([sum(column) for column in zip(*grid, strict=True)])
    return grid


def _suppressed(grid: list[list[int]]) -> dict[Place, Mark]:
    """Mark the small numbers, then hide one number after the other until none can be narrowed down."""
    marks = {
        (r, c): Mark.SMALL if value < THRESHOLD else Mark.OPEN
        for r, row in enumerate(grid)
        for c, value in enumerate(row)
    }
    net = _Net(grid, marks)
    # Hiding one number more only ever gives the others more room, so each is looked at once.
    for place in [one for one, mark in marks.items() if mark is Mark.SMALL]:
        while not net.safe(place):
            more = net.cheapest_to_hide(place)
            if not more:
                break
            marks.update(dict.fromkeys(more, Mark.HIDDEN))
    return marks


class _Net:
    """The table as a network: each number is an arc from one equation to another, and a change that keeps every total
    is a closed path of numbers that go up or down by one together."""

    def __init__(self, grid: list[list[int]], marks: dict[Place, Mark]) -> None:
        self.grid, self.marks = grid, marks
        self.leaving: dict[Node, list[tuple[Place, int, Node]]] = {}
        for place in marks:
            for by in (1, -1):
                tail, head = _ends(grid, place, by)
                self.leaving.setdefault(tail, []).append((place, by, head))

    def safe(self, place: Place) -> bool:
        """Whether enough values stay possible for a small number, its own included."""
        up, _ = self._room(place, 1, SPREAD - 1)
        if up >= SPREAD - 1:
            return True
        down, _ = self._room(place, -1, SPREAD - 1 - up)
        return up + down >= SPREAD - 1

    def cheapest_to_hide(self, place: Place) -> list[Place]:
        """The open numbers whose hiding gives a small number one value more: as few and as small as can be, totals last.

        Empty where no hiding helps.
        """
        best: tuple[Cost, list[Place]] | None = None
        for way in (1, -1):
            _, moved = self._room(place, way, SPREAD)
            found = self._path(place, way, moved, opening=True)
            if found is not None and (best is None or found[0] < best[0]):
                best = found[0], [one for one, _ in found[1] if self.marks[one] is Mark.OPEN]
        return best[1] if best is not None else []

    def _room(self, place: Place, way: int, enough: int) -> tuple[int, dict[Place, int]]:
        """How far a number can move while every total holds and every shown mark stays true, and what moved with it."""
        moved = dict.fromkeys(self.marks, 0)
        for steps in range(enough):
            found = self._path(place, way, moved, opening=False)
            if found is None:
                return steps, moved
            for one, by in found[1]:
                moved[one] += by
        return enough, moved

    def _path(
        self, place: Place, way: int, moved: dict[Place, int], *, opening: bool
    ) -> tuple[Cost, list[tuple[Place, int]]] | None:
        """The cheapest closed path through a number; with `opening` open numbers may lie on it at a cost."""
        if self._cost(place, way, moved, opening=opening) is None:
            return None
        start, goal = _ends(self.grid, place, way)
        costs: dict[Node, Cost] = {goal: FREE}
        came: dict[Node, tuple[Node, Place, int]] = {}
        queue: list[tuple[Cost, Node]] = [(FREE, goal)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == start:
                break
            if cost > costs[node]:
                continue
            for one, by, head in self.leaving.get(node, ()):
                step = None if one == place else self._cost(one, by, moved, opening=opening)
                if step is None:
                    continue
                whole = (cost[0] + step[0], cost[1] + step[1], cost[2] + step[2])
                if head not in costs or whole < costs[head]:
                    costs[head], came[head] = whole, (node, one, by)
                    heapq.heappush(queue, (whole, head))
        if start not in costs:
            return None
        path, node = [(place, way)], start
        while node != goal:
            node, one, by = came[node]
            path.append((one, by))
        return costs[start], path

    def _cost(self, place: Place, by: int, moved: dict[Place, int], *, opening: bool) -> Cost | None:
        """What it costs that a number moves: nothing if it is hidden; None if it cannot be shown alike after it."""
        r, c = place
        value, mark = self.grid[r][c], self.marks[place]
        after = value + moved[place] + by
        if mark is Mark.SMALL:
            return FREE if 0 <= after < THRESHOLD else None
        if after < THRESHOLD:
            return None
        if mark is Mark.HIDDEN:
            return FREE
        total = c == len(self.grid[0]) - 1 or (r == len(self.grid) - 1 and r > 0)
        return (int(total), 1, value) if opening else None


def _ends(grid: list[list[int]], place: Place, by: int) -> tuple[Node, Node]:
    """The nodes an increase of a number goes from and to: its row and its column, turned round for totals.

    With the signs of the equations chosen so, each number leaves one equation and enters another, as an arc does.
    In a table of one row there are no column totals: every column is the same free node.
    """
    r, c = place
    rows, columns = len(grid), len(grid[0])
    single = rows == 1
    row = ("row", r)
    column = ("free", 0) if single else ("column", c)
    turned = (c == columns - 1) != (not single and r == rows - 1)
    ends = (column, row) if turned else (row, column)
    return ends if by > 0 else (ends[1], ends[0])
