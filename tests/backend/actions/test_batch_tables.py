"""Tables as people save them: encodings, separators, headers, dates, formulas, bombs; pure, without a database."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from backend.actions.requests import batch_tables
from backend.actions.requests.batch_books import corrections, csv_file, template
from backend.actions.requests.batch_columns import CODED, COLUMNS, vocabulary
from backend.actions.requests.batch_files import Row, body_of, read_file
from backend.locales.texts import Texts
from backend.problems import Problem

TEXTS = Texts()
WORDS = vocabulary(TEXTS)
HEAD = "given_name,family_name,birth_date,citizenship,document_type,document_number,voting_centres"
ANA = "Ana,Çela,1990-02-28,AL,id_card,J1,1850/01"


def rows(data: bytes, format: str = "csv") -> list[dict[str, str]]:
    """The records of a file."""
    return [row.raw for row in read_file(format, data, WORDS).rows]


def book(*lines: list) -> bytes:
    """A workbook with these lines."""
    made = Workbook()
    for line in lines:
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ENCODINGS = [
    ("utf-8", None),
    ("utf-8-sig", None),
    ("utf-16", "utf-16"),
    ("utf-16-le", "utf-16"),
    ("utf-16-be", "utf-16"),
    ("cp1252", "windows-1252"),
]


@pytest.mark.parametrize(("encoding", "told"), ENCODINGS)
def test_every_encoding_that_excel_writes_is_read_and_told(encoding, told):
    """UTF-8 is read without a word; any other encoding is read and told, so that names can be looked at."""
    read = read_file("csv", f"{HEAD}\n{ANA}\n".encode(encoding), WORDS)

    assert read.rows[0].raw["family_name"] == "Çela"
    assert [note["encoding"] for note in read.notes] == ([told] if told else [])


def test_slavic_names_are_told_from_western_ones():
    """`Đurić` in Windows-1250 keeps its letters; `Niccolò` in Windows-1252 too."""
    central = read_file("csv", f"{HEAD}\n{ANA.replace('Çela', 'Đurić')}".encode("cp1250"), WORDS)
    western = read_file("csv", f"{HEAD}\n{ANA.replace('Ana', 'Niccolò')}".encode("cp1252"), WORDS)

    assert (central.rows[0].raw["family_name"], central.notes[0]["encoding"]) == ("Đurić", "windows-1250")
    assert (western.rows[0].raw["given_name"], western.notes[0]["encoding"]) == ("Niccolò", "windows-1252")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep"])
def test_the_separator_is_found_out(separator, first):
    """Albanian Excel writes semicolons; with or without Excel's own line that names the separator."""
    text = f"{HEAD}\n{ANA}\n".replace(",", separator)
    if first:
        text = f"sep={separator}\r\n{text}"

    assert rows(text.encode())[0]["document_number"] == "J1"


HEADERS = [
    "Emri,Mbiemri,Datëlindja,Shtetësia,Lloji i dokumentit,Numri i dokumentit,Qendrat e votimit",
    "EMRI,MBIEMRI,DATELINDJA,SHTETESIA,LLOJI I DOKUMENTIT,NUMRI I DOKUMENTIT,QV",
    "Given name,Family name,Date of birth,Citizenship,Document type,Document number,Voting centres",
    "GIVEN_NAME, family-name ,Birth Date,nationality,document_type,Document No.,voting centers",
]


@pytest.mark.parametrize("head", HEADERS)
def test_headers_are_known_in_both_languages_and_any_case(head):
    """Titles of the template, codes, and what people are known to write."""
    assert rows(f"{head}\n{ANA}\n".encode())[0] == dict(zip(HEAD.split(","), ANA.split(","), strict=True))


def test_columns_may_stand_in_any_order():
    """The header says which is which."""
    backwards = "\n".join(",".join(reversed(line.split(","))) for line in (HEAD, ANA))

    assert rows(backwards.encode()) == rows(f"{HEAD}\n{ANA}".encode())


BROKEN_HEADS = [
    (HEAD + ",Numri i këpucëve,gjatësia", "columns_unknown", "Numri i këpucëve, gjatësia"),
    (HEAD.replace("citizenship,", ""), "columns_missing", "citizenship"),
    (HEAD + ",Emri", "columns_twice", "given_name"),
]


@pytest.mark.parametrize(("head", "code", "named"), BROKEN_HEADS)
def test_a_header_that_is_not_ours_is_named(head, code, named):
    """Unknown, missing and doubled columns: the answer names them as they were written."""
    with pytest.raises(Problem) as caught:
        rows(f"{head}\n{ANA}\n".encode())

    assert (caught.value.code, caught.value.arguments["columns"]) == (code, named)


DATES = [
    ("1990-02-28", "1990-02-28"),
    ("28.02.1990", "1990-02-28"),
    ("28/2/1990", "1990-02-28"),
    ("3-4-1990", "1990-04-03"),
    ("28. 02. 1990.", "1990-02-28"),
]


@pytest.mark.parametrize(("typed", "read"), DATES)
def test_dates_are_read_with_the_day_first(typed, read):
    """As Albania writes them; an ISO date too."""
    body = body_of(rows(f"{HEAD}\n{ANA.replace('1990-02-28', typed)}".encode())[0], 1, WORDS)

    assert body.observer.birth_date == date.fromisoformat(read)


def test_slashes_in_dates_are_told():
    """03/04/1990 is 3 April here, and its sender is told so."""
    read = read_file("csv", f"{HEAD}\n{ANA.replace('1990-02-28', '03/04/1990')}".encode(), WORDS)

    assert read.notes == [{"code": "day_before_month"}]


def test_a_workbook_keeps_its_dates_numbers_and_ends_where_its_rows_end():
    """Excel's own dates, codes as numbers, and thousands of coloured empty rows after the last one."""
    head = HEAD.split(",")
    lines = [
        ["Ana", "Çela", datetime(1990, 2, 28), "AL", "id_card", 12345.0, 4337],
        [None] * 7,
        ["", "", None],
    ]
    found = read_file("xlsx", book(head, *lines, *([[None, ""]] * 300)), WORDS)

    assert len(found.rows) == 1
    assert found.rows[0].line == 2
    body = body_of(found.rows[0].raw, 1, WORDS)
    assert body.observer.birth_date == date(1990, 2, 28)
    assert body.observer.document.number == "12345"
    assert body.scope.voting_centres == ["4337"]


REFUSED_CELLS = [
    ("family_name", "=A1&B1", "formula"),
    ("birth_date", "=TODAY()", "formula"),
    ("voting_centres", datetime(2027, 1, 12), "made_a_date"),
    ("voting_centres", "12-Jan", "made_a_date"),
    ("voting_centres", "Jan-50", "made_a_date"),
]


@pytest.mark.parametrize(("column", "cell", "reason"), REFUSED_CELLS)
def test_a_formula_and_a_code_turned_into_a_date_reject_their_row(column, cell, reason):
    """The row says which column; the others are read."""
    head = HEAD.split(",")
    line = ANA.split(",")
    broken = [cell if name == column else value for name, value in zip(head, line, strict=True)]
    found = read_file("xlsx", book(head, broken, line), WORDS).rows

    with pytest.raises(Problem) as caught:
        body_of(found[0].raw, 1, WORDS)
    assert caught.value.arguments["reason"] == reason
    assert caught.value.arguments["field"].endswith(column)
    assert body_of(found[1].raw, 1, WORDS).observer.given_name == "Ana"


CELLS = [
    ("1850/01; 289/02", ["1850/01", "289/02"]),
    ("1850/01 289/02", ["1850/01", "289/02"]),
    ("QV 4337; QV nr. 4338", ["QV 4337", "QV nr. 4338"]),
    ("VNV-30; VNV-31", ["VNV-30", "VNV-31"]),
    ("1850/01|289/02\n4337", ["1850/01", "289/02", "4337"]),
    ('="1850/01"', ["1850/01"]),
    ("", []),
]


@pytest.mark.parametrize(("cell", "codes"), CELLS)
def test_several_codes_stand_in_one_cell(cell, codes):
    """Whatever parts them; a word before a number belongs to it, and Excel's guard is taken off."""
    quoted = '"' + cell.replace('"', '""') + '"'
    found = rows(f"{HEAD}\n{ANA.replace('1850/01', quoted)}".encode())[0]

    assert body_of(found, 1, WORDS).scope.voting_centres == codes


def test_zones_are_read_as_their_commissions_write_them():
    """`KZAZ 12` is the unit 12, and among commissions the role zec:12."""
    head = HEAD + ",electoral_units,commissions"
    found = rows(f"{head}\n{ANA},KZAZ 12; 30,KZAZ 12;zec:30;KQZ\n".encode())[0]
    scope = body_of(found, 1, WORDS).scope

    assert (scope.electoral_units, scope.commissions) == (["12", "30"], ["zec:12", "zec:30", "cec"])


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("format", ["xlsx", "csv", "ndjson"])
def test_the_template_holds_an_example_that_is_not_read(format, language):
    """As it comes it has no rows; with one added below the example, exactly that one."""
    data = template(TEXTS, format, language)
    with pytest.raises(Problem) as caught:
        read_file(format, data, WORDS)
    assert caught.value.code == "batch_empty"

    if format == "xlsx":
        filled = load_workbook(io.BytesIO(data))
        example = [cell.value for cell in filled.worksheets[0][2]]
        filled.worksheets[0].append(
            [None if "SHEMBULL" in str(one) or "EXAMPLE" in str(one) else one for one in example]
        )
        out = io.BytesIO()
        filled.save(out)
        read = read_file(format, out.getvalue(), WORDS)
    elif format == "csv":
        head, example = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        read = read_file(format, csv_file([head, example, [*example[:-1], ""]]), WORDS)
    else:
        read = read_file(format, data + data.replace(b'"example"', b'"language":"sq","example"'), WORDS)
    assert (len(read.rows), read.notes) == (1, [{"code": "examples_left_out", "count": 1}])
    if format != "ndjson":
        body = body_of(read.rows[0].raw, None, WORDS)
        assert (body.observer.document.type, body.role, body.scope.voting_centres[0]) == (
            "id_card",
            "short_term",
            "1850/01",
        )


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_workbook_offers_its_lists_and_keeps_codes_as_text(language):
    """A list for every coded column, in the words of the language, each of which is understood again."""
    made = load_workbook(io.BytesIO(template(TEXTS, "xlsx", language)))
    sheet = made.worksheets[0]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert len(lists) == len(CODED)
    hidden = made.worksheets[-1]
    assert hidden.sheet_state == "hidden"
    for place, (column, codes) in enumerate(CODED.items(), 1):
        words = [hidden.cell(line, place).value for line in range(1, len(codes) + 1)]
        assert [WORDS.code(column, word) for word in words] == list(codes)
    assert sheet.column_dimensions["L"].number_format == "@"
    assert [name.value for name in sheet[1]][:3] != list(COLUMNS)[:3]


def test_a_bomb_is_capped_before_it_is_unpacked():
    """A workbook of zeros that unpacks to more than it may: 413, and nothing of it was read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (batch_tables.UNPACKED_LIMIT_BYTES + 1))
    with pytest.raises(Problem) as caught:
        read_file("xlsx", out.getvalue(), WORDS)

    assert (caught.value.status, caught.value.code) == (413, "too_large")


def test_a_workbook_with_entities_is_refused():
    """A document type in a part is nobody's table."""
    source = io.BytesIO(book(HEAD.split(","), ANA.split(",")))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + part.partition(b"?>")[2]
            new.writestr(name, part)
    with pytest.raises(Problem) as caught:
        read_file("xlsx", out.getvalue(), WORDS)

    assert caught.value.code == "xlsx_broken"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_file_of_corrections_can_be_uploaded_as_it_is(format, language):
    """Original values, what to mend in words, no formula for Excel; read again it gives the same rows."""
    raw = dict(zip(HEAD.split(","), ANA.split(","), strict=True)) | {
        "phone": "+355691234567",
        "family_name": "=1+1",
    }
    problem = {"code": "field_invalid", "arguments": {"field": "observer.birth_date", "reason": "malformed"}}
    told = {"row": 7, "problem": problem}
    data = corrections(TEXTS, format, language, [(told, Row(8, raw))])

    assert read_file(format, data, WORDS).rows[0].raw == raw
    shown = (
        data.decode("utf-8-sig")
        if format == "csv"
        else str([cell.value for cell in load_workbook(io.BytesIO(data)).worksheets[0][2]])
    )
    assert "28.02.1990" in shown
    if format == "csv":
        assert ";'=1+1;" in shown


def test_no_cell_of_ours_is_counted_by_a_spreadsheet():
    """Every cell that a spreadsheet would count begins with an apostrophe."""
    text = csv_file([["=1", "+2", "-3", "@4", "5", "ë"]]).decode("utf-8-sig")

    assert text == "'=1;'+2;'-3;'@4;5;ë\r\n"
