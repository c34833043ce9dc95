"""The whole job in order: lists and journeys in; what was paid, shown, owed and risked out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine import fees, indicators
from crest.engine.assessing import counting, evidence, groups, joining, owing
from crest.engine.assessing.downstream import downstream_of
from crest.engine.assessing.hiding import (
    hidden_groups,
    hidden_parts,
    veiled_risks,
    without_small_counts,
)
from crest.engine.disclosure import SMALLEST
from crest.engine.fees.rci import sdg_10_7_1
from crest.engine.findings.find import find
from crest.engine.graph import Chain
from crest.engine.indicators.prevalence import prevalence_of
from crest.engine.indicators.quality import quality_findings
from crest.engine.indicators.refused import with_refusals
from crest.engine.indicators.tally import Design
from crest.engine.journeys.facts import base_facts
from crest.engine.mapping.chain import map_lists
from crest.engine.remedy import Choices, repayment
from crest.engine.risk import inherent, residual, subjects_of, with_workers_answers
from crest.engine.risk.indices import Indices
from crest.engine.risk.propagate import propagate
from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import ibis.expr.types as ir

    from crest.engine.fees import FeeResults
    from crest.engine.findings.finding import Finding
    from crest.engine.intake import Lists
    from crest.engine.journeys.recruitment import Recruitment
    from crest.engine.mapping.chain import Before, Mapped
    from crest.engine.remedy import Repayment
    from crest.engine.rulebook.book import Book
    from crest.engine.tables.engines import Engine


_FEW: Final = "Fewer than 11 workers tell of their journeys: their numbers stand in workers/ only."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: on which day, with which rules, rates, indices and choices.

    `rates`: RATES. `currency`: of the totals. `indices`: what `crest import` brought in.
    """

    on: date
    book: Book
    rates: pa.Table
    currency: str = "USD"
    indices: Indices = field(default_factory=Indices)
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything one run found. Tables about single workers stay with the owner of the folder.

    `journeys`: one row per journey with ids, sums, derived facts and every sign. `costs`, `caps`:
    rows of the fee assessment. `fees`: the tables still in the engine. `sdg`, `sdg_excluded`: see
    `fees.rci`. `members`: journey, kind, id. `sums`, `owed`: per group. `prevalence`: kind, id and
    PREVALENCE; `rule_of`: its columns → rule ids. `names`: (kind, id) → name. `problems`: PROBLEMS
    of the worker files; those of the lists are in `mapped`. `statements`: what a reader must know.
    """

    question: Question
    mapped: Mapped
    chain: Chain
    recruitment: Recruitment
    fees: FeeResults
    journeys: pa.Table
    costs: pa.Table
    caps: pa.Table
    sdg: pa.Table
    sdg_excluded: pa.Table
    members: pa.Table
    sums: pa.Table
    prevalence: pa.Table
    rule_of: dict[str, str]
    quality: pa.Table
    repayment: Repayment
    owed: pa.Table
    downstream: pa.Table
    risks: pa.Table
    exposures: pa.Table
    findings: tuple[Finding, ...]
    names: dict[tuple[str, str], str]
    hidden_parts: dict[str, set[tuple[str, str]]]
    problems: pa.Table
    statements: tuple[str, ...]


def assess(
    lists: Lists,
    recruitment: Recruitment,
    question: Question,
    *,
    engine: Engine,
    before: Before | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Assessment:
    """Do the whole job. `lists`: see `intake.read_lists`; `recruitment`: `read_recruitment`.

    The engine makes no difference to any number. Raises what its parts raise about broken rules
    or tables; bad rows are listed problems and never stop the run.
    """
    tell = progress or (lambda _step, _done: None)
    ways = joining.ways_of(recruitment.journeys)
    mapped = map_lists(joining.with_ways(lists, ways), before=before, progress=progress)
    tell("joining workers to the chain", 0.0)
    chain = Chain.build(mapped.nodes, mapped.edges)
    journeys = joining.with_ids(recruitment.journeys, ways, mapped)
    downstream = downstream_of(chain, on=None)
    tell("joining workers to the chain", 1.0)
    counted = _count(engine, journeys, recruitment, mapped, downstream, question, tell)
    tell("reckoning what is owed", 0.0)
    plan = repayment(
        counted.told, counted.costs, recruitment.refunds, recruitment.deductions, question.rates,
        book=question.book, on=question.on, choices=question.choices,
    )  # fmt: skip
    owed = owing.owed_by_group(plan.workers, counted.members, question.currency)
    tell("reckoning what is owed", 1.0)
    tell("weighing risks", 0.0)
    hidden = hidden_groups(counted.members, counted.told.num_rows)
    risks, exposures = _risks(engine, chain, counted, hidden, question)
    risks = veiled_risks(risks, hidden)
    tell("weighing risks", 1.0)
    names = counting.names_by_group(mapped, downstream)
    found = counted.fees
    parts = _hidden_parts(counted, plan)
    return Assessment(
        question=question, mapped=mapped, chain=chain, recruitment=recruitment, fees=found,
        journeys=counted.told, costs=counted.costs, caps=_caps(engine, found), sdg=counted.sdg,
        sdg_excluded=counted.sdg_excluded, members=counted.members, sums=counted.sums,
        prevalence=counted.shares, rule_of=counted.rule_of, quality=counted.quality,
        repayment=plan, owed=owed, downstream=downstream, risks=risks, exposures=exposures,
        findings=_findings(mapped, counted, owed, names, (hidden, parts), question), names=names,
        hidden_parts=parts,
        problems=_problems(recruitment, found),
        statements=_statements(mapped, counted, plan),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counted:
    """What workers paid and which signs stand, per worker and per group; see Assessment."""

    fees: FeeResults
    outcomes: ir.Table
    told: pa.Table
    costs: pa.Table
    sdg: pa.Table
    sdg_excluded: pa.Table
    members: pa.Table
    sums: pa.Table
    shares: pa.Table
    rule_of: dict[str, str]
    quality: pa.Table


def _count(  # noqa: PLR0917 (called once, in this order)
    engine: Engine,
    journeys: pa.Table,
    recruitment: Recruitment,
    mapped: Mapped,
    downstream: pa.Table,
    question: Question,
    tell: Callable[[str, float], None],
) -> _Counted:
    """Costs, signs and groups, in the engine; what comes home is one row per worker or group."""
    tell("reckoning costs", 0.0)
    found = _costs(engine, journeys, recruitment, question)
    tell("reckoning costs", 1.0)
    tell("asking the signs", 0.0)
    answers = engine.put("asked", recruitment.answers)
    outcomes = _signs(engine, found, answers, question)
    members = groups.memberships(engine, outcomes, downstream)
    told = engine.run(outcomes).sort_by("record")
    tell("asking the signs", 1.0)
    tell("counting groups", 0.0)
    sdg, sdg_excluded = sdg_10_7_1(engine, found.journeys, on=question.on)
    columns = indicators.indicator_columns(question.book, question.on)
    rule_of = counting.counted_rules(question.book, columns, set(told.column_names))
    sums = groups.group_sums(engine, members, counting.summed(outcomes, found))
    shares = _prevalence(engine, members, outcomes, mapped, [*rule_of, *counting.HARM])
    tell("counting groups", 0.6)
    sensitive = [name for name, fact in question.book.facts.items() if fact.sensitive]
    quality = quality_findings(
        recruitment.answers, counting.with_settled_sites(told), sensitive=sensitive
    )
    tell("counting groups", 1.0)
    return _Counted(
        fees=found, outcomes=outcomes, told=told, costs=engine.run(found.costs).sort_by("cost"),
        sdg=sdg, sdg_excluded=sdg_excluded, members=groups.membership_table(engine, members),
        sums=sums, shares=shares, rule_of=rule_of, quality=quality,
    )  # fmt: skip


def _findings(  # noqa: PLR0917 (called once, in this order)
    mapped: Mapped,
    counted: _Counted,
    owed: pa.Table,
    names: dict[tuple[str, str], str],
    hidden: tuple[set[tuple[str, str]], dict[str, set[tuple[str, str]]]],
    question: Question,
) -> tuple[Finding, ...]:
    """What was found; numbers that would give a small group away are left out.

    `hidden`: groups, and what is counted → groups whose count is hidden.
    """
    licences = counting.licences_of(mapped, question.on)
    return find(
        counting.groups_for_findings(counted.sums, owed, names, licences, counted.fees.currency),
        counting.prevalence_for_findings(counted.shares, counted.rule_of),
        book=question.book,
        on=question.on,
        hands=counting.hands_of(counted.told),
        quality=counting.quality_for_findings(counted.quality, counted.sums),
        hide=hidden[0],
        hide_parts=hidden[1],
    )


def _hidden_parts(counted: _Counted, plan: Repayment) -> dict[str, set[tuple[str, str]]]:
    """What is counted → groups whose count must not be told; of a rule, its yes and its no."""
    concerned = counting.concerned(
        counted.told, plan.workers, counted.rule_of, counted.fees.currency
    )
    hidden = hidden_parts(counted.members, concerned)
    return {name: hidden[name] | hidden.get(f"no {name}", set()) for name in hidden}


def _costs(
    engine: Engine, journeys: pa.Table, recruitment: Recruitment, question: Question
) -> FeeResults:
    """Facts of every journey, then its costs, debt, contract and pay."""
    known = engine.put("journeys", journeys)
    answers = engine.put("answers", recruitment.answers)
    facts = engine.keep("base_facts", base_facts(engine, known, answers, question.book))
    further = [name for name in facts.columns if name not in known.columns]
    told = known.join(facts.select("journey", *further), "journey")
    return fees.assess_costs(
        engine,
        engine.keep("told", told.select(*known.columns, *further)),
        engine.put("costs", recruitment.costs),
        engine.put("deductions", recruitment.deductions),
        question.rates,
        book=question.book,
        on=question.on,
        currency=question.currency,
    )


def _signs(engine: Engine, found: FeeResults, answers: ir.Table, question: Question) -> ir.Table:
    """One row per journey: sums, facts, every sign, who refused, and whether harm is shown."""
    signs = indicators.evaluate(engine, found.journeys, book=question.book, on=question.on)
    signs = engine.keep("signs", signs)
    signs = with_refusals(signs, answers, book=question.book, on=question.on)
    joined = found.journeys.join(signs, "journey")
    joined = joined.select(
        *found.journeys.columns, *[name for name in signs.columns if name != "journey"]
    )
    return engine.keep("outcomes", evidence.with_harm(counting.with_paid(joined)))


def _prevalence(
    engine: Engine, members: ir.Table, outcomes: ir.Table, mapped: Mapped, columns: list[str]
) -> pa.Table:
    heads = engine.put(
        "headcounts", mapped.nodes.select(["node", "workers"]).rename_columns(["node", "headcount"])
    )
    everybody = evidence.with_everybody(members, outcomes)
    grouped = evidence.with_headcounts(everybody, heads)
    asked = ["weight", "cluster", "stratum", "interviewer"]
    refused = [f"{name}_refused" for name in columns if f"{name}_refused" in outcomes.columns]
    table = grouped.join(outcomes.select("journey", *asked, *columns, *refused), "journey")
    return prevalence_of(
        engine,
        table,
        ["kind", "id"],
        indicators=columns,
        design=Design("weight", "cluster", "stratum"),
        headcount="headcount",
    )


def _risks(
    engine: Engine,
    chain: Chain,
    counted: _Counted,
    hidden: set[tuple[str, str]],
    question: Question,
) -> tuple[pa.Table, pa.Table]:
    """Risks before and after evidence, and how harm travels along goods and labour.

    The links of the whole time that workers speak of count, not only those of the day.
    """
    first = pc.min(counted.told["arrived_on"]).as_py()
    when = (min(first, question.on), question.on) if first is not None else question.on
    subjects = subjects_of(chain, on=question.on, when=when)
    subjects = _open_answers(
        subjects, with_workers_answers(subjects, engine, counted.outcomes), hidden
    )
    before = inherent(subjects, question.indices, on=question.on, figures=question.book.figures)
    after = residual(before, evidence.evidence_of(counted.shares, counted.sums))
    return after, propagate(chain, after, on=when)


def _open_answers(subjects: pa.Table, told: pa.Table, hidden: set[tuple[str, str]]) -> pa.Table:
    """`told`, with what only the workers of a hidden group say taken out: it stays unknown."""
    keys = zip(told["subject_kind"].to_pylist(), told["subject"].to_pylist(), strict=True)
    closed = pa.array([key in hidden for key in keys], pa.bool_())
    columns = {}
    for name in told.column_names:
        column = told[name]
        other = (
            subjects[name].cast(column.type)
            if name in subjects.column_names
            else pa.nulls(told.num_rows, column.type)
        )
        columns[name] = pc.if_else(closed, other, column)
    return pa.table(columns)


def _statements(mapped: Mapped, counted: _Counted, plan: Repayment) -> tuple[str, ...]:
    """What a reader must know; sums and counts of a handful of workers are not among it."""
    if counted.told.num_rows < SMALLEST:
        return (*mapped.statements, _FEW)
    said = (*counted.fees.statements, *plan.statements)
    return (*mapped.statements, *(without_small_counts(sentence) for sentence in said))


def _caps(engine: Engine, found: FeeResults) -> pa.Table:
    """The caps in an order that no engine chooses."""
    return engine.run(found.caps).sort_by([("journey", "ascending"), ("figure", "ascending")])


def _problems(recruitment: Recruitment, found: FeeResults) -> pa.Table:
    parts = [recruitment.problems, found.problems]
    return pa.concat_tables([part.cast(PROBLEMS) for part in parts])
