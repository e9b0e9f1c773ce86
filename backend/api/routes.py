"""The list of every API route handler; the composition mounts it."""

from backend.api.health import HealthController
from backend.api.test_clock import TestClockController

ALWAYS = [HealthController]
WITH_TEST_CLOCK = [TestClockController]
