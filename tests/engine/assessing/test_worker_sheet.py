"""One worker's case can be read aloud: costs, verdicts, signs and the sum that is owed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from crest.engine.assessing.worker_sheet import WorkerSheet, worker_sheet
from crest.engine.errors import InputError
from crest.engine.fees import assess_costs
from crest.engine.journeys.facts import base_facts
from crest.engine.journeys.rates import load_rates
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import DuckEngine
from crest.engine.tables.recruitment import ANSWERS, COSTS, DEDUCTIONS, JOURNEYS

pytestmark = pytest.mark.engine
ON = date(2026, 6, 30)


def _row(**values: object) -> dict[str, object]:
    return {"record": 0, "source": "w.csv", "row": 1, "journey": "J1", **values}


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    journey = _row(
        worker="W1", origin="MM", destination="TH", arrived_on=date(2024, 3, 1),
        actual_pay=Decimal("9000.00"), pay_currency="THB", papers_keeper="employer", age=24,
    )  # fmt: skip
    cost = _row(
        cost="c1", item="FEE-01", amount=Decimal("300000.00"), currency="MMK", payer="worker",
        paid_on=date(2024, 2, 10), paid_on_precision="day",
    )  # fmt: skip
    answer = _row(question="papers_held_without_access", answer="yes")
    book = load_book()
    with DuckEngine() as engine:
        journeys = engine.put("journeys", pa.Table.from_pylist([journey], schema=JOURNEYS))
        answers = engine.put("answers", pa.Table.from_pylist([answer], schema=ANSWERS))
        facts = engine.keep("facts", base_facts(engine, journeys, answers, book))
        further = [name for name in facts.columns if name not in journeys.columns]
        told = journeys.join(facts.select("journey", *further), "journey")
        found = assess_costs(
            engine,
            engine.keep("told", told.select(*journeys.columns, *further)),
            engine.put("costs", pa.Table.from_pylist([cost], schema=COSTS)),
            engine.put("deductions", DEDUCTIONS.empty_table()),
            load_rates(),
            book=book,
            on=ON,
        )
        return {"journeys": engine.run(found.journeys), "costs": engine.run(found.costs)}


def _sheet(tables: dict[str, pa.Table], name: str = "J1") -> WorkerSheet:
    owed = pa.table({"journey": ["J1"], "because": ["Paid 300,000 MMK."]})
    return worker_sheet(name, tables["journeys"], tables["costs"], owed, book=load_book(), on=ON)


def test_every_verdict_names_the_rule_that_decided(tables: dict[str, pa.Table]) -> None:
    (line,) = _sheet(tables).costs
    rules = {verdict.column: (verdict.verdict, verdict.rule) for verdict in line.verdicts}
    assert rules["verdict_ilo_2019"] == ("violation", "ILO-FEE")
    assert rules["verdict_law_origin"] == ("allowed", "MM-SERVICE-CHARGE")
    assert "÷" in line.conversion


def test_a_sign_is_indicated_because_of_a_fact_that_was_seen(tables: dict[str, pa.Table]) -> None:
    sheet = next(one for one in _sheet(tables).indicators if one.set_id == "ilo-11")
    papers = next(sign for sign in sheet.signs if sign.rule == "IND-07")
    assert papers.label == "indicated"
    assert {reason.fact for reason in papers.because} <= {
        "papers_keeper",
        "papers_held_without_access",
    }
    assert "wages_withheld" in sheet.missing


def test_a_worker_is_found_by_the_reference_too_and_nobody_else_is(
    tables: dict[str, pa.Table],
) -> None:
    assert _sheet(tables, "W1").journey["journey"] == "J1"
    with pytest.raises(InputError, match="no journey or worker “W2”"):
        _sheet(tables, "W2")
