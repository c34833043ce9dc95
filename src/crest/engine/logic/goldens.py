"""Goldens run: every example of the rulebook, through both runners.

A golden gives facts and expects answers. Rule sets are asked of one worker (`one`) and of a table
(`many`, on DuckDB); figures are looked up. What differs becomes a complaint at the golden's line.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.errors import CrestError
from crest.engine.logic import many, one
from crest.engine.logic.columns import column_of, outcome_column, verdict_column
from crest.engine.rulebook.checks_of_goldens import DAY, LABELS
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.given import read_facts
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet
from crest.engine.rulebook.shelf import read_shelf
from crest.engine.tables.engines import DuckEngine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from crest.engine.rulebook.complaints import Complaint
    from crest.engine.rulebook.models import Golden
    from crest.engine.rulebook.rules import FactEntry
    from crest.engine.rulebook.shelf import ReadFile

    Found = dict[str, str | None]

_TYPES: Final = {
    "flag": pa.bool_(), "code": pa.string(), "number": pa.float64(), "date": pa.date32(),
}  # fmt: skip
_ANSWERS: Final = {True: "yes", False: "no", None: "unknown"}
_TODO: Final = "Correct the rule or the golden."


def golden_faults(folders: tuple[Path, ...] | None = None) -> tuple[Complaint, ...]:
    """What the goldens of rule sets and figures expect and do not get.

    `folders`: the most important first; None = those in force.
    """
    shelf = read_shelf(rulebook_folders() if folders is None else folders)
    facts = {entry.fact: entry for file in shelf.of(FactBook) for entry in file.model.facts}
    found: list[Complaint] = []
    with DuckEngine() as engine:
        for name, golden in shelf.goldens.items():
            model = shelf.files[name].model
            if isinstance(model, RuleSet):
                found += rule_set_faults(model, golden, facts, engine)
            elif isinstance(model, Figures):
                found += figure_faults(model, golden)
    return tuple(sorted(found))


def rule_set_faults(
    rule_set: RuleSet, golden: ReadFile, facts: Mapping[str, FactEntry], engine: DuckEngine
) -> Iterator[Complaint]:
    """The cases of one rule set that do not hold, by one runner or the other.

    Cases for one day (`given: {on: …}`) are asked of the rules valid on it; without a day, of all
    rules, or of the latest where a code stands for several periods.
    """
    by_day: dict[date, list[int]] = defaultdict(list)
    for position, case in enumerate(golden.model.cases):
        by_day[_day(case, rule_set)].append(position)
    for day, positions in by_day.items():
        cases = [golden.model.cases[position] for position in positions]
        valid = rule_set if day == date.max else rule_set.on(day)
        try:
            given = [read_facts(_without_day(case), facts) for case in cases]
            ones = [_by_one(valid, row) for row in given]
            manies = _by_many(valid, given, facts, engine)
        except CrestError as error:
            place = ("cases", positions[0])
            yield golden.complain(place, cases[0].name, error.sentence, error.todo or _TODO)
            continue
        for position, case, by_one, by_many in zip(positions, cases, ones, manies, strict=True):
            yield from _compare(golden, position, case, {"one": by_one, "many": by_many})


def figure_faults(figures: Figures, golden: ReadFile) -> Iterator[Complaint]:
    """The cases of dated figures that do not hold: `given` states the day and where."""
    by_id = {figure.id: figure for figure in figures.figures}
    for position, case in enumerate(golden.model.cases):
        day = date.fromisoformat(str(case.given[DAY]))
        where = {key: value for key, value in case.given.items() if key != DAY}
        for code, expected in case.expect.items():
            figure = by_id.get(code)
            value = figure.value_at(day) if figure and figure.holds_for(where) else None
            found = None if value is None else value.value
            if found != expected:
                yield golden.complain(
                    ("cases", position, "expect", code), code,
                    f"“{case.name}”: expected {expected}, but it is {found}.", _TODO,
                )  # fmt: skip


def _compare(
    golden: ReadFile, position: int, case: Golden, runners: Mapping[str, Found]
) -> Iterator[Complaint]:
    for key, expected in case.expect.items():
        for runner, answers in runners.items():
            found = answers.get(key, "not asked")
            if found != expected:
                yield golden.complain(
                    ("cases", position, "expect", key), key,
                    f"“{case.name}”: expected {expected}, but asked of {runner} it is {found}.",
                    _TODO,
                )  # fmt: skip


def _day(case: Golden, rule_set: RuleSet) -> date:
    if DAY in case.given:
        return date.fromisoformat(str(case.given[DAY]))
    if len({rule.id for rule in rule_set.rules}) == len(rule_set.rules):
        return date.max
    return max(rule.valid_from for rule in rule_set.rules)


def _without_day(case: Golden) -> dict[str, Any]:
    return {name: value for name, value in case.given.items() if name != DAY}


def _by_one(rule_set: RuleSet, facts: Mapping[str, object]) -> Found:
    answers = one.answer_set(rule_set, facts)
    labels = one.verdict(rule_set, facts, answers), one.outcome(rule_set, facts, answers)
    return {**{name: str(answer) for name, answer in answers.items()}, **_labels(*labels)}


def _by_many(
    rule_set: RuleSet,
    rows: Sequence[Mapping[str, object]],
    facts: Mapping[str, FactEntry],
    engine: DuckEngine,
) -> list[Found]:
    names = sorted({name for row in rows for name in row})
    schema = pa.schema([("golden_case", pa.int64())] + [(n, _TYPES[facts[n].kind]) for n in names])
    numbered = [{**row, "golden_case": number} for number, row in enumerate(rows)]
    table = engine.put("golden_facts", pa.Table.from_pylist(numbered, schema=schema))
    answered = engine.run(many.with_answers(rule_set, table))
    found = sorted(answered.to_pylist(), key=lambda row: row["golden_case"])
    verdict, outcome = verdict_column(rule_set.id), outcome_column(rule_set.id)
    return [
        {
            **{rule.id: _ANSWERS[row[column_of(rule.id)]] for rule in rule_set.rules},
            **_labels(row.get(verdict, "outside"), row.get(outcome)),
        }
        for row in found
    ]


def _labels(verdict: str, outcome: str | None) -> Found:
    return dict(zip(LABELS, (verdict, outcome), strict=True))
