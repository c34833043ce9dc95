"""A long list on a page: one filter with counts, and pages. Nothing is cut without being said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

PER_PAGE: Final = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of the filter: its words, how many, and where it leads."""

    words: Any
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """The rows of one page of those that pass. `total`: how many pass; `of`: how many there are."""

    rows: tuple[Row, ...]
    chips: tuple[Chip, ...]
    total: int
    of: int
    page: int
    pages: int
    before: str
    after: str


def listed(
    rows: Sequence[Row], asked: Mapping[str, Any], *, name: str, value: Callable[[Row], str],
    words: Mapping[str, Any], everything: Any, per_page: int = PER_PAGE,
) -> Listing[Row]:  # fmt: skip
    """One page of `rows` as the address asks: `name`=value and `<name>_page`=number.

    `words`: of each value, in the order shown; values nobody has are left out. What is asked and
    is no such value or page is read as everything and the nearest page.
    """
    counts: dict[str, int] = dict.fromkeys(words, 0)
    for row in rows:
        counts[value(row)] = counts.get(value(row), 0) + 1
    chosen = str(asked.get(name, ""))
    chosen = chosen if counts.get(chosen) else ""
    passing = [row for row in rows if not chosen or value(row) == chosen]
    pages = max(1, -(-len(passing) // per_page))
    number = str(asked.get(f"{name}_page", ""))
    page = min(max(1, int(number)), pages) if number.isdecimal() and len(number) < 6 else 1  # noqa: PLR2004

    def href(**more: Any) -> str:
        return "?" + urlencode({key: one for key, one in more.items() if one})

    kept = {name: chosen} if chosen else {}
    chips = [Chip(everything, len(rows), href(), not chosen)] + [
        Chip(words.get(one, one), count, href(**{name: one}), one == chosen)
        for one, count in counts.items()
        if count
    ]
    return Listing(
        rows=tuple(passing[(page - 1) * per_page : page * per_page]), chips=tuple(chips),
        total=len(passing), of=len(rows), page=page, pages=pages,
        before=href(**kept, **{f"{name}_page": page - 1}) if page > 1 else "",
        after=href(**kept, **{f"{name}_page": page + 1}) if page < pages else "",
    )  # fmt: skip
