"""The file that a commission downloads, fills with its places and sends back."""

from __future__ import annotations

import csv
import io

from backend.actions.elections.place_tables import COLUMNS

EXAMPLES = (
    ("electoral_unit", "30", "Tiranë", "", "", "", "", "", "", ""),
    ("voting_centre", "1850/01", "Shkolla 9-vjeçare", "30", "", "Rruga 1", "41.3155", "19.8012", "", ""),
    ("voting_centre", "2224/01", "Burgu", "30", "", "", "", "", "prison", ""),
    ("counting_centre", "VNV-30", "Pallati i sportit", "30", "", "", "", "", "", ""),
    ("counting_table", "VNV-30/T01", "Tavolina 1", "", "VNV-30", "", "", "", "", ""),
    ("counting_abroad", "VNV-900", "Vota nga jashtë", "", "", "", "", "", "", ""),
    ("commission", "KZAZ 30", "KZAZ 30 Tiranë", "30", "", "", "", "", "", "kzaz30@example.org"),
)
"""Rows of the template; every one of them is a row that is taken."""


def template(format: str) -> bytes:
    """The file to fill in: the header and one row of each kind, as CSV or XLSX with every cell a text."""
    if format == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([COLUMNS, *EXAMPLES])
        return out.getvalue().encode("utf-8-sig")
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "places"
    for values in (COLUMNS, *EXAMPLES):
        sheet.append(values)
    for cells in sheet.iter_rows(min_row=1, max_row=ROWS_AS_TEXT, max_col=len(COLUMNS)):
        for cell in cells:
            # As text, or the program takes `1850/01` for a month.
            cell.number_format = "@"
    for column in "ABCDEFGHIJ":
        sheet.column_dimensions[column].width = 18
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


ROWS_AS_TEXT = 500
"""So many rows of the template are kept as text."""
