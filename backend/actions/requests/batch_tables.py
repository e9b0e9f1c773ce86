"""Tables as people save them: the encoding, the separator and the sheet are found out, and what was found is told."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import msgspec

from backend.problems import Problem

UNPACKED_LIMIT_BYTES = 100 * 1024 * 1024
"""An XLSX is a zip: what it unpacks to is bounded before any of it is read."""
STRINGS_LIMIT_BYTES = 48 * 1024 * 1024
"""The table of texts of a workbook is read into memory as a whole."""
PARTS_LIMIT = 2_000
EMPTY_LINES = 5_000
"""After so many empty lines in a row a sheet has ended: Excel saves a million of them when a column was coloured."""
SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_CENTRAL = frozenset(b"\xe6\xf0\xc6\xd0\xc8\xe8\x9c\x8c\x9d\x8d\x9f\x8f")
"""Bytes that are letters of Slavic names in Windows-1250 (ć, đ, č) and hardly a letter of any name in Windows-1252."""
_WESTERN = frozenset(b"\xe0\xec\xf2\xf9\xf1\xe3\xf5\xe5\xf8")
"""Bytes that are letters of Italian, Spanish or Nordic names in Windows-1252."""


class Line(msgspec.Struct, frozen=True):
    """One line of a table: its number in the file, counted from 1, and its cells."""

    number: int
    cells: list[str]


class Decoded(msgspec.Struct, frozen=True):
    """A text file as text, and the encoding it was in."""

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded:
    """The text of a file: UTF-8, UTF-16 with or without a mark, else Windows-1250 or -1252 by its letters.

    Raises:
        Problem: 400, it is no text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(_strict(data, "utf-16"), "utf-16")
    head = data[:400]
    if len(head) > 8 and (zeros := head.count(0)) * 3 > len(head):
        little = head[1::2].count(0) * 2 > zeros
        name = "utf-16-le" if little else "utf-16-be"
        return Decoded(_strict(data, name), "utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        seen = set(data)
        central = bool(seen & _CENTRAL) and not seen & _WESTERN
        name = "cp1250" if central else "cp1252"
        return Decoded(data.decode(name, errors="replace"), "windows-" + name[2:])
    return Decoded(text, "utf-8")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Problem(400, "text_unreadable", remedy="save_as_utf8") from None


def csv_lines(text: str, separator: str) -> Iterator[Line]:
    """The lines of a CSV text that hold anything; an Excel guard such as `="1850/01"` is taken off.

    Raises:
        Problem: 400, a quotation mark is not closed or stands where it must not.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(reader.line_num, [_unguarded(cell) for cell in cells])
    except csv.Error:
        raise Problem(400, "csv_broken", remedy="mend_file", arguments={"line": reader.line_num}) from None


def without_separator_line(text: str) -> tuple[str, str]:
    """A text without Excel's line `sep=;`, and the separator that it names, empty where it is not there."""
    found = _SEPARATOR_LINE.match(text)
    return (text[found.end() :], found[1]) if found else (text, "")


def first_cells(text: str, separator: str) -> list[str]:
    """The cells of the first line under a separator; empty where it cannot be read so."""
    reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
    try:
        return next(reader, [])
    except csv.Error:
        return []


def _unguarded(cell: str) -> str:
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1].strip()
    if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@0123456789":
        return cell[1:].strip()
    return cell


def xlsx_lines(data: bytes) -> Iterator[Line]:
    """The lines of a workbook's first sheet that hold anything; dates are ISO texts, a formula keeps its `=`.

    Raises:
        Problem: 400, it is no workbook; 413, it unpacks to more than it may.
    """
    _check_archive(data)
    # Imported here: it costs 200 ms, and most processes never read a workbook.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        empty = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [cell_text(value) for value in values]
            if any(cells):
                empty = 0
                yield Line(number, cells)
            elif (empty := empty + 1) >= EMPTY_LINES:
                return
    except Problem:
        raise
    except Exception:  # the parsers raise whatever the file made them stumble over
        raise Problem(400, "xlsx_broken", remedy="mend_file") from None


def _check_archive(data: bytes) -> None:
    """A workbook is a zip: its size unpacked and its parts are bounded, and no part declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            strings = sum(
                one.file_size for one in parts if one.filename.lower().endswith("sharedstrings.xml")
            )
            if (
                len(parts) > PARTS_LIMIT
                or sum(one.file_size for one in parts) > UNPACKED_LIMIT_BYTES
                or strings > STRINGS_LIMIT_BYTES
            ):
                raise Problem(413, "too_large", remedy="split_file")
            for one in parts:
                if one.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(one) as part:
                        if b"<!DOCTYPE" in part.read(2_000):
                            raise Problem(400, "xlsx_broken", remedy="mend_file")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise Problem(400, "xlsx_broken", remedy="mend_file") from None


def cell_text(value: Any) -> str:
    """A cell as text: a date as an ISO date, a whole number without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
