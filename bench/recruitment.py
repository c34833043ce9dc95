"""The recruitment engine on millions of journeys, beside a plain scan and beside its peers.

Every method runs in its own process, `TIMES` times, one after the other; the median counts. The
plain scan takes the largest value of each column that the job reads. CREST answers the whole
question (see `bench.peers.recruitment_crest`); the peers answer a smaller one, written by hand:
nine sums in dollars, the cost in months of pay, the yes of the ILO's eleven signs and one class, by
employer × corridor × recruiter, without laws and without counting what is unknown.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from bench.children import run_child
from bench.environments import PeerMissingError, python_of
from bench.recruitment_world import survey

ROWS: Final = {"quick": 1_000_000, "full": 10_000_000}
TIMES: Final = 3
LIMIT_S: Final = 480.0  # for all methods of a survey together
SCAN: Final = "plain scan, DuckDB"
# Name, module, environment (None: that of CREST), rows at most, what is done.
_CREST: Final = "bench.peers.recruitment_crest"
_BY_HAND: Final = "bench.peers.recruitment_by_hand"
_FRAMES: Final = "bench.peers.recruitment_frames"
METHODS: Final[tuple[tuple[str, str, str, str | None, int | None], ...]] = (
    (SCAN, _BY_HAND, "scan", None, None),
    ("CREST on DuckDB", _CREST, "duckdb", None, None),
    ("CREST on Spark, local[2]", _CREST, "spark", None, None),
    ("DuckDB, SQL by hand, smaller question", _BY_HAND, "duckdb", None, None),
    ("Polars streaming, smaller question", _FRAMES, "polars", "frames", None),
    ("pandas, smaller question", _FRAMES, "pandas", "frames", 1_000_000),
    ("Python row by row, smaller question", _BY_HAND, "python", None, 200_000),
)


def recruitment(mode: str, rows: int | None = None, only: str = "") -> list[dict[str, Any]]:
    """Run every method on the survey; rows at most are extrapolated and said to be.

    Full: ten million journeys, CREST on both engines among them. `only`: methods whose name
    contains it. Raises RuntimeError when the engines do not count the same.
    """
    chosen = [method for method in METHODS if only in method[0]]
    return _all(chosen, rows or ROWS[mode])


def _all(methods: list[tuple[str, str, str, str | None, int | None]], rows: int) -> list[Any]:
    """Every method on a survey of so many rows, compared."""
    paths = survey(rows)
    found = []
    end = time.monotonic() + LIMIT_S
    for method in methods:
        name, what = method[0], method[2]
        if what == "spark" and not (importlib.util.find_spec("pyspark") and shutil.which("java")):
            found.append({"method": name, "no_result": "Spark or Java is not installed"})
            continue
        print(f"  {name}, {rows:,}", flush=True)
        found.append(_one(method, paths, rows, end - time.monotonic()))
    return _compared(found)


def _one(
    method: tuple[str, str, str, str | None, int | None],
    paths: list[Path],
    rows: int,
    limit_s: float,
) -> dict[str, Any]:
    name, module, what, environment, most = method
    if limit_s <= 0:
        return {"method": name, "rows": rows, "no_result": "no time left"}
    folder = Path(tempfile.mkdtemp(prefix="crest-bench-"))
    try:
        python = sys.executable if environment is None else str(python_of(environment))
        asked = min(rows, most or rows)
        task: dict[str, Any] = {"paths": [str(p) for p in paths], "rows": asked}
        task["times"] = 1 if what == "spark" else TIMES  # Spark takes minutes, and is no contest
        (folder / "task.json").write_text(json.dumps(task), "utf-8")
        _rates(folder)
        ran = run_child([python, "-m", module, what, str(folder)], folder / "log", limit_s)
        figures = {"method": name, "rows": rows, "asked_rows": asked, **ran.figures()}
        if "no_result" in figures:
            return figures
        told = json.loads((folder / "result.json").read_text("utf-8"))
        walls = sorted(told["walls_s"])
        wall = walls[len(walls) // 2] * rows / asked
        return {**figures, **told, "wall_s": round(wall, 3), "rows_per_s": round(rows / wall)}
    except PeerMissingError as error:
        return {"method": name, "no_result": str(error)}
    finally:
        shutil.rmtree(folder)


def _rates(folder: Path) -> None:
    """The rates of exchange for the peers: one row per currency and month."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    from crest.engine.fees.money import rate_slots, slot_table  # noqa: PLC0415
    from crest.engine.journeys.rates import load_rates  # noqa: PLC0415

    slots = slot_table(rate_slots(load_rates())).select(["currency", "slot", "per_usd"])
    pq.write_table(slots, folder / "slots.parquet")


def _compared(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add ratios to the scan; say whether CREST counts the same on both engines."""
    scan = next((row for row in found if row["method"] == SCAN and "wall_s" in row), None)
    for row in found:
        if scan and "wall_s" in row:
            row["times_scan"] = round(row["wall_s"] / scan["wall_s"], 2)
    ours = [row for row in found if row["method"].startswith("CREST") and "digest" in row]
    if len(ours) > 1:
        same = len({row["digest"] for row in ours}) == 1
        if not same:
            raise RuntimeError("DuckDB and Spark do not count the same; see both digests.")
        for row in ours:
            row["same_on_both_engines"] = same
    return found
