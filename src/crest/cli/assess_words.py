"""What a person reads when an assessment is done: the answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer

from crest.engine.findings.subjects import ACTORS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crest.engine.assessing.story import Assessment
    from crest.engine.findings.finding import Finding

SAID: Final = 6


def headlines(findings: Sequence[Finding], most: int = SAID) -> list[Finding]:
    """The findings to say first: indicated, about somebody who can act, one kind and name once."""
    chosen: list[Finding] = []
    kinds: dict[str, int] = {}
    subjects: set[str] = set()
    for finding in findings:
        if finding.answer != "yes" or finding.suppressed or finding.subject_kind not in ACTORS:
            continue
        if finding.subject in subjects or kinds.get(finding.rule, 0) > 1:
            continue
        chosen.append(finding)
        subjects |= {finding.subject, *finding.also}
        kinds[finding.rule] = kinds.get(finding.rule, 0) + 1
        if len(chosen) == most:
            break
    return chosen


def money(minor: int | None, currency: str) -> str:
    """A sum as people write it: 1,234,500.00 USD."""
    return "an unknown sum" if minor is None else f"{minor / 100:,.2f} {currency}"


def told(minor: int | None, currency: str) -> str:
    """A sum of the summary; None = too few workers stand behind it."""
    return "a sum that is not shown" if minor is None else money(minor, currency)


def people(count: int | None) -> str:
    """A number of workers; too few are not told."""
    return "some" if count is None else f"{count:,}"


def say_assessed(summary: dict[str, Any], found: Assessment, out: Path) -> None:
    """Say what was found, what is owed, what is not known, and where to look."""
    if summary["notice"]:
        typer.echo(summary["notice"])
    currency = summary["currency"]
    typer.echo(
        f"{summary['journeys']:,} journeys told by workers. They paid "
        f"{told(summary['paid_minor'], currency)}; {told(summary['owed_minor'], currency)} is "
        f"owed to {people(summary['owed_workers'])} of them."
    )
    for number, finding in enumerate(headlines(found.findings), 1):
        typer.echo(f"{number}. {_line(finding)}")
    unknown = sum(finding.answer == "unknown" for finding in found.findings)
    typer.echo(
        f"Not known: {unknown} questions about groups, {summary['costs_left_out']:,} costs that "
        f"no total counts, {people(summary['owed_unknown'])} workers without a figure. "
        "Unknown is not no."
    )
    typer.echo(f"Open {out / 'report.html'}")


def _line(finding: Finding) -> str:
    size = (
        f" ({finding.workers:,} of {finding.of_workers:,} workers)"
        if finding.workers is not None and finding.of_workers is not None
        else ""
    )
    first = f" First: {finding.actions[0].title.says}." if finding.actions else ""
    return f"{finding.title.says}{size}; {finding.how_sure.says}.{first}"
