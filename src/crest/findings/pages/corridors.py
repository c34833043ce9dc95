"""Corridors: what do workers pay from A to B, to whom, against what law?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crest.access import facade as access
from crest.findings import rules
from crest.findings.drawings import Drawing, caps_drawn, classes_drawn
from crest.findings.models import Run
from crest.findings.records import FindingCard, GroupRow, PriorityCard, RunCard
from crest.findings.selectors import risks
from crest.findings.selectors.findings import findings_about
from crest.findings.selectors.runs import card_for, run_named
from crest.supplychain import facade as supplychain

KIND = "corridor"
WAGE = "minimum_wage"
DEFINED = "FEE-"  # items of the international definition; the others are finer


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
class CorridorsContext:
    """All corridors somebody told of, and those the rulebook knows."""

    run: RunCard | None
    told: tuple[CorridorLine, ...]
    untold: tuple[CorridorLine, ...]
    currency: str
    section: str = "corridors"


@dataclass(frozen=True, slots=True)
class CorridorContext:
    """One corridor."""

    run: RunCard | None
    subject: str
    origin: str
    destination: str
    currency: str
    group: GroupRow | None
    classes: Drawing | None
    caps: tuple[GroupRow, ...]
    caps_drawing: Drawing | None
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
    today: str
    section: str = "corridors"


@dataclass(frozen=True, slots=True)
class RecruiterLine:
    """A recruiter or sub-agent active on the corridor, and what its workers paid."""

    name: str
    node_ref: str
    roles: tuple[str, ...]
    workers: int | None
    group: GroupRow | None
    risk: PriorityCard | None


@access.page("findings/corridors.html", needs=access.Permission.SEE_FINDINGS)
def corridors(request: access.ActingRequest) -> CorridorsContext:
    """On which corridors do workers pay, and how much?"""
    by = _by(request)
    run = run_named(by, "")
    groups = {row.subject: row for row in risks.groups(by, "groups", KIND, run=run)}
    weighed = {card.subject: card for card in risks.priorities(by, run=run, kind=KIND)}
    known = rules.corridors_known()
    told = [subject for subject in (*weighed, *groups) if ">" in subject]
    lines = {subject: _line(subject, groups, weighed, known) for subject in dict.fromkeys(told)}
    rest = sorted(known - set(lines))
    return CorridorsContext(
        run=card_for(by, run) if run else None,
        told=tuple(sorted(lines.values(), key=_most_paid)),
        untold=tuple(_line(subject, groups, weighed, known) for subject in rest),
        currency=run.currency if run else "USD",
    )


@access.page("findings/corridor.html", needs=access.Permission.SEE_FINDINGS)
def corridor(request: access.ActingRequest, origin: str, destination: str) -> CorridorContext:
    """What do workers pay from here to there, to whom, against what law?"""
    by = _by(request)
    subject, run, today = f"{origin}>{destination}", run_named(by, ""), timezone.localdate()
    on = run.on if run else today
    currency = run.currency if run else "USD"
    group = next(iter(risks.groups(by, "groups", KIND, subject, run=run)), None)
    caps = risks.groups(by, "caps", KIND, subject, run=run)
    heads, verdicts = rules.verdicts_of(origin, destination, on)
    figures = rules.figures_of(origin, destination, on)
    signs = risks.groups(by, "prevalence", KIND, subject, run=run)
    answered = [row for row in signs if row.values.get("yes")]
    about = findings_about(by, run, KIND, subject)
    return CorridorContext(
        run=card_for(by, run) if run else None,
        subject=subject, origin=origin, destination=destination, currency=currency,
        group=group, classes=classes_drawn(group, currency) if group else None,
        caps=caps, caps_drawing=caps_drawn(caps, currency),
        measures=risks.groups(by, "measures", KIND, subject, run=run),
        signs=tuple(sorted(answered, key=lambda row: -(row.values.get("prevalence") or 0))[:12]),
        signs_untold=len(signs) - len(answered),
        figures=tuple(one for one in figures if one.kind != WAGE),
        wages=tuple(one for one in figures if one.kind == WAGE),
        heads=heads,
        verdicts=tuple(one for one in verdicts if one.item.startswith(DEFINED)),
        finer=tuple(one for one in verdicts if not one.item.startswith(DEFINED)),
        items=tuple(
            row for row in risks.groups(by, "items", run=run)
            if row.values.get("payer") in {"worker", "family"}
        )[:12],
        recruiters=_recruiters(by, run, origin, destination),
        risk=next(iter(risks.priorities(by, run=run, kind=KIND, subject=subject)), None),
        findings=tuple(about[:10]), finding_count=len(about), today=on.isoformat(),
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


def _by(request: access.ActingRequest) -> access.Actor:
    assert request.actor is not None  # noqa: S101 - the page needs a permission
    return request.actor
