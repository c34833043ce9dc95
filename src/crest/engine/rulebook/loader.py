"""The rulebook in force: sources, intake rules and the digest of everything it is made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.models import Goldens, IntakeKinds, Source, WorkbookTemplate
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from pathlib import Path

_DATA: Final = {".yaml", ".csv"}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What the rulebook says.

    `digest`: sha256 over all its files, so that one can see that two answers were given by the
    same rules.
    """

    sources: dict[str, Source]
    intake_kinds: IntakeKinds
    workbook_template: WorkbookTemplate
    digest: str


@cache
def load_rulebook() -> Rulebook:
    """Load and check the rulebook folders in force (CREST_RULEBOOK on top of the shipped one).

    Raises RuleFileError (file:line rule-id: sentence) when a file is wrong or cites a source
    that has no file in `sources/`.
    """
    return load_from(rulebook_folders())


def load_from(folders: tuple[Path, ...]) -> Rulebook:
    """As `load_rulebook`, from folders given, the most important first."""
    files = rulebook_files(folders)
    sources = {}
    for name, path in files.items():
        if name.startswith("sources/"):
            source = read_rule_file(path, Source)
            if source.id != path.stem:
                raise RuleFileError(
                    f"{path.name}:1 {source.id}: the file must be called {source.id}.yaml.",
                    todo="Rename the file or correct the id.",
                )
            sources[source.id] = source
    kinds = read_rule_file(_needed(files, "intake/kinds.yaml"), IntakeKinds)
    template = read_rule_file(_needed(files, "intake/template.yaml"), WorkbookTemplate)
    for rule, name in ((kinds, "kinds.yaml"), (template, "template.yaml")):
        for cite in rule.cites:
            if cite.source not in sources:
                raise RuleFileError(
                    f"{name}:1 {rule.id}: the source “{cite.source}” is not in sources/.",
                    todo=f"Add sources/{cite.source}.yaml.",
                )
    return Rulebook(sources, kinds, template, digest_of(files))


def rulebook_files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Relative name → path of every rulebook file in force, sorted; goldens are not rules."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        if not folder.is_dir():
            raise RuleFileError(
                f"{folder} is no folder.", todo="Correct CREST_RULEBOOK or reinstall crest."
            )
        for path in folder.rglob("*"):
            if path.suffix in _DATA and not path.name.endswith(".golden.yaml"):
                found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def digest_of(files: dict[str, Path]) -> str:
    """sha256 over names and contents, in name order: 64 hexadecimal digits."""
    whole = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def load_goldens(path: Path) -> Goldens:
    """Read a `*.golden.yaml` file. Raises RuleFileError as file:line."""
    return read_rule_file(path, Goldens)


def _needed(files: dict[str, Path], name: str) -> Path:
    if name not in files:
        raise RuleFileError(f"{name} is missing.", todo="Reinstall crest.")
    return files[name]
