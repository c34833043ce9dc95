"""Wide surveys: one row holds many costs, answers, deductions and a refund in its columns.

They become rows of the long tables; every one keeps the row of the file it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.journeys.answer_rows import answers_in
from crest.engine.journeys.cells import Amounts
from crest.engine.journeys.money_rows import over_pay, settled_currency
from crest.engine.tables.recruitment import MONEY

if TYPE_CHECKING:
    from crest.engine.intake.column_mapping import ColumnUse
    from crest.engine.journeys.cells import Cells

_NONE: Final = pa.scalar(None, pa.string())
_FLAGS: Final = pa.array(["0", "1", "yes", "no", "true", "false", "Yes", "No", "TRUE", "FALSE"])
_WORKER_SAYS: Final = re.compile(
    r"\b(?:you|i|worker|did you) (?:have )?(?:paid|pay)\b|\bpaid by (?:the )?worker\b"
    r"|คุณจ่าย|จ่ายเอง|แรงงานจ่าย",
    re.IGNORECASE,
)
_LUMP: Final = "RC-18"  # a sum nobody itemised
_TOTAL: Final = "total"
_LEAST_READ: Final = 0.5  # share of the cells of an unknown item that must be amounts


@dataclass(slots=True)
class Wide:
    """Long tables out of one wide sheet; each has source, sheet, row and journey."""

    costs: list[pa.Table] = field(default_factory=list)
    answers: list[pa.Table] = field(default_factory=list)
    deductions: list[pa.Table] = field(default_factory=list)
    refunds: list[pa.Table] = field(default_factory=list)


@dataclass(slots=True)
class WideSheet:
    """One wide sheet being taken apart. `keys`: columns that tie a row to its journey.

    `kept`: the rows that are records. `country`: whose currency stands for none.
    """

    cells: Cells
    keys: dict[str, pa.Array]
    kept: pa.Array
    country: str | None
    wide: Wide = field(default_factory=Wide)

    def take_apart(self) -> Wide:
        """All costs, answers, deductions and refunds of the sheet."""
        by_item: dict[str, dict[str, list[ColumnUse]]] = {}
        for use in self.cells.sheet.mapping.columns:
            kind, *parts = (use.field or "").split(".")
            if kind == "cost":
                by_item.setdefault(parts[0], {}).setdefault(parts[1], []).append(use)
            elif kind == "answer":
                self._answers(use, parts[0])
        self._costs(by_item)
        self._deductions()
        self._refund()
        return self.wide

    def _rows(self, where: pa.Array, columns: dict[str, pa.Array]) -> pa.Table:
        """The rows where the mask is true, with provenance and keys."""
        sheet = self.cells.sheet
        count = len(sheet)
        table = pa.table(
            {
                "source": pa.repeat(pa.scalar(sheet.raw.source, pa.string()), count),
                "sheet": pa.repeat(pa.scalar(sheet.raw.sheet, pa.string()), count),
                "row": sheet.raw.rows,
                **self.keys,
                **columns,
            }
        )
        return table.filter(pc.and_(pc.fill_null(where, fill_value=False), self.kept))

    def _same(self, text: str | None) -> pa.Array:
        return pa.repeat(pa.scalar(text, pa.string()), len(self.cells))

    def _answers(self, use: ColumnUse, question: str) -> None:
        given = self.cells.sheet.cells(use, as_given=True)
        answers, unclear = answers_in(given)
        reasons = pc.if_else(unclear, "The answer is none of yes, no, unknown and refused.", _NONE)
        self.cells.sheet.warn_cells(
            use, reasons, "journeys.answer.unclear", "Write yes, no, unknown or refused."
        )
        columns = {"question": self._same(question), "answer": answers}
        self.wide.answers.append(self._rows(answers.is_valid(), columns))

    def _costs(self, by_item: dict[str, dict[str, list[ColumnUse]]]) -> None:
        total = by_item.pop(_TOTAL, None)
        itemised = pa.repeat(pa.scalar(value=False), len(self.cells))
        for item, parts in by_item.items():
            for use in parts.get("amount", []):
                table = self._cost(item, use, parts)
                itemised = pc.or_(itemised, table)
        if total is not None:
            for use in total.get("amount", []):
                self._cost(_LUMP, use, total, only=pc.invert(itemised))

    def _cost(
        self,
        item: str,
        use: ColumnUse,
        parts: dict[str, list[ColumnUse]],
        only: pa.Array | None = None,
    ) -> pa.Array:
        """One amount column as costs; gives the mask of rows that have one."""
        nothing = pa.repeat(pa.scalar(value=False), len(self.cells))
        if not self._holds_amounts(use, known=_is_code(item)):
            return nothing
        amounts = self.cells.money_in(use)
        filled = amounts.amounts.is_valid()
        given = self.cells.sheet.cells(use).is_valid()
        if only is not None:
            self._total_beside_items(use, pc.and_(filled, pc.invert(only)))
            filled, given = pc.and_(filled, only), pc.and_(given, only)
        amounts = Amounts(pc.if_else(filled, amounts.amounts, pa.scalar(None, MONEY)), *amounts[1:])
        stated = pc.coalesce(
            self._part(parts, "currency"),
            self.cells.currency("cost_currency"),
            self.cells.currency("currency"),
        )
        beside = f"cost.{_TOTAL if only is not None else item}.currency"
        currency = settled_currency(self.cells, amounts, stated, self.country, beside)
        payer = self._payer(parts, use, filled)
        paid = self._paid_on(parts)
        columns = {
            "item": self._same(item if _is_code(item) else None),
            "item_given": self._same(use.header if _is_code(item) else item),
            "amount": self.cells.plausible(use, amounts.amounts, currency, "costs.amount"),
            "currency": currency,
            "payer": payer,
            **paid,
            "paid_to": self._text_part(parts, "paid_to"),
            "how": self._part(parts, "how"),
            "evidence": self._part(parts, "evidence"),
            "receipt": self._text_part(parts, "receipt"),
        }
        if not _is_code(item):
            self.cells.sheet.findings.note(
                "journeys.cost.unknown-item",
                f"No item of the rulebook is called “{item}”. Its costs were kept without one.",
                "Give the column an item in columns.yaml, for example cost.RC-99.amount.",
                column=use.header,
            )
        zero = pc.fill_null(pc.equal(amounts.amounts, pa.scalar(0, MONEY)), fill_value=False)
        self.wide.costs.append(self._rows(given, columns))
        return pc.and_(filled, pc.invert(zero))

    def _holds_amounts(self, use: ColumnUse, *, known: bool) -> bool:
        """Whether the column holds amounts and not ticks (0 and 1) or words."""
        cells = self.cells.sheet.cells(use)
        distinct = cells.drop_null().unique()
        if not len(distinct):
            return False
        ticks = pc.all(pc.is_in(distinct, _FLAGS)).as_py()
        zeros = pc.all(pc.equal(distinct, "0")).as_py()
        numbers = pc.sum(pc.match_substring_regex(cells, r"\p{Nd}")).as_py() or 0
        words = not known and numbers < _LEAST_READ * (len(cells) - cells.null_count)
        if (ticks and not zeros) or words:
            self.cells.sheet.findings.note(
                "journeys.wide.no-amounts",
                "The heading speaks of a cost, but the column holds "
                f"{'ticks' if ticks else 'words'}, no amounts; it was kept beside the journey.",
                "Nothing, if the amounts stand in another column.",
                column=use.header,
            )
            self.cells.sheet.cells_not_used(use, cells.is_valid())
            return False
        return True

    def _total_beside_items(self, use: ColumnUse, where: pa.Array) -> None:
        if self.cells.sheet.findings.warn(
            where,
            "journeys.cost.total-beside-items",
            "A total stands beside its items. The items were counted, the total was not.",
            "Nothing, if the items are complete; otherwise add the missing one.",
            column=use.header,
            values=self.cells.sheet.cells(use),
        ):
            self.cells.sheet.cells_not_used(use, where)

    def _part(self, parts: dict[str, list[ColumnUse]], name: str) -> pa.Array:
        uses = parts.get(name)
        if not uses:
            return self.cells.missing()
        if name == "currency":
            return self.cells.currency(uses[0].field or "")
        return self.cells.code_in(uses[0], name)

    def _text_part(self, parts: dict[str, list[ColumnUse]], name: str) -> pa.Array:
        uses = parts.get(name)
        return self.cells.sheet.cells(uses[0]) if uses else self.cells.missing()

    def _paid_on(self, parts: dict[str, list[ColumnUse]]) -> dict[str, pa.Array]:
        uses = parts.get("paid_on")
        if not uses:
            return {
                "paid_on": self.cells.missing(pa.date32()),
                "paid_on_precision": self._same(None),
            }
        read = self.cells.days_in(uses[0])
        return {"paid_on": read.days, "paid_on_precision": read.precision}

    def _payer(
        self, parts: dict[str, list[ColumnUse]], use: ColumnUse, filled: pa.Array
    ) -> pa.Array:
        """Who paid: the column of the item, else that of all costs, else what the heading says."""
        payer = pc.coalesce(self._part(parts, "payer"), self.cells.code("cost_payer", "payer"))
        if _WORKER_SAYS.search(use.header):
            return pc.coalesce(payer, pa.scalar("worker", pa.string()))
        unknown = pc.sum(pc.and_(filled, payer.is_null())).as_py() or 0
        if unknown:
            self.cells.sheet.findings.note(
                "journeys.cost.payer-missing",
                f"{unknown:,} amounts of the column do not say who paid them, so they count for "
                "nobody.",
                "Add a column “cost payer”, or say for all in columns.yaml: "
                "implied: {cost_payer: worker}.",
                column=use.header,
            )
        return payer

    def _deductions(self) -> None:
        gross: dict[str, ColumnUse] = {}
        taken: list[tuple[str, str, ColumnUse]] = []
        for use in self.cells.sheet.mapping.columns:
            kind, *parts = (use.field or "").split(".")
            if kind == "gross":
                gross[parts[0]] = use
            elif kind == "deduction":
                taken.append((parts[0], parts[1], use))
        for kind, month, use in taken:
            self._deduction(kind, month, use, gross.get(month))

    def _deduction(self, kind: str, month: str, use: ColumnUse, gross: ColumnUse | None) -> None:
        if not self._holds_amounts(use, known=True):
            return
        amounts = self.cells.money_in(use)
        pay = (
            self.cells.money_in(gross)
            if gross is not None
            else Amounts(self._of_row("gross_pay"), self.cells.missing(), self.cells.missing())
        )
        stated = pc.coalesce(
            self.cells.currency("currency"), pay.currencies, self._row_text("pay_currency")
        )
        currency = settled_currency(self.cells, amounts, stated, self.country)
        columns = {
            "kind": self._same(kind),
            "kind_given": self._same(use.header),
            "amount": self.cells.plausible(use, amounts.amounts, currency, "deductions.amount"),
            "gross_pay": pay.amounts,
            "currency": currency,
            "month": self._month(month),
        }
        over_pay(self.cells, columns["amount"], pay.amounts, use)
        self.wide.deductions.append(self._rows(amounts.amounts.is_valid(), columns))

    def _of_row(self, name: str) -> pa.Array:
        """An amount that holds for all deductions of the row."""
        use = self.cells.use(name)
        return self.cells.missing(MONEY) if use is None else self.cells.money(name).amounts

    def _row_text(self, name: str) -> pa.Array:
        return self.keys.get(f"_{name}", self.cells.missing())

    def _month(self, month: str) -> pa.Array:
        if month == "-":
            days = self.keys.get("_month", self.cells.missing(pa.date32()))
        elif month.startswith("m"):
            start = self.keys.get("_arrived_on", self.cells.missing(pa.date32()))
            days = _months_later(start, int(month[1:]) - 1)
        else:
            year, number = month.split("-")
            day = pa.scalar(date(int(year), int(number), 1), pa.date32())
            days = pa.repeat(day, len(self.cells))
        return pc.floor_temporal(days, unit="month").cast(pa.date32())

    def _refund(self) -> None:
        uses = {
            (use.field or "").split(".")[1]: use
            for use in self.cells.sheet.mapping.columns
            if (use.field or "").startswith("refund.")
        }
        use = uses.get("amount")
        if use is None or not self._holds_amounts(use, known=True):
            return
        amounts = self.cells.money_in(use)
        stated = pc.coalesce(
            self.cells.currency("refund.currency"), self.cells.currency("currency")
        )
        stated = pc.coalesce(stated, amounts.currencies)
        pay = self._row_text("pay_currency")
        some = amounts.amounts.is_valid()
        inferred = pc.and_(pc.and_(some, stated.is_null()), pay.is_valid())
        self.cells.sheet.findings.warn(
            inferred,
            "journeys.currency.inferred",
            "No currency is stated for the refund; it was taken to be that of the pay.",
            "Add a column “refund currency” if that is wrong.",
            column=use.header,
        )
        stated = pc.if_else(inferred, pay, stated)
        currency = settled_currency(self.cells, amounts, stated, self.country, "refund.currency")
        some = pc.greater(amounts.amounts, pa.scalar(0, MONEY))
        columns = {
            "amount": self.cells.plausible(use, amounts.amounts, currency, "refunds.amount"),
            "currency": currency,
            "refunded_on": self.cells.days("refund.refunded_on").days,
            "paid_by": self.cells.code("refund.paid_by", "payer"),
            "evidence": self.cells.code("refund.evidence", "evidence"),
            "receipt": self.cells.text("refund.receipt"),
        }
        self.wide.refunds.append(self._rows(some, columns))


def _months_later(start: pa.Array, months: int) -> pa.Array:
    """The first day of the month that many months after each day's."""
    at = pc.add(pc.add(pc.multiply(pc.year(start), 12), pc.subtract(pc.month(start), 1)), months)
    year, month = pc.divide(at, 12), pc.add(pc.subtract(at, pc.multiply(pc.divide(at, 12), 12)), 1)
    texts = pc.binary_join_element_wise(
        year.cast(pa.string()), pc.utf8_lpad(month.cast(pa.string()), 2, "0"), "01", "-"
    )
    return texts.cast(pa.date32())


def _is_code(item: str) -> bool:
    return re.fullmatch(r"(?:RC|FEE)-\d{2}", item) is not None
