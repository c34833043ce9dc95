"""The charts of an assessment, each from its table; the page and the PDF draw the same.

Every function takes the report, the languages, `ident` (prefix of the ids inside) and `width`
(WIDE, NARROW or what a PDF column has), and gives SVG text, or "" when there is nothing to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport, is_hidden, rows_of
from crest.drawing.assessment_words import (
    both,
    group_said,
    kind_said,
    money,
    said_of,
)  # fmt: skip
from crest.drawing.chart_counts import Cell, Class, Quartiles, columns, matrix
from crest.drawing.chart_ranges import Against, Change, Share, against_cap, changes, shares
from crest.drawing.chart_rows import Bar, Part, Swing, stacked_bars, swings
from crest.drawing.chart_sheet import WIDE, Said, Sheet, short_number
from crest.drawing.country_names import country_name
from crest.engine.findings.subjects import ACTORS
from crest.engine.remedy.sensitivity import SENSITIVITY
from crest.engine.risk.tables import RISKS

if TYPE_CHECKING:
    from crest.drawing.wording import Voices

Row = dict[str, Any]
PAYERS: Final = ("worker", "family", "employer", "recruiter", "other", "unknown")
VERDICTS: Final = ("severe", "violation", "allowed", "outside", "unknown")
CLASSES: Final = ("severe", "violation", "legal_gap", "allowed", "employer_paid", "unknown")
_MOST_ROWS: Final = 10
_MOST_CAPS: Final = 12
_MOST_SITES: Final = 10
_SIGNS: Final = "IND-"  # the 11 signs; other sets build classes on top of them
_VISIBLE: Final = 0.004  # of the total: smaller changes have no bar


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


def months_rows(data: AssessmentReport, measure: str) -> list[Row]:
    """The classes of months of one measure ("rci" or "cost_months")."""
    return [r for r in rows_of(data.month_bins, tables.MONTH_BINS) if r["measure"] == measure]


def months_chart(
    data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE, *, measure: str = "rci"
) -> str:
    """How many months of pay the job cost: workers per class, with the quartiles."""
    bins = without_gaps(months_rows(data, measure))
    if not bins:
        return ""
    sheet = Sheet(width, voices, ident)
    classes = [
        Class(r["low"], r["high"], None if is_hidden(r) else r["workers"] or 0, "worker")
        for r in bins
    ]
    whole = next(
        (
            r for r in rows_of(data.months, tables.MONTHS)
            if r["measure"] == measure and r["breakdown"] == "all" and r["median"] is not None
        ),
        None,
    )  # fmt: skip
    quartiles = None
    if whole and whole["q1"] is not None and whole["q3"] is not None:
        quartiles = Quartiles(whole["q1"], whole["median"], whole["q3"])
    across = sheet.say("chart.months_axis")
    columns(sheet, classes, quartiles, sheet.say("chart.workers_axis"), across)
    title = sheet.say(f"chart.{measure}_title")
    return sheet.svg(title, sheet.say("chart.months_desc", n=len(classes)))


def without_gaps(bins: list[Row]) -> list[Row]:
    """The classes in order, with empty ones where the table leaves out a class of nobody."""
    found: list[Row] = []
    for row in sorted(bins, key=lambda r: r["low"]):
        before = found[-1]["high"] if found else None
        if before is not None and row["low"] > before:
            empty = dict.fromkeys(row) | {"low": before, "high": row["low"], "workers": 0}
            found.append(empty)
        found.append(row)
    return found


def season_rows(data: AssessmentReport) -> dict[str, list[Row]]:
    """The classes of the season's result by currency, the currency of most classes first."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(data.season_bins, tables.SEASON_BINS):
        found.setdefault(row["currency"] or "", []).append(row)
    ordered = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return {currency: without_gaps(rows) for currency, rows in ordered}


def season_chart(
    data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE, *,
    currency: str | None = None,
) -> str:  # fmt: skip
    """What a picking season left: workers per class of net result, losses in their own pattern.

    One currency at a time, the first of `season_rows` when None.
    """
    by_currency = season_rows(data)
    if not by_currency:
        return ""
    money_of = next(iter(by_currency)) if currency is None else currency
    sheet = Sheet(width, voices, ident)
    classes = [
        Class(
            r["low"], r["high"], None if is_hidden(r) else r["workers"] or 0,
            "more" if r["low"] < 0 else "less",
        )
        for r in by_currency[money_of]
    ]  # fmt: skip
    across = sheet.say("chart.season_axis", currency=money_of)
    found = _season_quartiles(data, money_of)
    columns(sheet, classes, found, sheet.say("chart.workers_axis"), across)
    title = sheet.say("chart.season_of", currency=money_of)
    return sheet.svg(title, sheet.say("chart.season_desc"))


def _season_quartiles(data: AssessmentReport, currency: str) -> Quartiles | None:
    """The quartiles of all workers with a season in that currency."""
    for row in rows_of(data.measures, tables.MEASURES):
        if row["measure"] == "season_net" and row["kind"] == "all" and row["unit"] == currency:
            numbers = [row[name] for name in ("q1", "median", "q3")]
            if None not in numbers:
                return Quartiles(*numbers)
    return None


def sign_rules(data: AssessmentReport, *, most: int = 4) -> list[list[Row]]:
    """The ILO signs that stand at some site, most workers first, each with its sites.

    Sites with the highest possible share come first, those not shown last.
    """
    by_rule: dict[str, list[Row]] = {}
    for row in rows_of(data.prevalence, tables.PREVALENCE):
        told = row["topic"] in {None, "indicator", "protection"} and row["kind"] == "site"
        if told and str(row["rule"]).startswith(_SIGNS):
            by_rule.setdefault(row["rule"], []).append(row)
    found = [
        sorted(
            rows, key=lambda r: (-(r["bound_high"] or -1.0), -(r["bound_low"] or 0.0), r["name"])
        )
        for rows in by_rule.values()
        if any(row["yes"] for row in rows)
    ]
    found.sort(key=lambda rows: (-sum(row["yes"] or 0 for row in rows), rows[0]["rule"]))
    return found[:most]


def sign_chart(rows: list[Row], voices: Voices, ident: str, width: float = WIDE) -> str:
    """One sign, site by site: share of the answers, interval, and the band of the unknown."""
    sheet = Sheet(width, voices, ident)
    drawn = []
    told = [row for row in rows if row["bound_high"] is not None]
    for row in told[:_MOST_SITES]:
        detail = sheet.same("")
        if not is_hidden(row) and row["workers"] is not None and row["unknown"] is not None:
            answered = row["workers"] - row["unknown"] - (row["refused"] or 0)
            detail = said_of(voices, "chart.answered", n=answered, whole=row["workers"])
        drawn.append(
            Share(
                group_said(row, voices), detail, row["prevalence"], row["interval_low"],
                row["interval_high"], row["bound_low"], row["bound_high"],
            )
        )  # fmt: skip
    rest, untold = len(told) - len(drawn), len(rows) - len(told)
    notes = [sheet.say("chart.sites_below", n=rest)] if rest else []
    notes += [sheet.say("chart.sites_hidden", n=untold)] if untold else []
    shares(sheet, drawn, notes)
    says = both(voices, rows[0]["says"] or rows[0]["rule"], rows[0]["thai"])
    return sheet.svg(
        said_of(voices, "chart.sign_title", sign=says), sheet.say("chart.sign_desc", n=len(drawn))
    )


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


def owed_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """What each responsible employer owes, and to how many."""
    found = rows_of(data.owed.responsible, tables.OWED_GROUPS)[:_MOST_ROWS]
    if not found:
        return ""
    sheet = Sheet(width, voices, ident)
    bars = []
    for row in found:
        amount = row["amount_minor"]
        if is_hidden(row) or amount is None:
            parts, detail, end = [], sheet.say("hidden.few"), sheet.same("")
        else:
            end = sheet.same(money(amount, data.currency))
            parts = [Part("worker", amount / 100, end)]
            detail = sheet.say("chart.to_workers", n=row["workers"] or 0)
        bars.append(Bar(group_said(row, voices), parts, end, detail))
    stacked_bars(sheet, bars, (), sheet.same(data.currency))
    return sheet.svg(sheet.say("chart.owed_title"), sheet.say("chart.owed_desc", n=len(bars)))


def sensitivity_rows(data: AssessmentReport) -> tuple[Row | None, list[tuple[str, Row, Row]]]:
    """The base, and for every choice that changes the total its least and greatest outcome."""
    rows = rows_of(data.owed.sensitivity, SENSITIVITY)
    base = next((row for row in rows if row["choice"] == "base"), None)
    if base is None:
        return None, []
    by_choice: dict[str, list[Row]] = {}
    for row in rows:
        if row is not base and row["difference_minor"]:
            by_choice.setdefault(row["choice"], []).append(row)
    found = []
    least = _VISIBLE * abs(base["total_minor"])
    for choice, others in by_choice.items():
        low = min([base, *others], key=lambda r: r["total_minor"])
        high = max([base, *others], key=lambda r: r["total_minor"])
        if high["total_minor"] - low["total_minor"] >= least:
            found.append((choice, low, high))
    found.sort(key=lambda one: (one[1]["total_minor"] - one[2]["total_minor"], one[0]))
    return base, found


def sensitivity_chart(
    data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE
) -> str:
    """How much the total owed would change under every other choice of the plan."""
    base, found = sensitivity_rows(data)
    if base is None or not found:
        return ""
    sheet = Sheet(width, voices, ident)
    rows = []
    for choice, low, high in found:
        least, greatest = low["total_minor"], high["total_minor"]
        rows.append(
            Swing(
                choice_said(choice, voices),
                least / 100, sheet.same(money(least, data.currency)),
                greatest / 100, sheet.same(money(greatest, data.currency)),
            )
        )  # fmt: skip
    told = said_of(voices, "chart.as_chosen", amount=money(base["total_minor"], data.currency))
    swings(sheet, base["total_minor"] / 100, told, rows, sheet.same(data.currency))
    title = sheet.say("chart.sensitivity_title")
    return sheet.svg(title, sheet.say("chart.sensitivity_desc", n=len(rows)))


def choice_said(choice: str, voices: Voices) -> Said:
    """A choice of the repayment plan in words; as it is when nobody translated it."""
    key = f"choice.{choice.replace(' ', '_').replace('-', '_')}"
    return {words.language: words.known(key, choice) for words in voices.voices}


def risk_rows(data: AssessmentReport) -> list[Row]:
    """Subjects of risk in order of priority."""
    rows = rows_of(data.risks, RISKS)
    return sorted(rows, key=lambda row: (row["priority"] or 10**9, row["subject"]))


def acting(rows: list[Row]) -> list[Row]:
    """The rows about those who can act; all of them when there are none."""
    return [row for row in rows if row["subject_kind"] in ACTORS] or rows


def risk_chart(data: AssessmentReport, voices: Voices, ident: str, width: float = WIDE) -> str:
    """The risk of the first ten who can act, before and after the evidence."""
    found = acting(risk_rows(data))[:_MOST_ROWS]
    if not found:
        return ""
    sheet = Sheet(width, voices, ident)
    rows = []
    for row in found:
        group = {"kind": row["subject_kind"], "id": row["subject"], "name": row["name"]}
        detail = said_of(
            voices, "chart.severity", kind=kind_said(row["subject_kind"], voices),
            level=row["severity"],
        )  # fmt: skip
        rows.append(Change(group_said(group, voices), detail, row["inherent"], row["residual"]))
    changes(sheet, rows)
    return sheet.svg(sheet.say("chart.risk_title"), sheet.say("chart.risk_desc", n=len(rows)))
