"""Rooms of the platform: every test has the database."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.room


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Each test in its own transaction."""
