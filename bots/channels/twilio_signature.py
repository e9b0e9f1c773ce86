"""Twilio's webhook signature: HMAC-SHA1 over the public URL and the sorted form fields.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
The library's `RequestValidator` compares with a loop of its own and takes 2 to 3 times as long; the tests
hold this module equal to it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

Fields = Mapping[str, str] | Iterable[tuple[str, str]]
"""A decoded form: a mapping, or pairs when a name may repeat."""

_STANDARD_PORTS = {"https": 443, "http": 80}


def sign(url: str, params: Fields, auth_token: str) -> str:
    """The signature of a form request, base64.

    Args:
        url: the exact public URL with its query; a `#` fragment of connection overrides is not signed.
        params: every form field, empty values included; a repeated name with equal values counts once.
        auth_token: the account's auth token.
    """
    pairs = params.items() if isinstance(params, Mapping) else params
    signed = url.partition("#")[0] + "".join(name + value for name, value in sorted(set(pairs)))
    digest = hmac.new(auth_token.encode(), signed.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


def verify(signature: str, url: str, params: Fields, auth_token: str) -> bool:
    """Whether Twilio signed this form for this URL; compares in constant time.

    Twilio signs with or without the standard port, depending on the product, so both forms are accepted.

    Args:
        signature: header `X-Twilio-Signature`.
        url: the URL as configured at Twilio, never the one a proxy shows.
        params: as in `sign`.
        auth_token: the account's auth token; an empty one verifies nothing.
    """
    if not auth_token or not signature.isascii():
        return False
    pairs = list(params.items() if isinstance(params, Mapping) else params)
    parts = urlsplit(url.partition("#")[0])
    # Both are computed always: what the comparison takes must not tell which of the two matched.
    bare = hmac.compare_digest(sign(_without_port(parts), pairs, auth_token), signature)
    ported = hmac.compare_digest(sign(_with_port(parts), pairs, auth_token), signature)
    return bare or ported


def _without_port(parts: SplitResult) -> str:
    """The URL with no port."""
    if parts.port is None:
        return parts.geturl()
    return parts._replace(netloc=parts.netloc.rpartition(":")[0]).geturl()


def _with_port(parts: SplitResult) -> str:
    """The URL with its port, the scheme's own when it names none."""
    if parts.port is not None:
        return parts.geturl()
    return parts._replace(netloc=f"{parts.netloc}:{_STANDARD_PORTS.get(parts.scheme, 80)}").geturl()
