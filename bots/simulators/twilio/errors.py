"""Twilio's errors: their numbers, HTTP statuses and the exact shape of an error body.

Shape: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
Numbers: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from typing import Any

MESSAGES: dict[int, tuple[int, str]] = {
    20001: (400, "Bad request: {0}"),
    20003: (401, "Authenticate"),
    20004: (405, "Method not allowed"),
    20008: (403, "Forbidden: {0}"),
    20404: (404, "The requested resource {0} was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    20503: (503, "Service unavailable"),
    21211: (400, "Invalid 'To' Phone Number: {0}"),
    21212: (400, "Invalid From Number (caller ID): {0}"),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21609: (400, "The 'StatusCallback' URL {0} is not a valid URL."),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21619: (400, "A text message body or media urls must be specified."),
    21620: (400, "Invalid media URL(s)"),
    21623: (400, "Number of media files exceeds allowed limit"),
    21655: (400, "The ContentSid {0} is invalid"),
    21656: (400, "The ContentVariables Parameter is invalid"),
    21910: (400, "Invalid From and To pair. From and To should be of the same channel"),
    63007: (400, "Twilio could not find a Channel with the specified From address"),
}
"""Refusals of a call: number -> (HTTP status, text)."""

DELIVERY_MESSAGES: dict[int, str] = {
    63003: "Channel could not find To address",
    63016: (
        "Failed to send freeform message because you are outside the allowed window. "
        "If you are using WhatsApp, please use a Message Template."
    ),
    63018: "Rate limit exceeded for Channel",
    63019: "Media failed to download",
    63021: "Channel invalid content error",
    63024: "Invalid message recipient",
    63028: "Number of parameters provided does not match the expected number of parameters",
}
"""Failures after acceptance, as `ErrorCode` of a status callback."""

ALERTS: dict[int, str] = {
    11200: "HTTP retrieval failure",
    11205: "HTTP connection failure",
    12100: "Document parse failure",
    12200: "Schema validation warning",
    12300: "Invalid Content-Type",
    14101: "Invalid To attribute",
    14103: "Invalid Body",
    14105: "Invalid statusCallback attribute",
}
"""Alerts of the debugger about our webhooks' answers."""


class TwilioError(Exception):
    """A call that Twilio refuses.

    Attributes:
        code: Twilio's number, a key of `MESSAGES`.
        status: the HTTP status.
        text: the message.
    """

    def __init__(self, code: int, detail: str = "", status: int | None = None) -> None:
        """Look the number up; `detail` fills the text's place, `status` overrides the table's."""
        usual, text = MESSAGES[code]
        self.code = code
        self.status = status or usual
        self.text = text.format(detail)
        super().__init__(self.text)

    def body(self) -> dict[str, Any]:
        """The JSON body as Twilio sends it."""
        return {
            "code": self.code,
            "message": self.text,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


class TwimlError(Exception):
    """An answer of ours that Twilio would not follow.

    Attributes:
        code: a key of `ALERTS`.
    """

    def __init__(self, code: int, detail: str) -> None:
        """Keep the alert's number and what is wrong."""
        super().__init__(f"{ALERTS[code]}: {detail}")
        self.code = code
