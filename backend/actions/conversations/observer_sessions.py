"""The observer's phone app: a one-time link and the second fact give it a key of its own."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import issue_key
from backend.problems import Problem
from backend.services import Services
from backend.store import audit
from backend.store import chat_links as store
from backend.vault import digest
from bots.dialogue.facts import LinkState

CODE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_REFUSED = {
    LinkState.USED: "code_used",
    LinkState.EXPIRED: "code_expired",
    LinkState.BURNED: "code_burned",
}


class SessionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code of a one-time link, and the second fact: the observer's birth date as `1990-05-17`."""

    code: str
    second_fact: str


class WrongFact(msgspec.Struct, frozen=True):
    """What is kept of a wrong second fact: how many more are forgiven."""

    attempts_left: int


async def open_session(services: Services, ticket: Ticket, body: SessionBody) -> Answer:
    """The phone app gets its key, role `observer:<accreditation>`: 201.

    A wrong second fact is counted and committed before it is answered; the fifth burns the link.
    Raises:
        Problem: 400, no date; 404, no such code; 409, the code is used, burned or expired; 403, another date.
    """
    birth_date = _date(body.second_fact)
    if not CODE.fullmatch(body.code):
        raise Problem(404, "code_unknown", remedy="ask_for_new_link")
    code_hash = digest(body.code)

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        link = await store.open(conn, code_hash, now)
        if link is None:
            raise Problem(404, "code_unknown", remedy="ask_for_new_link")
        state = link.state(now)
        if state is not LinkState.VALID:
            raise Problem(409, _REFUSED[state], remedy="ask_for_new_link")
        if not await store.second_fact_right(conn, code_hash, birth_date.isoformat()):
            left = await store.count_wrong(conn, code_hash, now)
            if left == 0:
                await audit.record(conn, now, "public", "chat_link_burned", f"accreditation:{link.number}")
            return 403, WrongFact(left)
        await store.use(conn, code_hash, now)
        key = await issue_key(conn, now, f"observer:{link.number}", label="phone app", actor="observer")
        return 201, {
            "api_key": key,
            "role": f"observer:{link.number}",
            "accreditation": link.number,
            "valid_until": link.accreditation_until,
        }

    answer = await perform(services, ticket, work)
    if answer.status == 403:
        wrong = msgspec.json.decode(answer.body, type=WrongFact)
        raise Problem(
            403,
            "second_fact_wrong",
            remedy="send_birth_date" if wrong.attempts_left else "ask_for_new_link",
            arguments={"attempts_left": wrong.attempts_left},
        )
    return answer


def _date(text: str) -> date:
    """The date in `1990-05-17` or `17.05.1990`; a typing mistake costs no attempt.

    Raises:
        Problem: 400.
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4})", text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Problem(400, "second_fact_malformed", remedy="send_birth_date") from None
