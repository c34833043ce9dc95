"""What every method reads and writes, so that the runner treats them alike.

A job folder holds `records.parquet` and, for a task about given pairs, `pairs.parquet`
(left, right: row numbers). For a task against a registry the first `registry_rows` rows are the
registry. The method writes `labels.parquet` (one label per record), `scored.parquet`
(left, right, score, decision: 2 match, 1 review, 0 apart) and `figures.json`.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(slots=True)
class Job:
    """One task in one folder, with the seconds of every phase."""

    folder: Path
    options: dict[str, Any] = field(default_factory=dict)
    phases: dict[str, float] = field(default_factory=dict)

    @classmethod
    def open(cls, argument: str) -> Job:
        """Open the job folder given on the command line."""
        folder = Path(argument)
        return cls(folder, json.loads((folder / "task.json").read_text("utf-8")))

    def records(self) -> pa.Table:
        """Return the records without their truth."""
        return pq.read_table(self.folder / "records.parquet")

    def pairs(self) -> tuple[list[int], list[int]] | None:
        """Return the given pairs, or None when the task is about the whole list."""
        path = self.folder / "pairs.parquet"
        if not path.exists():
            return None
        table = pq.read_table(path)
        return table["left"].to_pylist(), table["right"].to_pylist()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time one phase."""
        begun = time.perf_counter()
        yield
        self.phases[name] = self.phases.get(name, 0.0) + time.perf_counter() - begun

    def write_labels(self, labels: Any) -> None:
        """Write one label per record, in the records' order."""
        table = pa.table({"label": pa.array(labels, pa.int64())})
        pq.write_table(table, self.folder / "labels.parquet")

    def write_scored(
        self, left: Sequence[int], right: Sequence[int], score: Any, decision: Any
    ) -> None:
        """Write the compared pairs; see the module's text for the decisions."""
        table = pa.table(
            {
                "left": pa.array(left, pa.int64()),
                "right": pa.array(right, pa.int64()),
                "score": pa.array(score, pa.float64()),
                "decision": pa.array(decision, pa.int8()),
            }
        )
        pq.write_table(table, self.folder / "scored.parquet")

    def finish(self, **more: Any) -> None:
        """Write the figures; the wall time is the sum of the phases."""
        wall = sum(self.phases.values())
        found = {
            "wall_s": round(wall, 3),
            "phases": {k: round(v, 3) for k, v in self.phases.items()},
            **more,
        }
        (self.folder / "figures.json").write_text(json.dumps(found), "utf-8")


def components(size: int, left: Sequence[int], right: Sequence[int]) -> list[int]:
    """Label the connected components of `size` records joined by the given pairs."""
    parent = list(range(size))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in zip(left, right, strict=True):
        first, second = root(int(a)), root(int(b))
        parent[max(first, second)] = min(first, second)
    return [root(item) for item in range(size)]
