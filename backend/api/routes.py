"""The list of every API route handler; the composition mounts it."""

from backend.api.accreditations import AccreditationController
from backend.api.badges import BadgeController
from backend.api.elections import ElectionController
from backend.api.health import HealthController
from backend.api.help import HelpController
from backend.api.organisations import OrganisationController
from backend.api.requests import RequestController
from backend.api.reports import ReportController
from backend.api.test_clock import TestClockController
from backend.api.webhooks import ROUTES as WEBHOOKS

ALWAYS = [
    HelpController,
    ReportController,
    ElectionController,
    OrganisationController,
    RequestController,
    *WEBHOOKS,
    HealthController,
    AccreditationController,
    BadgeController,
]
WITH_TEST_CLOCK = [TestClockController]
