"""Tables of the search index. They hold nothing that is not in the nodes, and can be made again."""

from django.db import migrations

TABLES = ("word", "posting", "slip", "version")


def _sql(vendor):
    lite = vendor == "sqlite"
    tail = " WITHOUT ROWID" if lite else ""
    text = "text" if lite else 'text COLLATE "C"'
    ident = "integer PRIMARY KEY AUTOINCREMENT" if lite else "bigserial PRIMARY KEY"
    return [
        f"CREATE TABLE supplychain_search_word (id {ident}, owner_id bigint NOT NULL, "
        f"word {text} NOT NULL, uses integer NOT NULL DEFAULT 0, UNIQUE (owner_id, word))",
        "CREATE TABLE supplychain_search_posting (word_id bigint NOT NULL, rank smallint NOT NULL, "
        f"node_id bigint NOT NULL, PRIMARY KEY (word_id, rank, node_id)){tail}",
        "CREATE INDEX supplychain_search_of_node ON supplychain_search_posting (node_id, word_id)",
        "CREATE TABLE supplychain_search_slip (owner_id bigint NOT NULL, slip bigint NOT NULL, "
        f"word_id bigint NOT NULL, PRIMARY KEY (owner_id, slip, word_id)){tail}",
        "CREATE TABLE supplychain_search_version (owner_id bigint NOT NULL PRIMARY KEY, "
        "version bigint NOT NULL)",
    ]


def make(apps, schema_editor):
    for line in _sql(schema_editor.connection.vendor):
        schema_editor.execute(line)


def drop(apps, schema_editor):
    for name in TABLES:
        schema_editor.execute(f"DROP TABLE supplychain_search_{name}")


class Migration(migrations.Migration):
    dependencies = [("supplychain", "0002_verdicts_claims_and_letters")]
    operations = [migrations.RunPython(make, drop)]
