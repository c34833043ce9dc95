"""Inherent risk: what country, sector, good, corridor and way of recruitment say beforehand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.logic import many
from crest.engine.risk.attributes import parts, with_indices
from crest.engine.risk.scoring import (
    NO,
    PER_LEVEL,
    TENTHS,
    UNKNOWN,
    YES,
    allotted,
    counted,
    peers,
)
from crest.engine.risk.tables import INHERENT
from crest.engine.rulebook.references import facts_of
from crest.engine.rulebook.risk_rules import SUBJECT_KINDS, load_risk_book
from crest.engine.tables.contracts import ContractError
from crest.engine.tables.engines import DuckEngine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from crest.engine.risk.indices import Indices
    from crest.engine.rulebook.risk_rules import Factor, RiskBook
    from crest.engine.rulebook.rules import Figure

_WORD: Final = {YES: "yes", NO: "no", UNKNOWN: "unknown"}


def inherent(
    subjects: pa.Table,
    indices: Indices,
    *,
    on: date,
    book: RiskBook | None = None,
    figures: Mapping[str, Figure] | None = None,
) -> pa.Table:
    """Inherent risk of every subject, in the order given: the INHERENT columns.

    `subjects`: SUBJECTS and any columns of the attributes of risk/factors.yaml. `figures`: caps and
    typical costs by corridor. Missing data counts at least half, never nothing. Raises
    ContractError for a kind of subject that is none.
    """
    rules = load_risk_book() if book is None else book
    table = with_indices(subjects, indices, rules, on=on, figures=figures)
    kinds = table["subject_kind"].to_pylist()
    strangers = sorted(set(kinds) - set(SUBJECT_KINDS))
    if strangers:
        raise ContractError(f"There is no subject of the kind “{strangers[0]}”.")
    answered = answers_of(table, rules.factors)
    done = []
    for kind in SUBJECT_KINDS:
        at = np.flatnonzero(np.array([k == kind for k in kinds], bool))
        factors = rules.factors_of(kind, on)
        if len(at) and factors:
            columns = [rules.factors.index(factor) for factor in factors]
            done.append((at, _scored(table.take(at), factors, answered[at][:, columns], rules, on)))
    if not done:
        return INHERENT.empty_table()
    place = np.argsort(np.concatenate([at for at, _ in done]))
    return pa.concat_tables([part for _, part in done]).take(place)


def answers_of(table: pa.Table, factors: Sequence[Factor]) -> NDArray[np.int8]:
    """The answer of every factor for every subject: 1 yes, 0 no, -1 unknown.

    `table` has every attribute as a column. Returns int8[subjects, factors].
    """
    with DuckEngine() as engine:
        numbered = table.append_column("crest_row", pa.array(np.arange(table.num_rows)))
        given = engine.put("subjects", _one_sector_a_row(numbered))
        asked = given.select(
            "crest_row",
            **{f"f{i}": many.expression(factor.when, given) for i, factor in enumerate(factors)},
        )
        rows = engine.run(asked)
    found = np.full((table.num_rows, len(factors)), NO, np.int8)
    row = rows["crest_row"].to_numpy()
    for i in range(len(factors)):
        said = pc.fill_null(rows[f"f{i}"].cast(pa.int8()), UNKNOWN).to_numpy()
        # A subject of several sectors: yes for one is yes, unknown for one hides a no.
        np.minimum.at(found[:, i], row, np.where(said == UNKNOWN, UNKNOWN, NO).astype(np.int8))
        found[row[said == YES], i] = YES
    return found


def _one_sector_a_row(table: pa.Table) -> pa.Table:
    """The table with a row per sector where sectors are joined by "|"."""
    if not pc.any(pc.fill_null(pc.match_substring(table["sector"], "|"), False)).as_py():
        return table
    split = pc.split_pattern(pc.fill_null(table["sector"], ""), "|").combine_chunks()
    rows = pc.list_parent_indices(split)
    flat = pc.list_flatten(split)
    sector = pc.if_else(pc.equal(flat, ""), None, flat)
    taken = table.take(rows)
    return taken.set_column(table.schema.get_field_index("sector"), "sector", sector)


def _scored(
    table: pa.Table, factors: Sequence[Factor], answers: NDArray[np.int8], book: RiskBook, on: date
) -> pa.Table:
    """The INHERENT rows of subjects of one kind."""
    part = peers(answers)
    levels = _levels(table, factors, answers, book, on)
    severity = counted(answers, levels, part)
    tenths = counted(answers, allotted([factor.weight for factor in factors]), part)
    level = severity.max(axis=1)
    setter = severity.argmax(axis=1)
    likelihood = tenths.sum(axis=1)
    reasons, missing, confidence = _opened(table, factors, answers, (level, setter, tenths))
    return pa.table(
        [
            *[table[name] for name in ("subject_kind", "subject", "name", "workers")],
            pa.array(level, pa.int64()),
            pa.array(likelihood / TENTHS),
            pa.array((level * PER_LEVEL * TENTHS + likelihood) / TENTHS),
            pa.array(reasons, pa.string()),
            pa.array(missing, pa.string()),
            pa.array(confidence, pa.string()),
        ],
        schema=INHERENT,
    )


def _levels(
    table: pa.Table, factors: Sequence[Factor], answers: NDArray[np.int8], book: RiskBook, on: date
) -> NDArray[np.int64]:
    """Severity 0..4 of each factor for each subject, as if it were answered yes."""
    full = np.tile([factor.severity.level for factor in factors], (table.num_rows, 1))
    rows = {row.sector: row.severity.level for row in book.sectors if row.holds_on(on)}
    coded = table["sector"].combine_chunks().dictionary_encode()
    known = [
        max((rows[code] for code in parts(text) if code in rows), default=-1)
        for text in coded.dictionary.to_pylist()
    ]
    at = pc.fill_null(coded.indices, len(known)).to_numpy(zero_copy_only=False)
    by_sector = np.array([*known, -1], np.int64)[at]
    for i, factor in enumerate(factors):
        if factor.by_sector:
            stated = (by_sector >= 0) & (answers[:, i] == YES)
            full[stated, i] = by_sector[stated]
    return full


def _opened(
    table: pa.Table,
    factors: Sequence[Factor],
    answers: NDArray[np.int8],
    scored: tuple[NDArray[Any], ...],
) -> tuple[list[str], list[str], list[str]]:
    """Reasons, missing attributes and confidence per subject; equal ones are written once."""
    level, setter, tenths = scored
    nulls = {
        name: pc.is_null(table[name]).combine_chunks().to_numpy(zero_copy_only=False)
        for factor in factors
        for name in facts_of(factor.when)
    }
    gaps = np.array(list(nulls.values())).T.reshape(table.num_rows, len(nulls))
    whole = np.column_stack([answers, level, setter, tenths, gaps]).astype(np.int16)
    _, first, same = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    texts = []
    for at in first.tolist():
        lines = _lines(factors, answers[at], (int(level[at]), int(setter[at]), tenths[at]))
        lacking = [
            name
            for factor, said in zip(factors, answers[at], strict=True)
            if said == UNKNOWN
            for name in facts_of(factor.when)
            if nulls[name][at]
        ]
        counts = [f for f, line in zip(factors, lines, strict=True) if line["points"] > 0]
        sure = all(factor.confidence == "verified" for factor in counts)
        texts.append(
            (
                to_json(lines),
                to_json(list(dict.fromkeys(lacking))),
                "verified" if sure else "general",
            )
        )
    chosen = [texts[i] for i in same.ravel().tolist()]
    return [c[0] for c in chosen], [c[1] for c in chosen], [c[2] for c in chosen]


def _lines(
    factors: Sequence[Factor],
    answers: NDArray[np.int8],
    scored: tuple[int, int, NDArray[np.int64]],
) -> list[dict[str, Any]]:
    """One line per factor; the points add up to the score."""
    level, setter, tenths = scored
    lines = []
    for i, factor in enumerate(factors):
        severe = PER_LEVEL * level if i == setter else 0
        answer = _WORD[int(answers[i])]
        lines.append(
            {
                "rule": factor.id,
                "says": factor.says,
                "answer": answer,
                "points": (severe * TENTHS + int(tenths[i])) / TENTHS,
                "severity_points": severe,
                "likelihood_points": int(tenths[i]) / TENTHS,
                "because": {
                    "yes": factor.raises,
                    "no": "It does not hold here.",
                    "unknown": factor.unknown,
                }[answer],
            }
        )
    return lines


def to_json(value: Any) -> str:
    """JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
