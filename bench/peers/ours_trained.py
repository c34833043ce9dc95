"""CREST after it has learnt from judgements about another list of the same kind.

Options: `judgements` (how many pairs a person has judged), and `known.parquet` in the job folder:
a list with its truth from which the judged pairs are drawn among CREST's own candidates.
"""

from __future__ import annotations

import sys

import numpy as np
import pyarrow.parquet as pq

from bench.peers.job import Job
from crest.engine.matching.block import DEFAULT, candidates
from crest.engine.matching.compare import features
from crest.engine.matching.models import Model
from crest.engine.matching.normalise import prepare
from crest.engine.matching.resolve import resolve
from crest.engine.matching.train import train


def _learnt(job: Job, judgements: int) -> Model:
    """Train on pairs that CREST would have asked about: half near the line, half at random."""
    known = pq.read_table(job.options["known"])
    truth = known["truth"].to_numpy()
    prepared = prepare(known.drop_columns(["truth", "family", "hard"]), "site")
    left, right = candidates(prepared, DEFAULT)
    compared = features(prepared, prepared, left, right)
    shipped = Model.load("site")
    certainty = np.abs(shipped.logits(compared))
    rnd = np.random.default_rng(1)
    unsure = np.argsort(certainty + rnd.random(len(certainty)) * 4)[: judgements // 2]
    chosen = np.union1d(unsure, rnd.choice(len(left), judgements - len(unsure), replace=False))
    labels = truth[left[chosen]] == truth[right[chosen]]
    return train(compared[chosen], labels, start=shipped)


def main(folder: str) -> None:
    """Learn, then resolve one job folder."""
    job = Job.open(folder)
    records = job.records()
    judgements = int(job.options["judgements"])
    with job.phase("learn"):
        model = _learnt(job, judgements) if judgements else Model.load("site")
    with job.phase("resolve"):
        found = resolve(records, kind="site", model=model)
    job.write_labels(np.asarray(found.labels))
    words = {"match": 2, "review": 1, "apart": 0}
    job.write_scored(
        *(found.pairs[side].to_pylist() for side in ("left", "right", "score")),
        [words[word] for word in found.pairs["decision"].to_pylist()],
    )
    job.finish()


if __name__ == "__main__":
    main(sys.argv[1])
