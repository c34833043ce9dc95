"""Bad lists of what workers say and paid, and what must happen with each row.

Use `CASES` in a test: every case writes its files into a folder, and says which codes must be
listed, for which file, row and column, and what must stand in the tables afterwards.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, str]]
_JOURNEY = {
    "worker": "W-1",
    "site": "Tarn Fah Factory 2",
    "origin": "Myanmar",
    "destination": "Thailand",
    "arrived on": "2023-05-12",
    "actual pay": "9000",
    "pay currency": "THB",
}
_COST = {
    "worker": "W-1",
    "item": "passport",
    "amount": "150",
    "currency": "THB",
    "paid on": "2023-04-02",
    "payer": "worker",
    "receipt": "R-1",
}


@dataclass(frozen=True)
class Case:
    """One fault. `listed`: (code, file, row, column) that must be among the problems.

    `rejected`: whether the row is out. `table`, `values`: what the records must hold, by column.
    `says`: words of the sentence. `counts`: kind → number of records.
    """

    name: str
    files: dict[str, Rows]
    listed: tuple[str, str, int | None, str | None] | None
    rejected: bool = False
    says: str = ""
    table: str = "costs"
    values: dict[str, list[Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> list[Path]:
        """Write the files of the case; returns their paths."""
        paths = []
        for name, rows in self.files.items():
            out = io.StringIO()
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            path = folder / name
            path.write_text(out.getvalue(), encoding="utf-8")
            paths.append(path)
        return paths


def journey(**other: str) -> dict[str, str]:
    """One journey without any fault, but for what is given (`arrived_on` → “arrived on”)."""
    return _JOURNEY | {key.replace("_", " "): value for key, value in other.items()}


def cost(**other: str) -> dict[str, str]:
    """One cost without any fault, but for what is given."""
    return _COST | {key.replace("_", " "): value for key, value in other.items()}


def _costs(*rows: dict[str, str]) -> dict[str, Rows]:
    return {"costs.csv": list(rows), "journeys.csv": [journey()]}


def _journeys(*rows: dict[str, str]) -> dict[str, Rows]:
    return {"journeys.csv": list(rows)}


_ANSWER = {"worker": "W-1", "question": "locked_in", "answer": "yes"}
_DEDUCTION = {
    "worker": "W-1",
    "kind": "food",
    "amount": "500",
    "gross pay": "9000",
    "currency": "THB",
    "month": "2023-06",
}


def _answers(*answers: dict[str, str]) -> dict[str, Rows]:
    return {
        "answers.csv": [_ANSWER | answer for answer in answers],
        "journeys.csv": [journey()],
    }


CASES = (
    Case(
        "a negative amount is listed and not counted",
        _costs(cost(amount="-150")),
        ("journeys.money.negative", "costs.csv", 1, "amount"),
        says="below zero",
        values={"amount": [None], "extra": ['{"amount": "-150"}']},
    ),
    Case(
        "an absurd amount is listed with the reason and not counted",
        _costs(cost(amount="99,999,999,999")),
        ("journeys.value.absurd", "costs.csv", 1, "amount"),
        says="100 000 US dollars",
        values={"amount": [None]},
    ),
    Case(
        "an amount with words is listed and not counted",
        _costs(cost(amount="a lot")),
        ("journeys.money.unreadable", "costs.csv", 1, "amount"),
        values={"amount": [None]},
    ),
    Case(
        "an unknown currency is listed and never guessed",
        _costs(cost(currency="XQZ"), cost(receipt="R-2")),
        ("journeys.currency.unknown", "costs.csv", 1, "currency"),
        says="XQZ",
        values={"currency": [None, "THB"]},
    ),
    Case(
        "a missing currency is inferred from all other rows, and said so",
        _costs(cost(currency=""), cost(receipt="R-2")),
        ("journeys.currency.inferred", "costs.csv", 1, "currency"),
        says="taken to be THB",
        values={"currency": ["THB", "THB"]},
    ),
    Case(
        "a currency in the cell against the column is listed and followed",
        _costs(cost(amount="150 MMK")),
        ("journeys.currency.contradicts", "costs.csv", 1, "currency"),
        values={"currency": ["MMK"]},
    ),
    Case(
        "a payment after the day of the assessment has no day",
        _costs(cost(paid_on="2031-01-01")),
        ("journeys.date.future", "costs.csv", 1, "paid on"),
        says="2024-06-30",
        values={"paid_on": [None]},
    ),
    Case(
        "an arrival after the day of the assessment has no day",
        _journeys(journey(arrived_on="2567-12-01"), journey(worker="W-2")),
        ("journeys.date.future", "journeys.csv", 1, "arrived on"),
        table="journeys",
        values={"arrived_on": [None, "2023-05-12"]},
    ),
    Case(
        "a cost without a journey is listed and in no total",
        _costs(cost(), cost(worker="W-9")),
        ("journeys.cost.no-journey", "costs.csv", 2, None),
        rejected=True,
        says="No journey has the reference",
        counts={"costs": 1},
    ),
    Case(
        "a cost that names nobody is listed",
        _costs(cost(), cost(worker="")),
        ("journeys.cost.nameless", "costs.csv", 2, None),
        rejected=True,
        counts={"costs": 1},
    ),
    Case(
        "a journey without a site is kept and listed",
        _journeys(journey(site=""), journey(worker="W-2")),
        ("journeys.journey.no-site", "journeys.csv", 1, "site"),
        table="journeys",
        values={"site": [None, "Tarn Fah Factory 2"]},
    ),
    Case(
        "a journey that names nobody is out",
        _journeys(journey(), journey(worker="")),
        ("journeys.journey.nameless", "journeys.csv", 2, None),
        rejected=True,
        counts={"journeys": 1},
    ),
    Case(
        "the same cost twice is counted once",
        _costs(cost(), cost()),
        ("journeys.cost.repeated", "costs.csv", 2, None),
        rejected=True,
        counts={"costs": 1},
    ),
    Case(
        "the same receipt twice is counted once, though the rows differ",
        _costs(cost(), cost(item="visa")),
        ("journeys.cost.same-receipt", "costs.csv", 2, None),
        rejected=True,
        counts={"costs": 1},
    ),
    Case(
        "the same receipt under two workers is kept and listed",
        {
            "costs.csv": [cost(), cost(worker="W-2")],
            "journeys.csv": [journey(), journey(worker="W-2")],
        },
        ("journeys.cost.shared-receipt", "costs.csv", 2, "receipt"),
        counts={"costs": 2},
    ),
    Case(
        "a cost without a payer is kept and counts for nobody",
        _costs(cost(payer="")),
        ("journeys.cost.payer-missing", "costs.csv", 1, "payer"),
        values={"payer": [None]},
    ),
    Case(
        "a payer nobody knows is listed",
        _costs(cost(payer="the moon")),
        ("journeys.code.unknown", "costs.csv", 1, "payer"),
        values={"payer": [None]},
    ),
    Case(
        "an item nobody knows keeps its word",
        _costs(cost(item="lucky charm")),
        ("journeys.cost.unknown-item", "costs.csv", 1, "item"),
        says="lucky charm",
        values={"item": [None], "item_given": ["lucky charm"]},
    ),
    Case(
        "a wage of zero is kept and listed",
        _journeys(journey(actual_pay="0")),
        ("journeys.pay.zero", "journeys.csv", 1, "actual pay"),
        table="journeys",
        values={"actual_pay": ["0.00"]},
    ),
    Case(
        "a loan at 0 % is a loan at 0 %",
        _journeys(journey(interest_rate="0%", loan_rate_period="month")),
        None,
        table="journeys",
        values={"loan_rate": [0.0]},
    ),
    Case(
        "a loan at 2,000 % is kept and listed",
        _journeys(journey(interest_rate="2,000 %", loan_rate_period="year")),
        ("journeys.value.implausible", "journeys.csv", 1, "interest rate"),
        table="journeys",
        values={"loan_rate": [2000.0]},
    ),
    Case(
        "a loan rate without its period is listed",
        _journeys(journey(interest_rate="5")),
        ("journeys.loan.rate-period-missing", "journeys.csv", 1, "interest rate"),
        table="journeys",
        values={"loan_rate": [5.0], "loan_rate_period": [None]},
    ),
    Case(
        "deductions above the pay are kept and listed",
        {
            "deductions.csv": [_DEDUCTION | {"amount": "9500"}],
            "journeys.csv": [journey()],
        },
        ("journeys.deduction.above-pay", "deductions.csv", 1, "amount"),
        table="deductions",
        values={"amount": ["9500.00"], "kind": ["food"], "month": ["2023-06-01"]},
    ),
    Case(
        "Burmese and Thai numerals are numbers",
        _costs(cost(amount="၁၅၀,၀၀၀ ကျပ်", currency=""), cost(amount="๒,๕๐๐", receipt="R-2")),
        None,
        values={"amount": ["150000.00", "2500.00"], "currency": ["MMK", "THB"]},
    ),
    Case(
        "Buddhist and common years stand in one column",
        _costs(
            cost(paid_on="12/5/2566"),
            cost(paid_on="31/05/2023", receipt="R-2"),
            cost(paid_on="มิ.ย. 2566", receipt="R-3"),
            cost(paid_on="2023", receipt="R-4"),
        ),
        None,
        values={
            "paid_on": ["2023-05-12", "2023-05-31", "2023-06-01", "2023-01-01"],
            "paid_on_precision": ["day", "day", "month", "year"],
        },
    ),
    Case(
        "refused answers are kept as refused",
        _answers({"answer": "refused"}, {"question": "fined", "answer": "99"}),
        None,
        table="answers",
        values={"answer": ["refused", "refused"]},
    ),
    Case(
        "two answers that contradict are both kept and listed",
        _answers({"answer": "yes"}, {"answer": "no"}),
        ("journeys.answer.contradicts", "answers.csv", 2, "answer"),
        table="answers",
        values={"answer": ["yes", "no"]},
    ),
    Case(
        "an answer to an unknown question is listed with the nearest one",
        _answers({}, {"question": "lockd_inn"}),
        ("journeys.answer.unknown-question", "answers.csv", 2, None),
        rejected=True,
        says="locked_in",
        counts={"answers": 1},
    ),
    Case(
        "an answer that is none is listed",
        _answers({}, {"question": "fined", "answer": "perhaps on Tuesdays"}),
        ("journeys.answer.unclear", "answers.csv", 2, None),
        rejected=True,
        counts={"answers": 1},
    ),
    Case(
        "the same journey twice, word for word, is one journey",
        _journeys(journey(), journey()),
        ("journeys.journey.repeated", "journeys.csv", 2, None),
        rejected=True,
        counts={"journeys": 1},
    ),
    Case(
        "the same journey twice with other words: the first one stays",
        _journeys(journey(), journey(actual_pay="9999")),
        ("journeys.journey.contradicts", "journeys.csv", 2, None),
        rejected=True,
        table="journeys",
        values={"actual_pay": ["9000.00"]},
    ),
    Case(
        "the costs of a wide row go with the row that is left out",
        _journeys(journey(cost_visa="100"), journey(actual_pay="9999", cost_visa="700")),
        ("journeys.journey.contradicts", "journeys.csv", 2, None),
        rejected=True,
        table="costs",
        values={"amount": ["100.00"]},
    ),
    Case(
        "a pay in another currency than the row's is listed and not used",
        _journeys(journey(promised_pay="400 USD")),
        ("journeys.currency.mixed", "journeys.csv", 1, "promised pay"),
        table="journeys",
        values={"promised_pay": [None], "actual_pay": ["9000.00"]},
    ),
    Case(
        "200 hours a week are more than a week has",
        _journeys(journey(hours_per_week="200")),
        ("journeys.value.absurd", "journeys.csv", 1, "hours per week"),
        says="168 hours",
        table="journeys",
        values={"actual_hours": [None]},
    ),
    Case(
        "a last day before the arrival is listed",
        _journeys(journey(left_on="2020-01-01")),
        ("journeys.date.order", "journeys.csv", 1, "left on"),
        table="journeys",
        values={"left_on": ["2020-01-01"]},
    ),
    Case(
        "telephone numbers are neither read nor kept",
        _journeys(journey(phone="0812345678")),
        ("journeys.personal.column", "journeys.csv", None, "phone"),
        table="journeys",
        values={"extra": [None]},
    ),
    Case(
        "telephone numbers under a harmless heading are not kept either",
        _journeys(journey(remark="0812345678")),
        ("journeys.personal.column", "journeys.csv", None, "remark"),
        table="journeys",
        values={"extra": [None]},
    ),
)
