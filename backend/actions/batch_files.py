"""Batches as files: NDJSON, CSV and XLSX into rows, each to be read on its own; a broken file is one clear problem."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from backend.actions.fields import invalid
from backend.actions.filings import RequestBody
from backend.problems import Problem

ROWS_LIMIT = 20_000
UNPACKED_LIMIT_BYTES = 200 * 1024 * 1024
"""An XLSX is a zip: what it unpacks to is bounded before any of it is read."""
FORMATS = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/x-jsonlines": "ndjson",
    "text/csv": "csv",
    "application/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
EXTENSIONS = {"ndjson": "ndjson", "jsonl": "ndjson", "csv": "csv", "xlsx": "xlsx"}
PERSON = ("given_name", "father_name", "family_name", "birth_date", "citizenship", "phone", "email")
LISTS = ("voting_centres", "electoral_units", "counting_centres", "commissions")
REQUIRED = ("given_name", "family_name", "birth_date", "citizenship", "document_type", "document_number")
COLUMNS = (
    "election",
    *PERSON,
    "document_type",
    "document_number",
    "languages",
    *LISTS,
    "role",
    "language",
    "code_of_conduct",
    "hold_until_opening",
)
DELIMITERS = {";": "semicolon", "\t": "tab", "|": "pipe"}
_FIELD = re.compile(r"at `\$\.?([A-Za-z0-9_.\[\]]*)`")
_UNKNOWN = re.compile(r"unknown field `([A-Za-z0-9_]{1,60})`")
_TRUE = {"1", "true", "yes", "po"}


def format_of(content_type: str, filename: str = "") -> str:
    """`ndjson`, `csv` or `xlsx`, by the content type, else by the file's extension.

    Raises:
        Problem: 415, it is none of the three.
    """
    found = FORMATS.get(content_type.partition(";")[0].strip().lower())
    found = found or EXTENSIONS.get(filename.rpartition(".")[2].lower())
    if found is None:
        raise Problem(415, "unsupported_media_type", remedy="send_ndjson_csv_or_xlsx")
    return found


def read_rows(format: str, data: bytes) -> list[Any]:
    """The rows of a file, one raw value each: bytes of JSON for NDJSON, a record of texts for CSV and XLSX.

    Raises:
        Problem: 400, the file as a whole cannot be read; 413, it has too many rows.
    """
    if format == "ndjson":
        rows: list[Any] = [line.decode(errors="replace") for line in data.split(b"\n") if line.strip()]
    elif format == "csv":
        rows = _csv_rows(data)
    else:
        rows = _xlsx_rows(data)
    if len(rows) > ROWS_LIMIT:
        raise Problem(413, "too_many_rows", remedy="split_file", arguments={"limit": ROWS_LIMIT})
    if not rows:
        raise Problem(400, "batch_empty", remedy="mend_file")
    return rows


def _csv_rows(data: bytes) -> list[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(400, "not_utf8", remedy="save_as_utf8") from None
    header = text.partition("\n")[0]
    names = next(csv.reader([header.rstrip("\r")]), [])
    if len(names) == 1:
        for delimiter, name in DELIMITERS.items():
            if delimiter in header:
                raise Problem(
                    400, "csv_wrong_delimiter", remedy="save_with_commas", arguments={"found": name}
                )
    columns = _columns(names)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        next(reader, None)
        return [_record(columns, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        raise Problem(400, "csv_broken", remedy="mend_file", arguments={"line": reader.line_num}) from None


def _xlsx_rows(data: bytes) -> list[dict[str, str]]:
    # Imported here: it costs 200 ms, and most processes never read a workbook.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT_BYTES:
                raise Problem(413, "too_large", remedy="split_file")
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        columns = _columns([_cell(value) for value in next(lines, ())])
        rows = []
        for values in lines:
            cells = [_cell(value) for value in values]
            if any(cells):
                rows.append(_record(columns, cells))
            if len(rows) > ROWS_LIMIT:
                break
    except Problem:
        raise
    except Exception:  # the parsers raise whatever the file made them stumble over
        raise Problem(400, "xlsx_broken", remedy="mend_file") from None
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _columns(names: list[str]) -> list[str]:
    """The header's names, checked.

    Raises:
        Problem: 400, a name is unknown, or one that every row needs is missing.
    """
    columns = [name.strip().lower() for name in names]
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
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        return {"": "too_many_cells"}
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}


def body_of(raw: Any, election: int | None) -> RequestBody:
    """One row as the body of a request; `election` stands in where the row names none.

    Raises:
        Problem: 400, the row cannot be read; the answer names the field and never its value.
    """
    try:
        built = msgspec.json.decode(raw) if isinstance(raw, str) else _nested(raw)
        if isinstance(built, dict) and election is not None:
            built.setdefault("election", election)
        return msgspec.convert(built, RequestBody, strict=isinstance(raw, str))
    except msgspec.ValidationError as error:
        unknown = _UNKNOWN.search(str(error))
        field = _FIELD.search(str(error))
        if unknown:
            raise invalid(unknown[1], "unknown_field") from None
        raise invalid(field[1] if field else "", "malformed") from None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise Problem(400, "malformed", remedy="mend_row") from None


def _nested(cells: dict[str, str]) -> dict[str, Any]:
    """The cells of a row as the nested body that the API takes."""
    if "" in cells:
        raise Problem(400, "row_too_long", remedy="mend_row")
    observer: dict[str, Any] = {name: cells[name] for name in PERSON if name in cells}
    if "document_type" in cells or "document_number" in cells:
        document = {"type": cells.get("document_type", ""), "number": cells.get("document_number", "")}
        observer["document"] = document
    observer["languages"] = list(_listed(cells.get("languages", "")))
    made: dict[str, Any] = {
        "observer": observer,
        "scope": {name: list(_listed(cells.get(name, ""))) for name in LISTS},
    }
    made |= {name: cells[name] for name in ("election", "role", "language") if name in cells}
    conduct = cells.get("code_of_conduct", "")
    if conduct:
        made["code_of_conduct"] = True if conduct.lower() in _TRUE else conduct
        if conduct.lower() in {"0", "false", "no", "jo"}:
            made["code_of_conduct"] = False
    if cells.get("hold_until_opening", "").lower() in _TRUE:
        made["hold_until_opening"] = True
    return made


def _listed(text: str) -> Iterator[str]:
    return (part for part in re.split(r"[;|\s]+", text) if part)
