"""CREST alone: what judgements add, and how fast a few rows meet a large registry."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import datasets as ds
from bench.children import run_child
from bench.tasks import Method, list_task

LEARN_SEED, TEST_SEED, REGISTRY_SEED = 303, 202, 404


def labels(mode: str) -> list[dict[str, Any]]:
    """Group one list with the shipped weights and after 100, 500 and 3,000 judgements."""
    size = 10_000 if mode == "quick" else 100_000
    data = ds.generated("B", size, TEST_SEED)
    ds.generated("B", 10_000, LEARN_SEED)
    known = str(ds.CACHE / f"B-10000-{LEARN_SEED}.parquet")
    found = []
    for judgements in (0, 100, 500, 3_000):
        name = "shipped" if not judgements else "shipped, then learnt from another list"
        method = Method(name, "bench.peers.ours_trained")
        row = list_task(method, data, 300.0, known=known, judgements=judgements)
        found.append({**row, "labels": judgements})
    return found


def speed(mode: str) -> list[dict[str, Any]]:
    """Match new rows against a registry of 100,000 (quick) or 1,000,000 (full) records."""
    if importlib.util.find_spec("crest.engine.matching.registry") is None:
        print("  there is no registry to measure", flush=True)
        return []
    size = 100_000 if mode == "quick" else 1_000_000
    ds.generated("B", size, REGISTRY_SEED)
    folder = Path(tempfile.mkdtemp(prefix="crest-bench-"))
    try:
        task = {"list": str(ds.CACHE / f"B-{size}-{REGISTRY_SEED}.parquet"), "rows": 1_000}
        (folder / "task.json").write_text(json.dumps(task), "utf-8")
        rows: list[dict[str, Any]] = []
        for step in ("build", "cold", "warm"):
            command = [sys.executable, "-m", "bench.peers.ours_registry", str(folder), step]
            ran = run_child(command, folder / "log", 900.0)
            figures = ran.figures()
            if "no_result" in figures:
                return [*rows, {"what": step, "value": figures["no_result"]}]
            rows += json.loads((folder / f"{step}.json").read_text("utf-8"))
            rows.append({"what": f"peak memory, {step}", "value": figures["peak_gb"], "unit": "GB"})
            if step == "cold":
                rows.append(
                    {
                        "what": "whole process: start, open, 1,000 rows, end",
                        "value": figures["process_s"],
                        "unit": "s",
                        "goal": "≤ 5",
                    }
                )
        return rows
    finally:
        shutil.rmtree(folder)
