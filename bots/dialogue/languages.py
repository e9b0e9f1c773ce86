"""The language of a message, Albanian or English, by its small words."""

from __future__ import annotations

from bots.reports.wording import fold

SERVED = ("sq", "en")
"""The languages of the conversation, the authoritative one first."""

_SQ = frozenset(
    [
        "dhe", "ne", "te", "per", "nuk", "eshte", "jane", "ku", "kur", "si", "kush", "pse", "cfare", "cka",
        "nje", "nga", "une", "ti", "ju", "me", "po", "jo", "qe", "nje", "asht", "nji", "votoj", "votim",
        "votimi", "votojne", "voton", "vota", "zgjedhje", "qv", "a", "mund", "duhet", "kam", "ka", "kane",
        "emri", "tim", "ime", "familja", "sot", "pershendetje", "tungjatjeta", "faleminderit", "kete", "kjo",
        "ky", "asnje", "apo", "ose", "por", "edhe", "ketu", "tek", "pasaporten", "skaduar",
    ]
)  # fmt: skip
_EN = frozenset(
    [
        "the", "and", "is", "are", "was", "were", "where", "when", "how", "who", "what", "why", "which",
        "can", "could", "do", "does", "i", "my", "you", "your", "with", "to", "of", "in", "on", "at", "for",
        "from", "not", "no", "yes", "vote", "voting", "votes", "hello", "hi", "please", "there", "they", "he",
        "she", "it", "this", "that", "have", "has", "an", "passport", "expired", "polling", "station",
        "observer", "people", "someone",
    ]
)  # fmt: skip


def clear(text: str) -> str | None:
    """`sq` or `en` when the words leave little doubt, else None."""
    words = [word.strip(".,;:!?()\"'") for word in fold(text[:600]).split()]
    albanian = sum(word in _SQ for word in words) + sum(ch in "ëçËÇ" for ch in text[:600])
    english = sum(word in _EN for word in words)
    if english >= 2 and english > 2 * albanian:
        return "en"
    if albanian >= 2 and albanian > 2 * english:
        return "sq"
    return None


def detect(text: str, hint: str) -> str:
    """The language to begin with: by clear words, else by the client's own code, else Albanian."""
    found = clear(text)
    if found:
        return found
    words = fold(text[:200]).split()
    if any(word in _SQ for word in words):
        return "sq"
    return "en" if hint[:2].lower() == "en" or any(word in _EN for word in words) else "sq"
