"""The example of the guide works as it is printed, against a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from factories import actor, organisation

from crest.access import facade as access

pytestmark = [pytest.mark.web, pytest.mark.slow]
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md"


@pytest.fixture(autouse=True)
def _database(transactional_db: None) -> None:
    """The server is another thread: it sees only what is committed."""


def blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def test_the_guide_works_as_printed(
    live_server: Any,
    tmp_path: Path,
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    by = actor(organisation(), access.Role.ANALYST)
    scopes = ["see_own_account", "see_evidence", "upload_evidence", "accept_evidence"]
    scopes += ["see_chain", "see_findings", "export_records"]
    _token, text = access.make_token(by=by, label="guide", scopes=scopes, days=1)
    asked = {"CREST_URL": live_server.url, "CREST_TOKEN": text}
    calls = {"cwd": tmp_path, "env": {**os.environ, **asked}, "capture_output": True, "text": True}
    for block in blocks("sh"):
        done = subprocess.run(["bash", "-euc", block], **calls, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(
        [sys.executable, "-c", blocks("python")[0]], **calls, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "now accepted" in done.stdout
    assert "Invented Dye House" in done.stdout
