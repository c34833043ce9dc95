"""What Ibis writes without brackets reaches Spark with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

if TYPE_CHECKING:
    from crest.engine.tables.engines import Engine

pytestmark = [pytest.mark.engine, pytest.mark.spark]


def test_a_question_about_a_question_is_put_in_brackets(spark: Engine) -> None:
    rows = spark.put("kept_papers", pa.table({"kept": pa.array([True, None])}))
    asked = rows.select(
        of_presence=rows.kept.notnull().isnull(),
        of_membership=rows.kept.isin([True]).isnull(),
        of_absence=rows.kept.isnull().notnull(),
    )
    assert spark.run(asked).to_pylist() == [
        {"of_presence": False, "of_membership": False, "of_absence": True},
        {"of_presence": False, "of_membership": True, "of_absence": True},
    ]
