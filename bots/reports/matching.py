"""Free words to a category: Albanian with and without marks, Gheg, and English.

Conservative: one clear winner or nothing. A guess is always confirmed by the observer, so a wrong guess costs
one tap; but no guess costs only two taps, so doubt is left to the buttons.
"""

from __future__ import annotations

import re

from bots.reports.wording import fold

# Each entry is a stem or phrase over folded words; a category scores one for each different entry that occurs.
# Gheg forms stand beside the standard ones (votue, tuj, nji, ban, asht).
_CUES: dict[str, tuple[str, ...]] = {
    "ACC": (
        r"(?:nuk|s'?) ?(?:me|na|e|i) (?:lej\w+|la|lane|len|lene)\b",
        r"(?:penguan|pengojne|pengoi|pengohet|pengohen) vezhgues\w*",
        r"vezhgues\w* .{0,25}(?:pengu\w*|pengohe\w*|nuk lejo\w*|perjasht\w*|deb\w+)",
        r"(?:me|na) (?:nxor\w*|perjasht\w*|deb\w+|pengu\w*|penguen|largu\w*)",
        r"observers? .{0,25}(?:refused|expelled|obstructed|blocked|not allowed|denied)",
        r"(?:refused|denied|blocked|obstructed) (?:entry|access|(?:the |an )?observer)\w*",
        r"not (?:let|allow\w*) (?:me|us) ",
    ),
    "BDG": (
        r"(?:akreditim|autorizim|badge|kart|distinktiv)\w* (?:i |te |e )?(?:rrem\w*|false?|falsifik\w*|huaj)",
        r"(?:fake|false|forged|borrowed) (?:badge|accreditation)\w*",
    ),
    "OWN": (
        r"vezhgues\w* .{0,25}(?:propagand\w*|ben(?:te)? fushat\w*|agjit\w*)",
        r"observer .{0,25}(?:propaganda|campaigning|telling voters)",
    ),
    "OPN": (
        r"(?:nuk|s'?) ?(?:eshte|asht|u|ka|esht) (?:ende )?hap\w*",
        r"hap(?:ur|je|et|un)?\w* me vonese",
        r"(?:u hap|hapi|u cel|celi) (?:vone|me vonese|ne oren)",
        r"(?:opened|opening) (?:late|at)|(?:late|delayed) opening|(?:has )?not (?:yet )?opened|did not open",
    ),
    "STF": (
        r"mungo\w* (?:komisioner|anetar|operator|sekretar|kryetar|nji anetar|nje anetar)\w*",
        r"(?:komisioner|anetar|operator|sekretar|kryetar)\w*"
        r" .{0,20}(?:mungo\w*|nuk (?:ka ardh\w*|erdh\w*|jane))",
        r"(?:commissioner|operator|member|secretary|chair\w*)s?"
        r" .{0,15}(?:absent|missing|did not (?:come|show))",
    ),
    "MAT": (
        r"mungo\w* (?:flet|material|vul|kabin|boj|kuti)\w*",
        r"(?:flet|material|vul|boj)\w* .{0,20}(?:mungo\w*|nuk mjafto\w*|te gabuara|mbaruan)",
        r"(?:ballots?|materials?|ballot papers?|stamp|ink) .{0,15}(?:missing|ran out|wrong|not enough)",
        r"(?:missing|wrong) (?:ballots?|materials?|ballot papers?|stamp)",
    ),
    "SUS": (
        r"(?:pezullu\w*|nderpre\w*|ndal(?:ua|uan|i|en)) votimi\w*",
        r"votimi\w* (?:u |eshte |asht )?(?:pezullu\w*|nderpre\w*|ndal\w+)",
        r"voting (?:was |is |has been )?(?:suspended|stopped|interrupted|halted)",
    ),
    "CLS": (
        r"mbyll\w* (?:para|me heret|heret|vone|me vonese)",
        r"radh\w* .{0,25}(?:nuk (?:i|u) lejua\w*|mbyll\w*)",
        r"closed (?:early|late|before)|(?:queue|line) .{0,20}(?:refused|not allowed|turned away)",
    ),
    "IDV": (
        r"pajisj\w* .{0,25}(?:nuk funksion\w*|nuk punon|prish\w*|bllok\w*)",
        r"pa (?:dokument|leternjoftim|karte identiteti|u identifikuar)\w*",
        r"(?:device|kit|fingerprint) .{0,20}(?:not work\w*|broken|failed|down)",
        r"without (?:id|identification|a document|showing)",
    ),
    "LST": (
        r"(?:emr\w*|emni\w*) .{0,15}(?:nuk (?:jane|eshte|gjende\w*|asht)|mungo\w*) .{0,10}list\w*",
        r"mungo\w* ne list\w*|(?:nuk|s'?) ?(?:jane|eshte|asht|gjende\w*) ne list\w*",
        r"(?:names?|voters?) .{0,15}(?:missing from|not (?:on|in)) the (?:voter )?list",
    ),
    "TRN": (
        r"(?:nuk|s) (?:i|e) l(?:ejoj|ejuan|ane|ejuen)\w* (?:te votoj\w*|me votue|votues\w*)",
        r"votues\w* .{0,20}(?:u kthye\w*|kthehe\w*|nuk (?:u )?lejua\w*|u larguan|nuk i lane)",
        r"(?:voters?|people) .{0,15}(?:turned away|not allowed to vote|refused)",
        r"turn(?:ed|ing) away (?:eligible )?voters?",
    ),
    "ACS": (
        r"(?:pa|mungo\w*|nuk ka) (?:ramp\w*|akses\w*|braille)",
        r"(?:karroc\w*|paaftesi|aftesi te kufizuar|te verber)\w* .{0,25}(?:nuk|s'|pa)\b",
        r"no (?:ramp|braille|wheelchair)|wheelchair .{0,20}(?:cannot|can't|could not|not)",
    ),
    "FAM": (
        r"votim\w* familj?ar\w*|vot\w+ familj?ar\w*",
        r"famil\w* .{0,30}(?:bashk\w*|sebashku|se bashku|nji ?kohesisht|njekohesisht)",
        r"famil\w* .{0,15}vot\w+|vot\w+ .{0,15}famil\w*",
        r"vot\w+ .{0,15}(?:ne grup|bashke ne (?:kabin\w*|dhome)|ne vend te)",
        r"vot\w+ .{0,15}per (?:grua|burr|gruan|gjysh|nen|baba|te tjer|dike|tjetr)\w*",
        r"(?:dy|dyta|tre|2|3|4) (?:veta|persona|vete|njerez) (?:bashke"
        r" )?(?:hyn\w* |jane )?(?:bashke )?ne kabin\w*",
        r"family voting|group voting|proxy voting|voted? for (?:his|her|their) (?:wife|husband|family)",
        r"(?:famil\w+|couple|two people) .{0,20}(?:together|same booth|in the booth)",
    ),
    "AST": (
        r"(?:ndihm\w*|asist\w*) (?:disa |shume |me shume se nje |shum )votues\w*",
        r"(?:komisioner|anetar|sekretar)\w* .{0,15}(?:ndihmo\w*|ndihmon|asisto\w*) .{0,12}votues\w*",
        r"(?:commissioner|member|same person|one person) .{0,20}(?:assist\w*|help\w*)"
        r" .{0,15}(?:voters?|vote)",
    ),
    "SEC": (
        r"fotogr\w* .{0,15}(?:flet\w*|vot\w*)|(?:foto|telefon\w*) .{0,15}ne (?:kabin\w*|dhom\w*)",
        r"(?:vot(?:im|oj|on|ojne|uan|uen)\w*) (?:haptas|hapur|hapun|jashte kabin\w*)|tregu\w* vot\w*",
        r"fshehtesi\w*|sekret\w* (?:i|e) vot\w*|vot\w* (?:e |i )?fsheh\w*",
        r"secrecy",
        r"photo\w* (?:of |the |his |her |their )?(?:the )?ballot\w*",
        r"show(?:ed|ing|s)? (?:the|his|her) ballot",
        r"(?:vot(?:ed|ing) openly|open voting|outside the booth)",
    ),
    "STU": (
        r"mbush\w* (?:te |e )?kuti\w*",
        r"(?:shume|disa|tufe|tuf|shum) flet\w* ne kuti\w*",
        r"hodh\w* (?:disa|shume|tuf\w*)",
        r"vot\w+ (?:dy|disa|2|3|shume) here|votim\w* (?:i )?(?:shumefishte|dyfishte)",
        r"ballot stuffing",
        r"stuff\w* (?:the )?(?:ballot )?box\w*",
        r"vot(?:ed|ing) (?:twice|several times|multiple)",
        r"multiple voting",
    ),
    "INT": (
        r"kercen\w*|kanos\w*|frikeso\w*|frikesu\w*|presion\w* .{0,20}(?:votues\w*|komision\w*)|presion mbi",
        r"(?:grumbull\w*|tubim\w*|grup\w* (?:burrash|njerezish|djemsh))"
        r" .{0,30}(?:qendr\w*|qv|hyrje\w*|jasht\w*)",
        r"rrah(?:in|en|ur|je|u)?|dhun(?:e|a|en)|perlesh\w*|sulmu\w+|konflikt fizik",
        r"intimidat\w*|threat\w*|violen\w*|beat(?:en|ing)|gather\w* (?:outside|near|around)|harass\w*",
    ),
    "BUY": (
        r"(?:bler|blej|blen|bli|shit)\w* (?:te |e )?vot\w*",
        r"(?:jep\w*|japin|dhan\w*|shpernda\w*) (?:pare|lek|para|pako)\w*",
        r"(?:ofro\w*|dhane|morën|moren) (?:pare|lek|para|euro)\w*",
        r"vote.?buying|buy\w* votes?|(?:giving|gave|offer\w*|hand\w* out) (?:money|cash|food|gifts)|brib\w*",
    ),
    "CAM": (
        r"propagand\w*",
        r"poster\w*",
        r"flamur\w*",
        r"flet\w*palosj\w*",
        r"heshtj\w* (?:zgjedhore|elektorale)",
        r"zyr\w* (?:elektorale|e partise)",
        r"(?:bejne|bente|bane|bajne|ben) fushat\w*",
        r"campaign\w* (?:near|inside|at|outside|material)",
        r"propaganda",
        r"electoral silence",
        r"party (?:flag|poster|office)s?",
    ),
    "PUB": (
        r"(?:burim|mjet|makin|automjet)\w* (?:shteter\w*|publik\w*|te shtetit|te bashkise|e bashkise)",
        r"(?:punonjes|mesues|administrat|nenpunes)\w* .{0,20}(?:detyr\w*|presion|fushat\w*|mobiliz\w*)",
        r"(?:public|state) (?:resources?|vehicles?|employees?|cars?|building)",
    ),
    "UNA": (
        r"persona? (?:te )?(?:pa ?autoriz\w*|paautorizuar|te huaj|pa akreditim|i paautorizuar)\w*",
        r"polic\w* (?:brenda|futet?|hyn\w*|eshte brenda|ka hyre|hyri)",
        r"(?:unauthori[sz]ed|unaccredited) (?:person|people|men|man)\w*|police (?:inside|entered|in the)",
        r"list\w* .{0,20}(?:shenoj\w*|shenon\w*) .{0,20}(?:kush|emr)\w*",
        r"(?:party|person) .{0,20}keeping lists?",
    ),
    "TRA": (
        r"kuti\w* .{0,25}(?:u )?(?:vodh|rremby|vjedh|grabit)|box(?:es)? .{0,12}(?:stolen|seized|taken)",
        r"(?:transport|dorezim|dergim)\w* .{0,20}kuti\w*|kuti\w* .{0,25}(?:pa vul\w*|rrug\w*|makin\w*)",
        r"vul\w* .{0,15}(?:e |te )?(?:thyer|hapur|prish\w*|demtu\w*|kepu\w*)",
        r"(?:seal|seals) .{0,12}(?:broken|missing|open|damaged)",
        r"box(?:es)? .{0,15}(?:transport\w*|unsealed|on the way)",
    ),
    "CNT": (
        r"(?:gjate )?numerim\w* .{0,30}(?:nuk|pa|gabim|shkel\w*|s')|(?:numeruan|numerojne) (?:gabim|pa|keq)",
        r"(?:flet|vot)\w* .{0,20}(?:u shpall\w*|shpallin|e vlefshme pa te drejte|te pavlefshme pa te drejte)",
        r"(?:counting|count) .{0,25}(?:not|wrong\w*|refus\w*|without|irregular)",
        r"table .{0,15}(?:refused|no access)",
    ),
    "REC": (
        r"(?:numrat|shifrat|numri) .{0,20}(?:nuk (?:perputh\w*|dal\w*|rakord\w*)|s'dalin)",
        r"(?:procesverbal|protokoll|tabel\w* (?:e )?rezultat)\w*"
        r" .{0,25}(?:nuk|pa|ndrysh\w*|refuz\w*|gabim|korrigj\w*)",
        r"refuz\w* .{0,20}(?:kopj|procesverbal)\w*|(?:nuk|s'?) ?(?:na|me) (?:dhan\w*|dha) kopj\w*",
        r"(?:numbers?|figures?|totals?) .{0,15}(?:do not|don't|did not|not) (?:match|add|reconcile)",
        r"(?:protocol|copy|record) .{0,20}(?:refused|altered|changed|not given|falsif\w*)",
    ),
    "TAB": (r"tabulim\w*|permbledhj\w* (?:e )?rezultat\w*", r"tabulation"),
    "OCV": (
        r"(?:zarf|korrier|dhl|diaspor)\w*"
        r" .{0,30}(?:nuk|pa|mungo\w*|fqinj\w*|kerko\w*|kerkoi|bosh|dy|dorezu\w*)",
        r"(?:envelope|courier|dhl) .{0,30}(?:not|without|empty|missing|neighbou?r|asked|no ballot|twice)",
    ),
    "POS": (
        r"(?:gjithcka|gjithçka|cdo gje|procesi|votimi) .{0,20}(?:ne rregull|normal\w*|rregullt|mire|qet\w*)",
        r"pa (?:asnje )?(?:problem|parregullsi|incident)\w*",
        r"(?:everything|all|process|voting) .{0,20}(?:normal|fine|in order|smooth\w*|calm)",
        r"no (?:problem|incident)s?",
    ),
}
_ANY = {code: re.compile(r"\b(?:" + "|".join(cues) + ")") for code, cues in _CUES.items()}
_EACH = {code: tuple(re.compile(rf"\b(?:{cue})") for cue in cues) for code, cues in _CUES.items()}
_DENIED = re.compile(
    r"\b(?:pa|nuk ka|nuk pati|s'?ka|s'pati|no|without)\s+(?:asnje\s+|any\s+)?"
    r"(?:dhun|violen|intimid|kercen|presion|propagand|threat)\w*"
)
LOOKED_AT = 600
"""Characters that are looked at: what happened stands in the first sentences."""
_LAST_RESORT = frozenset({"POS", "CNT", "TAB", "UNA"})
"""Broad cues: they give way to any other category."""


def match(words: str) -> str | None:
    """The category that the words speak of, or None when they name none or several alike.

    Matches on any cue; more different cues win; equal scores are doubt. An all-well report (POS) is only
    guessed when nothing else is.
    """
    folded = _DENIED.sub("", fold(words[:LOOKED_AT]))
    if len(folded) < 4:
        return None
    named = [code for code, pattern in _ANY.items() if pattern.search(folded)]
    if len(named) <= 1:
        return named[0] if named else None
    scores = {code: sum(cue.search(folded) is not None for cue in _EACH[code]) for code in named}
    specific = {code: hits for code, hits in scores.items() if code not in _LAST_RESORT} or scores
    best = max(specific.values())
    winners = [code for code, hits in specific.items() if hits == best]
    return winners[0] if len(winners) == 1 else None
