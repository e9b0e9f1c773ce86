"""The table of places as it arrives: CSV or XLSX, its columns named in Albanian or English."""

from __future__ import annotations

import msgspec

from backend.actions.elections.place_codes import (
    plain,
)
from backend.actions.requests.batch_tables import (
    SEPARATORS,
    csv_lines,
    decoded,
    without_separator_line,
    xlsx_lines,
)
from backend.problems import Problem

ROWS_LIMIT = 50_000
COLUMNS = (
    "kind",
    "code",
    "name",
    "unit",
    "centre",
    "address",
    "latitude",
    "longitude",
    "special",
    "email",
)
REQUIRED = ("kind", "code", "name")
ALBANIAN = {
    "lloji": "kind",
    "kodi": "code",
    "emri": "name",
    "njesia": "unit",
    "njësia": "unit",
    "qendra": "centre",
    "adresa": "address",
    "gjeresia": "latitude",
    "gjerësia": "latitude",
    "gjatesia": "longitude",
    "gjatësia": "longitude",
    "e_vecante": "special",
    "e_veçantë": "special",
}
"""Names of columns as an Albanian office writes them."""

MANY_CELLS = ""


class Cells(msgspec.Struct, frozen=True):
    """One row of a file: its line, counted from 1 with the header, and its texts by column."""

    line: int
    texts: dict[str, str]


def read_rows(format: str, data: bytes) -> list[Cells]:
    """The rows of a file as texts by column.

    Raises:
        Problem: 400, the file as a whole cannot be read or lacks a column; 413, it has too many rows; 415, NDJSON.
    """
    if format == "csv":
        text, separator = without_separator_line(decoded(data).text)
        header = text.partition("\n")[0]
        lines = csv_lines(text, separator or max(SEPARATORS, key=header.count))
    elif format == "xlsx":
        lines = xlsx_lines(data)
    else:
        raise Problem(415, "unsupported_media_type", remedy="send_csv_or_xlsx")
    columns: list[str] | None = None
    rows = []
    for line in lines:
        if columns is None:
            columns = _columns(line.cells)
            continue
        if len(rows) == ROWS_LIMIT:
            raise Problem(413, "too_many_rows", remedy="split_file", arguments={"limit": ROWS_LIMIT})
        rows.append(Cells(line.number, _record(columns, line.cells)))
    if not rows:
        raise Problem(400, "batch_empty", remedy="mend_file")
    return rows


def _columns(names: list[str]) -> list[str]:
    """The header's names, checked.

    Raises:
        Problem: 400, a name is unknown, or one that every row needs is missing.
    """
    given = [plain(name).lower().replace(" ", "_") for name in names]
    columns = [ALBANIAN.get(name, name) for name in given]
    while columns and not columns[-1]:
        columns.pop()
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        shown = ", ".join(name[:40] for name in unknown[:10])
        raise Problem(400, "columns_unknown", remedy="mend_file", arguments={"columns": shown})
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise Problem(400, "columns_missing", remedy="mend_file", arguments={"columns": ", ".join(missing)})
    return columns


def _record(columns: list[str], cells: list[str]) -> dict[str, str]:
    record = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    if any(cell.strip() for cell in cells[len(columns) :]):
        record[MANY_CELLS] = "too_many_cells"
    return record
