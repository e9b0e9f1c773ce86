"""What each operation answers, as types: the source of the description, of the client, and of a check in every test.

An operation's answers are its statuses with a type each; `File` stands for bytes of a media type.
The tests' client converts every answer that it receives into the type named here and fails on a field too many or
too few, so a type in this package cannot be wrong for long.
"""

from __future__ import annotations

from typing import Any

import msgspec


class File(msgspec.Struct, frozen=True):
    """An answer that is no JSON: its media types."""

    media_types: tuple[str, ...]


NOTHING = File(())
"""An answer without a body (204)."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the types of answers: nothing in an answer is undescribed."""


Answers = dict[str, dict[int, Any]]


def all_answers() -> Answers:
    """The answers of every operation, by operation id and status.

    Raises:
        ValueError: two modules describe one operation: our mistake.
    """
    from importlib import import_module
    from pkgutil import iter_modules

    merged: Answers = {}
    for module in sorted(iter_modules(__path__), key=lambda one: one.name):
        for operation, answers in import_module(f"{__name__}.{module.name}").ANSWERS.items():
            if operation in merged:
                raise ValueError(f"described twice: {operation}")
            merged[operation] = answers
    return merged
