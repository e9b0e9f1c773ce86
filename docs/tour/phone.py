"""A person's phone with the simulated Telegram: `phone NAME [start CODE | say TEXT | press LABEL | photo FILE]`.

It does the thing, waits until the bot has said all, and prints what is new on the phone.
Without a thing to do it prints what came in since the last time.
PHONES names the simulator, http://127.0.0.1:8081 by default; API the service, whose metrics tell that nothing is open.
Only the standard library is used.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

PHONES = os.environ.get("PHONES", "http://127.0.0.1:8081")
API = os.environ.get("API", "http://127.0.0.1:8000")
QUIET_S = 0.5
"""How long nothing may be open or change before all is said."""
PATIENCE_S = 25.0
OPEN = re.compile(
    r'^vezhgo_(?:inbox_open|outbox_open\{state="(?:waiting|riding|leased|unknown)"\}) (\S+)$', re.MULTILINE
)
"""The measures of what is still to be stepped or sent."""


def call(path: str, body: Any = None) -> Any:
    """Call the simulator's own side, as its page does; bytes are sent as they are."""
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    # The address is the simulator's, on loopback.
    with urlopen(Request(f"{PHONES}/_sim/{path}", data), timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def do(phone: str, what: str, words: str) -> None:
    """One thing that a person does."""
    if what == "photo":
        call(f"{phone}/files?kind=photo", Path(words).read_bytes())
        return
    argument = {"start": "payload", "say": "text", "press": "button"}[what]
    call(f"{phone}/actions", {"do": what, argument: words})


def is_busy() -> bool:
    """Whether the service still has something to step or to send, to anybody."""
    with urlopen(f"{API}/metrics", timeout=10) as answer:  # noqa: S310
        return any(float(number) for number in OPEN.findall(answer.read().decode()))


def settled(phone: str, seen: int) -> list[dict[str, Any]]:
    """All bubbles, once something new has come from the bot and no more follows."""
    started = changed = time.monotonic()
    bubbles: list[dict[str, Any]] = []
    while time.monotonic() - started < PATIENCE_S:
        found = call(phone)["messages"]
        if is_busy() or found != bubbles:
            bubbles, changed = found, time.monotonic()
        answered = any(not one["mine"] for one in bubbles[seen:])
        if answered and time.monotonic() - changed > QUIET_S:
            break
        time.sleep(0.1)
    return bubbles


def show(name: str, bubble: dict[str, Any]) -> None:
    """A bubble as text, its buttons in brackets under it."""
    print(f"{name if bubble['mine'] else 'Vëzhgo'}: {bubble['text'] or '(' + bubble['kind'] + ')'}")
    for row in bubble["buttons"]:
        print("  " + " ".join(f"[{title}]" for title, *_ in row))


def main(name: str, what: str = "", *words: str) -> None:
    """Do it and print what is new."""
    bot = call("bots")[0]["username"]
    person = 100_000_000 + zlib.crc32(name.encode()) % 900_000_000
    call("phones", {"bot": bot, "first_name": name, "user_id": person})
    phone = f"phones/{bot}/{person}"
    kept = Path(tempfile.gettempdir()) / f"vezhgo-phone-{PHONES.rpartition(':')[2].strip('/')}-{person}"
    seen = int(kept.read_text()) if kept.exists() else 0
    if len(call(phone)["messages"]) < seen:
        seen = 0  # the simulator was started anew and remembers nobody
    if what:
        do(phone, what, " ".join(words))
    bubbles = settled(phone, seen)
    for bubble in bubbles[seen:]:
        show(name, bubble)
    kept.write_text(str(len(bubbles)))


if __name__ == "__main__":
    main(*sys.argv[1:])
