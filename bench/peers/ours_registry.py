"""New rows against a registry on disk: build, ask cold, ask warm, ask one row.

    python -m bench.peers.ours_registry FOLDER build|cold|warm

`task.json` names the list; its first `rows` rows are the new ones, the rest is the registry.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

_SINGLE_ROWS, _REPEATS = 300, 5


def _split(folder: Path) -> tuple[pa.Table, pa.Table]:
    from crest.engine.tables.contracts import SITES, conform  # noqa: PLC0415

    task = json.loads((folder / "task.json").read_text("utf-8"))
    table = pq.read_table(task["list"])
    parts = []
    for source, part in (
        ("new.csv", table.slice(0, task["rows"])),
        ("registry.csv", table.slice(task["rows"])),
    ):
        n = part.num_rows
        plain = part.drop_columns(["record", "family", "hard"])
        plain = plain.append_column("record", pa.array(np.arange(n)))
        plain = plain.append_column("source", pa.array([source] * n))
        plain = plain.append_column("row", pa.array(np.arange(1, n + 1)))
        parts.append(conform(plain, SITES))
    return parts[0], parts[1]


def _timed(call: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = call()
    return time.perf_counter() - begun, result


def _build(folder: Path) -> list[dict[str, Any]]:
    from crest.engine.matching.identities import assign  # noqa: PLC0415
    from crest.engine.matching.registry import Registry  # noqa: PLC0415
    from crest.engine.matching.resolve import resolve  # noqa: PLC0415

    _, known = _split(folder)
    plain = known.drop_columns(["truth"])
    first, found = _timed(lambda: resolve(plain, kind="site"))
    second, identities = _timed(lambda: assign(found.labels, plain, "site"))
    third, _ = _timed(lambda: Registry.build(plain, identities, folder / "registry"))
    truth = pa.table({"entity": identities.of_record, "truth": known["truth"]})
    pq.write_table(truth, folder / "truth.parquet")
    size = sum(path.stat().st_size for path in (folder / "registry").rglob("*") if path.is_file())
    return [
        {"what": "records in the registry", "value": known.num_rows, "unit": "records"},
        {"what": "build: resolve", "value": first, "unit": "s"},
        {"what": "build: permanent ids", "value": second, "unit": "s"},
        {"what": "build: index and write", "value": third, "unit": "s"},
        {"what": "registry on disk", "value": size / 1e9, "unit": "GB"},
    ]


def _cold(folder: Path) -> list[dict[str, Any]]:
    from crest.engine.matching.registry import Registry  # noqa: PLC0415

    new, _ = _split(folder)
    rows = new.drop_columns(["truth"])
    opened, registry = _timed(lambda: Registry.open(folder / "registry"))
    matched, _ = _timed(lambda: registry.match_rows(rows))
    n = f"{rows.num_rows:,}"
    return [
        {"what": "open the registry, first time in a process", "value": opened, "unit": "s"},
        {"what": f"{n} rows, first call in a process", "value": matched, "unit": "s"},
    ]


def _warm(folder: Path) -> list[dict[str, Any]]:
    from crest.engine.matching.registry import Registry  # noqa: PLC0415

    new, _ = _split(folder)
    rows = new.drop_columns(["truth"])
    registry = Registry.open(folder / "registry")
    answer = registry.match_rows(rows)
    many = [_timed(lambda: registry.match_rows(rows))[0] for _ in range(_REPEATS)]
    registry.match_rows(rows.slice(0, 1))
    single = [
        1000 * _timed(lambda at=at: registry.match_rows(rows.slice(at, 1)))[0]
        for at in range(min(_SINGLE_ROWS, rows.num_rows))
    ]
    hits = _hits(folder, new, answer)
    n = f"{rows.num_rows:,}"
    return [
        {
            "what": f"{n} rows with scores and reasons, warm (median of {_REPEATS})",
            "value": median(many),
            "unit": "s",
            "goal": "≤ 2",
        },
        {
            "what": f"one row, warm (median of {len(single)})",
            "value": median(single),
            "unit": "ms",
            "goal": "≤ 5",
        },
        {
            "what": "one row, warm (95 of 100 are faster than)",
            "value": quantiles(single, n=20)[18],
            "unit": "ms",
        },
        *hits,
    ]


def _hits(folder: Path, new: pa.Table, answer: Any) -> list[dict[str, Any]]:
    """Count where the true site stands among the things offered, and what becomes of the rows."""
    known = pq.read_table(folder / "truth.parquet")
    sites: dict[str, set[int]] = {}
    for entity, site in zip(known["entity"].to_pylist(), known["truth"].to_pylist(), strict=True):
        sites.setdefault(entity, set()).add(site)
    present = set(known["truth"].to_pylist())
    ranks: dict[int, int] = {}
    truth = new["truth"].to_pylist()
    candidates = answer.candidates
    for row, rank, entity in zip(
        *(candidates[c].to_pylist() for c in ("left", "rank", "entity")), strict=True
    ):
        if truth[row] in sites[entity]:
            ranks[row] = min(rank, ranks.get(row, rank))
    partnered = [row for row, site in enumerate(truth) if site in present]
    entities, outcome = answer.entity.to_pylist(), answer.outcome.tolist()
    linked = [row for row, entity in enumerate(entities) if entity is not None]
    right = sum(truth[row] in sites[entities[row]] for row in linked)
    silent = sum(outcome[row] == "new" for row in partnered)
    shares = {
        "new rows whose site is in the registry": (len(partnered) / len(truth), ""),
        "of those: true site among the first ten": (_share(ranks, partnered, 10), "≥ 0.98"),
        "of those: true site first": (_share(ranks, partnered, 1), ""),
        "of those: became new in silence": (silent / len(partnered), "≤ 0.02"),
        "linked rows that are right": (right / max(len(linked), 1), ""),
    }
    return [{"what": k, "value": v, "unit": "share", "goal": g} for k, (v, g) in shares.items()]


def _share(ranks: dict[int, int], among: list[int], most: int) -> float:
    return sum(ranks.get(row, most + 1) <= most for row in among) / len(among)


def main(folder: str, step: str) -> None:
    """Run one step and write its rows."""
    home = Path(folder)
    rows = {"build": _build, "cold": _cold, "warm": _warm}[step](home)
    (home / f"{step}.json").write_text(json.dumps(rows), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
