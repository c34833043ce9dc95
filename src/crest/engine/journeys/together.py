"""All sheets together: rows find their journey; what stands twice or alone is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.journeys.listed import rejected, warned

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHERE_FROM: Final = frozenset({"record", "source", "sheet", "row"})
_TODO_KEY: Final = "Correct the reference, or add the journey."
_ONE: Final = {
    "costs": "cost",
    "answers": "answer",
    "deductions": "deduction",
    "refunds": "refund",
}


def single_journeys(journeys: pa.Table) -> tuple[pa.Table, pa.Table, pa.Table]:
    """(journeys named once, rows left out, problems). The first row of a name stays."""
    later = later_ones(journeys["journey"])
    if not pc.any(later).as_py():
        return journeys, journeys.slice(0, 0), rejected(journeys, later, "", "", "")
    first = pc.index_in(
        journeys["journey"].combine_chunks(), value_set=journeys["journey"].combine_chunks()
    )
    same = _equal_rows(journeys, first, later)
    problems = pa.concat_tables(
        [
            rejected(
                journeys,
                pc.and_(later, same),
                "journeys.journey.repeated",
                "The same journey stands in an earlier row, word for word; this one was left out.",
                "Nothing, or delete the row.",
            ),
            rejected(
                journeys,
                pc.and_(later, pc.invert(same)),
                "journeys.journey.contradicts",
                "An earlier row has the same journey and says something else. The earlier one was "
                "kept; this one and the costs and answers in it were left out.",
                "Keep one of the two, or give each its own name in a column “journey”.",
            ),
        ]
    )
    return journeys.filter(pc.invert(later)), journeys.filter(later), problems


def later_ones(keys: pa.ChunkedArray) -> pa.Array:
    """Mask of the rows whose key stands in an earlier row; null keys are never later."""
    codes = keys.combine_chunks().dictionary_encode().indices
    numbers = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False)
    _, first = np.unique(numbers, return_index=True)
    mask = np.ones(len(numbers), dtype=bool)
    mask[first] = False
    mask[numbers == -1] = False
    return pa.array(mask)


def _equal_rows(table: pa.Table, first: pa.Array, where: pa.Array) -> pa.Array:
    """For rows of the mask: whether they say the same as the row they repeat."""
    same = pa.repeat(pa.scalar(value=True), table.num_rows)
    early = table.take(first)
    for name in table.column_names:
        if name in _WHERE_FROM or name in {"submission_key", "submission_index", "interviewed_on"}:
            continue
        one, other = table[name].combine_chunks(), early[name].combine_chunks()
        equal = pc.or_(
            pc.fill_null(pc.equal(one, other), fill_value=False),
            pc.and_(one.is_null(), other.is_null()),
        )
        same = pc.and_(same, equal)
    return pc.and_(same, where)


def tie(
    kind: str, rows: pa.Table, journeys: pa.Table, left_out: pa.Table
) -> tuple[pa.Table, pa.Table]:
    """(rows with the journey they belong to, problems).

    A row names its journey, its worker (when that worker has one journey), or the key or running
    number of the interview it hangs on. Rows that find none are rejected; rows that stood in a
    journey's row that was left out go with it.
    """
    one = _ONE[kind]
    rows = _without(rows, left_out)
    found = _journey_of(rows, journeys)
    several = pc.and_(found.is_null(), _among(rows["worker"], _twice(journeys["worker"])))
    nobody = pc.and_(found.is_null(), pc.invert(several))
    silent = _all_null(rows, ("journey", "worker", "parent_key", "parent_index"))
    problems = [
        rejected(
            rows,
            several,
            f"journeys.{one}.several-journeys",
            f"The worker has several journeys, and the {one} does not say which it belongs to.",
            "Add a column “journey” with the journey's own reference.",
        ),
        rejected(
            rows,
            pc.and_(nobody, silent),
            f"journeys.{one}.nameless",
            f"The {one} names no journey and no worker, so no total counts it.",
            "Write the reference of the journey or the worker into the row.",
        ),
        rejected(
            rows,
            pc.and_(nobody, pc.invert(silent)),
            f"journeys.{one}.no-journey",
            f"No journey has the reference this {one} names, so no total counts it.",
            _TODO_KEY,
        ),
    ]
    tied = rows.set_column(rows.column_names.index("journey"), "journey", found)
    return tied.filter(found.is_valid()), pa.concat_tables(problems)


def _journey_of(rows: pa.Table, journeys: pa.Table) -> pa.Array:
    names = journeys["journey"].combine_chunks()
    workers = journeys["worker"].combine_chunks()
    alone = pc.invert(_among(journeys["worker"], _twice(journeys["worker"])))
    one_each = pc.if_else(alone, workers, pa.scalar(None, pa.string()))
    given = rows["journey"].combine_chunks()
    source = journeys["source"].combine_chunks()
    numbers = _joined(source, journeys["submission_index"].combine_chunks())
    return pc.coalesce(
        _look_up(given, names, names),
        _look_up(given, one_each, names),
        _look_up(rows["worker"].combine_chunks(), one_each, names),
        _look_up(rows["worker"].combine_chunks(), names, names),
        _look_up(
            rows["parent_key"].combine_chunks(), journeys["submission_key"].combine_chunks(), names
        ),
        _look_up(
            _joined(rows["source"].combine_chunks(), rows["parent_index"].combine_chunks()),
            numbers,
            names,
        ),
    )


def _joined(source: pa.Array, index: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(source, index, "\t")


def _look_up(wanted: pa.Array, keys: pa.Array, values: pa.Array) -> pa.Array:
    """The value beside the first equal key; null where there is none or nothing is wanted."""
    if keys.null_count == len(keys):
        return pa.nulls(len(wanted), pa.string())
    at = pc.index_in(wanted, value_set=keys)
    return pc.if_else(wanted.is_valid(), values.take(at), pa.scalar(None, pa.string()))


def _twice(keys: pa.ChunkedArray) -> pa.Array:
    return keys.combine_chunks().filter(later_ones(keys)).unique()


def _among(values: pa.ChunkedArray, some: pa.Array) -> pa.Array:
    flat = values.combine_chunks()
    return pc.and_(flat.is_valid(), pc.is_in(flat, value_set=some))


def _all_null(rows: pa.Table, names: Sequence[str]) -> pa.Array:
    empty = pa.repeat(pa.scalar(value=True), rows.num_rows)
    for name in names:
        empty = pc.and_(empty, rows[name].combine_chunks().is_null())
    return empty


def _without(rows: pa.Table, left_out: pa.Table) -> pa.Table:
    """The rows that did not stand in one of the rows left out."""
    if not left_out.num_rows:
        return rows
    return rows.filter(pc.invert(_among(_place(rows), _place(left_out).combine_chunks())))


def _place(table: pa.Table) -> pa.ChunkedArray:
    sheet = pc.fill_null(table["sheet"], "")
    return pc.binary_join_element_wise(table["source"], sheet, table["row"].cast(pa.string()), "\t")


def single_costs(costs: pa.Table) -> tuple[pa.Table, pa.Table]:
    """(costs counted once, problems): equal rows, and one receipt entered twice for a journey."""
    same = later_ones(_fingerprint(costs, _compared(costs)))
    problems = [
        rejected(
            costs,
            same,
            "journeys.cost.repeated",
            "The same cost stands in an earlier row, word for word; it was counted once.",
            "Nothing if it was paid once; if twice, give each a date or a receipt number.",
        )
    ]
    costs = costs.filter(pc.invert(same))
    keyed = pc.and_(costs["receipt"].is_valid(), costs["amount"].is_valid()).combine_chunks()
    receipt = _masked(_fingerprint(costs, ("receipt", "paid_to", "amount", "currency")), keyed)
    own = _masked(
        _fingerprint(costs, ("journey", "receipt", "paid_to", "amount", "currency")), keyed
    )
    twice = later_ones(own)
    shared = pc.and_(later_ones(receipt), pc.invert(twice))
    problems += [
        rejected(
            costs,
            twice,
            "journeys.cost.same-receipt",
            "A receipt of this number, payee and amount stands in an earlier row of the journey; "
            "it was counted once.",
            "Correct the receipt number if these were two payments.",
        ),
        warned(
            costs,
            shared,
            "journeys.cost.shared-receipt",
            "A receipt of this number, payee and amount stands under another worker too. Both "
            "were counted.",
            "Check whether one payment was entered for two workers.",
            "receipt",
        ),
    ]
    return costs.filter(pc.invert(twice)), pa.concat_tables(problems)


def _compared(costs: pa.Table) -> tuple[str, ...]:
    own = {"worker", "parent_key", "parent_index"}
    return tuple(n for n in costs.column_names if n not in _WHERE_FROM and n not in own)


def _fingerprint(table: pa.Table, names: Sequence[str]) -> pa.ChunkedArray:
    texts = [pc.fill_null(table[name].cast(pa.string()), "\x00") for name in names]
    return pc.binary_join_element_wise(*texts, "\x1f")


def _masked(keys: pa.ChunkedArray, where: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array(
        [pc.if_else(where, keys.combine_chunks(), pa.scalar(None, pa.string()))]
    )


def settled_answers(answers: pa.Table, journeys: pa.Table) -> tuple[pa.Table, pa.Table]:
    """(answers given once, problems): repeats are left out, contradictions listed and kept.

    Two columns of a wide row may give the same answer: that is no row left out.
    """
    same = later_ones(_fingerprint(answers, ("journey", "question", "answer")))
    wide = _among(_place(answers), _place(journeys).combine_chunks())
    problems = [
        rejected(
            answers,
            pc.and_(same, pc.invert(wide)),
            "journeys.answer.repeated",
            "The same answer to the same question stands in an earlier row; it was counted once.",
            "Nothing, or delete the row.",
        )
    ]
    answers = answers.filter(pc.invert(same))
    firm = pc.is_in(answers["answer"], pa.array(["yes", "no"])).combine_chunks()
    keys = _masked(_fingerprint(answers, ("journey", "question")), firm)
    problems.append(
        warned(
            answers,
            later_ones(keys),
            "journeys.answer.contradicts",
            "An earlier row answers this question of the journey the other way. Both were kept, "
            "and the answer counts as unknown.",
            "Ask again, and keep the answer that holds.",
            "answer",
        )
    )
    return answers, pa.concat_tables(problems)


def single_rows(kind: str, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """(deductions or refunds that are not word for word an earlier row, problems)."""
    one = _ONE[kind]
    same = later_ones(_fingerprint(rows, _compared(rows)))
    problems = rejected(
        rows,
        same,
        f"journeys.{one}.repeated",
        f"The same {one} stands in an earlier row, word for word; it was counted once.",
        "Nothing if it happened once; otherwise give each its own date or receipt.",
    )
    return rows.filter(pc.invert(same)), problems
