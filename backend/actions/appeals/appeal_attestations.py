"""The attestation that an appeal was recorded (Art. 127 of 2008, Art. 60 of Law 44/2015): facts, and the PDF of them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from fpdf import FPDF

from accreditation.law.editions import EditionId, Provision, cite
from backend.actions.appeals.appeal_views import require_appeal
from backend.actions.elections.elections import require_election
from backend.actions.principals import Principal
from backend.locales.texts import TIRANE
from backend.services import Services
from backend.store import appeals as store
from backend.store.appeals import AppealDocument, AppealRow
from badges.card import blank_pdf

A4_MM = (210.0, 297.0)
MARGIN_MM = 20.0
FONT = "DejaVu"
SECOND_PATTERN = "d MMMM y, HH:mm:ss"


async def attestation(services: Services, principal: Principal, number: str) -> dict[str, Any]:
    """What the register holds of an appeal: ordinal, date and time to the second, appellant, object, documents.

    Raises:
        Problem: 404.
    """
    async with services.database.reading() as conn:
        row = await require_appeal(conn, principal, number)
        documents = await store.documents(conn, row.id)
        article, law = "127", "10019/2008"
        if row.election_id is not None:
            election = await require_election(conn, row.election_id)
            cited = cite(EditionId(election.edition), Provision.APPEAL_REGISTER)
            article, law = cited.label, str(cited.law)
        return _facts(row, documents, article, law, services.clock.now())


def _facts(
    row: AppealRow, documents: list[AppealDocument], article: str, law: str, now: datetime
) -> dict[str, Any]:
    return {
        "number": row.number,
        "ordinal": row.ordinal,
        "election": {"id": row.election_id, "name": row.election, "demo": row.demo},
        "recorded_at": row.filed_at,
        "recorded_local": row.filed_at.astimezone(TIRANE).isoformat(timespec="seconds"),
        "appellant": {"id": row.organisation_id, "name": row.organisation},
        "object": {
            "against": row.against,
            "request": row.request,
            "accreditation": row.accreditation,
            "appeal": row.previous_number,
            "act": row.object.get("act") or None,
            "named": row.object.get("named"),
        },
        "body": row.body,
        # Of the text as it stands now: a completion changes it, and the attestation after it says so.
        "text_sha256": hashlib.sha256(row.grounds.encode()).hexdigest(),
        "documents": [
            {
                "place": one.place,
                "title": one.title,
                "type": one.sniffed_type,
                "size_bytes": one.size_bytes,
                "sha256": one.sha256.hex(),
                "added_at": one.added_at,
            }
            for one in documents
        ],
        "documents_count": len(documents),
        "article": article,
        "law": law,
        "attested_at": now,
    }


def pdf(services: Services, facts: dict[str, Any], language: str) -> bytes:
    """The attestation as an A4 page in Albanian or English, to be printed and shown."""
    texts = services.texts

    def t(message: str, /, **arguments: Any) -> str:
        return texts.text(language, f"attestation-{message}", **arguments)

    def second(at: datetime) -> str:
        return format_datetime(at.astimezone(TIRANE), SECOND_PATTERN, locale=language)

    page = _Page(facts["attested_at"])
    page.small(t("authority"))
    page.title(t("title"))
    if facts["election"]["demo"]:
        page.bold(t("demo"))
    page.words(t("lead", article=facts["article"], law=facts["law"]))
    page.row(t("ordinal"), str(facts["ordinal"] or "–"))
    page.row(t("number"), facts["number"])
    page.row(t("recorded"), second(facts["recorded_at"]))
    page.row(t("appellant"), facts["appellant"]["name"] or "–")
    page.row(t("election"), facts["election"]["name"] or "–")
    page.row(t("object"), _object(t, facts["object"]))
    page.row(t("body"), t(f"body-{(facts['body'] or 'unset').replace('_', '-')}"))
    page.row(t("documents"), t("documents-count", count=facts["documents_count"]))
    for one in facts["documents"]:
        shown = f"{one['place']}. {one['title']} ({one['type']}, {one['size_bytes']:,} B), {second(one['added_at'])}"
        page.words(shown)
        page.small(f"SHA-256 {one['sha256']}")
    page.row(t("text"), "")
    page.small(f"SHA-256 {facts['text_sha256']}")
    page.small(t("attested", at=second(facts["attested_at"])))
    page.small(t("foot"))
    return page.done()


def _object(t: Any, found: dict[str, Any]) -> str:
    parts = [t(f"against-{(found['against'] or 'nothing').replace('_', '-')}")]
    parts += [str(found[name]) for name in ("request", "accreditation", "appeal") if found[name]]
    act = found["act"] or {}
    if act.get("number"):
        parts.append(t("act", number=str(act["number"]), date=str(act.get("date") or "–")))
    if found["named"]:
        parts.append(f"“{found['named'][:300]}”")
    return ", ".join(parts)


class _Page:
    """One A4 page written from top to bottom; a long list of documents goes on to the next."""

    def __init__(self, now: datetime) -> None:
        self.pdf: FPDF = blank_pdf(A4_MM, now)
        self.pdf.set_margins(MARGIN_MM, MARGIN_MM)
        self.pdf.set_auto_page_break(True, MARGIN_MM)
        self.family = next(key for key in self.pdf.fonts if not key.endswith("B"))
        self.pdf.add_page()

    def _write(
        self, text: str, size_pt: float, *, bold: bool = False, grey: int = 0, gap: float = 1.0
    ) -> None:
        self.pdf.set_font(self.family, "B" if bold else "", size_pt)
        self.pdf.set_text_color(grey)
        self.pdf.multi_cell(0, size_pt * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(gap)

    def title(self, text: str) -> None:
        """The heading."""
        self._write(text, 18, bold=True, gap=4)

    def bold(self, text: str) -> None:
        """A line that nobody may overlook."""
        self._write(text, 12, bold=True, gap=3)

    def words(self, text: str) -> None:
        """A paragraph."""
        self._write(text, 11, gap=1.5)

    def small(self, text: str) -> None:
        """Small print."""
        self._write(text, 8.5, grey=90, gap=1.5)

    def row(self, label: str, value: str) -> None:
        """A label above its value."""
        self.pdf.ln(1.5)
        self._write(label, 9, grey=90, gap=0)
        if value:
            self._write(value, 12, bold=True, gap=1)

    def done(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())
