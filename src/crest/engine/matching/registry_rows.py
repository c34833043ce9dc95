"""Rows against a registry: the same comparisons, score and grouping as for a whole list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crest.engine.matching.cluster import STOP_AT, cluster
from crest.engine.matching.compare import features
from crest.engine.matching.explain import reasons
from crest.engine.matching.identities_keys import record_keys
from crest.engine.matching.normalise import prepare
from crest.engine.matching.registry_index import build_index, nearest
from crest.engine.tables.contracts import PAIRS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.engine.matching.normalise import Prepared
    from crest.engine.matching.registry import Registry

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
JOIN_AT: Final = 0.35  # as in resolve: mean probability at which a row joins a thing
FLOOR: Final = 0.02
# Clear cases have few records near the best, hard ones many; measured at a million records, the
# two lines together find 98.5 % of the right things with 41 comparisons per row.
LOOKED_UP: Final = 200  # records of the registry looked up for each row …
NEAR_ENOUGH: Final = 0.3  # … and compared when their cosine is this part of the best,
ALWAYS: Final = 5  # or when they are among so many nearest (cosines say little in short lists)
OF_ONE_THING: Final = 12  # records of one thing a row is compared with at most
MATCH, REVIEW, NEW = "match", "review", "new"

CANDIDATES: Final = pa.schema(
    [
        pa.field("left", pa.int64(), nullable=False),  # position of the new row
        pa.field("rank", pa.int64(), nullable=False),  # 1 = best
        pa.field("entity", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("because", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class Answer:
    """What a registry says about n new rows, in their order.

    `entity` string[n]: the registry's id, null when none fits. `label` int64[n]: rows with one
    label are one thing. `outcome` match (of a registry thing, or of another new row) | review |
    new; `score` 0..1, nan when nothing was alike; `because` in words. `pairs` follows PAIRS;
    `candidates` (CANDIDATES) are the best things of the registry for each row, at most k.
    """

    entity: pa.Array
    label: Longs
    outcome: npt.NDArray[np.str_]
    score: Floats
    because: pa.Array
    pairs: pa.Table
    candidates: pa.Table


@dataclass(frozen=True)
class _Compared:
    """Pairs of a new row with a registry record (or another new row), scored."""

    row: Longs
    other: Longs
    score: Floats
    levels: npt.NDArray[np.uint8]

    def only(self, keep: npt.NDArray[np.bool_]) -> _Compared:
        return _Compared(self.row[keep], self.other[keep], self.score[keep], self.levels[keep])


def match_rows(registry: Registry, rows: pa.Table, k: int = 10) -> Answer:
    """Match new rows (SITES or ORGANISATIONS columns) against a registry and among themselves."""
    new = prepare(rows, registry.kind, registry.frequencies)
    keys = record_keys(rows, registry.kind)
    theirs = _with_whole_things(registry, new, _against(registry, new))
    ours = _among(registry, new)
    n = len(new)
    known = _known_listings(registry, keys)
    nodes, node = np.unique(
        np.concatenate([theirs.other, known[known >= 0], _judged_with(registry, keys)]),
        return_inverse=True,
    )
    at = node[: len(theirs.other)] + n
    must, cannot = _bound(registry, keys, nodes, theirs, known)
    label = cluster(
        n + len(nodes),
        np.concatenate([theirs.row, ours.row]),
        np.concatenate([at, ours.other]),
        np.concatenate([theirs.score, ours.score]),
        join_at=JOIN_AT,
        same=must,
        different=cannot,
    )
    return _Answering(registry, rows, theirs, ours, label, nodes, known).answer(k)


def _compare(registry: Registry, new: Prepared, row: Longs, other: Longs) -> _Compared:
    """Compare new rows with records of the registry; pairs below FLOOR are forgotten."""
    scores = np.zeros(len(row), np.float32)
    levels = np.zeros((len(row), len(registry.model.terms)), np.uint8)
    for segment in registry.segments:
        here = np.flatnonzero((other >= segment.first) & (other < segment.end))
        if not len(here):
            continue
        found = features(new, segment.prepared, row[here], other[here] - segment.first)
        score = registry.model.score(found)
        scores[here] = score
        kept = score >= FLOOR
        levels[here[kept]] = registry.model.level_numbers(found[kept])
    return _Compared(row, other, scores, levels).only(scores >= FLOOR)


def _against(registry: Registry, new: Prepared) -> _Compared:
    parts = []
    for segment in registry.segments:
        row, other, cosine = nearest(segment.index, new, LOOKED_UP)
        best = np.zeros(len(new), np.float32)
        np.maximum.at(best, row, cosine)
        rank = np.arange(len(row)) - np.searchsorted(row, row)
        near = (cosine >= NEAR_ENOUGH * best[row]) | (rank < ALWAYS)
        parts.append((row[near], other[near] + segment.first))
    row, other = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _compare(registry, new, row, other)


def _with_whole_things(registry: Registry, new: Prepared, first: _Compared) -> _Compared:
    """Compare also with the other records of things that look alike, so that means are true."""
    alike = first.only(first.score >= registry.model.review)
    pairs = np.unique(
        np.column_stack([alike.row, registry.entity_of[alike.other]]).astype(np.int64), axis=0
    )
    size = np.minimum(np.diff(registry.record_ptr)[pairs[:, 1]], OF_ONE_THING)
    row = np.repeat(pairs[:, 0], size)
    step = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    begin = np.repeat(registry.record_ptr[pairs[:, 1]], size)
    other = registry.record_row[begin + step].astype(np.int64)
    total = max(registry.records, 1)
    fresh = ~np.isin(row * total + other, first.row * total + first.other)
    more = _compare(registry, new, row[fresh], other[fresh])
    return _Compared(
        np.concatenate([first.row, more.row]),
        np.concatenate([first.other, more.other]),
        np.concatenate([first.score, more.score]),
        np.concatenate([first.levels, more.levels]),
    )


def _among(registry: Registry, new: Prepared) -> _Compared:
    """Compare the new rows with each other."""
    none = np.zeros(0, np.int64)
    if len(new) > 1:
        row, other, _ = nearest(build_index(new), new, 16)
        low, high = np.minimum(row, other), np.maximum(row, other)
        pair = np.unique((low * len(new) + high)[low != high])
        row, other = pair // len(new), pair % len(new)
    else:
        row, other = none, none
    found = features(new, new, row, other)
    levels = registry.model.level_numbers(found).astype(np.uint8)
    compared = _Compared(row, other, registry.model.score(found), levels)
    return compared.only(compared.score >= FLOOR)


def _known_listings(registry: Registry, keys: npt.NDArray[np.uint64]) -> Longs:
    """Give the registry record that says word for word the same, or -1 (also when several do)."""
    low = np.searchsorted(registry.key, keys, "left")
    high = np.searchsorted(registry.key, keys, "right")
    known = np.full(len(keys), -1, np.int64)
    for at in np.flatnonzero(high > low).tolist():
        found = registry.key_row[low[at] : high[at]]
        if len(np.unique(registry.entity_of[found])) == 1:
            known[at] = found[0]
    return known


def _judged_with(registry: Registry, keys: npt.NDArray[np.uint64]) -> Longs:
    """Give the registry records that people judged to be one thing with one of the new rows."""
    if not registry.judgements.events:
        return np.zeros(0, np.int64)
    wanted = registry.judgements.same_keys(keys)
    at = np.searchsorted(registry.key, wanted)
    hit = at < len(registry.key)
    hit[hit] = registry.key[at[hit]] == wanted[hit]
    return registry.key_row[at[hit]].astype(np.int64)


def _bound(
    registry: Registry,
    keys: npt.NDArray[np.uint64],
    nodes: Longs,
    theirs: _Compared,
    known: Longs,
) -> tuple[tuple[Longs, Longs], tuple[Longs, Longs]]:
    """Hold the records of each thing together and different things apart; judgements bind too."""
    n = len(keys)
    entity = registry.entity_of[nodes].astype(np.int64)
    order = np.argsort(entity, kind="stable")
    chain = np.flatnonzero(entity[order][1:] == entity[order][:-1])
    rows = np.flatnonzero(known >= 0)
    must = [
        (n + order[chain], n + order[chain + 1]),
        (rows, n + np.searchsorted(nodes, known[rows])),
    ]
    strong = theirs.score >= registry.model.review
    pairs = np.unique(
        np.column_stack([theirs.row[strong], registry.entity_of[theirs.other[strong]]]), axis=0
    ).astype(np.int64)
    head = np.zeros(int(entity.max(initial=0)) + 1, np.int64)
    head[entity] = n + np.arange(len(nodes))
    apart = [
        (head[a], head[b])
        for group in np.split(pairs[:, 1], np.flatnonzero(np.diff(pairs[:, 0])) + 1)
        for i, a in enumerate(group.tolist())
        for b in group[i + 1 :].tolist()
    ]
    cannot = [tuple(np.array(apart, np.int64).reshape(-1, 2).T)]
    if registry.judgements.events:
        node_key = np.empty(len(nodes), np.uint64)
        for segment in registry.segments:
            here = (nodes >= segment.first) & (nodes < segment.end)
            node_key[here] = segment.key[nodes[here] - segment.first]
        said_must, said_cannot = registry.judgements.constraints(np.concatenate([keys, node_key]))
        must.append(said_must)
        cannot.append(said_cannot)
    return _joined(must), _joined(cannot)


def _joined(parts: Sequence[tuple[npt.NDArray[np.integer], ...]]) -> tuple[Longs, Longs]:
    return (
        np.concatenate([part[0] for part in parts]).astype(np.int64),
        np.concatenate([part[1] for part in parts]).astype(np.int64),
    )


class _Answering:
    """From compared pairs and labels to outcomes in words."""

    def __init__(  # noqa: PLR0917 what was compared, and what came of it
        self,
        registry: Registry,
        rows: pa.Table,
        theirs: _Compared,
        ours: _Compared,
        label: Longs,
        nodes: Longs,
        known: Longs,
    ) -> None:
        self.registry = registry
        self.rows = rows
        self.theirs = theirs
        self.ours = ours
        self.n = rows.num_rows
        self.label = label[: self.n]
        self.known = known
        self.words = reasons(registry.model, np.concatenate([theirs.levels, ours.levels]))
        self.entity_at = _entity_of_label(label[self.n :], registry.entity_of[nodes])
        size = np.bincount(label, minlength=len(label) + 1)
        self.large = size[self.label] >= STOP_AT
        self.joined = size[self.label] > 1

    def answer(self, k: int) -> Answer:
        entity = np.array([self.entity_at.get(one, -1) for one in self.label.tolist()], np.int64)
        several = entity == -2  # noqa: PLR2004 things of the registry that a new row ties together
        row, other_entity, score, pair = self._best_per_thing()
        outcome, best, because = self._outcomes(entity, several, (row, other_entity, score, pair))
        entity[several] = -1
        names = self.registry.entity_names()
        given = pa.array([names(one) if one >= 0 else None for one in entity.tolist()], pa.string())
        rank = np.arange(len(row)) - np.searchsorted(row, row) + 1
        top = np.flatnonzero(rank <= k)
        candidates = pa.Table.from_arrays(
            [
                pa.array(row[top]),
                pa.array(rank[top]),
                pa.array([names(one) for one in other_entity[top].tolist()], pa.string()),
                pa.array(score[top].astype(np.float64)),
                self.words.take(pa.array(pair[top])),
            ],
            schema=CANDIDATES,
        )
        return Answer(given, self.label, outcome, best, because, self._pairs(entity), candidates)

    def _best_per_thing(self) -> tuple[Longs, Longs, Floats, Longs]:
        """Give (row, thing, best score, its pair), by row and falling score."""
        thing = self.registry.entity_of[self.theirs.other].astype(np.int64)
        order = np.lexsort((-self.theirs.score, thing, self.theirs.row))
        row, thing = self.theirs.row[order], thing[order]
        first = np.ones(len(order), np.bool_)
        first[1:] = (np.diff(row) != 0) | (np.diff(thing) != 0)
        best = order[first]
        best = best[np.lexsort((-self.theirs.score[best], self.theirs.row[best]))]
        things = self.registry.entity_of[self.theirs.other[best]].astype(np.int64)
        return self.theirs.row[best], things, self.theirs.score[best], best

    def _outcomes(
        self,
        entity: Longs,
        several: npt.NDArray[np.bool_],
        best: tuple[Longs, Longs, Floats, Longs],
    ) -> tuple[npt.NDArray[np.str_], Floats, pa.Array]:
        row, thing, score, pair = best
        model = self.registry.model
        fits = np.bincount(row[score >= model.match], minlength=self.n)
        top = np.full(self.n, np.nan, np.float32)
        said = [""] * self.n
        words = self.words.take(pa.array(pair)).to_pylist()
        for at in range(len(row) - 1, -1, -1):  # the best of each row comes last
            i = int(row[at])
            if entity[i] < 0 or thing[at] == entity[i]:
                top[i], said[i] = score[at], words[at]
        self._better_among_new_rows(entity, top, said)
        outcome = np.where(self.joined, MATCH, NEW).astype("<U6")
        outcome[~self.joined & (top >= model.review)] = REVIEW
        two = (fits > 1) & (self.known < 0)
        outcome[several | two | (self.joined & self.large)] = REVIEW
        same = self.known >= 0
        top[same] = 1.0
        because = [
            self._sentence(text, outcome[i], two[i] or several[i], same[i])
            for i, text in enumerate(said)
        ]
        return outcome, top, pa.array(because, pa.string())

    def _better_among_new_rows(self, entity: Longs, top: Floats, said: list[str]) -> None:
        order = np.argsort(self.ours.score, kind="stable")
        words = self.words[len(self.theirs.row) :].to_pylist()
        for at in order.tolist():
            a, b = int(self.ours.row[at]), int(self.ours.other[at])
            for i in (a, b):
                inside = self.label[a] == self.label[b]
                if (
                    entity[i] < 0
                    and (inside or not self.joined[i])
                    and not top[i] > self.ours.score[at]
                ):
                    top[i], said[i] = self.ours.score[at], f"with another new row: {words[at]}"

    @staticmethod
    def _sentence(text: str, outcome: str, ambiguous: bool, same: bool) -> str:  # noqa: FBT001
        if same:
            return "the same listing, word for word"
        if ambiguous:
            return f"several things of the registry fit; {text}"
        if outcome == REVIEW:
            return f"a possible match; {text}"
        if outcome == NEW:
            return f"nothing alike enough was found; {text}" if text else "nothing alike was found"
        return text or "joined by judgement or through others"

    def _pairs(self, entity: Longs) -> pa.Table:
        model = self.registry.model
        shown, ours_shown = self.theirs.score >= model.review, self.ours.score >= model.review
        theirs, ours = self.theirs.only(shown), self.ours.only(ours_shown)
        words = self.words.filter(pa.array(np.concatenate([shown, ours_shown])))
        thing = self.registry.entity_of[theirs.other].astype(np.int64)
        names = self.registry.entity_names()
        together = np.concatenate(
            [entity[theirs.row] == thing, self.label[ours.row] == self.label[ours.other]]
        )
        number = (
            self.rows["record"].to_numpy()
            if "record" in self.rows.column_names
            else np.arange(self.n)
        )
        blank = [None] * len(theirs.row)
        return pa.table(
            [
                pa.array(number[np.concatenate([theirs.row, ours.row])], pa.int64()),
                pa.array([*blank, *number[ours.other].tolist()], pa.int64()),
                pa.array(
                    [*(names(one) for one in thing.tolist()), *([None] * len(ours.row))],
                    pa.string(),
                ),
                pa.array(np.concatenate([theirs.score, ours.score]).astype(np.float64)),
                pa.array(np.where(together, MATCH, REVIEW).astype(str), pa.string()),
                words,
            ],
            schema=PAIRS,
        )


def _entity_of_label(labels: Longs, entities: npt.NDArray[np.int32]) -> dict[int, int]:
    """Give the thing each cluster holds; -2 when it holds several."""
    found: dict[int, int] = {}
    for label, entity in zip(labels.tolist(), entities.tolist(), strict=True):
        found[label] = entity if found.get(label, entity) == entity else -2
    return found
