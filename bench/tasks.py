"""Hand one task to one method in its own process and judge what comes back."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.against import judge_links
from bench.children import run_child
from bench.environments import PeerMissingError, python_of
from bench.measure import judge, judge_pairs, pairs_against

if TYPE_CHECKING:
    import numpy as np

    from bench.datasets import Dataset


@dataclass(frozen=True, slots=True)
class Method:
    """How to start one method. `environment` None: the one CREST runs in."""

    name: str
    module: str
    environment: str | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def interpreter(self) -> str:
        """Return the Python that runs this method (its environment is made when missing)."""
        return sys.executable if self.environment is None else str(python_of(self.environment))


OURS = Method("CREST", "bench.peers.ours", options={"warm": True})
SPLINK = Method("Splink 5 (no labels)", "bench.peers.splink_plain", "splink")
TFIDF = Method("TF-IDF + rapidfuzz", "bench.peers.tfidf")
DEDUPE = Method("dedupe Gazetteer", "bench.peers.dedupe_gazetteer", "dedupe")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method found, and its figures; without labels when it gave no result."""

    figures: dict[str, Any]
    labels: np.ndarray[Any, Any] | None = None
    scored: pa.Table | None = None

    def decided(self, decision: int) -> tuple[Any, Any]:
        """Return the pairs (left, right) with that decision."""
        if self.scored is None:
            return (), ()
        chosen = self.scored["decision"].to_numpy() == decision
        return tuple(self.scored[side].to_numpy()[chosen] for side in ("left", "right"))


def _prepare(folder: Path, data: Dataset, options: dict[str, Any]) -> None:
    pq.write_table(data.records, folder / "records.parquet")
    task = {**options, "kind": data.kind}
    (folder / "task.json").write_text(json.dumps(task), "utf-8")
    if data.pairs:
        left, right, _ = data.pairs
        pq.write_table(pa.table({"left": left, "right": right}), folder / "pairs.parquet")
    if data.training:
        (folder / "training.json").write_text(json.dumps(data.training), "utf-8")


def ask(method: Method, data: Dataset, limit_s: float, **options: Any) -> Answer:
    """Run one method on one data set, stopped after `limit_s` seconds."""
    print(f"  {method.name}: {data.name}", flush=True)
    try:
        interpreter = method.interpreter()
    except PeerMissingError as error:
        return Answer({"no_result": str(error)})
    folder = Path(tempfile.mkdtemp(prefix="crest-bench-"))
    try:
        _prepare(folder, data, {**method.options, **options})
        command = [interpreter, "-m", method.module, str(folder)]
        ran = run_child(command, folder / "log", limit_s)
        figures = ran.figures()
        if "no_result" in figures:
            print(f"    {figures['no_result']}", flush=True)
            return Answer(figures)
        figures |= json.loads((folder / "figures.json").read_text("utf-8"))
        labels = pq.read_table(folder / "labels.parquet")["label"].to_numpy()
        print(f"    {figures['wall_s']:.1f} s, {figures['peak_gb']:.2f} GB", flush=True)
        return Answer(figures, labels, pq.read_table(folder / "scored.parquet"))
    finally:
        shutil.rmtree(folder)


def _repeat(method: Method, data: Dataset, limit_s: float, times: int, **options: Any) -> Answer:
    """Ask several times; the answer is the last one, its times are medians."""
    answers = [ask(method, data, limit_s, **options) for _ in range(times)]
    good = [a for a in answers if a.labels is not None]
    if not good:
        return answers[-1]
    walls = [a.figures["wall_s"] for a in good]
    figures = {
        **good[-1].figures,
        "wall_s": round(median(walls), 3),
        "walls_s": walls,
        "peak_gb": max(a.figures["peak_gb"] for a in good),
    }
    return Answer(figures, good[-1].labels, good[-1].scored)


def list_task(
    method: Method, data: Dataset, limit_s: float, *, times: int = 1, **options: Any
) -> dict[str, Any]:
    """Group a whole list; judged pairwise, by B³, on hard records, and by silent new sites."""
    answer = _repeat(method, data, limit_s, times, **options)
    found = {"method": method.name, "data": data.name, **answer.figures}
    if answer.labels is None or answer.scored is None:
        return found
    review = answer.decided(1)
    found |= judge(data.truth, answer.labels, data.hard, data.family, review)
    every = pairs_against(data.truth, answer.scored["left"], answer.scored["right"])
    found["scored_pairs"] = answer.scored.num_rows
    found["recall_of_scored"] = round(every.recall, 4)
    return found


def registry_task(
    method: Method, data: Dataset, split: int, limit_s: float, **options: Any
) -> dict[str, Any]:
    """Match the records from `split` on against those before it."""
    answer = ask(method, data, limit_s, registry_rows=split, **options)
    found = {"method": method.name, "data": data.name, **answer.figures}
    if answer.labels is None or answer.scored is None:
        return found
    columns = tuple(answer.scored[c].to_numpy() for c in ("left", "right", "decision"))
    return found | judge_links(data.truth, split, answer.labels, columns, data.hard)


def pairs_task(method: Method, data: Dataset, limit_s: float, **options: Any) -> dict[str, Any]:
    """Answer yes or no about given pairs; a pair that was never proposed is a no."""
    answer = ask(method, data, limit_s, **options)
    found = {"method": method.name, "data": data.name, **answer.figures}
    if answer.scored is None or data.pairs is None:
        return found
    said = {(min(a, b), max(a, b)) for a, b in zip(*answer.decided(2), strict=True)}
    shown = said | {(min(a, b), max(a, b)) for a, b in zip(*answer.decided(1), strict=True)}
    left, right, matched = data.pairs
    asked = [(min(a, b), max(a, b)) for a, b in zip(left, right, strict=True)]
    found |= judge_pairs(matched, [pair in said for pair in asked])
    reached = judge_pairs(matched, [pair in shown for pair in asked])
    return found | {"recall_with_review": reached["recall"]}
