"""What one list holds: header, rows, and the truth about each row."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = str | int | float | None


@dataclass
class Sheet:
    """One table of one file. `truth` says per row which entity each end is ("" = nobody's)."""

    kind: str  # sites | organisations | links | channels
    header: list[str]
    name: str = ""  # sheet name, "" when the format has none
    title: list[str] = field(default_factory=list)  # lines above the header
    rows: list[list[Cell]] = field(default_factory=list)
    truth: list[dict[str, str]] = field(default_factory=list)
    merge: tuple[str, int, int] | None = None  # column, first and last data row under one cell

    def add(self, entity: str | dict[str, str], *cells: Cell) -> None:
        """Append a row and what it truly is: an entity, or one entity per end of a link."""
        if len(cells) != len(self.header):
            raise ValueError(
                f"{self.kind} {cells[:2]}: {len(cells)} cells, {len(self.header)} columns"
            )
        self.rows.append(list(cells))
        self.truth.append({"": entity} if isinstance(entity, str) else entity)

    def change(self, row: int, column: str, value: Cell) -> None:
        """Plant a fault: put `value` into the 1-based data row."""
        self.rows[row - 1][self.header.index(column)] = value

    def row_of(self, entity: str) -> int:
        """Return the 1-based number of the first row about this entity."""
        return next(at for at, ends in enumerate(self.truth, 1) if ends.get("") == entity)
