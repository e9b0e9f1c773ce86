"""Signatures of webhooks: the vectors of Standard Webhooks, the examples of the documentation, and what does not pass."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.notices.webhook_secrets import headers, new_secret, sign, verify
from backend.jobs.webhook_calls import pause_s, read_retry_after

PAGE = (Path(__file__).parents[3] / "docs" / "notices.md").read_text(encoding="utf-8")
BODY = b'{"test": 2432232314}'
NOW = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)


def test_the_vector_of_standard_webhooks() -> None:
    """From the specification's own libraries (standard-webhooks, libraries/*/test)."""
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("what", "passes"),
    [
        ({}, True),
        ({"body": BODY + b" "}, False),
        ({"id": "notice-8"}, False),
        ({"now": NOW + timedelta(seconds=299)}, True),
        ({"now": NOW + timedelta(seconds=301)}, False),
        ({"now": NOW - timedelta(seconds=301)}, False),
        ({"timestamp": str(int(NOW.timestamp()) + 1)}, False),
        ({"timestamp": "soon"}, False),
        ({"timestamp": "-5"}, False),
        ({"timestamp": "9" * 40}, False),
        ({"signature": ""}, False),
        ({"signature": "v1,"}, False),
        ({"signature": "v2,x v1a,y"}, False),
        ({"secret": new_secret()}, False),
    ],
)
def test_what_a_receiver_accepts(what: dict[str, Any], passes: bool) -> None:
    """Another body, id, instant or secret does not pass, and neither does a replay."""
    secret = new_secret()
    sent = headers([secret], "notice-7", NOW, BODY)
    for name in ("id", "timestamp", "signature"):
        if name in what:
            sent[f"webhook-{name}"] = what[name]
    accepted = verify(what.get("secret", secret), sent, what.get("body", BODY), what.get("now", NOW))
    assert accepted is passes


@given(st.binary(max_size=200), st.integers(0, 2**33))
def test_every_body_verifies_with_its_secret_only(body: bytes, seconds: int) -> None:
    """Whatever the bytes are."""
    at = datetime.fromtimestamp(seconds, UTC)
    one, other = new_secret(), new_secret()
    sent = headers([one, other], "notice-1", at, body)
    assert verify(one, sent, body, at)
    assert verify(other, sent, body, at)
    assert not verify(new_secret(), sent, body, at)


def example(language: str) -> str:
    """The verifying example of the page."""
    found = re.search(rf"## Verifying it.*?```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_python_example_of_the_page_verifies_ours() -> None:
    """The code that a sender copies."""
    scope: dict[str, Any] = {}
    exec(example("python"), scope)  # noqa: S102
    secret, other = new_secret(), new_secret()
    now = datetime.now(UTC)
    sent = headers([other, secret], "notice-7", now, BODY)
    assert scope["is_ours"](secret, sent, BODY)
    assert not scope["is_ours"](new_secret(), sent, BODY)
    assert not scope["is_ours"](secret, sent, BODY + b" ")
    old = headers([secret], "notice-7", now - timedelta(minutes=6), BODY)
    assert not scope["is_ours"](secret, old, BODY)


def test_the_shell_example_of_the_page_verifies_ours(tmp_path: Path) -> None:
    """With openssl, as a sender would try it by hand; a body with bytes beyond ASCII and a newline at its end too."""
    secret = new_secret()
    for body, passes in (("ë ç %s \\n\n".encode(), True), (b"{}", False)):
        sent = headers([new_secret(), secret], "notice-7", NOW, "ë ç %s \\n\n".encode())
        (tmp_path / "body.json").write_bytes(body)
        env = {
            "PATH": os.environ["PATH"],
            "SECRET": secret,
            "WEBHOOK_ID": sent["webhook-id"],
            "WEBHOOK_TIMESTAMP": sent["webhook-timestamp"],
            "WEBHOOK_SIGNATURE": sent["webhook-signature"],
        }
        done = subprocess.run(
            ["sh", "-c", example("sh")], cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert (done.returncode == 0) is passes, done.stderr
        assert ("signed by" in done.stdout) is passes


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("999999999999", 86_400),
        ("Tue, 20 Apr 2027 09:05:00 GMT", 300),
        ("Tue, 20 Apr 2027 08:00:00 GMT", 0),
        ("Tue, 20 Apr 2117 08:00:00 GMT", 86_400),
        ("", 0),
        ("-5", 0),
        ("soon", 0),
        ("1.5", 0),
        ("١٢", 0),
    ],
)
def test_retry_after_is_read_as_number_or_date(value: str, seconds: float) -> None:
    """Nonsense is no wait, and a century is a day."""
    assert read_retry_after(value, NOW) == seconds


@given(st.integers(1, 500), st.floats(0, 86_400))
def test_a_pause_grows_and_is_never_shorter_than_asked(attempts: int, after_s: float) -> None:
    """With a fifth of jitter, so that a crowd does not come back at once."""
    pause = pause_s(attempts, after_s)
    assert pause >= after_s
    assert 4 <= pause <= max(after_s, 43_200 * 1.2)
