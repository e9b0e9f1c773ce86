"""A wrong value of the environment stops every start with one clear line and exit status 2."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from backend import settings as environment
from backend.cli import vezhgo
from backend.settings import SettingsError
from tests.backend.cli.processes import house

LONG = "x" * 40
TOKEN = "1000001:AAtests-simulated-token"
CONTRACT = (
    "serve", "work", "migrate", "demo", "keys", "api-key", "badge", "help", "audit", "drill", "backup",
    "restore", "import", "simulators",
)  # fmt: skip
WRONG = [
    ({"VEZHGO_LISTEN": "8000"}, "VEZHGO_LISTEN"),
    ({"VEZHGO_LISTEN": "127.0.0.1:0"}, "VEZHGO_LISTEN"),
    ({"VEZHGO_LISTEN": "127.0.0.1:99999"}, "VEZHGO_LISTEN"),
    ({"VEZHGO_LISTEN": "127.0.0.1:²"}, "VEZHGO_LISTEN"),
    ({"VEZHGO_DATABASE_URL": "mysql://a/b"}, "VEZHGO_DATABASE_URL"),
    ({"VEZHGO_DATABASE_URL": "postgresql://[::1"}, "VEZHGO_DATABASE_URL"),
    ({"VEZHGO_PUBLIC_URL": "vezhgo.example"}, "VEZHGO_PUBLIC_URL"),
    ({"VEZHGO_PUBLIC_URL": "http://"}, "VEZHGO_PUBLIC_URL"),
    ({"VEZHGO_PUBLIC_URL": "http://[::1"}, "VEZHGO_PUBLIC_URL"),
    ({"VEZHGO_PUBLIC_URL": "https://vezhgo.example"}, "VEZHGO_SECRET_KEY"),
    ({"VEZHGO_PUBLIC_URL": "https://vezhgo.example", "VEZHGO_SECRET_KEY": "short"}, "VEZHGO_SECRET_KEY"),
    ({"VEZHGO_SECRET_KEY": "short"}, "VEZHGO_SECRET_KEY"),
    ({"VEZHGO_TEST_CLOCK": "maybe"}, "VEZHGO_TEST_CLOCK"),
    (
        {"VEZHGO_TEST_CLOCK": "1", "VEZHGO_PUBLIC_URL": "https://v.example", "VEZHGO_SECRET_KEY": LONG},
        "VEZHGO_TEST_CLOCK",
    ),
    ({"VEZHGO_TELEGRAM_TOKEN": TOKEN}, "VEZHGO_TELEGRAM_WEBHOOK_SECRET"),
    ({"VEZHGO_TELEGRAM_OBSERVER_TOKEN": TOKEN}, "VEZHGO_TELEGRAM_WEBHOOK_SECRET"),
    (
        {"VEZHGO_TELEGRAM_TOKEN": TOKEN, "VEZHGO_TELEGRAM_WEBHOOK_SECRET": "with space"},
        "VEZHGO_TELEGRAM_WEBHOOK_SECRET",
    ),
    (
        {"VEZHGO_TELEGRAM_TOKEN": "not a token", "VEZHGO_TELEGRAM_WEBHOOK_SECRET": "s"},
        "VEZHGO_TELEGRAM_TOKEN",
    ),
    ({"VEZHGO_TELEGRAM_API_URL": "ftp://x"}, "VEZHGO_TELEGRAM_API_URL"),
    ({"VEZHGO_TWILIO_ACCOUNT_SID": "AC" + "0" * 32}, "VEZHGO_TWILIO_AUTH_TOKEN"),
    ({"VEZHGO_TWILIO_WHATSAPP_FROM": "069"}, "VEZHGO_TWILIO_WHATSAPP_FROM"),
    ({"VEZHGO_TWILIO_OBSERVER_WHATSAPP_FROM": "whatsapp:069"}, "VEZHGO_TWILIO_OBSERVER_WHATSAPP_FROM"),
    ({"VEZHGO_TWILIO_VOICE_FROM": "whatsapp:+35542222222"}, "VEZHGO_TWILIO_VOICE_FROM"),
    ({"VEZHGO_VOICE_FORWARD_TO": "0042"}, "VEZHGO_VOICE_FORWARD_TO"),
    ({"VEZHGO_TWILIO_API_URL": "x"}, "VEZHGO_TWILIO_API_URL"),
    ({"VEZHGO_SMTP_URL": "http://mail"}, "VEZHGO_SMTP_URL"),
    ({"VEZHGO_IMAP_URL": "smtp://mail"}, "VEZHGO_IMAP_URL"),
    ({"VEZHGO_EVIDENCE_URL": "http://bucket"}, "VEZHGO_EVIDENCE_URL"),
    ({"VEZHGO_EVIDENCE_URL": "s3://"}, "VEZHGO_EVIDENCE_URL"),
]


@pytest.mark.parametrize(("env", "named"), WRONG)
def test_a_wrong_value_is_one_line_that_names_its_variable(env, named):
    """The message begins with the variable's name, is one line, and repeats no secret."""
    with pytest.raises(SettingsError) as caught:
        environment.load(env)
    message = str(caught.value)
    assert message.startswith(named + " ")
    assert "\n" not in message
    for secret in ("short", "with space", "not a token"):
        assert secret not in message


@pytest.mark.parametrize("command", ["serve", "work", "migrate", "demo"])
def test_every_start_ends_with_2_before_anything_is_touched(command):
    """Exit 2 and the one line on standard error; no data directory was made."""
    with house() as home:
        done = home.run(command, VEZHGO_TEST_CLOCK="maybe")
        assert done.returncode == 2
        assert done.stderr.splitlines() == ["vezhgo: VEZHGO_TEST_CLOCK must be 1 or 0."]
        assert not home.folder.exists()


def test_a_taken_port_is_told_before_the_database_is_started():
    """Exit 2, one line with the address, and no embedded database."""
    with house() as home, socket.socket() as other:
        other.bind(("127.0.0.1", home.port))
        other.listen()
        for command in (("serve",), ("demo", "--serve")):
            done = home.run(*command)
            assert done.returncode == 2
            assert done.stderr.splitlines() == [
                f"vezhgo: cannot listen on 127.0.0.1:{home.port}: Address already in use."
            ]
            assert not (home.folder / "postgres").exists()


def test_an_address_of_another_machine_is_refused():
    """An address this machine does not have: exit 2 and one line."""
    with house() as home:
        done = home.run("serve", VEZHGO_LISTEN="203.0.113.7:8000", VEZHGO_SECRET_KEY=LONG)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "203.0.113.7:8000" in done.stderr


def test_a_data_directory_too_long_for_a_socket_is_refused(tmp_path):
    """The package would fall back to a socket that everybody may write to; we stop instead."""
    long = tmp_path / ("d" * 90)
    with house() as home:
        done = home.run("serve", VEZHGO_DATA_DIR=str(long))
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].startswith(
            "vezhgo: VEZHGO_DATA_DIR is too long for a Unix socket"
        )
        assert not long.exists()


def test_a_data_directory_that_is_a_file_is_refused():
    """Exit 2 and one line that names the variable."""
    with house() as home:
        # Beside the house's own folder: a test's usual folder may be too long for a socket.
        file = home.folder.parent / "file"
        file.write_text("x")
        for folder in (file, file / "below"):
            done = home.run("migrate", VEZHGO_DATA_DIR=str(folder))
            assert done.returncode == 2
            assert done.stderr.splitlines()[-1].startswith("vezhgo: VEZHGO_DATA_DIR cannot be used")


@pytest.mark.parametrize("command", ["serve", "migrate", "work"])
def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(command):
    """Exit 2; the server is named, the password is not."""
    with house() as home:
        done = home.run(command, VEZHGO_DATABASE_URL="postgresql://vz:hunter2@127.0.0.1:9/none")
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("vezhgo: the database of VEZHGO_DATABASE_URL cannot be used: ")
        assert "hunter2" not in done.stderr


def test_every_command_of_the_contract_is_listed_with_one_line():
    """`vezhgo --help` names each command and says in one line what it does."""
    shown = CliRunner().invoke(vezhgo, ["--help"])
    assert shown.exit_code == 0
    lines = shown.output.partition("Commands:\n")[2].splitlines()
    listed = {line.split()[0]: line.split(maxsplit=1)[1:] for line in lines if line.strip()}
    for name in CONTRACT:
        assert listed.get(name), f"{name} is not listed, or says nothing"
    assert not any(line.endswith("...") for line in lines)


@pytest.mark.parametrize(
    "command",
    [
        "api-key issue",
        "badge verify",
        "help evaluate",
        "audit verify",
        "keys list",
        "keys rotate",
        "import places",
        "import organisations",
        "import requests",
    ],  # fmt: skip
)
def test_every_command_below_a_group_explains_itself(command):
    """Each answers --help."""
    shown = CliRunner().invoke(vezhgo, [*command.split(), "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage:" in shown.output
