"""Shared by all tests: where the real public data lies, and what is skipped without it."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings

# A busy machine is no fault of the code: no test is ever timed.
settings.register_profile("untimed", deadline=None)
settings.register_profile("settled", deadline=None, derandomize=True)
# Continuous integration draws the same examples each time: its word is about the change alone.
settings.load_profile("settled" if os.environ.get("CREST_SETTLED_DRAWS") == "1" else "untimed")

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data beside the checkout; the test is skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real public data is not beside this checkout (../shared/data)")
    return SHARED_DATA


@pytest.fixture(scope="session")
def example() -> Path:
    """The shipped, invented example."""
    return ROOT / "examples" / "nordvik-retail"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:  # noqa: ARG001
    """Tests that empty the tables need the event log to let go; its own tests guard it again."""
    guard = import_module("crest.access.migrations.0003_events_only_grow")
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        guard.off(None, editor)
