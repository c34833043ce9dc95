"""One worker explained, and the shipped example from its folder to its report.

    python -m bench.recruitment_one worker|duckdb|spark RESULT

`worker` times, for each worker of the example: every cost with its conversion and every verdict,
the debt, contract and pay facts, and every sign of every set with its reasons; rules and rates are
read before. The other two run `crest assess` on the example in a process of their own.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from bench.children import ROOT, run_child

EXAMPLE: Final = ROOT / "examples" / "nordvik-retail"
ON: Final = date(2026, 11, 23)
MOST: Final = 400


def recruitment_one(mode: str) -> list[dict[str, Any]]:
    """Rows of what, value, unit and goal."""
    del mode
    folder = Path(tempfile.mkdtemp(prefix="crest-bench-"))
    try:
        command = [sys.executable, "-m", "bench.recruitment_one", "worker"]
        ran = run_child([*command, str(folder / "result.json")], folder / "log", 600.0)
        failed = ran.figures().get("no_result")
        rows = (
            [{"what": "one worker explained", "value": failed}]
            if failed
            else json.loads((folder / "result.json").read_text("utf-8"))
        )
        return rows + _example(folder)
    finally:
        shutil.rmtree(folder)


def _example(folder: Path) -> list[dict[str, Any]]:
    """Wall time and memory of the whole command, on each engine that is there."""
    found = []
    spark = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
    for engine in ("duckdb", "spark") if spark else ("duckdb",):
        crest = str(Path(sys.executable).parent / "crest")
        command = [
            crest, "assess", str(EXAMPLE), "--on", ON.isoformat(), "--quiet",
            "--engine", engine, "--out", str(folder / f"out-{engine}"),
        ]  # fmt: skip
        ran = run_child(command, folder / "log", 1_200.0)
        figures, name = ran.figures(), f"the example from folder to report, {engine}"
        found.append(
            {"what": name, "value": figures.get("no_result", round(ran.wall_s, 1)), "unit": "s"}
            | ({"goal": "≤ 20"} if engine == "duckdb" else {})
        )
        found.append({"what": f"peak memory, {name}", "value": figures["peak_gb"], "unit": "GB"})
    return found


def _worker() -> list[dict[str, Any]]:
    from crest.engine.fees.one import cost_sheet, prepare  # noqa: PLC0415
    from crest.engine.indicators import explain_worker  # noqa: PLC0415
    from crest.engine.journeys import read_recruitment  # noqa: PLC0415
    from crest.engine.journeys.rates import load_rates  # noqa: PLC0415
    from crest.engine.rulebook.book import load_book  # noqa: PLC0415

    book, rates = load_book(), load_rates()
    read = read_recruitment(sorted((EXAMPLE / "workers").iterdir()), on=ON, rates=rates)
    desk = prepare(rates, book=book, on=ON)
    by: dict[str, dict[str, list[Any]]] = {
        name: _by_journey(getattr(read, name)) for name in ("costs", "answers", "deductions")
    }
    said = {"yes": True, "no": False}
    walls: list[float] = []
    works: list[
        float
    ] = []  # of the processor alone: what other work on the machine does not change
    for journey in read.journeys.to_pylist()[:MOST]:
        key = journey["journey"]
        answers = {row["question"]: said.get(row["answer"]) for row in by["answers"].get(key, [])}
        begun = time.perf_counter(), time.process_time()
        sheet = cost_sheet(
            {**journey, **answers}, by["costs"].get(key, []), by["deductions"].get(key, []), desk
        )
        explain_worker(sheet.facts, book=book, on=ON)
        walls.append(1_000 * (time.perf_counter() - begun[0]))
        works.append(1_000 * (time.process_time() - begun[1]))
    walls, works = sorted(walls[1:]), sorted(works[1:])
    at = len(walls) // 2, int(0.99 * len(walls))
    return [
        {"what": f"one worker explained in full (median of {len(walls)})", "unit": "ms",
         "value": round(walls[at[0]], 2), "goal": "≤ 5"},
        {"what": "one worker explained in full (99 of 100 are faster than)", "unit": "ms",
         "value": round(walls[at[1]], 2)},
        {"what": "the same, processor time, median", "unit": "ms", "value": round(works[at[0]], 2)},
        {"what": "the same, processor time, 99 of 100", "unit": "ms",
         "value": round(works[at[1]], 2)},
    ]  # fmt: skip


def _by_journey(table: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in table.to_pylist():
        found[row["journey"]].append(row)
    return found


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(_worker()), "utf-8")
