"""What the rulebook's linter says: where, about which rule, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One fault of meaning. `file`: its name inside the rulebook; `line` counts from 1."""

    file: str
    line: int
    rule: str
    sentence: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.rule}: {self.sentence} {self.todo}"
