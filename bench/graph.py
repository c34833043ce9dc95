"""Tracing, measured: one buyer, all buyers and the roll-up, beside other engines in one run.

`python -m bench.graph [--sizes 10000,100000,1000000] [--engines crest,scipy,...]` writes
bench/results/graph.json. Every engine gets the same graph and runs in a process of its own; the
answers are compared, and a difference is reported as such. Figures are of the machine it runs on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import feather

from bench.graph_world import make, plain, tables

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv-bench-graph"
PEERS = ("rustworkx==0.18.1", "networkx==3.6.1", "numpy>=2")
ENGINES = ("crest", "scipy", "duckdb", "rustworkx", "networkx")
LIMIT_S = 900
ASKED = 30
GOALS = {"one_buyer_ms": 10, "roll_up_ms": 60, "all_buyers_s": 10}


def peer_python() -> Path:
    """Return the interpreter of the peers' environment; makes it when absent."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
    ready = subprocess.run(
        [str(python), "-c", "import rustworkx, networkx, numpy"], capture_output=True, check=False
    )
    if ready.returncode:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return python


def lay_out(folder: Path, size: int) -> dict[str, int]:
    """Write one world where the engines find it; returns its measure."""
    world = make(size, 5 * size, max(10, size // 1000))
    nodes, edges = tables(world)
    for name, table in (("nodes", nodes), ("edges", edges)):
        feather.write_feather(table, folder / f"{name}.arrow", compression="uncompressed")
    rng = np.random.default_rng(7)
    arrays = {
        "source": world.source.astype(np.int32),
        "target": world.target.astype(np.int32),
        "weight": plain(world),
        "risk": rng.random(world.nodes).astype(np.float32),
        "buyers": np.arange(world.buyers),
        "asked": rng.choice(world.buyers, min(ASKED, world.buyers), replace=False),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return {"nodes": world.nodes, "links": len(world.source), "buyers": world.buyers}


def run_engine(engine: str, folder: Path) -> dict[str, Any]:
    """Run one engine in its own process; an error or the time limit is part of the answer."""
    python = peer_python() if engine in ("rustworkx", "networkx") else Path(sys.executable)
    script = str(ROOT / "bench" / "graph_engines.py")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    try:
        done = subprocess.run(
            [str(python), script, engine, str(folder)],
            capture_output=True, text=True, check=False, timeout=LIMIT_S, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"error": f"not finished after {LIMIT_S} s"}
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def compare(folder: Path, engine: str) -> dict[str, Any]:
    """Hold one engine's answers for the first buyer (and the roll-up) against CREST's."""
    said: dict[str, Any] = {}
    for what, same in (
        ("tier", np.array_equal),
        ("share", lambda a, b: np.allclose(a, np.minimum(b, 1), rtol=1e-3, atol=1e-6)),
        ("rolled", lambda a, b: np.allclose(a, b, rtol=1e-4)),
    ):
        ours, theirs = folder / f"{what}_crest.npy", folder / f"{what}_{engine}.npy"
        if engine != "crest" and ours.exists() and theirs.exists():
            said[f"same_{what}"] = bool(same(np.load(ours), np.load(theirs)))
    return said


def measure(size: int, engines: list[str]) -> dict[str, Any]:
    """Measure every engine on one world."""
    with tempfile.TemporaryDirectory(prefix="crest-graph-") as name:
        folder = Path(name)
        found: dict[str, Any] = {"world": lay_out(folder, size), "engines": {}}
        for engine in engines:
            print(f"{size:>9,} nodes: {engine} …", flush=True)
            busy = round(os.getloadavg()[0], 1)  # others on the machine slow every figure down
            answer = run_engine(engine, folder) | compare(folder, engine)
            found["engines"][engine] = {**answer, "load_before": busy}
            print(f"          {json.dumps(found['engines'][engine])}", flush=True)
    return found


def main() -> None:
    """Measure every size and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--out", default=str(ROOT / "bench" / "results" / "graph.json"))
    options = parser.parse_args()
    report = {
        "goals": GOALS,
        "machine": {
            "cores": len(os.sched_getaffinity(0)),
            "python": platform.python_version(),
            "processor": platform.machine(),
        },
        "runs": [
            measure(int(size), options.engines.split(",")) for size in options.sizes.split(",")
        ],
    }
    out = Path(options.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"written to {out}")


if __name__ == "__main__":
    main()
