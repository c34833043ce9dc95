"""Nodes that have all words of a question; the nodes of frequent words are kept in memory.

A word of many nodes is met in many questions, and walking through its postings in the database is
what costs time then. They are kept as arrays, by the version of the index of their owner: what
changed since is read anew, so a kept word never says less or more than the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import connection

Ints = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.int16]

MANY: Final = 300  # uses: the database walks through fewer than these sooner than they are kept
ROOM: Final = 96 * 2**20  # bytes kept in each process
_WALK: Final = 20_000  # postings of one word walked through for the other words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one owner's index. `version`: of that index when the word was read,
    where it was asked for."""

    number: int
    word: str
    uses: int
    version: int = 0


class _Shelf:
    """Arrays of the words asked last, as many as there is room for."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: OrderedDict[tuple[str, int, int], tuple[Ints, Ranks]] = OrderedDict()
        self.size = 0

    def get(self, key: tuple[str, int, int]) -> tuple[Ints, Ranks] | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, int, int], value: tuple[Ints, Ranks]) -> None:
        with self.lock:
            if key not in self.kept:
                self.kept[key] = value
                self.size += _size(value)
            while self.size > ROOM and len(self.kept) > 1:
                self.size -= _size(self.kept.popitem(last=False)[1])


_SHELF: Final = _Shelf()


def nodes_with_all(cursor: Any, words: Sequence[Word], most: int) -> list[tuple[int, int]]:
    """(rank, node) of the nodes in which every word stands, best first, at most `most`.

    A rank is the sum over the words; lower is better. `words` are of one owner, at least one.
    """
    ordered = sorted(words, key=lambda one: (one.uses, one.word))
    if len(ordered) == 1 or ordered[0].uses < MANY:
        return _walked(cursor, ordered, most)
    nodes, ranks = _postings(cursor, ordered[0])
    total = ranks.astype(np.int64)
    for word in ordered[1:]:
        others, their_ranks = _postings(cursor, word)
        at = _places(others, nodes)
        both = others[at] == nodes
        nodes, total = nodes[both], total[both] + their_ranks[at[both]]
        if not len(nodes):
            return []
    best = np.lexsort((nodes, total))[:most]
    return list(zip(total[best].tolist(), nodes[best].tolist(), strict=True))


def nodes_with_one_of_each(
    cursor: Any, terms: Sequence[Sequence[Word]], most: int, of_each: int
) -> list[int]:
    """Nodes in which of every term one word stands at least, best first, at most `most`.

    Of the words of the rarest term the best `of_each` nodes are looked at. Most of its words come
    first, then the better rank. `terms`: at least one, each of one word at least.
    """
    rarest, *others = sorted(terms, key=lambda words: sum(one.uses for one in words))
    parts = " UNION ALL ".join(
        f"SELECT * FROM (SELECT rank, node_id FROM supplychain_search_posting WHERE word_id = %s "
        f"ORDER BY rank, node_id LIMIT {of_each}) q{i}" for i in range(len(rarest))
    )  # fmt: skip
    cursor.execute(parts, [one.number for one in rarest])
    rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    nodes, back, count = np.unique(rows[:, 1], return_inverse=True, return_counts=True)
    rank = np.full(len(nodes), np.iinfo(np.int16).max, np.int64)
    np.minimum.at(rank, back, rows[:, 0])
    for words in others:
        kept = _with_one_of(cursor, nodes, words)
        nodes, rank, count = nodes[kept], rank[kept], count[kept]
        if not len(nodes):
            return []
    found: list[int] = nodes[np.lexsort((nodes, rank, -count))[:most]].tolist()
    return found


def _with_one_of(cursor: Any, nodes: Ints, words: Sequence[Word]) -> npt.NDArray[np.bool_]:
    """bool[n]: one of the words stands in the node. `nodes`: ascending, one at least."""
    found = np.zeros(len(nodes), bool)
    for word in words:
        if word.uses >= MANY:
            others, _ = _postings(cursor, word)
            found |= others[_places(others, nodes)] == nodes
    few = [word.number for word in words if word.uses < MANY]
    if few:
        cursor.execute(
            "SELECT node_id FROM supplychain_search_posting WHERE word_id IN "
            f"({','.join(['%s'] * len(few))})", few,
        )  # fmt: skip
        found |= np.isin(nodes, np.array([row[0] for row in cursor.fetchall()], np.int64))
    return found


def _places(among: Ints, nodes: Ints) -> npt.NDArray[np.intp]:
    """Where in `among` (ascending, not empty) each node is, if it is there."""
    at = np.searchsorted(among, nodes)
    at[at == len(among)] = 0
    return at


def _walked(cursor: Any, words: Sequence[Word], most: int) -> list[tuple[int, int]]:
    """The same by walking through the postings of the rarest word in the database."""
    first, *others = (one.number for one in words)
    if not others:
        cursor.execute(
            "SELECT rank, node_id FROM supplychain_search_posting WHERE word_id = %s "
            "ORDER BY rank, node_id LIMIT %s", [first, most],
        )  # fmt: skip
        return list(cursor.fetchall())
    joins = "".join(
        f" JOIN supplychain_search_posting p{i} ON p{i}.node_id = p.node_id AND p{i}.word_id = %s"
        for i in range(len(others))
    )
    total = "+".join(["p.rank", *(f"p{i}.rank" for i in range(len(others)))])
    cursor.execute(
        f"SELECT {total}, p.node_id FROM (SELECT rank, node_id FROM supplychain_search_posting "
        f"WHERE word_id = %s ORDER BY rank, node_id LIMIT %s) p{joins} LIMIT %s",
        # A planner takes the number for the size of the list and then goes from node to node.
        [first, max(1, min(_WALK, words[0].uses)), *others, most],
    )
    return sorted(cursor.fetchall())


def _postings(cursor: Any, word: Word) -> tuple[Ints, Ranks]:
    """Nodes of a word, ascending, and the rank of each."""
    if connection.in_atomic_block:
        # What a version says may be taken back there, and the number be given to something else.
        return _read(cursor, word.number)
    key = (str(connection.settings_dict["NAME"]), word.number, word.version)
    found = _SHELF.get(key)
    if found is None:
        found = _read(cursor, word.number)
        _SHELF.put(key, found)
    return found


def _read(cursor: Any, number: int) -> tuple[Ints, Ranks]:
    # Joined in the database: a million numbers as rows of objects cost ten times as much.
    joined = (
        "string_agg(node_id::text, ',')"
        if connection.vendor == "postgresql"
        else "group_concat(node_id)"
    )
    cursor.execute(
        f"SELECT rank, {joined} FROM supplychain_search_posting WHERE word_id = %s GROUP BY rank",
        [number],
    )
    parts = [
        (rank, np.fromstring(text, dtype=np.int64, sep=",")) for rank, text in cursor.fetchall()
    ]
    if not parts:  # gone since the word was read; no node has the number 0
        return np.zeros(1, np.int64), np.zeros(1, np.int16)
    nodes = np.concatenate([part for _, part in parts])
    ranks = np.concatenate([np.full(len(part), rank, np.int16) for rank, part in parts])
    order = np.argsort(nodes, kind="stable")
    return nodes[order], ranks[order]


def _size(value: tuple[Ints, Ranks]) -> int:
    return int(value[0].nbytes + value[1].nbytes)
