"""Pages of lists: `limit` and `cursor` in, `{items, next_cursor}` out."""

from typing import Annotated

from litestar.params import Parameter

from backend.problems import Problem

LIMIT_DEFAULT = 50
LIMIT_MOST = 200

Limit = Annotated[int, Parameter(ge=1, le=LIMIT_MOST, description="how many items, at most 200")]
Cursor = Annotated[str | None, Parameter(max_length=60, description="`next_cursor` of the page before")]


def after_id(cursor: str | None) -> int:
    """The id after which a page begins, 0 for the first page.

    Raises:
        Problem: 400, the cursor is none that a page gave.
    """
    if cursor is None or cursor == "":
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise Problem(400, "cursor_malformed", remedy="start_again", arguments={"field": "cursor"})
    return int(cursor)


def before_id(cursor: str | None) -> int | None:
    """The id before which a page of a newest-first list begins, None for the first page.

    Raises:
        Problem: 400, the cursor is none that a page gave.
    """
    return after_id(cursor) or None
