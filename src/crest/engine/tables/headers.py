"""Finding the header of a grid: title rows above it, two-line headers, headers given twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

LOOK: Final = 60  # rows looked at
LONGEST_NAME: Final = 60  # characters of a cell that can be a column name in a two-line header

Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Header:
    """`first`: 0-based position of the header's first line; `lines`: 1 or 2; `cells`: the names.

    `above`: positions of the filled rows above it (titles). `looks_like_data`: the 1-based columns
    whose header cell is a number, a sign that the list has no header at all.
    """

    first: int
    lines: int
    cells: tuple[str | None, ...]
    above: tuple[int, ...]
    looks_like_data: tuple[int, ...]


def find_header(rows: Sequence[Row], merged: frozenset[int] = frozenset()) -> Header | None:
    """Find the header among the first `LOOK` rows; None when every row is blank.

    `merged`: 0-based rows that hold cells merged across columns, a sign of a two-line header.
    The header is the first row that fills at least 60 % of the cells rows typically fill
    below the top; sparser rows above it are titles.
    """
    looked = rows[:LOOK]
    filled = [sum(1 for cell in row if cell) for row in looked]
    body = [count for count in filled if count]
    if not body:
        return None
    typical = median(sorted(body)[len(body) // 3 :])
    need = max(2, 0.6 * typical) if typical >= 2 else 1  # noqa: PLR2004
    first = next((i for i, count in enumerate(filled) if count >= need), None)
    if first is None:
        first = next(i for i, count in enumerate(filled) if count)
    group = first - 1
    if group >= 0 and filled[group] and group in merged and filled[group] > 1:
        first = group
    above = tuple(i for i in range(first) if filled[i])
    if first + 1 < len(looked) and _is_two_lines(looked, first, merged=first in merged):
        return Header(first, 2, _joined(looked[first], looked[first + 1]), above, ())
    numbers = tuple(i for i, cell in enumerate(looked[first], start=1) if cell and _is_number(cell))
    return Header(first, 1, tuple(looked[first]), above, numbers)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?\d+([.,]\d+)*", cell.strip()) is not None


def _is_two_lines(rows: Sequence[Row], first: int, *, merged: bool) -> bool:
    """Whether the row under `first` still belongs to the header and is no data row."""
    top, under, data = rows[first], rows[first + 1], rows[first + 2 :]
    names = [cell for cell in under if cell]
    plain = all(len(c) <= LONGEST_NAME and not re.search(r"\d", c) for c in names)
    if not names or not plain or len(set(names)) < len(names):
        return False
    if any(cell and re.search(r"\d", cell) for cell in top) and not merged:
        return False
    width = max(len(top), len(under))
    pairs = [(_cell(top, i), _cell(under, i)) for i in range(width)]
    gaps = [i for i, (a, b) in enumerate(pairs) if not a and b]
    completes = bool(gaps) and gaps[0] > 0 and bool(pairs[gaps[0] - 1][1])
    if completes and merged:
        return True
    if not _data_has_digits(data, width):
        return False
    return (completes and any(a and not b for a, b in pairs)) or _two_languages(pairs)


def _cell(row: Row, position: int) -> str | None:
    return row[position] if position < len(row) else None


def _data_has_digits(data: Sequence[Row], width: int) -> bool:
    """Whether some column of the rows below holds digits in at least half of its filled cells."""
    for i in range(width):
        cells = [c for c in (_cell(row, i) for row in data) if c]
        if cells and sum(1 for c in cells if re.search(r"\d", c)) * 2 >= len(cells):
            return True
    return False


def _two_languages(pairs: Sequence[tuple[str | None, str | None]]) -> bool:
    """Every column named twice, each line in a script of its own (Thai above, English below)."""
    both = [(a, b) for a, b in pairs if a and b]
    if len(both) < 2 or len(both) < len(pairs) - 1:  # noqa: PLR2004
        return False
    above, below = ({s for c in line for s in _scripts(c)} for line in zip(*both, strict=True))
    return len(above) >= 1 and len(below) >= 1 and len(above & below) == 0


def _scripts(text: str) -> set[str]:
    """First word of the Unicode name of each letter: LATIN, THAI, CJK, MYANMAR."""
    return {unicodedata.name(ch, "OTHER").split()[0] for ch in text if ch.isalpha()}


def _joined(top: Row, under: Row) -> tuple[str | None, ...]:
    """One name per column: "Address Street" for Street under the wide cell Address."""
    names: list[str | None] = []
    group: str | None = None
    for i in range(max(len(top), len(under))):
        a, b = _cell(top, i), _cell(under, i)
        if a:
            group = a if b else None
        above = a or (group if b else None)
        names.append(" ".join(part for part in (above, b) if part) or None)
    return tuple(names)
