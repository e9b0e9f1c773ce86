"""Names of organisations that can be taken for each other; a human decides what follows."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

ALIKE = 0.86
"""No law: the share of equal letters from which two names are shown side by side."""


def folded_name(name: str) -> str:
    """A name without accents, case and signs, its words parted by one space: what the eye takes for the same.

    Source: Art. 17 of the code of 2005, names and initials that resemble each other.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(
        " " if not letter.isalnum() else letter for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())


def names_alike(name: str, acronym: str, other: str, other_acronym: str) -> bool:
    """Two senders resemble each other by name or by initials; this is shown to an officer and decides nothing.

    The same words in another order are alike, and so are the same initials.
    Source: Art. 17 of the code of 2005: the commission decides on similar names, initials and logos.
    """
    first, second = folded_name(name), folded_name(other)
    if first == second or (first and sorted(first.split()) == sorted(second.split())):
        return True
    initials, others = folded_name(acronym), folded_name(other_acronym)
    if initials and initials == others:
        return True
    match = SequenceMatcher(None, first, second)
    # Cheap bounds first: a list of thousands is compared while an officer waits.
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE
