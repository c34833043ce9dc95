"""The example's own home folder: how far it was loaded, and how it is taken away again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Final

import crest
from crest.engine.errors import InputError

MARK: Final = "example.json"
_LOADED: Final = "loaded"
# An example never touches another installation, whatever the environment says.
OWN: Final[dict[str, str]] = {
    "CREST_DATABASE": "", "CREST_EXAMPLE": "yes", "CREST_SECOND_FACTOR": "offered",
    "CREST_MAIL_SERVER": "", "CREST_MAIL_FOLDER": "", "CREST_HTTPS": "no",
    "CREST_SECRET_KEY": "", "CREST_AUDIT_KEY": "", "CREST_CHECKPOINT_FOLDER": "",
    "DJANGO_SETTINGS_MODULE": "crest.web.settings",
}  # fmt: skip


def settle(home: Path) -> Path:
    """Make `home` this process's installation; the folder, absolute.

    Raises InputError when there is something in it that is not the example.
    """
    home = home.absolute()
    if home.exists() and any(home.iterdir()) and not (home / MARK).is_file():
        raise InputError(
            f"“{home}” is not the home of an example: nothing was changed.",
            todo="Choose another folder with --home.",
        )
    os.environ.update(OWN, CREST_HOME=str(home))
    return home


def is_loaded(home: Path) -> bool:
    """Whether the example is there as a whole, in this version's tables."""
    found = _mark(home)
    return found.get("stage") == _LOADED and found.get("tables") == _tables()


def begin(home: Path) -> None:
    """An empty home that is known to be the example's; half-loaded ones begin anew."""
    clear(home)
    home.mkdir(parents=True, mode=0o700)
    _write(home, "loading")


def finish(home: Path) -> None:
    """From here on the example is only started, not loaded."""
    _write(home, _LOADED)


def clear(home: Path) -> None:
    """Take the example away. Only a folder that bears its mark is ever removed."""
    if (home / MARK).is_file():
        shutil.rmtree(home)
    elif home.exists():
        home.rmdir()  # empty, or it is not ours


def _mark(home: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((home / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _write(home: Path, stage: str) -> None:
    fresh = home / f".{MARK}"
    fresh.write_text(json.dumps({"stage": stage, "tables": _tables()}), "utf-8")
    fresh.replace(home / MARK)


def _tables() -> str:
    """What the tables of this version look like: a digest over all migrations."""
    digest = hashlib.sha256()
    for path in sorted(Path(crest.__file__).parent.glob("*/migrations/0*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
