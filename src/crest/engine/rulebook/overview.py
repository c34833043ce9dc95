"""What the rulebook holds, file by file, and where a code stands."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crest.engine.rulebook.rules import FactBook, RuleSet

if TYPE_CHECKING:
    from crest.engine.rulebook.shelf import ReadFile, Row, Shelf

_GROUPS: Final = (
    ("indicators/", "Signs of forced labour and trafficking"),
    ("fees/regimes/law-", "Law on recruitment costs"),
    ("fees/regimes/", "Standards on recruitment costs"),
    ("fees/items", "What workers pay for"),
    ("fees/", "Debt and contract"),
    ("corridors/", "Figures by country and corridor"),
    ("wages/", "Minimum wages"),
    ("remedy/", "Repayment"),
    ("actions/", "Findings and corrective actions"),
    ("risk/", "Risk"),
)
_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True)
class FileOverview:
    """One rulebook file with dated rows. Days are text as written (2024-03-31); none = still."""

    group: str
    id: str
    title: str
    file: str
    rows: int
    unverified: int
    valid_from: str | None
    valid_to: str | None
    review_by: str


def overview(shelf: Shelf) -> tuple[FileOverview, ...]:
    """Every file that holds dated rows, by group and name."""
    by_file: dict[str, list[Row]] = {}
    for row in shelf.rows():
        by_file.setdefault(row.file.name, []).append(row)
    found = [_one(shelf.files[name], rows) for name, rows in by_file.items()]
    order = [title for _, title in _GROUPS]
    return tuple(sorted(found, key=lambda one: (_place(one.group, order), one.group, one.file)))


def find_rows(shelf: Shelf, code: str) -> list[Row]:
    """The rows of a code, upper or lower case; several where it stands for several periods."""
    return [row for row in shelf.rows() if row.id.casefold() == code.casefold()]


def find_set(shelf: Shelf, code: str) -> ReadFile | None:
    """The file of a rule set, by its id."""
    same = (file for file in shelf.of(RuleSet) if file.model.id == code.casefold())
    return next(same, None)


def codes_like(shelf: Shelf, code: str) -> list[str]:
    """Codes of rows, rule sets and facts that look like this one, most alike first."""
    known = {row.id for row in shelf.rows()} | {file.model.id for file in shelf.of(RuleSet)}
    known |= {entry.fact for file in shelf.of(FactBook) for entry in file.model.facts}
    folded = {name.casefold(): name for name in sorted(known)}
    close = difflib.get_close_matches(code.casefold(), folded, n=5, cutoff=_ALIKE)
    return [folded[name] for name in close]


def _one(file: ReadFile, rows: list[Row]) -> FileOverview:
    begins = sorted(str(row.content["valid_from"]) for row in rows if "valid_from" in row.content)
    ends = [row.content.get("valid_to") for row in rows]
    return FileOverview(
        group=next((title for start, title in _GROUPS if file.name.startswith(start)), "Other"),
        id=str(file.content.get("id", file.name)),
        title=str(file.content.get("title", "")),
        file=file.name,
        rows=len(rows),
        unverified=sum(row.content.get("confidence") != "verified" for row in rows),
        valid_from=begins[0] if begins else None,
        valid_to=None if None in ends else max(str(end) for end in ends),
        review_by=min(str(row.content["review_by"]) for row in rows),
    )


def _place(group: str, order: list[str]) -> int:
    return order.index(group) if group in order else len(order)
