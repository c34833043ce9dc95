"""Fit the weights of the matching model on invented lists of corruption A, never on B.

    python -m bench.fit OUT.yaml --records 100000 --seeds 101 102

The terms, their edges and the weights that are held by hand (distance and unit numbers) come from
the shipped `site.yaml`; everything else is fitted anew, shrunk towards it. Corruption B, the shared
labelled sets and other seeds of A are for testing only.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from bench.generate import generate
from crest.engine.matching.block import candidates
from crest.engine.matching.compare import features
from crest.engine.matching.models import Model, write_model
from crest.engine.matching.normalise import prepare
from crest.engine.matching.train import train

HELD = frozenset({"distance", "unit"})
MOST_PAIRS = 150_000


def labelled_pairs(records: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Candidate pairs of one generated list: features float32[m, k] and whether they are one."""
    table = generate(records, seed, "A", workers=2)
    prepared = prepare(table, "site")
    left, right = candidates(prepared)
    truth = np.asarray(table["truth"])
    return features(prepared, prepared, left, right), truth[left] == truth[right]


def main() -> None:
    """Fit and write; prints how the fitted weights do on the pairs they were fitted on."""
    parser = argparse.ArgumentParser(description="Fit the weights of the matching model.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    parser.add_argument("--trust", type=float, default=3.0)
    chosen = parser.parse_args()
    found = [labelled_pairs(chosen.records, seed) for seed in chosen.seeds]
    seen = np.concatenate([pairs for pairs, _ in found])
    same = np.concatenate([labels for _, labels in found])
    sample = np.random.default_rng(1).permutation(len(same))[:MOST_PAIRS]
    model = train(
        seen[sample], same[sample], start=Model.load("site"), trust=chosen.trust, hold=HELD
    )
    write_model(model, chosen.out, "Weights fitted on invented lists")
    said = model.score(seen) > model.match
    f1 = 2 * int((said & same).sum()) / int(said.sum() + same.sum())
    print(f"{len(same):,} pairs, {same.mean():.1%} of them one thing; F1 on them {f1:.4f}")


if __name__ == "__main__":
    main()
