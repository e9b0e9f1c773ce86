"""Files for a sender to fill in or to mend: the template, and the rejected rows of a batch with what to mend."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgspec

from backend.actions.requests.batch_columns import (
    CODED,
    COLUMNS,
    MARK,
    REQUIRED,
    codes_are_yes_no,
    title_of,
    word_of,
)
from backend.actions.requests.batch_files import ROWS_LIMIT, Row
from backend.locales.texts import LANGUAGES, Texts

MEND = "what_to_mend"
TEXT_FORMAT = "@"
DATE_FORMAT = "dd.mm.yyyy"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
}
WIDTHS = {"voting_centres": 28, "email": 26, "document_number": 20, MARK: 46, MEND: 60, "role": 24}
HEAD_COLOUR, NEEDED_COLOUR, EXAMPLE_COLOUR = "1F3A5F", "8A1C1C", "6B6B6B"
_FIELDS = {
    "observer.document.type": "document_type",
    "observer.document.number": "document_number",
    "observer.document": "document_number",
    "code_of_conduct.version": "code_of_conduct",
}


def example(texts: Texts, language: str) -> dict[str, str]:
    """The template's example row, its remark saying that it is not read."""
    row = {MARK: texts.text(language, "batch-example")}
    for column in COLUMNS:
        row[column] = texts.text(language, f"batch-column-{column.replace('_', '-')}.example")
    return row


def template(texts: Texts, format: str, language: str) -> bytes:
    """An empty table to fill in, with an example row that is not read."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    columns = [*COLUMNS, MARK]
    row = example(texts, language)
    if format == "ndjson":
        return _json_example(row[MARK])
    if format == "csv":
        return csv_file(
            [[title_of(texts, language, name) for name in columns], [row[name] for name in columns]]
        )
    return _book(texts, language, columns, [[row[name] for name in columns]], help_sheet=True, faded=1)


def _json_example(remark: str) -> bytes:
    observer = {
        "given_name": "Ana",
        "father_name": "Petrit",
        "family_name": "Hoxha",
        "birth_date": "1990-02-28",
        "citizenship": "AL",
        "document": {"type": "id_card", "number": "J12345678K"},
        "phone": "+355691234567",
        "email": "ana@example.org",
        "languages": ["sq", "en"],
    }
    scope = {"voting_centres": ["1850/01"], "electoral_units": [], "counting_centres": [], "commissions": []}
    body = {
        "example": remark,
        "election": 1,
        "observer": observer,
        "scope": scope,
        "role": "short_term",
        "language": "sq",
        "code_of_conduct": {"accepted": True, "version": "2027-1"},
        "hold_until_opening": False,
    }
    return msgspec.json.encode(body) + b"\n"


def corrections(
    texts: Texts, format: str, language: str, rejected: Sequence[tuple[dict[str, Any], Row | None]]
) -> bytes:
    """The rejected rows as they were sent, each with what to mend; mended, the file can be uploaded as it is."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    columns = [MEND, *COLUMNS]
    rows = []
    for told, row in rejected:
        cells = cells_of(row.raw) if row is not None else {}
        cells[MEND] = f"{told['row']}: {mend(texts, language, told['problem'])}"
        rows.append([cells.get(name, "") for name in columns])
    if format == "csv":
        return csv_file([[title_of(texts, language, name) for name in columns], *rows])
    return _book(texts, language, columns, rows, help_sheet=False, faded=0)


def cells_of(raw: Any) -> dict[str, str]:
    """A row as it was sent, as cells; what NDJSON nests is laid flat, and what is no object is left empty."""
    if isinstance(raw, dict):
        return {name: cell for name, cell in raw.items() if name in COLUMNS}
    try:
        body = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return {}
    if not isinstance(body, dict):
        return {}
    observer = body.get("observer") if isinstance(body.get("observer"), dict) else {}
    document = observer.get("document") if isinstance(observer.get("document"), dict) else {}
    scope = body.get("scope") if isinstance(body.get("scope"), dict) else {}
    flat = {**observer, **scope, **{name: body.get(name) for name in COLUMNS if name in body}}
    flat |= {"document_type": document.get("type"), "document_number": document.get("number")}
    conduct = flat.get("code_of_conduct")
    if isinstance(conduct, dict):
        flat["code_of_conduct"] = conduct.get("version") or conduct.get("accepted", "")
    return {name: _cell(flat[name]) for name in COLUMNS if flat.get(name) is not None}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)[:4_000]
    return str(value)[:4_000]


def column_of(field: str) -> str:
    """The column of a field as problems name it: `observer.birth_date` is `birth_date`."""
    return _FIELDS.get(field, field.rpartition(".")[2].partition("[")[0])


def mend(texts: Texts, language: str, problem: dict[str, Any]) -> str:
    """What to mend in a row, in plain words."""
    arguments = problem.get("arguments") or {}
    if problem["code"] == "row_too_long":
        return texts.text(language, "batch-mend-too-many-cells")
    if problem["code"] == "field_invalid":
        column = column_of(str(arguments.get("field", "")))
        known = f"batch-column-{column.replace('_', '-')}"
        title = texts.text(language, known) if texts.has(known, language) else column[:60]
        reason = str(arguments.get("reason", ""))
        if reason == "malformed" and column == "birth_date":
            reason = "not_a_date"
        return texts.text(language, "batch-mend-field", column=title or "?", reason=reason)
    message = f"problem-{problem['code']}".replace("_", "-")
    if texts.has(message, language):
        return texts.text(language, message, **{name: str(value) for name, value in arguments.items()})
    return problem["code"].replace("_", " ")


def csv_file(rows: Sequence[Sequence[str]]) -> bytes:
    """Lines with semicolons and a byte order mark, as Albanian Excel opens them; no cell can become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    """A cell that Excel would count is written with an apostrophe, which the import takes off again."""
    return "'" + cell if cell[:1] in ("=", "@", "+", "-") else cell


def _book(
    texts: Texts,
    language: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    help_sheet: bool,
    faded: int,
) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = texts.text(language, "batch-sheet-rows")
    sheet.append([title_of(texts, language, name) for name in columns])
    for number, name in enumerate(columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        head.font = Font(bold=True, color="FFFFFF")
        colour = NEEDED_COLOUR if name in REQUIRED or name == MEND else HEAD_COLOUR
        head.fill = PatternFill("solid", start_color=colour)
        head.alignment = Alignment(vertical="center", wrap_text=True)
        width = max(14, len(str(head.value)) + 2)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, width)
        sheet.column_dimensions[letter].number_format = DATE_FORMAT if name == "birth_date" else TEXT_FORMAT
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"
    for line, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            cell = sheet.cell(line, number)
            cell.value = value
            # Never a formula, whatever somebody wrote.
            cell.data_type = "s"
            cell.number_format = TEXT_FORMAT
            if line - 2 < faded:
                cell.font = Font(italic=True, color=EXAMPLE_COLOUR)
    _validations(texts, language, book, sheet, columns)
    if help_sheet:
        _help(texts, language, book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _validations(texts: Texts, language: str, book: Any, sheet: Any, columns: Sequence[str]) -> None:
    """Lists to choose from, kept on a hidden sheet, and a hint beside every cell of a column."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet(texts.text(language, "batch-sheet-lists"))
    lists.sheet_state = "hidden"
    for place, (column, codes) in enumerate(CODED.items(), 1):
        for line, code in enumerate(codes, 1):
            lists.cell(line, place, word_of(texts, language, column, code))
    for number, name in enumerate(columns, 1):
        if name not in COLUMNS:
            continue
        hint = texts.text(language, f"batch-column-{name.replace('_', '-')}.hint")
        rule = DataValidation(allow_blank=True, showInputMessage=True)
        if name in CODED:
            letter = get_column_letter(list(CODED).index(name) + 1)
            # Sheet names are ours, and hold no apostrophe.
            rule.type = "list"
            rule.formula1 = f"'{lists.title}'!${letter}$1:${letter}${len(CODED[name])}"
            rule.showErrorMessage = not codes_are_yes_no(name)
            rule.errorTitle = texts.text(language, "batch-choose-title")
            rule.error = texts.text(language, "batch-choose")
        rule.promptTitle = title_of(texts, language, name)[:32]
        rule.prompt = hint[:250]
        sheet.add_data_validation(rule)
        rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{ROWS_LIMIT + 2}")


def _help(texts: Texts, language: str, book: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(texts.text(language, "batch-sheet-help"), 1)
    sheet.append([texts.text(language, "batch-help-head")])
    sheet.append([texts.text(language, "batch-help-lead", limit=ROWS_LIMIT)])
    sheet.append([])
    sheet.append(
        [texts.text(language, f"batch-help-{name}") for name in ("column", "needed", "meaning", "example")]
    )
    for column in (*COLUMNS, MARK):
        message = f"batch-column-{column.replace('_', '-')}"
        shown = texts.text(language, f"{message}.example") if column in COLUMNS else ""
        needed = texts.text(language, f"batch-needed-{'yes' if column in REQUIRED else 'no'}")
        sheet.append([texts.text(language, message), needed, texts.text(language, f"{message}.hint"), shown])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    for letter, width in (("A", 28), ("B", 10), ("C", 84), ("D", 26)):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = TEXT_FORMAT
