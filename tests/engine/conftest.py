"""What several workshops' tests share: one Spark for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from crest.engine.tables.engines import Engine, open_engine


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[Engine]:
    """Spark on this machine, or a skip that says why not."""
    pytest.importorskip("pyspark", reason="the spark extra is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not here")
    engine = open_engine("spark")
    yield engine
    engine.close()
