"""What is deleted, and when."""

from __future__ import annotations

from datetime import timedelta

from backend.store import housekeeping


async def _conversation(conn, now, key: str, state: bytes = b"{}") -> int:
    cursor = await conn.execute(
        "INSERT INTO conversations (channel, chat_key, state, last_inbound_at, created_at) "
        "VALUES ('telegram', %s, %s, %s, %s) RETURNING id",
        (key, state, now, now),
    )
    id = (await cursor.fetchone())[0]
    await conn.execute(
        "INSERT INTO inbox (channel, provider_id, chat_key, received_at, raw, state) "
        "VALUES ('telegram', %s, %s, %s, 'ku votoj', 'done')",
        (key, key, now),
    )
    await conn.execute(
        "INSERT INTO outbox (conversation_id, channel, body, state, due_at, created_at) "
        "VALUES (%s, 'telegram', 'body', 'sent', %s, %s)",
        (id, now, now),
    )
    return id


async def test_a_voters_words_and_answers_go_after_thirty_days_and_not_before(services, now):
    """The text is emptied, the answer deleted, the state forgotten; that a message came stays."""
    async with services.database.transaction() as conn:
        await _conversation(conn, now, "1")
        early = await housekeeping.tidy(conn, now + housekeeping.VOTER_MESSAGES - timedelta(hours=1))
        late = await housekeeping.tidy(conn, now + housekeeping.VOTER_MESSAGES + timedelta(hours=1))
        raw = await (await conn.execute("SELECT raw FROM inbox")).fetchone()
        left = await (await conn.execute("SELECT count(*) FROM outbox")).fetchone()
        state = await (await conn.execute("SELECT state FROM conversations")).fetchone()

    assert not any(early.values())
    assert (late["voter_messages"], late["voter_answers"], late["voter_conversations"]) == (1, 1, 1)
    assert (bytes(raw[0]), left[0], state[0]) == (b"", 0, None)


async def test_a_message_still_to_be_sent_or_stepped_is_never_tidied(services, now):
    """Whatever is open stays, however old."""
    async with services.database.transaction() as conn:
        await _conversation(conn, now, "1")
        await conn.execute("UPDATE inbox SET state = 'open'")
        await conn.execute("UPDATE outbox SET state = 'waiting'")
        counts = await housekeeping.tidy(conn, now + timedelta(days=365))

    assert (counts["voter_messages"], counts["voter_answers"]) == (0, 0)
