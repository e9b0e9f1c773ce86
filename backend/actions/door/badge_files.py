"""The badge as a file: its symbol as PNG or SVG, and the one-page card as PDF, drawn when asked for.

Each symbol is decoded again by another library before it leaves (`badges.symbol`). Drawing takes tens of
milliseconds of computing, so it happens in a thread, two at a time, and the last files are kept in memory.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from io import BytesIO
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageFont

from backend.actions.door.badge_scopes import badge_scope
from backend.actions.door.verification import role_code
from backend.actions.principals import Principal
from backend.actions.standing import accreditations
from backend.actions.standing.badge_signing import badge_role
from backend.problems import Problem
from backend.services import Services
from backend.store.accreditations import Accreditation
from backend.store.evidence_files import EvidenceMissing
from badges import card, symbol
from badges.card import CardFacts, CardLabels, Words
from badges.photo import HEIGHT_PX, WIDTH_PX

Kind = Literal["pdf", "png", "svg"]
MEDIA_TYPES: dict[str, str] = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
KEPT = 200
"""Files kept in memory; a card is some 60 kB, a symbol 3 kB."""
AT_ONCE = 2


class _Drawn:
    """The last files drawn, and the limit on drawing at once."""

    def __init__(self) -> None:
        self.files: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self.limit = asyncio.Semaphore(AT_ONCE)

    def keep(self, key: tuple[str, str], file: bytes) -> None:
        self.files[key] = file
        while len(self.files) > KEPT:
            self.files.popitem(last=False)


async def badge_file(services: Services, principal: Principal, number: str, kind: Kind) -> bytes:
    """The file of a badge for its owner, a competent commission or the observer.

    Raises:
        Problem: 404, it is not theirs; 409, the accreditation is revoked; 503, the photo is not at hand.
    """
    async with services.database.reading() as conn:
        row = await accreditations.require_readable(conn, principal, number)
    if row.state != "valid":
        raise Problem(409, "accreditation_revoked", article="19(2)", remedy="file_again")
    drawn: _Drawn = services.parts.setdefault("badge_files", _Drawn())
    key = (row.credential, kind)
    async with drawn.limit:
        if key in drawn.files:
            drawn.files.move_to_end(key)
            return drawn.files[key]
        file = await _draw(services, row, kind)
        drawn.keep(key, file)
    return file


async def _draw(services: Services, row: Accreditation, kind: Kind) -> bytes:
    if kind == "png":
        return await asyncio.to_thread(lambda: symbol.png(symbol.draw(row.credential, symbol.Level.M)))
    if kind == "svg":
        return await asyncio.to_thread(lambda: symbol.svg(symbol.draw(row.credential, symbol.Level.M)))
    photo = await _photo(services, row)
    facts = card_facts(services, row, photo)
    labels = card_labels(services, demo=row.demo, interim=row.interim is not None)
    return await asyncio.to_thread(card.card_pdf, facts, labels, row.issued_at)


async def _photo(services: Services, row: Accreditation) -> bytes:
    if row.photo_ref is None:
        return await asyncio.to_thread(placeholder, services)
    try:
        return await services.files.get(bytes.fromhex(row.photo_ref))
    except EvidenceMissing as error:
        raise Problem(503, "photo_unavailable", remedy="repeat_request", retry_after_s=5) from error


def card_facts(services: Services, row: Accreditation, photo: bytes) -> CardFacts:
    """What the card of an accreditation says; `photo` is a JPEG."""
    role = "badge-role-" + role_code(badge_role(row.organisation_kind, row.role)).replace("_", "-")
    return CardFacts(
        text=row.credential,
        name=row.display_name,
        organisation=row.organisation_name,
        role=_words(services, role),
        number=row.number,
        election=_words(
            services, "badge-election", name=row.election_name, kind=row.election_kind, date=row.election_date
        ),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        scope=badge_scope(row.scope),
        public_address=accreditations.public_address(services, row).partition("://")[2],
        photo=photo,
        places=places_line(services, row.scope),
    )


def places_line(services: Services, scope: dict[str, Any]) -> str:
    """The scope by the codes of the register, which may hold letters that the signed numbers do not show."""
    parts = []
    for kind in ("electoral_units", "voting_centres", "counting_centres", "counting_tables", "commissions"):
        codes = scope.get(kind) or []
        if codes:
            label = _words(services, "badge-" + kind.replace("_", "-"))
            shown = ["KQZ / CEC" if code == "cec" else code.upper().replace(":", " ") for code in codes]
            parts.append(f"{label.sq} / {label.en}: {', '.join(shown)}")
    return "; ".join(parts)


def card_labels(services: Services, *, demo: bool, interim: bool = False) -> CardLabels:
    """The fixed words of the card; a demo election prints that it is no law, an interim accreditation that it is one."""
    names = (
        "authority",
        "title",
        "number",
        "valid",
        "scope",
        "everywhere",
        "electoral_units",
        "voting_centres",
        "counting_centres",
        "commissions",
        "identity_document",
        "check_at",
    )
    notices = [
        _words(services, message)
        for message, applies in (("badge-notice-demo", demo), ("badge-interim", interim))
        if applies
    ]
    return CardLabels(
        **{name: _words(services, "badge-" + name.replace("_", "-")) for name in names},
        notice=" · ".join(f"{one.sq} / {one.en}" for one in notices),
    )


def placeholder(services: Services) -> bytes:
    """A grey JPEG in the photo's size that says in both languages that there is no photo."""
    image = Image.new("L", (WIDTH_PX, HEIGHT_PX), 235)
    pen = ImageDraw.Draw(image)
    words = _words(services, "badge-no-photo")
    font = ImageFont.load_default(size=48)
    for row, text in enumerate((words.sq, words.en)):
        pen.text((WIDTH_PX / 2, HEIGHT_PX / 2 + (row - 0.5) * 70), text, fill=60, font=font, anchor="mm")
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _words(services: Services, message: str, **args: object) -> Words:
    return Words(services.texts.text("sq", message, **args), services.texts.text("en", message, **args))
