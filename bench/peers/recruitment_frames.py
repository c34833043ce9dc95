"""The smaller question in Polars (streaming) and in pandas.

`python -m bench.peers.recruitment_frames polars|pandas FOLDER`, in an environment of its own.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Final

KEYS: Final = ["employer", "origin", "destination", "recruiter"]
COSTS: Final = ["agency", "broker", "passport", "visa", "medical", "training", "travel",
                "informal", "other"]  # fmt: skip
PLAIN: Final = {
    "ind_01": "used_status", "ind_02": "deceived_conditions", "ind_04": "isolated",
    "ind_05": "physical_violence", "ind_06": "threat_of_violence", "ind_08": "wages_withheld",
    "ind_09": "debt_binds_to_job", "ind_10": "bad_living_conditions",
}  # fmt: skip
PENALTY: Final = ["ind_03", "ind_05", "ind_06", "ind_07", "ind_08", "ind_09"]


def polars(paths: list[str], folder: Path) -> int:
    """One lazy query, run by the streaming engine."""
    import polars as pl  # noqa: PLC0415

    c = pl.col
    slots = pl.scan_parquet(folder / "slots.parquet").with_columns(c("slot").cast(pl.Int32))
    day = c("recruited_on")
    w = pl.scan_parquet(paths).with_columns(
        slot=day.dt.year() * 100 + day.dt.month().cast(pl.Int32)
    )
    w = w.join(slots.rename({"per_usd": "f"}), how="left",
               left_on=["fee_currency", "slot"], right_on=["currency", "slot"])  # fmt: skip
    w = w.join(slots.rename({"per_usd": "p"}), how="left",
               left_on=["pay_currency", "slot"], right_on=["currency", "slot"])  # fmt: skip
    f = pl.when(c("fee_currency") == "USD").then(1.0).otherwise(c("f"))
    w = w.with_columns(f=f)
    amount = {n: c(f"cost_{n}").cast(pl.Float64).fill_null(0.0) for n in COSTS}
    pay = pl.sum_horizontal([(a * (c("p") / c("f")) * 100 + 0.5).floor() for a in amount.values()])
    w = w.with_columns(
        **{f"u_{n}": (a / c("f") * 100 + 0.5).floor() for n, a in amount.items()},
        **{n: c(q) for n, q in PLAIN.items()},
        ind_03=c("confined_to_workplace") | c("locked_in"),
        ind_07=c("papers_held_without_access") | (c("papers_keeper") != "worker"),
        ind_11=c("excessive_hours") | (c("actual_hours") > 60),
        months=pay / (c("actual_pay").cast(pl.Float64) * 100),
        involuntary=c("forced_overtime") | ~c("free_to_leave_job"),
    )
    w = w.with_columns(forced=c("involuntary") & pl.any_horizontal(PENALTY))
    signs = sorted([*PLAIN, "ind_03", "ind_07", "ind_11", "forced"])
    query = w.group_by(KEYS).agg(
        pl.len().alias("workers"),
        *[c(f"u_{n}").sum() for n in COSTS],
        *[c(n).sum() for n in signs],
        (c("months") * 100).floor().sum().alias("hundredths"),
        (c("months") > 1).sum().alias("above_one"),
    )
    return int(query.collect(engine="streaming").height)


def pandas(paths: list[str], rows: int, folder: Path) -> int:
    """Everything in memory, column by column."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    some = paths[: -(-rows // 500_000)]
    w = pd.concat([pd.read_parquet(path) for path in some])[:rows]
    slots = pd.read_parquet(folder / "slots.parquet")
    day = pd.to_datetime(w["recruited_on"])
    w["slot"] = day.dt.year * 100 + day.dt.month
    for column, short in (("fee_currency", "f"), ("pay_currency", "p")):
        named = slots.rename(columns={"currency": column, "per_usd": short})
        w = w.merge(named, how="left", on=[column, "slot"])
    w["f"] = w["f"].mask(w["fee_currency"] == "USD", 1.0)
    total = 0.0
    for name in COSTS:
        amount = w[f"cost_{name}"].astype(float).fillna(0.0)
        w[f"u_{name}"] = np.floor(amount / w["f"] * 100 + 0.5)
        total = total + np.floor(amount * (w["p"] / w["f"]) * 100 + 0.5)
    yes = {q: w[q].eq(True) for q in (*PLAIN.values(), "confined_to_workplace", "locked_in",
           "papers_held_without_access", "excessive_hours", "forced_overtime")}  # fmt: skip
    for name, question in PLAIN.items():
        w[name] = yes[question]
    w["ind_03"] = yes["confined_to_workplace"] | yes["locked_in"]
    kept = w["papers_keeper"].notna() & (w["papers_keeper"] != "worker")
    w["ind_07"] = yes["papers_held_without_access"] | kept
    w["ind_11"] = yes["excessive_hours"] | (w["actual_hours"] > 60)
    w["months"] = total / (w["actual_pay"].astype(float) * 100)
    w["hundredths"], w["above_one"] = np.floor(w["months"] * 100), w["months"] > 1
    held = yes["forced_overtime"] | w["free_to_leave_job"].eq(False)
    w["forced"] = held & w[PENALTY].any(axis=1)
    wanted = [*[f"u_{n}" for n in COSTS], *PLAIN, "ind_03", "ind_07", "ind_11", "hundredths",
              "above_one", "forced"]  # fmt: skip
    return len(w.groupby(KEYS, dropna=False)[wanted].sum())


def main() -> None:
    """Answer the task of the folder several times and write the result beside it."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    task: dict[str, Any] = json.loads((folder / "task.json").read_text("utf-8"))
    walls, groups = [], 0
    for _ in range(task["times"]):
        begun = time.perf_counter()
        if what == "polars":
            groups = polars(task["paths"], folder)
        else:
            groups = pandas(task["paths"], task["rows"], folder)
        walls.append(round(time.perf_counter() - begun, 3))
    result = {"walls_s": walls, "groups": groups}
    (folder / "result.json").write_text(json.dumps(result), "utf-8")


if __name__ == "__main__":
    main()
