"""Sums of a wide table per group, in one pass over its rows.

What a law says of a cost column depends on a few facts only: places, sector, scheme, the day. Every
combination that is met is judged beforehand and numbered (`law_case`). Over the rows only whole
minor units are added up, per group and law case; which of them are against which regime is decided
afterwards, on the sums. The result is that of `assess_wide`, grouped.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Final

import ibis
import pyarrow as pa

from crest.engine.fees import money, wide
from crest.engine.fees.settled import Settled
from crest.engine.fees.two_ways import TableRow, total
from crest.engine.fees.verdicts import facts_asked, periods, regimes_of
from crest.engine.rulebook.nodes import Fact
from crest.engine.rulebook.references import leaves_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from crest.engine.fees.money import Slots
    from crest.engine.fees.verdicts import Regimes
    from crest.engine.fees.wide import WideSpec
    from crest.engine.rulebook.book import Book
    from crest.engine.tables.engines import Engine

_DAY: Final = "recruited_on"
_RATED: Final = ("fee_currency", "wage_currency", "fee_slot")
_CASE: Final = "law_case"
_TIME: Final = "law_time"
_FACTORS: Final = pa.schema(
    [
        ("fee_currency", pa.string()), ("wage_currency", pa.string()), ("fee_slot", pa.int32()),
        ("into_usd", pa.float64()), ("into_pay", pa.float64()),
    ]
)  # fmt: skip
_COUNTED: Final = ("workers", "costs_listed", "costs_left_out", "months_known", "months_hundredths",
                   "months_above_one")  # fmt: skip


def sums_of_groups(
    engine: Engine,
    table: ir.Table,
    spec: WideSpec,
    rates: pa.Table,
    *,
    book: Book,
    on: date,
    by: Sequence[str],
    also: Mapping[str, ir.IntegerValue] | None = None,
    name: str = "wide",
) -> ir.Table:
    """One row per group of the columns `by`, as one expression.

    `workers`; the sums of `assess_wide` over the group; of the journeys with a known cost in
    months of pay their number, the sum in hundredths of a month (each rounded down) and how many
    lie above one (`months_…`); the sum of each column of `also`, expressions over `table`.
    `rates`: a table RATES; `name`: of small tables put into the engine. Raises WideSpecError as
    `assess_wide` does.
    """
    wide.check(table, spec)
    regimes = regimes_of(book, on)
    facts = [n for n in spec.facts if n in facts_asked(regimes) and n != _DAY]
    facts = list(dict.fromkeys(["origin", "destination", *facts]))
    day = table[spec.facts[_DAY]]
    first, days = _days_within(engine, day, turning_days(regimes))
    found = table.select(
        **{f"by_{n}": table[n] for n in by},
        **{f"cost_{n}": table[c].cast("float64") for n, c in enumerate(spec.costs)},
        pay=table[spec.pay].cast("float64"),
        **{fact: table[spec.facts[fact]] for fact in facts},
        fee_currency=table[spec.currency],
        wage_currency=table[spec.pay_currency],
        **_times(day, days),
        **(also or {}),
    )
    # Places and kinds of work repeat, days do not: met without days, then taken at every time.
    met = engine.run(found.select(*facts).distinct())
    paid_in = engine.run(found.select("fee_currency", "wage_currency").distinct())
    told = [fact for fact in facts if spec.facts[fact] in by]
    numbered, cases, settled = _law_cases(
        engine, met, told, days=[first, *days], spec=spec, regimes=regimes, name=name
    )
    slots = money.rate_slots(rates)
    factors = engine.put(f"{name}_factors", factor_table(paid_in, slots))
    found = _looked_up(found, numbered, [*facts, _TIME], [_CASE])
    found = _looked_up(found, factors, list(_RATED), ["into_usd", "into_pay"])
    found = found.mutate(**_without_rate(found))
    said = {spec.facts[fact] for fact in told}  # what the law case says need not be grouped by
    keys = [*[f"by_{n}" for n in by if n not in said], _CASE]
    sums = _row_sums(found, len(spec.costs), keys, list(also or {}))
    return _judged_sums(sums, cases, settled, spec, by=list(by), also=list(also or {}))


def turning_days(regimes: Regimes) -> list[date]:
    """The days from which a law may say something else, in order.

    First and last days of rules, and the days with which rules compare the day of recruitment.
    """
    found: set[date] = set()
    for law in (law for laws in regimes.laws.values() for law in laws.values()):
        found |= {start for start, _ in periods(law)}
        for leaf in (leaf for rule in law.rules for leaf in leaves_of(rule.when)):
            if isinstance(leaf, Fact) and leaf.fact == _DAY:
                limits = [getattr(leaf, test) for test in leaf.tests]
                found |= {
                    limit + timedelta(days=after)
                    for limit in limits
                    if isinstance(limit, date)
                    for after in (0, 1)
                }
    return sorted(found)


def _days_within(
    engine: Engine, day: ir.DateValue, days: Sequence[date]
) -> tuple[date | None, list[date]]:
    """The first day of the table, and the turning days on which something changes within it."""
    ends = engine.run(day.as_table().aggregate(first=day.min(), last=day.max())).to_pylist()[0]
    first, last = ends["first"], ends["last"]
    return first, [turning for turning in days if first and first < turning <= last]


def _times(day: ir.DateValue, days: Sequence[date]) -> dict[str, Any]:
    passed = [(day >= ibis.literal(start)).cast("int8") for start in days]
    number = reduce(add, passed) if passed else day.isnull().nullif(True).cast("int8")
    return {
        _TIME: number.cast("int8"),
        "fee_slot": money.slot(TableRow(day.as_table()), day).cast("int32"),
    }


def factor_table(met: pa.Table, slots: Slots) -> pa.Table:
    """Fee currency, wage currency, slot → what to multiply by to come into dollars and into pay.

    `met`: the pairs of currencies that occur. Factors as `money.factor` gives them; null where a
    rate is missing; one row with a null slot for what needs no rate.
    """
    at = [None, *sorted({slot for _, slot in slots})]
    pairs = {(row["fee_currency"], row["wage_currency"]) for row in met.to_pylist()}

    def per_usd(currency: str | None, slot: int | None) -> float | None:
        if currency == "USD":
            return 1.0
        row = slots.get((currency or "", slot or 0))
        return None if row is None else row["per_usd"]

    def factor(currency: str | None, into: str | None, slot: int | None) -> float | None:
        if currency is not None and currency == into:
            return 1.0
        given, wanted = per_usd(currency, slot), per_usd(into, slot)
        return None if given is None or wanted is None else wanted / given

    rows = [
        {
            "fee_currency": fee, "wage_currency": wage, "fee_slot": slot,
            "into_usd": factor(fee, "USD", slot), "into_pay": factor(fee, wage, slot),
        }
        for fee, wage in sorted(pairs, key=str)
        for slot in at
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_FACTORS)


def _law_cases(
    engine: Engine,
    met: pa.Table,
    told: Sequence[str],
    *,
    days: Sequence[date | None],
    spec: WideSpec,
    regimes: Regimes,
    name: str,
) -> tuple[ir.Table, ir.Table, dict[str, Settled]]:
    """Facts and time → law case; law case → what is said; and what is said by column and regime.

    `met`: the facts of all rows, each combination once. `days`: the first day of each time.
    `told`: facts that a law case settles too, since the groups differ in them.
    """
    facts = met.column_names
    asked = engine.put(f"{name}_met", _at_times(met, days))
    asked = asked.mutate(cost_cross_border=asked.origin != asked.destination)
    judged, settled, said = wide.judged(asked, spec, regimes)
    answers = engine.run(judged.select(*facts, _TIME, *said))
    numbers: dict[tuple[Any, ...], int] = {}
    wanted = answers.select([*told, *said])
    words = list(zip(*[column.to_pylist() for column in wanted], strict=True))
    of_rows = [numbers.setdefault(word, len(numbers)) for word in words or [()] * len(wanted)]
    numbered = answers.select([*facts, _TIME]).append_column(_CASE, pa.array(of_rows, pa.int32()))
    named = [*[f"by_{spec.facts[fact]}" for fact in told], *said]
    columns = {
        name: pa.array([word[i] for word in numbers], wanted.schema.field(i).type)
        for i, name in enumerate(named)
    }
    cases = pa.table({_CASE: pa.array(range(len(numbers)), pa.int32()), **columns})
    return (
        engine.put(f"{name}_numbered", numbered),
        engine.put(f"{name}_cases", cases),
        settled,
    )


def _at_times(met: pa.Table, days: Sequence[date | None]) -> pa.Table:
    """Every row at every time, and without one: what a row with no day of recruitment has."""
    times = [*range(len(days)), None]
    each = [
        met.append_column(_TIME, pa.array([time] * len(met), pa.int8())).append_column(
            _DAY, pa.array([None if time is None else days[time]] * len(met), pa.date32())
        )
        for time in times
    ]
    return pa.concat_tables(each)


def _looked_up(
    table: ir.Table, small: ir.Table, keys: Sequence[str], wanted: Sequence[str]
) -> ir.Table:
    """The table with columns of a small one; null keys meet null keys."""
    other = small.select(**{f"of_{k}": small[k] for k in keys}, **{n: small[n] for n in wanted})
    joined = table.left_join(other, [table[k].identical_to(other[f"of_{k}"]) for k in keys])
    return joined.drop(*[f"of_{k}" for k in keys])


def _without_rate(found: ir.Table) -> dict[str, Any]:
    """Factors also where no rate is needed: within one currency a month without rates will do."""
    fee, wage = found.fee_currency, found.wage_currency
    return {
        "into_usd": found.into_usd.fill_null(ibis.ifelse(fee == "USD", 1.0, ibis.null("float64"))),
        "into_pay": found.into_pay.fill_null(ibis.ifelse(fee == wage, 1.0, ibis.null("float64"))),
    }


def _row_sums(found: ir.Table, costs: int, keys: list[str], also: list[str]) -> ir.Table:
    """Sums of whole numbers per group and law case."""
    names = [f"cost_{n}" for n in range(costs)]
    given = [found[n] for n in names]
    missing = reduce(add, [g.isnull().cast("int8") for g in given])
    listed = ibis.literal(costs, "int8") - missing
    below = reduce(add, [ibis.ifelse(g < 0.0, 1, 0) for g in given])
    lowest = ibis.least(*given) if costs > 1 else given[0]
    row = found.mutate(
        listed=listed,
        left_out=ibis.cases((found.into_usd.isnull(), listed.cast("int64")),
                            (lowest < 0.0, below.cast("int64")), else_=0),
        usd_by=found.into_usd.fill_null(0.0),
        pay_by=found.into_pay.fill_null(0.0),
        **{n: ibis.greatest(found[n], 0.0) for n in names},  # the greatest of what is there
    )  # fmt: skip

    def minor(name: str, by: Any) -> Any:
        return (row[name] * by * 100.0 + 0.5).floor()

    row = row.mutate(
        **{f"usd_{n}": minor(n, row.usd_by) for n in names},
        paid_pay=reduce(add, [minor(n, row.pay_by) for n in names]),
        earned=(row.pay * 100.0 + 0.5).floor().nullif(0),
    )
    known = (row.into_pay + row.listed.nullif(0)) * 0.0
    settled = (row.left_out == 0).cast("int64")  # nothing paid is only known without left-outs
    known += (row.paid_pay + settled).nullif(0) * 0.0
    row = row.mutate(months=row.paid_pay / row.earned + known)
    row = row.mutate(hundredths=(row.months * 100.0).floor(),
                     above=ibis.ifelse(row.months > 1.0, 1, 0))  # fmt: skip
    return row.group_by(keys).aggregate(
        workers=row.count(),
        costs_listed=row.listed.sum(),
        costs_left_out=row.left_out.sum(),
        months_known=row.months.count(),
        months_hundredths=row.hundredths.sum(),
        months_above_one=row.above.sum(),
        **{f"usd_{n}": row[f"usd_{n}"].sum() for n in names},
        **{name: row[name].sum().cast("int64") for name in also},
    )


def _judged_sums(
    sums: ir.Table,
    cases: ir.Table,
    settled: Mapping[str, Settled],
    spec: WideSpec,
    *,
    by: list[str],
    also: list[str],
) -> ir.Table:
    """What each regime says of the sums of each law case, added up per group."""
    joined = sums.left_join(cases, _CASE)
    here = {
        column: Settled({
            regime: code if isinstance(code, int) else joined[code.get_name()]
            for regime, code in one.codes.items()
        })
        for column, one in settled.items()
    }  # fmt: skip
    usd = {c: joined[f"usd_cost_{n}"].cast("int64") for n, c in enumerate(spec.costs)}
    judged = joined.mutate(
        **wide.dollar_sums(usd, spec, here), **{f"{c}_usd_minor": u for c, u in usd.items()}
    )
    added = [n for n in judged.columns if n not in joined.columns]
    grouped = judged.group_by([f"by_{n}" for n in by]).aggregate(
        **{n: _total(judged[n]) for n in (*_COUNTED, *added)},
        **{n: total(judged[n]) for n in also},
    )
    return grouped.rename({n: f"by_{n}" for n in by})


def _total(column: Any) -> Any:
    """A sum as int64 on every engine, by way of float64: quicker than a decimal of 38 digits.

    Exact below 2^53, which is 9e13 in money. Not for sums of packed answers, which may be larger.
    """
    return column.cast("float64").sum().cast("int64")
