"""Published tables about costs: items and payers, the verdicts side by side, caps of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.assessing.counting import name_of
from crest.engine.assessing.hiding import with_mark
from crest.engine.assessing.published_groups import Hidden, small_gone
from crest.engine.logic.columns import verdict_column
from crest.engine.rulebook.cost_items import load_cost_items

if TYPE_CHECKING:
    from crest.engine.assessing.story import Assessment
    from crest.engine.rulebook.rules import RuleSet

_LAWS: Final = ("law-origin", "law-destination")
# What stands where no law of the country is in the rulebook.
_NO_LAW: Final = {
    "title": {
        "origin": "Law of the country of origin",
        "destination": "Law of the country of work",
    },
    "thai": {"origin": "กฎหมายของประเทศต้นทาง", "destination": "กฎหมายของประเทศที่ทำงาน"},
}
_ITEM: Final = ("item", "says", "thai", "group", "payer", "confidence")
_CAP_OF: Final = ("recruiter", "corridor", "site")


def items_table(found: Assessment) -> pa.Table:
    """ITEMS of the report: what was paid for, by whom, over all workers."""
    query = f"""
        select coalesce(c.fee_item, 'unknown') as item, coalesce(c."group", 'unknown') as "group",
               coalesce(c.payer, 'unknown') as payer, count(distinct c.journey) as workers,
               count(*) as costs, sum({_amount(found)})::bigint as amount_minor
        from costs c where {_minor(found)} is not null and coalesce(c.leave_out, 'payer unknown')
          = 'payer unknown'
        group by all order by amount_minor desc nulls last, item, payer, "group"
    """
    table = _asked(found, query)
    known = {item.id: item for item in load_cost_items().items}
    rows = [known.get(code) for code in table["item"].to_pylist()]
    for name in ("says", "thai", "confidence"):
        values = [getattr(row, name) if row else None for row in rows]
        table = table.append_column(name, pa.array(values, pa.string()))
    return small_gone(table, _ITEM)


def classes_table(found: Assessment) -> pa.Table:
    """CLASSES of the report: all regimes together, legal but not employer-pays among them.

    Of a cost that lies partly above a cap of the law, that part is among the violations.
    """
    above = _above(found)
    query = f"""
        with parts as (
          select c.class, c.journey, c.cost,
                 {_amount(found)}
                   - case when c.class = 'legal_gap' then {above} else 0 end as amount
          from costs c
          union all
          select 'violation', c.journey, c.cost, {above} from costs c
          where c.class = 'legal_gap' and {above} > 0)
        select class, count(distinct journey) as workers, count(distinct cost) as costs,
               coalesce(sum(amount), 0)::bigint as amount_minor
        from parts group by all order by class
    """
    return small_gone(_asked(found, query), ("class",), of=found.journeys.num_rows)


def regimes_table(found: Assessment, standards: tuple[str, ...]) -> pa.Table:
    """REGIMES of the report: what each standard and law says of the recorded costs."""
    parts = [_regime_rows(found, regime) for regime in _shown(found, standards)]
    return small_gone(
        pa.concat_tables(parts, promote_options="permissive"),
        ("regime", "title", "thai", "country", "side", "verdict", "confidence"),
        of=found.journeys.num_rows,
    )


def item_verdicts(found: Assessment, standards: tuple[str, ...]) -> pa.Table:
    """ITEM_VERDICTS of the report: the verdict on each item under each regime."""
    parts = []
    for regime in _shown(found, standards):
        column = f"c.{verdict_column(regime)}"
        query = f"""
            select coalesce(c.fee_item, 'unknown') as item, '{regime}' as regime,
                   case when count(distinct {column}) > 1 then 'mixed' else min({column}) end
                     as verdict,
                   count(*) as costs, coalesce(sum({_amount(found)}), 0)::bigint as amount_minor,
                   count(distinct c.journey) as workers
            from costs c where {column} is not null and c.worker_paid group by all
        """
        parts.append(_asked(found, query))
    table = pa.concat_tables(parts).sort_by([("item", "ascending"), ("regime", "ascending")])
    known = {item.id: item for item in load_cost_items().items}
    rows = [known.get(code) for code in table["item"].to_pylist()]
    for name in ("says", "thai"):
        values = [getattr(row, name) if row else None for row in rows]
        table = table.append_column(name, pa.array(values, pa.string()))
    return small_gone(table, ("item", "says", "thai", "regime"))


def caps_table(found: Assessment, hidden: Hidden) -> pa.Table:
    """CAPS of the report: what groups paid against each dated cap or usual figure."""
    kinds = ", ".join(f"'{kind}'" for kind in _CAP_OF)
    query = f"""
        select m.kind, m.id, k.figure, k.kind = 'cap' as legal, k.confidence,
               median(k.cap_minor) / 100.0 as cap_in, min(k.cap_currency) as cap_currency,
               round(median(k.paid_usd_minor - k.over_usd_minor) filter (k.over_minor > 0))::bigint
                 as cap_when_over,
               round(median(k.cap_minor * k.paid_usd_minor / nullif(k.paid_minor, 0)))::bigint
                 as cap_usd,
               count(k.paid_usd_minor) as workers,
               round(quantile_cont(k.paid_usd_minor, 0.25))::bigint as q1_paid_minor,
               round(median(k.paid_usd_minor))::bigint as median_paid_minor,
               round(quantile_cont(k.paid_usd_minor, 0.75))::bigint as q3_paid_minor,
               count(*) filter (k.over_minor > 0) as over_workers,
               coalesce(sum(k.over_usd_minor), 0)::bigint as over_minor,
               round(avg(k.over_usd_minor) filter (k.over_minor > 0))::bigint as mean_over_minor,
               count(*) filter (k.over_minor is null) as open
        from caps k join members m on m.journey = k.journey
        where m.kind in ({kinds}) group by all
        order by figure, m.kind, m.id, legal desc, k.confidence
    """
    table = _asked(found, query)
    table = table.append_column(
        "cap_minor", pc.coalesce(table["cap_when_over"], table["cap_usd"])
    ).drop_columns(["cap_when_over", "cap_usd"])
    figures = [found.question.book.figures.get(name) for name in table["figure"].to_pylist()]
    for name in ("says", "thai"):
        values = [getattr(one, name) if one else None for one in figures]
        table = table.append_column(name, pa.array(values, pa.string()))
    keys = zip(table["kind"].to_pylist(), table["id"].to_pylist(), strict=True)
    names = [name_of(kind, ident, found.names) for kind, ident in keys]
    table = table.append_column("name", pa.array(names, pa.string()))
    keep = ("kind", "id", "name", "figure", "says", "thai", "legal", "confidence", "cap_in",
            "cap_currency")  # fmt: skip
    return with_mark(
        table, hidden, keep=keep,
        parts={"over_workers": ["over_minor", "mean_over_minor"]},
    )  # fmt: skip


def _shown(found: Assessment, standards: tuple[str, ...]) -> list[str]:
    """Ids of the regimes with a verdict column, those asked for."""
    general = sorted(
        name for name, regime in found.question.book.regimes.items() if regime.country is None
    )
    every = [*general, *_LAWS]
    if not standards:
        return every
    laws = _LAWS if "law" in standards else ()
    return [name for name in every if name in standards or name in laws]


def _regime_rows(found: Assessment, regime: str) -> pa.Table:
    """One regime: a standard in one block, the laws of one end country by country."""
    column = f"c.{verdict_column(regime)}"
    side = regime.removeprefix("law-") if regime in _LAWS else None
    country = f"j.{side}" if side else "null::varchar"
    # Caps are set by the law of origin: what it allows up to a cap, it forbids above.
    over = "c.above_cap_usd_minor" if regime == "law-origin" else "0"
    above = _above(found) if regime == "law-origin" else "0"
    query = f"""
        with parts as (
          select c.journey, c.cost, {column} as verdict,
                 {_amount(found)} - case when {column} = 'allowed' then {above} else 0 end as amount
          from costs c where {column} is not null and c.worker_paid
            and not ({column} = 'allowed' and {over} > 0 and {over} = c.usd_minor)
          union all
          select c.journey, c.cost, 'violation', {above} from costs c
          where {column} = 'allowed' and c.worker_paid and {over} > 0)
        select '{regime}' as regime, {country} as country, p.verdict,
               count(distinct p.journey) as workers, count(distinct p.cost) as costs,
               coalesce(sum(p.amount), 0)::bigint as amount_minor
        from parts p left join journeys j on j.journey = p.journey
        group by all order by country, verdict
    """
    table = _asked(found, query)
    books = found.question.book.regimes
    by_country: dict[tuple[str | None, str | None], RuleSet] = {
        (one.country, one.side): one for one in books.values() if one.country is not None
    }
    rows: list[RuleSet | None] = [
        by_country.get((land, side)) if side else books[regime]
        for land in table["country"].to_pylist()
    ]
    for name, nothing in _NO_LAW.items():
        values = [getattr(one, name) if one else nothing[side or ""] for one in rows]
        table = table.append_column(name, pa.array(values, pa.string()))
    sure = [_confidence(one) for one in rows]
    table = table.append_column("confidence", pa.array(sure, pa.string()))
    return table.append_column("side", pa.array([side] * table.num_rows, pa.string()))


def _confidence(regime: object) -> str | None:
    rules = getattr(regime, "rules", ())
    if not rules:
        return None
    return "general" if any(rule.confidence == "general" for rule in rules) else "verified"


def _minor(found: Assessment) -> str:
    currency = found.fees.currency.lower()
    return "c.usd_minor" if currency == "usd" else f"c.{currency}_minor"


def _above(found: Assessment) -> str:
    """What of a counted cost lies above a cap of the law."""
    currency = found.fees.currency.lower()
    column = "above_cap_usd_minor" if currency == "usd" else f"above_cap_{currency}_minor"
    return f"case when c.counted then c.{column} else 0 end"


def _amount(found: Assessment) -> str:
    return f"case when c.counted then {_minor(found)} end"


def _asked(found: Assessment, query: str) -> pa.Table:
    with duckdb.connect() as connection:
        for name in ("costs", "journeys", "caps", "members"):
            connection.register(name, getattr(found, name))
        return connection.sql(query).to_arrow_table()
