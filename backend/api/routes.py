"""The list of every API route handler; the composition mounts it."""

from backend.api.accreditations import AccreditationController
from backend.api.badges import BadgeController
from backend.api.health import HealthController
from backend.api.test_clock import TestClockController
from backend.api.webhooks import ROUTES as WEBHOOKS

ALWAYS = [*WEBHOOKS, HealthController]
WITH_TEST_CLOCK = [TestClockController]
