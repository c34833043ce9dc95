"""The plain scan, and the smaller question in hand-written DuckDB SQL and in plain Python.

`python -m bench.peers.recruitment_by_hand scan|duckdb|python FOLDER`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from math import floor
from pathlib import Path
from typing import Any, Final

import duckdb

from bench.recruitment_world import COSTS, GROUPED_BY, QUESTIONS

# What the job of CREST reads: all but the row's number, sub-agent, sex, age and the free text.
READ: Final = (
    *GROUPED_BY, "recruited_on", "scheme", "sector", "fee_currency", "pay_currency", "actual_pay",
    *COSTS, *QUESTIONS, "papers_keeper", "actual_hours",
)  # fmt: skip
SIGNS: Final = {
    "ind_01": "used_status", "ind_02": "deceived_conditions",
    "ind_03": "confined_to_workplace or locked_in", "ind_04": "isolated",
    "ind_05": "physical_violence", "ind_06": "threat_of_violence",
    "ind_07": "papers_held_without_access or papers_keeper <> 'worker'", "ind_08": "wages_withheld",
    "ind_09": "debt_binds_to_job", "ind_10": "bad_living_conditions",
    "ind_11": "excessive_hours or actual_hours > 60",
}  # fmt: skip


def scan_sql(files: str) -> str:
    """The largest value of each column that is read."""
    return f"select {', '.join(f'max({name})' for name in READ)} from read_parquet({files})"


def smaller_sql(files: str, slots: str) -> str:
    """Nine sums in dollars, months of pay, eleven signs and one class by group."""
    keys = ", ".join(GROUPED_BY)
    usd = ", ".join(f"floor(coalesce({c}, 0)::double * to_usd * 100 + 0.5) u_{c}" for c in COSTS)
    pay = " + ".join(f"floor(coalesce({c}, 0)::double * to_pay * 100 + 0.5)" for c in COSTS)
    signs = ", ".join(f"({test}) {name}" for name, test in SIGNS.items())
    sums = ", ".join(f"sum(u_{c})::bigint {c}" for c in COSTS)
    said = ", ".join(f"count(*) filter ({name}) {name}" for name in SIGNS)
    return f"""
        with rated as (
            select *, case when fee_currency = 'USD' then 1.0 else 1.0 / f.per_usd end to_usd,
                   p.per_usd / case when fee_currency = 'USD' then 1.0 else f.per_usd end to_pay
            from (select *, year(recruited_on) * 100 + month(recruited_on) at_month
                  from read_parquet({files})) w
            left join {slots} f on f.currency = w.fee_currency and f.slot = w.at_month
            left join {slots} p on p.currency = w.pay_currency and p.slot = w.at_month),
        worked as (
            select {keys}, {usd}, ({pay}) / nullif(actual_pay::double * 100, 0) as months, {signs},
                   forced_overtime or not free_to_leave_job as involuntary
            from rated)
        select {keys}, count(*) workers, {sums}, {said}, sum(floor(months * 100)) as hundredths,
               count(*) filter (months > 1) as above_one,
               count(*) filter (involuntary and (ind_03 or ind_05 or ind_06 or ind_07 or ind_08
                                                 or ind_09)) as forced
        from worked group by all"""


def _python(task: dict[str, Any], folder: Path) -> int:
    """Row by row, as a script would do it."""
    path = task["paths"][0]
    rates = {(c, s): r for c, s, r in duckdb.sql(f"from '{folder}/slots.parquet'").fetchall()}
    relation = duckdb.sql(f"select {', '.join(READ)} from '{path}' limit {task['rows']}")
    groups: dict[Any, list[int]] = defaultdict(lambda: [0] * (len(COSTS) + len(SIGNS) + 4))
    names = relation.columns
    for values in relation.fetchall():
        row = dict(zip(names, values, strict=True))
        sums = groups[tuple(row[k] for k in GROUPED_BY)]
        day = row["recruited_on"]
        slot = day.year * 100 + day.month if day else None
        fee = 1.0 if row["fee_currency"] == "USD" else rates.get((row["fee_currency"], slot))
        wage = rates.get((row["pay_currency"], slot))
        total = 0
        for at, column in enumerate(COSTS):
            amount = row[column]
            if amount is not None and fee is not None:
                sums[at] += floor(float(amount) / fee * 100 + 0.5)
                if wage is not None:
                    total += floor(float(amount) * (wage / fee) * 100 + 0.5)
        signs = _signs(row)
        for at, sign in enumerate(signs):
            sums[len(COSTS) + at] += bool(sign)
        months = total / (float(row["actual_pay"]) * 100) if row["actual_pay"] else 0.0
        forced = row["forced_overtime"] or row["free_to_leave_job"] is False
        penalty = any(signs[at] for at in (2, 4, 5, 6, 7, 8))
        for at, more in enumerate((1, floor(months * 100), months > 1, forced and penalty)):
            sums[len(COSTS) + len(SIGNS) + at] += int(bool(more)) if at != 1 else int(more)
    return len(groups)


def _signs(row: dict[str, Any]) -> list[Any]:
    keeper, hours = row["papers_keeper"], row["actual_hours"]
    return [
        row["used_status"], row["deceived_conditions"],
        row["confined_to_workplace"] or row["locked_in"], row["isolated"],
        row["physical_violence"], row["threat_of_violence"],
        row["papers_held_without_access"] or (keeper is not None and keeper != "worker"),
        row["wages_withheld"], row["debt_binds_to_job"], row["bad_living_conditions"],
        row["excessive_hours"] or (hours is not None and hours > 60),
    ]  # fmt: skip


def main() -> None:
    """Answer the task of the folder several times and write the result beside it."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    task: dict[str, Any] = json.loads((folder / "task.json").read_text("utf-8"))
    files = "[" + ", ".join(f"'{path}'" for path in task["paths"]) + "]"
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute("set memory_limit = '2GB'")
    smaller = smaller_sql(files, f"'{folder}/slots.parquet'")
    walls, groups = [], 0
    for _ in range(task["times"]):
        begun = time.perf_counter()
        if what == "python":
            groups = _python(task, folder)
        else:
            query = scan_sql(files) if what == "scan" else smaller
            groups = connection.sql(query).to_arrow_table().num_rows
        walls.append(round(time.perf_counter() - begun, 3))
    result = {"walls_s": walls, "groups": groups}
    (folder / "result.json").write_text(json.dumps(result), "utf-8")


if __name__ == "__main__":
    main()
