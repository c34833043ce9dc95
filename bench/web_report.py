"""The section of the page about the web with many sites."""

# ruff: noqa: E501 - rows of a table read best in one line
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

RESULT: Final = Path(__file__).parent / "results" / "web.json"
KINDS: Final = ("box", "one record", "word search", "typo search", "tile")
PAGES: Final = ("atlas page", "search page")
GOALS: Final = {
    "box": ("≥ 2,000/s", "per_second", 2000),
    "one record": ("≥ 1,500/s", "per_second", 1500),
    "word search": ("≥ 1,000/s", "per_second", 1000),
    "typo search": ("≥ 200/s, p99 ≤ 50 ms", "per_second", 200),
    "tile": ("p99 ≤ 5 ms server time", "", 5),
}
_HEAD: Final = (
    "Generated sites (corruption A, seed 3) of one organisation, a tenth as many of another that "
    "shares nothing; every request carries a session and passes the ordinary permission checks. "
    "granian with two processes, persistent database connections, wrk with eight connections on "
    "the same machine (*under load*), then one connection (*alone*). Words and slips are drawn "
    "from the names themselves. Both databases use the same index of our own and give the same "
    "answers. Tiles, boxes and filters are answered from columns kept in memory by each process."
)

_IN_THE_WAY: Final = (
    "Other work ran on the same two cores during both runs (PostgreSQL's began at a load of about "
    "6, with shared_buffers of 1 GB and without fsync), so a goal that is missed here is not shown "
    "to be out of reach, and the two databases must not be compared by these figures. Where the "
    "time of a box and of a search goes at this size has not been profiled yet. Not measured: pages "
    "during an import of 100,000 rows, other numbers of threads, and peers."
)


def web_lines() -> list[str]:
    """Lines of the section; none when it was not measured."""
    if not RESULT.exists():
        return []
    result: dict[str, Any] = json.loads(RESULT.read_text("utf-8"))
    lines = [f"## The web with {result['sites']:,} sites", "", _HEAD, ""]
    lines += [
        (
            f"Load average when it began: {result['load_average']} on {result.get('cores', 2)} cores"
            " (above the number of cores: other work ran, so figures are lower than on an idle one)."
        ),
        "",
    ]
    for database in ("SQLite", "PostgreSQL"):
        if database in result:
            lines += _table(database, result[database])
        else:
            lines += [f"{database} was not measured.", ""]
    return [*lines, _IN_THE_WAY, ""]


def _table(database: str, found: dict[str, Any]) -> list[str]:
    if "no_result" in found:
        return [f"{database}: no result ({found['no_result']}).", ""]
    lines = [
        f"| {database} | per second | p50 / p99 ms under load | p50 / p99 ms alone | goal | |",
        "|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        one = found.get(kind, {})
        if "per_second" not in one:
            continue
        alone = one["alone"]
        goal, _field, least = GOALS[kind]
        met = alone["p99_ms"] <= least if kind == "tile" else one["per_second"] >= least
        met = met and (kind != "typo search" or one["p99_ms"] <= 50)
        lines.append(
            f"| {kind} | {one['per_second']:,} | {one['p50_ms']} / {one['p99_ms']} | "
            f"{alone['p50_ms']} / {alone['p99_ms']} | {goal} | {'met' if met else '**missed**'} |"
        )
    for kind in PAGES:
        one = found.get(kind, {})
        if "per_second" in one:
            met = "met" if one["p95_ms"] <= 150 else "**missed**"
            times = f"{one['p50_ms']} / {one['p99_ms']}"
            lines.append(f"| {kind} (HTML) | | | {times} | p95 ≤ 150 ms | {met} |")
    made, rows = found["made"], found["rows"]
    lines += [
        "",
        (
            f"{database}: sites loaded in {made['load_s']} s, search index made in {made['index_s']} s "
            f"({rows['word']:,} words, {rows['posting']:,} places of words, {rows['slip']:,} slips); "
            f"first request of a process after a change {found['first_picture_s']} s."
        ),
        "",
    ]
    return lines
