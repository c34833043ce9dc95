"""The shipped matching model as a Splink 5 model, run on DuckDB or on Spark.

For lists that outgrow one machine. The terms, levels and weights are those of the model file; a
level of weight w becomes a comparison level with ln(m ÷ u) = w, and the bias becomes the prior, so
that Splink's match probability is the engine's. Nothing is estimated and nothing is sampled: the
same columns give the same answer every time. What SQL cannot say is listed in
`splink_sql.DIFFERENCES`. Needs the extra `spark` (Splink 5; for Spark also PySpark 4.0 and Java).
"""

from __future__ import annotations

import importlib
import logging
from itertools import product
from math import exp
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.errors import CrestError
from crest.engine.matching.splink_sql import UNSAID, Engine, Measure, measures

if TYPE_CHECKING:
    from crest.engine.matching.models import Model, Term

_QUIET: Final = logging.ERROR
# Spark would otherwise copy every comparison into every place its level is used, write more Java
# than its compiler takes, and spend minutes on a few thousand records.
_SPARK_SETTINGS: Final = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.optimizer.excludedRules": ",".join(
        f"org.apache.spark.sql.catalyst.optimizer.{rule}"
        for rule in (
            "CollapseProject",
            "PushDownPredicates",
            "PushPredicateThroughNonJoin",
        )
    ),
}
PAIRS_FOUND: Final = pa.schema(
    [("left", pa.int64()), ("right", pa.int64()), ("weight", pa.float64()), ("score", pa.float64())]
)


class SparkExtraMissingError(CrestError):
    """Splink or PySpark is not installed."""

    code = "matching.spark_extra_missing"


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SparkExtraMissingError(
            f"{name} is not installed.",
            todo="Install the extra: pip install 'crest[spark]' (Spark also needs Java 17).",
        ) from error


def splink_settings(model: Model, engine: Engine) -> dict[str, Any]:
    """Return Splink settings with every m and u fixed; what SQL cannot say is part of the prior.

    Raises KeyError when the model has a comparison that is neither said in SQL nor listed UNSAID.
    """
    known = measures(engine)
    said = [term for term in model.terms if not UNSAID & set(_parts(term))]
    # A term that is never known adds the weight of its last level, "not known", to every pair.
    prior = model.bias + sum(term.weights[-1] for term in model.terms if term not in said)
    strongest = max(abs(weight) for term in model.terms for weight in term.weights)
    scale = 0.9 * exp(-strongest / 2)  # keeps m and u below 1
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 1 / (1 + exp(-prior)),
        "comparisons": [_comparison(term, known, scale) for term in said],
        "blocking_rules_to_generate_predictions": [
            {
                "blocking_rule": "l.blocks = r.blocks",
                "arrays_to_explode": ["blocks"],
                "sql_dialect": engine,
            }
        ],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
        "additional_columns_to_retain": [],
    }


def _parts(term: Term) -> list[str]:
    return [part.strip() for part in term.name.split("×")]


def _comparison(term: Term, known: dict[str, Measure], scale: float) -> dict[str, Any]:
    names = _parts(term)
    steps = [_steps(known[name], edges) for name, edges in zip(names, term.edges, strict=True)]
    cells = list(zip(product(*steps), term.weights, term.words, strict=True))
    # Asked from the last cell to the first, the first one that holds counts: the unknown before
    # the known, high values before low ones, so that every condition is one comparison.
    levels = [
        _level(" and ".join(part for part in parts if part) or "ELSE", weight, words, scale)
        for parts, weight, words in reversed(cells)
    ]
    return {"output_column_name": "_and_".join(names), "comparison_levels": levels}


def _steps(measure: Measure, edges: tuple[float, ...]) -> list[str]:
    """Return what each level adds to those below it: nothing, at least an edge, unknown."""
    least = [f"({measure.value}) >= {edge!r}" for edge in edges]
    return ["", *least, f"coalesce(not ({measure.known}), true)"]


def _level(condition: str, weight: float, words: str, scale: float) -> dict[str, Any]:
    return {
        "sql_condition": condition,
        "label_for_charts": words or "not known",
        "m_probability": scale * exp(weight / 2),
        "u_probability": scale * exp(-weight / 2),
        "fix_m_probability": True,
        "fix_u_probability": True,
    }


def pairs_on_duckdb(columns: pa.Table, model: Model, *, least: float = 0.5) -> pa.Table:
    """Score all pairs that share a rare word, with Splink on DuckDB.

    `columns` comes from `comparison_columns`. Returns left < right (unique ids), weight (log2 odds)
    and score (0..1) of pairs with a score of at least `least`, sorted. Raises
    SparkExtraMissingError without Splink.
    """
    splink = _library("splink")
    duckdb = _library("duckdb")
    api = splink.DuckDBAPI(connection=duckdb.connect())
    return _predict(splink, api, columns, splink_settings(model, "duckdb"), least)


def pairs_on_spark(columns: Any, model: Model, session: Any, *, least: float = 0.5) -> pa.Table:
    """Score as `pairs_on_duckdb` does, on a running Spark session.

    `columns` is the table of `comparison_columns` or a Spark DataFrame with the same columns. The
    jars of Splink are not needed: only functions that Spark brings along are used.
    """
    splink = _library("splink")
    before = {key: session.conf.get(key, None) for key in _SPARK_SETTINGS}
    for key, value in _SPARK_SETTINGS.items():
        session.conf.set(key, value)
    try:
        api = splink.SparkAPI(spark_session=session, register_udfs_automatically=False)
        return _predict(splink, api, columns, splink_settings(model, "spark"), least)
    finally:
        for key, old in before.items():
            if old is None:
                session.conf.unset(key)
            else:
                session.conf.set(key, old)


def _predict(
    splink: Any, api: Any, columns: Any, settings: dict[str, Any], least: float
) -> pa.Table:
    linker = splink.Linker(api.register(columns), settings, log_level=_QUIET)
    found = linker.inference.predict(threshold_match_probability=least)
    rows = found.as_record_list()
    low = [min(row["unique_id_l"], row["unique_id_r"]) for row in rows]
    high = [max(row["unique_id_l"], row["unique_id_r"]) for row in rows]
    weights = [row["match_weight"] for row in rows]
    scores = [row["match_probability"] for row in rows]
    table = pa.table([low, high, weights, scores], schema=PAIRS_FOUND)
    return table.sort_by([("left", "ascending"), ("right", "ascending")])
