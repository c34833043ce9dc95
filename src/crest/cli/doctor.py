"""crest doctor: what is installed, which optional parts are missing, how to get them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
import shutil
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from crest import __version__
from crest.drawing.assets import FOLDER
from crest.engine.rulebook.codelists import rulebook_folders


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def findings() -> list[dict[str, str]]:
    """Every part with its state (here | missing | wrong) and, when not here, what to do."""
    rows = [
        {"part": "crest", "state": "here", "detail": __version__, "todo": ""},
        {"part": "Python", "state": "here", "detail": platform.python_version(), "todo": ""},
    ]
    for requirement in importlib.metadata.requires("crest") or []:
        name, _, condition = requirement.partition(";")
        distribution = name.split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip()
        optional = "extra" in condition
        found = _version(distribution)
        rows.append(
            {
                "part": f"{distribution}{' (extra spark)' if optional else ''}",
                "state": "here" if found else "missing",
                "detail": found or "",
                "todo": "" if found else _how_to_get(optional=optional),
            }
        )
    rows.append(_java())
    shapes = sorted(FOLDER.glob("world-*.json"))
    rows.append(
        {
            "part": "map shapes and fonts",
            "state": "here" if shapes else "missing",
            "detail": ", ".join(path.stem for path in shapes),
            "todo": "" if shapes else "Install Node 20, then: make run",
        }
    )
    folders = ", ".join(str(folder) for folder in rulebook_folders())
    rows.append({"part": "rulebook", "state": "here", "detail": folders, "todo": ""})
    return rows


def _how_to_get(*, optional: bool) -> str:
    return "pip install 'crest[spark]'" if optional else "pip install --upgrade crest"


def _java() -> dict[str, str]:
    java = shutil.which("java")
    todo = "" if java else "Only for Spark: install a Java 17 runtime."
    state = "here" if java else "missing"
    return {"part": "Java (for Spark)", "state": state, "detail": java or "", "todo": todo}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say what is installed, which optional parts are missing, and how to get them."""
    rows = findings()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("Part", "State", "Version or place", "What to do", box=None)
    for row in rows:
        mark = "✓" if row["state"] == "here" else "–"
        table.add_row(row["part"], f"{mark} {row['state']}", row["detail"], row["todo"])
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    if importlib.util.find_spec("crest") is None:
        raise typer.Exit(1)
