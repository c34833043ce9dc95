"""The signs that stand and those nobody could answer; debt, contract, wages, seasons; groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import is_hidden, rows_of
from crest.drawing.charts_of_signs import (
    sign_chart,
    sign_rules,
)
from crest.drawing.charts_of_spread import (
    season_chart,
)
from crest.printing.charts import chart
from crest.printing.pen import (
    Block,
    Cell,
    Column,
    Pen,
    beside,
    head,
    heading,
    plain,
    say,
    soft,
    table,
)

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.printing.charts import Charts

_TOPICS: Final = ("indicator", "protection", "debt", "contract", "wages", "season")
_KINDS: Final = (
    "recruiter",
    "sub_agent",
    "site",
    "employer",
    "buyer",
    "product",
    "corridor",
    "period",
)
_MOST_GROUPS: Final = 20
_MOST_RULES: Final = 40
_CHARTS: Final = 2  # signs drawn; the table below them has all
_SIDE_BY_SIDE: Final = 6  # sites in one table


def signs_section(data: AssessmentReport, pen: Pen, charts: Charts) -> list[Block]:
    """Each sign over all workers: yes, no, unknown, share with its interval, and cautions."""
    inner: list[Block] = []
    found = [r for r in rows_of(data.prevalence, tables.PREVALENCE) if r["kind"] in {None, "all"}]
    if found:
        inner.append(say("note", pen.say("signs.note")))
    for topic in _TOPICS:
        rows = [row for row in found if (row["topic"] or "indicator") == topic]
        inner += _prevalence(topic, rows, pen)
    reading = pen.say("signs.reading")
    for at, rows in enumerate(sign_rules(data, most=_CHARTS)):
        inner += chart(charts, sign_chart(rows, pen.voices, f"sign-{at}"), "" if at else reading)
    inner += _site_by_site(data, pen)
    inner += _measures(data, pen)
    inner += chart(
        charts, season_chart(data, pen.voices, "season"), pen.say("months.season_reading")
    )
    first = [heading(pen.say("signs.heading")), say("text", pen.say("signs.lead"))]
    return [*first, *pen.else_empty(inner, "signs.empty")]


def groups_section(data: AssessmentReport, pen: Pen) -> list[Block]:
    """Costs by recruiter, sub-agent, site … as far as the groups are large enough."""
    found = rows_of(data.groups, tables.GROUPS)
    inner: list[Block] = []
    for kind in _KINDS:
        inner += _group_table(kind, [row for row in found if row["kind"] == kind], pen)
    first = heading(pen.say("groups.heading"))
    return [first, *pen.else_empty(inner, "groups.empty")]


def _prevalence(topic: str, rows: list[dict[str, Any]], pen: Pen) -> list[Block]:
    heads = pen.columns(
        {"col.sign": 3.4},
        {"col.yes": 0.8, "col.no": 0.8, "col.unknown": 1, "col.share": 1, "col.interval": 1.5},
    )
    note = pen.first_of(_MOST_RULES, len(rows))
    cells = [_sign(row, pen) for row in rows[:_MOST_RULES]]
    return table(pen.say(f"terms.{topic}"), heads, cells, note)


def _sign(row: dict[str, Any], pen: Pen) -> list[Cell]:
    unknown: Cell = pen.cell(row, "unknown", pen.count)
    if row["refused"]:
        unknown = plain(str(row["unknown"]), pen.say("signs.refused", n=row["refused"]))
    name = pen.pick(row["says"] or row["rule"], row["thai"])
    source = " · ".join(filter(None, (pen.told(row["set_title"]), row["rule"])))
    cautions = [] if is_hidden(row) else pen.each(row["cautions"] or [])
    return [
        plain(name, source, *pen.unverified(row), *cautions),
        pen.cell(row, "yes", pen.count),
        pen.cell(row, "no", pen.count),
        unknown,
        pen.cell(row, "prevalence", pen.share),
        pen.cell(row, "interval_low", lambda _: _range(row, pen)),
    ]


def _range(row: dict[str, Any], pen: Pen) -> str:
    low, high = pen.share(row["interval_low"]), pen.share(row["interval_high"])
    return pen.say("range", low=low, high=high)


def _site_by_site(data: AssessmentReport, pen: Pen) -> list[Block]:
    """Every sign that stands at some site, beside all sites: share of answers and its interval."""
    rows = [row for row in rows_of(data.prevalence, tables.PREVALENCE) if row["kind"] == "site"]
    sites = {row["id"]: row for row in rows}
    signs: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        signs.setdefault(row["rule"], {})[row["id"]] = row
    standing = [found for found in signs.values() if any(row["yes"] for row in found.values())]
    told = [s for s in sites if any(s in found and _is_told(found[s]) for found in standing)]
    note = pen.say("signs.sites_note")
    withheld = [pen.group(row) for site, row in sites.items() if standing and site not in told]
    if withheld:
        note += " " + pen.say("signs.withheld", names=", ".join(withheld))
    blocks: list[Block] = []
    for part in beside(told, _SIDE_BY_SIDE):
        heads = [Column(pen.say("col.sign"), 2.4), *(head(pen.group(sites[s])) for s in part)]
        cells: list[list[Cell]] = []
        for found in standing:
            one = next(iter(found.values()))
            sign = plain(pen.pick(one["says"] or one["rule"], one["thai"]), *pen.unverified(one))
            cells.append([sign, *(_share(found.get(site), pen) for site in part)])
        blocks += table(pen.say("signs.sites"), heads, cells, note)
    return blocks


def _is_told(row: dict[str, Any]) -> bool:
    return row["not_shown"] is None or row["prevalence"] is not None


def _share(row: dict[str, Any] | None, pen: Pen) -> Cell:
    if row is None:
        return soft("–")
    if row["prevalence"] is None and row["not_shown"] is None:
        return soft("?")
    share = pen.cell(row, "prevalence", pen.share)
    if not isinstance(share, str) or row["interval_low"] is None:
        return share
    return plain(share, _range(row, pen))


def _measures(data: AssessmentReport, pen: Pen) -> list[Block]:
    found = rows_of(data.measures, tables.MEASURES)
    over_all = [row for row in found if row["kind"] in {None, "all"}]
    rows = over_all or [row for row in found if row["kind"] == "site"]
    heads = pen.columns(
        {"col.measure": 3},
        {"col.workers": 1, "col.no_figure": 1, "col.q1": 1, "col.median": 1, "col.q3": 1},
    )
    cells = [
        [
            plain(pen.code("measure", row["measure"]), "" if over_all else pen.group(row)),
            pen.cell(row, "workers", pen.count),
            pen.cell(row, "unknown", pen.count),
            *(_measured(row, name, pen) for name in ("q1", "median", "q3")),
        ]
        for row in sorted(rows, key=lambda row: row["measure"] or "")
    ]
    return table(pen.say("signs.measures"), heads, cells)


def _measured(row: dict[str, Any], name: str, pen: Pen) -> Cell:
    unit = row["unit"]
    if unit == "share":
        return pen.cell(row, name, pen.share)
    if unit == "per_cent":
        return pen.cell(row, name, lambda value: f"{value:,.1f} %")
    if unit == "months" or not unit:
        return pen.cell(row, name, pen.decimal)
    return pen.cell(row, name, lambda value: f"{unit} {value:,.0f}".replace("-", "−"))


def _licence(row: dict[str, Any], pen: Pen) -> list[str]:
    return (
        [pen.say("licence", state=pen.code("licence_is", row["licence"]))] if row["licence"] else []
    )


def _group_table(kind: str, found: list[dict[str, Any]], pen: Pen) -> list[Block]:
    heads = pen.columns(
        {"column.name": 2.6},
        {
            "col.workers": 0.9,
            "col.median_paid": 1.2,
            "col.months": 0.9,
            "col.severe": 0.9,
            "col.over": 0.9,
            "col.owed": 1.3,
        },
    )
    ordered = sorted(found, key=lambda row: (-(row["owed_minor"] or -1), row["name"] or ""))
    rows = [
        [
            plain(pen.group(row), *_licence(row, pen)),
            pen.cell(row, "workers", pen.count),
            pen.cell(row, "median_paid_minor", pen.money),
            pen.cell(row, "median_months", pen.decimal),
            pen.cell(row, "severe_workers", pen.count),
            pen.cell(row, "over_cap_workers", pen.count),
            pen.cell(row, "owed_minor", pen.money),
        ]
        for row in ordered[:_MOST_GROUPS]
    ]
    note = pen.first_of(_MOST_GROUPS, len(found))
    return table(pen.say(f"group_of.{kind}s"), heads, rows, note)
