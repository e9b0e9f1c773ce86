"""Bodies that routes read by themselves: files in multipart, and lines of a batch; described by operation id."""

from __future__ import annotations

from typing import Any


def _file(*fields: str) -> dict[str, Any]:
    """A multipart body with one file, and plain text fields beside it."""
    properties = {name: {"type": "string"} for name in fields}
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}, **properties},
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _raw(*media_types: str) -> dict[str, Any]:
    """The bytes of a file as the body, or as the one file of a multipart body."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    content = dict.fromkeys(media_types, binary) | _file()["content"]
    return {"required": True, "content": content}


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODIES: dict[str, dict[str, Any]] = {
    "put_photo": _file(),
    "deliver_translation": _file(),
    "add_evidence": _file("caption"),
    "add_appeal_document": _file("title"),
    "file_batch": _raw("application/x-ndjson", "text/csv", XLSX),
    "import_places": _raw("text/csv", XLSX),
    "import_registrations": _raw("text/csv", XLSX),
}
