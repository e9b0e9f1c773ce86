"""Whatever fails and whoever is killed: every notice arrives, and one id always stands for the same bytes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.actions.notices.notices import NoticeKind
from backend.jobs import mailing, webhooks_out
from bots.simulators.mail.faults import MailFault, Stage
from bots.simulators.mail.server import MailServer
from tests.backend.notices.house import House
from tests.backend.notices.receiver import Receiver
from tests.backend.notices.test_mails import read, text

CALLS = st.lists(
    st.sampled_from([204, 500, 404, 429, (503, 30), "redirect", "drop_before", "drop_after"]), max_size=8
)
KILLS = st.sets(st.integers(0, 10), max_size=4)
MAIL_FAULTS = st.lists(
    st.builds(
        MailFault,
        stage=st.sampled_from([Stage.CONNECT, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.MESSAGE, Stage.END]),
        code=st.sampled_from([0, 421, 451]),
        taken=st.booleans(),
    ),
    max_size=4,
)
ROUNDS = 60
EASY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Killed(Exception):
    """The worker died between what it did and its record of it."""


def killing(real: Any, at: set[int], done: list[int]) -> Any:
    """The function that records an outcome, which dies at these calls of it."""

    async def record(*given: Any) -> Any:
        done.append(len(done))
        if done[-1] in at:
            raise Killed
        return await real(*given)

    return record


async def emptied(house: House) -> None:
    """Nothing is left of the example before."""
    async with house.services.database.transaction() as conn:
        await conn.execute(
            "TRUNCATE notices, notice_counters, deliveries, mails, bad_addresses, sender_webhooks CASCADE"
        )


async def work(step: Any, workers: int) -> None:
    """Several workers at once; the killed ones are gone."""
    results = await asyncio.gather(*(step() for _ in range(workers)), return_exceptions=True)
    for one in results:
        if isinstance(one, BaseException) and not isinstance(one, Killed):
            raise one


@EASY
@given(script=CALLS, kills=KILLS, count=st.integers(1, 6), workers=st.integers(1, 3))
async def test_every_notice_reaches_the_webhook_and_an_id_is_always_the_same_bytes(
    house: House, receiver: Receiver, script: list[Any], kills: set[int], count: int, workers: int
) -> None:
    """Under any script of faults, with workers killed between call and record, and several of them at once."""
    await emptied(house)
    receiver.script, receiver.calls, receiver.taken, receiver.most_at_once = list(script), [], [], 0
    await house.set_webhook(receiver.url)  # type: ignore[attr-defined]
    await house.tell(count)
    await house.spread()
    done: list[int] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(webhooks_out, "_settle", killing(webhooks_out._settle, kills, done))
        for _ in range(ROUNDS):
            await work(lambda: webhooks_out.deliver_due(house.services), workers)
            if set(await house.states()) == {"sent"}:
                break
            house.later(minutes=15)

    assert set(await house.states()) == {"sent"}
    ids = [row[0] for row in await house.rows("SELECT 'notice-' || id FROM notices ORDER BY id")]
    assert {headers["webhook-id"] for headers, _ in receiver.taken} == set(ids)
    bytes_of = defaultdict(set)
    for _, headers, body in receiver.calls:
        bytes_of[headers["webhook-id"]].add(body)
    assert all(len(bodies) == 1 for bodies in bytes_of.values())
    assert receiver.most_at_once == 1


@EASY
@given(faults=MAIL_FAULTS, kills=KILLS, count=st.integers(1, 5), workers=st.integers(1, 3))
async def test_every_notice_is_mailed_and_a_message_id_is_always_the_same_bytes(
    house: House, faults: list[MailFault], kills: set[int], count: int, workers: int
) -> None:
    """Or it stays in doubt for a human to see; none is lost and none is silently given up."""
    await emptied(house)
    async with house.services.database.transaction() as conn:
        await conn.execute(
            'UPDATE organisations SET contact = \'{"email": "a@example.org", "language": "sq"}\''
        )
    server = MailServer()
    await server.start()
    house.services.settings = msgspec.structs.replace(
        house.services.settings, smtp_url=f"smtp://127.0.0.1:{server.port}", mail_address="kqz@vezhgo.example"
    )
    house.services.parts |= {"mails_per_s": 10_000.0, "mail_timeout_s": 2.0}
    try:
        server.faults.arm(*faults)
        for number in range(count):
            await house.tell(1, NoticeKind.REQUEST_GRANTED if number % 2 else NoticeKind.REQUEST_RETURNED)
        await house.spread()
        done: list[int] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(mailing, "_settle", killing(mailing._settle, kills, done))
            for _ in range(ROUNDS):
                await work(lambda: mailing.send_due(house.services), workers)
                open_ones = await house.rows(
                    "SELECT 1 FROM mails WHERE state IN ('waiting', 'leased', 'unknown')"
                )
                gathered = await house.rows("SELECT 1 FROM deliveries WHERE mail_id IS NULL")
                if not open_ones and not gathered:
                    break
                house.later(minutes=45)
        sent = server.mails()
    finally:
        await server.stop()

    told = "\n".join(text(mail) for mail in sent)
    rows = await house.rows(
        "SELECT n.subject, d.state FROM notices n JOIN deliveries d ON d.notice_id = n.id WHERE d.channel = 'mail'"
    )
    assert len(rows) == count
    for subject, state in rows:
        assert state in {"sent", "unknown"}
        assert state == "unknown" or subject.partition(":")[2] in told
    bytes_of = defaultdict(set)
    for mail in sent:
        bytes_of[read(mail)["Message-ID"]].add(mail.content)
    assert all(len(contents) == 1 for contents in bytes_of.values())
