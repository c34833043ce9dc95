"""Shared by all tests: where the real public data lies, and what is skipped without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault of the code: no test is ever timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

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
