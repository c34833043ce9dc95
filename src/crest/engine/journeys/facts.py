"""One row per journey with all its facts: its own columns, and every answer as yes, no or unknown.

The facts a rule may ask about are those of the fact book; this table is where they are looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from crest.engine.rulebook.book import Book
    from crest.engine.tables.engines import Engine

_REST: Final = "extra"


def base_facts(engine: Engine, journeys: ir.Table, answers: ir.Table, book: Book) -> ir.Table:
    """The columns of JOURNEYS (money as float64, without `extra`) and one boolean per answer fact.

    An answer fact is true when somebody answered yes and nobody no, false the other way round,
    and null (unknown) when nobody knows, all refused, nobody was asked or answers contradict. The
    same expression runs on DuckDB and Spark; `engine` is asked for nothing yet.
    """
    del engine  # every engine takes the expression as it is
    names = [name for name, fact in book.facts.items() if fact.given == "answer"]
    plain = journeys.mutate(
        **{
            name: journeys[name].cast("float64")
            for name, kind in journeys.schema().items()
            if kind.is_decimal()
        }
    )
    kept = plain.drop(_REST) if _REST in plain.columns else plain
    if not names:
        return kept
    wide = _pivot(answers, names)
    joined = kept.left_join(wide, kept["journey"] == wide["answers_journey"])
    return joined.drop("answers_journey")


def _pivot(answers: ir.Table, names: list[str]) -> ir.Table:
    """One row per journey that answered anything, one nullable boolean per question."""
    firm = answers.filter(answers["answer"].isin(["yes", "no"]))
    said = firm.group_by(answers_journey=firm["journey"]).aggregate(
        **{
            f"{name}__{word}": ((firm["question"] == name) & (firm["answer"] == word))
            .cast("int64")
            .max()
            for name in names
            for word in ("yes", "no")
        }
    )
    return said.select(
        "answers_journey",
        **{
            name: ibis.cases(
                ((said[f"{name}__yes"] == 1) & (said[f"{name}__no"] == 0), True),
                ((said[f"{name}__no"] == 1) & (said[f"{name}__yes"] == 0), False),
                else_=ibis.null("boolean"),
            )
            for name in names
        },
    )
