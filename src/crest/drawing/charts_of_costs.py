"""What was paid for what, against which cap, and what each standard and law calls it.

The page and the PDF draw the same. Every chart takes the report, the languages, `ident` (prefix of
the ids inside) and `width` (WIDE, NARROW or what a PDF column has), and gives SVG text, or "" when
there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import is_hidden, rows_of
from crest.drawing.assessment_words import both, group_said, money, said_of
from crest.drawing.chart_counts import Cell, matrix
from crest.drawing.chart_ranges import Against, against_cap
from crest.drawing.chart_rows import Bar, Part, stacked_bars
from crest.drawing.chart_sheet import WIDE, Sheet, short_number
from crest.drawing.country_names import country_name

if TYPE_CHECKING:
    from crest.drawing.assessment_data import AssessmentReport
    from crest.drawing.chart_sheet import Said
    from crest.drawing.wording import Voices

Row = dict[str, Any]
PAYERS: Final = ("worker", "family", "employer", "recruiter", "other", "unknown")
VERDICTS: Final = ("severe", "violation", "allowed", "outside", "unknown")
CLASSES: Final = ("severe", "violation", "legal_gap", "allowed", "employer_paid", "unknown")
_MOST_ROWS: Final = 10
_MOST_CAPS: Final = 12


def cost_items(data: AssessmentReport) -> list[tuple[Row, dict[str, Row]]]:
    """Each cost item (its first row) with its rows by payer; what workers paid most first."""
    found: dict[str, tuple[Row, dict[str, Row]]] = {}
    for row in rows_of(data.items, tables.ITEMS):
        item = row["item"] or "unknown"
        payer = row["payer"] if row["payer"] in PAYERS else "other" if row["payer"] else "unknown"
        found.setdefault(item, (row, {}))[1][payer] = row
    return sorted(found.values(), key=lambda one: (-_by_worker(one[1]), one[0]["item"] or "~"))


def _by_worker(payers: dict[str, Row]) -> int:
    return sum(payers[p]["amount_minor"] or 0 for p in ("worker", "family") if p in payers)


def cost_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """What was paid for what, by whom: one stacked bar per item."""
    items = cost_items(data)[:_MOST_ROWS]
    if not items:
        return ""
    sheet = Sheet(width, voices, ident)
    bars, used = [], {}
    for row, payers in items:
        parts = []
        for payer in PAYERS:
            amount = payers[payer]["amount_minor"] if payer in payers else None
            if amount:
                used[payer] = sheet.say(f"payer.{payer}")
                words = said_of(
                    voices, "chart.part", name=used[payer], amount=money(amount, data.currency)
                )
                parts.append(Part(payer, amount / 100, words))
        whole = sum(payers[p]["amount_minor"] or 0 for p in payers)
        hidden = not parts and any(is_hidden(one) for one in payers.values())
        told = sheet.say("hidden.few") if hidden else sheet.same(short_number(whole / 100))
        bars.append(Bar(item_said(row, voices), parts, told))
    legend = [(payer, used[payer]) for payer in PAYERS if payer in used]
    stacked_bars(sheet, bars, legend, sheet.same(data.currency))
    title = sheet.say("chart.cost_title")
    return sheet.svg(title, said_of(voices, "chart.cost_desc", n=len(items), first=bars[0].label))


def item_said(row: Row, voices: Voices) -> Said:
    """The words of a cost item; its code when the rulebook has none."""
    if not row["says"] and not row["item"]:
        return said_of(voices, "item.unknown")
    return both(voices, row["says"] or row["item"], row["thai"])


def cap_rows(data: AssessmentReport) -> list[Row]:
    """Groups against legal caps: recruiters, or else sub-agents, corridors; most over first."""
    rows = [row for row in rows_of(data.caps, tables.CAPS) if row["legal"] is not False]
    for kind in ("recruiter", "sub_agent", "corridor", "employer", "site", "all"):
        found = [row for row in rows if row["kind"] == kind]
        if found:
            return _nearest_caps(found)
    return []


def _nearest_caps(rows: list[Row]) -> list[Row]:
    """One row per group: the figure it exceeds most, or else comes nearest to."""

    def key(row: Row) -> tuple[bool, int, float, str]:
        near = (row["median_paid_minor"] or 0) / (row["cap_minor"] or 1)
        return is_hidden(row), -(row["over_minor"] or 0), -near, row["name"] or ""

    first: dict[str, Row] = {}
    for row in sorted(rows, key=key):
        first.setdefault(row["id"], row)
    return list(first.values())


def cap_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """What each recruiter's workers paid against the legal cap of their day."""
    found = cap_rows(data)[:_MOST_CAPS]
    if not found:
        return ""
    sheet = Sheet(width, voices, ident)
    rows = []
    for row in found:
        over, workers = row["over_workers"], row["workers"]
        detail = sheet.say("hidden.few")
        if not is_hidden(row):
            key = "chart.over_of" if over is not None and workers else "chart.over_unknown"
            figure = both(voices, row["says"] or row["figure"], row["thai"])
            detail = said_of(voices, key, n=over, whole=workers, figure=figure)
        numbers = [
            row[n] for n in ("cap_minor", "q1_paid_minor", "median_paid_minor", "q3_paid_minor")
        ]
        cap, low, middle, high = [None if n is None else n / 100 for n in numbers]
        rows.append(Against(group_said(row, voices), detail, cap, low, middle, high))
    against_cap(sheet, rows, sheet.same(data.currency))
    return sheet.svg(sheet.say("chart.cap_title"), sheet.say("chart.cap_desc", n=len(rows)))


def regime_rows(data: AssessmentReport) -> list[tuple[Row, dict[str, Row]]]:
    """Standards first, then the law of each country: its first row and its rows by verdict."""
    found: dict[tuple[str, str], tuple[Row, dict[str, Row]]] = {}
    for row in rows_of(data.regimes, tables.REGIMES):
        key = (row["regime"], row["country"] or "")
        found.setdefault(key, (row, {}))[1][row["verdict"] or "unknown"] = row
    return [found[key] for key in sorted(found, key=lambda key: (bool(key[1]), key))]


def regime_said(row: Row, voices: Voices) -> Said:
    """The title of a standard or law; of a country whose law the rulebook lacks, that it does."""
    if row.get("title"):
        return both(voices, row["title"], row["thai"])
    if row.get("country"):
        names = {words.language: country_name(row["country"], words) for words in voices.voices}
        return said_of(voices, "regime.no_law", country=names)
    key = f"regime.{row['regime']}"
    return {words.language: words.known(key, row["regime"]) for words in voices.voices}


def regime_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """Every standard and law side by side: how much of the money it calls what."""
    found = regime_rows(data)
    if not found:
        return ""
    sheet = Sheet(width, voices, ident)
    heads = [(verdict, sheet.say(f"verdict.{verdict}")) for verdict in VERDICTS]
    rows = []
    for row, verdicts in found:
        cells = []
        for verdict in VERDICTS:
            one = verdicts.get(verdict)
            amount = one["amount_minor"] if one else None
            told = "" if not one else "<11" if is_hidden(one) else short_number((amount or 0) / 100)
            words = said_of(
                voices, "chart.part", name=sheet.say(f"verdict.{verdict}"),
                amount=money(amount or 0, data.currency),
            )  # fmt: skip
            cells.append(Cell(amount / 100 if amount else None, told, words))
        rows.append((regime_said(row, voices), cells))
    matrix(sheet, heads, rows)
    title = sheet.say("chart.regime_title", currency=data.currency)
    return sheet.svg(title, sheet.say("chart.regime_desc", n=len(rows)))
