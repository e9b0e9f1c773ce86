"""Small numbers in published tables: by hand, by enumeration of everything an attacker could think of, and as properties."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backend.actions.open_data.small_numbers import (
    HIDDEN,
    SMALL,
    SPREAD,
    THRESHOLD,
    published,
    published_list,
    shown,
)

ALONE = [(0, SMALL), (1, SMALL), (4, SMALL), (5, 5), (60_000, 60_000)]


@pytest.mark.parametrize(("value", "text"), ALONE)
def test_a_number_alone(value, text):
    """Under five nothing is told, not even whether it is none."""
    assert shown(value) == text


LISTS = [
    # counts                shown                          total
    ([10, 20, 30], (10, 20, 30), 60),
    ([2, 20, 30], (SMALL, HIDDEN, 30), 52),
    ([2, 3, 30], (SMALL, SMALL, 30), 35),
    ([1, 2], (SMALL, SMALL), SMALL),
    ([0, 9], (SMALL, HIDDEN), 9),
    ([0, 5], (SMALL, 5), HIDDEN),
    ([0], (SMALL,), SMALL),
    ([7], (7,), 7),
    ([], (), SMALL),
]


@pytest.mark.parametrize(("values", "cells", "total"), LISTS)
def test_a_list_with_its_total(values, cells, total):
    """A single small number takes another one with it; two that cover each other do not."""
    assert published_list(values) == (cells, total)


def test_a_table_by_hand():
    """One small number in a table hides a rectangle: its row and its column would tell it otherwise."""
    table = published([[2, 20, 30], [10, 40, 50], [60, 70, 80]])

    assert table.cells == ((SMALL, HIDDEN, 30), (HIDDEN, HIDDEN, 50), (60, 70, 80))
    assert (table.row_totals, table.column_totals, table.total) == ((52, 100, 210), (72, 130, 160), 362)


def test_a_table_without_small_numbers_is_shown_whole():
    """Nothing is hidden without need."""
    table = published([[5, 6], [7, 8]])

    assert table.cells == ((5, 6), (7, 8))
    assert (table.row_totals, table.column_totals, table.total) == ((11, 15), (12, 14), 26)


@pytest.mark.parametrize("values", [[[1, -1]], [[1, 2], [3]]])
def test_what_is_no_table_of_counts_is_refused(values):
    """A negative count, or rows of different length, is a mistake."""
    with pytest.raises(ValueError, match="counts"):
        published(values)


def fits(cell, value: int) -> bool:
    """Whether a value would be shown so."""
    if cell == SMALL:
        return value < THRESHOLD
    if cell == HIDDEN:
        return value >= THRESHOLD
    return cell == value


def possible(table, rows: int, columns: int, most: int):
    """Every body of counts up to `most` that would be shown like this table: what an attacker can think of."""
    choices = [range(most + 1) if isinstance(one, str) else (one,) for row in table.cells for one in row]
    for flat in product(*choices):
        body = [flat[r * columns : (r + 1) * columns] for r in range(rows)]
        pairs = [(table.cells[r][c], body[r][c]) for r in range(rows) for c in range(columns)]
        pairs += [(table.row_totals[r], sum(body[r])) for r in range(rows)]
        if rows > 1:
            pairs += [(table.column_totals[c], sum(row[c] for row in body)) for c in range(columns)]
            pairs.append((table.total, sum(flat)))
        if all(fits(cell, value) for cell, value in pairs):
            yield body


def shapes(rows: int, columns: int):
    """Small tables with many small numbers."""
    return st.lists(
        st.lists(st.integers(0, 8), min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (1, 3), (2, 2), (3, 2)])
@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_small_number_can_be_worked_out(rows, columns, data):
    """All tables that would look the same are tried: each "<5" keeps at least three possible values."""
    values = data.draw(shapes(rows, columns))
    table = published(values)
    hidden = sum(isinstance(one, str) for row in table.cells for one in row)
    assume(hidden and hidden <= 4)
    seen: dict[tuple[int, int], set[int]] = {}
    for body in possible(table, rows, columns, 12):
        for r in range(rows):
            for c in range(columns):
                if table.cells[r][c] == SMALL:
                    seen.setdefault((r, c), set()).add(body[r][c])

    assert all(len(found) >= SPREAD for found in seen.values()), (values, table, seen)


@given(st.integers(1, 9).flatmap(lambda n: st.lists(
    st.lists(st.integers(0, 60_000) | st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=9)))  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_shown_is_true_and_small_numbers_never_are(values):
    """Every number that is shown is the number; none under five is; a table of the real size is quick."""
    table = published(values)
    totals = [sum(row) for row in values]
    pairs = [
        (one, value)
        for row, held in zip(table.cells, values, strict=True)
        for one, value in zip(row, held, strict=True)
    ]
    pairs += list(zip(table.row_totals, totals, strict=True))
    if len(values) > 1:
        pairs += list(zip(table.column_totals, [sum(one) for one in zip(*values, strict=True)], strict=True))
        pairs.append((table.total, sum(totals)))
    for text, value in pairs:
        assert fits(text, value)
        assert (text == SMALL) == (value < THRESHOLD)
