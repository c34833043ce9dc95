"""Signs of millions of workers, counted per group: the fewest sums that hold every count.

A rule gives one packed number per row (`logic.packed`) whose sum holds both its counts, yes and
unknown. A rule that can never be no here, since a fact it asks has no column, needs its yes only,
and two such rules share one sum. Counts of a group must stay below 2^31.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis
import numpy as np
import pyarrow as pa

from crest.engine.indicators.evaluating import COUNTED
from crest.engine.logic.columns import column_of, outcome_column
from crest.engine.logic.packed import Packer, outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.rulebook.book import Book

_HALF: Final = 32


@dataclass(frozen=True, slots=True)
class SignSums:
    """What to add up, and how to read the sums.

    `columns`: name → expression over the rows. `read`: count → (name, half, rest), where half is
    high or low and rest names another count to take away, “workers” for the rest of the group.
    """

    columns: dict[str, ir.IntegerValue]
    read: dict[str, tuple[str, str, str | None]]


def sums_of(table: ir.Table, book: Book, on: date, *, sets: Sequence[str]) -> SignSums:
    """The sums for the ILO's eleven signs and the classes of the sets named, over a table of facts.

    Counts are named after the rule (`ind_07_yes`, `ind_07_unknown`) and the class
    (`class_icls_2018_possible`). `on`: the day for which the rules are asked.
    """
    packer = Packer(table)
    columns: dict[str, Any] = {}
    read: dict[str, tuple[str, str, str | None]] = {}
    singles: dict[str, Any] = {}  # count → 0 or 1 in each row
    for set_id in sets:
        rules = book.indicator_sets[set_id].on(on)
        answers = packer.answers(rules)
        if set_id == COUNTED:
            for rule in rules.rules:
                name, packed = column_of(rule.id), answers[rule.id]
                if packed.same:
                    continue
                if packed.never_no:
                    singles[f"{name}_yes"] = packed.code >> ibis.literal(_HALF, "int64")
                    read[f"{name}_unknown"] = ("", "rest", f"{name}_yes")
                else:
                    columns[name] = packed.code
                    read[f"{name}_yes"] = (name, "high", None)
                    read[f"{name}_unknown"] = (name, "low", f"{name}_yes")
        if any(rule.part == "class" for rule in rules.rules):
            labels = outcomes(rules, answers)
            unknown = labels.pop("unknown", None)
            base = outcome_column(set_id)
            singles |= {f"{base}_{label}": one for label, one in labels.items()}
            if unknown is not None and len(labels) == 1:
                read[f"{base}_unknown"] = ("", "rest", f"{base}_{next(iter(labels))}")
            elif unknown is not None:
                singles[f"{base}_unknown"] = unknown
    _in_pairs(singles, columns, read)
    return SignSums(columns, read)


def _in_pairs(
    singles: dict[str, Any], columns: dict[str, Any], read: dict[str, tuple[str, str, str | None]]
) -> None:
    """Two counts in one sum: one in the high half, one in the low."""
    names = list(singles)
    for at in range(0, len(names), 2):
        pair = names[at : at + 2]
        total = singles[pair[0]]
        if len(pair) > 1:
            high = singles[pair[1]] * ibis.literal(2**_HALF, "int64")
            total = total + high
            read[pair[1]] = (f"pair_{at}", "high", None)
        columns[f"pair_{at}"] = total
        read[pair[0]] = (f"pair_{at}", "low", None)


def counts_of(groups: pa.Table, signs: SignSums) -> pa.Table:
    """The groups with every count in a column of its own instead of the sums that hold them.

    `groups` has `workers` and the columns of `signs`, added up.
    """
    found: dict[str, Any] = {"workers": _whole(groups, "workers")}
    waiting = dict(signs.read)
    for wanted in ("high", "low", "rest"):
        for name, (column, half, rest) in waiting.items():
            if half != wanted:
                continue
            if half == "high":
                found[name] = _whole(groups, column) >> _HALF
            elif half == "low":
                found[name] = _whole(groups, column) & (2**_HALF - 1)
                if rest is not None:
                    found[name] = found[name] - found[rest]
            else:
                found[name] = found["workers"] - found[str(rest)]
    kept = groups.drop_columns(list(signs.columns))
    for name in sorted(waiting):
        kept = kept.append_column(name, pa.array(found[name], pa.int64()))
    return kept


def _whole(groups: pa.Table, name: str) -> Any:
    return np.asarray(groups[name].to_numpy(), np.int64)
