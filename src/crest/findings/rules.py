"""What the rulebook says of a kind of finding and of a corridor: words, law, dates and sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final

from django.utils.translation import get_language

from crest.engine.fees.verdicts import LAW_DESTINATION, LAW_ORIGIN, regimes_of, verdicts_of_cost
from crest.engine.logic.columns import verdict_column
from crest.engine.rulebook.book import Book, load_book
from crest.engine.rulebook.cost_items import load_cost_items
from crest.engine.rulebook.finding_rules import FindingKind, load_finding_rules
from crest.engine.rulebook.rules import Figure

_KINDS_OF_FIGURE: Final = ("cap", "guarantee", "limit", "typical_cost", "other", "minimum_wage")
_PAID_BY: Final = "worker"
_TAKERS: Final = ("recruiter", "employer", "sub_agent", "government")
_MIXED: Final = "mixed"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A dated figure of a corridor: a cap, what is typical, a wage. `value` None: it has ended."""

    kind: str
    words: str
    value: float | None
    unit: str
    since: dt.date
    note: str
    sources: tuple[dict[str, str], ...]
    confidence: str
    review_by: dt.date
    general: bool  # holds for more than this corridor


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What each regime says of one cost item, when a worker pays it."""

    item: str
    words: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegimeHead:
    """A column of the table of verdicts. `confidence` general: unverified; "" : no law known."""

    code: str
    words: str
    confidence: str


def kind_title(rule: str) -> str:
    """A kind of finding in words, without a subject."""
    kind = _kinds().get(rule)
    if kind is None:
        return rule
    words = _pair(kind.title.says, kind.title.thai)
    return words.replace("{name}:", "").replace("{name}", "").strip(" :").capitalize()


def kind_of(rule: str) -> FindingKind | None:
    """The rulebook's entry of a kind of finding."""
    return _kinds().get(rule)


def figures_of(origin: str, destination: str, on: dt.date) -> tuple[FigureLine, ...]:
    """The dated figures that apply to a corridor, as in force on a day; the nearest first."""
    book = load_book()
    lines = []
    for figure in book.figures.values():
        if not _applies(figure, origin, destination):
            continue
        value = figure.value_at(on)
        if value is None:
            continue
        lines.append(
            FigureLine(
                kind=figure.kind, words=_pair(figure.says, figure.thai), value=value.value,
                unit=figure.unit.replace("_", " "), since=value.from_, note=value.note or "",
                sources=_sources(book, value.cites or figure.cites),
                confidence=value.confidence or figure.confidence, review_by=figure.review_by,
                general=len(_ends(figure)) < 2,  # noqa: PLR2004 - both ends
            )
        )  # fmt: skip
    return tuple(
        sorted(lines, key=lambda one: (one.general, _KINDS_OF_FIGURE.index(one.kind), one.words))
    )


def verdicts_of(
    origin: str, destination: str, on: dt.date
) -> tuple[tuple[RegimeHead, ...], tuple[VerdictLine, ...]]:
    """Every cost item against every standard and both laws, side by side, as of a day."""
    book = load_book()
    regimes = regimes_of(book, on)
    heads = []
    for side, column, country in (
        ("origin", LAW_ORIGIN, origin), ("destination", LAW_DESTINATION, destination),
    ):  # fmt: skip
        law = regimes.laws[side].get(country)
        words = _pair(law.title, law.thai) if law else ""
        heads.append(RegimeHead(column, words, _least(law) if law else ""))
    heads += [
        RegimeHead(verdict_column(name), _pair(rules.title, rules.thai), _least(rules))
        for name, rules in regimes.standards.items()
    ]
    lines = []
    for item in load_cost_items().items:
        found = dict(_verdicts(item.id, origin, destination, on))
        verdicts = tuple(found[head.code] for head in heads)
        lines.append(VerdictLine(item.id, _pair(item.says, item.thai), verdicts))
    return tuple(heads), tuple(lines)


def corridors_known() -> frozenset[str]:
    """Corridors for which the rulebook has figures of both ends: “MM>TH”."""
    found = set()
    for figure in load_book().figures.values():
        ends = _ends(figure)
        for origin in ends.get("origin", ()):
            for destination in ends.get("destination", ()):
                found.add(f"{origin}>{destination}")
    return frozenset(found)


@lru_cache(maxsize=4_096)
def _verdicts(code: str, origin: str, destination: str, on: dt.date) -> tuple[tuple[str, str], ...]:
    """Verdict column → verdict of one item a worker pays on that day.

    Where it depends on who takes the money or on a condition of the law, it “differs by case”.
    """
    item = load_cost_items().by_code[code]
    regimes = regimes_of(load_book(), on)
    found: dict[str, set[str]] = {}
    for role, met, within in product(_TAKERS, (True, False), (True, False)):
        facts = {
            "cost_item": item.id, "cost_fee_item": item.fee_item, "cost_group": item.group,
            "cost_payer": _PAID_BY, "cost_cross_border": origin != destination,
            "cost_paid_on": on, "cost_paid_to_role": role, "cost_condition_met": met,
            "cost_within_ceiling": within, "origin": origin, "destination": destination,
            "rated_on": on,
        }  # fmt: skip
        for column, verdict in verdicts_of_cost(facts, regimes).items():
            found.setdefault(column, set()).add(verdict)
    return tuple(
        (column, next(iter(said)) if len(said) == 1 else _MIXED) for column, said in found.items()
    )


def _applies(figure: Figure, origin: str, destination: str) -> bool:
    ends = _ends(figure)
    if not ends or figure.kind == "minimum_wage":
        return bool(ends) and destination in ends.get("destination", ()) and "origin" not in ends
    return (origin in ends.get("origin", (origin,))) and (
        destination in ends.get("destination", (destination,))
    )


def _ends(figure: Figure) -> dict[str, tuple[str, ...]]:
    return {
        side: tuple(figure.applies[side]) for side in ("origin", "destination")
        if figure.applies.get(side)
    }  # fmt: skip


def _least(rules: Any) -> str:
    deciding = [rule for rule in rules.rules if rule.verdict is not None]
    return (
        "verified" if deciding and all(r.confidence == "verified" for r in deciding) else "general"
    )


def _sources(book: Book, cites: Any) -> tuple[dict[str, str], ...]:
    found = []
    for cite in cites:
        source = book.sources.get(cite.source)
        found.append({
            "id": cite.source, "at": cite.at or "",
            "title": source.title if source else cite.source,
            "url": source.url if source else "",
            "date": source.date.isoformat() if source else "",
        })  # fmt: skip
    return tuple(found)


@cache
def _kinds() -> dict[str, FindingKind]:
    return {kind.id: kind for kind in load_finding_rules().kinds}


def _pair(says: str, thai: str | None) -> str:
    return thai if thai and get_language() == "th" else says
