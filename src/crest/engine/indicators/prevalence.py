"""Prevalence: which share of a group's workers a sign holds for, and how sure that is.

Unknown is not no: beside the share among those who answered stand the bounds that take every
missing answer as no and as yes. Groups are ranked by the upper bound, so that missing data never
lowers a risk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from crest.engine.errors import InputError
from crest.engine.indicators.cautions import SMALLEST, Sample, cautions
from crest.engine.indicators.design import by_group, design_effect, effective_size, kish
from crest.engine.indicators.intervals import interval
from crest.engine.indicators.tally import Design, Tally, tally
from crest.engine.tables.engines import open_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from crest.engine.tables.engines import Engine

    Numbers = NDArray[np.float64]

PREVALENCE: Final = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),  # the column it was read from
        # People. workers = yes + no + unknown + refused.
        pa.field("workers", pa.int64(), nullable=False),
        pa.field("yes", pa.int64(), nullable=False),
        pa.field("no", pa.int64(), nullable=False),
        pa.field("unknown", pa.int64(), nullable=False),
        pa.field("refused", pa.int64(), nullable=False),
        pa.field("answered_share", pa.float64(), nullable=False),
        # Shares 0..1, weighted where there are weights; null where nobody answered.
        pa.field("prevalence", pa.float64()),
        pa.field("prevalence_unweighted", pa.float64()),
        pa.field("interval_low", pa.float64()),
        pa.field("interval_high", pa.float64()),
        pa.field("method", pa.string(), nullable=False),  # wilson | exact | complete | none
        # Every missing answer taken as no, and as yes; groups are ranked by `bound_high`.
        pa.field("bound_low", pa.float64(), nullable=False),
        pa.field("bound_high", pa.float64(), nullable=False),
        pa.field("design_effect", pa.float64()),
        pa.field("kish_effect", pa.float64()),
        pa.field("effective_workers", pa.float64(), nullable=False),
        pa.field("clusters", pa.int64()),
        pa.field("interviewers", pa.int64()),
        pa.field("headcount", pa.float64()),
        pa.field("small", pa.bool_(), nullable=False),
        pa.field("cautions", pa.list_(pa.string()), nullable=False),
    ]
)


def prevalence(
    table: pa.Table,
    groups: Sequence[str],
    *,
    indicators: Sequence[str] | None = None,
    weight: str | None = None,
    cluster: str | None = None,
    stratum: str | None = None,
    headcount: str | None = None,
    level: float = 0.95,
) -> pa.Table:
    """One row per group and indicator: the columns of `groups`, then PREVALENCE.

    `table`: one row per journey with boolean columns (null = unknown); a column
    `<indicator>_refused` marks who refused. `indicators`: which columns; None = all boolean ones.
    `groups`: columns that are crossed; () = all workers; null is a group of its own. `headcount`:
    column with the number of workers the group has in all. `level` of the intervals, 0..1.
    Raises InputError for a column that is not there.
    """
    with open_engine() as engine:  # type: ignore[attr-defined]
        return prevalence_of(
            engine,
            engine.put("answers", table),
            groups,
            indicators=indicators,
            design=Design(weight, cluster, stratum),
            headcount=headcount,
            level=level,
        )


def prevalence_of(
    engine: Engine,
    table: ir.Table,
    groups: Sequence[str],
    *,
    indicators: Sequence[str] | None = None,
    design: Design | None = None,
    headcount: str | None = None,
    level: float = 0.95,
) -> pa.Table:
    """As `prevalence`, over a table of an engine: only sums per group and cluster come home.

    A column of the design in which nobody wrote anything is as good as none.
    """
    drawn = design or Design()
    names = _indicators(table) if indicators is None else list(indicators)
    wanted = [*groups, *names, *drawn.columns, *([headcount] if headcount else [])]
    missing = sorted({name for name in wanted if name not in table.columns})
    if missing:
        raise InputError(
            f"The table of answers has no column {', '.join(missing)}.",
            todo="Name columns of the table.",
        )
    drawn = drawn.used_in(engine, table)
    refused = [f"{name}_refused" if f"{name}_refused" in table.columns else None for name in names]
    counted = tally(
        engine, table, groups, names, design=drawn, refused=refused, headcount=headcount
    )
    parts = [_one_indicator(counted, place, name, drawn, level) for place, name in enumerate(names)]
    schema = pa.schema([*counted.groups.schema, *PREVALENCE])
    return pa.concat_tables(parts).cast(schema) if parts else schema.empty_table()


def ranked(table: pa.Table) -> pa.Table:
    """The rows of a prevalence table, the highest upper bound first, then the surest."""
    return table.sort_by(
        [("bound_high", "descending"), ("bound_low", "descending"), ("workers", "descending")]
    )


def _indicators(table: ir.Table) -> list[str]:
    return [
        name
        for name in table.columns
        if table[name].type().is_boolean() and not name.endswith("_refused")
    ]


def _one_indicator(counted: Tally, place: int, name: str, design: Design, level: float) -> pa.Table:
    groups, sums = counted.groups.num_rows or len(counted.workers), counted.sums(place)
    yes, no, refused = (
        by_group(counted.count(place, what), counted.cell_group, groups)
        for what in ("yes", "no", "refused")
    )
    answered = yes + no
    weight_yes = by_group(sums.yes, sums.group, groups)
    weight_no = by_group(sums.no, sums.group, groups)
    share, plain = _divided(weight_yes, weight_yes + weight_no), _divided(yes, answered)
    effect, clusters = design_effect(sums, share, groups, clustered=design.cluster is not None)
    effective = effective_size(answered, effect, counted.headcount)
    low, high, exact = interval(share, effective, level)
    bound_low, bound_high = _bounds(weight_yes, weight_no, counted.weight, yes, no, counted.workers)
    columns: dict[str, Any] = {
        "indicator": pa.array([name] * groups),
        "workers": counted.workers,
        "yes": yes,
        "no": no,
        "unknown": counted.workers - answered - refused,
        "refused": refused,
        "answered_share": answered / np.maximum(counted.workers, 1),
        "prevalence": share,
        "prevalence_unweighted": plain,
        "interval_low": low,
        "interval_high": high,
        "method": _methods(effective, exact),
        "bound_low": bound_low,
        "bound_high": bound_high,
        "design_effect": effect,
        "kish_effect": kish(sums, groups),
        "effective_workers": np.where(np.isinf(effective), answered, effective),
        "clusters": clusters if design.cluster else np.full(groups, np.nan),
        "interviewers": counted.interviewers,
        "headcount": counted.headcount,
        "small": counted.workers < SMALLEST,
    }
    columns["cautions"] = _cautions(columns, counted, design, answered)
    return pa.table(
        [*counted.groups.columns, *map(_column, columns, columns.values())],
        names=[*counted.groups.column_names, *columns],
    )


def _divided(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _bounds(  # noqa: PLR0917
    weight_yes: Numbers, weight_no: Numbers, weight: Numbers,
    yes: Numbers, no: Numbers, workers: Numbers,
) -> tuple[Numbers, Numbers]:  # fmt: skip
    """Shares when every missing answer is no, and yes; by heads where all weights are zero."""
    heads = weight <= 0
    whole = np.where(heads, np.maximum(workers, 1), weight)
    low = np.where(heads, yes, weight_yes) / whole
    high = 1 - np.where(heads, no, weight_no) / whole
    return np.clip(low, 0, 1), np.clip(high, low, 1)


def _methods(effective: Numbers, exact: NDArray[np.bool_]) -> pa.Array:
    names = np.where(exact, "exact", np.where(np.isinf(effective), "complete", "wilson"))
    return pa.array(np.where(effective > 0, names, "none").tolist(), pa.string())


def _column(name: str, values: Any) -> pa.Array:
    if isinstance(values, pa.Array) or values.dtype == bool:
        return pa.array(values)
    kind = PREVALENCE.field(name).type
    empty = np.isnan(values)
    whole = np.where(empty, 0, values).round().astype(np.int64) if kind == pa.int64() else values
    return pa.array(whole, kind, mask=empty)


def _cautions(
    columns: dict[str, Any], counted: Tally, design: Design, answered: Numbers
) -> pa.Array:
    said = []
    for place in range(len(answered)):
        asked_by, share = counted.interviewers[place], columns["prevalence"][place]
        clusters = columns["clusters"][place]
        sample = Sample(
            workers=int(counted.workers[place]),
            answered=int(answered[place]),
            refused=int(columns["refused"][place]),
            effect=float(columns["design_effect"][place]),
            effective=float(columns["effective_workers"][place]),
            clusters=0 if np.isnan(clusters) else int(clusters),
            clustered=design.cluster is not None,
            interviewers=None if np.isnan(asked_by) else int(asked_by),
            unweighted=int(counted.unweighted[place]),
            varied=bool(0 < share < 1),
        )
        said.append(cautions(sample))
    return pa.array(said, pa.list_(pa.string()))
