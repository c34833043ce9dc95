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
    sentence_html,
    share_text,
    told,
)  # fmt: skip
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import empty, section
from crest.engine.findings.subjects import ACTORS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crest.drawing.wording import Voices
    from crest.engine.findings.finding import Finding

_MOST_CARDS: Final = 6
_SAME_RULE: Final = 2  # cards of one kind, so that the first screen shows different matters
_NAMED: Final = 2
_REASONS: Final = 2
_BESIDE: Final = 5
MOST_IN_FULL: Final = 60
Row = dict[str, Any]


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
    rows = [row for row in rows_of(data.groups, tables.GROUPS) if row["kind"] == "recruiter"]
    over = [row for row in rows if row["over_cap_workers"] and row["over_cap_minor"]]
    over.sort(key=lambda row: (-row["over_cap_minor"], row["name"] or ""))
    common = _common_hand(data.findings, rows)
    if common and all(row in over for row in common[1]):
        mean = _mean(common[1], "over_cap_minor", "over_cap_workers", data.currency)
        return _of_hand("answer.over_cap_hand", common, mean, voices)
    if common and all(row["paid_minor"] and row["workers"] for row in common[1]):
        mean = _mean(common[1], "paid_minor", "workers", data.currency)
        severe = common[0].rule == "FND-FEE-SEVERE"
        return _of_hand(
            "answer.hand_severe" if severe else "answer.hand_paid", common, mean, voices
        )
    if over:
        return _over_cap(data, over, voices)
    standing = [one for one in data.findings if one.answer == "yes" and not one.suppressed]
    if standing:
        return pair_html(voices, standing[0].title)
    workers = data.numbers.get("workers")
    if not workers:
        return voices.html("answer.no_workers")
    return told(voices, "answer.no_sign", n=int(workers))


def _common_hand(
    findings: Sequence[Finding], recruiters: Sequence[Row]
) -> tuple[Finding, list[Row]] | None:
    """The gravest finding that puts a sub-agent behind two or more recruiters, and those."""
    for one in findings:
        if one.subject_kind == "sub_agent" and one.answer == "yes" and not one.suppressed:
            behind = [row for row in recruiters if row["name"] in one.also]
            if len(behind) > 1:
                return one, behind
    return None


def _mean(rows: Sequence[Row], amount: str, workers: str, currency: str) -> str:
    return money(round(sum(r[amount] for r in rows) / sum(r[workers] for r in rows)), currency)


def _of_hand(key: str, common: tuple[Finding, list[Row]], mean: str, voices: Voices) -> str:
    names = listed([str(row["name"]) for row in common[1]], voices)
    return told(voices, key, names=names, amount=mean, hand=common[0].subject_name)


def _over_cap(data: AssessmentReport, over: Sequence[Row], voices: Voices) -> str:
    names = [str(row["name"]) for row in over]
    mean = _mean(over, "over_cap_minor", "over_cap_workers", data.currency)
    if len(names) > _NAMED:
        shown, rest = ", ".join(names[:_NAMED]), len(names) - _NAMED
        return told(voices, "answer.over_cap_more", names=shown, n=rest, amount=mean)
    return told(voices, "answer.over_cap", names=listed(names, voices), amount=mean)


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
    """The findings for the first screen, in order: each about somebody else who can act.

    Not more than two of one kind come first on their card; what else was found about the same
    subject stands on the same card.
    """
    picked: list[Finding] = []
    said: set[str] = set()
    for one in findings:
        alike = sum(other.rule == one.rule for other in picked)
        known = one.subject in said or one.subject_name in said
        if one.suppressed or one.answer != "yes" or one.subject_kind not in ACTORS:
            continue
        if known or alike >= _SAME_RULE:
            continue
        picked.append(one)
        said |= {one.subject, one.subject_name, *one.also}
        if len(picked) == most:
            break
    return picked


def found_section(data: AssessmentReport, voices: Voices) -> str:
    """The gravest findings as cards, and how many more there are."""
    picked = chosen(data.findings)
    if not picked:
        inner = empty("found.empty", voices)
        return section("found", "found.heading", "found.lead", inner, voices)
    shown = {one.id for one in shown_in_full(data.findings)}
    cards = [_card(one, _beside(one, data.findings), shown, voices) for one in picked]
    inner = element("ol", "".join(element("li", card) for card in cards), class_="found")
    rest = len(data.findings) - len(picked)
    if rest:
        link = element("a", voices.html("found.more", n=rest), href="#all")
        inner += element("p", link)
    return section("found", "found.heading", "found.lead", inner, voices)


def shown_in_full(findings: Sequence[Finding], most: int = MOST_IN_FULL) -> list[Finding]:
    """The findings the page opens into their reasons: about those who can act, gravest first."""
    return [one for one in findings if one.subject_kind in ACTORS][:most]


def linked(one: Finding, shown: Container[str], words: str) -> str:
    """`words` as a link to the finding in full, where the page holds it."""
    return element("a", words, href=f"#{one.id}") if one.id in shown else words


def _beside(one: Finding, findings: Sequence[Finding]) -> list[Finding]:
    """What else was found about the same subject."""
    return [
        other
        for other in findings
        if other is not one
        and other.answer == "yes"
        and (other.subject_kind, other.subject) == (one.subject_kind, one.subject)
    ][:_BESIDE]


def _card(one: Finding, beside: Sequence[Finding], shown: Container[str], voices: Voices) -> str:
    top = severity_mark(one.severity, voices) + answer_mark(one.answer, voices)
    parts = [
        element("p", top, class_="marks"),
        element("h3", linked(one, shown, pair_html(voices, one.title))),
    ]
    facts = _facts(one, voices)
    if facts:
        parts.append(element("dl", facts, class_="facts"))
    parts += [
        element("p", sentence_html(voices, reason), class_="why")
        for reason in one.because[:_REASONS]
    ]
    sure = element("strong", pair_html(voices, one.how_sure))
    why = "; ".join(pair_html(voices, reason) for reason in one.sure_because)
    parts.append(
        element("p", voices.html("finding.sure") + " " + sure + (f" ({why})" if why else ""))
    )
    if beside:
        items = "".join(
            element(
                "li", linked(other, shown, pair_html(voices, matter(other))) + _size(other, voices)
            )
            for other in beside
        )
        parts.append(
            element(
                "div", element("p", voices.html("found.also")) + element("ul", items),
                class_="beside",
            )
        )  # fmt: skip
    parts.append(_first_act(one, voices))
    return element("article", "".join(parts), class_=f"card finding s{one.severity}")


def matter(one: Finding) -> list[str]:
    """The title without the name, in English and Thai."""
    name = f"{one.subject_name}: "
    return [text.removeprefix(name) for text in one.title]


def _size(one: Finding, voices: Voices) -> str:
    if one.workers is None or not one.of_workers:
        return ""
    text = voices.html("finding.workers_of", n=one.workers, whole=one.of_workers)
    return " " + element("span", text, class_="detail")


def _first_act(one: Finding, voices: Voices) -> str:
    if not one.actions:
        return ""
    first = one.actions[0]
    who = pair_html(voices, first.who) + " · " + day_html(first.due_on, voices)
    return element(
        "p",
        element("strong", voices.html("finding.first"))
        + element("span", pair_html(voices, first.title), class_="act")
        + element("span", who, class_="detail"),
        class_="first-act",
    )


def _facts(one: Finding, voices: Voices) -> str:
    """How many workers and how much money, as far as it may be told."""
    facts = []
    if one.workers is not None:
        key = "finding.workers_of" if one.of_workers else "finding.workers"
        text = voices.html(key, n=one.workers, whole=one.of_workers or 0)
        facts.append((voices.html("finding.whom"), text))
    elif one.of_workers:
        facts.append((voices.html("finding.group"), escaped(f"{one.of_workers:,}")))
    if one.amount_minor is not None:
        text = escaped(money(one.amount_minor, one.currency or ""))
        facts.append((voices.html("finding.amount"), text))
    return "".join(element("div", element("dt", a) + element("dd", b)) for a, b in facts)


def hidden_groups(data: AssessmentReport) -> int:
    """How many groups are too small to be shown."""
    return sum(is_hidden(row) for row in rows_of(data.groups, tables.GROUPS))
