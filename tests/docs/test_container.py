"""The container files: what they copy, call and connect exists; no engine is needed to know it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
import yaml

from backend.cli import vezhgo

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
SERVICES = yaml.safe_load((ROOT / "docker" / "compose.yml").read_text(encoding="utf-8"))["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"].startswith("vezhgo"))


def _instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)


def test_what_is_copied_exists_and_is_let_through():
    """Each source of a COPY is in the repository and not held back by `.dockerignore`."""
    let_through = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    sources = [
        source
        for line in _instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    ]

    assert sources
    assert set() == {source for source in sources if not (ROOT / source).exists()}
    assert set() == {source for source in sources if source.split("/")[0] not in let_through}


def test_every_package_of_the_wheel_is_copied():
    """The image holds all packages that the project names."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = json.loads(re.search(r"^packages = (\[.+\])$", project, re.MULTILINE)[1])

    assert set(packages) <= {line.split()[0] for line in _instructions("COPY")}


def test_everything_is_installed_by_hash():
    """Each install is by hash, or is our own source without its dependencies."""
    installs = [
        part
        for line in _instructions("RUN")
        for part in line.split("&&")
        if " install " in part and "pip" in part
    ]

    assert len(installs) == 3
    assert all("--require-hashes" in one or "--no-deps --no-build-isolation ." in one for one in installs)


def test_the_last_stage_runs_as_an_ordinary_user_without_a_compiler():
    """The final image has a user of its own and installs no system package."""
    last = DOCKERFILE.split("\nFROM ")[-1]

    assert re.search(r"^USER vezhgo$", last, re.MULTILINE)
    assert "apt-get" not in DOCKERFILE
    assert "/opt/uv" not in last


@pytest.mark.parametrize("name", OURS)
def test_the_command_of_a_service_exists(name):
    """Each service calls a command of the command line with options that it has."""
    words = SERVICES[name]["command"]
    command = vezhgo.get_command(click.Context(vezhgo), words[0])

    assert command is not None
    command.make_context(words[0], [str(word) for word in words[1:]])


@pytest.mark.parametrize("name", OURS)
def test_a_service_waits_for_a_database_of_its_profile(name):
    """Whoever starts a profile gets the database that its services name."""
    service = SERVICES[name]
    needed = list(service["depends_on"])

    assert [service["profiles"]] == [SERVICES[one]["profiles"] for one in needed]
    host = re.search(r"@([\w.-]+):(\d+)/", service["environment"]["VEZHGO_DATABASE_URL"])
    published = [str(port).rpartition(":")[0] for port in SERVICES[needed[0]].get("ports", [])]
    assert host[1] == needed[0] or f"{host[1]}:{host[2]}" in published


def test_the_health_check_asks_a_route_that_exists():
    """The image's health check asks the route that says the process answers."""
    from backend.api.health import HealthController

    paths = {path for handler in (HealthController.live,) for path in handler.paths}
    asked = re.search(r"http://127\.0\.0\.1:8000(/[\w/]+)", DOCKERFILE)[1]

    assert asked in paths


def test_the_tour_can_be_walked_with_containers():
    """The lines that take the place of others in the README's first step have their namesakes there."""
    page = (ROOT / "docker" / "README.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    instead = re.findall(r"^(vezhgo\(\)|KEYS=)", page, re.MULTILINE)

    assert instead == ["vezhgo()", "KEYS="]
    assert all(re.search(rf"^{re.escape(name)}", readme, re.MULTILINE) for name in instead)
