"""CREST's answer on a wide survey: all costs, verdicts, signs and classes by group.

`python -m bench.peers.recruitment_crest ENGINE FOLDER`. The rules are those of the rulebook as it
ships; nothing is written out by hand. A run counts from the Ibis expression to the rows at home.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.recruitment_world import COSTS, GROUPED_BY
from crest.engine.fees.wide import WideSpec
from crest.engine.fees.wide_groups import sums_of_groups
from crest.engine.indicators.wide_signs import counts_of, sums_of
from crest.engine.journeys.rates import load_rates
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from crest.engine.rulebook.book import Book
    from crest.engine.tables.engines import Engine

ON: Final = date(2026, 11, 23)
SETS: Final = ("ilo-11", "icls-2018", "h2s")
SPEC: Final = WideSpec(
    costs={column: (item, "worker") for column, (item, _, _) in COSTS.items()},
    facts={n: n for n in ("origin", "destination", "recruited_on", "scheme", "sector")},
    currency="fee_currency",
    pay="actual_pay",
    pay_currency="pay_currency",
)


def answer(engine: Engine, table: ir.Table, rates: pa.Table, book: Book, name: str) -> pa.Table:
    """One row per group, with every sum and count."""
    signs = sums_of(table, book, ON, sets=SETS)
    groups = sums_of_groups(
        engine,
        table,
        SPEC,
        rates,
        book=book,
        on=ON,
        by=GROUPED_BY,
        also=signs.columns,
        name=name,
    )
    return counts_of(engine.run(groups), signs)


def digest(found: pa.Table) -> tuple[str, dict[str, int]]:
    """A fingerprint of all groups in order, and the totals over them."""
    keys = [(name, "ascending") for name in GROUPED_BY]
    ordered = found.sort_by(keys).select(sorted(found.column_names)).combine_chunks()
    print_of = hashlib.sha256()
    for name in ordered.column_names:
        print_of.update(name.encode())
        print_of.update("\n".join(map(str, ordered[name].to_pylist())).encode())
    totals = {
        name: sum(v for v in ordered[name].to_pylist() if v is not None)
        for name in ordered.column_names
        if name not in GROUPED_BY
    }
    return print_of.hexdigest(), totals


def main() -> None:
    """Answer the task of the folder several times and write the result beside it."""
    engine_name, folder = sys.argv[1], Path(sys.argv[2])
    task: dict[str, Any] = json.loads((folder / "task.json").read_text("utf-8"))
    book, rates = load_book(), load_rates()
    settings: dict[str, Any] = {"threads": 2, "memory": "2GB"} if engine_name == "duckdb" else {}
    engine = open_engine(engine_name, **settings)
    table = engine.read_parquet("survey", [Path(p) for p in task["paths"]])
    walls = []
    for run in range(task["times"]):
        begun = time.perf_counter()
        found = answer(engine, table, rates, book, f"run_{run}")
        walls.append(round(time.perf_counter() - begun, 3))
    mark, totals = digest(found)
    result = {"walls_s": walls, "groups": found.num_rows, "digest": mark, "totals": totals}
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    engine.close()


if __name__ == "__main__":
    main()
