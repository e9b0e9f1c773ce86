"""Multipart bodies: the files in them, read after the idempotency key has seen the raw bytes.

A `data` parameter would be parsed first and consume the stream, and the key's hash of the body could not be made.
"""

from typing import Any

from litestar import Request
from litestar.datastructures import State, UploadFile

from backend.problems import Problem

MULTIPART = "multipart/form-data"


def is_multipart(request: Request[Any, Any, State]) -> bool:
    """Whether the body is multipart."""
    return request.headers.get("content-type", "").lower().startswith(MULTIPART)


async def one_file(request: Request[Any, Any, State]) -> UploadFile:
    """The one file of a multipart body.

    Raises:
        Problem: 400, the body is not multipart, or holds no file or several; 415 for another media type.
    """
    if not is_multipart(request):
        raise Problem(415, "unsupported_media_type", remedy="send_multipart")
    await request.body()
    form = await request.form()
    files = [part for part in form.values() if isinstance(part, UploadFile)]
    if len(files) != 1:
        raise Problem(400, "file_missing", remedy="send_one_file")
    return files[0]
