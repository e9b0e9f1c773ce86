"""Show parts of a JSON document: `pick PATH...` reads standard input.

A path is names joined by dots; `[]` after a name goes through a list, `[:3]` through its first three.
One path prints its values alone, one a line, for a shell variable.
Several paths print a line each.
Only the standard library is used, so that the tour needs nothing installed.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def values(document: Any, path: str) -> list[Any]:
    """What a path leads to; a name that is not there leads to nothing."""
    found = [document]
    for part in path.split("."):
        name, bracket, first = part.removesuffix("]").partition("[")
        found = [one[name] for one in found if isinstance(one, dict) and name in one]
        if bracket:
            first = first.removeprefix(":")
            found = [inner for one in found for inner in (one[: int(first)] if first else one)]
    return found


def shown(value: Any) -> str:
    """A text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def main(paths: list[str]) -> None:
    """Print the parts that the paths name."""
    document = json.load(sys.stdin)
    if len(paths) == 1:
        print(*map(shown, values(document, paths[0])), sep="\n")
        return
    width = max(map(len, paths))
    for path in paths:
        print(f"{path:<{width}}  {', '.join(map(shown, values(document, path)))}".rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
