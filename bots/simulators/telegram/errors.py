"""The Bot API's refusals, with its own error codes and texts."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal, as the Bot API would answer it.

    Attributes:
        status: the HTTP status, which is also `error_code`.
        description: the text, as telegram-bot-api writes it.
        parameters: `ResponseParameters`, such as `retry_after`.
    """

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        """Keep the three parts of the answer."""
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object of the answer."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(text: str) -> ApiError:
    """A 400 with the usual prefix."""
    return ApiError(400, f"Bad Request: {text}")


def too_many(retry_after_s: int) -> ApiError:
    """A 429 that says when to try again."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after_s}", {"retry_after": retry_after_s})
