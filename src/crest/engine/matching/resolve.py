"""A list in, one number per thing out: every record is a match, for review, or new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.matching.block import DEFAULT, Search, candidates
from crest.engine.matching.cluster import STOP_AT, WARN_AT, cluster
from crest.engine.matching.explain import reasons
from crest.engine.matching.models import Model
from crest.engine.matching.normalise import Kind, Prepared, prepare
from crest.engine.matching.score import Scored, score_candidates
from crest.engine.tables.contracts import PAIRS, conform

if TYPE_CHECKING:
    from collections.abc import Callable

Longs = npt.NDArray[np.int64]
MATCH, REVIEW, NEW = "match", "review", "new"
JOIN_AT: Final = 0.35  # mean probability at which two clusters join
FLOOR: Final = 0.02  # pairs below this probability are forgotten


@dataclass(frozen=True)
class Judged:
    """What people decided, as pairs of record numbers: must be one thing, must not be."""

    same: tuple[Longs, Longs]
    different: tuple[Longs, Longs]


@dataclass(frozen=True)
class Resolution:
    """The answer for n records. `labels` int64[n] is one number per thing.

    `pairs` follows the PAIRS contract and holds every compared pair at or above the review line;
    `outcome`, `score`, `because` have one entry per record; `warnings` are sentences about
    clusters that are suspiciously large.
    """

    labels: Longs
    pairs: pa.Table
    outcome: npt.NDArray[np.str_]
    score: npt.NDArray[np.float32]
    because: pa.Array
    warnings: tuple[str, ...]
    compared: int


def resolve(
    records: pa.Table,
    *,
    kind: Kind = "site",
    model: Model | None = None,
    judged: Judged | None = None,
    progress: Callable[[str, float], None] | None = None,
    search: Search = DEFAULT,
) -> Resolution:
    """Find which records are one thing. `records` follows SITES or ORGANISATIONS.

    `progress` receives (what is being done, 0..1). Works without labels, for 1 or 1 000 000 rows.
    """
    tell = progress or (lambda _what, _part: None)
    used = model or Model.load(kind)
    n = records.num_rows
    tell("reading names and addresses", 0.0)
    prepared = prepare(records, kind)
    tell("looking for candidates", 0.1)
    left, right = candidates(prepared, search)
    tell("comparing", 0.4)
    scored = score_candidates(
        used,
        prepared,
        left,
        right,
        floor=FLOOR,
        progress=lambda part: tell("comparing", 0.4 + 0.4 * part),
    )
    tell("grouping", 0.8)
    labels = cluster(
        n,
        scored.left,
        scored.right,
        scored.score,
        join_at=JOIN_AT,
        same=judged.same if judged else None,
        different=judged.different if judged else None,
    )
    tell("writing reasons", 0.9)
    answer = _answer(records, used, scored, labels, judged, len(left), _spelling(prepared))
    tell("done", 1.0)
    return answer


def _answer(  # noqa: PLR0917 - one call, from above
    records: pa.Table,
    model: Model,
    scored: Scored,
    labels: Longs,
    judged: Judged | None,
    compared: int,
    spelling: npt.NDArray[np.uint64] | None,
) -> Resolution:
    n = records.num_rows
    together = labels[scored.left] == labels[scored.right]
    shown = scored.score >= model.review
    left, right = scored.left[shown], scored.right[shown]
    score, together = scored.score[shown], together[shown]
    words = reasons(model, scored.levels[shown])
    sizes = _sizes(labels, spelling)
    members = np.bincount(labels, minlength=max(n, 1))
    large = sizes[labels] >= STOP_AT if n else np.zeros(0, np.bool_)
    joined = members[labels] > 1 if n else np.zeros(0, np.bool_)
    apart = ~together & ~_judged_different(left, right, judged, n)
    decision = np.where(
        together, np.where(large[left], REVIEW, MATCH), np.where(apart, REVIEW, "apart")
    )
    best, at = _best(n, left, right, score, together, apart)
    outcome = np.full(n, NEW, "<U6")
    outcome[joined & ~large] = MATCH
    open_question = np.zeros(n, np.bool_)
    open_question[left[apart]] = True
    open_question[right[apart]] = True
    outcome[(open_question & ~joined) | large] = REVIEW
    because = _because(at, words, joined, large, sizes[labels] if n else sizes[:0])
    number = records["record"] if "record" in records.column_names else pa.array(np.arange(n))
    pairs = conform(
        pa.table(
            {
                "left": number.take(pa.array(left)) if n else pa.array([], pa.int64()),
                "right": number.take(pa.array(right)) if n else pa.array([], pa.int64()),
                "score": pa.array(score.astype(np.float64)),
                "decision": pa.array(decision.astype(str)),
                "because": words,
            }
        ),
        PAIRS,
    )
    return Resolution(labels, pairs, outcome, best, because, _warnings(records, sizes), compared)


def _sizes(labels: Longs, spelling: npt.NDArray[np.uint64] | None) -> Longs:
    """How large each cluster is, by its label: in listings, or in distinct spellings of the name.

    A site's listings each count; an agency may stand at hundreds of addresses under one name, and
    only many names are an alarm.
    """
    counted = labels
    if spelling is not None and len(labels):
        distinct = np.unique(np.stack([labels.astype(np.uint64), spelling]), axis=1)[0]
        counted = distinct.astype(np.int64)
    return np.bincount(counted, minlength=max(len(labels), 1))


def _spelling(prepared: Prepared) -> npt.NDArray[np.uint64] | None:
    """Per record of an organisation, the number of its name without legal form; None for sites."""
    if prepared.kind == "site":
        return None
    named = np.diff(prepared.name_of) > 0
    spelling = np.zeros(len(prepared), np.uint64)
    spelling[named] = prepared.joined[prepared.name_of[:-1][named]]
    return spelling


def _judged_different(
    left: Longs, right: Longs, judged: Judged | None, n: int
) -> npt.NDArray[np.bool_]:
    if judged is None or not len(judged.different[0]):
        return np.zeros(len(left), np.bool_)
    a, b = judged.different
    known = np.minimum(a, b) * n + np.maximum(a, b)
    return np.isin(np.minimum(left, right) * n + np.maximum(left, right), known)


def _best(  # noqa: PLR0917 - columns of one table
    n: int, left: Longs, right: Longs, score: Any, together: Any, apart: Any
) -> tuple[npt.NDArray[np.float32], Longs]:
    """The pair that says most about each record: inside its cluster if it has one, else open."""
    best = np.full(n, np.nan, np.float32)
    at = np.full(n, -1, np.int64)
    if not len(score):
        return best, at
    for group in (apart, together):  # later ones win
        pairs = np.flatnonzero(group)
        order = pairs[np.argsort(score[pairs], kind="stable")]
        for side in (left, right):
            rows = side[order]
            fresh = np.full(n, -1, np.int64)
            fresh[rows] = order  # the last, that is the best, stays
            known = fresh >= 0
            if group is together:
                better = known & ((at < 0) | ~together[at] | (score[fresh] > best))
            else:
                better = known & ((at < 0) | (score[fresh] > best))
            at[better] = fresh[better]
            best[better] = score[fresh[better]]
    return best, at


def _because(at: Longs, words: pa.Array, joined: Any, large: Any, size: Longs) -> pa.Array:
    text = (
        words.take(pa.array(np.maximum(at, 0), mask=at < 0))
        if len(words)
        else pa.nulls(len(at), pa.string())
    )
    head = np.where(
        large,
        "too many records in one cluster, a person must look; ",
        np.where(joined, "", np.where(at >= 0, "a possible match; ", "")),
    )
    filled = pc.fill_null(text, "nothing alike was found")
    alone = joined & (at < 0)
    filled = pc.if_else(pa.array(alone), "joined by judgement or through others", filled)
    del size
    return pc.binary_join_element_wise(pa.array(head.astype(str), pa.string()), filled, "")


def _warnings(records: pa.Table, sizes: Longs) -> tuple[str, ...]:
    found = np.flatnonzero(sizes >= WARN_AT)
    if not len(found):
        return ()
    stop = int((sizes >= STOP_AT).sum())
    said = [
        f"{len(found)} clusters hold {WARN_AT} or more listings or names: look at a few of them."
    ]
    if stop:
        largest = int(np.argmax(sizes))
        name = records["name"][largest].as_py() if "name" in records.column_names else ""
        said.append(
            f"{stop} clusters hold {STOP_AT} or more and wait for review; the largest "
            f"({int(sizes[largest])} of them) begins with “{name}”."
        )
    return tuple(said)
