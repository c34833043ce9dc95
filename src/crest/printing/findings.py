"""A finding in short, for page one, and in full, with its reasons and its authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing.assessment_words import money
from crest.printing.pen import Block, Cell, Pen, heading, plain, say, soft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.assessment_data import AssessmentReport
    from crest.engine.findings.finding import Finding, ProposedAction, Words
    from crest.engine.rulebook.models import Cite

_TONES: Final = {5: "severe", 4: "severe", 3: "violation", 2: "legal_gap", 1: "allowed"}


def found_tone(finding: Finding) -> str:
    """The colour of a finding: that of its severity, grey when nobody knows."""
    return _TONES.get(finding.severity, "plain") if finding.answer == "yes" else "unknown"


def in_short(finding: Finding, pen: Pen) -> Block:
    """Who, how much, how sure, and the first step."""
    step = finding.actions[0] if finding.actions else None
    return {
        "block": "finding",
        "title": pen.pick(*finding.title),
        "tone": found_tone(finding),
        "tag": _tag(finding, pen),
        "subject": subject(finding, pen),
        "facts": [*_facts(finding, pen), _fact(pen, "first_step", _first_step(step, pen))],
    }


def in_full(finding: Finding, pen: Pen, sources: dict[str, str]) -> Block:
    """Everything about a finding that a reader can check."""
    parts = [
        ("because", _told(finding.because, pen)),
        ("sure_because", _told(finding.sure_because, pen)),
        ("missing", _told(finding.missing, pen)),
        ("actions", [_action(action, pen) for action in finding.actions]),
        ("cites", _cites(finding.cites, sources)),
    ]
    named = [{"label": pen.say(f"finding.{k}"), "items": items} for k, items in parts if items]
    return {
        "block": "full_finding",
        "title": pen.pick(*finding.title),
        "tone": found_tone(finding),
        "tag": _tag(finding, pen),
        "marks": [pen.say("confidence.general")] if finding.confidence == "general" else [],
        "subject": subject(finding, pen),
        "facts": _facts(finding, pen),
        "parts": [*named, {"label": pen.say("finding.codes"), "items": [soft(_codes(finding))]}],
    }


def findings_section(data: AssessmentReport, pen: Pen) -> list[Block]:
    """All findings in full, the gravest first."""
    first = heading(pen.say("all.heading"))
    if not data.findings:
        return [first, say("empty", pen.say("found.empty"))]
    sources = dict(data.sources)
    lead = say("text", pen.say("all.lead", n=len(data.findings)))
    return [first, lead, *(in_full(finding, pen, sources) for finding in data.findings)]


def subject(finding: Finding, pen: Pen) -> str:
    """Whom a finding is about: the kind, the name unless the title has it, further subjects."""
    row = {"kind": finding.subject_kind, "id": finding.subject, "name": finding.subject_name}
    name, kind = pen.group(row), pen.kind(finding.subject_kind)
    if name in pen.pick(*finding.title):
        name = kind
    elif finding.subject_kind not in {"all", "period"}:
        name = pen.say("finding.subject", kind=kind, name=name)
    return (
        name
        if not finding.also
        else f"{name} · {pen.say('finding.also')} " + ", ".join(finding.also)
    )


def _tag(finding: Finding, pen: Pen) -> str:
    if finding.answer != "yes":
        return pen.say("answer_is.unknown")
    return pen.say(f"severity_level.{finding.severity}")


def _facts(finding: Finding, pen: Pen) -> list[dict[str, Any]]:
    return [
        _fact(pen, "workers", _workers(finding, pen)),
        _fact(pen, "amount", _amount(finding, pen)),
        _fact(pen, "sure", pen.pick(*finding.how_sure)),
    ]


def _fact(pen: Pen, key: str, value: Cell) -> dict[str, Any]:
    return {"label": pen.say(f"finding.{key}"), "value": value}


def _workers(finding: Finding, pen: Pen) -> Cell:
    if finding.workers is None:
        if finding.suppressed:
            return soft(pen.words.say("hidden.few"))
        if finding.of_workers is None:
            return soft(pen.words.say("unknown"))
        key = "finding.few_of" if finding.answer == "yes" else "finding.unknown_of"
        return soft(pen.say(key, whole=finding.of_workers))
    if finding.of_workers is None:
        return pen.count(finding.workers)
    return pen.say("finding.workers_of", n=finding.workers, whole=finding.of_workers)


def _amount(finding: Finding, pen: Pen) -> Cell:
    if finding.amount_minor is None or finding.currency is None:
        return soft(pen.say("finding.no_amount"))
    return money(finding.amount_minor, finding.currency)


def _first_step(action: ProposedAction | None, pen: Pen) -> Cell:
    if action is None:
        return soft(pen.say("finding.no_step"))
    who, day = pen.pick(*action.who), pen.day(action.due_on)
    return plain(pen.pick(*action.title), pen.say("finding.who_by", who=who, day=day))


def _action(action: ProposedAction, pen: Pen) -> Cell:
    who, day = pen.pick(*action.who), pen.day(action.due_on)
    return plain(
        pen.say("finding.action", title=pen.pick(*action.title), what=pen.pick(*action.what)),
        pen.say("finding.who_by", who=who, day=day),
        pen.say("finding.confirmed", how=pen.pick(*action.confirm)),
    )


def _told(sentences: Sequence[Words], pen: Pen) -> list[Cell]:
    return [pen.pick(*sentence) for sentence in sentences]


def _cites(cites: Sequence[Cite], sources: dict[str, str]) -> list[Cell]:
    return [
        ", ".join(filter(None, (sources.get(cite.source, cite.source), cite.at))) for cite in cites
    ]


def _codes(finding: Finding) -> str:
    return " · ".join([finding.id, finding.rule, *finding.rules])
