"""The flood limits: sliding buckets for each chat, each group and the whole bot.

Telegram publishes only round numbers (bots/faq): about one message a second in a chat with short bursts
tolerated, 20 a minute in a group, about 30 a second in all. The real limits are not published, so the
numbers here are arguments.
"""

from __future__ import annotations

import math

import msgspec

from bots.simulators.telegram.errors import too_many


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of one bot's limits.

    Attributes:
        chat_per_s: messages a second in one private chat, in the long run.
        chat_burst: messages that may come at once in one private chat.
        group_per_minute: messages a minute in one group; edits count too.
        overall_per_s: messages a second of the whole bot, in the long run.
        overall_burst: messages that the whole bot may send at once.
    """

    chat_per_s: float = 1.0
    chat_burst: float = 8.0
    group_per_minute: float = 20.0
    overall_per_s: float = 30.0
    overall_burst: float = 60.0


class Limiter:
    """The buckets of one bot. The caller holds the world's lock."""

    def __init__(self, limits: Limits | None) -> None:
        """Start with full buckets; None never refuses."""
        self._limits = limits
        self._buckets: dict[int | str, tuple[float, float]] = {}

    def spend(self, chat_id: int, now_s: float, weight: int = 1) -> None:
        """Take `weight` messages for a chat, or refuse them all.

        Raises:
            ApiError: 429 with the whole seconds after which the same call would pass.
        """
        limits = self._limits
        if limits is None:
            return
        chat_rate, chat_burst = limits.chat_per_s, limits.chat_burst
        if chat_id < 0:
            chat_rate, chat_burst = limits.group_per_minute / 60, limits.group_per_minute
        chat = self._level(chat_id, now_s, chat_rate, chat_burst)
        overall = self._level("all", now_s, limits.overall_per_s, limits.overall_burst)
        # An album of ten must pass a bucket that is smaller than ten, once it is full.
        missing_s = max(
            (min(weight, chat_burst) - chat) / chat_rate,
            (min(weight, limits.overall_burst) - overall) / limits.overall_per_s,
        )
        if missing_s > 1e-9:
            raise too_many(max(1, math.ceil(missing_s)))
        self._buckets[chat_id] = (chat - weight, now_s)
        self._buckets["all"] = (overall - weight, now_s)

    def _level(self, key: int | str, now_s: float, rate: float, burst: float) -> float:
        level, at_s = self._buckets.get(key, (burst, now_s))
        return min(burst, level + (now_s - at_s) * rate)
