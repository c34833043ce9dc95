"""The baseline everyone can write: TF-IDF of letter triples proposes, rapidfuzz decides.

Candidates: the ten nearest records by cosine of character triples over name and address.
Score: mean of the token-sorted name similarity and the token-set address similarity (name alone
when an address is missing), 0 to 100. The threshold comes from a list of corruption A.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from bench.peers.job import Job, components

if TYPE_CHECKING:
    import pyarrow as pa

NEAREST, LEAST_COSINE, REVIEW_MARGIN = 10, 0.35, 12.0


def _plain(column: pa.ChunkedArray) -> list[str]:
    return [utils.default_process(anyascii(text)) if text else "" for text in column.to_pylist()]


def _fields(records: pa.Table) -> tuple[list[str], list[str]]:
    names = _plain(records["name"])
    if "address" not in records.column_names:
        return names, [""] * len(names)
    places = [
        " ".join(part for part in parts if part)
        for parts in zip(
            _plain(records["address"]),
            _plain(records["city"]),
            _plain(records["postcode"]),
            strict=True,
        )
    ]
    return names, places


def _candidates(names: list[str], places: list[str]) -> tuple[Any, Any]:
    texts = [f"{name} {place}" for name, place in zip(names, places, strict=True)]
    vectors = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 3), min_df=2, max_df=0.05, dtype=np.float32
    ).fit_transform(texts)
    near = sp_matmul_topn(
        vectors, vectors.T.tocsr(), top_n=NEAREST + 1, threshold=LEAST_COSINE, n_threads=2
    ).tocoo()
    keep = near.row != near.col
    low, high = np.minimum(near.row, near.col)[keep], np.maximum(near.row, near.col)[keep]
    keys = np.unique(low.astype(np.int64) << 32 | high)
    return keys >> 32, keys & 0xFFFFFFFF


def _similarity(names: list[str], places: list[str], left: Any, right: Any) -> Any:
    def compare(texts: list[str], scorer: Any) -> Any:
        first, second = ([texts[i] for i in side] for side in (left, right))
        return process.cpdist(first, second, scorer=scorer, dtype=np.float32, workers=2)

    name, place = compare(names, fuzz.token_sort_ratio), compare(places, fuzz.token_set_ratio)
    empty = np.array([not text for text in places], bool)
    return np.where(empty[left] | empty[right], name, (name + place) / 2)


def main(folder: str) -> None:
    """Run the baseline on one job folder."""
    job = Job.open(folder)
    records = job.records()
    threshold = float(job.options.get("tfidf_threshold", 80.0))
    given = job.pairs()
    with job.phase("clean"):
        names, places = _fields(records)
    with job.phase("candidates"):
        if given is None:
            left, right = _candidates(names, places)
        else:
            left, right = np.asarray(given[0]), np.asarray(given[1])
    with job.phase("score"):
        score = _similarity(names, places, left, right)
    decision = np.where(score >= threshold, 2, np.where(score >= threshold - REVIEW_MARGIN, 1, 0))
    with job.phase("cluster"):
        joined = decision == 2
        labels = components(records.num_rows, left[joined], right[joined])
    job.write_labels(labels)
    job.write_scored(left, right, score, decision)
    job.finish(threshold=threshold)


if __name__ == "__main__":
    main(sys.argv[1])
