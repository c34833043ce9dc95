"""The columns of every table that crosses a workshop door.

All tables are `pyarrow.Table`. Text is null (never "") when nothing was given. Shares are 0..1,
people are whole persons, dates are calendar days (Gregorian), coordinates are WGS 84 degrees.
A table may carry further columns to the right; it never lacks one of these.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from crest.engine.errors import CrestError

_TEXT: Final = pa.string()

# Where a row came from. `source` is the file name as given, `row` the 1-based data row,
# `record` a number unique within one run and one kind (its position, 0-based).
PROVENANCE: Final = [
    pa.field("record", pa.int64(), nullable=False),
    pa.field("source", _TEXT, nullable=False),
    pa.field("sheet", _TEXT),
    pa.field("row", pa.int64(), nullable=False),
]

# `place_precision`: given (coordinates in the row) | city | region | country | null (unlocated).
# `join_key`: a number that several files share about one matter (for example a case number).
_WHERE: Final = [
    pa.field("address", _TEXT),
    pa.field("city", _TEXT),
    pa.field("region", _TEXT),
    pa.field("postcode", _TEXT),
    pa.field("country", _TEXT),  # ISO 3166-1 alpha-2, upper case
    pa.field("country_given", _TEXT),  # as written in the row
    pa.field("lat", pa.float64()),
    pa.field("lng", pa.float64()),
    pa.field("place_precision", _TEXT),
]
_IDENTIFIERS: Final = [
    pa.field("lei", _TEXT),
    pa.field("gln", _TEXT),
    pa.field("os_id", _TEXT),
    pa.field("duns", _TEXT),
    pa.field("local_id", _TEXT),  # the contributor's own number
    pa.field("join_key", _TEXT),
]
_LIFE: Final = [
    pa.field("valid_from", pa.date32()),
    pa.field("valid_to", pa.date32()),
]
_REST: Final = [pa.field("extra", _TEXT)]  # JSON object of the columns nobody recognised

SITES: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("name", _TEXT),
        pa.field("name_native", _TEXT),
        *_WHERE,
        pa.field("company", _TEXT),  # the organisation at the site, when given apart
        pa.field("parent", _TEXT),
        pa.field("sector", _TEXT),  # rulebook sector codes joined by "|"
        pa.field("product", _TEXT),  # joined by "|"
        pa.field("workers", pa.int64()),  # the middle of a range when a range was given
        *_IDENTIFIERS,
        *_LIFE,
        pa.field("closed", pa.bool_()),
        *_REST,
    ]
)

ORGANISATIONS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("name", _TEXT),
        pa.field("name_native", _TEXT),
        pa.field("role", _TEXT),  # company|buyer|employer|recruiter|sub_agent|broker|transporter
        *_WHERE,
        pa.field("licence", _TEXT),
        pa.field("licence_jurisdiction", _TEXT),  # ISO country code (or "US-TX" form)
        pa.field("licence_from", pa.date32()),
        pa.field("licence_to", pa.date32()),
        pa.field("parent", _TEXT),
        *_IDENTIFIERS,
        *_LIFE,
        *_REST,
    ]
)

RELATIONS: Final = (
    "supplies",
    "operates",
    "owns",
    "subcontracts",
    "recruits_for",
    "sub_agent_of",
    "provides_labour_to",
    "brokers",
    "transports",
)
GOODS_RELATIONS: Final = frozenset({"supplies", "subcontracts"})
# Where workers come from: origin place → the first hand (sub-agent, agency, employer or site).
# Never read from a links list; labour channels expand into it.
ORIGIN_RELATION: Final = "origin_of"
LABOUR_RELATIONS: Final = frozenset(
    {
        "recruits_for",
        "sub_agent_of",
        "provides_labour_to",
        "brokers",
        "transports",
        ORIGIN_RELATION,
    }
)
CONTROL_RELATIONS: Final = frozenset({"operates", "owns"})


def _end(prefix: str) -> list[pa.Field]:
    """One end of a link as written in the list: name and whatever identifies it."""
    return [
        pa.field(f"{prefix}_name", _TEXT),
        pa.field(f"{prefix}_id", _TEXT),  # CREST, OS, LEI or local number, as given
        pa.field(f"{prefix}_country", _TEXT),
        pa.field(f"{prefix}_role", _TEXT),  # site, or a role of ORGANISATIONS
        pa.field(f"{prefix}_licence", _TEXT),
    ]


# A link points the way goods or people move: supplier → customer, recruiter → workplace,
# sub-agent → agency; owner or operator → what it owns or operates.
LINKS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("relation", _TEXT, nullable=False),
        *_end("from"),
        *_end("to"),
        pa.field("product", _TEXT),
        pa.field("share", pa.float64()),
        pa.field("people", pa.int64()),
        pa.field("valid_from", pa.date32()),
        pa.field("valid_to", pa.date32()),
        pa.field("verification", _TEXT),  # verified | declared | unverified
        pa.field("evidence", _TEXT),
        *_REST,
    ]
)

CHANNELS: Final = pa.schema(
    [
        *PROVENANCE,
        *_end("site"),
        *_end("employer"),
        *_end("recruiter"),
        *_end("sub_agent"),
        pa.field("origin", _TEXT),  # country the workers come from, ISO alpha-2
        pa.field("origin_region", _TEXT),
        pa.field("destination", _TEXT),
        pa.field("workers", pa.int64()),
        pa.field("valid_from", pa.date32()),
        pa.field("valid_to", pa.date32()),
        pa.field("verification", _TEXT),
        pa.field("evidence", _TEXT),
        *_REST,
    ]
)

# severity: rejected (the row is no record) | warning (the row is a record, a value was not used)
PROBLEMS: Final = pa.schema(
    [
        pa.field("source", _TEXT, nullable=False),
        pa.field("sheet", _TEXT),
        pa.field("row", pa.int64()),  # null: the whole file
        pa.field("column", _TEXT),  # header as given; null: the whole row
        pa.field("value", _TEXT),
        pa.field("code", _TEXT, nullable=False),
        pa.field("severity", _TEXT, nullable=False),
        pa.field("sentence", _TEXT, nullable=False),
        pa.field("todo", _TEXT, nullable=False),
    ]
)

# One row per input record. outcome: match | review | new. `entity` is the permanent id.
MATCHES: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("entity", _TEXT, nullable=False),
        pa.field("outcome", _TEXT, nullable=False),
        pa.field("score", pa.float64()),  # 0..1 probability of the best reason; null when alone
        pa.field("because", _TEXT, nullable=False),
    ]
)

# One row per compared pair above the review line; left and right are `record` numbers. Where the
# right side is no row of this run, `right` is null and `right_entity` says who is meant.
PAIRS: Final = pa.schema(
    [
        pa.field("left", pa.int64(), nullable=False),
        pa.field("right", pa.int64()),
        pa.field("right_entity", _TEXT),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("decision", _TEXT, nullable=False),  # match | review | apart
        pa.field("because", _TEXT, nullable=False),
    ]
)

# The graph's nodes and edges after resolution.
NODES: Final = pa.schema(
    [
        pa.field("node", _TEXT, nullable=False),  # permanent id
        pa.field("kind", _TEXT, nullable=False),  # site | organisation | origin | product
        pa.field("role", _TEXT),
        pa.field("name", _TEXT, nullable=False),
        pa.field("country", _TEXT),
        pa.field("lat", pa.float64()),
        pa.field("lng", pa.float64()),
        pa.field("place_precision", _TEXT),
        pa.field("sector", _TEXT),
        pa.field("product", _TEXT),
        pa.field("workers", pa.int64()),
        pa.field("records", pa.int64(), nullable=False),  # input rows behind it
    ]
)
EDGES: Final = pa.schema(
    [
        pa.field("edge", pa.int64(), nullable=False),  # 0-based position
        pa.field("source_node", _TEXT, nullable=False),
        pa.field("target_node", _TEXT, nullable=False),
        pa.field("relation", _TEXT, nullable=False),
        pa.field("product", _TEXT),
        pa.field("share", pa.float64()),
        pa.field("people", pa.int64()),
        pa.field("valid_from", pa.date32()),
        pa.field("valid_to", pa.date32()),
        pa.field("verification", _TEXT),
        # rows that say so: "file.csv:12; other.xlsx [links]:3"
        pa.field("evidence", _TEXT, nullable=False),
    ]
)


class ContractError(CrestError):
    """A table lacks a column its contract promises, or has it in another type."""

    code = "tables.contract"


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return `table` with the contract's columns first, in order and cast; missing ones null.

    Further columns stay, to the right. Raises ContractError when a column cannot be cast or a
    column that may not be null is missing or holds nulls.
    """
    columns: list[pa.ChunkedArray] = []
    for field in schema:
        if field.name not in table.column_names:
            if not field.nullable and table.num_rows:
                raise ContractError(f"The table lacks the column {field.name}.")
            columns.append(pa.chunked_array([pa.nulls(table.num_rows, field.type)]))
            continue
        try:
            columns.append(table[field.name].cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise ContractError(
                f"The column {field.name} cannot become {field.type}: {error}."
            ) from error
        if not field.nullable and columns[-1].null_count:
            raise ContractError(f"The column {field.name} holds nulls.")
    rest = [name for name in table.column_names if name not in schema.names]
    return pa.table([*columns, *(table[name] for name in rest)], names=[*schema.names, *rest])


def empty(schema: pa.Schema) -> pa.Table:
    """An empty table of that contract."""
    return schema.empty_table()
