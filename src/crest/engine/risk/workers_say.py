"""What enough workers answered becomes an attribute of their site, recruiter or corridor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis
import pyarrow as pa

from crest.engine.logic import many
from crest.engine.risk.attributes import with_attributes
from crest.engine.rulebook.risk_rules import load_risk_book

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from crest.engine.rulebook.risk_rules import Attribute, Reading, RiskBook
    from crest.engine.tables.engines import Engine

_KEYS: Final = {"site": "site_id", "recruiter": "recruiter_id", "sub_agent": "sub_agent_id"}


def with_workers_answers(
    subjects: pa.Table, engine: Engine, facts: ir.Table, *, book: RiskBook | None = None
) -> pa.Table:
    """The subjects with the attributes that the answers of their workers decide.

    `facts`: one row per journey, facts as columns (absent ones are unknown). Yes from the workers
    counts against whatever else is stated; no only where nothing else is. See Reading.
    """
    rules = load_risk_book() if book is None else book
    asked = [entry for entry in rules.attributes if entry.read is not None]
    said: dict[tuple[str, str], dict[str, bool | None]] = {}
    for kind in (*_KEYS, "corridor"):
        key = _key(kind, facts)
        if key is not None:
            for row in engine.run(_counted(facts, key, asked)).to_pylist():
                said[kind, row["risk_subject"]] = {
                    entry.attribute: _decided(row, i, rules.reading)
                    for i, entry in enumerate(asked)
                }
    table = with_attributes(subjects, rules)
    whom = list(zip(table["subject_kind"].to_pylist(), table["subject"].to_pylist(), strict=True))
    for entry in asked:
        at = table.schema.get_field_index(entry.attribute)
        stated = table[entry.attribute].to_pylist()
        both = [
            _together(value, said.get(subject, {}).get(entry.attribute))
            for value, subject in zip(stated, whom, strict=True)
        ]
        table = table.set_column(at, entry.attribute, pa.array(both, pa.bool_()))
    return table


def _key(kind: str, facts: ir.Table) -> Any:
    if kind != "corridor":
        return facts[_KEYS[kind]] if _KEYS[kind] in facts.columns else None
    if not {"origin", "destination"} <= set(facts.columns):
        return None
    return facts["origin"] + ibis.literal(">") + facts["destination"]


def _counted(facts: ir.Table, key: Any, asked: list[Attribute]) -> ir.Table:
    """Per subject: workers asked, and per attribute how many answered and how many said yes."""
    answers = {
        f"a{i}": many.expression(entry.read, facts).cast("int64")
        for i, entry in enumerate(asked)
        if entry.read is not None
    }
    rows = facts.select(risk_subject=key, **answers)
    rows = rows.filter(rows["risk_subject"].notnull())
    return rows.group_by("risk_subject").aggregate(
        asked=rows.count(),
        **{f"known{i}": rows[f"a{i}"].count() for i in range(len(asked))},
        **{f"yes{i}": rows[f"a{i}"].sum() for i in range(len(asked))},
    )


def _decided(row: dict[str, Any], i: int, reading: Reading) -> bool | None:
    # DuckDB adds whole numbers up to a decimal.
    known, yes = int(row[f"known{i}"]), int(row[f"yes{i}"] or 0)
    if known and yes / known >= reading.part_yes:
        return True
    enough = known >= reading.answered and known / row["asked"] >= reading.part_answered
    return False if enough else None


def _together(stated: bool | None, workers: bool | None) -> bool | None:  # noqa: FBT001
    """Yes when one says yes; what is stated before a no of the workers."""
    if workers or stated:
        return True
    return workers if stated is None else stated
