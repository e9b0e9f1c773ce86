"""The columns of a table of requests: their codes, the headers people write for them, and the words in their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from backend.locales.texts import LANGUAGES, Texts
from backend.problems import Problem
from bots.reports.wording import fold

PERSON = ("given_name", "father_name", "family_name", "birth_date", "citizenship", "phone", "email")
LISTS = ("voting_centres", "electoral_units", "counting_centres", "counting_tables", "commissions")
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
MARK = "note"
"""The sender's own remark; a row whose remark begins with the word for "example" is not read."""
IGNORED = (MARK, "row", "what_to_mend")
"""Columns of our own files that carry nothing to be filed."""
CODED: Mapping[str, tuple[str, ...]] = {
    "document_type": ("id_card", "passport"),
    "role": ("short_term", "long_term", "interpreter", "media"),
    "language": ("sq", "en"),
    "code_of_conduct": ("yes", "no"),
    "hold_until_opening": ("yes", "no"),
}
"""Columns with a list to choose from: a word of either language, or the code itself."""
ALIASES: Mapping[str, tuple[str, ...]] = {
    "election": ("zgjedhjet", "id e zgjedhjeve", "election id"),
    "given_name": ("emri", "emer", "name", "first name", "given names"),
    "father_name": ("atesia", "emri i babait", "babai", "fathers name", "father's name", "patronymic"),
    "family_name": ("mbiemri", "mbiemer", "surname", "last name"),
    "birth_date": ("datelindja", "data e lindjes", "ditelindja", "date of birth", "birthdate", "born"),
    "citizenship": ("shtetesia", "kombesia", "nationality", "country"),
    "phone": ("telefoni", "tel", "celular", "nr telefoni", "telephone", "mobile"),
    "email": ("e-mail", "posta elektronike", "e mail"),
    "document_type": ("lloji i dokumentit", "dokumenti", "type of document"),
    "document_number": (
        "numri i dokumentit",
        "nr dokumenti",
        "nr i dokumentit",
        "numri i leternjoftimit",
        "document no",
        "document nr",
        "passport number",
    ),
    "languages": ("gjuhet", "gjuhet qe flet", "spoken languages"),
    "voting_centres": ("qv", "qendra votimi", "qendrat e votimit", "voting centers", "polling stations"),
    "electoral_units": ("njesite zgjedhore", "njesi zgjedhore", "zaz", "zones", "units"),
    "counting_centres": ("vnv", "vende numerimi", "vendet e numerimit", "counting centers"),
    "counting_tables": ("tavolinat", "tavolina numerimi", "tavolinat e numerimit", "tables"),
    "commissions": ("komisionet", "komisione", "kzaz"),
    "role": ("roli", "detyra"),
    "language": ("gjuha e kerkeses", "gjuha", "request language"),
    "code_of_conduct": ("kodi i sjelljes", "pranon kodin e sjelljes", "accepts the code of conduct"),
    "hold_until_opening": ("mbaje deri ne hapje", "hold"),
    MARK: ("shenim", "shenime", "verejtje", "remark", "comment", "notes"),
    "row": ("nr", "no", "rreshti", "#"),
}
EXAMPLE = ("shembull", "example")
COUNTRIES: Mapping[str, str] = {
    "albania": "AL",
    "shqiperi": "AL",
    "shqiperia": "AL",
    "shqiptare": "AL",
    "shqiptar": "AL",
    "albanian": "AL",
    "kosovo": "XK",
    "kosova": "XK",
    "kosove": "XK",
}
"""What people write in the column of citizenship; everything else must be an ISO 3166 code."""
_PUNCTUATION = re.compile(r"[^\w#']+|_+")


class Vocabulary(msgspec.Struct, frozen=True):
    """The headers and words of both languages, folded: `headers` to columns, `words` of a column to codes."""

    headers: dict[str, str]
    words: dict[str, dict[str, str]]

    def columns(self, names: list[str]) -> list[str]:
        """The columns that a header names, in its order; empty for a header without a name at the end.

        Raises:
            Problem: 400, a name is unknown or stands twice, or a column that every row needs is missing.
        """
        names = [name.strip() for name in names]
        while names and not names[-1]:
            names.pop()
        found = [self.headers.get(plain(name), "") for name in names]
        unknown = [name for name, column in zip(names, found, strict=True) if not column]
        if unknown:
            shown = ", ".join(name[:40] or "?" for name in unknown[:10])
            raise Problem(400, "columns_unknown", remedy="mend_file", arguments={"columns": shown})
        twice = {column for column in found if column not in IGNORED and found.count(column) > 1}
        if twice:
            shown = ", ".join(sorted(twice))
            raise Problem(400, "columns_twice", remedy="mend_file", arguments={"columns": shown})
        missing = [name for name in REQUIRED if name not in found]
        if missing:
            raise Problem(
                400, "columns_missing", remedy="mend_file", arguments={"columns": ", ".join(missing)}
            )
        return found

    def known(self, names: list[str]) -> int:
        """How many of these names are headers of ours."""
        return sum(plain(name) in self.headers for name in names)

    def code(self, column: str, cell: str) -> str:
        """The code that a cell's word stands for; the cell itself where it is no word of ours."""
        words = self.words.get(column)
        return words.get(plain(cell), cell) if words else cell


def plain(text: str) -> str:
    """A header or word as it is compared: folded, punctuation and underscores as spaces."""
    return " ".join(_PUNCTUATION.sub(" ", fold(text.lstrip("\ufeff"))).split())


def vocabulary(texts: Texts) -> Vocabulary:
    """Every header and word that is understood, from the catalogue and from what people are known to write."""
    headers: dict[str, str] = {}
    for column in (*COLUMNS, *IGNORED):
        titles = [title_of(texts, language, column) for language in LANGUAGES]
        for name in (column, *titles, *ALIASES.get(column, ())):
            headers.setdefault(plain(name), column)
    words: dict[str, dict[str, str]] = {"citizenship": dict(COUNTRIES)}
    for column, codes in CODED.items():
        words[column] = {
            plain(word): code
            for code in codes
            for word in (code, *(word_of(texts, language, column, code) for language in LANGUAGES))
        }
    return Vocabulary(headers, words)


def title_of(texts: Texts, language: str, column: str) -> str:
    """The header of a column in a language."""
    return texts.text(language, f"batch-column-{column.replace('_', '-')}")


def word_of(texts: Texts, language: str, column: str, code: str) -> str:
    """The word for a code in a column's list."""
    kind = "yes-no" if codes_are_yes_no(column) else column.replace("_", "-")
    return texts.text(language, f"batch-word-{kind}-{code.replace('_', '-')}")


def codes_are_yes_no(column: str) -> bool:
    """Whether a column answers yes or no."""
    return CODED.get(column) == ("yes", "no")
