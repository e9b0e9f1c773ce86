"""Whether the service lives and is ready, and its measures."""

from litestar import Controller, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from backend.services import Services
from backend.store import deliveries, ledgers

INBOX_OPEN = Gauge("vezhgo_inbox_open", "Inbox rows not yet stepped")
OUTBOX_OPEN = Gauge("vezhgo_outbox_open", "Outbox rows not yet sent", ["state"])
OUTBOX_AGE = Gauge("vezhgo_outbox_oldest_seconds", "Age of the oldest outbox row that is due")
DEADLINES_LATE = Gauge("vezhgo_deadlines_late", "Deadlines that are due and not yet raised")
NOTICES_UNSPREAD = Gauge("vezhgo_notices_unspread", "Notices not yet handed to any channel")
DELIVERIES_OPEN = Gauge("vezhgo_deliveries_open", "Notices not yet delivered", ["channel"])
DELIVERIES_AGE = Gauge("vezhgo_deliveries_oldest_seconds", "Age of the oldest notice not yet delivered")
WEBHOOKS_DISABLED = Gauge("vezhgo_webhooks_disabled", "Senders' webhooks that were closed")


class HealthController(Controller):
    """Liveness, readiness and metrics."""

    tags = ["operation"]

    @get("/health/live", operation_id="live", sync_to_thread=False)
    def live(self) -> dict[str, str]:
        """The process answers."""
        return {"status": "live"}

    @get("/health/ready", operation_id="ready")
    async def ready(self, services: Services) -> Response[dict]:
        """The database answers; channels show what was last heard of them."""
        checks: dict[str, str] = {}
        try:
            async with services.database.reading() as conn:
                await ledgers.ping(conn)
            checks["database"] = "ok"
        except Exception as error:
            checks["database"] = type(error).__name__
        checks.update(services.parts.get("channel_health", {}))
        ready = checks["database"] == "ok"
        status = "ready" if ready else "not_ready"
        return Response({"status": status, "checks": checks}, status_code=200 if ready else 503)

    @get("/metrics", operation_id="metrics", include_in_schema=False)
    async def metrics(self, services: Services) -> Response[bytes]:
        """Prometheus text, the ledgers' gauges read from the database at each call."""
        async with services.database.reading() as conn:
            sizes = await ledgers.sizes(conn, services.clock.now())
            told = await deliveries.sizes(conn, services.clock.now())
        INBOX_OPEN.set(sizes.inbox_open)
        for state in ("waiting", "riding", "leased", "unknown", "escrowed"):
            OUTBOX_OPEN.labels(state).set(sizes.outbox.get(state, 0))
        OUTBOX_AGE.set(sizes.outbox_oldest_s)
        DEADLINES_LATE.set(sizes.deadlines_late)
        NOTICES_UNSPREAD.set(told.unspread)
        for channel in ("webhook", "mail"):
            DELIVERIES_OPEN.labels(channel).set(told.waiting.get(channel, 0))
        DELIVERIES_AGE.set(told.oldest_s)
        WEBHOOKS_DISABLED.set(told.disabled)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
