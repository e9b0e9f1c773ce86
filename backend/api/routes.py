"""The list of every API route handler; the composition mounts it."""

from backend.api.accreditations import AccreditationController
from backend.api.acts import ActController
from backend.api.appeals import ROUTES as APPEALS
from backend.api.badges import BadgeController
from backend.api.batches import BatchController
from backend.api.check_ins import CheckInController
from backend.api.conduct import ConductController, LaneController
from backend.api.decisions import DecisionController
from backend.api.elections import ElectionController
from backend.api.health import HealthController
from backend.api.help import HelpController
from backend.api.notices import DeliveryController, NoticeController, WebhookController
from backend.api.observers import ObserverController
from backend.api.open_data import ROUTES as OPEN_DATA
from backend.api.organisation_keys import OrganisationProfileController
from backend.api.organisations import OrganisationController
from backend.api.registration_changes import RegistrationChangeController
from backend.api.reports import ReportController
from backend.api.request_life import ROUTES as REQUEST_LIFE
from backend.api.requests import RequestController
from backend.api.revocations import RevocationController
from backend.api.test_clock import TestClockController
from backend.api.voice import twilio_voice
from backend.api.webhooks import ROUTES as WEBHOOKS

ALWAYS = [
    HelpController,
    ReportController,
    ElectionController,
    OrganisationController,
    OrganisationProfileController,
    RegistrationChangeController,
    RequestController,
    *REQUEST_LIFE,
    DecisionController,
    ActController,
    BatchController,
    *WEBHOOKS,
    twilio_voice,
    HealthController,
    AccreditationController,
    BadgeController,
    ObserverController,
    CheckInController,
    RevocationController,
    ConductController,
    LaneController,
    *APPEALS,
    *OPEN_DATA,
    NoticeController,
    DeliveryController,
    WebhookController,
]
WITH_TEST_CLOCK = [TestClockController]
