"""Measure CREST beside its peers and write the page.

    python -m bench.run [--quick | --full] [--only SECTION …]

Quick takes about ten minutes on two cores; full adds one million records and takes about an hour.
Results of sections that are not run again stay on the page.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from typing import Any

from bench.children import ROOT
from bench.recruitment import recruitment
from bench.recruitment_one import recruitment_one
from bench.report import read_results, write_page
from bench.sections import SECTIONS
from bench.speed import labels, speed

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
ALL: dict[str, Any] = {**SECTIONS, "labels": labels, "speed": speed}
ALL |= {"recruitment": recruitment, "recruitment_one": recruitment_one}


def machine() -> dict[str, str]:
    """Describe the machine without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "numpy", "pyarrow"))
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "system": platform.system(),
        "Python": platform.python_version(),
        "with": packages,
        "load average of the last 15 minutes": f"{os.getloadavg()[2]:.1f} (a busy machine above "
        "the number of cores: times are then longer than on an idle one)",
    }


def _graph(mode: str) -> None:
    """Run the tracing benchmark, if it is there; it writes its own results."""
    if not (ROOT / "bench" / "graph.py").exists():
        return
    print("graph", flush=True)
    sizes = "10000,100000" if mode == "quick" else "10000,100000,1000000"
    done = subprocess.run(
        [sys.executable, "-m", "bench.graph", "--sizes", sizes], cwd=ROOT, check=False
    )
    if done.returncode:
        print(f"  the tracing benchmark failed with code {done.returncode}", flush=True)


def _merged(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put new rows in the place of old ones about the same method and data."""
    path = RESULTS / f"{name}.json"
    if not path.exists() or name != "lists":
        return rows
    fresh = {(row["method"], row["data"]) for row in rows}
    old = json.loads(path.read_text("utf-8"))["rows"]
    kept = [row for row in old if (row["method"], row["data"]) not in fresh]
    order = {"CREST": 0, "Splink 5 (no labels)": 1}
    return sorted(
        [*kept, *rows],
        key=lambda r: (r["size"], r["corruption"] == "A", order.get(r["method"], 2)),
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen sections and write results and page."""
    parser = argparse.ArgumentParser(description="Measure CREST beside its peers.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_const", const="quick", dest="mode")
    size.add_argument("--full", action="store_const", const="full", dest="mode")
    parser.add_argument("--only", nargs="*", choices=[*ALL, "graph", "page"], default=None)
    parser.add_argument("--sizes", nargs="*", type=int, help="of the generated lists")
    chosen = parser.parse_args(arguments)
    mode = chosen.mode or "quick"
    wanted = chosen.only if chosen.only is not None else [*ALL, "graph"]
    RESULTS.mkdir(parents=True, exist_ok=True)
    for at, name in enumerate([name for name in ALL if name in wanted], 1):
        begun = time.perf_counter()
        print(f"[{at}] {name}", flush=True)
        sizes = {"sizes": chosen.sizes} if name == "lists" and chosen.sizes else {}
        rows = _merged(name, ALL[name](mode, **sizes))
        content = {"mode": mode, "machine": machine(), "rows": rows}
        (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        print(f"  {name}: {time.perf_counter() - begun:.0f} s", flush=True)
    if "graph" in wanted:
        _graph(mode)
    path = RESULTS / "graph.json"
    graph = json.loads(path.read_text("utf-8")) if path.exists() else None
    path = RESULTS / "mutants.json"
    mutants = json.loads(path.read_text("utf-8")) if path.exists() else None
    write_page(read_results(RESULTS), machine(), PAGE, graph, mutants)
    width = shutil.get_terminal_size().columns
    print(f"{'─' * min(width, 60)}\nFigures: {RESULTS}\nPage: {PAGE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
