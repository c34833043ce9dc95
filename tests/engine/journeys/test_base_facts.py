"""One row per journey with every fact a rule may ask, the same on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from crest.engine.journeys import base_facts
from crest.engine.rulebook.book import load_book
from crest.engine.tables.contracts import conform
from crest.engine.tables.engines import open_engine
from crest.engine.tables.recruitment import ANSWERS, JOURNEYS

if TYPE_CHECKING:
    from crest.engine.tables.engines import Engine

pytestmark = pytest.mark.engine
_SAID = (
    ("J1", "locked_in", "yes"),
    ("J1", "phone_taken", "no"),
    ("J1", "fined", "refused"),
    ("J1", "isolated", "unknown"),
    ("J2", "locked_in", "yes"),
    ("J2", "locked_in", "no"),
    ("J2", "phone_taken", "yes"),
    ("J2", "phone_taken", "refused"),
)


def _journeys() -> pa.Table:
    names = ["J1", "J2", "J3"]
    table = pa.table(
        {
            "record": [0, 1, 2],
            "source": ["a.csv"] * 3,
            "row": [1, 2, 3],
            "journey": names,
            "worker": names,
            "actual_pay": pa.array(["9000.50", "0", None]).cast(pa.decimal128(18, 2)),
            "papers_keeper": ["employer", None, "worker"],
        }
    )
    return conform(table, JOURNEYS)


def _answers() -> pa.Table:
    journeys, questions, answers = zip(*_SAID, strict=True)
    count = len(_SAID)
    table = pa.table(
        {
            "record": list(range(count)),
            "source": ["a.csv"] * count,
            "row": list(range(count)),
            "journey": journeys,
            "question": questions,
            "answer": answers,
        }
    )
    return conform(table, ANSWERS)


def _rows(engine: Engine) -> list[dict[str, Any]]:
    journeys = engine.put("journeys_of_base_facts", _journeys())
    answers = engine.put("answers_of_base_facts", _answers())
    expression = base_facts(engine, journeys, answers, load_book())
    return sorted(engine.run(expression).to_pylist(), key=lambda row: row["journey"])


def _check(rows: list[dict[str, Any]]) -> None:
    first, second, third = rows
    assert (first["locked_in"], first["phone_taken"]) == (True, False)
    assert first["fined"] is None
    assert first["isolated"] is None
    assert second["locked_in"] is None
    assert second["phone_taken"] is True
    assert all(third[name] is None for name in ("locked_in", "phone_taken", "fined"))
    assert first["actual_pay"] == pytest.approx(9000.5)
    assert isinstance(first["actual_pay"], float)
    assert first["papers_keeper"] == "employer"


def test_unknown_refused_unasked_and_contradicting_answers_are_all_unknown() -> None:
    with open_engine("duckdb") as engine:  # type: ignore[attr-defined]
        _check(_rows(engine))


def test_every_journey_and_answer_fact_of_the_book_is_a_column() -> None:
    book = load_book()
    with open_engine("duckdb") as engine:  # type: ignore[attr-defined]
        facts = base_facts(
            engine, engine.put("journeys", _journeys()), engine.put("answers", _answers()), book
        )
    wanted = {n for n, fact in book.facts.items() if fact.given in {"journey", "answer"}}
    assert not wanted - set(facts.columns)
    flags = {n for n, fact in book.facts.items() if fact.given == "answer"}
    assert all(facts.schema()[name].is_boolean() for name in flags)


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same_facts(spark_engine: Engine) -> None:
    rows = _rows(spark_engine)
    _check(rows)
    with open_engine("duckdb") as engine:  # type: ignore[attr-defined]
        assert rows == _rows(engine)
