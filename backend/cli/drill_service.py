"""A service of its own for the drill: a temporary data directory, the demo election, both simulators."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from backend.cli.demo import KEYS_FILE
from backend.cli.simulators import DEMO_ACCOUNT, DEMO_AUTH, DEMO_BOT, DEMO_NUMBER, DEMO_TOKEN
from bots.simulators.serving import serve
from bots.simulators.telegram.app import create as create_telegram
from bots.simulators.telegram.simulator import Simulator as Telegram
from bots.simulators.twilio.app import Simulator as Twilio
from bots.simulators.twilio.app import create as create_twilio

START_LIMIT_S = 90.0
STOP_LIMIT_S = 40.0
CALL_LIMIT_S = 30.0
CENTRE = "1850/01"
BORN = "1990-02-28"
SECRET = "drill-webhook-secret"  # noqa: S105 - it opens the simulator of this machine only


class DrillFailed(Exception):
    """The drill could not be held; the message is one line."""


class Service(msgspec.Struct, frozen=True):
    """The running service, its providers, and the keys of the demo.

    Attributes:
        url: where it answers.
        keys: of the demo: `organisation_key`, `cec_key`, `election_id`.
    """

    url: str
    keys: dict[str, Any]
    telegram: Telegram
    twilio: Twilio
    numbers: Iterator[int]

    def call(self, method: str, path: str, key: str, body: Any = None) -> Any:
        """Call the API and return its answer; blocks.

        Raises:
            DrillFailed: it did not answer, or not with 2xx.
        """
        request = urllib.request.Request(  # noqa: S310 - always http on the loopback
            self.url + path,
            None if body is None else json.dumps(body).encode(),
            {
                "authorization": f"Bearer {key}",
                "content-type": "application/json",
                "idempotency-key": f"drill-{next(self.numbers)}",
            },
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=CALL_LIMIT_S) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            raise DrillFailed(f"{method} {path}: {error.code} {problem.get('code')}") from error
        except OSError as error:
            raise DrillFailed(f"{method} {path}: no answer") from error

    def accredit(self) -> str:
        """Request, grant and link one observer as a person would by the API; returns the link's code."""
        number = next(self.numbers)
        filed = self.call(
            "POST", "/v1/requests", self.keys["organisation_key"], _request(self.keys["election_id"], number)
        )
        act = {"number": "DRILL", "date": datetime.now(UTC).date().isoformat(), "signatory": "DRILL"}
        decision = {"outcome": "grant", "grounds": [], "act": act}
        self.call("POST", f"/v1/requests/{filed['number']}/decision", self.keys["cec_key"], decision)
        granted = self.call("GET", f"/v1/requests/{filed['number']}", self.keys["organisation_key"])
        accreditation = granted["accreditation"]
        path = f"/v1/accreditations/{accreditation}/chat-links"
        return self.call("POST", path, self.keys["organisation_key"], {})["code"]

    def reports(self) -> list[dict[str, Any]]:
        """Every report that the organisation can read."""
        found, cursor = [], None
        while True:
            query = f"?limit=200&cursor={cursor}" if cursor else "?limit=200"
            page = self.call("GET", f"/v1/reports{query}", self.keys["organisation_key"])
            found += page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return found


def _request(election: int, number: int) -> dict[str, Any]:
    return {
        "election": election,
        "observer": {
            "given_name": "Prova",
            "father_name": "Drill",
            "family_name": f"Vëzhguesi {number}",
            "birth_date": BORN,
            "citizenship": "AL",
            "document": {"type": "id_card", "number": f"D{number:08d}R"},
            "phone": "",
            "email": "",
            "languages": ["sq"],
        },
        "scope": {
            "voting_centres": [CENTRE],
            "electoral_units": [],
            "counting_centres": [],
            "commissions": [],
        },
        "role": "short_term",
        "language": "sq",
        "code_of_conduct": {"accepted": True, "version": "drill"},
    }


@contextlib.contextmanager
def running_service(url: str, keys: dict[str, Any], ports: tuple[int, int]) -> Iterator[Service]:
    """The providers in front of a service that runs already and was told to use them, as `demo` tells it.

    Args:
        url: where it answers.
        keys: `organisation_key`, `cec_key`, `election_id`, as `vezhgo demo` keeps them.
        ports: of the simulated Telegram and Twilio, as the service knows them.

    Raises:
        DrillFailed: a port is taken, the service does not come to the simulators, or its election is a real one.
    """
    telegram, twilio = _providers(url)
    service = Service(url, keys, telegram, twilio, itertools.count(secrets.randbelow(10**9)))
    election = service.call("GET", f"/v1/elections/{keys['election_id']}", keys["cec_key"])
    if not election.get("demo"):
        raise DrillFailed("the election is a real one: a drill fills it with invented observers and reports")
    with contextlib.ExitStack() as kept:
        try:
            kept.enter_context(serve(create_telegram(simulator=telegram), ports[0]))
            kept.enter_context(serve(twilio, ports[1]))
        except OSError as error:
            raise DrillFailed(f"a port of the simulators is taken: {error.strerror}") from error
        give_up_at = time.monotonic() + START_LIMIT_S
        while telegram.bot(DEMO_BOT).webhook is None:
            if time.monotonic() > give_up_at:
                raise DrillFailed(
                    "the service did not register its webhook: are its addresses those of the drill?"
                )
            time.sleep(0.2)
        yield service


def _providers(url: str) -> tuple[Telegram, Twilio]:
    """Both simulators, before they are served."""
    twilio = create_twilio(
        DEMO_ACCOUNT,
        DEMO_AUTH,
        senders={"observers": f"whatsapp:{DEMO_NUMBER}"},
        webhook_url=f"{url}/webhooks/twilio/messages#rc=3&rp=ct,rt,5xx",
    )
    return Telegram({DEMO_BOT: DEMO_TOKEN}), twilio


@contextlib.contextmanager
def temporary_service(workers: int) -> Iterator[Service]:
    """Start everything, and stop everything at the end.

    Raises:
        DrillFailed: the service did not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    telegram, twilio = _providers(url)
    with contextlib.ExitStack() as kept:
        # A short name: a socket's path must fit into it.
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="vz")))
        folder.chmod(0o755)
        telegram_url = kept.enter_context(serve(create_telegram(simulator=telegram))).url
        twilio_url = kept.enter_context(serve(twilio)).url
        env = {name: value for name, value in os.environ.items() if not name.startswith("VEZHGO_")} | {
            "VEZHGO_DATA_DIR": str(folder / "d"),
            "VEZHGO_LISTEN": f"127.0.0.1:{port}",
            "VEZHGO_TELEGRAM_TOKEN": DEMO_TOKEN,
            "VEZHGO_TELEGRAM_API_URL": telegram_url,
            "VEZHGO_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "VEZHGO_TWILIO_ACCOUNT_SID": DEMO_ACCOUNT,
            "VEZHGO_TWILIO_AUTH_TOKEN": DEMO_AUTH,
            "VEZHGO_TWILIO_WHATSAPP_FROM": DEMO_NUMBER,
            "VEZHGO_TWILIO_API_URL": twilio_url,
        }
        log = kept.enter_context((folder / "log").open("wb"))
        command = [sys.executable, "-m", "backend.cli", "demo", "--serve", "--workers", str(workers)]
        child = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
        kept.callback(_stop, child)
        _wait(child, url, telegram, folder / "log")
        keys = json.loads((folder / "d" / KEYS_FILE).read_bytes())
        yield Service(url, keys, telegram, twilio, itertools.count(secrets.randbelow(10**9)))


def _wait(child: subprocess.Popen, url: str, telegram: Telegram, log: Path) -> None:
    """Until the service is ready and Telegram's webhook is registered."""
    give_up_at = time.monotonic() + START_LIMIT_S
    while time.monotonic() < give_up_at and child.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/health/ready", timeout=5) as answer:  # noqa: S310
            if answer.status == 200 and telegram.bot(DEMO_BOT).webhook is not None:
                return
        time.sleep(0.1)
    said = log.read_text(errors="replace").strip().splitlines()
    raise DrillFailed(f"the service did not start: {said[-1][:300] if said else 'it said nothing'}")


def _stop(child: subprocess.Popen) -> None:
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
    try:
        child.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
