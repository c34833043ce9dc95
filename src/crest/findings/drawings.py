"""Charts of the pages, drawn by the engine's own hand: wide and narrow, each with its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crest.drawing.chart_ranges import Against, against_cap
from crest.drawing.chart_rows import Bar, Part, stacked_bars
from crest.drawing.chart_sheet import NARROW, WIDE, Said, Sheet, short_number
from crest.drawing.wording import LANGUAGES, Voices
from crest.findings.records import GroupRow
from crest.findings.selectors.trends import Point

CLASSES: Final = ("severe", "violation", "legal_gap", "allowed", "employer_paid", "unknown")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart, drawn for wide and for narrow screens. Its table stands beside it."""

    wide: SafeString
    narrow: SafeString


def amounts_drawn(points: Sequence[Point]) -> Drawing | None:
    """What workers paid and what is owed, per run. None below two runs that may be told."""
    shown = [one for one in points if one.paid_minor is not None or one.owed_minor is not None]
    if len(shown) < 2 or len({one.currency for one in shown}) > 1:  # noqa: PLR2004 - a change
        return None

    def draw(sheet: Sheet) -> None:
        bars = []
        for one in shown:
            day = f"{one.on:%Y-%m-%d}"
            for fill, words, minor in (
                ("worker", _("Paid by workers"), one.paid_minor),
                ("violation", _("Owed to workers"), one.owed_minor),
            ):
                if minor is None:
                    told, parts = _same(sheet, _("not told")), []
                else:
                    told = sheet.same(short_number(minor / 100))
                    parts = [Part(fill, minor / 100, _same(sheet, words))]
                bars.append(Bar(sheet.same(day), parts, told, _same(sheet, words)))
        stacked_bars(sheet, bars, [], sheet.same(shown[0].currency))

    return _both(draw, "amounts", _("Paid and owed, run by run"), _("The table below says it all."))


def caps_drawn(rows: Sequence[GroupRow], currency: str) -> Drawing | None:
    """What the middle half of a corridor's workers paid, against each cap in law."""
    laid = [
        row
        for row in rows
        if row.values.get("cap_minor") is not None and row.values.get("legal") is not False
    ]
    if not laid:
        return None

    def draw(sheet: Sheet) -> None:
        bars = []
        for row in laid:
            value = row.values
            label = {"en": value.get("says") or "", "th": value.get("thai") or value.get("says")}
            detail = f"{value.get('cap_in') or 0:,.0f} {value.get('cap_currency') or ''}"
            bars.append(
                Against(
                    _kept(sheet, label), sheet.same(detail), _major(value.get("cap_minor")),
                    _major(value.get("q1_paid_minor")), _major(value.get("median_paid_minor")),
                    _major(value.get("q3_paid_minor")),
                )
            )  # fmt: skip
        against_cap(sheet, bars, sheet.same(currency))

    return _both(draw, "caps", _("Paid against the legal caps"), _("The table below says it all."))


def classes_drawn(row: GroupRow, currency: str) -> Drawing | None:
    """What a group paid, by what the law and the standards call it."""
    parts_of = [
        (name, row.values.get(f"{name}_minor")) for name in CLASSES
        if row.values.get(f"{name}_minor")
    ]  # fmt: skip
    if not parts_of:
        return None

    def draw(sheet: Sheet) -> None:
        parts = [
            Part(name, (minor or 0) / 100, sheet.say(f"verdict.{name}")) for name, minor in parts_of
        ]
        whole = sum(part.value for part in parts)
        bar = Bar(sheet.same(row.name or row.subject), parts, sheet.same(short_number(whole)))
        legend = [(name, sheet.say(f"verdict.{name}")) for name, _minor in parts_of]
        stacked_bars(sheet, [bar], legend, sheet.same(currency))

    return _both(
        draw, "classes", _("Paid, by what it is called"), _("The table below says it all.")
    )


def _both(draw: Callable[[Sheet], None], ident: str, title: str, desc: str) -> Drawing:
    language = get_language() if get_language() in LANGUAGES else "en"
    voices = Voices.of((str(language),))
    made = []
    for width, suffix in ((WIDE, "w"), (NARROW, "n")):
        sheet = Sheet(width, voices, f"{ident}-{suffix}")
        draw(sheet)
        made.append(mark_safe(sheet.svg(_same(sheet, title), _same(sheet, desc))))  # noqa: S308
    return Drawing(*made)


def _same(sheet: Sheet, words: str) -> Said:
    return sheet.same(str(words))


def _kept(sheet: Sheet, label: dict[str, str | None]) -> Said:
    return {words.language: str(label.get(words.language) or "") for words in sheet.voices.voices}


def _major(minor: object) -> float | None:
    return float(minor) / 100 if isinstance(minor, int | float) else None
