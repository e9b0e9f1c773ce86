"""`docs/architecture.md`: what it draws and counts is what the code does."""

from __future__ import annotations

import pytest

from backend import app, settings
from backend.actions import officer_sessions, principals
from backend.actions.conversations import chat_links
from backend.actions.notices import webhook_targets
from backend.actions.requests import batch_files, batch_tables, batches
from backend.api import organisations, pages, twilio_forms
from backend.jobs import collector, mailing, sender, spreading, webhook_calls
from backend.store import chat_links as chat_link_rows
from backend.store import housekeeping, mails
from badges import photo
from tests.docs import diagrams

MIB = 1024 * 1024
LIMITS = [
    ("architecture", "| body of any route | 12 MiB |", app.BODY_LIMIT_BYTES == 12 * MIB),
    ("architecture", "| body of a webhook | 1 MiB,", twilio_forms.BODY_LIMIT_BYTES == MIB),
    ("architecture", "| photo | 10 MiB,", photo.MAX_INPUT_BYTES == 10 * MIB),
    (
        "architecture",
        "500 rows inline, up to 20,000 as 202, 200 to a transaction",
        (batches.INLINE_ROWS, batch_files.ROWS_LIMIT, batches.CHUNK_ROWS) == (500, 20_000, 200),
    ),
    ("architecture", "| page of a list | 200 items |", pages.LIMIT_MOST == 200),
    ("architecture", "30 an hour from one address", organisations.PER_HOUR == 30),
    (
        "architecture",
        "2,000, and 500 more for Twilio",
        (collector.QUEUE_LIMIT, collector.TWILIO_SHARE) == (2_000, 500),
    ),
    ("architecture", "| 28 messages a second", settings.TELEGRAM_RATE_PER_S == 28),
    ("architecture", "| 75 messages a second", settings.WHATSAPP_RATE_PER_S == 75),
    (
        "architecture",
        "seven days, one use, five wrong birth dates",
        (chat_links.LIFE.days, chat_link_rows.WRONG_FACTS_LIMIT) == (7, 5),
    ),
    ("architecture", "at most six times", sender.DOUBTFUL_ATTEMPTS == 6),
    ("architecture", "takes at most 128", (collector.BATCH_LIMIT, collector.LINGER_S) == (128, 0.002)),
    ("architecture", "| officer session | twelve hours |", officer_sessions.LIFE.seconds == 12 * 3600),
    ("architecture", "| API key remembered | 5 s |", principals.KNOWN_FOR_S == 5),
    ("privacy", "| 7 days |", housekeeping.IDEMPOTENCY.days == 7),
    ("privacy", "| 24 hours |", housekeeping.TRIAL_RUNS.total_seconds() == 24 * 3600),
    ("privacy", "| 30 days after the batch |", housekeeping.REJECTED_ROWS.days == 30),
    (
        "architecture",
        "| 100 MiB unpacked, 48 MiB of texts, 2,000 parts; it ends after 5,000 empty lines |",
        (
            batch_tables.UNPACKED_LIMIT_BYTES,
            batch_tables.STRINGS_LIMIT_BYTES,
            batch_tables.PARTS_LIMIT,
            batch_tables.EMPTY_LINES,
        )
        == (100 * MIB, 48 * MIB, 2_000, 5_000),
    ),
    ("privacy", "sent or given up | 30 days |", housekeeping.MAIL_ADDRESSES.days == 30),
    (
        "architecture",
        "5 s to connect, 10 s in all, ports 443 and 8443",
        sorted(webhook_targets.PORTS) == [443, 8443]
        and (webhook_calls.CONNECT_S, webhook_calls.TOTAL_S) == (5, 10),
    ),
    ("architecture", "again after 5 s to 12 h", webhook_calls.PAUSES_S[::9] == (5, 43_200)),
    ("architecture", "closed, after three days", webhook_calls.GIVE_UP.days == 3),
    (
        "architecture",
        "10 a second, 20 over one connection, 200 notices in one; gathered for a minute",
        (mailing.PER_SECOND, mailing.AT_ONCE, mails.GATHERED_MOST, spreading.DIGEST.seconds)
        == (10, 20, 200, 60),
    ),
    ("architecture", "may have been taken at most three times", mailing.DOUBTS == 3),
    ("privacy", "| 90 days |", housekeeping.UNANSWERED.days == 90),
    ("privacy", "| 30 days |", housekeeping.VOTER_MESSAGES.days == 30),
]


@pytest.mark.parametrize(("page", "words", "holds"), LIMITS, ids=[words for _, words, _ in LIMITS])
def test_a_limit_that_is_told_holds(page, words, holds):
    """The page says the limit in these words, and the code has this value."""
    text = (diagrams.PAGE.parent / f"{page}.md").read_text(encoding="utf-8")

    assert (words in text, holds) == (True, True)


def test_the_state_diagrams_are_those_of_the_code():
    """Each diagram is drawn from its table; `python -m tests.docs.diagrams` draws them again."""
    page = diagrams.PAGE.read_text(encoding="utf-8")

    assert diagrams.drawn_into(page) == page
    assert all(drawn in page for drawn in diagrams.diagrams().values())
