"""Batches as files: NDJSON, CSV and XLSX into rows, each to be read on its own; a broken file is one clear problem."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec

from backend.actions.fields import invalid
from backend.actions.requests.batch_columns import (
    COLUMNS,
    EXAMPLE,
    IGNORED,
    LISTS,
    MARK,
    PERSON,
    REQUIRED,
    Vocabulary,
    plain,
)
from backend.actions.requests.batch_tables import (
    SEPARATORS,
    UNPACKED_LIMIT_BYTES,
    Line,
    csv_lines,
    decoded,
    first_cells,
    without_separator_line,
    xlsx_lines,
)
from backend.actions.requests.filings import RequestBody
from backend.problems import Problem

__all__ = ["COLUMNS", "REQUIRED", "UNPACKED_LIMIT_BYTES"]

ROWS_LIMIT = 20_000
GIVE_WAY_ROWS = 4
FORMATS = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/x-jsonlines": "ndjson",
    "text/csv": "csv",
    "application/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
EXTENSIONS = {"ndjson": "ndjson", "jsonl": "ndjson", "csv": "csv", "txt": "csv", "xlsx": "xlsx"}
_FIELD = re.compile(r"at `\$\.?([A-Za-z0-9_.\[\]]*)`")
_UNKNOWN = re.compile(r"unknown field `([A-Za-z0-9_]{1,60})`")
_TRUE = {"1", "true", "yes", "po"}
_FALSE = {"0", "false", "no", "jo"}
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})\.?")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|shk|pri|maj|qer|korr?|gush?|sht|tet|nën|dhj)[a-zë]{0,6}\\.?"
_LOOKS_LIKE_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}[-. ]{_MONTH}(?:[-. ]\d{{2,4}})?|{_MONTH}[-. ]\d{{2,4}}", re.IGNORECASE
)
"""What Excel makes of a code such as `12/01`: a date, or `12-Jan`, or `Jan-50`."""
_ZONE = re.compile(r"(?:k\.?z\.?a\.?z|c\.?e\.?a\.?z|z\.?a\.?z|e\.?a\.?z|zec|zona|zone)\.?\s*:?\s*(\d{1,3})")
_CEC = {"cec", "kqz"}


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One row as it was sent: its line in the file, and JSON text for NDJSON or a record of texts for a table."""

    line: int
    raw: Any


class ReadFile(msgspec.Struct, frozen=True):
    """The rows of a file, and what its sender should know about how it was read: `{code, ...}` each."""

    rows: list[Row]
    notes: list[dict[str, Any]]


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


def read_file(format: str, data: bytes, vocabulary: Vocabulary) -> ReadFile:
    """The rows of a file; examples and empty lines are left out.

    Raises:
        Problem: 400, the file as a whole cannot be read; 413, it has too many rows.
    """
    notes: list[dict[str, Any]] = []
    if format == "ndjson":
        found = _json_rows(data)
    else:
        lines = xlsx_lines(data) if format == "xlsx" else _csv(data, vocabulary, notes)
        found = _table_rows(lines, vocabulary)
    rows: list[Row] = []
    examples = 0
    for number, row in enumerate(found):
        give_way(number)
        if row is None:
            examples += 1
            continue
        rows.append(row)
        if len(rows) > ROWS_LIMIT:
            raise Problem(413, "too_many_rows", remedy="split_file", arguments={"limit": ROWS_LIMIT})
    if not rows:
        raise Problem(400, "batch_empty", remedy="mend_file")
    if examples:
        notes.append({"code": "examples_left_out", "count": examples})
    if any(isinstance(row.raw, dict) and "/" in row.raw.get("birth_date", "") for row in rows):
        notes.append({"code": "day_before_month"})
    return ReadFile(rows, notes)


def give_way(number: int) -> None:
    """Let the event loop have its turn every few rows: a thread that computes keeps it waiting 5 ms at each step."""
    if number % GIVE_WAY_ROWS == 0:
        time.sleep(0)


def _json_rows(data: bytes) -> Iterator[Row | None]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decoded(data).text.encode()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            text = line.decode(errors="replace").strip()
            yield None if text.startswith('{"example":') else Row(number, text)


def _csv(data: bytes, vocabulary: Vocabulary, notes: list[dict[str, Any]]) -> Iterator[Line]:
    read = decoded(data)
    if read.encoding != "utf-8":
        notes.append({"code": "encoding", "encoding": read.encoding})
    text, separator = without_separator_line(read.text)
    if not separator:
        # The one under which most names of the first line are known: Albanian Excel writes semicolons.
        separator = max(SEPARATORS, key=lambda one: vocabulary.known(first_cells(text, one)))
    return csv_lines(text, separator)


def _table_rows(lines: Iterator[Line], vocabulary: Vocabulary) -> Iterator[Row | None]:
    """Rows under the header, None for an example."""
    first = next(lines, None)
    if first is None:
        return
    columns = vocabulary.columns(first.cells)
    for line in lines:
        if len(line.cells) > len(columns) and any(cell.strip() for cell in line.cells[len(columns) :]):
            yield Row(line.number, {"": "too_many_cells"})
            continue
        cells = {name: cell.strip() for name, cell in zip(columns, line.cells, strict=False) if cell.strip()}
        if plain(cells.get(MARK, "")).startswith(EXAMPLE):
            yield None
            continue
        kept = {name: cell for name, cell in cells.items() if name not in IGNORED}
        if kept:
            yield Row(line.number, kept)


def body_of(raw: Any, election: int | None, vocabulary: Vocabulary) -> RequestBody:
    """One row as the body of a request; `election` stands in where the row names none.

    Raises:
        Problem: 400, the row cannot be read; the answer names the field and never its value.
    """
    try:
        built = msgspec.json.decode(raw) if isinstance(raw, str) else _nested(raw, vocabulary)
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


def _nested(cells: dict[str, str], vocabulary: Vocabulary) -> dict[str, Any]:
    """The cells of a row as the nested body that the API takes.

    Raises:
        Problem: 400, a cell holds a formula, or a date where a code belongs, or there are too many cells.
    """
    if "" in cells:
        raise Problem(400, "row_too_long", remedy="mend_row")
    for name, cell in cells.items():
        if cell.startswith("="):
            raise invalid(name, "formula")
        if name in LISTS and _LOOKS_LIKE_DATE.fullmatch(cell):
            raise invalid(f"scope.{name}", "made_a_date")
    cells = {name: vocabulary.code(name, cell) for name, cell in cells.items()}
    observer: dict[str, Any] = {name: cells[name] for name in PERSON if name in cells}
    if "birth_date" in observer:
        observer["birth_date"] = _iso_date(observer["birth_date"])
    if "document_type" in cells or "document_number" in cells:
        document = {"type": cells.get("document_type", ""), "number": cells.get("document_number", "")}
        observer["document"] = document
    observer["languages"] = list(_listed(cells.get("languages", "")))
    made: dict[str, Any] = {
        "observer": observer,
        "scope": {name: [_place(name, one) for one in _listed(cells.get(name, ""))] for name in LISTS},
    }
    made |= {name: cells[name] for name in ("election", "role", "language") if name in cells}
    conduct = cells.get("code_of_conduct", "")
    if conduct:
        made["code_of_conduct"] = True if conduct.lower() in _TRUE else conduct
        if conduct.lower() in _FALSE:
            made["code_of_conduct"] = False
    if cells.get("hold_until_opening", "").lower() in _TRUE:
        made["hold_until_opening"] = True
    return made


def _iso_date(cell: str) -> str:
    """A date as people of Albania write it, the day first; an ISO date and anything else stay."""
    found = _DAY_FIRST.fullmatch(cell)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else cell


def _listed(text: str) -> Iterator[str]:
    """The entries of a cell: by `;`, `,`, `|`, a line or a space; a word before a number belongs to it (`QV 4337`)."""
    return chain.from_iterable(_parts(part.split()) for part in re.split(r"[;,|\n]+", text))


def _parts(words: list[str]) -> Iterator[str]:
    prefix: list[str] = []
    for word in words:
        if prefix and word[0].isdigit():
            yield " ".join([*prefix, word])
            prefix = []
        elif any(ch.isdigit() for ch in word):
            yield from prefix
            prefix = []
            yield word
        else:
            prefix.append(word)
    yield from prefix


def _place(name: str, code: str) -> str:
    """A zone as its commission writes it: `KZAZ 12` is the unit `12`, or among commissions `zec:12`."""
    if name not in ("electoral_units", "commissions"):
        return code
    lowered = code.lower()
    if lowered in _CEC and name == "commissions":
        return "cec"
    found = _ZONE.fullmatch(lowered)
    if found is None or lowered.startswith("zec:"):
        return code
    return found[1] if name == "electoral_units" else f"zec:{found[1]}"
