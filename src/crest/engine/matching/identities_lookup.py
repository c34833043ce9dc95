"""Find the entity of the run before that each record belonged to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from crest.engine.matching.identities_keys import Keys

Longs = npt.NDArray[np.int64]
_Rows = npt.NDArray[np.bool_]
_Whole = npt.NDArray[np.integer]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd, so that each entity shifts keys differently


def positions(entities: pa.ChunkedArray, place: dict[str, int]) -> Longs:
    """Give the position of each id, int64[n]. `place` leads from every id to its position."""
    coded = pa.chunked_array(entities, pa.string()).combine_chunks().dictionary_encode()
    table = np.array([place[one] for one in coded.dictionary.to_pylist()], np.int64)
    found: Longs = table[coded.indices.to_numpy()] if len(table) else np.empty(0, np.int64)
    return found


def positions_of_before(
    keys: Keys, cluster: Longs, records: pa.Table, members: pa.Table, place: dict[str, int]
) -> Longs:
    """Give the position of the entity each record's key led to before, int64[n], or -1.

    A key that led to several entities (equal listings kept apart) has no say where another record
    of its cluster has; else the same file and row decides, then the same file, among entities that
    no other cluster continues.
    """
    found = np.full(len(keys), -1, np.int64)
    if not members.num_rows:
        return found
    known = members["key"].to_numpy()
    places = positions(members["entity"], place)
    order = np.lexsort((places, known))
    low = np.searchsorted(known[order], keys, "left")
    high = np.searchsorted(known[order], keys, "right")
    hit = high > low
    one_entity = hit.copy()
    one_entity[hit] = places[order][low[hit]] == places[order][high[hit] - 1]
    found[one_entity] = places[order][low[one_entity]]
    unclear = np.flatnonzero(hit & ~one_entity)
    if len(unclear):
        offers = _offers(unclear, found, cluster, records, members, places, (order, low, high))
        taken = _share_out(offers, set(found[found >= 0].tolist()))
        found[unclear] = [taken.get(one, -1) for one in cluster[unclear].tolist()]
    return found


def _offers(  # noqa: PLR0917 the columns of one question
    unclear: Longs,
    found: Longs,
    cluster: Longs,
    records: pa.Table,
    members: pa.Table,
    places: Longs,
    ranges: tuple[Longs, Longs, Longs],
) -> list[tuple[int, int, int]]:
    """Give (how well it fits, entity, cluster) for clusters in which no clear key has a say."""
    order, low, high = ranges
    voted = set(cluster[found >= 0].tolist())
    source, row = members["source"].to_pylist(), members["row"].to_pylist()
    offers = []
    for at in unclear.tolist():
        one = int(cluster[at])
        if one in voted:
            continue
        mine = (records["source"][at].as_py(), records["row"][at].as_py())
        for i in order[low[at] : high[at]].tolist():
            fit = 2 * ((source[i], row[i]) == mine) + (source[i] == mine[0])
            offers.append((fit, int(places[i]), one))
    return offers


def _share_out(offers: list[tuple[int, int, int]], claimed: set[int]) -> dict[int, int]:
    """Give each cluster at most one entity and each entity at most one cluster, best fit first."""
    taken: dict[int, int] = {}
    for _, entity, one in sorted(offers, key=lambda offer: (-offer[0], offer[1], offer[2])):
        if one not in taken and entity not in claimed:
            taken[one] = entity
            claimed.add(entity)
    return taken


def positions_by_line(lines: Keys, keys: Keys, members: pa.Table, place: dict[str, int]) -> Longs:
    """Recognise lines corrected in place: same file, row and name, and the old text is gone.

    `lines` uint64[m] of the records looked for, `keys` uint64[n] of all records of this run.
    Gives entity positions int64[m], or -1.
    """
    gone = ~np.isin(members["key"].to_numpy(), keys)
    places = positions(members["entity"], place)[gone]
    known = members["line"].to_numpy()[gone]
    order = np.argsort(known, kind="stable")
    at = np.searchsorted(known[order], lines)
    hit = at < len(known)
    hit[hit] = known[order][at[hit]] == lines[hit]
    found = np.full(len(lines), -1, np.int64)
    found[hit] = places[order][at[hit]]
    return found


def repeats(keys: Keys, places: _Whole, by_keys: Keys, by_places: _Whole) -> _Rows:
    """Say which pairs of key and place, bool[n], also stand among the second ones."""
    mine = keys + _SPREAD * places.astype(np.uint64)
    return np.isin(mine, by_keys + _SPREAD * by_places.astype(np.uint64))
