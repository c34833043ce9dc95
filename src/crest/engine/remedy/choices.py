"""The choices a repayment programme makes, and what it gets back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from crest.engine.errors import CrestError

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from crest.engine.rulebook.remedy_rules import FloorMethod, RulesInForce, Uplift

FLOOR_METHODS: Final = ("mean", "median", "trimmed", "none")
FLOOR_POINTS: Final = ("value", "low", "high")
UPLIFTS: Final = ("none", "inflation", "rate")
INTERESTS: Final = ("paid", "none")
RATE_PERIODS: Final = ("payment_month", "payment_year", "on_day")
ROUNDINGS: Final = {"none": 1, "unit": 100, "ten": 1000, "hundred": 10_000}
GRADES: Final = ("E1", "E2", "E3", "E4")
_Value = TypeVar("_Value")


class RemedyError(CrestError):
    """A choice that the rules of repayment do not offer."""

    code = "remedy.choice"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the programme decides. None: as the rulebook says.

    `lookback_months`: how long ago a former worker may have left. `floor_method`: mean, median,
    trimmed or none. `floor_point`: the floor itself or an end of its confidence interval.
    `grades`: evidence accepted (E1 … E4). `interest`: paid or none. `uplift`: none, inflation
    (needs `prices`: currency, year, index) or rate (`uplift_rate` per cent a year).
    `rate_period`: exchange rates of the month or year of payment, or of the day of the plan.
    `rounding`: none, or up to the next whole unit, ten or hundred, in the worker's favour.
    `unclear_counts`: costs of unknown payer or item count as paid by the worker. `flat`: everybody
    gets the floor, also who confirmed having paid nothing. `instalments`: 1 = one sum.
    `finding_on`: the day the deadline runs from; None: the day of the plan.
    """

    lookback_months: int | None = None
    floor_method: FloorMethod | None = None
    floor_point: Literal["value", "low", "high"] = "value"
    grades: tuple[str, ...] | None = None
    interest: Literal["paid", "none"] | None = None
    uplift: Uplift | None = None
    uplift_rate: float | None = None
    prices: pa.Table | None = field(default=None, compare=False)
    rate_period: Literal["payment_month", "payment_year", "on_day"] = "payment_month"
    rounding: Literal["none", "unit", "ten", "hundred"] = "none"
    unclear_counts: bool = False
    flat: bool = False
    instalments: int = 1
    finding_on: date | None = None
    currency: str = "USD"

    def settled(self, rules: RulesInForce, on: date) -> Choices:
        """The same choices with every None answered by the rules of the day.

        Raises RemedyError for a choice that is not offered.
        """
        given = replace(
            self,
            lookback_months=_or(self.lookback_months, rules.eligible.lookback_months),
            floor_method=_or(self.floor_method, rules.floor.method),
            grades=_or(self.grades, tuple(step.grade for step in rules.ladder.grades)),
            interest=_or(self.interest, rules.interest.policy),
            uplift=_or(self.uplift, rules.interest.uplift),
            uplift_rate=_or(self.uplift_rate, rules.interest.rate_per_year),
            finding_on=_or(self.finding_on, on),
        )
        _check(given, rules)
        return given


def _check(given: Choices, rules: RulesInForce) -> None:
    offered: list[tuple[str, object, tuple[object, ...]]] = [
        ("floor method", given.floor_method, FLOOR_METHODS),
        ("point of the floor", given.floor_point, FLOOR_POINTS),
        ("uplift", given.uplift, UPLIFTS),
        ("interest", given.interest, INTERESTS),
        ("rate period", given.rate_period, RATE_PERIODS),
        ("rounding", given.rounding, tuple(ROUNDINGS)),
        *(("evidence grade", grade, GRADES) for grade in given.grades or ()),
    ]
    for name, value, allowed in offered:
        if value not in allowed:
            raise RemedyError(
                f"There is no {name} “{value}”.",
                todo=f"Choose one of {', '.join(str(one) for one in allowed)}.",
            )
    most = rules.timing.instalments_at_most
    if not 1 <= given.instalments <= most:
        raise RemedyError(
            f"{given.instalments} instalments are not offered ({rules.timing.id}).",
            todo=f"Choose 1 to {most}.",
        )
    if (given.lookback_months or 0) < 0 or (given.uplift_rate or 0) < 0:
        raise RemedyError(
            "A look-back or a rate of uplift below zero makes no sense.",
            todo="Give zero or more.",
        )
    if given.uplift == "inflation" and given.prices is None:
        raise RemedyError(
            "An uplift for inflation needs a table of prices, and none is bundled.",
            todo="Give prices with the columns currency, year and index.",
        )


def _or(given: _Value | None, otherwise: _Value) -> _Value:
    return otherwise if given is None else given


@dataclass(frozen=True, slots=True)
class Repayment:
    """Who is owed how much, why, by when, and what other choices would change.

    `workers`: one row per journey (see repay.WORKERS). `groups`: one row per group whose floor
    was used. `schedule`: one row per instalment. `sensitivity`: the total under every other
    choice. `collectors`: who took the money. `steps`: how it is paid,
    verified and prevented. `statements`: what a reader must know. Money is in
    whole minor units of the row's `currency`, and in the reporting currency where named so.
    """

    workers: pa.Table
    groups: pa.Table
    schedule: pa.Table
    sensitivity: pa.Table
    collectors: pa.Table
    steps: pa.Table
    statements: tuple[str, ...]
    digest: str
    choices: Choices
