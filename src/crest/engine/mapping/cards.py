"""One card per site or organisation: the visible sum of the rows that speak of it.

Nothing is overwritten: where rows disagree the card shows the most frequent value (ties: the one
not all in capitals, the longer, the one given first), and the other spellings stay beside it.
"""

from __future__ import annotations

from typing import Final

import duckdb
import pyarrow as pa

from crest.engine.tables.contracts import NODES, conform

# Columns that stand on a card next to the contract of nodes.
FURTHER: Final = (
    "also_known_as",
    "name_native",
    "address",
    "city",
    "region",
    "postcode",
    "lei",
    "gln",
    "os_id",
    "duns",
    "licence",
    "licence_jurisdiction",
    "licence_from",
    "licence_to",
    "closed",
    "sources",
)
_LIST_SEPARATOR: Final = " | "

# The value most rows give; ties go to what is not all in capitals, then to the longer text, then
# to the earlier row.
_MOST_GIVEN = """
    select entity, arg_max({column}, (times, {column}::text <> upper({column}::text),
                                      length({column}::text), -first)) as {column}
    from (select entity, {column}, count(*) as times, min(record) as first from rows
          where {column} is not null group by all) group by entity
"""
_BEST_PLACE = """
    select entity, arg_min(lat, (rank, record)) as lat, arg_min(lng, (rank, record)) as lng,
           arg_min(place_precision, (rank, record)) as place_precision
    from (select *, case place_precision when 'given' then 0 when 'city' then 1
                    when 'region' then 2 else 3 end as rank from rows where lat is not null)
    group by entity
"""
# The newest statement about the number of workers counts; undated rows come last.
_WORKERS = """
    select entity, arg_max(workers, (coalesce(valid_from, date '0001-01-01'), workers)) as workers
    from rows where workers is not null group by entity
"""
_SPLIT_UNION = """
    select entity, string_agg(distinct part, '|' order by part) as {column}
    from (select entity, trim(unnest(string_split({column}, '|'))) as part from rows
          where {column} is not null) where part <> '' group by entity
"""
_COUNTED = """
    select entity, count(*) as records,
           string_agg(distinct source, '{separator}' order by source) as sources,
           string_agg(distinct name, '{separator}' order by name) as names
    from rows group by entity
"""


def entity_cards(records: pa.Table, entities: pa.Array, *, kind: str) -> pa.Table:
    """One row per entity: the NODES contract plus the columns of `FURTHER`.

    `records`: SITES or ORGANISATIONS, n rows; `entities`: n permanent ids, same order;
    `kind`: "site" or "organisation". Rows come in the order of the first record of each entity.
    """
    rows = records.append_column("entity", pa.array(entities, pa.string()))
    for name, column_type in (("closed", pa.bool_()), ("workers", pa.int64())):
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.nulls(rows.num_rows, column_type))
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        base = "select entity, min(record) as first from rows group by entity"
        joins, columns = [f"({base}) base"], ["base.entity as node"]
        for position, (query, names) in enumerate(_parts(rows.column_names)):
            joins.append(f"left join ({query}) p{position} using (entity)")
            columns += [f"p{position}.{name}" for name in names]
        query = f"select {', '.join(columns)} from {' '.join(joins)} order by base.first"
        cards = connection.sql(query).to_arrow_table()
    return _finish(cards, kind)


def _parts(present: list[str]) -> list[tuple[str, list[str]]]:
    """The queries that make a card, each with the columns it yields."""
    given = ["name", "country", *FURTHER[1:-1], "role"]
    parts = [(_MOST_GIVEN.format(column=column), [column]) for column in given if column in present]
    parts.append((_BEST_PLACE, ["lat", "lng", "place_precision"]))
    parts.append((_WORKERS, ["workers"]))
    parts += [
        (_SPLIT_UNION.format(column=column), [column])
        for column in ("sector", "product")
        if column in present
    ]
    counted = _COUNTED.format(separator=_LIST_SEPARATOR)
    return [*parts, (counted, ["records", "sources", "names"])]


def _finish(cards: pa.Table, kind: str) -> pa.Table:
    """Names for the nameless, other spellings apart from the chosen one, contract columns first."""
    rows = cards.to_pylist()
    for row in rows:
        spellings = (row.pop("names") or "").split(_LIST_SEPARATOR)
        row["name"] = row["name"] or _nameless(row, kind)
        row["also_known_as"] = (
            _LIST_SEPARATOR.join(s for s in spellings if s and s != row["name"]) or None
        )
        row["kind"] = kind
        row["role"] = row.get("role") or ("site" if kind == "site" else None)
    types = {field.name: field.type for field in cards.schema}
    types |= {"also_known_as": pa.string(), "kind": pa.string(), "role": pa.string()}
    columns = {
        name: pa.array([row.get(name) for row in rows], types[name])
        for name in types
        if name != "names"
    }
    return conform(pa.table(columns), NODES)


def _nameless(row: dict[str, object], kind: str) -> str:
    """Words for a site whose list gives a place but no name."""
    where = ", ".join(str(row[part]) for part in ("city", "region", "country") if row.get(part))
    thing = "Unnamed workplace" if kind == "site" else "Unnamed organisation"
    return f"{thing}, {where}" if where else thing
