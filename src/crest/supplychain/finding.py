"""Finds nodes by words, whatever the script and in spite of slips. Only within the actor's scope.

First every word as it was typed; where that gives little, the words that are near it.
The same answer from SQLite and PostgreSQL: candidates come from our own keys, ranks from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import connection
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from crest.access import facade as access
from crest.drawing.wording import load_words
from crest.engine.matching.fold import fold_text
from crest.supplychain.models import Node
from crest.supplychain.postings import Word, nodes_with_all, nodes_with_one_of_each
from crest.supplychain.wordkeys import (
    SHORTEST_SLIP,
    TWO_SLIPS,
    Term,
    asked_slips,
    latin,
    slips_allowed,
    terms_of,
)

MOST: Final = 200  # candidates ranked, and results at most
FEW: Final = 3  # fewer results than this: the near words are asked too
# A word with the version of its owner's index, in one question.
_WORD: Final = (
    "w.id, w.word, w.uses, (SELECT v.version FROM supplychain_search_version v "
    "WHERE v.owner_id = w.owner_id)"
)
_NEAR: Final = 6  # words taken for one that was typed
_OF_NEAR: Final = 400  # postings read of each of them
_ALIKE: Final = 0.65  # of the best likeness: what is less like the question is no answer
_WEIGHED: Final = 40  # of the best, those whose names are held against the question
_RARE: Final = 4  # letter runs asked of a spaceless script
_COLUMNS: Final = (
    "id", "ref", "name", "other_names", "kind", "role", "country", "region", "sector", "workers",
    "claimed_by_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One node that answers a question."""

    node_id: int
    ref: str
    name: str
    other_names: tuple[str, ...]
    kind: str
    role: str
    country: str
    region: str
    sector: str
    workers: int | None
    claimed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found, best first. `near`: by words like those typed, not by these."""

    hits: tuple[Hit, ...]
    total: int  # at most MOST
    near: bool = False
    instead: tuple[tuple[str, str], ...] = ()  # typed, taken for


def search_nodes(by: access.Actor, text: str, *, start: int = 0, limit: int = 20) -> Found:
    """Nodes this actor may see that answer the words, best first. Raises NotAllowed."""
    access.require(by, access.Permission.SEE_CHAIN)
    text = _with_countries(text)
    terms = terms_of(text)
    if not terms:
        return Found((), 0)
    owners = sorted(by.sees(Node.shared_as))
    ranked: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        for owner in owners:
            ranked += _exactly(cursor, owner, terms)
    order, read = _workplaces_first(by, [node for _rank, node in sorted(ranked)[:MOST]], text)
    if len(order) >= FEW:
        shown = order[start : start + limit]
        if all(node in read for node in shown):
            return Found(tuple(read[node] for node in shown), len(order))
        return Found(_hits(by, shown), len(order))
    return _near(by, owners, terms, text, order, start, limit)


def _workplaces_first(
    by: access.Actor, order: list[int], text: str
) -> tuple[list[int], dict[int, Hit]]:
    """The same nodes, and the best of them as read. Names that are the question come first, then
    names that begin with it; of equals the workplaces before the firms behind them."""
    asked = latin(text)
    if not asked:
        return order, {}
    hits = {hit.node_id: hit for hit in _hits(by, order[:_WEIGHED])}
    best = sorted(
        (node for node in order[:_WEIGHED] if node in hits),
        key=lambda node: (_nearness(asked, hits[node]), hits[node].kind != "site"),
    )
    return best + order[_WEIGHED:], hits


def _nearness(asked: tuple[str, ...], hit: Hit) -> int:
    """0: a name is the question; 1: a name begins with it; 2: neither."""
    names = [latin(name) for name in (hit.name, *hit.other_names)]
    if asked in names:
        return 0
    return 1 if any(name[: len(asked)] == asked for name in names) else 2


def _with_countries(text: str) -> str:
    """Names of countries in Thai as the index has them, in English."""
    if text.isascii():
        return text
    for thai, english in _countries_in_thai():
        text = text.replace(thai, f" {english} ")
    return text


@cache
def _countries_in_thai() -> tuple[tuple[str, str], ...]:
    thai, english = load_words("th").entries, load_words("en").entries
    names = [
        (thai[key], english[key]) for key in thai if key.startswith("country.") and key in english
    ]
    return tuple(sorted(names, key=lambda pair: -len(pair[0])))


# ------------------------------------------------------------------ every word as it was typed


def _exactly(cursor: Any, owner: int, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """(rank, node) of nodes with every key; lower ranks are better."""
    keys = sorted({key for term in terms for key in term.keys})
    words = _words(cursor, owner, keys)
    if len(words) < len(keys):
        return []
    return nodes_with_all(cursor, words, MOST)


def _index(cursor: Any, owner: int) -> tuple[int, int]:
    """The owner, and the version of its index."""
    cursor.execute("SELECT version FROM supplychain_search_version WHERE owner_id = %s", [owner])
    row = cursor.fetchone()
    return owner, row[0] if row else 0


def _words(cursor: Any, owner: int, keys: Sequence[str]) -> list[Word]:
    cursor.execute(
        f"SELECT {_WORD} FROM supplychain_search_word w WHERE owner_id = %s AND uses > 0 "
        f"AND word IN ({','.join(['%s'] * len(keys))})",
        [owner, *keys],
    )
    return [Word(*row) for row in cursor.fetchall()]


# ---------------------------------------------------------------------- words near those typed


def _near(
    by: access.Actor, owners: Sequence[int], terms: Sequence[Term], text: str, order: list[int],
    start: int, limit: int,
) -> Found:  # fmt: skip
    candidates: set[int] = set(order)
    instead: dict[str, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        for owner in owners:
            index = _index(cursor, owner)
            taken = [
                _taken(cursor, index, term, _beside(terms, at), last=term is terms[-1])
                for at, term in enumerate(terms)
            ]
            candidates.update(_among(cursor, [one for one in taken if one]))
            for term, words in zip(terms, taken, strict=True):
                _remember(instead, term, words)
    ranked = _ranked(by, candidates, text)
    least = _ALIKE * ranked[0][0] if ranked else 0.0
    hits = tuple(hit for score, hit in ranked if score >= least or hit.node_id in order)[:MOST]
    if not order:
        said = tuple((typed, word) for typed, (_, word) in instead.items() if typed != word)
        return Found(hits[start : start + limit], len(hits), bool(hits), said if hits else ())
    first = {node: place for place, node in enumerate(order)}
    kept = sorted(hits, key=lambda hit: first.get(hit.node_id, len(first)))
    return Found(tuple(kept[start : start + limit]), len(kept))


def _remember(
    instead: dict[str, tuple[int, str]], term: Term, words: Sequence[tuple[int, Word]]
) -> None:
    if term.native or not words:
        return
    typed = term.keys[0]
    cost, best = words[0]
    if typed not in instead or cost < instead[typed][0]:
        instead[typed] = (cost, best.word)


def _beside(terms: Sequence[Term], at: int) -> list[str]:
    """The word joined with its neighbours: a blank too many."""
    pairs = [terms[i : i + 2] for i in (at - 1, at) if i >= 0]
    return [
        "".join(t.keys[0] for t in two)
        for two in pairs
        if len(two) > 1 and not any(t.native for t in two)
    ]


def _parts(word: str) -> list[str]:
    """Beginnings and ends of a long word: a blank too few."""
    wide = range(SHORTEST_SLIP, len(word) - 1)
    return [*(word[:n] for n in wide), *(word[-n:] for n in wide)]


def _taken(
    cursor: Any, index: tuple[int, int], term: Term, beside: Sequence[str], *, last: bool
) -> list[tuple[int, Word]]:
    """The words a term may stand for, nearest and most used first, with their distance."""
    owner, version = index
    if term.native:
        rare = sorted(_words(cursor, owner, term.keys), key=lambda one: (one.uses, one.word))
        return [(0, one) for one in rare[:_RARE]]
    typed = term.keys[0]
    asked = [typed, *beside]
    found = {one.word: (int(one.word != typed), one) for one in _words(cursor, owner, asked)}
    slips = sorted(asked_slips(typed))
    if slips:
        most = max(slips_allowed(typed), 1)
        # Many slips lead to the same word: each is read once, and only where its length may do.
        once = "= ANY(ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
        meant = (
            "SELECT s.word_id FROM supplychain_search_slip s WHERE s.owner_id = %s "
            f"AND s.slip IN ({','.join(['%s'] * len(slips))})"
        )
        cursor.execute(
            "SELECT w.id, w.word, w.uses FROM supplychain_search_word w WHERE w.uses > 0 AND "
            f"length(w.word) BETWEEN %s AND %s AND w.id {once.format(meant)}",
            [len(typed) - most, len(typed) + most, owner, *slips],
        )
        beside_it = {row[1]: row for row in cursor.fetchall()}
        for word, apart, _ in process.extract(
            typed, list(beside_it), scorer=OSA.distance, limit=None,
            score_cutoff=most,
        ):  # fmt: skip
            found.setdefault(word, (int(apart), _word(beside_it[word], version)))
    if last and len(typed) >= 3:  # noqa: PLR2004 - the last word may be unfinished
        cursor.execute(
            "SELECT id, word, uses FROM supplychain_search_word WHERE owner_id = %s AND word > %s "
            "AND word < %s AND uses > 0 ORDER BY uses DESC, word LIMIT %s",
            [owner, typed, typed + "\u007f", _NEAR],
        )
        for row in cursor.fetchall():
            found.setdefault(row[1], (1, _word(row, version)))
    if not found and len(typed) > TWO_SLIPS:
        inside = _words(cursor, owner, _parts(typed))
        found = {one.word: (len(typed) - len(one.word), one) for one in inside}
    nearest = sorted(found.values(), key=lambda pair: (pair[0], -pair[1].uses, pair[1].word))
    return nearest[:_NEAR]


def _word(row: Sequence[Any], version: int) -> Word:
    number, word, uses = row
    return Word(number, word, uses, version)


def _among(cursor: Any, taken: Sequence[Sequence[tuple[int, Word]]]) -> list[int]:
    """Nodes with most of the terms: all of them, or, where none has all, of some of them."""
    if not taken:
        return []
    by_rarity = sorted(
        ([one for _, one in words] for words in taken),
        key=lambda words: sum(one.uses for one in words),
    )
    while True:
        nodes = nodes_with_one_of_each(cursor, by_rarity, MOST, _OF_NEAR)
        if nodes or len(by_rarity) == 1:
            return nodes
        by_rarity = by_rarity[: (len(by_rarity) + 1) // 2]


def _ranked(by: access.Actor, nodes: Iterable[int], text: str) -> list[tuple[float, Hit]]:
    asked = fold_text(text).lower()
    scored = [(_likeness(asked, hit), hit) for hit in _hits(by, sorted(nodes))]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].name, pair[1].node_id))


def _likeness(asked: str, hit: Hit) -> float:
    """0..100: how much of the question stands in a name with its place, and how little else."""
    place = f" {hit.region}"
    best = 0.0
    for name in (hit.name, *hit.other_names):
        plain = fold_text(name).lower()
        full = fold_text(name + place).lower()
        score = 0.7 * fuzz.token_set_ratio(asked, full) + 0.3 * fuzz.token_sort_ratio(asked, plain)
        best = max(best, score)
    return round(best, 4)


def _hits(by: access.Actor, order: Sequence[int]) -> tuple[Hit, ...]:
    """The nodes in this order; what the actor may not see, or is no longer live, is not there."""
    if not order:
        return ()
    scope, values = Node.objects.where(by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM supplychain_node WHERE id IN "
            f"({','.join(['%s'] * len(order))}) AND state = 'live' AND {scope}", [*order, *values],
        )  # fmt: skip
        found = {row[0]: row for row in cursor.fetchall()}
    return tuple(_hit(found[node]) for node in order if node in found)


def _hit(row: Sequence[Any]) -> Hit:
    node, ref, name, others, kind, role, country, region, sector, workers, claimed_by = row
    names = tuple(map(str, json.loads(others))) if others != "[]" else ()
    return Hit(
        node, ref, name, names, kind, role, country, region, sector, workers,
        claimed_by is not None,
    )  # fmt: skip
