"""Findings from licences, from checks of the data, from what is unknown, and about small groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.engine.findings.drafts import Draft, Teller
from crest.engine.findings.finding import Words

if TYPE_CHECKING:
    from crest.engine.findings.subjects import Subject
    from crest.engine.rulebook.finding_rules import FindingKind

_BAD_LICENCES: Final = ("expired", "unlicensed")


def drafts_of_licence(teller: Teller, subject: Subject) -> list[Draft]:
    """A recruiter whose licence has expired or is not there."""
    if subject.sums["licence"] not in _BAD_LICENCES:
        return []
    return [
        Draft(
            kind,
            subject,
            severity=kind.severity,
            yes=subject.n,
            workers=None if teller.veil else subject.n,
            likelihood=1.0,
            because=[
                teller.say(f"licence_{subject.sums['licence']}"),
                *([] if teller.veil else [teller.say("workers_through", whole=subject.n)]),
            ],
            sure="some",
            sure_because=[teller.size(subject.n)],
        )
        for kind in teller.kinds("licence")
        if not kind.about or subject.kind in kind.about
    ]


def drafts_of_quality(teller: Teller, subject: Subject) -> list[Draft]:
    """One draft with all the checks that the group's answers did not pass."""
    if not subject.checks:
        return []
    because = [Words(says, thai or says) for says, thai in subject.checks]
    return [
        Draft(kind, subject, severity=kind.severity, because=because, sure="weak")
        for kind in teller.kinds("quality")
    ]


def drafts_of_unknown(
    teller: Teller, subject: Subject, unasked: list[tuple[FindingKind, int]]
) -> list[Draft]:
    """One draft with every question too few were asked; as grave as the gravest of them."""
    lines = [
        (kind.severity, teller.asked((kind.asks.says, kind.asks.thai), asked, subject.n))
        for kind, asked in unasked
        if kind.asks is not None
    ]
    lines += _unasked_costs(teller, subject) + _unasked_licence(teller, subject)
    if not lines:
        return []
    lines.sort(key=lambda line: -line[0])
    return [
        Draft(
            kind,
            subject,
            answer="unknown",
            severity=max(kind.severity, lines[0][0]),
            because=[line[1] for line in lines],
        )
        for kind in teller.kinds("unknown")
    ]


def _unasked_costs(teller: Teller, subject: Subject) -> list[tuple[int, Words]]:
    asked = subject.sums["n_asked"]
    if asked is None or asked >= teller.rules.ask_below * subject.n:
        return []
    graver = max((kind.severity for kind in teller.kinds("sums")), default=1)
    return [(graver, teller.asked(teller.say("costs_asked"), asked, subject.n))]


def _unasked_licence(teller: Teller, subject: Subject) -> list[tuple[int, Words]]:
    if subject.sums["licence"] != "unknown":
        return []
    return [
        (kind.severity, teller.say("licence_unknown", question=(kind.asks.says, kind.asks.thai)))
        for kind in teller.kinds("licence")
        if kind.asks is not None and (not kind.about or subject.kind in kind.about)
    ]


def drafts_of_small(teller: Teller, subject: Subject) -> list[Draft]:
    """All that is said of a group too small to be shown, whatever was found in it."""
    return [
        Draft(
            kind,
            subject,
            answer="unknown",
            severity=kind.severity,
            because=[teller.say("small")],
            suppressed=True,
        )
        for kind in teller.kinds("small")
    ]
