"""Which delimiter a text table uses."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|")
LOOK: Final = 200  # records looked at


def find_delimiter(sample: str, *, ending: str = "") -> str:
    """Find the delimiter that gives the most even table; a comma when there is only one column.

    `sample`: the first part of the text (whole lines). `ending`: file ending such as ".tsv",
    which decides only between equals. A first line "sep=;" (Excel) decides at once.
    """
    first = sample[:10].lower()
    if first.startswith("sep=") and len(sample) > 4 and sample[4] in DELIMITERS:  # noqa: PLR2004
        return sample[4]
    lines = sample.splitlines(keepends=True)
    best, winner = 0.0, "," if ending != ".tsv" else "\t"
    for delimiter in DELIMITERS:
        score = _evenness(lines, delimiter)
        if ending == ".tsv" and delimiter == "\t":
            score *= 1.2
        if score > best:
            best, winner = score, delimiter
    return winner


def _evenness(lines: list[str], delimiter: str) -> float:
    """Share of rows with the most usual width; more columns win between nearly equals."""
    widths: list[int] = []
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in record) or len(record) > 1:
                widths.append(len(record))
            if len(widths) >= LOOK:
                break
    except csv.Error:  # a cell beyond the limit of the csv module: this delimiter is unlikely
        return 0.0
    if not widths:
        return 0.0
    usual, rows = Counter(widths).most_common(1)[0]
    if usual < 2:  # noqa: PLR2004
        several = [w for w in widths if w > 1]
        if len(several) * 5 < len(widths):
            return 0.0
        usual, rows = Counter(several).most_common(1)[0]
    return rows / len(widths) * (1 + 0.02 * min(usual, 10))
