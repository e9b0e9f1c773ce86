"""The examples of the API's description, taken from what the tests really sent and got.

Record first: `VEZHGO_RECORD_ANSWERS=<folder> pytest tests/backend tests/journeys`, then
`python -m tests.docs.examples <folder>` writes one file for each operation into `backend/api/examples`.
Long lists are cut to two items, and keys are replaced.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "backend" / "api" / "examples"
ITEMS = 2
"""Items of a list that an example shows."""
LONGEST_CHARACTERS = 400
KEY = re.compile(r"vzk_[a-z2-7]{16}_[A-Za-z0-9_-]{43}")
SHOWN_KEY = "vzk_aaaaaaaaaaaaaaaa_" + "A" * 43
WEBHOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
SHOWN_WEBHOOK_SECRET = "whsec_" + "A" * 43 + "="
KEPT_WHOLE = frozenset({"list", "text", "credential", "badge", "public"})
"""Texts that a program must get whole, however long: signed lists and badges."""


def shortened(value: Any, name: str = "") -> Any:
    """A value as an example shows it."""
    if isinstance(value, dict):
        return {key: shortened(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [shortened(one, name) for one in value[:ITEMS]]
    if isinstance(value, str):
        value = WEBHOOK_SECRET.sub(SHOWN_WEBHOOK_SECRET, KEY.sub(SHOWN_KEY, value))
        return value if name in KEPT_WHOLE or len(value) <= LONGEST_CHARACTERS else value[:LONGEST_CHARACTERS]
    return value


def _depth(value: Any) -> int:
    """How much an example tells: the number of its values that are not empty."""
    if isinstance(value, dict):
        return sum(_depth(one) for one in value.values())
    if isinstance(value, list):
        return sum(_depth(one) for one in value)
    return value not in (None, "")


def best(lines: Iterator[str]) -> dict[str, Any]:
    """The sample that tells most while it stays short; the first of equals, so that the choice is steady."""
    found, told = {}, -1
    for line in lines:
        sample = json.loads(line)
        short = {name: shortened(sample[name]) for name in ("request", "status", "answer")}
        tells = min(_depth(short["answer"]), 120) + min(_depth(short["request"]), 60)
        if tells > told:
            found, told = short, tells
    if found.get("request") is None:
        found.pop("request", None)
    return found


def write(recorded: Path) -> list[str]:
    """Write the examples of all recorded operations; returns their ids."""
    by_operation: dict[str, list[Path]] = {}
    for file in sorted(recorded.glob("*.jsonl")):
        by_operation.setdefault(file.name.partition(".")[0], []).append(file)
    for operation, files in by_operation.items():
        lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
        text = json.dumps(best(lines), ensure_ascii=False, indent=2)
        (EXAMPLES / f"{operation}.json").write_text(text + "\n", encoding="utf-8")
    return sorted(by_operation)


if __name__ == "__main__":
    print(*write(Path(sys.argv[1])), sep="\n")
