"""Where a rule stands: law, article, paragraph and the place where its words were read."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Law(StrEnum):
    """The texts that this package cites, by number and year."""

    CODE_2005 = "9087/2003"
    """Electoral Code of 19.6.2003 as amended to 14.4.2005 (Laws 9297/2004, 9341/2005, 9371/2005)."""
    CODE_2008 = "10019/2008"
    """Electoral Code of 29.12.2008, in force, amended 2012, 2015, 2020, 2024, 2025."""
    CAP_1999 = "8485/1999"
    """Code of Administrative Procedures, in force in 2005."""
    CAP_2015 = "44/2015"
    """Code of Administrative Procedures, in force now."""
    CPC = "8116/1996"
    """Civil Procedure Code."""
    INTERNAL = "internal"
    """No law: a target or convention that this product proposes and says so."""


class Mark(StrEnum):
    """How well a statement of law is known to us."""

    VERBATIM = "verbatim"
    """The wording was read in the text itself or on a primary page."""
    SUMMARY = "summary"
    """An official page says it in summary."""
    PRESS = "press"
    """The press or a third party says it."""
    INFERRED = "inferred"
    """Our inference or proposal."""
    NOT_FOUND = "not_found"
    """Looked for and not found: only the commission's lawyer can set it."""


class Citation(msgspec.Struct, frozen=True):
    """One place in one law.

    Attributes:
        law: the text cited.
        article: the article's number as printed, such as `18` or `146/1`.
        paragraph: the section or letter, such as `5` or `b`; empty for the whole article.
        source: where the words were read, an address or the name of the edition.
        mark: how well it is known.
    """

    law: Law
    article: str
    paragraph: str = ""
    source: str = ""
    mark: Mark = Mark.VERBATIM

    @property
    def label(self) -> str:
        """The article as lawyers write it, `18(5)`; the law stands in `law`."""
        return f"{self.article}({self.paragraph})" if self.paragraph else self.article
