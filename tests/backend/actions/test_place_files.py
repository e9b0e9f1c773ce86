"""Registers of places as files: what each row comes to, in any order, in CSV and XLSX."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from backend.actions.elections import place_files
from backend.actions.elections.place_files import Stored, plan
from backend.actions.elections.place_tables import COLUMNS, read_rows
from backend.actions.elections.place_templates import template
from backend.problems import Problem
from backend.store.places import Commission, Place, Unit

EMPTY = Stored({}, {}, {}, local=False)
REGISTER = Stored(
    {"30": Unit("30", "Tiranë")},
    {
        "1850/01": Place("1850/01", "voting_centre", "30", "Shkolla 1"),
        "VNV-30": Place("VNV-30", "counting_centre", "30", "Palestra"),
    },
    {"zec:30": Commission("zec:30", "zec", "KZAZ 30", "30", email="a@example.org")},
    local=False,
)
HEADER = "kind,code,name,unit,centre,latitude,special,email\n"

ROWS = [
    # one row of a file on the register above         -> outcome, code, field, reason
    ("electoral_unit,KZAZ 30,Tiranë", "unchanged", "30", None, None),
    ("electoral_unit,30,Tirana", "changed", "30", None, None),
    ("electoral_unit,CEAZ nr. 027,Vorë", "created", "27", None, None),
    ("voting_centre,QV 1850-1,Shkolla 1,KZAZ 30", "unchanged", "1850/01", None, None),
    ("voting_centre,1850/01,Shkolla 1,30,,,burg", "changed", "1850/01", None, None),
    ("voting_centre,1850/02,Shkolla 2,30", "created", "1850/02", None, None),
    ("voting_centre,1850/02,Shkolla 2,77", "rejected", "1850/02", "unit", "unknown"),
    ("voting_centre,1850/02,Shkolla 2,", "rejected", "1850/02", "unit", "empty"),
    ("voting_centre,1850/02,,30", "rejected", "1850/02", "name", "empty"),
    ("voting_centre,1850/02,S,30,,91", "rejected", "1850/02", "latitude", "out_of_range"),
    ("voting_centre,1850/02,S,30,,north", "rejected", "1850/02", "latitude", "not_a_number"),
    ("voting_centre,1850/02,S,30,,,castle", "rejected", "1850/02", "special", "unknown"),
    ("voting_centre,2027-01-01,S,30", "rejected", "2027-01-01", "code", "is_a_date"),
    ("village,1,S,30", "rejected", "1", "kind", "unknown"),
    ("counting_centre,1850/01,S,30", "rejected", "1850/01", "code", "of_another_kind"),
    ("counting_centre,vnv 31,S,30", "created", "VNV-31", None, None),
    ("counting_table,T2,Tavolina 2,,VNV-30", "created", "VNV-30/T02", None, None),
    ("counting_table,VNV 30 tavolina 3,Tavolina 3", "created", "VNV-30/T03", None, None),
    ("counting_table,T2,Tavolina 2,,VNV-99", "rejected", "T2", "centre", "unknown"),
    ("counting_table,T2,Tavolina 2", "rejected", "T2", "centre", "unknown"),
    ("counting_abroad,VNV 900,Vota nga jashtë", "created", "VNV-900", None, None),
    ("counting_abroad,VNV 900,Vota nga jashtë,30", "rejected", "VNV 900", "unit", "not_for_this_kind"),
    ("commission,KZAZ 30,KZAZ 30,,,,,a@example.org", "unchanged", "zec:30", None, None),
    ("commission,KZAZ 30,KZAZ 30,,,,,b@example.org", "changed", "zec:30", None, None),
    ("commission,KZAZ 31,KZAZ 31", "rejected", "zec:31", "unit", "unknown"),
    ("commission,vcc:1850/1,KQV", "created", "vcc:1850/01", None, None),
    ("commission,vcc:999,KQV", "rejected", "vcc:999", "code", "unknown"),
    ("commission,KZAZ 30,KZAZ 30,,,,,nobody", "rejected", "KZAZ 30", "email", "not_an_email_address"),
    ("electoral_unit,12,Vorë,,,,,,,,9", "rejected", "12", "row", "too_many_cells"),
]


@pytest.mark.parametrize(("row", "outcome", "code", "field", "reason"), ROWS)
def test_each_row_is_answered(row, outcome, code, field, reason):
    """Created, changed, unchanged, or rejected with the field and why; the line is the file's own."""
    (answer,) = plan(read_rows("csv", (HEADER + row + "\n").encode()), REGISTER).answers

    # A rejected row is shown with the code as it was read so far.
    assert (answer.outcome, answer.field, answer.reason, answer.row) == (outcome, field, reason, 2)
    assert answer.code in (code, row.split(",")[1], f"{row.split(',')[-1]}/T02")


def test_good_rows_are_taken_whatever_the_others_are():
    """Three good rows, one broken one and a repeated one: three are stored, in the order the database needs."""
    text = (
        HEADER
        + "counting_table,T1,Tavolina 1,,VNV-12\n"
        + "voting_centre,4337,Shkolla,12\n"
        + "counting_centre,VNV 12,Pallati,KZAZ 12\n"
        + "voting_centre,5000,Askund,99\n"
        + "voting_centre,QV 4337,Edhe një herë,12\n"
        + "electoral_unit,KZAZ 12,Vorë\n"
    )

    found = plan(read_rows("csv", text.encode()), EMPTY)

    assert [(one.row, one.outcome, one.reason) for one in found.answers] == [
        (2, "created", None),
        (3, "created", None),
        (4, "created", None),
        (5, "rejected", "unknown"),
        (6, "rejected", "repeated"),
        (7, "created", None),
    ]
    assert [unit.code for unit in found.units] == ["12"]
    assert {place.code: place.unit_code for place in found.places} == {
        "4337": "12",
        "VNV-12": "12",
        "VNV-12/T01": "12",
    }
    assert {one.role for one in found.commissions} == {"zec:12", "vcc:4337"}


def test_local_elections_have_lgecs():
    """EC-19: the LGEC stands in the place of the ZEC, by whatever name the file calls it."""
    local = Stored({}, {}, {}, local=True)
    text = HEADER + "electoral_unit,4,Shkodër\ncommission,KZAZ 4,KZQV Shkodër\n"

    found = plan(read_rows("csv", text.encode()), local)

    assert [(one.role, one.name) for one in found.commissions] == [("lgec:4", "KZQV Shkodër")]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_every_row_of_the_template_is_taken(format):
    """What an office is given to fill in is itself a good file."""
    found = plan(read_rows(format, template(format)), EMPTY)

    assert {one.outcome for one in found.answers} == {"created"}
    assert {one.kind for one in found.answers} == set(place_files.KINDS.values())


def test_an_albanian_spreadsheet_with_semicolons_is_read():
    """Headers in Albanian, a semicolon, Windows letters: as an office saves it."""
    data = "Lloji;Kodi;Emri;Njësia\r\nelectoral_unit;12;Vorë;\r\nvoting_centre;4337;Shkolla;12\r\n".encode(
        "cp1252"
    )

    found = plan(read_rows("csv", data), EMPTY)

    assert [(one.code, one.outcome) for one in found.answers] == [("12", "created"), ("4337", "created")]
    assert found.units[0].name == "Vorë"


BROKEN = [
    ("csv", b"code,name\n1,x\n", "columns_missing"),
    ("csv", b"kind,code,name,shoe\nelectoral_unit,1,x,y\n", "columns_unknown"),
    ("csv", b"kind,code,name\n", "batch_empty"),
    ("csv", b'kind,code,name\nelectoral_unit,1,"x\n', "csv_broken"),
    ("xlsx", b"PK\x03\x04nonsense", "xlsx_broken"),
    ("ndjson", b"{}", "unsupported_media_type"),
]


@pytest.mark.parametrize(("format", "data", "code"), BROKEN)
def test_a_file_that_cannot_be_read_is_one_problem(format, data, code):
    """Nothing of it is taken, and the problem says what is wrong with the file."""
    with pytest.raises(Problem) as raised:
        read_rows(format, data)

    assert raised.value.code == code


def test_a_workbook_keeps_whole_numbers_and_a_date_is_named():
    """A spreadsheet turns 4337 into a number and 1850/01 into a month."""
    from datetime import datetime

    book = Workbook()
    book.active.append(["kind", "code", "name", "unit"])
    book.active.append(["electoral_unit", 12, "Vorë", None])
    book.active.append(["voting_centre", 4337.0, "Shkolla", 12])
    book.active.append(["voting_centre", datetime(2027, 1, 1), "Shkolla", 12])
    kept = io.BytesIO()
    book.save(kept)

    answers = plan(read_rows("xlsx", kept.getvalue()), EMPTY).answers

    assert [(one.outcome, one.reason) for one in answers] == [
        ("created", None),
        ("created", None),
        ("rejected", "is_a_date"),
    ]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
KIND = st.sampled_from([*place_files.KINDS, "village", ""])
CODE = st.one_of(CELL, st.sampled_from(["12", "4337", "VNV 12", "KZAZ 12"]))
UNIT = st.sampled_from(["12", "", "9"])


@settings(max_examples=60)
@given(st.lists(st.tuples(KIND, CODE, CELL, UNIT, CELL), min_size=1, max_size=12))
def test_a_file_taken_twice_changes_nothing_the_second_time(rows):
    """Whatever stands in the cells: every row is answered once, and what was stored is unchanged afterwards."""
    out = io.StringIO()
    csv.writer(out).writerow(("kind", "code", "name", "unit", "centre"))
    csv.writer(out).writerows(rows)
    cells = (
        read_rows("csv", out.getvalue().encode()) if any(any(c.strip() for c in row) for row in rows) else []
    )

    first = plan(cells, EMPTY)
    stored = Stored(
        {unit.code: unit for unit in first.units},
        {place.code: place for place in first.places},
        {one.role: one for one in first.commissions},
        local=False,
    )
    again = plan(cells, stored)

    assert len(first.answers) == len(cells)
    assert again.count("created") == 0
    assert again.count("changed") == 0
    assert not again.units
    assert not again.places


def test_columns_of_the_template_are_those_that_are_read():
    """The header of the template is the list of columns."""
    header = template("csv").decode("utf-8-sig").splitlines()[0]

    assert header == ",".join(COLUMNS)
