"""The first screen: the answer in a sentence, key numbers, the gravest findings as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport, is_hidden, rows_of
from crest.drawing.assessment_parts import answer_mark, severity_mark
from crest.drawing.assessment_words import (
    day_html,
    decimal,
    listed,
    money,
    pair_html,
    said_day,
    share_text,
    told,
)  # fmt: skip
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import empty, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crest.drawing.wording import Voices
    from crest.engine.findings.finding import Finding

_MOST_CARDS: Final = 6
_SAME_RULE: Final = 2  # cards of one kind, so that the first screen shows different matters
_NAMED: Final = 2


def answer(data: AssessmentReport, voices: Voices) -> str:
    """What the report is about, the headline, the sums in sentences, and the key numbers."""
    about = element(
        "p",
        element("span", escaped(data.title), class_="title")
        + element("span", told(voices, "answer.on", day=said_day(data.on, voices)), class_="on"),
        class_="about",
    )
    lead = " ".join(_sums(data, voices)) or voices.html("answer.nothing_lead")
    words = about + element("h1", headline(data, voices)) + element("p", lead, class_="lead")
    words += element("p", voices.html("answer.indicated"), class_="note")
    tiles = _tiles(data, voices)
    return element(
        "div",
        element("div", words, class_="said")
        + (element("dl", tiles, class_="tiles") if tiles else ""),
        class_="answer",
    )


def headline(data: AssessmentReport, voices: Voices) -> str:
    """Who overcharged whom by how much, or else the gravest finding, or else what is not known."""
    over = [
        row
        for row in rows_of(data.groups, tables.GROUPS)
        if row["kind"] == "recruiter" and row["over_cap_workers"] and row["over_cap_minor"]
    ]
    over.sort(key=lambda row: (-row["over_cap_minor"], row["name"] or ""))
    if over:
        return _over_cap(data, over, voices)
    standing = [one for one in data.findings if one.answer == "yes" and not one.suppressed]
    if standing:
        return pair_html(voices, standing[0].title)
    workers = data.numbers.get("workers")
    if not workers:
        return voices.html("answer.no_workers")
    return told(voices, "answer.no_sign", n=int(workers))


def _over_cap(data: AssessmentReport, over: list[dict[str, Any]], voices: Voices) -> str:
    names = [str(row["name"]) for row in over]
    hand = _common_hand(data.findings, names)
    if hand:  # those behind whom one hand stands are the story
        over = [row for row in over if str(row["name"]) in hand[1]]
        names = [str(row["name"]) for row in over]
    workers = sum(row["over_cap_workers"] for row in over)
    mean = money(round(sum(row["over_cap_minor"] for row in over) / workers), data.currency)
    shown = names if len(names) <= _NAMED else names[:_NAMED]
    rest = len(names) - len(shown)
    if hand:
        return told(
            voices, "answer.over_cap_hand", names=listed(names, voices), amount=mean, hand=hand[0]
        )
    if rest:
        return told(voices, "answer.over_cap_more", names=", ".join(shown), n=rest, amount=mean)
    return told(voices, "answer.over_cap", names=listed(names, voices), amount=mean)


def _common_hand(findings: Sequence[Finding], names: list[str]) -> tuple[str, list[str]] | None:
    """The sub-agent that a finding puts behind two or more of the names, and those names."""
    for one in findings:
        if one.subject_kind == "sub_agent" and one.answer == "yes":
            behind = [name for name in names if name in one.also]
            if len(behind) > 1:
                return one.subject_name, behind
    return None


def _sums(data: AssessmentReport, voices: Voices) -> list[str]:
    """What was paid, what is owed, what nobody knows: one whole sentence each."""
    numbers, said = data.numbers, []
    paid, workers = numbers.get("paid_minor"), numbers.get("workers")
    if paid is not None and numbers.get("workers_paid") is not None and workers:
        amount = money(paid, data.currency)
        said.append(
            told(
                voices, "answer.paid", n=int(numbers["workers_paid"]), whole=int(workers),
                amount=amount,
            )
        )  # fmt: skip
    owed = data.owed
    if owed.total_minor and owed.workers and owed.by:
        amount = money(owed.total_minor, data.currency)
        day = said_day(owed.by, voices)
        said.append(told(voices, "answer.owed", amount=amount, n=owed.workers, day=day))
    return said


_TILES: Final = ("workers", "median_paid_minor", "median_months", "owed_minor", "over_cap_workers",
                 "severe_workers", "recruiters", "sites")  # fmt: skip
_MOST_TILES: Final = 4


def _tiles(data: AssessmentReport, voices: Voices) -> str:
    known = [key for key in _TILES if data.numbers.get(key) is not None][:_MOST_TILES]
    return "".join(_tile(key, data, voices) for key in known)


def _tile(key: str, data: AssessmentReport, voices: Voices) -> str:
    value = data.numbers[key]
    if key.endswith("_minor"):
        text = escaped(money(int(value), data.currency))
    else:
        text = escaped(decimal(value) if isinstance(value, float) else f"{value:,}")
    more, workers = "", data.numbers.get("workers")
    if key in {"over_cap_workers", "severe_workers"} and workers:
        more = element(
            "dd", voices.html("number.of_workers", share=share_text(value / workers)), class_="more"
        )
    return element(
        "div",
        element("dt", voices.html(f"number.{key}")) + element("dd", text, class_="figure") + more,
    )


def chosen(findings: Sequence[Finding], most: int = _MOST_CARDS) -> list[Finding]:
    """The findings for the first screen, in order: not more than two of one kind."""
    picked: list[Finding] = []
    for one in findings:
        alike = sum(other.rule == one.rule for other in picked)
        again = any(o.subject_name == one.subject_name and o.rule == one.rule for o in picked)
        if one.suppressed or one.answer != "yes" or alike >= _SAME_RULE or again:
            continue
        picked.append(one)
        if len(picked) == most:
            break
    return picked


def found_section(data: AssessmentReport, voices: Voices) -> str:
    """The gravest findings as cards, and how many more there are."""
    picked = chosen(data.findings)
    if not picked:
        inner = empty("found.empty", voices)
        return section("found", "found.heading", "found.lead", inner, voices)
    cards = "".join(element("li", _card(one, voices)) for one in picked)
    inner = element("ol", cards, class_="found")
    rest = len(data.findings) - len(picked)
    if rest:
        link = element("a", voices.html("found.more", n=rest), href="#all")
        inner += element("p", link)
    return section("found", "found.heading", "found.lead", inner, voices)


def _card(one: Finding, voices: Voices) -> str:
    top = severity_mark(one.severity, voices) + answer_mark(one.answer, voices)
    title = element("a", pair_html(voices, one.title), href=f"#{one.id}")
    parts = [element("p", top, class_="marks"), element("h3", title)]
    facts = _facts(one, voices)
    if facts:
        parts.append(element("dl", facts, class_="facts"))
    if one.because:
        parts.append(element("p", pair_html(voices, one.because[0]), class_="why"))
        parts.extend(
            element("p", pair_html(voices, also), class_="why") for also in one.because[1:3]
        )
    sure = element("strong", pair_html(voices, one.how_sure))
    why = "; ".join(pair_html(voices, reason) for reason in one.sure_because)
    parts.append(
        element("p", voices.html("finding.sure") + " " + sure + (f" ({why})" if why else ""))
    )
    if one.actions:
        first = one.actions[0]
        parts.append(
            element(
                "p",
                element("strong", voices.html("finding.first"))
                + element("span", pair_html(voices, first.title), class_="act")
                + element(
                    "span",
                    pair_html(voices, first.who) + " · " + day_html(first.due_on, voices),
                    class_="detail",
                ),
                class_="first-act",
            )
        )
    return element("article", "".join(parts), class_=f"card finding s{one.severity}")


def _facts(one: Finding, voices: Voices) -> str:
    """How many workers and how much money, as far as it may be told."""
    facts = []
    if one.workers is not None:
        key = "finding.workers_of" if one.of_workers else "finding.workers"
        text = voices.html(key, n=one.workers, whole=one.of_workers or 0)
        facts.append((voices.html("finding.whom"), text))
    elif one.of_workers:
        text = voices.html("finding.few_of", whole=one.of_workers)
        facts.append((voices.html("finding.whom"), text))
    if one.amount_minor is not None:
        text = escaped(money(one.amount_minor, one.currency or ""))
        facts.append((voices.html("finding.amount"), text))
    return "".join(element("div", element("dt", a) + element("dd", b)) for a, b in facts)


def hidden_groups(data: AssessmentReport) -> int:
    """How many groups are too small to be shown."""
    return sum(is_hidden(row) for row in rows_of(data.groups, tables.GROUPS))
