"""Schema changes: numbered SQL in `backend/migrations`, forward only, applied by yoyo under lock and statement time-outs."""

from __future__ import annotations

from importlib import resources

from psycopg import conninfo

LOCK_TIMEOUT_MS = 4_000
STATEMENT_TIMEOUT_MS = 60_000


def migrate(url: str) -> list[str]:
    """Apply what is missing and return the names of the migrations applied.

    Two processes may call this at once: yoyo holds a lock in the database.
    """
    # Imported here: `serve` in a child process never migrates, and the import costs 100 ms.
    from yoyo import get_backend, read_migrations

    options = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC"
    with resources.as_file(resources.files("backend") / "migrations") as folder:
        backend = get_backend(_yoyo_url(url, options))
        migrations = read_migrations(str(folder))
        with backend.lock():
            missing = backend.to_apply(migrations)
            names = [migration.id for migration in missing]
            backend.apply_migrations(missing)
        backend.connection.close()
    return names


def known() -> list[str]:
    """The names of the migrations that this version brings, in order."""
    folder = resources.files("backend") / "migrations"
    return sorted(
        entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql")
    )


def _yoyo_url(url: str, options: str) -> str:
    from urllib.parse import quote, urlencode

    parts = conninfo.conninfo_to_dict(url)
    query = {"options": options}
    host = parts.get("host") or ""
    # A socket's folder goes into the query, because it cannot stand as a URL's host.
    if host.startswith("/"):
        query["host"] = host
        host = ""
    for name in ("sslmode", "sslrootcert"):
        if parts.get(name):
            query[name] = parts[name]
    user = quote(parts.get("user") or "", safe="")
    password = f":{quote(parts['password'], safe='')}" if parts.get("password") else ""
    port = f":{parts['port']}" if parts.get("port") and host else ""
    return f"postgresql+psycopg://{user}{password}@{host}{port}/{parts.get('dbname', '')}?{urlencode(query, quote_via=quote)}"
