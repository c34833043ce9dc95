"""Long lists of costs, deductions and refunds: one row for one amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.records import Draft, draft
from crest.engine.intake.sheet import recode
from crest.engine.journeys.items import item_code
from crest.engine.journeys.keys import key_of
from crest.engine.rulebook.wordlists import currency_of_country

if TYPE_CHECKING:
    from crest.engine.intake.column_mapping import ColumnUse
    from crest.engine.journeys.cells import Amounts, Cells

_NAMING: Final = ("journey", "worker")


def key_columns(cells: Cells) -> dict[str, pa.Array]:
    """What ties the row to a journey: its reference, the worker's, the key of the interview."""
    return {
        "journey": cells.text("journey"),
        "worker": cells.text("worker"),
        "parent_key": recode(cells.text("parent_key"), key_of),
        "parent_index": recode(cells.text("parent_index"), key_of),
    }


def cost_draft(cells: Cells, country: str | None) -> Draft:
    """The columns of COSTS, and those of `key_columns`.

    `country`: whose currency is taken where no row and no heading names one.
    """
    columns = key_columns(cells)
    amounts = cells.money("amount")
    columns |= {
        "cost": cells.text("cost"),
        **_item(cells),
        "amount": amounts.amounts,
        "currency": settled_currency(cells, amounts, cells.currency("currency"), country),
        "payer": cells.code("payer"),
        "paid_to": cells.text("paid_to"),
        "paid_to_role": cells.code("paid_to_role"),
        "how": cells.code("how"),
        "evidence": cells.code("evidence"),
        "receipt": cells.text("receipt"),
        "trigger": cells.code("trigger"),
    }
    paid = cells.days("paid_on")
    columns |= {"paid_on": paid.days, "paid_on_precision": paid.precision}
    columns["amount"] = cells.plausible(
        cells.use("amount"), columns["amount"], columns["currency"], "costs.amount"
    )
    one = draft(cells.sheet, columns, _NAMING)
    _reject_blank(one, ("amount", "item", "item_given", "payer", "receipt"), "a cost")
    _gaps(cells, one)
    return one


def _item(cells: Cells) -> dict[str, pa.Array]:
    given = cells.text("item")
    own = cells.text("item_given")
    words = pc.coalesce(own, given)
    codes = pc.coalesce(recode(given, item_code), recode(own, item_code))
    cells.sheet.findings.warn(
        pc.and_(words.is_valid(), codes.is_null()),
        "journeys.cost.unknown-item",
        pc.binary_join_element_wise(
            "No item of the rulebook is called “", words, "”. The cost was kept without one.", ""
        ),
        "Use an item of crest rules list, for example “passport” or RC-03.",
        column=cells.sheet.header("item") or cells.sheet.header("item_given"),
        values=words,
    )
    return {"item": codes, "item_given": words}


def _gaps(cells: Cells, one: Draft) -> None:
    """What a cost lacks: it stays, and the totals say how many like it they leave out."""
    findings = cells.sheet.findings
    findings.warn(
        pc.and_(one["payer"].is_null(), one.kept),
        "journeys.cost.payer-missing",
        "The cost does not say who paid it, so it counts for nobody.",
        "Add who paid: worker, family, employer, recruiter, sub_agent or government.",
        column=cells.sheet.header("payer"),
    )
    findings.warn(
        pc.and_(cells.text("amount").is_null(), one.kept),
        "journeys.cost.no-amount",
        "The cost has no amount, so no sum counts it.",
        "Add the amount, also an estimate with evidence E3.",
        column=cells.sheet.header("amount"),
    )


def deduction_draft(cells: Cells, country: str | None) -> Draft:
    """The columns of DEDUCTIONS, and those of `key_columns`."""
    columns = key_columns(cells)
    amounts, gross = cells.money("amount"), cells.money("gross_pay")
    stated = pc.coalesce(cells.currency("currency"), gross.currencies)
    currency = settled_currency(cells, amounts, stated, country)
    given = cells.text("kind")
    words = pc.coalesce(cells.text("kind_given"), given)
    kinds = pc.coalesce(cells.code("kind", "deduction"), cells.code("kind_given", "deduction"))
    month = cells.days("month").days
    columns |= {
        "kind": kinds,
        "kind_given": words,
        "amount": cells.plausible(
            cells.use("amount"), amounts.amounts, currency, "deductions.amount"
        ),
        "gross_pay": cells.plausible(
            cells.use("gross_pay"), gross.amounts, currency, "deductions.gross_pay"
        ),
        "currency": currency,
        "month": pc.floor_temporal(month, unit="month").cast(pa.date32()),
    }
    one = draft(cells.sheet, columns, _NAMING)
    _reject_blank(one, ("amount", "gross_pay", "kind_given"), "a deduction")
    over_pay(cells, one["amount"], one["gross_pay"], cells.use("amount"))
    return one


def over_pay(cells: Cells, amount: pa.Array, gross: pa.Array, use: ColumnUse | None) -> None:
    """List deductions larger than the pay they come from; they are kept."""
    cells.sheet.findings.warn(
        pc.greater(amount, gross),
        "journeys.deduction.above-pay",
        "More was deducted than was earned. It was kept.",
        "Check both amounts and their currency against the payslip.",
        column=None if use is None else use.header,
        values=None if use is None else cells.sheet.cells(use, as_given=True),
    )


def refund_draft(cells: Cells, country: str | None) -> Draft:
    """The columns of REFUNDS, and those of `key_columns`."""
    columns = key_columns(cells)
    amounts = cells.money("amount")
    currency = settled_currency(cells, amounts, cells.currency("currency"), country)
    columns |= {
        "amount": cells.plausible(cells.use("amount"), amounts.amounts, currency, "refunds.amount"),
        "currency": currency,
        "refunded_on": cells.days("refunded_on").days,
        "paid_by": cells.code("paid_by", "payer"),
        "evidence": cells.code("evidence"),
        "receipt": cells.text("receipt"),
    }
    one = draft(cells.sheet, columns, _NAMING)
    _reject_blank(one, ("amount", "refunded_on", "receipt"), "a refund")
    cells.sheet.findings.warn(
        pc.and_(one["amount"].is_null(), one.kept),
        "journeys.refund.no-amount",
        "The refund has no usable amount, so nothing was taken off what is owed.",
        "Add the amount.",
        column=cells.sheet.header("amount"),
    )
    return one


def _reject_blank(one: Draft, fields: tuple[str, ...], what: str) -> None:
    said = pa.repeat(pa.scalar(value=False), len(one.sheet))
    for name in fields:
        said = pc.or_(said, one[name].is_valid())
    one.reject(
        pc.invert(said),
        "journeys.row.empty",
        f"Nothing in the row says anything of {what}.",
        "Fill in the row or delete it.",
    )


def settled_currency(
    cells: Cells,
    amounts: Amounts,
    stated: pa.Array,
    country: str | None,
    beside: str = "currency",
) -> pa.Array:
    """The currency of each amount: in the cell, else as stated, else inferred and listed.

    `beside`: the field of the column beside it; a word nobody knows there is never replaced.

    Inferred is the currency of all other rows when they agree, else that of `country`. Where
    cell and column differ the cell counts, listed.
    """
    findings = cells.sheet.findings
    own = amounts.currencies
    findings.warn(
        pc.not_equal(own, stated),
        "journeys.currency.contradicts",
        "The cell names another currency than the column beside it; the cell was followed.",
        "Correct one of the two.",
        column=cells.sheet.header("currency"),
        values=stated,
    )
    known = pc.coalesce(own, stated)
    open_ones = pc.and_(amounts.amounts.is_valid(), known.is_null())
    open_ones = pc.and_(open_ones, pc.invert(cells.refused_currency(beside)))
    if not pc.any(open_ones).as_py():
        return known
    guess, why = _guess(known, country)
    header = cells.sheet.header("currency") or cells.sheet.header("amount")
    if guess is None:
        findings.warn(
            open_ones,
            "journeys.currency.missing",
            "No currency is stated for the amount, and none can be inferred, so no sum counts it.",
            "Add a column “currency”, for example with THB.",
            column=header,
        )
        return known
    findings.warn(
        open_ones,
        "journeys.currency.inferred",
        f"No currency is stated for the amount; it was taken to be {guess}, {why}.",
        "Add a column “currency” if that is wrong.",
        column=header,
    )
    return pc.if_else(open_ones, pa.scalar(guess, pa.string()), known)


def _guess(known: pa.Array, country: str | None) -> tuple[str | None, str]:
    others = known.drop_null().unique().to_pylist()
    if len(others) == 1:
        return others[0], "as in all other rows of the list"
    own = currency_of_country().get(country or "")
    return own, f"the currency of {country}, the country given for rows that name none"
