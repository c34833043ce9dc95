"""Keeps the search index in step with the nodes. Called by whoever writes nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction

from crest.drawing.country_names import country_name
from crest.drawing.wording import load_words
from crest.supplychain.models import Node
from crest.supplychain.wordkeys import keys_of, slips_of

CHUNK: Final = 5_000
_BOUND: Final = 900  # values of one statement
SLIPPERY: Final = 3 * 32  # keys of names and places are found with slips; of addresses, as typed
COLUMNS: Final = (
    "id", "name", "other_names", "role", "country", "region", "address", "sector", "products",
    "crest_id", "facts",
)  # fmt: skip
_UNIT: Final = {"word_id": "bigint", "rank": "smallint", "node_id": "bigint", "owner_id": "bigint",
                "slip": "bigint", "word": "text", "uses": "integer"}  # fmt: skip


def index_nodes(owner: int, node_ids: Iterable[int], *, state: str = "live") -> int:
    """Make the keys of these nodes of one owner anew, also of nodes that are gone. How many live.

    `state`: of the nodes that get keys; those about to become live may be prepared before.

    Belongs in the transaction that writes the nodes: a node is never found by what it no longer is.
    """
    ids, live = iter(sorted(set(node_ids))), 0
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := list(islice(ids, CHUNK)):
            _forget(cursor, chunk)
            live += _learn(cursor, owner, chunk, state)
        turn(cursor, owner)
    return live


def _forget(cursor: Any, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        marks = ",".join(["%s"] * len(part))
        of_these = f"WHERE node_id IN ({marks})"
        cursor.execute(
            f"SELECT word_id, count(*) FROM supplychain_search_posting {of_these} GROUP BY word_id",
            part,
        )
        _count(cursor, [(-n, word) for word, n in cursor.fetchall()])
        cursor.execute(f"DELETE FROM supplychain_search_posting {of_these}", part)


def _learn(cursor: Any, owner: int, ids: Sequence[int], state: str) -> int:
    nodes = Node.objects.everywhere("the index is made from all nodes").filter(
        owner_id=owner, state=state
    )
    found: list[tuple[int, dict[str, int]]] = []
    for part in _parts(ids):
        found += [
            (row[0], keys_of_row(row)) for row in nodes.filter(pk__in=part).values_list(*COLUMNS)
        ]
    uses: dict[str, int] = {}
    slippery: set[str] = set()
    for _node, keys in found:
        for key, rank in keys.items():
            uses[key] = uses.get(key, 0) + 1
            if rank < SLIPPERY:
                slippery.add(key)
    number = _words(cursor, owner, sorted(uses), slippery)
    _count(cursor, [(n, number[word]) for word, n in uses.items()])
    pour(
        cursor, "posting", ("word_id", "rank", "node_id"),
        sorted((number[key], rank, node) for node, keys in found for key, rank in keys.items()),
    )  # fmt: skip
    return len(found)


def keys_of_row(row: Sequence[Any]) -> dict[str, int]:
    """The keys of one node, from COLUMNS."""
    _, name, others, role, country, region, address, sector, products, crest_id, facts = row
    what = role.replace("_", " ") if role != "site" else ""
    rest = [sector.replace("|", " "), what, *map(str, products), address, crest_id]
    rest += [str(value) for value in facts.values() if isinstance(value, str | int)]
    places = [region, _country_words(country)]
    return keys_of(([name], [str(other) for other in others], places, rest))


@cache
def _country_words(code: str) -> str:
    """The English name; questions in Thai are put into it."""
    return country_name(code, load_words("en")) if code else ""


def _words(cursor: Any, owner: int, words: list[str], slippery: set[str]) -> dict[str, int]:
    """The number of each word of this owner; new words get one, and their slips."""
    known = _known(cursor, owner, words)
    new = [word for word in words if word not in known]
    if new:
        pour(cursor, "word", ("owner_id", "word"), [(owner, word) for word in new], again=True)
        made = _known(cursor, owner, new)
        known |= made
    # A word met before in addresses alone may now stand in a name.
    slips = [(owner, slip, known[w]) for w in sorted(slippery) for slip in sorted(slips_of(w))]
    pour(cursor, "slip", ("owner_id", "slip", "word_id"), slips, again=True)
    return known


def _known(cursor: Any, owner: int, words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in _parts(words):
        cursor.execute(
            "SELECT word, id FROM supplychain_search_word WHERE owner_id = %s AND word IN "
            f"({','.join(['%s'] * len(part))})",
            [owner, *part],
        )
        found.update(cursor.fetchall())
    return found


def _count(cursor: Any, changes: list[tuple[int, int]]) -> None:
    changes.sort(key=lambda one: one[1])  # one order for all: no two writers wait for each other
    if connection.vendor == "postgresql":
        cursor.execute(
            "UPDATE supplychain_search_word w SET uses = w.uses + c.n "
            "FROM unnest(%s::integer[], %s::bigint[]) AS c(n, id) WHERE w.id = c.id",
            [[n for n, _ in changes], [word for _, word in changes]],
        )
        return
    cursor.executemany("UPDATE supplychain_search_word SET uses = uses + %s WHERE id = %s", changes)


def pour(
    cursor: Any, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]], *,
    again: bool = False,
) -> None:  # fmt: skip
    """Insert many rows; `again` leaves those that are there."""
    if not rows:
        return
    into = f"INSERT INTO supplychain_search_{table} ({','.join(columns)}) "
    end = " ON CONFLICT DO NOTHING" if again else ""
    if connection.vendor == "postgresql":
        arrays = ",".join(f"%s::{_UNIT[name]}[]" for name in columns)
        values = [list(column) for column in zip(*rows, strict=True)]
        cursor.execute(f"{into}SELECT * FROM unnest({arrays}){end}", values)
        return
    cursor.executemany(f"{into}VALUES ({','.join(['%s'] * len(columns))}){end}", rows)


def turn(cursor: Any, owner: int) -> None:
    """Say that something changed: pictures kept in memory are older than this."""
    cursor.execute(
        "INSERT INTO supplychain_search_version (owner_id, version) VALUES (%s, 1) "
        "ON CONFLICT (owner_id) DO UPDATE SET version = supplychain_search_version.version + 1",
        [owner],
    )


def _parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(values), _BOUND):
        yield list(values[at : at + _BOUND])
