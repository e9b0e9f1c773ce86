"""Where a webhook may lead: a table of addresses, and what a name may turn out to stand for."""

from __future__ import annotations

import ipaddress
import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions.notices.webhook_secrets import new_secret
from backend.actions.notices.webhook_targets import TargetRefused, check_address, check_url
from backend.jobs.webhook_calls import Caller, GuardedResolver
from tests.backend.notices.receiver import Receiver

GOOD = [
    "https://sender.example/hook",
    "https://sender.example:8443/hook?to=a",
    "https://8.8.8.8/hook",
    "https://[2606:4700::1111]/hook",
    "https://xn--vzhgo-nsa.example/",
]
REFUSED = [
    ("http://sender.example/hook", "https_needed"),
    ("ftp://sender.example/hook", "https_needed"),
    ("file:///etc/passwd", "malformed"),
    ("gopher://sender.example/", "https_needed"),
    ("https://sender.example:22/", "port_refused"),
    ("https://sender.example:80/", "port_refused"),
    ("https://sender.example:0/", "port_refused"),
    ("https://sender.example:99999/", "malformed"),
    ("https://user:pw@sender.example/", "credentials_in_url"),
    ("https://good.example@127.0.0.1/", "credentials_in_url"),
    ("https://sender.example/#fragment", "malformed"),
    ("https://", "malformed"),
    ("//sender.example", "https_needed"),
    ("sender.example", "malformed"),
    ("", "malformed"),
    ("https://sender.example/a b", "malformed"),
    ("https://sender.example/\r\nX: y", "malformed"),
    ("https://sender.example\\@127.0.0.1/", "malformed"),
    ("https://vëzhgo.example/", "malformed"),
    ("https://sender.example/" + "a" * 600, "malformed"),
    ("https://localhost/", "address_refused"),
    ("https://intranet/", "address_refused"),
    ("https://printer.local/", "address_refused"),
    ("https://metadata.google.internal/", "address_refused"),
    ("https://1.0.168.192.in-addr.arpa/", "address_refused"),
    ("https://127.0.0.1/", "address_refused"),
    ("https://127.1/", None),
    ("https://2130706433/", "address_refused"),
    ("https://0.0.0.0/", "address_refused"),
    ("https://10.0.0.1/", "address_refused"),
    ("https://172.16.0.1/", "address_refused"),
    ("https://192.168.1.1/", "address_refused"),
    ("https://169.254.169.254/latest/meta-data/", "address_refused"),
    ("https://100.64.0.1/", "address_refused"),
    ("https://192.0.0.192/", "address_refused"),
    ("https://198.18.0.1/", "address_refused"),
    ("https://224.0.0.1/", "address_refused"),
    ("https://255.255.255.255/", "address_refused"),
    ("https://[::1]/", "address_refused"),
    ("https://[::]/", "address_refused"),
    ("https://[fe80::1]/", "address_refused"),
    ("https://[fd00:ec2::254]/", "address_refused"),
    ("https://[ff02::1]/", "address_refused"),
    ("https://[::ffff:127.0.0.1]/", "address_refused"),
    ("https://[::ffff:10.0.0.1]/", "address_refused"),
    ("https://[::127.0.0.1]/", "address_refused"),
    ("https://[64:ff9b::10.0.0.1]/", "address_refused"),
    ("https://[64:ff9b::169.254.169.254]/", "address_refused"),
    ("https://[64:ff9b:1::1]/", "address_refused"),
    ("https://[2002:7f00:1::]/", "address_refused"),
    ("https://[2001:0:7f00:1::]/", "address_refused"),
    ("https://[2001:db8::1]/", "address_refused"),
]


@pytest.mark.parametrize("url", GOOD)
def test_addresses_of_the_public_internet_are_taken(url: str) -> None:
    """By name or by number."""
    check_url(url, loopback=False)


@pytest.mark.parametrize(("url", "reason"), [row for row in REFUSED if row[1]])
def test_addresses_that_are_refused(url: str, reason: str) -> None:
    """Wrong forms, and every kind of address that is not the public internet."""
    with pytest.raises(TargetRefused) as refused:
        check_url(url, loopback=False)
    assert refused.value.reason == reason


async def test_other_ways_to_write_loopback_are_caught_when_the_name_is_resolved() -> None:
    """`127.1` looks like a name with a dot; the system takes it for loopback, and the resolver sees that."""
    check_url("https://127.1/", loopback=False)
    with pytest.raises(TargetRefused):
        await GuardedResolver(loopback=False).resolve("127.1", 443)


@pytest.mark.parametrize(
    ("url", "loopback", "passes"),
    [
        ("http://127.0.0.1:9000/x", True, True),
        ("http://localhost:9000/x", True, True),
        ("http://[::1]:9000/x", True, True),
        ("http://127.0.0.1:22/x", True, False),
        ("http://10.0.0.1:9000/x", True, False),
        ("http://127.0.0.2:9000/x", True, False),
        ("https://sender.example/x", True, True),
        ("http://sender.example/x", True, False),
        ("https://169.254.169.254/", True, False),
        ("http://127.0.0.1:9000/x", False, False),
    ],
)
def test_loopback_only_where_the_service_is_on_loopback(url: str, loopback: bool, passes: bool) -> None:
    """For trying it out on one machine; the rest of the network stays closed there too."""
    try:
        check_url(url, loopback=loopback)
    except TargetRefused:
        assert not passes
    else:
        assert passes


@given(st.ip_addresses())
def test_no_private_address_passes(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """What passes is global by the registries of IANA, and so is an IPv4 address inside it."""
    try:
        check_address(address, loopback=False)
    except TargetRefused:
        return
    assert address.is_global
    assert not address.is_private
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    assert inner is None or inner.is_global


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.7"],
        ["93.184.216.34", "10.0.0.7"],
        ["::1"],
        ["169.254.169.254"],
        ["fe80::1%eth0"],
        ["127.0.0.1"],
    ],
)
async def test_a_name_that_stands_for_an_address_of_ours_is_not_called(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver, answers: list[str]
) -> None:
    """Resolved at each connect; one bad address among good ones is enough. Nothing is sent."""
    port = int(receiver.url.rsplit(":", 1)[1].partition("/")[0])  # type: ignore[attr-defined]

    def resolved(host: str, *_: object, **__: object) -> list[tuple]:
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in answers
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    async with Caller("https://rebinding.example/", [new_secret()], loopback=False) as caller:
        outcome = await caller.call("notice-1", b"{}", datetime.now(UTC))
    assert outcome.code == "address_refused"
    assert receiver.calls == []


async def test_the_address_that_was_judged_is_the_one_that_is_called(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """A name that changes between judging and connecting gains nothing: it is asked once for each connection."""
    asked: list[str] = []
    port = int(receiver.url.rsplit(":", 1)[1].partition("/")[0])  # type: ignore[attr-defined]
    real = socket.getaddrinfo

    def resolved(host: str, *given: object, **named: object) -> list[tuple]:
        if host != "localhost":
            return real(host, *given, **named)  # type: ignore[arg-type]
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.7"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    async with Caller(f"http://localhost:{port}/", [new_secret()], loopback=True) as caller:
        outcome = await caller.call("notice-1", b"{}", datetime.now(UTC))
    assert outcome.ok
    assert asked == ["localhost"]


async def test_a_proxy_of_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """It would resolve names by itself, behind the guard."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with Caller(receiver.url, [new_secret()], loopback=True) as caller:  # type: ignore[attr-defined]
        outcome = await caller.call("notice-1", b"{}", datetime.now(UTC))
    assert outcome.ok
