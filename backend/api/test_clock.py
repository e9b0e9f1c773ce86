"""The test clock: routes that exist only with VEZHGO_TEST_CLOCK on loopback."""

from datetime import datetime

import msgspec
from litestar import Controller, get, put

from backend.actions.fields import instant
from backend.services import Services
from backend.store import test_clocks


class ClockBody(msgspec.Struct, forbid_unknown_fields=True):
    """An aware instant."""

    now: datetime


class TestClockController(Controller):
    """Reads and sets the clock of every process; time goes on from the instant set."""

    path = "/v1/test/clock"
    tags = ["operation"]
    __test__ = False

    @get("", operation_id="read_test_clock", sync_to_thread=False)
    def read(self, services: Services) -> dict[str, datetime]:
        """The present instant."""
        return {"now": services.clock.now()}

    @put("", operation_id="set_test_clock")
    async def set(self, data: ClockBody, services: Services) -> dict[str, datetime]:
        """Set the instant and run what became due.

        Raises:
            Problem: 400, the instant has no time zone, or lies centuries away.
        """
        offset = services.clock.offset_to(instant("now", data.now))
        # Stored before it is set here: a follower that read the old one meanwhile sees by `sets` to drop it.
        async with services.database.transaction() as conn:
            await test_clocks.set_offset_s(conn, offset.total_seconds())
        services.clock.jump(offset)
        run_due = services.parts.get("run_due")
        if run_due is not None:
            await run_due()
        return {"now": services.clock.now()}
