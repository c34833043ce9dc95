"""Places that stand close together share one mark with their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from crest.supplychain.facade import column_and_line
from crest.web.atlas.filters import Filters, mask_of
from crest.web.atlas.picture import STEPS, Mask, Picture

BITS: Final = 16
FINER: Final = 4  # zooms between a tile and its cells: 16 by 16 marks at most
WHOLE: Final = 5  # zooms up to here are worked out for the whole world at once
_GAPS: Final = (
    (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333), (1, 0x5555555555555555),
)  # fmt: skip
_HAIR: Final = 1e-9  # degrees
_SHARE: Final = 0.1  # of a mark's places that must be so grave for it to be marked so


@dataclass(frozen=True, slots=True)
class Clusters:
    """m marks in the order of their cells."""

    cell: npt.NDArray[np.uint32]
    lng: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    count: npt.NDArray[np.int64]
    grave: npt.NDArray[np.int64]  # places of the gravest step
    step: npt.NDArray[np.int8]  # position in STEPS
    row: npt.NDArray[np.int64]  # of the only place; of the first where there are several

    def __len__(self) -> int:
        return len(self.cell)

    def part(self, low: int, high: int) -> Clusters:
        """Marks low to high."""
        return Clusters(*(getattr(self, name)[low:high] for name in self.__slots__))


def passing(picture: Picture, filters: Filters) -> Mask | None:
    """Which placed rows pass; None for all."""
    if not filters.chosen and not filters.box:
        return None
    key = ("placed", filters.chosen, filters.box)
    found: Mask = picture.remember(key, lambda: mask_of(picture, filters)[: picture.places.placed])
    return found


def clusters_at(picture: Picture, filters: Filters, zoom: int) -> Clusters:
    """All marks of the world when cells are 1/2^zoom of it wide."""
    key = ("clusters", filters.chosen, filters.box, filters.colour, zoom)
    found: Clusters = picture.remember(
        key, lambda: _clustered(picture, filters, zoom, 0, picture.places.placed)
    )
    return found


def clusters_of_tile(picture: Picture, filters: Filters, z: int, x: int, y: int) -> Clusters:
    """The marks of one tile."""
    zoom = min(BITS, z + FINER)
    first = _between(x) | (_between(y) << 1)
    if z <= WHOLE:
        whole = clusters_at(picture, filters, zoom)
        shift = np.uint32(2 * (zoom - z))
        low, high = np.searchsorted(whole.cell >> shift, [first, first + 1])
        return whole.part(int(low), int(high))
    shift_cell = 2 * (BITS - z)
    bounds = np.array([first << shift_cell, ((first + 1) << shift_cell) - 1], np.uint64)
    cell = picture.places.cell
    low = int(np.searchsorted(cell, np.uint32(bounds[0]), "left"))
    high = int(np.searchsorted(cell, np.uint32(bounds[1]), "right"))
    return _clustered(picture, filters, zoom, low, high)


def _clustered(picture: Picture, filters: Filters, zoom: int, low: int, high: int) -> Clusters:
    places = picture.places
    rows = np.arange(low, high)
    mask = passing(picture, filters)
    if mask is not None:
        rows = rows[mask[low:high]]
    cell = places.cell[rows] >> np.uint32(2 * (BITS - zoom))
    if not len(rows):
        empty = np.zeros(0, np.int64)
        return Clusters(cell, empty.astype(float), empty.astype(float), empty, empty,
                        empty.astype(np.int8), empty)  # fmt: skip
    begins = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
    count = np.diff(np.append(begins, len(rows)))
    step = picture.steps(filters.colour)[rows]
    of_step = np.array(
        [np.add.reduceat((step == code).astype(np.int64), begins) for code in range(len(STEPS))]
    )
    enough = of_step >= np.maximum(1, _SHARE * count)
    enough[-1] = True
    return Clusters(
        cell[begins],
        np.add.reduceat(places.lng[rows], begins) / count,
        np.add.reduceat(places.lat[rows], begins) / count,
        count,
        of_step[0],
        enough.argmax(axis=0).astype(np.int8),
        rows[begins],
    )


def _between(value: int) -> int:
    """The bits of a number with a gap after each. `value`: below 2^17."""
    for shift, mask in _GAPS:
        value = (value | (value << shift)) & mask
    return value


def box_rows(
    picture: Picture, filters: Filters, box: tuple[float, float, float, float]
) -> npt.NDArray[np.int64]:
    """Placed rows in a box that pass, found by the few cells that cover it."""
    places = picture.places
    west, south, east, north = box
    # A hair wider: a place on the edge may be rounded into the cell beside it.
    first_column, first_line = column_and_line(west - _HAIR, north + _HAIR)
    last_column, last_line = column_and_line(east + _HAIR, south - _HAIR)
    wide = max(last_column - first_column, last_line - first_line)
    level = max(0, wide.bit_length() - 1)
    parts = []
    for column in range(first_column >> level, (last_column >> level) + 1):
        for line in range(first_line >> level, (last_line >> level) + 1):
            first = (_between(column) | (_between(line) << 1)) << (2 * level)
            last = first + (1 << (2 * level)) - 1
            low = places.cell.searchsorted(np.uint32(first), "left")
            high = places.cell.searchsorted(np.uint32(last), "right")
            if high > low:
                parts.append(np.arange(low, high))
    if not parts:
        return np.zeros(0, np.int64)
    rows = np.concatenate(parts)
    lng, lat = places.lng[rows], places.lat[rows]
    kept = (lng >= west) & (lng <= east) & (lat >= south) & (lat <= north)
    mask = passing(picture, filters)
    if mask is not None:
        kept &= mask[rows]
    return rows[kept]
