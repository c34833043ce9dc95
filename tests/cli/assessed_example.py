"""What `crest assess` made of the shipped example, beside what its generator planted there.

What is true stands in `examples/invented/cohorts.py`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass
class Result:
    """The result folder, what the command said, and what the generator planted."""

    out: Path
    said: str
    told: list[Any]

    def parquet(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.out / f"{name}.parquet").to_pylist()
        return rows

    @cached_property
    def journeys(self) -> list[dict[str, Any]]:
        return self.parquet("workers/journeys")

    @cached_property
    def costs(self) -> list[dict[str, Any]]:
        return self.parquet("workers/costs")

    @cached_property
    def owed(self) -> list[dict[str, Any]]:
        return self.parquet("workers/repayment")

    @cached_property
    def findings(self) -> list[dict[str, str]]:
        with (self.out / "findings.csv").open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    @cached_property
    def cohort_of(self) -> dict[str, str]:
        """Journey → cohort, whatever the file calls the journey."""
        by_worker = {one.journey["worker"]: one.cohort.code for one in self.told}
        return {row["journey"]: by_worker[row["worker"]] for row in self.journeys}

    def of(self, cohort: str, rows: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        rows = self.journeys if rows is None else rows
        return [row for row in rows if self.cohort_of[row["journey"]] == cohort]

    def finding(self, rule: str, kind: str, name: str) -> dict[str, str]:
        """The one finding of that kind about whom the name begins."""
        named = [
            row
            for row in self.findings
            if row["rule"] == rule
            and row["subject_kind"] == kind
            and row["subject_name"].casefold().startswith(name.casefold())
        ]
        assert len(named) == 1, f"{rule} {kind} {name}: {[row['title'] for row in named]}"
        return named[0]

    def share(self, rule: str, kind: str, name: str) -> dict[str, Any]:
        rows = [
            row
            for row in self.parquet("groups/prevalence")
            if (row["rule"], row["kind"]) == (rule, kind)
            and row["name"].casefold().startswith(name.casefold())
        ]
        assert len(rows) == 1
        return rows[0]


def everyone() -> list[Any]:
    """All invented workers, drawn anew by the generator."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES))
        from invented import workers  # noqa: PLC0415 - lies outside the package

        told: list[Any] = workers.everyone()
    for name in [name for name in sys.modules if name.split(".")[0] == "invented"]:
        del sys.modules[name]
    return told


def published(out: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of everything outside the worker-level folder that a person can read."""
    assert {"report.html", "findings.csv", "summary.json"} <= {path.name for path in out.iterdir()}
    for path in sorted(out.rglob("*")):
        inside = {"workers", "registry"} & set(path.relative_to(out).parts)
        if path.is_file() and not inside and path.suffix not in {".parquet", ".npy", ".pdf"}:
            yield str(path.relative_to(out)), path.read_text(encoding="utf-8-sig")
