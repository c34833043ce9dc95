"""Corridors: what workers pay from A to B, to whom, and what the rulebook says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from crest.access import facade as access
from crest.findings import rules
from crest.findings.models import Run
from crest.findings.records import FindingCard, GroupRow, PriorityCard, RunCard
from crest.findings.selectors import risks
from crest.findings.selectors.findings import findings_about
from crest.findings.selectors.runs import card_for, figures_run
from crest.supplychain import facade as supplychain

KIND: Final = "corridor"
WAGE: Final = "minimum_wage"
DEFINED: Final = "FEE-"  # items of the international definition; the others are finer
USUAL_CURRENCY: Final = "USD"
MOST_SIGNS: Final = 12
MOST_ITEMS: Final = 12
MOST_FINDINGS: Final = 10


@dataclass(frozen=True, slots=True)
class CorridorLine:
    """One corridor of the list. `group` None: nobody told; `law`: whether figures are known."""

    subject: str
    origin: str
    destination: str
    group: GroupRow | None
    risk: PriorityCard | None
    law: bool


@dataclass(frozen=True, slots=True)
class RecruiterLine:
    """A recruiter or sub-agent active on the corridor, and what its workers paid."""

    name: str
    node_ref: str
    roles: tuple[str, ...]
    workers: int | None
    group: GroupRow | None
    risk: PriorityCard | None


@dataclass(frozen=True, slots=True)
class CorridorList:
    """Corridors somebody told of, the dearest first, and those only the rulebook knows."""

    run: RunCard | None
    told: tuple[CorridorLine, ...]
    untold: tuple[CorridorLine, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class CorridorSheet:
    """One corridor. Groups too small to be shown come without numbers."""

    run: RunCard | None
    subject: str
    origin: str
    destination: str
    currency: str
    today: str
    group: GroupRow | None
    caps: tuple[GroupRow, ...]
    measures: tuple[GroupRow, ...]
    signs: tuple[GroupRow, ...]
    signs_untold: int
    figures: tuple[rules.FigureLine, ...]
    wages: tuple[rules.FigureLine, ...]
    heads: tuple[rules.RegimeHead, ...]
    verdicts: tuple[rules.VerdictLine, ...]
    finer: tuple[rules.VerdictLine, ...]
    items: tuple[GroupRow, ...]
    recruiters: tuple[RecruiterLine, ...]
    risk: PriorityCard | None
    findings: tuple[FindingCard, ...]
    finding_count: int


def corridor_list(by: access.Actor) -> CorridorList:
    """Every corridor somebody told of in the latest run, or the rulebook has figures of."""
    run = figures_run(by)
    groups = {row.subject: row for row in risks.groups(by, "groups", KIND, run=run)}
    weighed = {card.subject: card for card in risks.priorities(by, run=run, kind=KIND)}
    known = rules.corridors_known()
    told = [subject for subject in (*weighed, *groups) if ">" in subject]
    lines = {subject: _line(subject, groups, weighed, known) for subject in dict.fromkeys(told)}
    rest = sorted(known - set(lines))
    return CorridorList(
        run=card_for(by, run) if run else None,
        told=tuple(sorted(lines.values(), key=_most_paid)),
        untold=tuple(_line(subject, groups, weighed, known) for subject in rest),
        currency=run.currency if run else USUAL_CURRENCY,
    )


def corridor_sheet(
    by: access.Actor, origin: str, destination: str, *, today: dt.date
) -> CorridorSheet:
    """What workers pay from here to there, to whom, against what law."""
    subject, run = f"{origin}>{destination}", figures_run(by)
    on = run.on if run else today
    heads, verdicts = rules.verdicts_of(origin, destination, on)
    figures = rules.figures_of(origin, destination, on)
    signs = risks.groups(by, "prevalence", KIND, subject, run=run)
    answered = [row for row in signs if row.values.get("yes")]
    about = findings_about(by, run, KIND, subject)
    return CorridorSheet(
        run=card_for(by, run) if run else None,
        subject=subject, origin=origin, destination=destination,
        currency=run.currency if run else USUAL_CURRENCY, today=on.isoformat(),
        group=next(iter(risks.groups(by, "groups", KIND, subject, run=run)), None),
        caps=risks.groups(by, "caps", KIND, subject, run=run),
        measures=risks.groups(by, "measures", KIND, subject, run=run),
        signs=tuple(sorted(answered, key=_often)[:MOST_SIGNS]),
        signs_untold=len(signs) - len(answered),
        figures=tuple(one for one in figures if one.kind != WAGE),
        wages=tuple(one for one in figures if one.kind == WAGE),
        heads=heads,
        verdicts=tuple(one for one in verdicts if one.item.startswith(DEFINED)),
        finer=tuple(one for one in verdicts if not one.item.startswith(DEFINED)),
        items=tuple(
            row for row in risks.groups(by, "items", run=run)
            if row.values.get("payer") in {"worker", "family"}
        )[:MOST_ITEMS],
        recruiters=_recruiters(by, run, origin, destination),
        risk=next(iter(risks.priorities(by, run=run, kind=KIND, subject=subject)), None),
        findings=tuple(about[:MOST_FINDINGS]), finding_count=len(about),
    )  # fmt: skip


def _recruiters(
    by: access.Actor, run: Run | None, origin: str, destination: str
) -> tuple[RecruiterLine, ...]:
    if access.Permission.SEE_CHAIN not in by.may:
        return ()
    active = supplychain.recruiters_between(by, origin, destination)
    weighed = risks.risk_of(by, [one.pk for one in active])
    told = {
        (row.kind, row.subject): row
        for kind in ("recruiter", "sub_agent")
        for row in (risks.groups(by, "groups", kind, run=run) if active else ())
    }
    lines = []
    for one in active:
        mine = [told[role, one.crest_id] for role in one.roles if (role, one.crest_id) in told]
        best = max(mine, key=lambda row: row.values.get("workers") or 0, default=None)
        lines.append(
            RecruiterLine(one.name, one.ref, one.roles, one.workers, best, weighed.get(one.pk))
        )
    return tuple(lines)


def _line(
    subject: str,
    groups: dict[str, GroupRow],
    weighed: dict[str, PriorityCard],
    known: frozenset[str],
) -> CorridorLine:
    origin, _arrow, destination = subject.partition(">")
    return CorridorLine(
        subject, origin, destination, groups.get(subject), weighed.get(subject), subject in known
    )


def _most_paid(line: CorridorLine) -> tuple[float, str]:
    paid = line.group.values.get("median_paid_minor") if line.group else None
    return -(paid or 0), line.subject


def _often(row: GroupRow) -> float:
    return -(row.values.get("prevalence") or 0)
