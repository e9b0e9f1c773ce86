"""Where a webhook may lead: never into the network that the service itself stands in.

A sender names an address and we call it, so the address could be one of ours (server-side request forgery).
The form is judged when it is set; every address that its name stands for is judged again at each connect.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

PORTS = {443, 8443}
LOOPBACK_PORTS = range(1024, 65536)
URL_LIMIT = 500
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")
IETF_PROTOCOL = ipaddress.IPv4Network("192.0.0.0/24")


class TargetRefused(Exception):
    """This address is not called; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        """Keep the code; the address itself never enters a message."""
        super().__init__(reason)
        self.reason = reason


def check_url(url: str, *, loopback: bool) -> None:
    """Judge the form of a webhook's address; `loopback` is true where the service itself is on loopback only.

    Raises:
        TargetRefused: `malformed`, `https_needed`, `credentials_in_url`, `port_refused` or `address_refused`.
    """
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url or len(url) > URL_LIMIT:
        raise TargetRefused("malformed")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise TargetRefused("malformed") from None
    if not host or parts.fragment or host.endswith("."):
        raise TargetRefused("malformed")
    if parts.username is not None or parts.password is not None:
        raise TargetRefused("credentials_in_url")
    own = loopback and is_loopback_host(host)
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        raise TargetRefused("https_needed")
    port = port if port is not None else 443 if parts.scheme == "https" else 80
    if port not in PORTS and not (own and port in LOOPBACK_PORTS):
        raise TargetRefused("port_refused")
    address = literal(host)
    if address is not None:
        check_address(address, loopback=loopback)
    elif not own and (
        "." not in host or host.rpartition(".")[2] in {"localhost", "local", "internal", "arpa"}
    ):
        raise TargetRefused("address_refused")


def is_loopback_host(host: str) -> bool:
    """Whether a host of a URL names this machine: `localhost`, `127.0.0.1` or `::1`."""
    return host in {"localhost", "127.0.0.1", "::1"}


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, or None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def check_address(address: IPv4Address | IPv6Address, *, loopback: bool) -> None:
    """Let only addresses of the public internet pass, and loopback where the service is on loopback itself.

    An IPv6 address that carries an IPv4 address is judged by both.

    Raises:
        TargetRefused: `address_refused`.
    """
    if loopback and (address == IPv4Address("127.0.0.1") or address == IPv6Address("::1")):
        return
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        raise TargetRefused("address_refused")
    if isinstance(address, IPv4Address):
        if address in IETF_PROTOCOL:
            raise TargetRefused("address_refused")
        return
    if address in IPV4_COMPATIBLE or address in NAT64_LOCAL or address.teredo is not None:
        raise TargetRefused("address_refused")
    inner = address.ipv4_mapped or address.sixtofour
    if address in NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        check_address(inner, loopback=False)
