"""How urgent a report is: by its category, and by words of danger."""

from __future__ import annotations

import re
from enum import StrEnum

from bots.reports.wording import fold


class Severity(StrEnum):
    """Four grades; S1 goes to the duty officer at once."""

    S1 = "S1"
    """Violence, weapon, box seized, voting stopped, observer expelled or detained."""
    S2 = "S2"
    """May change a result."""
    S3 = "S3"
    """Breach of procedure."""
    S4 = "S4"
    """Note or positive event."""


_DANGER = re.compile(
    r"\b(?:"
    # violence
    r"rrah(?:in|en|ur|je|jen|u)?|rrahje\w*|dhun(?:e|a|en|s[hm]\w*)|goditi\w*|goditen|godit(?:je|ur)\w*"
    r"|grusht\w*|plagos\w*|qellu\w+|te shtena|krisma|sulmu\w+|sulmoj\w*|perlesh\w*"
    r"|beat(?:en|ing)|punch(?:ed|ing)|assault\w*|attack(?:ed|ing)|stabbed|shot at|shooting|gunshot\w*"
    r"|violen\w+|wounded|fist ?fight\w*"
    # weapon
    r"|pistolet\w*|kallash\w*|arm(?:e|en|a|et|atosur|atosun)|thik(?:e|a|en)|granat\w+|bomb\w*"
    r"|weapon\w*|guns?|knife|knives|pistol\w*|rifle\w*|armed"
    # box seized
    r"|(?:rremby\w*|vodh\w*|moren|marre|grabit\w*|thye\w*|dogj\w*|hodh\w*) (?:e |nje |te )?kuti\w*"
    r"|kuti\w* (?:e votimit |e votave )?(?:u |e |jane |eshte )?"
    r"(?:rremby\w*|vodh\w*|vjedh\w*|thye\w*|dogj\w*|grabit\w*)"
    r"|(?:seized|stole|stolen|took|taken|grabbed|smashed|burn\w+) (?:away )?(?:the |a )?(?:ballot )?box(?:es)?"
    r"|(?:ballot )?box(?:es)? (?:was |were |has been |have been |is |are )?(?:seized|stolen|taken|smashed|burn\w+)"
    # voting stopped
    r"|(?:pezullu\w+|nderpre\w*|ndali|ndalua|ndaluan|ndalen|bllokuan) (?:procesi(?:n)? (?:i|e) )?votimi\w*"
    r"|votimi\w* (?:u |eshte |ka |asht )?(?:pezullu\w+|nderpre\w*|ndal(?:ua|ur|e|i|uar|en)\w*|bllok\w+)"
    r"|voting (?:was |has been |is |has )?(?:stopped|suspended|halted|interrupted)"
    r"|(?:stopped|suspended|halted) (?:the )?voting"
    # observer expelled or detained
    r"|(?:me|na) (?:nxor\w*|perjasht\w+|deb\w+|perzu\w+|arrestu\w+|shoqeru\w+)"
    r"|vezhgues\w* (?:[^.,;]{0,30} )?(?:u |e |eshte |asht )(?:nxor\w*|perjasht\w+|deb\w+|perzu\w+|rrah\w*)"
    r"|(?:nxor\w*|perjasht\w+|deb\w+|perzu\w+) (?:jashte )?vezhgues\w*"
    r"|(?:shoqeru\w+|coj\w+|cuan|cuen|moren|marre) ne (?:polici|komisariat)\w*|arrestu\w+|arrested|detained"
    r"|observers? (?:was |were |has been |have been )?(?:expelled|ejected|removed)"
    r"|(?:expelled|ejected|removed) (?:the |an |our )?observers?|(?:expelled|ejected|removed|threw) (?:me|us)"
    r"|(?:thrown|kicked) (?:me |us )?out"
    r")\b"
)
_NO_DANGER = re.compile(
    r"\b(?:pa|s'ka|ska|nuk ka|nuk pati|nuk kishte|s'pati|no|without|any|not|nuk u|never)"
    r"\s+(?:asnje\s+|any\s+)?$"
)


def dangerous(words: str) -> bool:
    """Whether the words speak of danger to people, the box or the vote now.

    Rather once too often than once too seldom; only a plain denial just before the word
    (`pa dhunë`, `no violence`) is believed.
    """
    folded = fold(words)
    return any(not _NO_DANGER.search(folded, 0, match.start()) for match in _DANGER.finditer(folded))


def assess(category_default: Severity | None, words: str) -> Severity:
    """The severity of a report: S1 by words of danger, else the category's own, else S3.

    The officer may change it; the machine only decides how soon a human is called.
    """
    if words and dangerous(words):
        return Severity.S1
    return category_default or Severity.S3
