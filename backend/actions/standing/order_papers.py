"""The written decision of an order, as PDF in Albanian or English: what it does, on which article, until when to appeal.

It is published, so it names zones, categories and numbers, and no observer.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from fpdf import FPDF

from backend.actions.standing import revocation_orders
from backend.locales.texts import Texts, civil_date, instant
from backend.services import Services
from backend.store.revocations import Order
from badges.card import blank_pdf

A4_MM = (210.0, 297.0)
LEFT_MM, WIDTH_MM = 25.0, 160.0
FONT = "DejaVu"


async def paper(services: Services, id: int, language: str) -> bytes:
    """The decision of an order in effect; the same order gives the same bytes.

    Raises:
        Problem: 404, there is none, or it is not in effect.
    """
    order = await revocation_orders.public_order(services, id)
    return await asyncio.to_thread(draw, services.texts, order, language)


class Line(msgspec.Struct, frozen=True):
    """One labelled paragraph of the decision."""

    label: str
    text: str


def lines(texts: Texts, order: Order, language: str) -> list[Line]:
    """The paragraphs of the decision after its title."""

    def say(message: str, **args: Any) -> str:
        return texts.text(language, f"order-paper-{message}", **args)

    basis, appeal = order.basis or {}, order.appeal or {}
    assert order.effective_at is not None  # only an order in effect has a paper
    found = [
        Line(say("election"), order.election_name),
        Line(say("basis"), say("article", article=basis.get("article", ""), law=basis.get("law", ""))),
    ]
    if basis.get("act"):
        found.append(Line("", say("basis-act", act=basis["act"])))
    found.append(Line(say("whom"), say(f"does-{order.measure}", count=order.revoked)))
    found += _named(texts, order, language)
    if order.exempted:
        found.append(Line("", say("exempted", count=order.exempted)))
    found.append(Line(say("reason"), order.reason))
    found.append(Line(say("effect"), say("effect-at", at=instant(order.effective_at, language))))
    body = texts.text(language, f"order-body-{appeal['body']}".replace("_", "-")) if appeal else ""
    if appeal.get("last_day"):
        day = civil_date(datetime.fromisoformat(appeal["last_day"]).date(), language)
        found.append(Line(say("appeal"), say("appeal-until", body=body, day=day)))
    else:
        found.append(Line(say("appeal"), say("appeal-unset", body=body)))
    if order.reaccreditation_hours is not None:
        found.append(Line(say("lane"), say("lane-hours", hours=order.reaccreditation_hours)))
    else:
        found.append(Line(say("lane"), say("lane-open")))
    return found


def _named(texts: Texts, order: Order, language: str) -> list[Line]:
    """Zone, centres, categories and exemptions as they were ordered; senders are counted and not named."""
    named = order.filter
    zone, category, exempt = (named.get(part, {}) for part in ("zone", "category", "exempt"))

    def kinds(codes: list[str]) -> str:
        return ", ".join(texts.text(language, f"console-kind-{one}".replace("_", "-")) for one in codes)

    parts = [
        ("units", ", ".join(zone.get("electoral_units", []))),
        ("centres", ", ".join(zone.get("voting_centres", []))),
        ("kinds", kinds(category.get("organisation_kinds", []))),
        ("spared", kinds(exempt.get("organisation_kinds", []))),
    ]
    if named.get("organisations"):
        parts.append(("senders", str(len(named["organisations"]))))
    return [
        Line("", texts.text(language, f"order-paper-{message}", names=value))
        for message, value in parts
        if value
    ]


def draw(texts: Texts, order: Order, language: str) -> bytes:
    """The decision as an A4 document."""
    assert order.effective_at is not None  # as in `lines`
    pdf = blank_pdf(A4_MM, order.effective_at)
    pdf.set_lang(language)
    pdf.set_title(texts.text(language, "order-paper-title", number=order.act["number"]))
    pdf.set_auto_page_break(True, 25)
    pdf.set_margins(LEFT_MM, 25, 210 - LEFT_MM - WIDTH_MM)
    pdf.add_page()
    if order.demo or (order.basis or {}).get("demo"):
        _write(pdf, texts.text(language, "badge-notice-demo"), 11, "B", "C")
        pdf.ln(4)
    _write(pdf, texts.text(language, "badge-authority"), 12, "B", "C")
    pdf.ln(6)
    day = civil_date(datetime.fromisoformat(order.act["date"]).date(), language)
    number = texts.text(language, "order-paper-number", number=order.act["number"], day=day)
    _write(pdf, number, 13, "B", "C")
    _write(pdf, texts.text(language, f"order-paper-subject-{order.measure}"), 12, "B", "C")
    pdf.ln(6)
    for line in lines(texts, order, language):
        if line.label:
            pdf.ln(2)
            _write(pdf, line.label, 10, "B", "L")
        _write(pdf, line.text, 10, "", "L")
    pdf.ln(12)
    _write(pdf, order.act["signatory"], 11, "B", "R")
    return bytes(pdf.output())


def _write(pdf: FPDF, text: str, size_pt: float, style: str, align: str) -> None:
    pdf.set_font(FONT, style, size_pt)
    pdf.multi_cell(WIDTH_MM, size_pt * 0.52, text, align=align, new_x="LMARGIN", new_y="NEXT")
