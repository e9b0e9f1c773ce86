"""Request ids, one log line a request without personal data, and request metrics."""

import secrets
import time

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Histogram

log = structlog.get_logger()

LATENCY = Histogram(
    "vezhgo_request_seconds",
    "Time to answer",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
QUIET = {"/health/live", "/health/ready", "/metrics"}


def observe(app: ASGIApp) -> ASGIApp:
    """Give each request an id, and count and log its answer; never its query, body or client address."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await app(scope, receive, observed)
        finally:
            seconds = time.perf_counter() - started
            route = scope.get("path_template") or "unknown"
            LATENCY.labels(scope["method"], route, status).observe(seconds)
            if route not in QUIET and not route.startswith("/webhooks"):
                log.info(
                    "request",
                    id=request_id,
                    method=scope["method"],
                    route=route,
                    status=status,
                    ms=round(seconds * 1e3, 1),
                )

    return middleware
