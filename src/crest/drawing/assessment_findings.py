"""Every finding in full: the rule's words, the answer, why, what is missing, on whose authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_answer import matter, shown_in_full
from crest.drawing.assessment_data import AssessmentReport, rows_of
from crest.drawing.assessment_parts import (
    answer_mark,
    bullets,
    citations,
    confidence_mark,
    folded,
    pairs,
    plain_table,
    severity_mark,
)  # fmt: skip
from crest.drawing.assessment_words import (
    both_html,
    day_html,
    kind_said,
    money,
    pair_html,
)  # fmt: skip
from crest.drawing.chain_text import said
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import empty, section
from crest.engine.findings.subjects import ACTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.drawing.wording import Voices
    from crest.engine.findings.finding import Finding, ProposedAction

_WIDER: Final = 120
_OPEN: Final = 3
_DIGITS: Final = 12


def findings_section(data: AssessmentReport, voices: Voices) -> str:
    """All findings, gravest first; each opens into its reasons."""
    if not data.findings:
        inner = empty("all.empty", voices)
        return section("all", "all.heading", "all.lead", inner, voices)
    words = {
        row["rule"]: (row["says"], row["thai"]) for row in rows_of(data.rules, tables.RULES_USED)
    }
    shown = shown_in_full(data.findings)
    inner = "".join(_finding(at, one, data, words, voices) for at, one in enumerate(shown))
    acting = sum(one.subject_kind in ACTORS for one in data.findings)
    if acting > len(shown):
        text = voices.html("page.shown", shown=len(shown), n=acting, file="findings.csv")
        inner += element("p", text, class_="note")
    inner = element("div", inner, class_="whole") + _wider(data, voices)
    return section("all", "all.heading", "all.lead", inner, voices)


def _wider(data: AssessmentReport, voices: Voices) -> str:
    """What was found about buyers, products, corridors and years, one line each."""
    rows = [
        [
            severity_mark(one.severity, voices),
            pair_html(voices, one.title)
            + element("span", said(voices, kind_said(one.subject_kind, voices)), class_="detail"),
            answer_mark(one.answer, voices),
            _workers(one, voices),
        ]
        for one in data.findings
        if one.subject_kind not in ACTORS and not one.suppressed
    ]
    if not rows:
        return ""
    heads = ("column.severity_level", "column.finding", "column.answer", "column.workers")
    table = plain_table(heads, rows, voices, "all.wider", file="findings.csv", most=_WIDER)
    return folded(voices.html("all.wider"), table)


def _workers(one: Finding, voices: Voices) -> str:
    if one.workers is None or not one.of_workers:
        return "–"
    return voices.html("finding.workers_of", n=one.workers, whole=one.of_workers)


def _finding(
    at: int,
    one: Finding,
    data: AssessmentReport,
    words: Mapping[str, tuple[str | None, str | None]],
    voices: Voices,
) -> str:
    marks = severity_mark(one.severity, voices) + answer_mark(one.answer, voices)
    summary = element("h3", pair_html(voices, one.title)) + element("span", marks, class_="marks")
    kind = said(voices, kind_said(one.subject_kind, voices))
    facts = [(voices.html("finding.subject"), f"{kind} · {escaped(one.subject_name)}")]
    if one.workers is not None:
        key = "finding.workers_of" if one.of_workers else "finding.workers"
        text = voices.html(key, n=one.workers, whole=one.of_workers or 0)
        facts.append((voices.html("finding.whom"), text))
    if one.amount_minor is not None:
        text = escaped(money(one.amount_minor, one.currency or ""))
        facts.append((voices.html("finding.amount"), text))
    sure = element("strong", pair_html(voices, one.how_sure))
    facts.append(
        (voices.html("finding.how_sure"), sure + pairs(one.sure_because, voices, "inline"))
    )
    also = [name for name in one.also if name != one.subject_name]
    if also:
        facts.append((voices.html("finding.also"), escaped(", ".join(also))))
    inner = element(
        "dl",
        "".join(element("div", element("dt", a) + element("dd", b)) for a, b in facts),
        class_="lines",
    )
    why = _block("finding.because", pairs(one.because, voices), voices)
    why += _block("finding.missing", pairs(one.missing, voices), voices)
    why += _rules(one, words, voices) + citations(one.cites, data.sources, voices)
    inner += element(
        "div", element("div", why) + element("div", _actions(one, voices)), class_="two"
    )
    inner += _authority(one, voices)
    return element(
        "details",
        element("summary", summary) + element("div", inner, class_="opened"),
        class_="card one-finding",
        id=one.id,
        open="open" if at < _OPEN else None,
    )


def _block(key: str, inner: str, voices: Voices) -> str:
    return element("h4", voices.html(key)) + inner if inner else ""


def _rules(one: Finding, words: Mapping[str, tuple[str | None, str | None]], voices: Voices) -> str:
    """The kind of finding and the rules it rests on, each in the words of the rulebook."""
    says = {one.rule: tuple(matter(one)), **words}
    items = "".join(
        element(
            "li",
            element("code", escaped(rule)) + " " + both_html(voices, *says.get(rule, ("", ""))),
        )
        for rule in dict.fromkeys((one.rule, *one.rules))
    )
    return _block("finding.rules", element("ul", items, class_="cites"), voices)


def _actions(one: Finding, voices: Voices) -> str:
    items = "".join(element("li", _action(action, voices)) for action in one.actions)
    return (
        _block("finding.actions", element("ol", items, class_="steps-to"), voices) if items else ""
    )


def _action(action: ProposedAction, voices: Voices) -> str:
    """Title, who and by when; what to do and how workers confirm it stand in the list above."""
    title = element("a", pair_html(voices, action.title), href=f"#do-{action.code}")
    who = pair_html(voices, action.who) + " · " + day_html(action.due_on, voices)
    return title + element("span", who, class_="detail")


def _authority(one: Finding, voices: Voices) -> str:
    digest = element("code", escaped(one.digest[:_DIGITS]))
    text = confidence_mark(one.confidence, voices) + " · " + voices.html("finding.digest") + " "
    text += digest + " · " + element("code", escaped(one.id))
    return element("p", text, class_="note")


def sources_section(data: AssessmentReport, voices: Voices) -> str:
    """Method, the rules the result stands on with their confidence, and all numbers of the run."""
    inner = element("p", voices.html("method.indicated"))
    inner += element("p", voices.html("basis.small"))
    inner += bullets(data.statements, voices)
    rows = [
        [
            element("code", escaped(row["rule"] or "")),
            both_html(voices, row["says"], row["thai"]),
            escaped(row["source"] or ""),
            confidence_mark(row["confidence"], voices),
            day_html(row["review_by"], voices) if row["review_by"] else voices.html("unknown"),
        ]
        for row in rows_of(data.rules, tables.RULES_USED)
    ]
    if rows:
        heads = ("column.rule", "column.words", "column.source", "column.confidence",
                 "column.review_by")  # fmt: skip
        table = plain_table(heads, rows, voices, "basis.rules", file="groups/rules.csv")
        count = element("span", escaped(len(rows)), class_="pill")
        inner += folded(voices.html("basis.rules") + " " + count, table)
    inner += _numbers(data, voices)
    if data.digest:
        digest = element("code", escaped(data.digest))
        text = voices.html("basis.digest") + " " + digest + " · " + escaped(data.engine)
        inner += element("p", text, class_="note")
    return section("basis", "basis.heading", "basis.lead", inner, voices)


def _numbers(data: AssessmentReport, voices: Voices) -> str:
    rows = []
    for key, value in data.numbers.items():
        if value is None:
            text = voices.html("unknown")
        elif key.endswith("_minor") and isinstance(value, int | float):
            text = escaped(money(round(value), data.currency))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            text = escaped(value)
        else:
            text = escaped(f"{value:,}" if isinstance(value, int) else f"{value:,.2f}")
        name = key.removesuffix("_minor").replace("_", " ")
        known = f"number.{key}" in voices.first.entries
        rows.append([voices.html(f"number.{key}") if known else escaped(name), text])
    if not rows:
        return ""
    table = plain_table(
        ("column.name", "column.number"), rows, voices, "method.numbers", file="summary.json",
        narrow=True,
    )  # fmt: skip
    return element("h3", voices.html("method.numbers")) + table
