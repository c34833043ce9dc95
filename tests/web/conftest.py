"""Pages in process: every test has the database."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.web


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Each test in its own transaction."""
