"""Who holds a licence: number, jurisdiction and validity settle a recruiter's identity.

One number in one jurisdiction is one holder, however its name is spelt, unless the holders
contradict: names that have nothing in common wait for a person, who sees whether a number was
given out again, borrowed, or mistyped. A new number that follows on an old one, in the same
jurisdiction and under the same name, is a renewal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from anyascii import anyascii

from crest.engine.matching.compare import FEATURES, features
from crest.engine.matching.normalise import prepare

if TYPE_CHECKING:
    from datetime import date

Longs = npt.NDArray[np.int64]
REVIEW: Final = pa.schema(
    [
        pa.field("left", pa.int64(), nullable=False),
        pa.field("right", pa.int64(), nullable=False),
        pa.field("licence", pa.string(), nullable=False),
        pa.field("jurisdiction", pa.string(), nullable=False),
        pa.field("sentence", pa.string(), nullable=False),
    ]
)
UNRELATED: Final = 0.3  # names below this likeness contradict each other
MISSPELT: Final = 0.6  # unrelated names share up to this part of their letters by chance
RENEWED: Final = 0.85  # a renewal needs names at least this alike
GAP: Final = timedelta(days=180)  # between the end of one licence and the start of the next
_OVERLAP, _LETTERS = FEATURES.index("name_overlap"), FEATURES.index("name_letters")
_LABEL: Final = re.compile(
    r"^(?:(?:licen[cs]e|licen[cs]ia|permit|registration|reg|lic|number|numero|no|nr)[\s.:#º°]*)+"
    r"(?=[^a-z]|$)",
    re.IGNORECASE,
)
_LOCAL_LABELS: Final = re.compile("ใบอนุญาต|เลขที่|ที่|លេខ|အမှတ်|số|giấy phép|许可证|编号|第|号")


@dataclass(frozen=True)
class Licences:
    """What licences settle about the records of a table, as pairs of positions.

    `same`: pairs that are one holder; `renewals`: those of them whose number changed; `review`
    (REVIEW): pairs of one number whose holders contradict.
    """

    same: tuple[Longs, Longs]
    renewals: tuple[Longs, Longs]
    review: pa.Table


def read_licence(text: str | None) -> str | None:
    """Read a licence number as letters and digits only; None when nothing is left.

    Labels (“Licence No.”, ใบอนุญาตเลขที่), separators, case and scripts of digits do not matter.
    """
    if text is None:
        return None
    plain = _LABEL.sub("", anyascii(_LOCAL_LABELS.sub(" ", text)).strip())
    found = re.sub(r"[^0-9a-z]", "", plain.lower())
    return found if any(sign.isdigit() for sign in found) else None


def settle_licences(records: pa.Table) -> Licences:
    """Find records of an ORGANISATIONS table that are one holder by licence, and contradictions.

    The jurisdiction is licence_jurisdiction, else the country; without either, or without a
    digit in the number, nothing is settled.
    """
    rows = records.select([name for name in _COLUMNS if name in records.column_names]).to_pylist()
    groups: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        number = read_licence(row.get("licence"))
        where = (row.get("licence_jurisdiction") or row.get("country") or "").strip().upper()
        if number and where:
            groups.setdefault((where, number), []).append(at)
    likeness = _Likeness(records)
    same: list[tuple[int, int]] = []
    review: list[dict[str, Any]] = []
    for (where, number), members in groups.items():
        holders = _holders(members, likeness)
        for holder in holders:
            same.extend(pairwise(holder))
        for i, one in enumerate(holders):
            review.extend(
                _question(rows, one[0], other[0], number, where) for other in holders[i + 1 :]
            )
    renewals = _renewals(rows, groups, likeness)
    return Licences(
        _arrays([*same, *renewals]), _arrays(renewals), pa.Table.from_pylist(review, REVIEW)
    )


_COLUMNS: Final = (
    "name",
    "country",
    "licence",
    "licence_jurisdiction",
    "licence_from",
    "licence_to",
)


class _Likeness:
    """How alike two holders' names are, 0..1; 1 when one has no name."""

    def __init__(self, records: pa.Table) -> None:
        self._prepared = prepare(records, "organisation")

    def __call__(self, left: int, right: int) -> float:
        found = features(
            self._prepared, self._prepared, np.array([left], np.int64), np.array([right], np.int64)
        )[0]
        if np.isnan(found[_OVERLAP]):
            return 1.0
        letters = found[_LETTERS] if found[_LETTERS] >= MISSPELT else 0.0
        return float(max(found[_OVERLAP], letters))


def _holders(members: list[int], alike: _Likeness) -> list[list[int]]:
    """Group the records of one number by names that have something in common."""
    holders: list[list[int]] = []
    for at in members:
        fits = [one for one in holders if any(alike(at, other) >= UNRELATED for other in one)]
        joined = [at]
        for one in fits:
            joined.extend(one)
            holders.remove(one)
        holders.append(sorted(joined))
    return sorted(holders)


def _question(
    rows: list[dict[str, Any]], left: int, right: int, number: str, where: str
) -> dict[str, Any]:
    one, two = rows[left], rows[right]
    if _overlap(one, two):
        why = "hold the same licence at the same time"
    else:
        why = "held the same licence one after the other: given out again, or renamed"
    return {
        "left": left,
        "right": right,
        "licence": number,
        "jurisdiction": where,
        "sentence": f"“{one.get('name')}” and “{two.get('name')}” {why}.",
    }


def _overlap(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Whether two validity periods may share a day; an unknown end counts as open."""
    ends_before = _before(one.get("licence_to"), two.get("licence_from"))
    begins_after = _before(two.get("licence_to"), one.get("licence_from"))
    return not (ends_before or begins_after)


def _before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def _renewals(
    rows: list[dict[str, Any]], groups: dict[tuple[str, str], list[int]], alike: _Likeness
) -> list[tuple[int, int]]:
    """Find licences that follow on another of the same jurisdiction under the same name."""
    by_start: dict[str, list[tuple[date, int, str]]] = {}
    for (where, number), members in groups.items():
        for at in members:
            if rows[at].get("licence_from") is not None:
                by_start.setdefault(where, []).append((rows[at]["licence_from"], at, number))
    found = []
    for (where, number), members in groups.items():
        starts = sorted(by_start.get(where, []))
        for at in members:
            end = rows[at].get("licence_to")
            if end is None:
                continue
            low = np.searchsorted([start.toordinal() for start, _, _ in starts], end.toordinal())
            for start, other, other_number in starts[int(low) :]:
                if start > end + GAP:
                    break
                if other_number != number and alike(at, other) >= RENEWED:
                    found.append((at, other))
    return found


def _arrays(pairs: list[tuple[int, int]]) -> tuple[Longs, Longs]:
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()
