"""What the simulator remembers: messages, files, templates, deliveries, alerts, calls."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import msgspec

API_VERSION = "2010-04-01"


def sid(prefix: str) -> str:
    """A new identifier: two letters and 32 hex digits."""
    return prefix + secrets.token_hex(16)


def rfc2822(moment: datetime | None) -> str | None:
    """A date as the 2010 API writes it, whole seconds in UTC."""
    if moment is None:
        return None
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0)).replace("-0000", "+0000")


class File(msgspec.Struct):
    """One Media of a message.

    Attributes:
        content: its bytes; empty for an outgoing file that was only named by address.
        source: the address an outgoing file was named by.
        key: the secret part of its address in the store.
    """

    sid: str
    content_type: str
    content: bytes
    created_at: datetime
    source: str = ""
    key: str = ""


class Message(msgspec.Struct):
    """One Message resource, with what the phone shows and what the webhook tells beyond it.

    Attributes:
        direction: `inbound`, `outbound-api` or `outbound-reply`.
        choices: buttons or list items of interactive content: (id, title).
        extras: inbound fields that only the webhook has (ProfileName, Latitude, ButtonPayload, ...).
        statuses: every status it went through, oldest first.
    """

    sid: str
    account_sid: str
    direction: str
    sender: str
    recipient: str
    body: str
    status: str
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None = None
    error_code: int | None = None
    error_message: str | None = None
    files: list[File] = []
    status_callback: str = ""
    content_sid: str = ""
    template: bool = False
    choices: list[tuple[str, str]] = []
    choice_kind: str = ""
    extras: dict[str, str] = {}
    statuses: list[str] = []

    @property
    def uri(self) -> str:
        """The resource's path."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}.json"

    def resource(self) -> dict[str, Any]:
        """The JSON of the Messages API."""
        inbound = self.direction == "inbound"
        return {
            "body": self.body,
            "num_segments": "1",
            "direction": self.direction,
            "from": self.sender,
            "to": self.recipient,
            "date_updated": rfc2822(self.updated_at),
            "price": None,
            "error_message": self.error_message,
            "uri": self.uri,
            "account_sid": self.account_sid,
            "num_media": str(len(self.files)),
            "status": "received" if inbound else self.status,
            "messaging_service_sid": None,
            "sid": self.sid,
            "date_sent": rfc2822(self.sent_at),
            "date_created": rfc2822(self.created_at),
            "error_code": self.error_code,
            "price_unit": "USD",
            "api_version": API_VERSION,
            "subresource_uris": {
                "media": self.uri.removesuffix(".json") + "/Media.json",
                "feedback": self.uri.removesuffix(".json") + "/Feedback.json",
            },
        }

    def media_uri(self, file: File) -> str:
        """The path of one of its files, as a webhook names it (without `.json`)."""
        return f"{self.uri.removesuffix('.json')}/Media/{file.sid}"

    def media_resource(self, file: File) -> dict[str, Any]:
        """The JSON of one Media."""
        return {
            "sid": file.sid,
            "account_sid": self.account_sid,
            "parent_sid": self.sid,
            "content_type": file.content_type,
            "date_created": rfc2822(file.created_at),
            "date_updated": rfc2822(file.created_at),
            "uri": self.media_uri(file) + ".json",
        }


class Template(msgspec.Struct):
    """One Content resource and its approval by WhatsApp.

    Attributes:
        approval: `unsubmitted`, `received`, `approved` or `rejected`.
    """

    sid: str
    account_sid: str
    friendly_name: str
    language: str
    variables: dict[str, str]
    types: dict[str, Any]
    created_at: datetime
    approval: str = "unsubmitted"
    approval_name: str = ""
    category: str = ""

    def resource(self) -> dict[str, Any]:
        """The JSON of the Content API."""
        url = f"https://content.twilio.com/v1/Content/{self.sid}"
        moment = self.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "date_created": moment,
            "date_updated": moment,
            "sid": self.sid,
            "account_sid": self.account_sid,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "variables": self.variables,
            "types": self.types,
            "url": url,
            "links": {
                "approval_create": f"{url}/ApprovalRequests/whatsapp",
                "approval_fetch": f"{url}/ApprovalRequests",
            },
        }


class Attempt(msgspec.Struct):
    """One HTTP request of a delivery.

    Attributes:
        outcome: `ok`, `4xx`, `5xx`, `ct` (no connection) or `rt` (no answer).
        status: the HTTP status, 0 without one.
    """

    at: datetime
    url: str
    outcome: str
    status: int = 0
    elapsed_ms: float = 0.0


class Delivery(msgspec.Struct):
    """One webhook: what was to be told, and what became of it.

    Attributes:
        kind: `message`, `status` or `voice`.
        outcome: `pending`, `held`, `answered`, `failed` or `lost`.
        token: `I-Twilio-Idempotency-Token`, the same on every attempt.
        alert: the debugger's number, 0 for none.
    """

    sid: str
    kind: str
    url: str
    about: str
    params: dict[str, str]
    token: str
    outcome: str = "pending"
    attempts: list[Attempt] = []
    answer: str = ""
    alert: int = 0
    alert_text: str = ""


class Call(msgspec.Struct):
    """One phone call and what was heard in it.

    Attributes:
        status: `ringing`, `in-progress` or `completed`.
        heard: what the caller heard, oldest first.
        awaits: the open Gather's attributes, empty when nothing is asked.
    """

    sid: str
    account_sid: str
    caller: str
    called: str
    status: str
    created_at: datetime
    heard: list[str] = []
    awaits: dict[str, str] = {}
    awaiting: bool = False
    dialled: str = ""

    def resource(self) -> dict[str, Any]:
        """The JSON of the Calls API."""
        return {
            "sid": self.sid,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.created_at),
            "parent_call_sid": None,
            "account_sid": self.account_sid,
            "to": self.called,
            "to_formatted": self.called,
            "from": self.caller,
            "from_formatted": self.caller,
            "phone_number_sid": None,
            "status": self.status,
            "start_time": rfc2822(self.created_at),
            "end_time": None,
            "duration": None,
            "price": None,
            "price_unit": "USD",
            "direction": "inbound",
            "answered_by": None,
            "api_version": API_VERSION,
            "forwarded_from": None,
            "group_sid": None,
            "caller_name": None,
            "queue_time": "0",
            "trunk_sid": None,
            "uri": f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.sid}.json",
            "subresource_uris": {},
        }
