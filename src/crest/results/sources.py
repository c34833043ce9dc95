"""What a person names on the command line, as files to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LIST_ENDINGS: Final = frozenset(
    {
        ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".jsonl",
        ".ndjson", ".geojson", ".parquet",
    }
)  # fmt: skip
ABOUT: Final = "about.yaml"
WORKERS: Final = "workers"  # files about single workers, kept apart so that fewer can open them
_NO_LISTS: Final = frozenset({"notice.txt", "readme.txt", "source.txt", "licence.txt"})


@dataclass(frozen=True, slots=True)
class About:
    """What a folder says of itself in `about.yaml`: both may be absent."""

    title: str
    notice: str | None


def lists_in(folder: Path) -> tuple[list[Path], list[str]]:
    """The list files of a folder in name order, and sentences about what was not read.

    Raises InputError when it is no folder or holds no list.
    """
    if not folder.is_dir():
        raise InputError(
            f"“{folder}” is no folder.",
            todo="Give the folder that holds the lists, or use crest match.",
        )
    found, passed = [], []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name.lower() in _NO_LISTS | {ABOUT}:
            continue
        if path.is_dir():
            if path.name != WORKERS:
                passed.append(
                    f"The folder {path.name} inside was not read; map it apart if it counts."
                )
        elif path.exists() and not path.is_file():  # a pipe or device would never end
            passed.append(f"{path.name} was not read: it is no ordinary file.")
        elif path.suffix.lower() in LIST_ENDINGS:
            found.append(path)
        else:
            passed.append(f"{path.name} was not read: its ending is none of a list.")
    if not found:
        raise InputError(
            f"There is no list in “{folder}”.",
            todo=f"Put files there that end in {', '.join(sorted(LIST_ENDINGS))}.",
        )
    return found, passed


def assessed_files(folder: Path) -> tuple[list[Path], list[Path], list[str]]:
    """The lists of a folder, the files in its folder `workers`, and what was not read.

    Raises InputError when neither holds a file.
    """
    inner = folder / WORKERS
    workers, further = lists_in(inner) if inner.is_dir() else ([], [])
    try:
        found, passed = lists_in(folder)
    except InputError:
        if not workers:
            raise
        found, passed = [], []
    return found, workers, [*passed, *further]


def about(folder: Path) -> About:
    """Title and notice of a folder (`about.yaml`), or its name when it says nothing.

    Raises InputError when `about.yaml` is no mapping of title and notice.
    """
    path = folder / ABOUT
    if not path.is_file():
        return About(title=folder.resolve().name, notice=None)
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name} cannot be read: {error}.", todo="Mend or remove it."
        ) from error
    if not isinstance(said, dict):
        raise InputError(
            f"{path.name} must say title: and notice:.", todo="Mend or remove the file."
        )
    notice = said.get("notice")
    return About(
        title=str(said.get("title") or folder.resolve().name),
        notice=" ".join(str(notice).split()) if notice else None,
    )
