"""What an event's tag means, in the reader's language: one line per tag in events.csv."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language

FILE: Final = Path(__file__).parent / "events.csv"
_OPENED: Final = "access:page:"


def words_of(tag: str) -> str:
    """The words of a tag; a page that was refused shares one line; else the tag itself."""
    known = _table()
    line = known.get(tag) or (known[_OPENED] if tag.startswith(_OPENED) else None)
    if line is None:
        return tag
    return line["th"] if (get_language() or "").startswith("th") else line["en"]


@cache
def _table() -> dict[str, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {line["tag"]: line for line in csv.DictReader(file)}
