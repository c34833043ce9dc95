"""The sections of the benchmark: which method answers what, on which data, within which limit."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import datasets as ds
from bench.measure import judge_pairs, pairs_against
from bench.tasks import (
    DEDUPE,
    OURS,
    SPLINK,
    TFIDF,
    Answer,
    ask,
    list_task,
    pairs_task,
    registry_task,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# Seeds differ from those that weights were fitted on (1 and 2).
TRAIN_SEED, TEST_SEED = 11, 202
LIMIT_S = {"quick": 240.0, "full": 1_800.0}
DEDUPE_LIMIT_S = {"quick": 180.0, "full": 900.0}


@cache
def tfidf_threshold() -> float:
    """Choose the baseline's threshold on corruption A, where its pair F1 is best."""
    data = ds.generated("A", 10_000, TRAIN_SEED)
    answer = ask(TFIDF, data, 300.0)
    if answer.scored is None:
        return 80.0
    score = answer.scored["score"].to_numpy()
    left, right = (answer.scored[side].to_numpy() for side in ("left", "right"))
    tried = np.arange(50.0, 96.0, 1.0)
    good = [pairs_against(data.truth, left[score >= t], right[score >= t]).f1 for t in tried]
    return float(tried[int(np.argmax(good))])


def _tfidf(mode: str) -> dict[str, Any]:
    del mode
    return {"tfidf_threshold": tfidf_threshold()}


def lists(mode: str, sizes: list[int] | None = None) -> list[dict[str, Any]]:
    """Group whole generated lists, both corruptions, 10 000 to 1 000 000 records."""
    options = _tfidf(mode)
    wanted = sizes or ([10_000, 100_000] if mode == "quick" else [10_000, 100_000, 1_000_000])
    found = []
    for size in wanted:
        for corruption in ("B", "A"):
            data = ds.generated(corruption, size, TEST_SEED)
            for method in (OURS, SPLINK, TFIDF):
                if size > 100_000 and (method is TFIDF or (method is SPLINK and mode == "quick")):
                    continue
                times = 3 if size <= 10_000 or (method is OURS and size <= 100_000) else 1
                row = list_task(method, data, LIMIT_S[mode], times=times, **options)
                found.append({**row, "corruption": corruption, "size": size})
    return found


def labelled_lists(mode: str) -> list[dict[str, Any]]:
    """Group the labelled lists of the shared folder (persons: stated as such)."""
    options = _tfidf(mode)
    sets = [("dataset1",), ("dataset2",), ("dataset3",), ("dataset4a", "dataset4b")]
    return [
        list_task(method, ds.febrl(*files), LIMIT_S[mode], **options)
        for files in (sets if mode == "full" else sets[2:])
        for method in (OURS, SPLINK, TFIDF)
    ]


def _febrl_training() -> dict[str, list[list[dict[str, str]]]]:
    """Give dedupe 100 matched and 100 distinct pairs of another Febrl file."""
    data = ds.febrl("dataset3")
    rows = [
        {"name": r["name"] or "", "address": f"{r['address']} {r['postcode']}", "country": "au"}
        for r in data.records.to_pylist()
    ]
    rnd = random.Random(1)
    by_person: dict[int, list[int]] = {}
    for at, person in enumerate(np.asarray(data.truth).tolist()):
        by_person.setdefault(person, []).append(at)
    several = [group for group in by_person.values() if len(group) > 1]
    match = [[rows[a] for a in group[:2]] for group in rnd.sample(several, 100)]
    singles = [group[0] for group in by_person.values()]
    distinct = [[rows[a] for a in rnd.sample(singles, 2)] for _ in range(100)]
    return {"match": match, "distinct": distinct}


def registry(mode: str) -> list[dict[str, Any]]:
    """Match a new list against a registry, the task Open Supply Hub uses dedupe for."""
    options = _tfidf(mode)
    size = 4_000 if mode == "quick" else 10_000
    generated = ds.generated("B", 10_000, TEST_SEED)
    cut = {
        name: value[:size]
        for name in ("truth", "hard", "family")
        if (value := getattr(generated, name)) is not None
    }
    some = replace(
        generated,
        records=generated.records.slice(0, size),
        name=f"generated B, {size // 2:,} new against {size // 2:,}",
        training=ds.osh_pairs().training,
        **cut,
    )
    tasks = [(some, size // 2)]
    if mode == "full":
        first, second = ds.febrl("dataset4a"), ds.febrl("dataset4b")
        both = replace(
            first,
            name="Febrl 4b against 4a (persons)",
            training=_febrl_training(),
            records=ds.pa.concat_tables([first.records, second.records]),
            truth=np.concatenate([np.asarray(first.truth), np.asarray(second.truth)]),
        )
        tasks.append((both, first.records.num_rows))
    return [
        registry_task(
            method,
            data,
            split,
            DEDUPE_LIMIT_S[mode] if method is DEDUPE else LIMIT_S[mode],
            **options,
        )
        for data, split in tasks
        for method in (OURS, DEDUPE, SPLINK, TFIDF)
    ]


def pairs(mode: str) -> list[dict[str, Any]]:
    """Answer labelled pairs: real facilities, restaurants, company names."""
    options = _tfidf(mode)
    names, frozen = ds.name_bench()
    found = []
    for data in (ds.osh_pairs(), ds.fodors_zagats(), names):
        for method in (OURS, SPLINK, TFIDF, DEDUPE):
            if method is DEDUPE and data.training is None:
                continue
            limit = DEDUPE_LIMIT_S[mode] if method is DEDUPE else LIMIT_S[mode]
            found.append(pairs_task(method, data, limit, **options))
    assert names.pairs is not None
    figures = judge_pairs(names.pairs[2], frozen)
    return [
        *found,
        {"method": "nomenklatura logic-v2 (its own frozen answers)", "data": names.name, **figures},
    ]


def real_lists(mode: str) -> list[dict[str, Any]]:
    """Count what each method merges among 5,443 facilities that have an OS ID each."""
    options = _tfidf(mode)
    data = ds.facilities_2022()
    return [
        _merged(method.name, ask(method, data, LIMIT_S[mode], **options), data.name)
        for method in (OURS, SPLINK, TFIDF)
    ]


def _merged(method: str, answer: Answer, name: str) -> dict[str, Any]:
    found = {"method": method, "data": name, **answer.figures}
    if answer.labels is None:
        return found
    sizes = np.unique(answer.labels, return_counts=True)[1]
    return found | {
        "records": len(answer.labels),
        "sites": len(sizes),
        "merged_records": int(sizes[sizes > 1].sum()),
        "largest_cluster": int(sizes.max()),
        "review_pairs": len(answer.decided(1)[0]),
    }


SECTIONS: dict[str, Callable[[str], list[dict[str, Any]]]] = {
    "lists": lists,
    "labelled_lists": labelled_lists,
    "pairs": pairs,
    "registry": registry,
    "real_lists": real_lists,
}
