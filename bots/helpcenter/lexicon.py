"""Foreign words and their Albanian pivot, so that one index serves every language recognised.

A word that begins with an entry's prefix is followed by its Albanian words before ranking.
Entries hold for one language only: "per" is a preposition in Italian and a platform in Albanian.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bots.helpcenter.wording import fold


class Lexicon:
    """Prefixes by language.

    Args:
        entries: for each language, prefix to Albanian words.
    """

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        self._entries = {
            language: {fold(prefix): fold(words) for prefix, words in table.items()}
            for language, table in entries.items()
        }

    def pivot(self, folded: str, language: str) -> str:
        """The folded text with each known foreign word replaced by its Albanian words.

        The longest matching prefix wins; a word without an entry stays as it is.
        """
        table = self._entries.get(language)
        if not table:
            return folded
        out: list[str] = []
        for word in folded.split():
            for size in range(len(word), 1, -1):
                words = table.get(word[:size])
                if words is not None:
                    out.append(words)
                    break
            else:
                out.append(word)
        return " ".join(out)


def decode_lexicon(raw: bytes) -> Lexicon:
    """The lexicon from its TOML file, a table a language; raises `msgspec.DecodeError`."""
    return Lexicon(msgspec.toml.decode(raw, type=dict[str, dict[str, str]]))
