"""Writes docs/reference/settings.md from the settings: python -m crest.cli.settings_page FILE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from crest.config import documented

HEAD: Final = """# Settings

<!-- Written by `python -m crest.cli.settings_page docs/reference/settings.md`; do not edit. -->

Every setting of a CREST server. A setting is read from the environment (`CREST_PORT=8080`) or from
a file `crest.toml` in the folder where CREST is started (`port = 8080`); the environment wins. A
name in the file that does not exist is an error, not ignored.

| In the environment | In `crest.toml` | When not set | What it means |
|---|---|---|---|
"""


def settings_page() -> str:
    """The page, as it must stand in the repository."""
    rows = []
    for name, default, meaning in documented():
        shown = default.replace("Path(", "").replace("(", "").replace(")", "").replace('"', "")
        words = {"": "empty", "None": "none", "True": "yes", "False": "no"}.get(shown, f"`{shown}`")
        rows.append(f"| `CREST_{name.upper()}` | `{name}` | {words} | {meaning} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(settings_page(), "utf-8")
