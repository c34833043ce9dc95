"""Write docs/reference/benchmarks.md from the figures in bench/results."""

from __future__ import annotations

import json
from math import log
from typing import TYPE_CHECKING, Any

from bench.goals import goals
from bench.recruitment_report import mutant_lines, one_lines, recruitment_lines
from bench.web_report import web_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Row = dict[str, Any]

HEAD = """# Benchmarks

Written by `make bench` (quick) or `make bench-full`; do not edit by hand. Times are wall seconds
of one run after start-up, or the median where several runs are named; memory is the peak resident
set of the process. Compare ratios rather than seconds: the machine may have had other work.

**What is measured.** Every method runs in its own process; peers live in their own environments.
CREST uses its shipped weights, fitted on corruption A with other seeds than here. Nothing was
fitted to corruption B or to a labelled set below, but lists of corruption B (another seed) and some
of the real lists were looked at while the comparisons were designed. It gets **no labels** from the
list it is given. The TF-IDF threshold is chosen on corruption A too; Splink learns from the list
itself, without labels; dedupe is trained on labelled pairs as named.
Generated lists are synthetic: 15 countries, sites with 1 to 6 records, a quarter of the sites
look-alikes made on purpose (sister sites, units, neighbours, kin). *Hard* records are those of
which little is left. Pairwise figures count pairs of records, B³ averages over records.
*Silently new*: of the records that have a true partner in the data, the share that ends alone and
is shown to nobody together with a partner.
"""


def _number(value: Any, digits: int = 3) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.{digits}f}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _prf(scores: Row | None) -> str:
    if not scores:
        return "–"
    return f"{scores['precision']:.3f} / {scores['recall']:.3f} / **{scores['f1']:.3f}**"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def _seconds(row: Row) -> str:
    walls = row.get("walls_s") or []
    several = f" (median of {len(walls)})" if len(walls) > 1 else ""
    return f"{row['wall_s']:.1f}{several}"


def _none(row: Row, width: int) -> list[str]:
    return [row["method"], f"*no result: {row['no_result']}*", *[""] * (width - 2)]


def _list_rows(rows: list[Row]) -> list[str]:
    head = [
        "method",
        "s",
        "peak GB",
        "pairs P / R / F1",
        "B³ P / R / F1",
        "hard pairs F1",
        "hard B³ F1",
        "silently new",
        "review pairs",
        "look-alikes merged",
    ]
    body = [
        _none(row, len(head))
        if "no_result" in row
        else [
            row["method"],
            _seconds(row),
            _number(row["peak_gb"], 2),
            _prf(row["pairwise"]),
            _prf(row["b_cubed"]),
            _number(row.get("hard_pairwise", {}).get("f1")),
            _number(row.get("hard_b_cubed", {}).get("f1")),
            _percent(row["silently_new"]),
            _number(row["review_pairs"]),
            _percent(row.get("look_alikes_merged")),
        ]
        for row in rows
    ]
    return _table(head, body)


def _by_data(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["data"], []).append(row)
    return grouped


def _lists(rows: list[Row]) -> list[str]:
    lines = ["## Generated lists, resolved as a whole", ""]
    for name, group in _by_data(rows).items():
        lines += [f"### {name[0].upper()}{name[1:]}", "", *_list_rows(group)]
    return lines


def _labelled_lists(rows: list[Row]) -> list[str]:
    lines = [
        "## Labelled lists of persons (Febrl)",
        "",
        (
            "Synthetic Australian persons, not facilities: the name is taken as a site's name, "
            "birth dates and numbers are left out. They show behaviour on foreign ground, no more."
        ),
        "",
    ]
    for name, group in _by_data(rows).items():
        lines += [f"### {name}", "", *_list_rows(group)]
    return lines


def _pairs(rows: list[Row]) -> list[str]:
    lines = [
        "## Labelled pairs",
        "",
        (
            "Each pair is answered match or not; *with review* also counts pairs shown to a "
            "person. Small sets: a few pairs move the figures by points. dedupe's figure on the "
            "Open Supply Hub pairs is in-sample: it is trained on these very pairs."
        ),
        "",
    ]
    for name, group in _by_data(rows).items():
        head = ["method", "pairs (positive)", "P / R / F1", "recall with review"]
        body = [
            _none(row, 4)
            if "no_result" in row
            else [
                row["method"],
                f"{row['pairs']} ({row['positives']})",
                _prf(row),
                _number(row.get("recall_with_review")),
            ]
            for row in group
        ]
        lines += [f"### {name}", "", *_table(head, body)]
    return lines


def _registry(rows: list[Row]) -> list[str]:
    lines = [
        "## A new list against a registry",
        "",
        (
            "The task Open Supply Hub uses the dedupe Gazetteer for (country exact, name and "
            "address as strings, trained on its 112 labelled pairs, 0.5 and 0.8). Figures count "
            "new records; *reached* adds those shown to a person with their true site."
        ),
        "",
    ]
    for name, group in _by_data(rows).items():
        head = [
            "method",
            "s",
            "peak GB",
            "automatic P / R / F1",
            "reached",
            "silently new",
            "to review",
            "hard: automatic R / reached",
        ]
        body = []
        for row in group:
            if "no_result" in row:
                body.append(_none(row, len(head)))
                continue
            hard = row.get("hard")
            body.append(
                [
                    row["method"],
                    _seconds(row),
                    _number(row["peak_gb"], 2),
                    _prf(row),
                    _percent(row["reached"]),
                    _percent(row["silently_new"]),
                    _number(row["review_records"]),
                    f"{hard['recall']:.3f} / {hard['reached']:.3f}" if hard else "–",
                ]
            )
        lines += [f"### {name}", "", *_table(head, body)]
    return lines


def _real_lists(rows: list[Row]) -> list[str]:
    head = [
        "method",
        "s",
        "records",
        "sites found",
        "records merged",
        "largest cluster",
        "review pairs",
    ]
    body = [
        _none(row, len(head))
        if "no_result" in row
        else [
            row["method"],
            _seconds(row),
            *(
                _number(row[key])
                for key in ("records", "sites", "merged_records", "largest_cluster", "review_pairs")
            ),
        ]
        for row in rows
    ]
    return [
        "## Real facilities with distinct OS IDs",
        "",
        (
            "5,443 facilities of October 2022, each with an OS ID of its own. Whatever is merged "
            "is a wrong merge or a duplicate nobody had noticed; nobody has labelled which."
        ),
        "",
        *_table(head, body),
    ]


def _growth(rows: list[Row]) -> list[str]:
    """Show the growth of CREST's time and memory from the lists of corruption B."""
    chosen = [
        r for r in rows if r["method"] == "CREST" and r["corruption"] == "B" and "wall_s" in r
    ]
    body, before = [], None
    for row in sorted(chosen, key=lambda r: r["size"]):
        size, seconds = row["size"], row["wall_s"]
        exponent = even = None
        if before:
            times = log(size / before["size"])
            exponent = log(seconds / before["wall_s"]) / times
            even = 1 + log(log(size) / log(before["size"])) / times
        body.append(
            [
                _number(size),
                _number(seconds, 2),
                _number(1e6 * seconds / size, 0),
                _number(row["peak_gb"], 2),
                _number(row["b_cubed"]["f1"]),
                _number(exponent),
                _number(even),
            ]
        )
        before = row
    head = ["records", "s", "µs per record", "peak GB", "B³ F1", "exponent", "n log n would be"]
    text = "Corruption B. An exponent e says that ten times the records cost 10^e times the time."
    return ["## Growth of CREST's cost", "", text, "", *_table(head, body)]


def _speed(rows: list[Row]) -> list[str]:
    head = ["what", "result", "unit", "goal"]
    body = [
        [row["what"], _number(row.get("value")), row.get("unit", ""), row.get("goal", "")]
        for row in rows
    ]
    return [
        "## New rows against a registry",
        "",
        (
            "Registry and new rows are generated (corruption B); times are medians of the named "
            "number of runs in one process unless cold is said."
        ),
        "",
        *_table(head, body),
    ]


def _labels(rows: list[Row]) -> list[str]:
    head = ["weights", "labels", "pairs P / R / F1", "B³ P / R / F1"]
    body = [
        [
            row["method"],
            _number(row.get("labels")),
            _prf(row.get("pairwise")),
            _prf(row.get("b_cubed")),
        ]
        for row in rows
    ]
    return ["## No labels against judgements", "", *_table(head, body)]


def _graph(content: Row | None) -> list[str]:
    """Show the tracing figures of bench/graph.py, one row per engine and size."""
    if not content:
        return []
    body = []
    for run in content.get("runs", []):
        world = run["world"]
        for engine, found in run["engines"].items():
            body.append(
                [
                    f"{world['nodes']:,} / {world['links']:,}",
                    engine,
                    *(
                        _number(found.get(task, {}).get("median_ms"), 2)
                        for task in ("one_buyer", "one_buyer_tiers_only", "roll_up")
                    ),
                    _number(found.get("all_buyers", {}).get("seconds"), 2),
                    _number(found.get("peak_mb"), 0),
                ]
            )
    head = [
        "nodes / links",
        "engine",
        "one buyer upstream, ms",
        "tiers only, ms",
        "risk roll-up, ms",
        "all buyers, s",
        "peak MB",
    ]
    note = content.get("machine", {}).get("note", "")
    goals = "Goals at a million nodes: one buyer ≤ 10 ms, roll-up ≤ 60 ms, all 1,000 buyers ≤ 10 s."
    return ["## Tracing", "", f"{goals} {note}".strip(), "", *_table(head, body)]


_WRITERS: dict[str, Callable[[list[Row]], list[str]]] = {
    "lists": _lists,
    "registry": _registry,
    "pairs": _pairs,
    "labelled_lists": _labelled_lists,
    "real_lists": _real_lists,
    "speed": _speed,
    "labels": _labels,
    "recruitment": recruitment_lines,
    "recruitment_one": one_lines,
}


def _figure(row: Row) -> float | None:
    scores = row.get("b_cubed") or ({"f1": row["f1"]} if "f1" in row else None)
    return scores["f1"] if scores else None


def losses(results: dict[str, list[Row]]) -> list[str]:
    """Return one sentence for every table in which some peer is ahead of CREST on F1."""
    said = []
    for section in ("lists", "registry", "pairs", "labelled_lists"):
        for name, group in _by_data(results.get(section, [])).items():
            ours = next((_figure(r) for r in group if r["method"] == "CREST"), None)
            if ours is None:
                said.append(f"- {name}: CREST gave no result.")
                continue
            better = [
                (f, r["method"])
                for r in group
                if r["method"] != "CREST" and (f := _figure(r)) is not None and f > ours
            ]
            said += [
                f"- {name}: {method} has F1 {f:.3f}, CREST {ours:.3f}."
                for f, method in sorted(better, reverse=True)
            ]
    return said


def write_page(
    results: dict[str, list[Row]],
    machine: Row,
    page: Path,
    graph: Row | None,
    mutants: Row | None = None,
) -> None:
    """Write the page; sections without results are left out and named."""
    lines = [HEAD, "**Machine.** " + "; ".join(f"{k} {v}" for k, v in machine.items()) + ".", ""]
    lines += ["## Goals", "", *_table(["goal", "measured", ""], goals(results))]
    behind = losses(results)
    lines += [
        "## Where CREST is behind",
        "",
        *(behind or ["No peer is ahead on F1 in any table below."]),
        "",
    ]
    for name, writer in _WRITERS.items():
        if results.get(name):
            lines += writer(results[name])
        if name == "lists" and results.get(name):
            lines += _growth(results[name])
    lines += _graph(graph)
    if mutants:
        lines += mutant_lines(mutants)
    lines += web_lines()
    missing = [name for name in _WRITERS if not results.get(name)]
    if missing:
        lines += [f"Not measured in this run: {', '.join(missing).replace('_', ' ')}.", ""]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def read_results(folder: Path) -> dict[str, list[Row]]:
    """Read every result file of ours (`<section>.json` with a list of rows)."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        if isinstance(content, dict) and "rows" in content:
            found[path.stem] = content["rows"]
    return found
