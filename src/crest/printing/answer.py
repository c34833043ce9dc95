"""Page one: the answer, its numbers, the gravest findings; then what to do first."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from crest.drawing import assessment_answer
from crest.drawing.assessment_answer import chosen
from crest.drawing.assessment_todo import tasks
from crest.printing.findings import in_short
from crest.printing.pen import Block, Column, Pen, heading, say, strong, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.assessment_data import AssessmentReport
    from crest.drawing.assessment_todo import Task
    from crest.engine.findings.finding import Finding

_LEAST, _MOST = 3, 5  # findings on page one
_MOST_ACTIONS: Final = 8
_NAMED: Final = 4  # subjects of one action


def cover_blocks(data: AssessmentReport, pen: Pen) -> list[Block]:
    """The answer in a sentence, the numbers behind it, and who it is about."""
    cover = {
        "block": "cover",
        "kind_line": pen.say("kind_line"),
        "date": pen.day(data.on),
        "about": data.title,
        "headline": headline(data, pen),
        "sentences": [" ".join(sums(data, pen)), pen.say("answer.indicated")],
    }
    items = [
        {"value": value, "label": pen.code("number", key), "tone": tone}
        for key, value, tone in (
            ("workers", pen.count(number(data, "workers")), "plain"),
            ("paid_minor", pen.money(number(data, "paid_minor")), "violation"),
            ("severe_workers", pen.count(number(data, "severe_workers")), "severe"),
            ("owed_minor", pen.money(owed_minor(data)), "allowed"),
        )
    ]
    return [cover, {"block": "figures", "items": items}]


def headline(data: AssessmentReport, pen: Pen) -> str:
    """The same answer as on the page, as plain text."""
    return html.unescape(assessment_answer.headline(data, pen.voices))


def sums(data: AssessmentReport, pen: Pen) -> list[str]:
    """What was paid, what is owed and what could not be counted: one whole sentence each."""
    said = []
    workers, paying, paid = (number(data, k) for k in ("workers", "workers_paid", "paid_minor"))
    if workers and paying is not None and paid is not None:
        said.append(pen.say("answer.paid", n=paying, whole=workers, amount=pen.money(paid)))
    owed = data.owed
    if owed.total_minor and owed.workers and owed.by:
        amount = pen.money(owed.total_minor)
        said.append(pen.say("answer.owed", amount=amount, n=owed.workers, day=pen.day(owed.by)))
    left_out, costs = number(data, "costs_left_out"), number(data, "costs")
    if left_out and costs:
        said.append(pen.say("left_out", n=left_out, whole=costs))
    return said or [pen.say("answer.nothing_lead")]


def number(data: AssessmentReport, name: str) -> int | None:
    """A whole number of the report; None when it is not known."""
    value = data.numbers.get(name)
    return None if value is None else int(value)


def owed_minor(data: AssessmentReport) -> int | None:
    """What is owed in all, from the plan or from the numbers."""
    if data.owed.total_minor is not None:
        return data.owed.total_minor
    return number(data, "owed_minor")


def found_blocks(data: AssessmentReport, pen: Pen) -> list[Block]:
    """The gravest findings, each with who, how much, how sure and the first step."""
    first = heading(pen.say("found.heading"))
    if not data.findings:
        return [first, say("empty", pen.say("found.empty"))]
    picked = leading(data.findings)
    rest = len(data.findings) - len(picked)
    lead = [pen.say("found.lead"), pen.say("found_rest", n=rest) if rest else ""]
    return [
        first,
        say("note", " ".join(filter(None, lead))),
        *(in_short(finding, pen) for finding in picked),
    ]


def leading(findings: Sequence[Finding]) -> list[Finding]:
    """Those the page shows first too; where few are indicated, what nobody knows fills up."""
    picked = chosen(findings, _MOST)
    unknown = [one for one in findings if one.answer != "yes" and not one.suppressed]
    return picked + unknown[: max(0, _LEAST - len(picked))]


def first_steps(data: AssessmentReport, pen: Pen) -> list[Block]:
    """Every proposed action once, protection first, with all whom it is for."""
    first = heading(pen.say("first.heading"))
    steps = tasks(data.findings)
    if not steps:
        return [first, say("empty", pen.say("first.empty"))]
    items = [_step(step, pen) for step in steps[:_MOST_ACTIONS]]
    return [
        first,
        say("lead", pen.say("first.lead")),
        {"block": "actions", "items": items},
        *_further(steps[_MOST_ACTIONS:], pen),
    ]


def _further(steps: Sequence[Task], pen: Pen) -> list[Block]:
    heads = [
        Column(pen.say("col.step"), 3.2),
        Column(pen.say("col.who"), 1.2),
        Column(pen.say("col.by"), 1.1),
        Column(pen.say("col.confirm"), 2.4),
    ]
    rows = [
        [
            strong(pen.pick(*step.action.title), pen.pick(*step.action.what)),
            pen.pick(*step.action.who),
            pen.day(step.action.due_on),
            pen.pick(*step.action.confirm),
        ]
        for step in steps
    ]
    return table(pen.say("todo.rest"), heads, rows)


def _step(step: Task, pen: Pen) -> Block:
    action, named = step.action, list(step.subjects)
    shown = ", ".join(named[:_NAMED])
    if len(named) > _NAMED:
        shown += pen.say("todo.others", n=len(named) - _NAMED)
    return {
        "title": pen.pick(*action.title),
        "marks": [pen.say("confidence.general")] if action.confidence == "general" else [],
        "what": pen.pick(*action.what),
        "care": pen.say("todo.care", care=pen.pick(*action.care)) if action.care.says else "",
        "about": pen.say("todo.about", names=shown),
        "facts": [
            {"label": pen.say("first.who"), "value": pen.pick(*action.who)},
            {"label": pen.say("todo.by"), "value": pen.day(action.due_on)},
            {"label": pen.say("first.confirm"), "value": pen.pick(*action.confirm)},
        ],
    }
