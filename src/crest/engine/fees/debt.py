"""What the debt does: how long it lasts, what it takes of the pay, and whether pay clears living.

    months_to_repay = balance / (net pay - necessities)

in the currency of the pay. Where nothing is left of the pay the debt never clears: there the
number is null and the reason is given, as it is where something was not recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.engine.fees import money

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crest.engine.fees.two_ways import Row

NEVER: Final = "pay leaves nothing to repay with"
NO_BALANCE: Final = "what is still owed is not recorded"
NO_PAY: Final = "net pay or necessities are not recorded"
NO_RATE: Final = "the loan's currency cannot be converted"


def debt_day(on: date) -> Callable[[Row], dict[str, Any]]:
    """Where the rate for the debt is looked up: the month of the interview, else of the run."""

    def stage(row: Row) -> dict[str, Any]:
        return {"debt_slot": money.slot(row, row["interviewed_on"].fill_null(row.constant(on)))}

    return stage


def debts(row: Row) -> dict[str, Any]:
    """The debt in the currency of the pay, and whether a loan was taken and is open."""
    loan, pay = row["loan_currency"].fill_null(row["pay_currency"]), row["pay_currency"]
    by = money.factor(row, loan, row["loan_per_usd"], pay, row["debt_pay_per_usd"])
    principal, balance = row["loan_principal"], row["loan_balance"]
    return {
        "debt_pay_minor": money.minor(row, balance, by),
        "repaid_pay_minor": money.minor(row, row["loan_repaid_monthly"], by),
        "has_loan": row.cases(
            ((principal > 0.0) | (balance > 0.0), True),
            (principal == 0.0, False),
            else_=row.empty("boolean"),
        ),
        "loan_open": row.cases(
            (balance > 0.0, True),
            ((balance == 0.0) | (principal == 0.0), False),
            else_=row.empty("boolean"),
        ),
    }


def debt_facts(row: Row) -> dict[str, Any]:
    """`months_to_repay` with its reason, `debt_share_of_pay`, `pay_clears_living`."""
    net, living, owed = row["net_pay"], row["living_costs"], row["debt_pay_minor"]
    left = net - living
    share = row["repaid_pay_minor"].cast("float64") / 100.0 / net.nullif(0.0)
    return {
        "months_to_repay": row.cases(
            (~row["loan_open"], 0.0),
            ((owed >= 0) & (left > 0.0), owed.cast("float64") / 100.0 / left.nullif(0.0)),
            else_=row.empty("float64"),
        ),
        "debt_reason": row.cases(
            (~row["loan_open"], row.empty("string")),
            (row["loan_open"].isnull() & row["has_loan"], NO_BALANCE),
            (row["loan_open"].isnull(), row.empty("string")),
            (left.isnull(), NO_PAY),
            (left <= 0.0, NEVER),
            (owed.isnull(), NO_RATE),
            else_=row.empty("string"),
        ),
        "debt_share_of_pay": row.cases(
            (~row["loan_open"], 0.0), (net > 0.0, share), else_=row.empty("float64")
        ),
        "pay_clears_living": net > living,
    }
