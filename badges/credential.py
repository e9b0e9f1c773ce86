"""The badge as text: issued under a key, and verified strictly, offline, with a verdict that says why.

The rules of a verifier, in their order:
- the text has our prefix and can be read; if not, the answer is "cannot check", since a torn card is no
  forgery;
- it obeys the one strict form (`badges.cbor`, `badges.envelope`); if not, no issuer of ours wrote it;
- its key is in the trust list, not revoked, and its algorithm is the one of the key's record;
- the signature holds under the prefix of a badge;
- the payload is of a version we know; a newer one asks for an update and accuses nobody;
- election, validity and revocation are judged on the signed facts, by `(election, serial)` and never by the
  text;
- freshness is judged last: an old list or a doubtful clock is a caution and never a refusal.
One reading of the clock judges all.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from badges import payload
from badges.envelope import Envelope, open_text, seal, signature_holds
from badges.errors import Damaged, Malformed, Misuse, NotOurs
from badges.keys import KeyRecord, KeyStatus, Signer
from badges.payload import Badge
from badges.revocations import RevocationList
from badges.scope import NewerFormat
from badges.trust import TrustList

PREFIX = "VZ1"
MAX_BYTES = 1024
CLOCK_TOLERANCE = timedelta(minutes=2)  # two honest clocks may differ by so much


class Verdict(StrEnum):
    """Never only yes or no: `caution` is valid with a doubt to settle, `unknown` is "this device cannot
    check".
    """

    VALID = "valid"
    CAUTION = "caution"
    INVALID = "invalid"
    UNKNOWN = "unknown"


class ReasonCode(StrEnum):
    """Why a verdict is what it is."""

    NOT_A_BADGE = "not_a_badge"
    DAMAGED = "damaged"
    MALFORMED = "malformed"
    KEY_UNKNOWN = "key_unknown"
    KEY_REVOKED = "key_revoked"
    KEY_EXPIRED = "key_expired"
    KEY_NOT_YET_VALID = "key_not_yet_valid"
    ALGORITHM = "algorithm"
    SIGNATURE = "signature"
    UPDATE_NEEDED = "update_needed"
    OTHER_ELECTION = "other_election"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    REVOCATIONS_MISSING = "revocations_missing"
    REVOCATIONS_STALE = "revocations_stale"
    CLOCK_DOUBTFUL = "clock_doubtful"


class Reason(msgspec.Struct, frozen=True):
    """One ground of a verdict. `detail` names the broken rule of the form, `instant` the border that was
    crossed.
    """

    code: ReasonCode
    verdict: Verdict
    detail: str = ""
    instant: datetime | None = None


class Evidence(msgspec.Struct, frozen=True):
    """What the verdict rests on, to be shown next to it: "signature holds, list 41 of 14:05, 50 entries"."""

    checked_at: datetime
    signature_holds: bool = False
    kid: str = ""  # hex
    key_status: KeyStatus | None = None
    trust_seq: int | None = None
    revocations_seq: int | None = None
    revocations_issued_at: datetime | None = None
    revocations_count: int | None = None


class Verification(msgspec.Struct, frozen=True):
    """The answer to "is this badge good?". `badge` is set only where the signature holds."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    badge: Badge | None
    evidence: Evidence


_WORST_FIRST = (Verdict.INVALID, Verdict.UNKNOWN, Verdict.CAUTION)


def issue(badge: Badge, signer: Signer) -> str:
    """The badge's text: `VZ1:` and Base45 of the signed payload, ready for a QR.

    Raises `Misuse` for facts that the format can't carry or that together pass 1,024 bytes.
    """
    text = seal(PREFIX, payload.encode(badge), signer)
    if (len(text) - len(PREFIX) - 1) * 2 // 3 > MAX_BYTES:
        raise Misuse("the scope is too long for a badge; use units or ranges")
    return text


def verify(
    text: str,
    trust: TrustList,
    revocations: RevocationList | None,
    now: datetime,
    *,
    election: int | None = None,
) -> Verification:
    """The verdict on a badge's text at `now` (aware UTC).

    `election` is the one being held; None accepts any, as a public check does. `revocations` is the list of
    the badge's election, or None where the device holds none. Whatever the text holds, this raises nothing;
    only a naive `now` raises `Misuse`.
    """
    if now.tzinfo is None:
        raise Misuse("now is aware UTC")
    evidence = Evidence(now, trust_seq=trust.seq)
    try:
        envelope = open_text(PREFIX, text, MAX_BYTES)
    except NotOurs:
        return _refused(Reason(ReasonCode.NOT_A_BADGE, Verdict.UNKNOWN), evidence)
    except Damaged as fault:
        return _refused(Reason(ReasonCode.DAMAGED, Verdict.UNKNOWN, fault.code), evidence)
    except Malformed as fault:
        return _refused(Reason(ReasonCode.MALFORMED, Verdict.INVALID, fault.code), evidence)
    key = trust.key(envelope.kid)
    evidence = msgspec.structs.replace(
        evidence, kid=envelope.kid.hex(), key_status=None if key is None else key.status
    )
    if key is None:
        return _refused(Reason(ReasonCode.KEY_UNKNOWN, Verdict.UNKNOWN), evidence)
    if (fault := _key_fault(key, envelope)) is not None:
        return _refused(fault, evidence)
    evidence = msgspec.structs.replace(evidence, signature_holds=True)
    try:
        badge = payload.decode(envelope.payload)
    except NewerFormat as fault:
        return _refused(Reason(ReasonCode.UPDATE_NEEDED, Verdict.UNKNOWN, fault.code), evidence)
    except (Damaged, Malformed) as fault:  # signed by us, yet no badge: our own fault, still never valid
        return _refused(Reason(ReasonCode.MALFORMED, Verdict.INVALID, fault.code), evidence)
    usable = revocations if revocations is not None and revocations.election == badge.election else None
    reasons = (
        *_time_reasons(badge, key, _newest(trust, usable), now),
        *_election_reasons(badge, election),
        *_revocation_reasons(badge, usable, now),
    )
    if usable is not None:
        evidence = msgspec.structs.replace(
            evidence,
            revocations_seq=usable.seq,
            revocations_issued_at=usable.issued_at,
            revocations_count=len(usable.serials),
        )
    return Verification(worst(reasons), reasons, badge, evidence)


def worst(reasons: tuple[Reason, ...]) -> Verdict:
    """The gravest verdict among the reasons; `valid` where there are none."""
    found = {reason.verdict for reason in reasons}
    return next((verdict for verdict in _WORST_FIRST if verdict in found), Verdict.VALID)


def _refused(reason: Reason, evidence: Evidence) -> Verification:
    return Verification(reason.verdict, (reason,), None, evidence)


def _key_fault(key: KeyRecord, envelope: Envelope) -> Reason | None:
    if key.status is KeyStatus.REVOKED:
        return Reason(ReasonCode.KEY_REVOKED, Verdict.INVALID)
    if envelope.algorithm != key.algorithm:
        return Reason(ReasonCode.ALGORITHM, Verdict.INVALID)
    if not signature_holds(envelope, key):
        return Reason(ReasonCode.SIGNATURE, Verdict.INVALID)
    return None


def _newest(trust: TrustList, revocations: RevocationList | None) -> datetime:
    """The latest instant that a signed list proves to have been reached."""
    return trust.issued_at if revocations is None else max(trust.issued_at, revocations.issued_at)


def _time_reasons(badge: Badge, key: KeyRecord, newest: datetime, now: datetime) -> list[Reason]:
    reasons = []
    slow = now < newest - CLOCK_TOLERANCE
    if slow:
        reasons.append(Reason(ReasonCode.CLOCK_DOUBTFUL, Verdict.CAUTION, instant=newest))
    # A clock proven slow may call a good badge early; it can't call a good badge late.
    early = Verdict.UNKNOWN if slow else Verdict.INVALID
    if now < key.valid_from:
        reasons.append(Reason(ReasonCode.KEY_NOT_YET_VALID, early, instant=key.valid_from))
    if now >= key.valid_until:
        reasons.append(Reason(ReasonCode.KEY_EXPIRED, Verdict.INVALID, instant=key.valid_until))
    if now < badge.valid_from:
        reasons.append(Reason(ReasonCode.NOT_YET_VALID, early, instant=badge.valid_from))
    if now >= badge.valid_until:
        reasons.append(Reason(ReasonCode.EXPIRED, Verdict.INVALID, instant=badge.valid_until))
    return reasons


def _election_reasons(badge: Badge, election: int | None) -> list[Reason]:
    if election is None or badge.election == election:
        return []
    return [Reason(ReasonCode.OTHER_ELECTION, Verdict.INVALID)]


def _revocation_reasons(badge: Badge, revocations: RevocationList | None, now: datetime) -> list[Reason]:
    if revocations is None:
        return [Reason(ReasonCode.REVOCATIONS_MISSING, Verdict.CAUTION)]
    reasons = []
    if badge.serial in revocations.serials:
        reasons.append(Reason(ReasonCode.REVOKED, Verdict.INVALID))
    if now >= revocations.next_due_at:
        reasons.append(Reason(ReasonCode.REVOCATIONS_STALE, Verdict.CAUTION, instant=revocations.next_due_at))
    return reasons
