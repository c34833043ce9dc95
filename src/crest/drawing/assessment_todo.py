"""What to do first, what is owed, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_answer import hidden_groups, linked, shown_in_full
from crest.drawing.assessment_data import AssessmentReport, rows_of
from crest.drawing.assessment_parts import (
    bullets,
    chart_figure,
    confidence_mark,
    folded,
    plain_table,
)  # fmt: skip
from crest.drawing.assessment_words import (
    both_html,
    cell,
    count_cell,
    day_html,
    group_html,
    kind_said,
    money,
    money_cell,
    pair_html,
    said_day,
    sentence_html,
    share_text,
    told,
)  # fmt: skip
from crest.drawing.chain_text import said
from crest.drawing.charts_of_repayment import (
    choice_said,
    owed_chart,
    sensitivity_chart,
    sensitivity_rows,
)
from crest.drawing.engine_words import engine_html
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import empty, section
from crest.engine.findings.subjects import ACTORS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crest.drawing.wording import Voices
    from crest.engine.findings.finding import Finding, ProposedAction

_FIRST: Final = 6
_SUBJECTS: Final = 6
_QUESTIONS: Final = 6
_ASKED: Final = 2  # questions said of one group
_PROTECTS: Final = "ACT-PROTECT"


class Task(NamedTuple):
    """One action with its earliest day, the gravest severity behind it, and whom it is for."""

    action: ProposedAction
    severity: int
    subjects: dict[str, str]


def tasks(findings: Sequence[Finding]) -> list[Task]:
    """Every proposed action once: protection first, then the earliest day, then the gravest.

    Whom it is for are those who can act, gravest first; not the corridors and products above them.
    """
    found: dict[str, Task] = {}
    for one in findings:
        acts = one.subject_kind in ACTORS
        for action in one.actions:
            before = found.get(action.code)
            subjects = before.subjects if before else {}
            if acts or not before:
                subjects.setdefault(one.subject_name, one.id)
            sooner = before is None or action.due_on < before.action.due_on
            kept = action if sooner or before is None else before.action
            severity = max(one.severity, before.severity if before else 0)
            found[action.code] = Task(kept, severity, subjects)
    listed = list(found.values())
    listed.sort(
        key=lambda t: (
            not t.action.code.startswith(_PROTECTS), t.action.due_on, -t.severity, t.action.code,
        )
    )  # fmt: skip
    return listed


def first_section(data: AssessmentReport, voices: Voices) -> str:
    """The actions as a list: by when, who, what, for whom, how workers will confirm it."""
    listed = tasks(data.findings)
    if not listed:
        inner = empty("first.empty", voices)
        return section("first", "first.heading", "first.lead", inner, voices)
    inner = _list(listed[:_FIRST], voices, 1)
    if listed[_FIRST:]:
        words = voices.html("first.more", n=len(listed) - _FIRST)
        inner += folded(words, _list(listed[_FIRST:], voices, _FIRST + 1))
    return section("first", "first.heading", "first.lead", inner, voices)


def _list(listed: Sequence[Task], voices: Voices, start: int) -> str:
    items = "".join(
        element("li", _task(task, voices), id=f"do-{task.action.code}") for task in listed
    )
    return element("ol", items, class_="tasks card", start=None if start == 1 else start)


def _task(task: Task, voices: Voices) -> str:
    action = task.action
    when = element("p", voices.html("first.by") + day_html(action.due_on, voices), class_="when")
    names = list(task.subjects)
    shown = ", ".join(escaped(name) for name in names[:_SUBJECTS])
    if len(names) > _SUBJECTS:
        shown += " " + voices.html("first.and_more", n=len(names) - _SUBJECTS)
    lines = "".join(
        element("div", element("dt", voices.html(key)) + element("dd", text))
        for key, text in (
            ("first.who", pair_html(voices, action.who)),
            ("first.about", shown),
            ("first.confirm", pair_html(voices, action.confirm)),
            ("first.care", pair_html(voices, action.care)),
        )
        if text
    )
    what = element("h3", pair_html(voices, action.title))
    what += element("p", pair_html(voices, action.what)) + element("dl", lines, class_="lines")
    return when + element("div", what)


def owed_section(data: AssessmentReport, voices: Voices) -> str:
    """The total, to whom, by whom and by when; what other choices would make of it."""
    owed = data.owed
    if owed.total_minor is None:
        inner = empty("owed.empty", voices)
        return section("owed", "owed.heading", "owed.lead", inner, voices)
    amount = element("p", escaped(money(owed.total_minor, data.currency)), class_="sum")
    words = []
    if owed.workers is not None:
        key = "owed.to_of" if owed.of_workers else "owed.to"
        words.append(voices.html(key, n=owed.workers, whole=owed.of_workers or 0))
    if owed.by:
        words.append(told(voices, "owed.by", day=said_day(owed.by, voices)))
    if owed.unknown_workers:
        words.append(voices.html("owed.unknown", n=owed.unknown_workers))
    total = element("div", amount + "".join(element("p", w) for w in words), class_="card total")
    inner = total + _responsible(data, voices) + _days(data, voices)
    inner += _sensitivity(data, voices) + _further(data, voices)
    return section("owed", "owed.heading", "owed.lead", inner, voices)


def _responsible(data: AssessmentReport, voices: Voices) -> str:
    rows = rows_of(data.owed.responsible, tables.OWED_GROUPS)
    table = plain_table(
        ("column.name", "column.workers_owed", "column.owed"),
        [
            [group_html(row, voices), count_cell(row, "workers", voices),
             money_cell(row, "amount_minor", data.currency, voices)]
            for row in rows
        ],
        voices, "owed.responsible", narrow=True,
    )  # fmt: skip
    return chart_figure(
        lambda ident, width: owed_chart(data, voices, ident, width), "chart-owed", voices,
        caption=voices.html("owed.responsible"), reading=voices.html("owed.responsible_reading"),
        table=table,
    )  # fmt: skip


def _days(data: AssessmentReport, voices: Voices) -> str:
    rows = [row for row in rows_of(data.owed.days, tables.OWED_DAYS) if row["due_on"]]
    if len(rows) < 2:  # noqa: PLR2004 (one day is said above)
        return ""
    table = plain_table(
        ("column.due", "column.workers_owed", "column.owed"),
        [
            [day_html(row["due_on"], voices), count_cell(row, "workers", voices),
             money_cell(row, "amount_minor", data.currency, voices)]
            for row in rows
        ],
        voices, "owed.days", narrow=True,
    )  # fmt: skip
    return element("h3", voices.html("owed.days")) + table


def _sensitivity(data: AssessmentReport, voices: Voices) -> str:
    base, found = sensitivity_rows(data)
    if base is None:
        return ""
    rows = [
        [
            said(voices, choice_said(choice, voices)),
            *[
                element("span", escaped(money(one["total_minor"], data.currency)), class_="num")
                + element("span", engine_html(voices, _alternative(one)), class_="detail")
                for one in (low, high)
            ],
        ]
        for choice, low, high in found
    ]
    table = plain_table(
        ("column.choice", "column.least", "column.most"), rows, voices, "owed.sensitivity"
    )
    return chart_figure(
        lambda ident, width: sensitivity_chart(data, voices, ident, width),
        "chart-sensitivity", voices,
        caption=voices.html("owed.sensitivity"), reading=voices.html("owed.sensitivity_reading"),
        table=table,
    )  # fmt: skip


def _alternative(row: dict[str, Any]) -> str:
    return "" if row["choice"] == "base" else str(row["alternative"])


def _further(data: AssessmentReport, voices: Voices) -> str:
    """Who took the money, the floors and how sure they are, and every sentence of the plan."""
    folds = _collectors(data, voices) + _floors(data, voices)
    if data.owed.statements:
        folds += folded(voices.html("owed.statements"), bullets(data.owed.statements, voices))
    return element("div", folds, class_="stack") if folds else ""


def _collectors(data: AssessmentReport, voices: Voices) -> str:
    heads = ("column.role", "column.name", "column.workers", "column.collected")
    rows = [
        [voices.code_html("role", row["role"]), _collector(row),
         count_cell(row, "workers", voices),
         money_cell(row, "amount_minor", data.currency, voices)]
        for row in rows_of(data.owed.collectors, tables.OWED_GROUPS)
    ]  # fmt: skip
    if not rows:
        return ""
    table = plain_table(heads, rows, voices, "owed.collectors")
    return folded(voices.html("owed.collectors"), table)


def _collector(row: dict[str, Any]) -> str:
    """The name of whoever took the money; a dash where the answer only says what they are."""
    name = str(row["name"] or "")
    return escaped(name) if name and name != row["role"] else "–"


def _floors(data: AssessmentReport, voices: Voices) -> str:
    heads = ("column.name", "column.sample", "column.floor", "column.interval",
             "column.caution")  # fmt: skip
    rows = [
        [group_html(row, voices), count_cell(row, "sample", voices),
         money_cell(row, "floor_minor", data.currency, voices),
         cell(row, _interval(row, data.currency), voices),
         engine_html(voices, row["warning"] or "")]
        for row in rows_of(data.owed.floors, tables.OWED_GROUPS)
    ]  # fmt: skip
    if not rows:
        return ""
    return folded(voices.html("owed.floors"), plain_table(heads, rows, voices, "owed.floors"))


def _interval(row: dict[str, Any], currency: str) -> str | None:
    low, high = row["low_minor"], row["high_minor"]
    if low is None or high is None:
        return None
    return f"{escaped(money(low, currency))} – {escaped(money(high, currency))}"


def unknown_section(data: AssessmentReport, voices: Voices) -> str:
    """Open questions with their shares, groups too small, rules that are not verified."""
    inner = _gaps(data, voices) + _open_questions(data, voices)
    hidden = hidden_groups(data)
    notes = []
    if hidden:
        notes.append(voices.html("unknown.hidden", n=hidden))
    rules = rows_of(data.rules, tables.RULES_USED)
    general = sum(row["confidence"] == "general" for row in rules)
    if general:
        text = voices.html("unknown.general", n=general, whole=len(rules))
        notes.append(confidence_mark("general", voices) + " " + text)
    inner += "".join(element("p", note, class_="kept") for note in notes)
    if data.suppressed:
        inner += folded(voices.html("unknown.suppressed"), bullets(data.suppressed, voices))
    if data.stale:
        inner += folded(voices.html("unknown.stale"), bullets(data.stale, voices))
    if not inner:
        asked = bool(data.numbers.get("workers"))
        inner = empty("unknown.empty" if asked else "unknown.nobody", voices)
    return section("unknown", "unknown.heading", "unknown.lead", inner, voices)


def _gaps(data: AssessmentReport, voices: Voices) -> str:
    items = []
    for row in rows_of(data.unknowns, tables.UNKNOWNS):
        label = element(
            "p", both_html(voices, row["says"] or row["what"], row["thai"]), class_="name"
        )
        items.append(element("li", label + _share(row, voices) + _todo(row, voices)))
    return element("ul", "".join(items), class_="gaps card") if items else ""


def _todo(row: dict[str, Any], voices: Voices) -> str:
    if not row["todo"]:
        return ""
    return element("p", both_html(voices, row["todo"], row["todo_thai"]), class_="detail")


def _share(row: dict[str, Any], voices: Voices) -> str:
    count, of = row["count"], row["of"]
    if row["not_shown"] or count is None:
        return element("p", voices.html("hidden.few"), class_="few")
    if not of:
        return element("p", escaped(f"{count:,}"), class_="bar-text")
    share = min(1.0, count / of)
    bar = element(
        "svg",
        element("rect", "", class_="whole", width="100", height="10")
        + element("rect", "", class_="part", width=f"{100 * share:.1f}", height="10"),
        viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar gap", aria_hidden="true",
    )  # fmt: skip
    text = element("strong", escaped(share_text(share))) + " · "
    return bar + element(
        "p", text + voices.html("unknown.of", n=count, whole=of), class_="bar-text"
    )


def _open_questions(data: AssessmentReport, voices: Voices) -> str:
    """Groups of whom something grave was never asked: the first few, the others on demand."""
    open_ = [
        one
        for one in data.findings
        if one.answer == "unknown" and not one.suppressed and one.subject_kind in ACTORS
    ]
    if not open_:
        return ""
    shown = {one.id for one in shown_in_full(data.findings)}
    items = [element("li", _question(one, shown, voices)) for one in open_]
    inner = element("h3", voices.html("unknown.questions"))
    inner += element("ul", "".join(items[:_QUESTIONS]), class_="open-list")
    if items[_QUESTIONS:]:
        words = voices.html("unknown.more", n=len(items) - _QUESTIONS)
        rest = element("ul", "".join(items[_QUESTIONS:]), class_="open-list")
        inner += folded(words, rest)
    return inner


def _question(one: Finding, shown: Container[str], voices: Voices) -> str:
    kind = element("span", said(voices, kind_said(one.subject_kind, voices)), class_="pill")
    name = linked(one, shown, escaped(one.subject_name)) + " " + kind
    lines = "".join(
        element("span", sentence_html(voices, text), class_="detail")
        for text in one.because[:_ASKED]
    )
    return name + lines
