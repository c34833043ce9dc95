"""Permanent ids for resolved things: kept over re-runs, new lists, merges and splits.

Invariants, whatever the lists do:
- an id, once given, is never given to another thing and never forgotten;
- `resolve` leads from every id ever given to exactly one current id;
- rows that stay together keep their id, in any order and under any file name;
- when things merge, the oldest id (then the largest) stays and the others become its aliases;
- when a thing splits, the larger part (then the part with the first record) keeps the id; another
  part gets a new one that says `split_from`, or gets back the id it had before it was merged.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.matching.identities_keys import line_keys, record_keys
from crest.engine.matching.identities_lookup import (
    Longs,
    positions,
    positions_by_line,
    positions_of_before,
    repeats,
)
from crest.engine.matching.identities_table import (
    ENTITIES,
    MEMBERS,
    IdentityError,
    IdentityTable,
    follow,
    no_identities,
)
from crest.engine.values.crest_ids import CrestId, derive_id

__all__ = ["IdentityError", "IdentityTable", "assign", "resolve_id"]


def resolve_id(table: IdentityTable, old: str) -> CrestId:
    """Give the current id for any id ever given. Raises IdentityError when it is unknown."""
    return table.resolve(old)


def assign(
    labels: npt.NDArray[np.integer],
    records: pa.Table,
    kind: str,
    previous: IdentityTable | None = None,
    known: pa.Array | None = None,
) -> IdentityTable:
    """Give every cluster of records its permanent id.

    `labels` int[n] (equal = one thing), `records` a SITES or ORGANISATIONS table of n rows,
    `previous` the table of the run before, `known` string[n] a current id that a record is already
    known to belong to (null: look its key up). Time is that of sorting n keys.
    Raises IdentityError when the lengths differ or `known` holds an id that is not current.
    """
    n = records.num_rows
    if len(labels) != n:
        raise IdentityError(f"{len(labels)} labels do not fit {n} records.")
    before = previous if previous is not None else no_identities(kind)
    if before.kind != kind:
        raise IdentityError(f"Ids of a {before.kind} cannot go to a {kind}.")
    run = _Run(np.asarray(labels), records, kind, before, known)
    return run.finish()


class _Run:
    """One call of `assign`, step by step."""

    def __init__(
        self,
        labels: npt.NDArray[np.integer],
        records: pa.Table,
        kind: str,
        before: IdentityTable,
        known: pa.Array | None,
    ) -> None:
        self.kind = kind
        self.records = records
        self.before = before
        self.keys = record_keys(records, kind)
        self.lines = line_keys(records)
        self.entity: list[str] = before.entities["entity"].to_pylist()
        self.born: list[int] = before.entities["born"].to_pylist()
        self.anchor: list[int] = before.entities["anchor"].to_pylist()
        self.alias_of: list[str | None] = before.entities["alias_of"].to_pylist()
        self.split_from: list[str | None] = before.entities["split_from"].to_pylist()
        self.size = before.entities["records"].to_numpy()
        self.place = {one: at for at, one in enumerate(self.entity)}
        _, self.cluster = np.unique(labels, return_inverse=True)
        self.clusters = int(self.cluster.max()) + 1 if len(labels) else 0
        self.first = self._first_records()
        self.old = self._old_entities(known)

    def _first_records(self) -> Longs:
        """Give the record each cluster is known by: smallest key, then source, then row."""
        source = pc.rank(
            self.records["source"].combine_chunks(), sort_keys="ascending", tiebreaker="dense"
        ).to_numpy()
        order = np.lexsort((self.records["row"].to_numpy(), source, self.keys))
        first = np.full(self.clusters, -1, np.int64)
        first[self.cluster[order[::-1]]] = order[::-1]
        return first

    def _old_entities(self, known: pa.Array | None) -> Longs:
        """Give each record's current entity of before (its position), or -1."""
        old = positions_of_before(
            self.keys, self.cluster, self.records, self.before.members, self.place
        )
        missing = old < 0
        if missing.any() and self.before.members.num_rows:
            old[missing] = positions_by_line(
                self.lines[missing], self.keys, self.before.members, self.place
            )
        if known is not None:
            said = known.to_pylist()
            for at, one in enumerate(said):
                if one is None:
                    continue
                if one not in self.place or self.alias_of[self.place[one]] is not None:
                    raise IdentityError(f"The id {one} is not a current id of the registry.")
                old[at] = self.place[one]
        return old

    def _winners(self) -> tuple[Longs, list[tuple[int, int]]]:
        """Give the old entity each cluster keeps (or -1), and who was merged away into which."""
        winner = np.full(self.clusters, -1, np.int64)
        merged: list[tuple[int, int]] = []
        seen = np.flatnonzero(self.old >= 0)
        if not len(seen):
            return winner, merged
        pair = self.cluster[seen] * len(self.entity) + self.old[seen]
        pairs, where, count = np.unique(pair, return_inverse=True, return_counts=True)
        cluster, old = np.divmod(pairs, len(self.entity))
        anchors = np.array(self.anchor, np.uint64)
        is_anchor = self.keys[seen] == anchors[self.old[seen]]
        has_anchor = np.bincount(where, weights=is_anchor, minlength=len(pairs)) > 0
        # the part of each old entity that is its continuation
        order = np.lexsort((self.keys[self.first[cluster]], ~has_anchor, -count, old))
        main = order[np.unique(old[order], return_index=True)[1]]
        # the entity each cluster continues: oldest, then largest, then by its id
        born = np.array(self.born, np.int64)[old[main]]
        by_name = np.array([self.entity[one] for one in old[main]])
        order = main[np.lexsort((by_name, -self.size[old[main]], born, cluster[main]))]
        for at in order:
            if winner[cluster[at]] < 0:
                winner[cluster[at]] = old[at]
            else:
                merged.append((int(old[at]), int(cluster[at])))
        return winner, merged

    def finish(self) -> IdentityTable:
        """Name all clusters, then write down who became an alias of whom."""
        winner, merged = self._winners()
        for old, cluster in merged:
            self.alias_of[old] = self.entity[winner[cluster]]
        self._name_the_rest(winner)
        self._lead_aliases_to_their_record(winner)
        ids = pa.array(self.entity, pa.string())
        of_record = ids.take(pa.array(winner[self.cluster])) if self.clusters else ids[:0]
        members = self._members(of_record)
        counted = members.group_by("entity").aggregate([("key", "count")])
        sizes = dict(
            zip(counted["entity"].to_pylist(), counted["key_count"].to_pylist(), strict=True)
        )
        entities = pa.Table.from_arrays(
            [
                ids,
                pa.array(self.born, pa.int64()),
                pa.array(self.anchor, pa.uint64()),
                pa.array([sizes.get(one, 0) for one in self.entity], pa.int64()),
                pa.array(self.alias_of, pa.string()),
                pa.array(self.split_from, pa.string()),
            ],
            schema=ENTITIES,
        )
        return IdentityTable(self.kind, self.before.run + 1, entities, members, of_record)

    def _name_the_rest(self, winner: Longs) -> None:
        """Give clusters without an inherited id a new one, or the one they had before a merge."""
        unnamed = np.flatnonzero(winner < 0)
        order = np.lexsort((self.first[unnamed], self.keys[self.first[unnamed]]))
        torn = self._torn_from(winner)
        asleep = self._sleeping_by_anchor(torn)
        for cluster in unnamed[order].tolist():
            woken = self._wake(cluster, asleep) if cluster in torn else None
            if woken is not None:
                winner[cluster] = woken
                continue
            anchor = int(self.keys[self.first[cluster]])
            one = derive_id(self.kind, f"{anchor:016x}", self.place)
            self.place[one] = winner[cluster] = len(self.entity)
            self.entity.append(one)
            self.born.append(self.before.run + 1)
            self.anchor.append(anchor)
            self.alias_of.append(None)
            parent = torn.get(cluster)
            self.split_from.append(None if parent is None else self.entity[parent])

    def _torn_from(self, winner: Longs) -> dict[int, int]:
        """Give, for clusters that hold records of old entities but inherit none, the main one."""
        rows = np.flatnonzero((self.old >= 0) & (winner[self.cluster] < 0))
        pairs, count = np.unique(
            self.cluster[rows] * max(len(self.entity), 1) + self.old[rows], return_counts=True
        )
        torn: dict[int, int] = {}
        for at in np.argsort(count, kind="stable"):
            cluster, old = divmod(int(pairs[at]), len(self.entity))
            torn[cluster] = old  # the largest count is written last
        return torn

    def _sleeping_by_anchor(self, torn: dict[int, int]) -> dict[int, list[int]]:
        """Give, by torn-off cluster, the aliases whose first record lies in it."""
        if not torn:
            return {}
        of_key = {
            int(self.keys[row]): int(self.cluster[row])
            for row in np.flatnonzero(np.isin(self.cluster, list(torn)))
        }
        asleep: dict[int, list[int]] = {}
        for at, target in enumerate(self.alias_of):
            cluster = of_key.get(self.anchor[at])
            if target is not None and cluster is not None:
                asleep.setdefault(cluster, []).append(at)
        return asleep

    def _wake(self, cluster: int, asleep: dict[int, list[int]]) -> int | None:
        candidates = asleep.get(cluster)
        if not candidates:
            return None
        woken = min(candidates, key=lambda at: (self.born[at], self.entity[at]))
        self.alias_of[woken] = None
        return woken

    def _lead_aliases_to_their_record(self, winner: Longs) -> None:
        """Point each alias to where the record it began with lies now, if it is in this run."""
        aliases = [at for at, target in enumerate(self.alias_of) if target is not None]
        if not aliases:
            return
        of_key = dict(zip(self.keys.tolist(), winner[self.cluster].tolist(), strict=True))
        for at in aliases:
            now = of_key.get(self.anchor[at])
            if now is not None and now != at:
                self.alias_of[at] = self.entity[now]

    def _members(self, of_record: pa.Array) -> pa.Table:
        """Give this run's listings, and of the earlier ones those it does not repeat."""
        now = pa.table(
            [
                pa.array(self.keys),
                pa.array(self.lines),
                self.records["source"],
                self.records["row"],
                of_record,
            ],
            schema=MEMBERS,
        )
        earlier = self.before.members
        if not earlier.num_rows:
            return now
        place_before = positions(earlier["entity"], self.place)
        alias_of = dict(zip(self.entity, self.alias_of, strict=True))
        current = np.array([self.place[follow(alias_of, one)] for one in self.entity], np.int64)
        place = current[place_before]
        entity = pa.array(self.entity, pa.string()).take(pa.array(place))
        earlier = earlier.set_column(4, MEMBERS.field("entity"), entity)
        keys, lines = earlier["key"].to_numpy(), earlier["line"].to_numpy()
        seen = self.old >= 0
        superseded = (
            repeats(keys, place, self.keys, positions(now["entity"], self.place))
            | repeats(keys, place_before, self.keys[seen], self.old[seen])  # moved elsewhere
            | repeats(keys, lines, self.keys, self.lines)
        )
        return pa.concat_tables([now, earlier.filter(pa.array(~superseded))])
