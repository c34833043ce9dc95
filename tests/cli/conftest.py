"""The shipped example, assessed once for all tests that look at the result."""

from __future__ import annotations

import pytest
from assessed_example import EXAMPLES, Result, everyone
from typer.testing import CliRunner

from crest.cli.app import app


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The run as a person does it."""
    out = tmp_path_factory.mktemp("assessed") / "out"
    words = ["assess", str(EXAMPLES / "nordvik-retail"), "--on", "2026-11-23", "--out", str(out)]
    done = CliRunner().invoke(app, words)
    if done.exception is not None:
        raise done.exception
    return Result(out, done.output, everyone())
