"""The sections of the page about the recruitment engine: speed, one worker, mutants."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, Any]
_Z: Final = 1.96
GOAL: Final = 1.8
_SCORE: Final = ["workshop", "possible errors", "made", "noticed", "score", "interval",
                 "noticed with tests added since"]  # fmt: skip

_WHY: Final = (
    "CREST loses here, also to the SQL by hand, which answers less. Profiled by processor time on "
    "one million journeys (busy host): the scan takes 0.3 s; the signs add 0.2 s; times, rates and "
    "law add 0.3 s; converting and adding up by group 1.2 s; judging the sums of each group 0.9 s, "
    "a sum that grows with the groups and not with the journeys. What stands in the way is the "
    "grouping: the groups come in random order, so nearly every row meets a group whose sums are "
    "not at hand. Plain SQL that does nothing but read the keys and nine costs and add up eighteen "
    "numbers by group, without rates, law or signs, takes 1.4 × the scan for ten million journeys, "
    "the smaller question by hand 3.0 ×; no way of writing the question below that was found. "
    "Tried and kept: laws are judged once per combination of facts that is met, and those are "
    "collected without days; only days between the first and last of the table are compared; "
    "places that a law case settles are not grouped by; sums are added as exact doubles. Tried "
    "without gain on a grouping alone: sums of whole numbers, of 32-bit numbers and without a "
    "check for overflow in place of doubles. By processor time on ten million journeys, one run "
    "each, this brought CREST from 7.3 × to 5.3 × the scan, with the same values in every group."
)

_HEAD: Final = (
    "An invented survey of forty columns (`bench/recruitment_world.py`), Parquet with zstd: "
    "nullable three-valued answers, nine cost columns in seventeen currencies, about 180,000 "
    "groups employer × corridor × recruiter in random order. CREST answers from the rulebook "
    "as it ships: every cost in dollars and in the currency of the pay, amounts against and "
    "unsaid by four standards and by the laws of origin and destination, five classes, cost "
    "in months of pay, the ILO's eleven signs with yes and unknown, the classes of ICLS and "
    "H2S, added up by group. The peers answer less, by hand: nine sums, months, eleven signs "
    "with yes, one class; no law, no unknown."
)

_MUTANTS: Final = (
    "A sample of small errors (one operator, comparison, constant or condition changed) was "
    "made in each workshop, with a fixed seed; only the workshop's own tests were run "
    "(`bench/mutants.py`). The score is that of the first judgement, and the interval (95 %) is "
    "that of the score of all possible errors at that time. Then tests were written for the "
    "survivors, and the survivors alone were judged again: the last column is of the same "
    "sample, with errors known to whoever wrote the tests. It shows that gaps were closed, and "
    "is no estimate for the errors outside the sample. Explanations of survivors come from "
    "reading the code, no proof was made. A workshop that is not in the table was not measured."
)


def recruitment_lines(rows: list[Row]) -> list[str]:
    """The table of the survey, what it shows and where CREST loses."""
    head = ["method", "journeys", "s (median)", "× scan", "journeys/s", "peak GB", "groups"]
    lines = ["## Recruitment: millions of journeys", "", _HEAD, "", *_table_head(head)]
    for row in rows:
        if "no_result" in row:
            lines.append(f"| {row['method']} | *no result: {row['no_result']}* | | | | | |")
            continue
        some = row["asked_rows"] < row["rows"]
        note = f" (extrapolated from {row['asked_rows']:,})" if some else ""
        ratio = row.get("times_scan")
        lines.append(
            f"| {row['method']} | {row['rows']:,}{note} | {row['wall_s']:.2f}{_range(row)} | "
            f"{'–' if ratio is None else f'{ratio:.1f}'} | {row['rows_per_s']:,} | "
            f"{row['peak_gb']:.2f} | {row['groups']:,} |"
        )
    return [*lines, "", *_verdict(rows), ""]


def _range(row: Row) -> str:
    """The fastest and slowest run, scaled as the median is."""
    scale = row["rows"] / row["asked_rows"]
    return f" ({min(row['walls_s']) * scale:.1f}–{max(row['walls_s']) * scale:.1f})"


def _verdict(rows: list[Row]) -> list[str]:
    ours = next((r for r in rows if r["method"] == "CREST on DuckDB" and "wall_s" in r), None)
    if ours is None:
        return ["CREST gave no result on DuckDB."]
    ratio = ours.get("times_scan")
    met = ratio is not None and ratio <= GOAL
    goal = (
        f"Goal: within {GOAL} × the plain scan, at most 2 GB. Measured: {ratio} × and "
        f"{ours['peak_gb']} GB: time {'met' if met else '**missed**'}, memory "
        f"{'met' if ours['peak_gb'] <= 2 else '**missed**'}."
    )
    said = [goal]
    if not met:
        said.append(_WHY)
    if "same_on_both_engines" in ours:
        same = ours["same_on_both_engines"]
        said.append(
            "DuckDB and Spark give the same value in every column of every group."
            if same
            else "**DuckDB and Spark do not give the same values.**"
        )
    return ["\n\n".join(said)]


def one_lines(rows: list[Row]) -> list[str]:
    """One worker, and the example."""
    lines = ["## Recruitment: one worker, and the example", "",
             *_table_head(["what", "result", "unit", "goal"])]  # fmt: skip
    lines += [
        f"| {row['what']} | {row['value']} | {row.get('unit', '')} | {row.get('goal', '')} |"
        for row in rows
    ]
    return [*lines, ""]


def mutant_lines(content: Mapping[str, Any]) -> list[str]:
    """The mutation score of each workshop, and every survivor with its explanation."""
    lines = ["## Do the tests notice errors?", "", _MUTANTS, "", *_table_head(_SCORE)]
    still: list[str] = []
    since: list[str] = []
    for name, one in content.items():
        judged = one["judged"]
        noticed = sum(row["fate"] != "survived" for row in judged)
        left = sum(_survives(row) for row in judged)
        again = any("again" in row for row in judged)
        low, high = _wilson(noticed, len(judged))
        now = f"{len(judged) - left} ({100 * (1 - left / len(judged)):.0f} %)" if again else "–"
        lines.append(
            f"| {name} | {one['sites']:,} | {len(judged)} | {noticed} | "
            f"{100 * noticed / len(judged):.0f} % | {100 * low:.0f}–{100 * high:.0f} % | {now} |"
        )
        for row in judged:
            if row["fate"] == "survived":
                (still if _survives(row) else since).append(_survivor(one["workshop"], row))
    notes = [one["note"] for one in content.values() if "note" in one]
    lines += ["", *notes] if notes else []
    if still:
        lines += ["", "Survivors:", "", *still]
    if since:
        lines += ["", "Survived at first, noticed by a test added since:", "", *since]
    return [*lines, ""]


def _survives(row: Row) -> bool:
    return row.get("again", row["fate"]) in {"survived", "gone"}


def _survivor(workshop: str, row: Row) -> str:
    return (
        f"- `{workshop}/{row['module']}:{row['line']}`: `{row['before']}` → `{row['after']}`. "
        f"{row.get('why', 'Not explained yet.')}"
    )


def _wilson(hits: int, of: int) -> tuple[float, float]:
    share = hits / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z / (1 + _Z**2 / of) * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return middle - half, middle + half


def _table_head(names: list[str]) -> list[str]:
    return ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
