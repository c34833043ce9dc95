"""Every crest command in README and docs runs as written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.house, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```console\n(?P<body>.*?)```", re.DOTALL)
EXITS = re.compile(r"#\s*exits (?P<code>\d+)")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_COMMANDS = [page for page in PAGES if "$ crest" in page.read_text("utf-8")]


def commands_of(page: Path) -> list[tuple[str, int]]:
    """The crest commands of a page with the exit code each promises."""
    found = []
    for block in BLOCK.finditer(page.read_text("utf-8")):
        for line in block["body"].splitlines():
            if line.startswith("$ crest"):
                promised = EXITS.search(line)
                command = line[2:].split("  #")[0]
                found.append((command, int(promised["code"]) if promised else 0))
    return found


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_in_order(page: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    commands = commands_of(page)
    assert commands
    for command, code in commands:
        assert set("|;&><`").isdisjoint(command), f"not a plain command: {command}"
        done = subprocess.run(
            shlex.split(command),
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "COLUMNS": "140"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for page in [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "GLOSSARY.md"]:
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        dead += [
            f"{page.relative_to(ROOT)} → {target}"
            for target in targets
            if "://" not in target and not (page.parent / target).exists()
        ]
    assert not dead
