"""Every answer that the tests receive is held to its description; one that is not described as it is fails the test.

With VEZHGO_RECORD_ANSWERS=<folder> the answers are also written there, one line each, by operation id.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import msgspec
from litestar import Litestar

from backend.api.answers import NOTHING, Answers, File, all_answers


@cache
def answers() -> Answers:
    """The described answers."""
    return all_answers()


class Described:
    """The operations of one application, found by method and path."""

    def __init__(self, app: Litestar) -> None:
        self._operations: list[tuple[str, re.Pattern[str], str]] = []
        for route in app.routes:
            path = getattr(route, "path_format", "")
            for handler in getattr(route, "route_handlers", ()):
                if handler.operation_id is None or not handler.resolve_include_in_schema():
                    continue
                pattern = re.compile(re.sub(r"\{[^}]+\}", r"[^/]+", path))
                for method in handler.http_methods:
                    self._operations.append((str(method), pattern, str(handler.operation_id)))
        # `/v1/requests/batch` before `/v1/requests/{number}`.
        self._operations.sort(key=lambda one: one[1].pattern.count("[^/]+"))

    def operation(self, method: str, path: str) -> str | None:
        """The operation id of a call; None for pages and unknown paths."""
        for known, pattern, id in self._operations:
            if known == method and pattern.fullmatch(path):
                return id
        return None

    async def check(self, response: httpx.Response) -> None:
        """Hold one answer to its description.

        Raises:
            AssertionError: a status or a field is not described, or has another type.
        """
        if not response.is_success:
            return
        operation = self.operation(response.request.method, response.request.url.path)
        if operation is None:
            return
        await response.aread()
        _record(operation, response)
        described = answers().get(operation)
        if described is None:
            return
        assert response.status_code in described, (operation, response.status_code, sorted(described))
        shape = described[response.status_code]
        media_type = response.headers.get("content-type", "").partition(";")[0]
        if shape == NOTHING:
            assert not response.content, (operation, response.text[:200])
            return
        if isinstance(shape, File):
            assert media_type in shape.media_types or "*/*" in shape.media_types, (operation, media_type)
            return
        try:
            msgspec.json.decode(response.content, type=shape)
        except msgspec.ValidationError as error:
            raise AssertionError(
                f"{operation} {response.status_code}: {error}: {response.text[:2000]}"
            ) from error


def _record(operation: str, response: httpx.Response) -> None:
    folder = os.environ.get("VEZHGO_RECORD_ANSWERS")
    if not folder or "json" not in response.headers.get("content-type", ""):
        return
    sent: Any = None
    if "json" in response.request.headers.get("content-type", ""):
        try:
            sent = json.loads(response.request.content)
        except (ValueError, httpx.RequestNotRead):
            sent = None
    line = {"status": response.status_code, "request": sent, "answer": response.json()}
    with (Path(folder) / f"{operation}.{os.getpid()}.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
