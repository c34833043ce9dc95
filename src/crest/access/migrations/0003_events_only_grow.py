"""The event log and the checkpoints only grow: the database itself refuses to change or remove."""

from typing import Any

from django.db import migrations

TABLES = ("access_event", "access_checkpoint")
WORDS = "the event log only grows"


def sqlite_on(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def sqlite_off(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]


POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION crest_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$"
)


def postgresql_on(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION crest_only_grows()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION crest_only_grows()",
    ]


def postgresql_off(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}" for what in ("change", "truncate")
    ]


def on(_apps: object, editor: Any) -> None:
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        for sql in (postgresql_on if vendor == "postgresql" else sqlite_on)(table):
            editor.execute(sql)


def off(_apps: object, editor: Any) -> None:
    vendor = editor.connection.vendor
    for table in TABLES:
        for sql in (postgresql_off if vendor == "postgresql" else sqlite_off)(table):
            editor.execute(sql)
    if vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS crest_only_grows()")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_after_the_first_use")]
    operations = [migrations.RunPython(on, off)]
