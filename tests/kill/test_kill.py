"""The kill test: processes and the database end by SIGKILL at random points under load, and nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.store.embedded import EmbeddedDatabase
from backend.store.migrations import migrate
from bots.simulators.serving import serve
from bots.simulators.telegram.app import create as create_telegram
from bots.simulators.telegram.simulator import Simulator as Telegram
from bots.simulators.twilio.app import create as create_twilio
from tests.backend.intake.house import ACCOUNT, AUTH, BOT, NUMBER, SECRET, TOKEN, WHATSAPP, free_port

CHATS, MESSAGES = 14, 14
WHATSAPP_CHATS, WHATSAPP_MESSAGES = 4, 6
LOAD_S, QUIET_S = 24.0, 50.0
LETTERS = "bcdfghklmnprstvz"


def word(number: int) -> str:
    """A word that no topic knows, one for each number."""
    return "zh" + "".join(LETTERS[(number >> shift) & 15] + "o" for shift in (12, 8, 4, 0))


class Service:
    """`serve` and `work` as processes of their own on one database; whoever is killed is started again."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env = env
        self.log = log.open("ab")
        self.running: dict[str, subprocess.Popen] = {}

    def start(self, name: str) -> None:
        """Start `serve` or `work`."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", name], env=self.env, stdout=self.log, stderr=self.log
        )

    def keep(self) -> None:
        """Start again what has ended."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.start(name)

    def kill(self, name: str) -> None:
        """End one process without a word."""
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()

    def stop(self) -> None:
        """End what still runs."""
        for process in self.running.values():
            process.kill()
            process.wait()
        self.log.close()


def kill_database(folder: Path, dice: random.Random, *, whole: bool) -> str:
    """Kill the postmaster, or one of its children, which makes it recover from its log."""
    with contextlib.suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
        master = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
        children = master.children()
        (master if whole or not children else dice.choice(children)).kill()
        return "postmaster" if whole else "a process of the database"
    return "nothing: the database was down"


@pytest.fixture
def database() -> Iterator[tuple[EmbeddedDatabase, Path, str]]:
    """An embedded PostgreSQL of its own, watched and restarted like the service's."""
    folder = Path(tempfile.mkdtemp(prefix="vzk"))
    embedded = EmbeddedDatabase(folder)
    try:
        url = embedded.start()
        migrate(url)
        embedded.watch()
        yield embedded, folder, url
    finally:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


def rows(url: str, statement: str) -> list[tuple]:
    """One query, asked again while the database recovers."""
    give_up_at = time.monotonic() + 20
    while True:
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=3) as conn:
                return conn.execute(statement).fetchall()
        except psycopg.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)


@pytest.mark.kill
@pytest.mark.timeout(180)
async def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(database, tmp_path, capsys):
    """Every acknowledged update has one effect and its reply, in the order of its chat, whatever was killed when."""
    seed = int(os.environ.get("VEZHGO_KILL_SEED") or random.SystemRandom().randrange(10**6))
    dice = random.Random(seed)
    _, folder, url = database
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    telegram = Telegram({BOT: TOKEN}, limited=False, seed=seed)
    twilio = create_twilio(
        ACCOUNT,
        AUTH,
        {"voter": WHATSAPP},
        f"{public}/webhooks/twilio/messages#rc=3&rp=ct,rt,5xx",
        reach=public,
    )
    killed: list[str] = []
    with serve(create_telegram(simulator=telegram)) as api, serve(twilio) as account:
        env = os.environ | {
            "VEZHGO_LISTEN": f"127.0.0.1:{port}",
            "VEZHGO_DATABASE_URL": url,
            "VEZHGO_DATA_DIR": str(tmp_path),
            "VEZHGO_SECRET_KEY": "a secret key of the tests, long enough",
            "VEZHGO_TELEGRAM_TOKEN": TOKEN,
            "VEZHGO_TELEGRAM_API_URL": api.url,
            "VEZHGO_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "VEZHGO_TWILIO_ACCOUNT_SID": ACCOUNT,
            "VEZHGO_TWILIO_AUTH_TOKEN": AUTH,
            "VEZHGO_TWILIO_WHATSAPP_FROM": NUMBER,
            "VEZHGO_TWILIO_API_URL": account.url,
            "VEZHGO_TELEGRAM_RATE_PER_S": "500",
        }
        service = Service(env, tmp_path / "service.log")
        try:
            for name in ("serve", "work"):
                service.start(name)
            await _until(lambda: telegram.bot(BOT).webhook is not None, 40)
            phones = [telegram.phone(BOT, f"Ana {n}") for n in range(CHATS)]
            people = [twilio.phone(f"+3556900{n:05d}") for n in range(WHATSAPP_CHATS)]
            async with asyncio.TaskGroup() as tasks:
                for place, phone in enumerate(phones):
                    tasks.create_task(_write(phone, place, dice.random()))
                for place, person in enumerate(people):
                    tasks.create_task(_write_whatsapp(person, place, dice.random()))
                tasks.create_task(_kill(service, folder, dice, killed))
            started = time.monotonic()
            # The last start reconciles what Twilio has given up to bring.
            service.kill("work")
            service.keep()
            while time.monotonic() - started < QUIET_S:
                service.keep()
                await asyncio.sleep(0.5)
                if telegram.pending(BOT) == 0 and _quiet(url):
                    break
            await _judge(telegram, phones, twilio, people, url)
        except BaseException:
            with capsys.disabled():
                print(
                    f"\nkill test, seed {seed}: {killed}\n" + (tmp_path / "service.log").read_text()[-3000:]
                )
            raise
        finally:
            service.stop()
    with capsys.disabled():
        print(f"\nkill test, seed {seed}: killed {dict(Counter(killed))}")


async def _until(condition, timeout_s: float) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def _write(phone, place: int, delay: float) -> None:
    await asyncio.sleep(delay)
    for number in range(MESSAGES):
        phone.say(word(place * 100 + number))
        await asyncio.sleep(LOAD_S / MESSAGES)


async def _write_whatsapp(person, place: int, delay: float) -> None:
    await asyncio.sleep(delay)
    async with asyncio.TaskGroup() as tasks:
        for number in range(WHATSAPP_MESSAGES):
            tasks.create_task(person.say(word(10_000 + place * 100 + number)))
            await asyncio.sleep(LOAD_S / WHATSAPP_MESSAGES)


async def _kill(service: Service, folder: Path, dice: random.Random, killed: list[str]) -> None:
    victims = ["serve", "work", "postmaster", "child"] * 2
    dice.shuffle(victims)
    for victim in victims:
        await asyncio.sleep(dice.uniform(0.5, 2 * LOAD_S / len(victims) - 0.5))
        if victim in {"postmaster", "child"}:
            killed.append(await asyncio.to_thread(kill_database, folder, dice, whole=victim == "postmaster"))
        else:
            service.kill(victim)
            killed.append(victim)
        await asyncio.sleep(dice.uniform(0, 0.5))
        service.keep()


def _quiet(url: str) -> bool:
    sent = CHATS * MESSAGES + WHATSAPP_CHATS * WHATSAPP_MESSAGES
    found = rows(
        url,
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'done'), "
        "(SELECT count(*) FROM outbox WHERE state IN ('waiting', 'riding', 'leased', 'unknown'))",
    )
    return found[0] == (sent, 0)


async def _judge(telegram: Telegram, phones, twilio, people, url: str) -> None:
    sent = {
        str(phone.chat_id): [word(place * 100 + n) for n in range(MESSAGES)]
        for place, phone in enumerate(phones)
    }
    acknowledged = {delivery.update_id for delivery in telegram.deliveries() if 200 <= delivery.status <= 299}
    recorded = rows(url, "SELECT provider_id FROM inbox WHERE channel = 'telegram'")
    assert telegram.pending(BOT) == 0
    assert len(acknowledged) == CHATS * MESSAGES
    assert Counter(int(row[0]) for row in recorded) == Counter(acknowledged)

    # One effect each: a question that nobody could answer is remembered once.
    effects = Counter(row[0] for row in rows(url, "SELECT text FROM unanswered_questions"))
    said = [text for texts in sent.values() for text in texts]
    said += [word(10_000 + place * 100 + n) for place in range(len(people)) for n in range(WHATSAPP_MESSAGES)]
    assert effects == Counter(said)

    # In the order of each chat, without a gap in its steps.
    for chat, texts in sent.items():
        steps = rows(
            url,
            f"SELECT step_no, convert_from(raw, 'UTF8') FROM inbox WHERE chat_key = '{chat}' ORDER BY step_no",
        )
        assert [step for step, _ in steps] == list(range(1, MESSAGES + 1))
        assert [next(text for text in texts if f'"{text}"' in raw) for _, raw in steps] == texts

    # One reply each, none of them left behind; a phone may have seen one twice, never none.
    unanswered = rows(
        url, "SELECT count(*) FROM inbox i WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.inbox_id = i.id)"
    )
    assert unanswered == [(0,)]
    assert rows(url, "SELECT DISTINCT state FROM outbox") == [("sent",)]
    replies = dict(
        rows(
            url,
            "SELECT chat_key, count(o.id) FROM conversations c JOIN outbox o ON o.conversation_id = c.id GROUP BY 1",
        )
    )
    for phone in phones:
        assert len(phone.received()) >= replies[str(phone.chat_id)]
    await twilio.settle()
    for person in people:
        shown = [line for line in person.transcript() if not line.mine]
        assert len(shown) >= replies[person.address]
    doubled = sum(len(phone.received()) - replies[str(phone.chat_id)] for phone in phones)
    assert doubled <= 3 * LOAD_S, "only attempts whose answer was lost are repeated"
