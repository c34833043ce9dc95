"""Findings: lists with their facets, and one in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from crest.access import facade as access
from crest.findings import states
from crest.findings.models import Finding, Proposal, Run
from crest.findings.records import (
    FindingCard,
    FindingSheet,
    ProposalCard,
    finding_card,
    proposal_card,
)
from crest.findings.selectors.runs import before_of, card_for

PAGE: Final = 25
FACETS: Final = ("severity", "rule", "subject_kind", "country", "answer")
MONEY_RULES: Final = ("FND-FEE-SEVERE", "FND-FEES", "FND-OVER-CAP", "FND-LEGAL-GAP")
WHO_TAKES: Final = ("sub_agent", "recruiter", "employer", "site", "buyer")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; "" = all. `node` is a public id of a node."""

    severity: str = ""
    rule: str = ""
    subject_kind: str = ""
    country: str = ""
    answer: str = ""
    words: str = ""
    node: str = ""

    def narrowed(self, rows: QuerySet[Finding], *, but: str = "") -> QuerySet[Finding]:
        """The rows that fit, not asking for the facet `but`."""
        for name in FACETS:
            value = getattr(self, name)
            if not value or name == but:
                continue
            if name == "severity" and not value.isdigit():
                return rows.none()
            rows = rows.filter(**{name: value})
        if self.node:
            rows = rows.filter(node__ref=self.node)
        if self.words:
            rows = rows.filter(title__icontains=self.words)
        return rows


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One page of a list of findings. `counts`: facet → value → how many, by the other filters."""

    cards: tuple[FindingCard, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, dict[str, int]]


def findings_page(
    by: access.Actor, run: Run | None, wanted: Wanted, *, page: int = 1, size: int = PAGE
) -> FindingPage:
    """One page of the findings of a run (None: all latest runs), with the counts of each filter."""
    rows = of_run(by, run)
    chosen = wanted.narrowed(rows)
    total = chosen.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    shown = chosen.select_related("node").order_by("rank", "pk")[(page - 1) * size : page * size]
    counts = {
        name: dict(
            wanted.narrowed(rows, but=name).order_by().values_list(name).annotate(Count("pk"))
        )
        for name in FACETS
    }
    named = {
        name: {str(value): many for value, many in found.items() if value not in {"", None}}
        for name, found in counts.items()
    }
    return FindingPage(tuple(finding_card(row) for row in shown), total, page, pages, named)


def findings_of(
    by: access.Actor,
    *,
    node: str | None = None,
    rule: str | None = None,
    severity: int | None = None,
    answer: str | None = None,
    words: str = "",
    most: int = 200,
) -> tuple[FindingCard, ...]:
    """Findings of the latest runs within sight, the gravest first. `node`: its public id."""
    wanted = Wanted(
        rule=rule or "", severity=str(severity or ""), answer=answer or "", node=node or "",
        words=words,
    )  # fmt: skip
    rows = wanted.narrowed(Finding.objects.within(by).filter(run__latest=True))
    shown = rows.select_related("node", "owner").order_by("-severity", "rank", "pk")[:most]
    return tuple(
        finding_card(row, owner="" if row.owner_id == by.organisation else row.owner.name)
        for row in shown
    )


def findings_about(
    by: access.Actor, run: Run | None, kind: str, subject: str
) -> tuple[FindingCard, ...]:
    """The findings of a run about one subject, the gravest first."""
    rows = of_run(by, run).filter(subject_kind=kind, subject=subject).select_related("node")
    return tuple(finding_card(row) for row in rows.order_by("rank", "pk"))


def of_run(by: access.Actor, run: Run | None) -> QuerySet[Finding]:
    """The findings of a run that the actor may see; None: of every latest run within sight."""
    rows = Finding.objects.within(by)
    return rows.filter(run_id=run.pk) if run else rows.filter(run__latest=True)


def takers(by: access.Actor, run: Run | None, most: int = 4) -> tuple[FindingCard, ...]:
    """Who took money that was not theirs to take: one finding per subject, the largest first."""
    rows = (
        of_run(by, run)
        .filter(answer="yes", rule__in=MONEY_RULES, subject_kind__in=WHO_TAKES, suppressed=False)
        .exclude(amount_minor=None)
        .select_related("node")
        .order_by("-severity", "-amount_minor", "rank")[: 20 * most]
    )
    chosen: list[FindingCard] = []
    said: set[str] = set()
    for row in rows:
        if row.subject in said:
            continue
        chosen.append(finding_card(row))
        said |= {row.subject, *row.words.get("also", [])}
        if len(chosen) == most:
            break
    return tuple(chosen)


def finding_sheet(by: access.Actor, ref: str) -> FindingSheet:
    """One finding in full. Raises NotFound."""
    row = Finding.objects.within(by).select_related("node", "run", "owner").one(ref)
    handed = Proposal.objects.within(by).filter(owner_id=row.owner_id, finding_code=row.code)
    before = before_of(by, row.run)
    same = Finding.objects.within(by).filter(run=before, code=row.code) if before else None
    mine = row.owner_id == by.organisation
    return FindingSheet(
        card=finding_card(row, owner="" if mine else row.owner.name),
        words=row.words,
        actions=tuple(row.actions),
        proposals=proposal_cards(by, handed),
        run=card_for(by, row.run),
        before=(same.values_list("ref", flat=True).first() or "") if same is not None else "",
    )


def proposal_cards(by: access.Actor, rows: QuerySet[Proposal]) -> tuple[ProposalCard, ...]:
    """Cards of proposals, those due first at the top."""
    answers = access.Permission.ANSWER_REQUEST in by.may
    return tuple(
        proposal_card(
            row, mine=row.owner_id == by.organisation,
            can=states.ANSWERS[row.state] if answers else (),
        )
        for row in rows.order_by("due_on", "pk")
    )  # fmt: skip


def proposals_of(by: access.Actor, *, state: Sequence[str] = ()) -> tuple[ProposalCard, ...]:
    """What was handed on, within sight."""
    rows = Proposal.objects.within(by)
    return proposal_cards(by, rows.filter(state__in=state) if state else rows)
