"""Who to look at first, with every reason opened."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from crest.access import facade as access
from crest.findings.pages.findings import Choice, kind_words, typed
from crest.findings.records import PriorityCard, RunCard
from crest.findings.selectors import risks
from crest.findings.selectors.runs import card_for, run_named

PAGE = 20


@dataclass(frozen=True, slots=True)
class PrioritiesContext:
    """The ranked subjects of a run."""

    run: RunCard | None
    cards: tuple[PriorityCard, ...]
    kinds: tuple[Choice, ...]
    kind: str
    total: int
    before_href: str
    next_href: str
    page: int
    pages: int
    section: str = "findings"


@access.page("findings/priorities.html", needs=access.Permission.SEE_FINDINGS)
def priorities(request: access.ActingRequest) -> PrioritiesContext:
    """Who should be looked at first, and why?"""
    by = request.actor
    assert by is not None  # noqa: S101 - the page needs a permission
    chosen_run, kind = typed(request, "run", 14), typed(request, "kind", 16)
    run = run_named(by, chosen_run)
    counts = risks.priority_kinds(by, run)
    kept = {"run": chosen_run} if chosen_run else {}
    total = counts.get(kind, 0) if kind else sum(counts.values())
    pages = max(1, -(-total // PAGE))
    text = request.GET.get("page", "")
    page = min(max(1, int(text)), pages) if text.isascii() and text.isdigit() else 1
    cards = risks.priorities(by, run=run, kind=kind or None, most=PAGE, skip=(page - 1) * PAGE)
    everything = Choice("", "", sum(counts.values()), f"?{urlencode(kept)}", not kind)
    named = [
        Choice(name, kind_words(name), many, f"?{urlencode({**kept, 'kind': name})}", name == kind)
        for name, many in counts.items()
    ]
    here = {**kept, "kind": kind} if kind else kept
    return PrioritiesContext(
        run=card_for(by, run) if run else None,
        cards=cards,
        kinds=(everything, *named),
        kind=kind,
        total=total,
        before_href=f"?{urlencode({**here, 'page': page - 1})}" if page > 1 else "",
        next_href=f"?{urlencode({**here, 'page': page + 1})}" if page < pages else "",
        page=page,
        pages=pages,
    )
