"""What is deleted, and when: each retention is stated here."""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg import AsyncConnection

IDEMPOTENCY = timedelta(days=7)
UNANSWERED = timedelta(days=90)
TRIAL_RUNS = timedelta(hours=24)
"""A batch that was checked and not filed is forgotten with its rows."""
REJECTED_ROWS = timedelta(days=30)
"""Rejected rows as they were sent, for the file of corrections; the answers stay."""
VOTER_MESSAGES = timedelta(days=30)
"""Messages, answers and dialogue states of people who were never bound to an accreditation.

An observer's are part of the legal record and stay.
"""

MAIL_ADDRESSES = timedelta(days=30)
"""Addresses of notices' mails that were sent or given up."""


async def tidy(conn: AsyncConnection, now: datetime) -> dict[str, int]:
    """Delete what has outlived its retention; returns how many rows of each kind."""
    counts = {}
    for name, statement, before in (
        ("idempotency_keys", "DELETE FROM idempotency_keys WHERE created_at < %s", now - IDEMPOTENCY),
        ("unanswered_questions", "DELETE FROM unanswered_questions WHERE at < %s", now - UNANSWERED),
        (
            "trial_runs",
            "DELETE FROM batches WHERE state IN ('checking', 'checked') AND received_at < %s",
            now - TRIAL_RUNS,
        ),
        (
            "rejected_rows",
            "UPDATE batch_rows r SET sealed = NULL FROM batches b WHERE b.id = r.batch_id "
            "AND r.sealed IS NOT NULL AND b.finished_at < %s",
            now - REJECTED_ROWS,
        ),
        (
            "voter_messages",
            "UPDATE inbox SET raw = '' WHERE state <> 'open' AND received_at < %s AND raw <> '' "
            "AND NOT EXISTS (SELECT 1 FROM conversations c JOIN bindings b ON b.conversation_id = c.id "
            "WHERE c.channel = inbox.channel AND c.chat_key = inbox.chat_key)",
            now - VOTER_MESSAGES,
        ),
        (
            "voter_answers",
            "DELETE FROM outbox WHERE state IN ('sent', 'failed') AND created_at < %s "
            "AND NOT EXISTS (SELECT 1 FROM bindings b WHERE b.conversation_id = outbox.conversation_id)",
            now - VOTER_MESSAGES,
        ),
        (
            "voter_conversations",
            "UPDATE conversations SET state = NULL, offered = NULL WHERE last_inbound_at < %s AND state IS NOT NULL "
            "AND human_since IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM bindings b WHERE b.conversation_id = conversations.id)",
            now - VOTER_MESSAGES,
        ),
        (
            "mail_addresses",
            "UPDATE deliveries SET address_sealed = NULL, address_index = NULL, mail_id = NULL "
            "WHERE channel = 'mail' AND state <> 'waiting' AND first_at < %s AND address_sealed IS NOT NULL",
            now - MAIL_ADDRESSES,
        ),
        (
            "mails",
            "DELETE FROM mails WHERE created_at < %s AND NOT EXISTS "
            "(SELECT 1 FROM deliveries d WHERE d.mail_id = mails.id)",
            now - MAIL_ADDRESSES,
        ),
    ):
        counts[name] = (await conn.execute(statement, (before,))).rowcount
    return counts
