"""CREST's own matching, as a caller uses it: one call, no labels, shipped weights."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from bench.peers.job import Job

if TYPE_CHECKING:
    import pyarrow as pa

_DECISIONS = {"match": 2, "review": 1, "apart": 0}


def _answer_pairs(job: Job, pairs: tuple[list[int], list[int]]) -> None:
    """Score every given pair on its own, as if nothing else were known."""
    from crest.engine.matching.score import score_pair  # noqa: PLC0415

    rows = job.records().to_pylist()
    kind = job.options.get("kind", "site")
    with job.phase("score"):
        found = [score_pair(rows[a], rows[b], kind=kind) for a, b in zip(*pairs, strict=True)]
    job.write_labels(range(len(rows)))
    decisions = [_DECISIONS[one.decision] for one in found]
    job.write_scored(*pairs, [one.score for one in found], decisions)
    job.finish()


def main(folder: str) -> None:
    """Resolve one job folder, or answer about its pairs."""
    job = Job.open(folder)
    given = job.pairs()
    if given is not None:
        _answer_pairs(job, given)
        return
    begun = time.perf_counter()
    from crest.engine.matching.resolve import resolve  # noqa: PLC0415 - its cost is measured

    records = job.records()
    kind = job.options.get("kind", "site")
    if job.options.get("warm"):  # load compiled kernels on a few rows first; reported apart
        resolve(records.slice(0, 50), kind=kind)
    start = time.perf_counter() - begun
    with job.phase("resolve"):
        found = resolve(records, kind=kind)
    job.write_labels(np.asarray(found.labels))
    pairs: pa.Table = found.pairs
    words = pairs["decision"].to_pylist()
    job.write_scored(
        *(pairs[side].to_pylist() for side in ("left", "right", "score")),
        [_DECISIONS[word] for word in words],
    )
    outcomes = np.unique(found.outcome, return_counts=True)
    counted = {str(k): int(v) for k, v in zip(*outcomes, strict=True)}
    job.finish(start_s=round(start, 3), compared=int(found.compared), outcomes=counted)


if __name__ == "__main__":
    main(sys.argv[1])
