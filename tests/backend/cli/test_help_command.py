"""`vezhgo help evaluate`: quick, small, and plain about a file it cannot use."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

QUESTIONS = [
    {"text": "ku votoj", "topic": "where_vote", "label": "in", "lang": "sq", "style": "plain"},
    {"text": "who will win", "topic": None, "label": "oos", "lang": "en", "style": "plain"},
]
HEAVY = ("aiogram", "twilio", "litestar", "psycopg", "jinja2", "obstore")


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_it_reports_within_two_seconds_and_loads_no_framework(tmp_path):
    """The whole command, from an interpreter's start to the table, with none of the shell's libraries."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(lines(*QUESTIONS))
    program = (
        "import sys\nfrom backend.cli import vezhgo\n"
        f"vezhgo(['help', 'evaluate', {str(file)!r}], standalone_mode=False)\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    took_s = time.monotonic() - begun

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "LOADED []"
    assert "in scope            1      1" in done.stdout
    assert "out of scope        1  answered 0" in done.stdout
    assert took_s < 2.0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"", "holds no question"),
        (b"\n \n", "holds no question"),
        (lines(QUESTIONS[0]) + b'{"text": "ku votoj"}\n', "line 2 of"),
        (lines(QUESTIONS[0], ["a", "list"]), "line 2 of"),
        (b"\xff\xfe\x00q", "line 1 of"),
        (lines({**QUESTIONS[0], "text": 7}), "line 1 of"),
    ],
)
async def test_a_file_that_cannot_be_used_is_one_clear_line(run, tmp_path, content, said):
    """Exit 2 and one line that names the file, and the line of the file where one is wrong; never a traceback."""
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)

    found = await run("help", "evaluate", str(file))

    assert found.exit_code == 2
    assert found.stdout == ""
    assert len(found.stderr.splitlines()) == 1
    assert said in found.stderr
    assert str(file) in found.stderr


async def test_a_folder_is_refused_by_its_name(run, tmp_path):
    """A folder instead of a file is said to be one."""
    found = await run("help", "evaluate", str(tmp_path))

    assert (found.exit_code, len(found.stderr.splitlines())) == (2, 1)
    assert "directory" in found.stderr
