"""Small recruitment tables for tests. All people, firms and places are invented."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

from crest.engine.journeys import Recruitment, read_recruitment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ON = date(2024, 6, 30)
JOURNEY = ("worker", "site", "origin", "destination", "arrived on", "actual pay", "pay currency")
COST = ("worker", "item", "amount", "currency", "paid on", "payer", "receipt")


def journey(worker: str = "W-1", **other: str) -> dict[str, str]:
    """One journey without any fault."""
    row = dict(
        zip(
            JOURNEY,
            (worker, "Tarn Fah Factory 2", "Myanmar", "Thailand", "2023-05-12", "9000", "THB"),
            strict=True,
        )
    )
    return row | other


def cost(worker: str = "W-1", **other: str) -> dict[str, str]:
    """One cost without any fault."""
    values = (worker, "passport", "150", "THB", "2023-04-02", "worker", "R-1")
    return dict(zip(COST, values, strict=True)) | other


def write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """The rows as CSV; the columns of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def read(folder: Path, **how: Any) -> Recruitment:
    """Everything in the folder, read on 30 June 2024."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    return read_recruitment(paths, on=how.pop("on", ON), **how)


def codes(result: Recruitment) -> list[str]:
    """The codes of all problems."""
    return [str(code) for code in result.problems["code"].to_pylist()]


def problem(result: Recruitment, code: str) -> dict[str, Any]:
    """The one problem of that code."""
    found = [row for row in result.problems.to_pylist() if row["code"] == code]
    assert len(found) == 1, (code, codes(result))
    return dict(found[0])
