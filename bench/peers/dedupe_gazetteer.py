"""The dedupe library in the form Open Supply Hub uses it: a Gazetteer, messy against canonical.

Country exact, name and address as strings; cleaned the way that platform cleans (ASCII, lower
case, no commas and quotes). Candidates from 0.5, automatic from 0.8. Trained on labelled pairs.
Tasks: a list against a registry (the first `registry_rows` rows are canonical), or given pairs.
"""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any

import dedupe
from anyascii import anyascii
from dedupe import variables

from bench.peers.job import Job, components

AUTOMATIC, CANDIDATE = 0.8, 0.5
_DROPPED, _PARTED = re.compile(r"[,'\-]"), re.compile(r"[/:\s]+")


def _clean(text: str | None) -> str | None:
    plain = _PARTED.sub(" ", _DROPPED.sub("", anyascii(text or "").lower())).strip()
    return plain or None


def _rows(job: Job) -> list[dict[str, str | None]]:
    return [
        {
            "name": _clean(row["name"]),
            "address": _clean(
                " ".join(row[part] for part in ("address", "city", "postcode") if row.get(part))
            ),
            "country": (row.get("country") or "").lower() or None,
        }
        for row in job.records().to_pylist()
    ]


def _gazetteer(rows: list[dict[str, Any]]) -> dedupe.Gazetteer:
    fields = [variables.String("name", has_missing=True)]
    if any(row["address"] for row in rows):
        fields.append(variables.String("address", has_missing=True))
    if any(row["country"] for row in rows):
        fields.append(variables.Exact("country", has_missing=True))
    return dedupe.Gazetteer(fields, num_cores=1)


def _train(
    job: Job, gazetteer: dedupe.Gazetteer, messy: dict[int, Any], canonical: dict[int, Any]
) -> None:
    """Train on the labelled pairs of the task (lists of two records each)."""
    labelled = json.loads((job.folder / "training.json").read_text("utf-8"))
    known = {
        kind: [
            [{k: _clean(v) for k, v in side.items()} for side in pair] for pair in labelled[kind]
        ]
        for kind in ("match", "distinct")
    }
    source = io.StringIO(json.dumps(known))
    gazetteer.prepare_training(messy, canonical, source, sample_size=15_000)
    gazetteer.train(recall=1.0, index_predicates=True)


def _match_list(job: Job, rows: list[dict[str, Any]]) -> None:
    split = int(job.options["registry_rows"])
    canonical = {i: row for i, row in enumerate(rows) if i < split}
    messy = {i: row for i, row in enumerate(rows) if i >= split}
    gazetteer = _gazetteer(rows)
    with job.phase("train"):
        _train(job, gazetteer, messy, canonical)
    with job.phase("index"):
        gazetteer.index(canonical)
    with job.phase("search"):
        found = gazetteer.search(messy, threshold=CANDIDATE, n_matches=5, generator=False)
    left, right, score, decision = [], [], [], []
    for new, candidates in found:
        strong = [place for place, certainty in candidates if certainty >= AUTOMATIC]
        for place, certainty in candidates:
            left.append(int(new))
            right.append(int(place))
            score.append(float(certainty))
            decision.append(2 if len(strong) == 1 and place in strong else 1)
    joined = [(a, b) for a, b, kind in zip(left, right, decision, strict=True) if kind == 2]
    job.write_labels(components(len(rows), [a for a, _ in joined], [b for _, b in joined]))
    job.write_scored(left, right, score, decision)


def _score_pairs(job: Job, rows: list[dict[str, Any]], pairs: tuple[list[int], list[int]]) -> None:
    everything = dict(enumerate(rows))
    half = len(rows) // 2
    gazetteer = _gazetteer(rows)
    with job.phase("train"):
        _train(
            job,
            gazetteer,
            {i: row for i, row in everything.items() if i < half},
            {i: row for i, row in everything.items() if i >= half},
        )
    with job.phase("score"):
        blocks = [[((a, rows[a]), (b, rows[b]))] for a, b in zip(*pairs, strict=True)]
        found = [float(block["score"][0]) for block in gazetteer.score(iter(blocks))]
    score = found
    decision = [2 if s >= AUTOMATIC else 1 if s >= CANDIDATE else 0 for s in score]
    job.write_labels(list(range(len(rows))))
    job.write_scored(pairs[0], pairs[1], score, decision)


def main(folder: str) -> None:
    """Match one job folder."""
    job = Job.open(folder)
    rows = _rows(job)
    pairs = job.pairs()
    if pairs is None:
        _match_list(job, rows)
    else:
        _score_pairs(job, rows, pairs)
    job.finish()


if __name__ == "__main__":
    main(sys.argv[1])
