"""The keys that sign badges: made on first use, sealed at rest, rotated, and told to the world in a trust list.

A root and two badge keys, one current and one standby, live from the first day, so that losing one never
stops issuing. Private halves lie in the database sealed by the vault and are opened behind `badges.keys.Signer`,
so that a hardware module can stand in their place.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from backend.problems import Problem
from backend.services import Services
from backend.store import audit
from backend.store import badge_keys as store
from backend.store.badge_keys import BadgeKey, StoredTrust
from backend.vault import SealBroken
from badges import trust as trust_lists
from badges.instants import HOUR, MINUTE
from badges.keys import ED25519, Ed25519Signer, KeyRecord, KeyStatus, Signer
from badges.trust import TrustList

BADGE_KEY_LIFE = timedelta(days=4 * 366)
"""Longer than any election with its run-offs and repeats, so that no badge dies with its key."""
ROOT_LIFE = timedelta(days=20 * 366)
SECRET_BYTES = 32


class Trust(msgspec.Struct, frozen=True):
    """The trust list in force: its content, its signed text, and the root that signed it (32 bytes)."""

    list: TrustList
    text: str
    root: bytes


async def signer(services: Services, conn: AsyncConnection, now: datetime) -> Signer:
    """The signer of the current badge key; the first call of an installation makes the keys."""
    key = await store.current(conn)
    if key is None:
        await _create(services, conn, now)
        key = await store.current(conn)
        assert key is not None  # _create stored one, or waited for the process that did
    return _opened(services, key)


async def trust(services: Services, conn: AsyncConnection, now: datetime) -> Trust:
    """The trust list in force; the first call of an installation makes the keys. Needs a transaction."""
    stored = await store.latest_trust(conn)
    if stored is None:
        await _create(services, conn, now)
        stored = await store.latest_trust(conn)
        assert stored is not None  # as in `signer`
    return await _read(services, conn, stored)


async def stored_trust(services: Services, conn: AsyncConnection) -> Trust | None:
    """The trust list in force, or None before the first use of this installation. Needs no transaction."""
    stored = await store.latest_trust(conn)
    return None if stored is None else await _read(services, conn, stored)


async def rotate(services: Services, conn: AsyncConnection, now: datetime, actor: str) -> Trust:
    """Retire the current key, let the standby sign, make a new standby, and sign a new trust list.

    Badges of the retired key stay good. Needs a transaction.
    """
    await store.lock(conn)
    await _create_locked(services, conn, now)
    keys = [key for key in await store.all_keys(conn) if key.purpose == "badge"]
    old = next(key for key in keys if key.status == "current")
    following = next(key for key in keys if key.status == "standby")
    await store.set_status(conn, old.kid, "retired")
    await store.set_status(conn, following.kid, "current")
    await store.add(conn, _new(services, now, "badge", "standby"))
    await _publish(services, conn, now)
    await audit.record(
        conn, now, actor, "badge_key_rotated", f"badge-key:{following.kid.hex()}", {"retired": old.kid.hex()}
    )
    return await trust(services, conn, now)


async def _create(services: Services, conn: AsyncConnection, now: datetime) -> None:
    await store.lock(conn)
    await _create_locked(services, conn, now)


async def _create_locked(services: Services, conn: AsyncConnection, now: datetime) -> None:
    if await store.current(conn) is not None:
        return
    for purpose, status in (("root", "current"), ("badge", "current"), ("badge", "standby")):
        key = _new(services, now, purpose, status)
        await store.add(conn, key)
        await audit.record(
            conn, now, "system", "badge_key_created", f"badge-key:{key.kid.hex()}", {"purpose": purpose}
        )
    await _publish(services, conn, now)


async def _publish(services: Services, conn: AsyncConnection, now: datetime) -> None:
    """Sign a trust list of all badge keys under the next number."""
    keys = await store.all_keys(conn)
    root = next(key for key in keys if key.purpose == "root" and key.status == "current")
    records = tuple(
        KeyRecord(ED25519, key.public_key, key.from_at, key.until_at, KeyStatus(key.status))
        for key in keys
        if key.purpose == "badge"
    )
    last = await store.latest_trust(conn)
    issued_at = floor_to(now, MINUTE)
    listed = TrustList(1 if last is None else last.seq + 1, issued_at, records)
    text = trust_lists.issue(listed, _opened(services, root))
    await store.add_trust(conn, StoredTrust(listed.seq, issued_at, text))


async def _read(services: Services, conn: AsyncConnection, stored: StoredTrust) -> Trust:
    known: Trust | None = services.parts.get("badge_trust")
    if known is not None and known.text == stored.list:
        return known
    root = await store.current(conn, "root")
    assert root is not None  # a trust list is stored only after its root
    found = Trust(trust_lists.read(stored.list, [root.public_key]), stored.list, root.public_key)
    services.parts["badge_trust"] = found
    return found


def _new(services: Services, now: datetime, purpose: str, status: str) -> BadgeKey:
    secret = secrets.token_bytes(SECRET_BYTES)
    made = Ed25519Signer(secret)
    from_at = floor_to(now, HOUR)
    life = ROOT_LIFE if purpose == "root" else BADGE_KEY_LIFE
    sealed = services.vault.seal(secret, _purpose(made.kid))
    return BadgeKey(made.kid, purpose, status, made.public, sealed, from_at, from_at + life, now)


def _opened(services: Services, key: BadgeKey) -> Signer:
    """The signer of a stored key; opened once a process, and used only while the database names the key.

    Raises:
        Problem: 503, the key was sealed under another VEZHGO_SECRET_KEY; nothing can be signed until it is back.
    """
    opened: dict[bytes, Signer] = services.parts.setdefault("badge_signers", {})
    if key.public_key not in opened:
        try:
            secret = services.vault.open(key.private_sealed, _purpose(key.kid))
        except SealBroken as error:
            raise Problem(503, "badge_key_sealed", remedy="restore_secret_key") from error
        opened[key.public_key] = Ed25519Signer(secret)
    return opened[key.public_key]


def _purpose(kid: bytes) -> str:
    return f"badge-key:{kid.hex()}"


def floor_to(instant: datetime, unit: timedelta) -> datetime:
    """The last whole `unit` (an hour or a minute) not after an aware instant."""
    return instant - (instant - instant.min.replace(tzinfo=instant.tzinfo)) % unit


def ceil_to(instant: datetime, unit: timedelta) -> datetime:
    """The first whole `unit` not before an aware instant."""
    floor = floor_to(instant, unit)
    return floor if floor == instant else floor + unit
