"""Compare: which of these suppliers or agencies is worse, on which indicator?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from crest.access import facade as access
from crest.findings import facade as findings
from crest.findings.facade import GroupRow
from crest.supplychain import facade as chains
from crest.web.overview.asked import acting, text_of, with_values
from crest.web.overview.risk import Risk, has_findings, risks_of
from crest.web.overview.words import KINDS, ROLES, one_of

_NAMES: Final = "abcd"
_MOST_SIGNS: Final = 40


@dataclass(frozen=True, slots=True)
class Compared:
    """One of those compared."""

    sheet: chains.NodeSheet
    kind: Any
    risk: Risk
    findings: tuple[findings.FindingCard, ...]
    costs: GroupRow | None
    without: str

    @property
    def links(self) -> tuple[chains.LinkCard, ...]:
        """All its links."""
        return self.sheet.gives + self.sheet.receives

    @property
    def verified(self) -> int:
        """How many of its links are verified."""
        return sum(one.verification == "verified" for one in self.links)

    @property
    def labour(self) -> int:
        """Links and channels through which workers come."""
        return len(self.sheet.channels)

    @property
    def known(self) -> int:
        """How many of the things one asks of a record are known, in per cent."""
        asked = len(self.sheet.fields) + len(self.sheet.not_known)
        return round(100 * len(self.sheet.fields) / asked) if asked else 0


@dataclass(frozen=True, slots=True)
class CompareContext:
    """Side by side."""

    those: tuple[Compared, ...]
    signs: tuple[tuple[str, tuple[Any, ...]], ...]
    currency: str
    words: str
    found: tuple[tuple[chains.NodeCard, str], ...]
    full: bool
    lost: int
    section: str = "organisations"


@access.page("overview/compare.html", needs=access.Permission.SEE_CHAIN)
def compare(request: access.ActingRequest) -> CompareContext:
    """Which of these is worse, on which indicator?"""
    by = acting(request)
    asked = dict.fromkeys(filter(None, (text_of(request.GET, name, 14) for name in _NAMES)))
    cards = chains.node_cards(by=by, refs=asked)
    refs = [ref for ref in asked if ref in cards]
    those = _compared(by, refs)
    words = text_of(request.GET, "q")
    full = len(refs) == len(_NAMES)
    run = findings.latest_run(by) if has_findings(by) else None
    return CompareContext(
        those=those,
        signs=_signs(by, those),
        currency=run.currency if run is not None else "",
        words=words,
        found=() if full or not words else _found(by, words, refs),
        full=full,
        lost=len(asked) - len(refs),
    )


def _compared(by: access.Actor, refs: list[str]) -> tuple[Compared, ...]:
    risks = risks_of(by, refs)
    those = []
    for ref in refs:
        sheet, risk = chains.sheet_of(by=by, ref=ref), risks.get(ref, Risk())
        rows = (
            findings.groups(by, "groups", subject=sheet.card.crest_id) if has_findings(by) else ()
        )
        rest = dict(zip(_NAMES, [one for one in refs if one != ref], strict=False))
        those.append(
            Compared(
                sheet=sheet,
                kind=one_of({**KINDS, **ROLES}, sheet.card.role or sheet.card.kind),
                risk=risk,
                findings=findings.findings_of(by, node=ref, most=50) if has_findings(by) else (),
                costs=next((row for row in rows), None),
                without=with_values(rest),
            )
        )
    return tuple(those)


def _signs(
    by: access.Actor, those: tuple[Compared, ...]
) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Each sign that was answered for any of them, with its share of workers."""
    if not has_findings(by):
        return ()
    rows: dict[str, dict[int, Any]] = {}
    for at, one in enumerate(those):
        for row in findings.groups(by, "prevalence", subject=one.sheet.card.crest_id):
            if row.values.get("yes"):
                rows.setdefault(str(row.values.get("says") or ""), {})[at] = row
    order = sorted(rows, key=lambda says: -max(_share(row) for row in rows[says].values()))
    return tuple(
        (says, tuple(rows[says].get(at) for at in range(len(those))))
        for says in order[:_MOST_SIGNS]
        if says
    )


def _share(row: GroupRow) -> float:
    return float(row.values.get("prevalence") or 0)


def _found(
    by: access.Actor, words: str, refs: list[str]
) -> tuple[tuple[chains.NodeCard, str], ...]:
    page = chains.page_of_nodes(by=by, wanted=chains.NodeFilter(words=words))
    return tuple(
        (card, with_values(dict(zip(_NAMES, [*refs, card.ref], strict=False))))
        for card in page.cards[:12]
        if card.ref not in refs
    )
