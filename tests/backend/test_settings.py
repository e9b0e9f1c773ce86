"""The environment: a wrong value stops the start with one clear line."""

from __future__ import annotations

import pytest

from backend.settings import SettingsError, load

TOKEN = "1000001:AAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"VEZHGO_LISTEN": "8000"}, "VEZHGO_LISTEN"),
        ({"VEZHGO_LISTEN": "127.0.0.1:70000"}, "VEZHGO_LISTEN"),
        ({"VEZHGO_DATABASE_URL": "mysql://x/y"}, "VEZHGO_DATABASE_URL"),
        ({"VEZHGO_PUBLIC_URL": "vezhgo.example"}, "VEZHGO_PUBLIC_URL"),
        ({"VEZHGO_SECRET_KEY": "short"}, "VEZHGO_SECRET_KEY"),
        ({"VEZHGO_PUBLIC_URL": "https://vezhgo.example"}, "VEZHGO_SECRET_KEY"),
        (
            {
                "VEZHGO_PUBLIC_URL": "https://v.example",
                "VEZHGO_SECRET_KEY": "x" * 32,
                "VEZHGO_TEST_CLOCK": "1",
            },
            "VEZHGO_TEST_CLOCK",
        ),
        ({"VEZHGO_TEST_CLOCK": "maybe"}, "VEZHGO_TEST_CLOCK"),
        ({"VEZHGO_TELEGRAM_TOKEN": TOKEN}, "VEZHGO_TELEGRAM_WEBHOOK_SECRET"),
        ({"VEZHGO_TELEGRAM_OBSERVER_TOKEN": TOKEN}, "VEZHGO_TELEGRAM_WEBHOOK_SECRET"),
        (
            {"VEZHGO_TELEGRAM_TOKEN": TOKEN, "VEZHGO_TELEGRAM_WEBHOOK_SECRET": "no spaces!"},
            "VEZHGO_TELEGRAM_WEBHOOK_SECRET",
        ),
        (
            {"VEZHGO_TELEGRAM_TOKEN": "not a token", "VEZHGO_TELEGRAM_WEBHOOK_SECRET": "s"},
            "VEZHGO_TELEGRAM_TOKEN",
        ),
        ({"VEZHGO_TWILIO_ACCOUNT_SID": "AC1"}, "VEZHGO_TWILIO_AUTH_TOKEN"),
        ({"VEZHGO_TWILIO_WHATSAPP_FROM": "069 12"}, "VEZHGO_TWILIO_WHATSAPP_FROM"),
        ({"VEZHGO_EVIDENCE_URL": "ftp://x/y"}, "VEZHGO_EVIDENCE_URL"),
        ({"VEZHGO_TELEGRAM_RATE_PER_S": "fast"}, "VEZHGO_TELEGRAM_RATE_PER_S"),
        ({"VEZHGO_WHATSAPP_RATE_PER_S": "0"}, "VEZHGO_WHATSAPP_RATE_PER_S"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(env, named):
    """The operator reads which variable is wrong, and nothing of its value when it is a secret."""
    with pytest.raises(SettingsError) as refused:
        load(env)

    assert named in str(refused.value)
    assert "\n" not in str(refused.value)
    if "SECRET" in named or "TOKEN" in named:
        assert not any(value in str(refused.value) for value in env.values() if len(value) > 3)


def test_an_empty_environment_serves_the_loopback():
    """Nothing has to be set to try the product on one's own machine."""
    settings = load({})

    assert (settings.listen_host, settings.listen_port) == ("127.0.0.1", 8000)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.is_loopback
    assert not settings.test_clock


def test_the_public_url_follows_the_listening_address():
    """Another port on loopback needs one variable, not two."""
    assert load({"VEZHGO_LISTEN": "127.0.0.1:8123"}).public_url == "http://127.0.0.1:8123"
