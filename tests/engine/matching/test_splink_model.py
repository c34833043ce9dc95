"""The shipped model as a Splink model: the same terms, levels and weights."""

from __future__ import annotations

import importlib.util
from math import exp, isclose, log

import pyarrow as pa
import pytest

from crest.engine.matching.compare import FEATURES
from crest.engine.matching.models import Model
from crest.engine.matching.splink_columns import comparison_columns
from crest.engine.matching.splink_model import (
    SparkExtraMissingError,
    pairs_on_duckdb,
    splink_settings,
)
from crest.engine.matching.splink_sql import DIFFERENCES, UNSAID, measures

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_every_comparison_of_the_model_can_be_said_in_sql(engine: str) -> None:
    known = measures(engine)  # type: ignore[arg-type]
    used = {part.strip() for term in Model.load("site").terms for part in term.name.split("×")}
    assert used - UNSAID <= set(known)
    assert set(known) == set(FEATURES) - UNSAID


def test_a_level_weighs_in_splink_what_it_weighs_in_the_model() -> None:
    model = Model.load("site")
    settings = splink_settings(model, "duckdb")
    said = [term for term in model.terms if term.name not in UNSAID]
    assert len(settings["comparisons"]) == len(said)
    for term, comparison in zip(said, settings["comparisons"], strict=True):
        levels = comparison["comparison_levels"][::-1]
        found = [log(one["m_probability"] / one["u_probability"]) for one in levels]
        assert found == pytest.approx(list(term.weights))
        assert all(0 < one["m_probability"] < 1 > one["u_probability"] > 0 for one in levels)
        assert [one["sql_condition"] for one in levels].index("ELSE") == 0


def test_the_bias_and_what_is_never_known_are_the_prior() -> None:
    model = Model.load("site")
    unsaid = sum(term.weights[-1] for term in model.terms if term.name in UNSAID)
    prior = splink_settings(model, "spark")["probability_two_random_records_match"]
    assert isclose(prior, 1 / (1 + exp(-model.bias - unsaid)))


def test_what_sql_cannot_say_is_stated() -> None:
    assert any("misspelt" in sentence for sentence in DIFFERENCES)


def test_columns_hold_one_row_per_record_and_null_for_the_unknown() -> None:
    records = pa.table(
        {
            "name": ["Siam Nets Co., Ltd.", None, "Siam Nets Public Company Limited"],
            "address": ["12/3 Rama IV Road", "9 Soi Thong", None],
            "country": ["TH", None, "TH"],
        }
    )
    columns = comparison_columns(records)
    assert columns["unique_id"].to_pylist() == [0, 1, 2]
    assert columns["country"].to_pylist()[1] is None
    assert columns["name_joined"].to_pylist()[1] is None
    assert columns["name_total"].to_pylist()[1] == 0
    words = [word.split(":")[0] for word in columns["name_words"].to_pylist()[0]]
    assert words[:2] == ["siam", "nets"]
    assert columns["name_total"].to_pylist()[0] == sum(
        int(word.split(":")[1]) for word in columns["name_words"].to_pylist()[0]
    )


def test_only_words_that_others_share_bring_records_together() -> None:
    records = pa.table({"name": ["Zebrona Nets", "Zebrona Ropes", "Quillor Nets"]})
    blocks = comparison_columns(records)["blocks"].to_pylist()
    shared = [{word.split(":")[0] for word in row} for row in blocks]
    assert shared == [{"n zebrona", "n nets"}, {"n zebrona"}, {"n nets"}]


def test_without_the_extra_the_error_names_it() -> None:
    if importlib.util.find_spec("splink") is not None:
        pytest.skip("Splink is installed here, so nothing is missing")
    records = pa.table({"name": ["Siam Nets", "Siam Nets"]})
    with pytest.raises(SparkExtraMissingError, match=r"crest\[spark\]"):
        pairs_on_duckdb(comparison_columns(records), Model.load("site"))
