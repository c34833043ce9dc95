"""A finding in short, for page one, and in full, with its reasons and its authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing.assessment_words import money
from crest.printing.pen import Block, Cell, Pen, heading, plain, say, soft, toned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.assessment_data import AssessmentReport
    from crest.engine.findings.finding import Finding, ProposedAction, Words
    from crest.engine.rulebook.models import Cite

_IN_FULL: Final = 24  # findings, the gravest; the others stand in a table
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
    parts: list[tuple[str, list[Cell]]] = [
        ("because", _told(finding.because, pen)),
        ("sure_because", _joined(finding.sure_because, pen)),
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
    gravest, others = data.findings[:_IN_FULL], data.findings[_IN_FULL:]
    return [
        first,
        say("text", pen.say("all.lead")),
        *(in_full(finding, pen, sources) for finding in gravest),
        *_register(others, pen),
    ]


def _register(findings: Sequence[Finding], pen: Pen) -> list[Block]:
    """The findings after the gravest, one line each under whom they are about."""
    if not findings:
        return []
    about: dict[str, list[Finding]] = {}
    for one in findings:
        about.setdefault(subject(one, pen, named=True), []).append(one)
    groups = [
        {"subject": name, "rows": [_line(one, pen) for one in found]}
        for name, found in about.items()
    ]
    keys = ("severity", "finding", "workers", "sure", "cites")
    return [
        heading(pen.say("findings.register"), 2),
        say("note", pen.say("findings.register_note", n=len(findings))),
        {
            "block": "register",
            "heads": [pen.say(f"register.{key}") for key in keys],
            "groups": groups,
        },
    ]


def _line(finding: Finding, pen: Pen) -> list[Cell]:
    title = pen.pick(*finding.title).removeprefix(f"{finding.subject_name}: ")
    told = finding.amount_minor is not None and finding.currency is not None
    return [
        toned(_tag(finding, pen), found_tone(finding)),
        title,
        plain(_text(_workers(finding, pen)), *([_text(_amount(finding, pen))] if told else [])),
        pen.pick(*finding.how_sure),
        _authority(finding, pen),
    ]


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else str(cell["text"])


def _authority(finding: Finding, pen: Pen) -> Cell:
    """Ids of sources, which stand in full at the end of the report, and the mark of the unread."""
    named = ", ".join(dict.fromkeys(cite.source for cite in finding.cites))
    mark = pen.say("confidence.general") if finding.confidence == "general" else ""
    return {"text": named, "style": "plain", "mark": mark}


def subject(finding: Finding, pen: Pen, *, named: bool = False) -> str:
    """Whom a finding is about: the kind, further subjects, the name.

    A name that stands in the title already is left out unless it must be `named`.
    """
    row = {"kind": finding.subject_kind, "id": finding.subject, "name": finding.subject_name}
    name, kind = pen.group(row), pen.kind(finding.subject_kind)
    if not named and name in pen.pick(*finding.title):
        name = kind
    elif finding.subject_kind not in {"all", "period"}:
        name = pen.say("finding.subject", kind=kind, name=name)
    also = [other for other in finding.also if other != finding.subject_name]
    if named or not also:
        return name
    return f"{name} · {pen.say('finding.also')} {', '.join(also)}"


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
    """One line; what it means in full stands under what to do first."""
    who, day = pen.pick(*action.who), pen.day(action.due_on)
    when = pen.say("finding.who_by", who=who, day=day)
    return pen.say("finding.action", title=pen.pick(*action.title), when=when)


def _joined(sentences: Sequence[Words], pen: Pen) -> list[Cell]:
    """Short reasons on one line."""
    return ["; ".join(pen.pick(*sentence) for sentence in sentences)] if sentences else []


def _told(sentences: Sequence[Words], pen: Pen) -> list[Cell]:
    return [pen.pick(*sentence) for sentence in sentences]


def _cites(cites: Sequence[Cite], sources: dict[str, str]) -> list[Cell]:
    """Each source once, with all its places."""
    places: dict[str, dict[str, None]] = {}
    for cite in cites:
        found = places.setdefault(cite.source, {})
        if cite.at:
            found[cite.at] = None
    return [
        sources.get(source, source) + (f": {'; '.join(found)}" if found else "")
        for source, found in places.items()
    ]


def _codes(finding: Finding) -> str:
    return " · ".join([finding.id, finding.rule, *finding.rules])
