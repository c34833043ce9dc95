"""Errors a person can act on: a stable code, one plain sentence, the place, and the next step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something is wrong.

    `row` is the 1-based data row (the header does not count); `column` is the header as given.
    """

    source: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.source if self.sheet is None else f"{self.source} [{self.sheet}]"]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column “{self.column}”")
        return ", ".join(parts)


class CrestError(Exception):
    """Base of every error CREST raises on purpose.

    `code` never changes once released; `sentence` says what is wrong; `todo` says what to do next.
    """

    code = "crest.error"

    def __init__(self, sentence: str, *, todo: str = "", place: Place | None = None) -> None:
        self.sentence = sentence
        self.todo = todo
        self.place = place
        where = f"{place}: " if place is not None else ""
        super().__init__(f"{where}{sentence}{' ' + todo if todo else ''}")


class InputError(CrestError):
    """A file or value that a person gave cannot be used."""

    code = "input.unusable"


class UnsafeFileError(InputError):
    """A file that would harm the machine that reads it (bomb, external entity)."""

    code = "input.unsafe"


class OutputError(CrestError):
    """Results cannot be written (disk full, no permission, folder not ours)."""

    code = "output.unwritable"


class RuleFileError(CrestError):
    """A rulebook file is wrong; the sentence starts with file:line."""

    code = "rulebook.unreadable"
