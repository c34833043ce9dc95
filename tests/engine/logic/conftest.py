"""One Spark session for all tests of logic."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from crest.engine.tables.engines import Engine, open_engine


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    """A Spark engine; tests that ask for it are skipped without pyspark or Java."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("java is not here, so Spark cannot run")
    engine = open_engine("spark", memory="1g")
    yield engine
    engine.close()
