"""The verifier: what it accepts, what it refuses, and what it says it cannot know."""

from datetime import UTC, datetime, timedelta

import cbor2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import credential
from badges.credential import ReasonCode, Verdict, verify
from badges.envelope import SIGNATURE_BYTES
from badges.errors import Misuse
from badges.keys import KeyStatus, record_of
from badges.scope import Scope
from badges.trust import TrustList
from tests.badges.samples import (
    BADGE,
    CURRENT_KEY,
    ELECTION,
    NOW,
    REVOCATIONS,
    SIGNER,
    STANDBY,
    STANDBY_KEY,
    TEXT,
    TRUST,
    body,
    items,
    signed,
    text_of,
)

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
HOUR = timedelta(hours=1)
replace = msgspec.structs.replace


def codes(found):
    """The reason codes of a verification."""
    return [reason.code for reason in found.reasons]


def check(text=TEXT, trust=TRUST, revocations=REVOCATIONS, now=NOW, **options):
    """A verification with the sample lists and instant unless others are given."""
    return verify(text, trust, revocations, now, **options)


def test_good_badge_is_valid_and_names_its_evidence():
    """A badge in time, under a known key, not on the list, is valid, and says what that rests on."""
    found = check(election=ELECTION)
    assert (found.verdict, found.reasons, found.badge) == (Verdict.VALID, (), BADGE)
    evidence = found.evidence
    assert evidence.signature_holds
    assert (evidence.kid, evidence.key_status) == (SIGNER.kid.hex(), KeyStatus.CURRENT)
    assert (evidence.revocations_seq, evidence.revocations_count) == (41, 50)
    assert evidence.revocations_issued_at == REVOCATIONS.issued_at


@pytest.mark.parametrize("at", range(len(TEXT)))
def test_every_single_changed_character_is_refused(at):
    """No text that differs from a badge in one character, at any position, is accepted."""
    for other in (BASE45[(BASE45.index(TEXT[at]) + step) % 45] for step in (1, 7, 22)):
        found = check(TEXT[:at] + other + TEXT[at + 1 :])
        assert found.verdict in (Verdict.INVALID, Verdict.UNKNOWN)
        assert found.badge is None


@given(st.integers(0, len(body(TEXT)) - 1), st.integers(1, 255))
def test_every_changed_byte_is_refused(at, flip):
    """No change of one byte behind the prefix is accepted."""
    data = bytearray(body(TEXT))
    data[at] ^= flip
    assert check(text_of(bytes(data))).badge is None


@given(st.integers(0, len(TEXT) - 1))
def test_every_truncated_text_is_refused(end):
    """A badge cut off at any character is never accepted."""
    assert check(TEXT[:end]).badge is None


@given(st.binary(min_size=1, max_size=40))
def test_nothing_may_follow_the_badge(more):
    """Bytes behind the signed envelope are refused."""
    assert check(text_of(body(TEXT) + more)).verdict is Verdict.INVALID


@pytest.mark.parametrize("ending", ["\n", " ", "0", "00", "\x00", "ë"])
def test_nothing_may_follow_the_text(ending):
    """A text with any further character is refused, so that each badge has one text."""
    assert check(TEXT + ending).badge is None


@given(st.text(max_size=300))
def test_any_text_gets_a_verdict_and_none_is_accepted(text):
    """Whatever is scanned, the verifier answers and never accepts what we did not sign."""
    for candidate in (text, "VZ1:" + text):
        assert check(candidate).verdict in (Verdict.INVALID, Verdict.UNKNOWN)


@given(st.binary(max_size=400))
def test_any_bytes_behind_the_prefix_get_a_verdict(data):
    """Arbitrary bytes in good Base45 never raise and are never accepted."""
    assert check(text_of(data)).badge is None


@given(st.binary(max_size=80))
def test_any_signed_payload_gets_a_verdict(data):
    """Even under our own signature, bytes that are no badge are never valid."""
    assert check(signed(data)).verdict in (Verdict.INVALID, Verdict.UNKNOWN)


_VALUES = st.recursive(
    st.integers(-(2**64), 2**64 - 1)
    | st.text(max_size=20)
    | st.binary(max_size=9)
    | st.booleans()
    | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.integers(), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(1, 10), _VALUES)
def test_any_value_in_any_item_gets_a_verdict(position, value):
    """A signed payload with one item of another type or size never raises."""
    changed = items()
    changed[position] = value
    found = check(signed(cbor2.dumps(changed)))
    assert found.verdict in Verdict


def test_huge_text_is_refused_without_being_read():
    """A text past 1,024 bytes is refused by its length."""
    found = check("VZ1:" + "0" * 5_000_000)
    assert codes(found) == [ReasonCode.MALFORMED]
    assert found.reasons[0].detail == "too_large"


def test_algorithm_of_the_record_decides_not_the_header():
    """A key recorded as ESP256 never verifies an Ed25519 signature that claims to be one of Ed25519."""
    swapped = replace(CURRENT_KEY, algorithm=-9)
    assert codes(check(trust=replace(TRUST, keys=(swapped,)))) == [ReasonCode.ALGORITHM]


def test_rotation_keeps_old_badges_and_takes_new_ones():
    """After the standby key took over, badges of the retired key and of the new one are both good."""
    rotated = TrustList(
        4,
        TRUST.issued_at,
        (replace(CURRENT_KEY, status=KeyStatus.RETIRED), replace(STANDBY_KEY, status=KeyStatus.CURRENT)),
    )
    assert check(trust=rotated).verdict is Verdict.VALID
    assert check(credential.issue(BADGE, STANDBY), trust=rotated).verdict is Verdict.VALID


def test_revoked_key_takes_all_its_badges_with_it():
    """A badge whose key was revoked is invalid, and its facts are not even read."""
    stolen = replace(TRUST, keys=(replace(CURRENT_KEY, status=KeyStatus.REVOKED), STANDBY_KEY))
    found = check(trust=stolen)
    assert codes(found) == [ReasonCode.KEY_REVOKED]
    assert found.badge is None


@pytest.mark.parametrize(
    "now,verdict,code",
    [
        (BADGE.valid_from - timedelta(seconds=1), Verdict.INVALID, ReasonCode.NOT_YET_VALID),
        (BADGE.valid_from, Verdict.VALID, None),
        (BADGE.valid_until - timedelta(seconds=1), Verdict.VALID, None),
        (BADGE.valid_until, Verdict.INVALID, ReasonCode.EXPIRED),
    ],
)
def test_validity_begins_with_its_first_instant_and_ends_before_its_last(now, verdict, code):
    """The validity holds its first instant and not its end."""
    fresh = replace(REVOCATIONS, issued_at=datetime(2027, 5, 9, tzinfo=UTC), next_due_at=now + HOUR)
    found = check(now=now, revocations=fresh)
    assert found.verdict is verdict
    assert codes(found) == ([code] if code else [])


def test_key_past_its_window_is_refused():
    """After the end of its key's window a badge is no longer good, though its own validity runs on."""
    short = record_of(SIGNER, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 5, 10, 8, tzinfo=UTC))
    assert ReasonCode.KEY_EXPIRED in codes(check(trust=replace(TRUST, keys=(short,))))


def test_revoked_serial_is_refused_however_it_is_written():
    """Revocation is by election and serial: another text of the same serial is revoked too."""
    listed = replace(REVOCATIONS, serials=frozenset({BADGE.serial}))
    again = credential.issue(replace(BADGE, name="E. Hoxha", scope=Scope(everywhere=True)), STANDBY)
    longer = signed(cbor2.dumps([*items(), "more"]))
    for text in (TEXT, again, longer):
        found = check(text, revocations=listed)
        assert found.verdict is Verdict.INVALID
        assert codes(found) == [ReasonCode.REVOKED]


def test_list_of_another_election_says_nothing():
    """The same serial revoked in another election does not touch this badge; the list counts as missing."""
    other = replace(REVOCATIONS, election=11, serials=frozenset({BADGE.serial}))
    found = check(revocations=other)
    assert (found.verdict, codes(found)) == (Verdict.CAUTION, [ReasonCode.REVOCATIONS_MISSING])
    assert found.evidence.revocations_seq is None


def test_stale_list_cautions_and_never_refuses():
    """A list past its due time, by a minute or by days, makes a good badge amber and not red."""
    for late in (timedelta(0), HOUR, timedelta(days=2)):
        found = check(now=REVOCATIONS.next_due_at + late)
        assert (found.verdict, codes(found)) == (Verdict.CAUTION, [ReasonCode.REVOCATIONS_STALE])
        assert found.badge == BADGE


def test_missing_list_cautions():
    """Without any list a good badge is amber."""
    found = check(revocations=None)
    assert (found.verdict, codes(found)) == (Verdict.CAUTION, [ReasonCode.REVOCATIONS_MISSING])


def test_badge_of_another_election_is_refused_where_one_is_held():
    """A badge of the last election is invalid at the door of this one."""
    found = check(election=13)
    assert (found.verdict, codes(found)) == (Verdict.INVALID, [ReasonCode.OTHER_ELECTION])


def test_clock_behind_a_signed_list_is_doubted():
    """A clock earlier than a signed list's own time is named as doubtful."""
    now = REVOCATIONS.issued_at - timedelta(minutes=10)
    found = check(now=now)
    assert (found.verdict, codes(found)) == (Verdict.CAUTION, [ReasonCode.CLOCK_DOUBTFUL])


def test_clock_a_year_slow_cannot_call_a_badge_early():
    """Where the clock is proven slow, "not yet valid" is "cannot check" and accuses nobody."""
    found = check(now=NOW - timedelta(days=365))
    assert found.verdict is Verdict.UNKNOWN
    assert ReasonCode.CLOCK_DOUBTFUL in codes(found)
    assert ReasonCode.NOT_YET_VALID in codes(found)


def test_clock_a_year_fast_cannot_make_a_badge_valid():
    """A fast clock calls the badge late; it never hides a revocation."""
    listed = replace(REVOCATIONS, serials=frozenset({BADGE.serial}))
    found = check(now=NOW + timedelta(days=365), revocations=listed)
    assert found.verdict is Verdict.INVALID
    assert {ReasonCode.EXPIRED, ReasonCode.REVOKED} <= set(codes(found))


def test_gravest_reason_decides():
    """Revoked and stale together are invalid, not amber."""
    listed = replace(REVOCATIONS, serials=frozenset({BADGE.serial}))
    assert check(revocations=listed, now=REVOCATIONS.next_due_at).verdict is Verdict.INVALID


def test_naive_clock_is_our_own_mistake():
    """A naive instant raises; it is never compared."""
    with pytest.raises(Misuse):
        check(now=datetime(2027, 5, 10, 9))


def test_scope_too_long_for_a_badge_is_refused_at_issue():
    """A thousand single voting centres do not fit; the issuer is told before anything is signed away."""
    with pytest.raises(Misuse):
        credential.issue(replace(BADGE, scope=Scope(voting_centres=tuple(range(0, 400_000, 400)))), SIGNER)


def test_signer_that_answers_another_length_is_not_trusted():
    """A signature service that answers 63 bytes stops the issue instead of printing a dead badge."""

    class Short:
        kid, algorithm, public = SIGNER.kid, SIGNER.algorithm, SIGNER.public

        def sign(self, message):
            return SIGNER.sign(message)[: SIGNATURE_BYTES - 1]

    with pytest.raises(Misuse):
        credential.issue(BADGE, Short())


def test_header_with_anything_more_is_refused():
    """The signed header holds an algorithm and a key id; a further entry could ask for another reading."""
    found = check(signed(cbor2.dumps(items()), extra={2: [1]}))
    assert (found.verdict, found.reasons[0].detail) == (Verdict.INVALID, "protected_header")


def test_key_before_its_window_is_refused():
    """A key that is not yet in its window signs nothing that is good today."""
    late = record_of(SIGNER, datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))
    found = check(trust=replace(TRUST, keys=(late,)))
    assert (found.verdict, codes(found)) == (Verdict.INVALID, [ReasonCode.KEY_NOT_YET_VALID])


@pytest.mark.parametrize("behind,doubted", [(0, False), (120, False), (121, True)])
def test_two_honest_clocks_may_differ_by_two_minutes(behind, doubted):
    """A list up to two minutes ahead of this clock is no reason for doubt."""
    found = check(now=REVOCATIONS.issued_at - timedelta(seconds=behind))
    assert (ReasonCode.CLOCK_DOUBTFUL in codes(found)) is doubted
