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

from bench.children import ROOT
from bench.report import read_results, write_page
from bench.sections import SECTIONS
from bench.speed import labels, speed

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
ALL = {**SECTIONS, "labels": labels, "speed": speed}


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
    }


def _graph(mode: str) -> str:
    """Run the tracing benchmark, if it is there, and return its part of the page."""
    script = ROOT / "bench" / "graph.py"
    part = RESULTS / "graph.md"
    if script.exists():
        print("graph", flush=True)
        command = [sys.executable, "-m", "bench.graph", f"--{mode}"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            print(f"  the tracing benchmark failed with code {done.returncode}", flush=True)
    return part.read_text("utf-8") if part.exists() else ""


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen sections and write results and page."""
    parser = argparse.ArgumentParser(description="Measure CREST beside its peers.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_const", const="quick", dest="mode")
    size.add_argument("--full", action="store_const", const="full", dest="mode")
    parser.add_argument("--only", nargs="*", choices=[*ALL, "graph", "page"], default=None)
    chosen = parser.parse_args(arguments)
    mode = chosen.mode or "quick"
    wanted = chosen.only if chosen.only is not None else [*ALL, "graph"]
    RESULTS.mkdir(parents=True, exist_ok=True)
    for at, name in enumerate([name for name in ALL if name in wanted], 1):
        begun = time.perf_counter()
        print(f"[{at}] {name}", flush=True)
        rows = ALL[name](mode)
        content = {"mode": mode, "machine": machine(), "rows": rows}
        (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        print(f"  {name}: {time.perf_counter() - begun:.0f} s", flush=True)
    graph = _graph(mode) if "graph" in wanted else ""
    if not graph and (RESULTS / "graph.md").exists():
        graph = (RESULTS / "graph.md").read_text("utf-8")
    write_page(read_results(RESULTS), machine(), PAGE, graph)
    width = shutil.get_terminal_size().columns
    print(f"{'─' * min(width, 60)}\nFigures: {RESULTS}\nPage: {PAGE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
