"""What a restore asks of the database, and how the present rows are set aside until it has worked."""

from __future__ import annotations

from psycopg import AsyncConnection, sql

ASIDE = "vezhgo_before_restore"
"""The schema that holds the former tables while a dump is read; a restore that was cut off leaves it there."""


async def others(conn: AsyncConnection) -> int:
    """How many other connections of this program the database has: a service that runs on it."""
    cursor = await conn.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name LIKE 'vezhgo-%' AND pid <> pg_backend_pid()"
    )
    return (await cursor.fetchone())[0]


async def filled_tables(conn: AsyncConnection) -> list[str]:
    """The tables that hold rows, in order of name; the list of migrations does not count."""
    cursor = await conn.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE '%%yoyo%%' ORDER BY c.relname"
    )
    found = []
    for (name,) in await cursor.fetchall():
        rows = await conn.execute(sql.SQL("SELECT 1 FROM public.{} LIMIT 1").format(sql.Identifier(name)))
        if await rows.fetchone():
            found.append(name)
    return found


async def applied_migrations(conn: AsyncConnection) -> list[str]:
    """The names of the migrations this database has had, in order of name."""
    cursor = await conn.execute("SELECT migration_id FROM _yoyo_migration ORDER BY migration_id")
    return [row[0] for row in await cursor.fetchall()]


async def set_aside(conn: AsyncConnection) -> None:
    """Move the present schema out of the way and make an empty one.

    Raises:
        psycopg.errors.DuplicateSchema: a restore was cut off before; a person must look at both schemas.
    """
    async with conn.transaction():
        await conn.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(ASIDE)))
        await conn.execute("CREATE SCHEMA public")
        await conn.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


async def put_back(conn: AsyncConnection) -> None:
    """Take the former schema again, as if nothing had been tried."""
    async with conn.transaction():
        await conn.execute("DROP SCHEMA public CASCADE")
        await conn.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(sql.Identifier(ASIDE)))


async def forget(conn: AsyncConnection) -> None:
    """Drop the former schema for good."""
    await conn.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(ASIDE)))
