"""Many rows as one JSON parameter: an array parameter costs a regular expression for each of its elements."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

_ENCODER = msgspec.json.Encoder()


def recordset(rows: Sequence[object]) -> str:
    """Structs or dicts as the JSON of `json_to_recordset`; bytes become base64, for `decode(..., 'base64')`.

    No text in them may hold a NUL or a lone surrogate.
    """
    return _ENCODER.encode(rows).decode()


def chats(named: Sequence[tuple[str, str]]) -> str:
    """Conversations by (channel, chat key), for `json_to_recordset(%s::json) AS k (channel text, chat_key text)`."""
    return recordset([{"channel": channel, "chat_key": chat_key} for channel, chat_key in named])
