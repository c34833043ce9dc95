"""Published tables about groups of workers: what they paid, which signs, how long to earn it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.assessing.counting import in_currency, name_of
from crest.engine.assessing.hiding import ALL, hidden_parts, with_mark
from crest.engine.disclosure import SMALLEST

if TYPE_CHECKING:
    from crest.engine.assessing.story import Assessment

Hidden = set[tuple[str, str]]
_NAMES: Final = ("kind", "id", "name")
_RULE: Final = ("topic", "set_title", "rule", "says", "thai", "confidence")
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "severe_workers": ("severe_minor",),
    "violation_workers": ("violation_minor",),
    "legal_gap_workers": ("legal_gap_minor",),
    "over_cap_workers": ("over_cap_minor",),
    "owed_workers": ("owed_minor",),
}
_TOPIC: Final = {"debt": "debt", "contract": "contract"}
_MEASURES: Final = (
    ("annual_rate", "loan_annual_rate", "per_cent"),
    ("months_to_repay", "months_to_repay", "months"),
    ("debt_share_of_pay", "debt_share_of_pay", "share"),
    ("pay_ratio", "pay_ratio", "share"),
    ("pay_to_minimum", "pay_to_minimum", "share"),
)
_BINS: Final = (0.0, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0)  # months of pay


def paid_column(found: Assessment) -> str:
    """The column of what a worker paid, in the reporting currency."""
    return in_currency("paid_usd_minor", found.fees.currency)


def groups_table(found: Assessment, hidden: Hidden) -> pa.Table:
    """GROUPS of the report: sums, medians and counts per group."""

    def cur(name: str) -> str:
        return in_currency(name, found.fees.currency)

    query = f"""
        with told as (
          select m.kind, m.id, j.{paid_column(found)} as paid, j.worker_paid_months as months,
                 j.costs_listed, j.{cur("others_paid_usd_minor")} as others
          from members m join journeys j on j.journey = m.journey),
        middle as (
          select kind, id, round(median(paid))::bigint as median_paid_minor, median(months) as median_months,
                 sum(costs_listed)::bigint as costs, sum(others)::bigint as employer_paid_minor
          from told group by all)
        select s.kind, s.id, s.workers, s.{paid_column(found)} as paid_minor, m.median_paid_minor,
               s.paid_severe_yes as severe_workers, s.{cur("class_severe_usd_minor")} as severe_minor,
               s.paid_violation_yes as violation_workers, s.{cur("class_violation_usd_minor")} as violation_minor,
               s.paid_legal_gap_yes as legal_gap_workers, s.{cur("class_legal_gap_usd_minor")} as legal_gap_minor,
               s.{cur("class_allowed_usd_minor")} as allowed_minor, m.employer_paid_minor,
               s.{cur("class_unknown_usd_minor")} as unknown_minor,
               s.paid_over_cap_yes as over_cap_workers, s.{cur("over_legal_cap_usd_minor")} as over_cap_minor,
               coalesce(o.n_owed, 0) as owed_workers, coalesce(o.owed_minor, 0) as owed_minor,
               m.costs, s.costs_left_out_minor as costs_left_out, m.median_months
        from sums s join middle m using (kind, id) left join owed o using (kind, id)
        order by s.kind, s.id
    """  # noqa: E501 - one measure a line
    table = _asked(found, query)
    table = _named(found, table)
    apart = {part: found.hidden_parts.get(part.removesuffix("_workers"), set()) for part in _PARTS}
    return _not_by_difference(with_mark(table, hidden, keep=_NAMES, parts=_PARTS, apart=apart))


def _not_by_difference(table: pa.Table) -> pa.Table:
    """The sums of classes without those that would give a hidden one by subtraction.

    What was paid is the sum of all classes. Where one sum of a class is hidden, the largest of the
    others is hidden too, so that the two cannot be told apart.
    """
    names = (*(f"{one}_minor" for one in ("severe", "violation", "legal_gap")),
             "allowed_minor", "unknown_minor")  # fmt: skip
    columns = {name: table[name].to_pylist() for name in names}
    for at, mark in enumerate(table["not_shown"].to_pylist()):
        told = [name for name in names if columns[name][at] is not None]
        if mark == "some" and len(told) == len(names) - 1:
            columns[max(told, key=lambda name: columns[name][at])][at] = None
    for name, values in columns.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array(values, table.schema.field(name).type))
    return table


def prevalence_table(found: Assessment, hidden: Hidden) -> pa.Table:
    """PREVALENCE of the report: one row per group and rule, with its words and its interval."""
    words = {
        rule.id: (rule_set, rule)
        for rule_set in found.question.book.rule_sets.values()
        for rule in rule_set.rules
    }
    shares = found.prevalence
    rules = [found.rule_of.get(column) for column in shares["indicator"].to_pylist()]
    shares = shares.append_column("rule", pa.array(rules, pa.string()))
    shares = shares.filter(pc.is_valid(shares["rule"]))
    known = [words.get(rule) for rule in shares["rule"].to_pylist()]
    for name, values in (
        ("topic", [_TOPIC.get(one[0].kind, "indicator") if one else None for one in known]),
        ("set_title", [one[0].title if one else None for one in known]),
        ("says", [one[1].says if one else None for one in known]),
        ("thai", [one[1].thai if one else None for one in known]),
        ("confidence", [one[1].confidence if one else None for one in known]),
    ):
        shares = shares.append_column(name, pa.array(values, pa.string()))
    wanted = [
        *("kind", "id", *_RULE, "workers", "yes", "no", "unknown", "refused", "prevalence"),
        *("interval_low", "interval_high", "bound_low", "bound_high", "cautions"),
    ]
    table = _named(found, shares.select(wanted))
    resting = ["prevalence", "interval_low", "interval_high", "bound_low", "bound_high", "cautions"]
    return with_mark(
        table, hidden, keep=(*_NAMES, *_RULE),
        parts={
            "yes": ["no", "unknown", "refused", *resting],
            "no": ["yes", "unknown", "refused", *resting],
        },
        apart=found.hidden_parts, by="rule",
    )  # fmt: skip


def measures_table(found: Assessment, hidden: Hidden) -> pa.Table:
    """MEASURES of the report: quartiles of debt, pay and season per group."""
    parts = [
        f"""select '{name}' as measure, '{unit}' as unit, m.kind, m.id, {_quartiles(f"j.{column}")}
            from everybody m join journeys j on j.journey = m.journey group by m.kind, m.id"""
        for name, column, unit in _MEASURES
    ]
    parts.append(
        f"""select 'season_net' as measure, j.pay_currency as unit, m.kind, m.id,
                   {_quartiles("j.season_net")}
            from everybody m join journeys j on j.journey = m.journey
            where j.pay_currency is not null and j.season_days is not null
            group by m.kind, m.id, j.pay_currency"""
    )
    whole = f"select journey, '{ALL[0]}' as kind, '{ALL[1]}' as id from journeys"
    everybody = f"with everybody as (select journey, kind, id from members union all {whole})"
    union = " union all ".join(parts)
    table = _asked(found, f"{everybody} select * from ({union}) where workers > 0")
    table = _named(found, table).sort_by(
        [(name, "ascending") for name in ("measure", "kind", "id", "unit")]
    )
    return _measures_shown(found, table, hidden)


def _measures_shown(found: Assessment, table: pa.Table, hidden: Hidden) -> pa.Table:
    """MEASURES in which no count lets that of a small group be had from the others or the total."""
    journeys = found.journeys
    concerned = {
        (name, unit): set(journeys.filter(pc.is_valid(journeys[column]))["journey"].to_pylist())
        for name, column, unit in _MEASURES
    }
    seasons = journeys.filter(pc.is_valid(journeys["season_net"]))
    for currency in seasons["pay_currency"].unique().to_pylist():
        own = seasons.filter(pc.equal(seasons["pay_currency"], currency))
        concerned["season_net", currency] = set(own["journey"].to_pylist())
    closed = hidden_parts(
        found.members, {"|".join(map(str, key)): who for key, who in concerned.items()}
    )
    told = []
    for measure, unit in dict.fromkeys(
        zip(table["measure"].to_pylist(), table["unit"].to_pylist(), strict=True)
    ):
        rows = pc.and_(pc.equal(table["measure"], measure), pc.equal(table["unit"], unit))
        gone = hidden | closed.get(f"{measure}|{unit}", set())
        keep = (*_NAMES, "measure", "unit")
        told.append(with_mark(table.filter(rows), gone, keep=keep, parts={}))
    return pa.concat_tables(told) if told else with_mark(table, hidden, keep=_NAMES, parts={})


def _quartiles(column: str) -> str:
    return f"""count({column}) as workers, count(*) - count({column}) as unknown,
               quantile_cont({column}, 0.25) as q1, median({column}) as median,
               quantile_cont({column}, 0.75) as q3"""


def season_bins(found: Assessment) -> pa.Table:
    """SEASON_BINS of the report: how many seasons ended with how much, per pay currency."""
    query = """
        with seasons as (
          select pay_currency as currency, season_net,
                 pow(10, floor(log10(greatest(max(abs(season_net)) over (partition by pay_currency), 1)))) / 2
                   as step
          from journeys where season_net is not null)
        select floor(season_net / step) * step as low, (floor(season_net / step) + 1) * step as high,
               currency, count(*) as workers
        from seasons group by all order by currency, low
    """  # noqa: E501
    return small_gone(_asked(found, query), ("low", "high", "currency"))


def months_table(found: Assessment) -> pa.Table:
    """MONTHS of the report: SDG 10.7.1 and, under its own name, cost in months of seasonal work."""
    rows = []
    kept = found.sdg.filter(pc.equal(found.sdg["zero_cost"], "with")).to_pylist()
    without = {
        (row["measure"], row["by"], row["group"]): row["n"]
        for row in found.sdg.to_pylist()
        if row["zero_cost"] == "without"
    }
    left_out = int(pc.sum(found.sdg_excluded["n"]).as_py() or 0)
    for row in kept:
        key = (row["measure"], row["by"], row["group"])
        whole = row["by"] == "all"
        rows.append(
            {
                "measure": row["measure"],
                "breakdown": row["by"],
                "value": (row["group"] or "").replace(">", " → ") or None,
                "workers": row["n"],
                "zero": row["n"] - without.get(key, 0),
                "left_out": left_out if whole and row["measure"] == "rci" else None,
                **{name: row[name] for name in ("mean", "q1", "median", "q3")},
            }
        )
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("measure", "breakdown", "value")),
            *((name, pa.int64()) for name in ("workers", "zero", "left_out")),
            *((name, pa.float64()) for name in ("mean", "q1", "median", "q3")),
        ]
    )
    table = pa.Table.from_pylist(rows, schema=schema)
    return small_gone(table, ("measure", "breakdown", "value"))


def month_bins(found: Assessment) -> pa.Table:
    """MONTH_BINS of the report: workers per class of months of pay."""
    edges = ", ".join(
        f"({low}, {high})" for low, high in zip(_BINS, [*_BINS[1:], "null"], strict=True)
    )
    query = f"""
        with months as (
          select case when scheme = 'seasonal' or pay_period = 'season' then 'cost_months'
                      else 'rci' end as measure,
                 worker_paid_months as months
          from journeys where worker_paid_months is not null),
        edges(low, high) as (select a::double, b::double from (values {edges}) v(a, b))
        select measure, low, high, count(*) as workers
        from months join edges on months >= low and (high is null or months < high)
        group by all order by measure, low
    """
    return small_gone(_asked(found, query), ("measure", "low", "high"))


def small_gone(table: pa.Table, keep: tuple[str, ...], *, of: int | None = None) -> pa.Table:
    """A table of counts with its small rows emptied, marked and put last.

    `of`: how many workers there are in all; a row that leaves fewer than eleven of them out is
    emptied as well, since it tells of those.
    """
    counts = [int(n or 0) for n in table["workers"].to_pylist()]
    small = [n < SMALLEST or (of is not None and 0 < of - n < SMALLEST) for n in counts]
    flags = pa.array(small, pa.bool_())
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table[name]
        nothing = pa.nulls(table.num_rows, column.type)
        columns[name] = column if name in keep else pc.if_else(flags, nothing, column)
    columns["not_shown"] = pa.array(["all" if s else None for s in small], pa.string())
    # A hidden row must not tell its size by its place: the hidden come last.
    order = [at for at, s in enumerate(small) if not s] + [at for at, s in enumerate(small) if s]
    return pa.table(columns).take(pa.array(order, pa.int64()))


def numbers(found: Assessment) -> dict[str, object]:
    """The key numbers of the report; None = not known, or too few workers to be told."""
    journeys = found.journeys
    paid = journeys[paid_column(found)]
    due = found.repayment.workers[f"to_pay_{found.fees.currency.lower()}_minor"]
    over = journeys[in_currency("over_legal_cap_usd_minor", found.fees.currency)]
    severe = journeys["severe"]

    def people(flags: pa.ChunkedArray) -> int | None:
        count = int(pc.sum(flags.cast(pa.int64())).as_py() or 0)
        return None if 0 < count < SMALLEST else count

    told: dict[str, object] = {
        "workers": journeys.num_rows,
        "workers_paid": people(pc.greater(paid, 0)),
        "sites": pc.count_distinct(journeys["site_id"]).as_py(),
        "recruiters": pc.count_distinct(journeys["recruiter_id"]).as_py(),
        "costs": found.costs.num_rows,
        "costs_left_out": int(pc.sum(journeys["costs_left_out"]).as_py() or 0),
        "paid_minor": int(pc.sum(paid).as_py() or 0),
        "median_paid_minor": _middle(paid),
        "median_months": _middle(journeys["worker_paid_months"]),
        "severe_workers": people(severe),
        "over_cap_workers": people(pc.greater(over, 0)),
        "over_cap_minor": int(pc.sum(over).as_py() or 0),
        "owed_minor": int(pc.sum(due).as_py() or 0),
        "owed_workers": people(pc.greater(due, 0)),
    }
    if journeys.num_rows < SMALLEST:
        told = dict.fromkeys(told)
    return told


def _middle(column: pa.ChunkedArray) -> float | None:
    known = column.drop_null()
    return float(pc.quantile(known.cast(pa.float64()), 0.5)[0].as_py()) if len(known) else None


def _asked(found: Assessment, query: str) -> pa.Table:
    with duckdb.connect() as connection:
        for name in ("members", "journeys", "sums", "owed"):
            connection.register(name, getattr(found, name))
        return connection.sql(query).to_arrow_table()


def _named(found: Assessment, table: pa.Table) -> pa.Table:
    keys = zip(table["kind"].to_pylist(), table["id"].to_pylist(), strict=True)
    names = pa.array([name_of(kind, ident, found.names) for kind, ident in keys], pa.string())
    return table.append_column("name", names)
