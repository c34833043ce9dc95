"""What happened to a thing over the years: facts with dates, never errors.

A site (a place), the company at the site and a listing (what a list says of it) are three things,
each with dates. From the dated listings of one permanent id follow:

    listing    a list names it, from … to
    operator   a company is named at the site, from … to
    renamed    another name at the same address, after the earlier name was last used
    moved      the same name at another address, after the earlier address was last used
    merged     another parent group than before
    closed     a list says so, and no later list says otherwise

Names or addresses used side by side are spellings or branches; no fact follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crest.engine.matching.compare import FEATURES, features
from crest.engine.matching.normalise import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from crest.engine.matching.normalise import Kind

HISTORY: Final = pa.schema(
    [
        pa.field("entity", pa.string(), nullable=False),
        pa.field("fact", pa.string(), nullable=False),
        pa.field("from", pa.string()),  # what was before (name, address, parent)
        pa.field("to", pa.string()),  # what is since
        pa.field("since", pa.date32()),  # first day known; null when no list gives a date
        pa.field("until", pa.date32()),  # last day known; null while it lasts
        pa.field("evidence", pa.string(), nullable=False),  # "file.csv:12; other.xlsx [old]:3"
    ]
)
MOST: Final = 40  # listings of one thing compared with each other; the earliest ones
SAME_NAME: Final = 0.75
SAME_ADDRESS: Final = 0.6
SAME_SPOT_KM: Final = 0.3
_AT: Final = {name: at for at, name in enumerate(FEATURES)}
_Likeness = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Listing:
    at: int  # position in the table
    first: date
    last: date
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Spell:
    """The listings that agree on something, with the days it was seen."""

    listings: list[_Listing]

    @property
    def first(self) -> date:
        return min(one.first for one in self.listings)

    @property
    def last(self) -> date:
        return max(one.last for one in self.listings)

    def word(self, column: str) -> str:
        latest = max(self.listings, key=lambda one: (one.last, -one.at))
        return str(latest.row[column])


def derive_history(
    records: pa.Table,
    entities: pa.Array,
    kind: Kind,
    listed_on: Mapping[str, date] | None = None,
) -> pa.Table:
    """Derive facts from listings. Returns a table of HISTORY, sorted by entity and date.

    `records` follows SITES or ORGANISATIONS, `entities` string[n] are their permanent ids. A
    listing is dated by valid_from and valid_to, else by `listed_on[source]`, the day its list
    was published; undated listings give `listing` rows only.
    """
    wanted = [name for name in _COLUMNS if name in records.column_names]
    rows = records.select(wanted).to_pylist()
    dates = listed_on or {}
    groups: dict[str, list[int]] = {}
    for at, one in enumerate(entities.to_pylist()):
        groups.setdefault(one, []).append(at)
    dated = {
        entity: _dated([(at, rows[at]) for at in members], dates)
        for entity, members in groups.items()
    }
    alike = _Alike(records, kind, dated.values())
    facts: list[dict[str, Any]] = []
    for entity, members in sorted(groups.items()):
        facts.extend({"entity": entity} | fact for fact in _listed(rows, members, dates))
        known = dated[entity]
        for tell in (_renamed, _moved, _operators, _merged, _closed):
            facts.extend({"entity": entity} | fact for fact in tell(known, alike))
    return pa.Table.from_pylist(facts, schema=HISTORY)


_COLUMNS: Final = (
    "source",
    "sheet",
    "row",
    "name",
    "address",
    "company",
    "parent",
    "valid_from",
    "valid_to",
    "closed",
)


class _Alike:
    """Which listings of one thing have the same name, and which the same address."""

    def __init__(self, records: pa.Table, kind: Kind, groups: Iterable[list[_Listing]]) -> None:
        pairs = [
            (a.at, b.at)
            for group in groups
            for i, a in enumerate(group[:MOST])
            for b in group[i + 1 : MOST]
        ]
        self._seen: dict[tuple[int, int], _Likeness] = {}
        if pairs:
            prepared = prepare(records, kind)
            left, right = np.array(pairs, np.int64).T
            compared = features(prepared, prepared, left.copy(), right.copy())
            self._seen = dict(zip(pairs, compared, strict=True))

    def name(self, a: _Listing, b: _Listing) -> bool | None:
        found = self._of(a, b)
        if found is None or np.isnan(found[_AT["name_overlap"]]):
            return None
        return bool(
            found[_AT["name_overlap"]] >= SAME_NAME or found[_AT["name_letters"]] >= SAME_NAME
        )

    def address(self, a: _Listing, b: _Listing) -> bool | None:
        found = self._of(a, b)
        if found is None:
            return None
        overlap, far = found[_AT["address_overlap"]], found[_AT["distance"]]
        if np.isnan(overlap):
            return None if np.isnan(far) else bool(far <= SAME_SPOT_KM)
        clash = found[_AT["house"]] == 0
        return bool((overlap >= SAME_ADDRESS and not clash) or far <= SAME_SPOT_KM)

    def _of(self, a: _Listing, b: _Listing) -> _Likeness | None:
        return self._seen.get((a.at, b.at), self._seen.get((b.at, a.at)))


def _dated(rows: list[tuple[int, dict[str, Any]]], listed_on: Mapping[str, date]) -> list[_Listing]:
    found = []
    for at, row in rows:
        days = _days(row, listed_on)
        if days is not None:
            found.append(_Listing(at, *days, row))
    return sorted(found, key=lambda one: (one.first, one.last, one.at))


def _days(row: dict[str, Any], listed_on: Mapping[str, date]) -> tuple[date, date] | None:
    listed = listed_on.get(row["source"])
    first = row.get("valid_from") or listed or row.get("valid_to")
    last = row.get("valid_to") or listed or row.get("valid_from")
    if first is None or last is None:
        return None
    return min(first, last), max(first, last)


def _spells(
    listings: list[_Listing], same: Callable[[_Listing, _Listing], bool | None]
) -> list[_Spell]:
    """Group listings, each to the first spell with a member that agrees; in order of time."""
    spells: list[_Spell] = []
    for one in listings:
        for spell in spells:
            if any(same(one, other) for other in spell.listings):
                spell.listings.append(one)
                break
        else:
            spells.append(_Spell([one]))
    return sorted(spells, key=lambda spell: (spell.first, spell.last))


def _changes(
    listings: list[_Listing],
    column: str,
    fact: str,
    same: Callable[[_Listing, _Listing], bool | None],
    beside: Callable[[_Listing, _Listing], bool | None],
) -> Iterator[dict[str, Any]]:
    """Tell changes from one spell to the next, where `beside` links them and none overlap."""
    given = [one for one in listings if one.row.get(column)]
    spells = _spells(given, same)
    for before, after in pairwise(spells):
        apart = all(same(a, b) is False for a in before.listings for b in after.listings)
        linked = any(beside(a, b) for a in before.listings for b in after.listings)
        if apart and linked and before.last < after.first:
            yield _fact(
                fact,
                before.word(column),
                after.word(column),
                after.first,
                None,
                [*before.listings, *after.listings],
            )


def _renamed(listings: list[_Listing], alike: _Alike) -> Iterator[dict[str, Any]]:
    return _changes(listings, "name", "renamed", alike.name, alike.address)


def _moved(listings: list[_Listing], alike: _Alike) -> Iterator[dict[str, Any]]:
    return _changes(listings, "address", "moved", alike.address, alike.name)


def _by_text(column: str) -> Callable[[_Listing, _Listing], bool]:
    def same(a: _Listing, b: _Listing) -> bool:
        one, two = str(a.row[column]), str(b.row[column])
        return "".join(filter(str.isalnum, one.casefold())) == "".join(
            filter(str.isalnum, two.casefold())
        )

    return same


def _operators(listings: list[_Listing], _alike: _Alike) -> Iterator[dict[str, Any]]:
    given = [one for one in listings if one.row.get("company")]
    spells = _spells(given, _by_text("company"))
    for spell in spells:
        later = any(other.first > spell.last for other in spells)
        yield _fact(
            "operator",
            None,
            spell.word("company"),
            spell.first,
            spell.last if later else None,
            spell.listings,
        )


def _merged(listings: list[_Listing], _alike: _Alike) -> Iterator[dict[str, Any]]:
    def always(_a: _Listing, _b: _Listing) -> bool:
        return True

    return _changes(listings, "parent", "merged", _by_text("parent"), always)


def _closed(listings: list[_Listing], _alike: _Alike) -> Iterator[dict[str, Any]]:
    said = [one for one in listings if one.row.get("closed") is not None]
    if not said or not said[-1].row["closed"]:
        return
    since = [said[-1]]
    for one in reversed(said[:-1]):
        if not one.row["closed"]:
            break
        since.append(one)
    later_open = [one for one in listings if one.first > since[0].last]
    if not later_open:
        yield _fact("closed", None, None, since[-1].first, None, since[::-1])


def _listed(
    rows: list[dict[str, Any]], members: list[int], listed_on: Mapping[str, date]
) -> Iterator[dict[str, Any]]:
    for at in members:
        row = rows[at]
        listed = listed_on.get(row["source"])
        yield _fact(
            "listing",
            None,
            row.get("name"),
            row.get("valid_from") or listed,
            row.get("valid_to"),
            [],
            evidence=_place(row),
        )


def _fact(  # noqa: PLR0917 the columns of HISTORY
    fact: str,
    before: str | None,
    after: str | None,
    since: date | None,
    until: date | None,
    listings: list[_Listing],
    *,
    evidence: str | None = None,
) -> dict[str, Any]:
    places = sorted(listings, key=lambda one: (one.first, one.at))
    return {
        "fact": fact,
        "from": before,
        "to": after,
        "since": since,
        "until": until,
        "evidence": evidence or "; ".join(_place(one.row) for one in places),
    }


def _place(row: dict[str, Any]) -> str:
    sheet = f" [{row['sheet']}]" if row.get("sheet") else ""
    return f"{row['source']}{sheet}:{row['row']}"
