"""The README's tour: its commands are run against a service of its own, and its outputs are compared or written.

A block of `sh` in the section "The tour" is run; a block of `text` right after it is its output.
All blocks share one shell, as they do for a reader.
`python -m tests.docs.tour` prints what comes out, `--write` puts it into the README.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
API, TELEGRAM, WHATSAPP, MAILBOX = "127.0.0.1:8000", "127.0.0.1:8081", "127.0.0.1:8082", "127.0.0.1:8083"
"""The addresses that the README shows."""
START_LIMIT_S, TOUR_LIMIT_S = 60, 200
_END = "\x1e"
_BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?", re.DOTALL)
PRINTED = re.compile(r"(prints the demo's keys and addresses:\n\n```text\n)(.*?)```", re.DOTALL)
_VARIABLE = [
    (r"vzk_(\w{16}_[\w-]{43}|…)", "<key>"),
    (r"VZ1:[^\s\"]+(?: [^\s\"]+)*", "<badge>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "<instant>"),
    (r"\d{4}-\d\d-\d\d( \d\d:\d\d)?", "<date>"),
    (r"\b\d{1,2} [a-zëç]+ \d{4}(, \d\d:\d\d)?", "<day>"),
    (r"\b\d{1,2} [A-Z][a-z]+ \d{4}(, \d\d:\d\d)?", "<day>"),
    (r"\b(R|VZH|RP|A)-\d{4}-\d{6}\b", r"\1-<number>"),
    (r"(?<=start=)[\w-]{22}", "<code>"),
    (r"\bstart [\w-]{22}(?![\w-])", "start <code>"),
    (r"(?<=/b/)[\w-]{22}", "<id>"),
    (r"\b[0-9a-f]{8,64}\b", "<hash>"),
    (r"\b20\d\d\b", "<year>"),
    (r"median \d+, p99 \d+", "median <n>, p99 <n>"),
]


class Step(NamedTuple):
    """Commands of the tour and the output that the README shows for them; None where it shows none."""

    commands: str
    output: str | None


class Served(NamedTuple):
    """A running demo: what it printed at its start, its addresses in the order of the README's, its data."""

    printed: str
    addresses: dict[str, str]
    data_dir: Path


def section(readme: str) -> tuple[int, int]:
    """Where the tour begins and ends."""
    start = readme.index("\n## The tour\n")
    return start, readme.index("\n## ", start + 5)


def steps(readme: str) -> list[Step]:
    """The steps of the tour in their order."""
    start, end = section(readme)
    return [Step(found["commands"], found["output"]) for found in _BLOCK.finditer(readme, start, end)]


def shape(text: str) -> str:
    """A text without what differs from one run to the next: keys, instants, numbers given, hashes."""
    for pattern, instead in _VARIABLE:
        text = re.sub(pattern, instead, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@contextlib.contextmanager
def served() -> Iterator[Served]:
    """A demo on spare ports with a data directory of its own, stopped at the end."""
    data_dir = Path(tempfile.mkdtemp(prefix="vzt"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("VEZHGO_")}
    env |= {"VEZHGO_LISTEN": f"127.0.0.1:{port}", "VEZHGO_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "demo", "--serve"],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        printed = _start_of(process)
        _await(process, port)
        simulated = re.findall(r"http://(\S+?)/ +\(simulated\)", printed)
        addresses = dict(zip((TELEGRAM, WHATSAPP, MAILBOX), simulated, strict=True))
        yield Served(printed, {API: f"127.0.0.1:{port}", **addresses}, data_dir)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(data_dir, ignore_errors=True)


def _start_of(process: subprocess.Popen[str]) -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("  mails"):
            return "".join(lines)
    raise RuntimeError("the demo did not start: " + "".join(lines))


def _await(process: subprocess.Popen[str], port: int) -> None:
    """Wait until the service answers that it is ready; fail at once where it ended instead."""
    give_up = time.monotonic() + START_LIMIT_S
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5):  # noqa: S310
            return
        time.sleep(0.1)
    raise RuntimeError(f"the demo is not ready; its exit status is {process.poll()}")


def as_told(service: Served, text: str) -> str:
    """A text of this run with the addresses and folder that a reader has."""
    for told, real in service.addresses.items():
        text = text.replace(real, told)
    return text.replace(f"{service.data_dir}/", "data/")


def walk(service: Served, commands: list[str]) -> list[str]:
    """Run the commands in one shell; returns the output of each, with the addresses that the README shows.

    Raises:
        RuntimeError: the shell ended before the last command.
    """
    script = "".join(f"{one}\nprintf '{_END}'\n" for one in commands)
    for told, real in service.addresses.items():
        script = script.replace(told, real)
    # `data/` and `.venv/bin/` are what a reader has; here they are this service's and this Python's.
    script = re.sub(r"(?<![\w/-])data/", f"{service.data_dir}/", script)
    script = script.replace(".venv/bin/", f"{Path(sys.executable).parent}/")
    env = {name: value for name, value in os.environ.items() if not name.startswith("VEZHGO_")}
    env |= {
        "VEZHGO_LISTEN": service.addresses[API],
        "VEZHGO_DATA_DIR": str(service.data_dir),
        "PHONES": f"http://{service.addresses[TELEGRAM]}",
    }
    done = subprocess.run(
        ["bash"], input=script, env=env, cwd=ROOT, capture_output=True, text=True, timeout=TOUR_LIMIT_S
    )
    outputs = as_told(service, done.stdout).split(_END)
    if len(outputs) != len(commands) + 1:
        raise RuntimeError(f"the tour stopped after {len(outputs) - 1} steps: {done.stderr[-2000:]}")
    return outputs[:-1]


def written(readme: str, printed: str, outputs: list[str]) -> str:
    """The README with these outputs in place of those it shows; a step without an output keeps none.

    Keys are cut short: nobody needs those of a demo that is gone.
    """
    remaining = iter(outputs)
    printed = re.sub(r"vzk_\w{16}_[\w-]{43}", "vzk_…", printed).strip("\n")
    readme = PRINTED.sub(lambda found: f"{found[1]}{printed}\n```", readme)

    def block(found: re.Match[str]) -> str:
        output = next(remaining).strip("\n")
        if found["output"] is None:
            return found[0]
        return f"```sh\n{found['commands']}```\n\n```text\n{output}\n```\n"

    start, end = section(readme)
    return readme[:start] + _BLOCK.sub(block, readme[start:end]) + readme[end:]


def main() -> None:
    """Walk the tour, print it, and with `--write` keep its outputs."""
    readme = README.read_text(encoding="utf-8")
    commands = [step.commands for step in steps(readme)]
    with served() as service:
        outputs = walk(service, commands)
        printed = as_told(service, service.printed)
    for command, output in zip(commands, outputs, strict=True):
        print(f"\n$ {command}{output}")
    if "--write" in sys.argv:
        README.write_text(written(readme, printed, outputs), encoding="utf-8")


if __name__ == "__main__":
    main()
