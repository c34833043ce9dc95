"""The linter of the rulebook. The models check the form of a file; here its meaning is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.engine.rulebook.checks_of_goldens import golden_complaints
from crest.engine.rulebook.checks_of_rows import row_complaints
from crest.engine.rulebook.checks_of_rules import rule_complaints
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.complaints import Complaint
from crest.engine.rulebook.shelf import read_shelf

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Complaint", "check_rules"]


def check_rules(folders: tuple[Path, ...] | None = None) -> tuple[Complaint, ...]:
    """Everything that is wrong with the meaning of the rulebook, by file and line.

    `folders`: the most important first; None = those in force. Checked are: files that cannot be
    read; rows without citation or golden; sources that are missing, or were not read though the
    row counts as verified; codes used twice; days that overlap; facts that do not exist, and tests
    that do not fit them; references that lead nowhere or in a circle; labels with two meanings.
    Whether the goldens hold is for `logic.goldens`, which asks the rules.
    """
    shelf = read_shelf(rulebook_folders() if folders is None else folders)
    found = [
        *shelf.unreadable,
        *row_complaints(shelf),
        *rule_complaints(shelf),
        *golden_complaints(shelf),
    ]
    return tuple(sorted(set(found)))
