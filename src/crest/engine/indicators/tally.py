"""Counting answers: per group, cluster and indicator, in one pass over the table of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.indicators.design import Sums, by_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from crest.engine.tables.engines import Engine

_GROUP, _STRATUM, _CLUSTER, _WEIGHT = "g{}", "s_stratum", "s_cluster", "s_weight"
_CELLS = ("yes", "no", "weight_yes", "weight_no", "square_yes", "square_no")


@dataclass(frozen=True, slots=True)
class Design:
    """How the workers were drawn: names of columns, None where there is none.

    `weight`: how many workers one stands for; `cluster`: drawn together; `stratum`: drawn apart.
    """

    weight: str | None = None
    cluster: str | None = None
    stratum: str | None = None

    def used_in(self, engine: Engine, table: ir.Table) -> Design:
        """The design without the columns in which nobody wrote anything."""
        counts = {
            "weight": None if self.weight is None else usable_weight(table, self.weight).count(),
            "cluster": None if self.cluster is None else table[self.cluster].count(),
            "stratum": None if self.stratum is None else table[self.stratum].count(),
        }
        asked = {name: count for name, count in counts.items() if count is not None}
        if not asked:
            return self
        found = engine.run(table.aggregate(**asked)).to_pylist()[0]
        return replace(self, **{name: None for name in asked if not found[name]})

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns named."""
        return tuple(name for name in (self.weight, self.cluster, self.stratum) if name)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of answers.

    `groups`: one row per group, its columns as asked; `workers`, `interviewers`, `weight`,
    `unweighted` (workers without a usable weight), `headcount`: one entry per group. `cells`: one
    row per group and cluster; `cell_group`, `cell_stratum` their positions; `sums(indicator)`
    gives what the estimators need.
    """

    groups: pa.Table
    workers: NDArray[np.float64]
    interviewers: NDArray[np.float64]
    weight: NDArray[np.float64]
    unweighted: NDArray[np.float64]
    headcount: NDArray[np.float64]
    cells: pa.Table
    cell_group: NDArray[np.int64]
    cell_stratum: NDArray[np.int64]

    def count(self, place: int, what: str) -> NDArray[np.float64]:
        """A sum of indicator number `place` per cell: yes, no, weight_yes …, refused.

        Without weights, and where no column says who refused, only people are counted.
        """
        name = f"{what}_{place}"
        if name in self.cells.column_names:
            return _numbers(self.cells[name])
        if what == "refused":
            return np.zeros(self.cells.num_rows)
        return _numbers(self.cells[f"{what.rpartition('_')[2]}_{place}"])

    def sums(self, place: int) -> Sums:
        """What the estimators need of indicator number `place`."""
        yes, no, *weights = (self.count(place, what) for what in _CELLS)
        return Sums(self.cell_group, self.cell_stratum, yes + no, *weights)


def usable_weight(table: ir.Table, weight: str | None) -> Any:
    """The weight of each row; null where it is missing, negative or endless."""
    if weight is None:
        return ibis.literal(1.0)
    given = table[weight].cast("float64")
    return ibis.ifelse((given >= 0) & (given < float(np.finfo(float).max)), given, ibis.null(float))


def tally(
    engine: Engine,
    table: ir.Table,
    groups: Sequence[str],
    indicators: Sequence[str],
    *,
    design: Design,
    refused: Sequence[str | None],
    headcount: str | None,
) -> Tally:
    """Count the answers; `indicators`: boolean columns, `refused`: beside each, its column if any.

    A worker without a usable weight counts with the mean of the others, one without a cluster is
    a cluster of their own.
    """
    with_weight = table.mutate(**{_WEIGHT: usable_weight(table, design.weight)})
    mean = None if design.weight is None else _mean_weight(engine, with_weight)
    keys = {_GROUP.format(place): with_weight[name] for place, name in enumerate(groups)}
    if design.stratum is not None:
        keys[_STRATUM] = with_weight[design.stratum].cast("string")
    if design.cluster is not None:
        keys[_CLUSTER] = _clusters(with_weight, design.cluster)
    base = with_weight.mutate(**keys)
    sums = _sums(base, indicators, refused, mean)
    cells = engine.run(
        base.group_by(list(keys)).aggregate(**sums) if keys else base.aggregate(**sums)
    )
    by_group = list(keys)[: len(groups)]
    heads = _heads(base, headcount)
    group_table = engine.run(
        base.group_by(by_group).aggregate(**heads) if by_group else base.aggregate(**heads)
    )
    return _assembled(group_table, cells, groups, by_group)


def _heads(base: ir.Table, headcount: str | None) -> dict[str, Any]:
    counted = {
        "s_workers": base.count(),
        "s_unweighted": base[_WEIGHT].isnull().cast("int64").sum().fill_null(0),
    }
    if "interviewer" in base.columns:
        counted["s_interviewers"] = base["interviewer"].nunique()
    if headcount is not None:
        counted["s_headcount"] = base[headcount].cast("float64").max()
    return counted


def _mean_weight(engine: Engine, table: ir.Table) -> float:
    mean = engine.run(table.aggregate(mean=table[_WEIGHT].mean()))["mean"][0].as_py()
    return 1.0 if mean is None else float(mean)


def _clusters(table: ir.Table, column: str) -> Any:
    given = table[column].cast("string")
    if "journey" not in table.columns:
        return given
    return ibis.coalesce(given, ibis.literal("alone: ").concat(table["journey"]))


def _sums(
    base: ir.Table, indicators: Sequence[str], refused: Sequence[str | None], mean: float | None
) -> dict[str, Any]:
    """Sums per cell, of people and, where there are weights, of weights and their squares."""
    weight = None if mean is None else base[_WEIGHT].fill_null(mean)
    found: dict[str, Any] = {
        "s_weights": base.count().cast("float64") if weight is None else weight.sum()
    }
    for place, (name, no_answer) in enumerate(zip(indicators, refused, strict=True)):
        yes = base[name].cast("int64")
        found[f"yes_{place}"] = yes.sum().fill_null(0)
        found[f"no_{place}"] = (1 - yes).sum().fill_null(0)
        powers = () if weight is None else ((weight, "weight"), (weight * weight, "square"))
        for power, label in powers:
            found[f"{label}_yes_{place}"] = (power * yes).sum().fill_null(0.0)
            found[f"{label}_no_{place}"] = (power * (1 - yes)).sum().fill_null(0.0)
        if no_answer is not None:
            turned_down = base[name].isnull() & base[no_answer].fill_null(False)
            found[f"refused_{place}"] = turned_down.cast("int64").sum().fill_null(0)
    return found


def _assembled(
    group_table: pa.Table, cells: pa.Table, groups: Sequence[str], keys: Sequence[str]
) -> Tally:
    order = [(name, "ascending") for name in keys]
    if order:
        group_table = group_table.sort_by(order)
    place = _positions(group_table, cells, keys)
    stratum = (
        pc.fill_null(cells[_STRATUM], "").combine_chunks().dictionary_encode().indices
        if _STRATUM in cells.column_names
        else pa.array(np.zeros(cells.num_rows, np.int64))
    )
    nothing = np.full(group_table.num_rows, np.nan)
    names = group_table.column_names
    return Tally(
        groups=pa.table([group_table[key] for key in keys], names=list(groups)),
        workers=_numbers(group_table["s_workers"]),
        interviewers=_numbers(group_table["s_interviewers"])
        if "s_interviewers" in names
        else nothing,
        weight=by_group(_numbers(cells["s_weights"]), place, group_table.num_rows),
        unweighted=_numbers(group_table["s_unweighted"]),
        headcount=_numbers(group_table["s_headcount"]) if "s_headcount" in names else nothing,
        cells=cells,
        cell_group=place,
        cell_stratum=np.asarray(stratum, dtype=np.int64),
    )


def _positions(group_table: pa.Table, cells: pa.Table, keys: Sequence[str]) -> NDArray[np.int64]:
    """The position of each cell's group."""
    if not keys:
        return np.zeros(cells.num_rows, np.int64)
    where = {row: place for place, row in enumerate(_rows(group_table, keys))}
    return np.array([where[row] for row in _rows(cells, keys)], np.int64)


def _rows(table: pa.Table, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(table[key].to_pylist() for key in keys), strict=True))


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), np.float64)
