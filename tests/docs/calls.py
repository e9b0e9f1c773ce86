"""The table of all calls in `docs/api.md`, drawn from the application's own OpenAPI description.

`python -m tests.docs.calls` writes it; `test_api_page` fails while the page and the routes differ.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from backend.app import compose, create_app
from backend.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
_MARKED = re.compile(r"(<!-- calls -->\n)(.*?)(<!-- end -->)", re.DOTALL)
METHODS = ("get", "post", "put", "delete")


def table() -> str:
    """Every described call with its method, path and the first line of its docstring; nothing is connected to."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), secret_key="long enough, and never used for anything")
        app = create_app(compose(settings, "postgresql://nobody@127.0.0.1:1/none"))
    told = {
        handler.operation_id: _first_line(handler.fn.__doc__ or "")
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
    }
    rows = ["| call | what |", "|---|---|"]
    for path, item in sorted(app.openapi_schema.to_schema()["paths"].items()):
        for method in METHODS:
            if method in item:
                rows.append(f"| `{method.upper()} {path}` | {told[item[method]['operationId']]} |")
    return "\n".join(rows)


def _first_line(docstring: str) -> str:
    """The first line, without its full stop, safe in a table."""
    return docstring.strip().partition("\n")[0].strip().removesuffix(".").replace("|", "\\|")


def drawn_into(page: str) -> str:
    """The page with the table as the routes are now."""
    drawn = table()
    return _MARKED.sub(lambda found: f"{found[1]}\n{drawn}\n\n{found[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(drawn_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
