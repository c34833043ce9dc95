"""The window of the world that a map shows: which part, how large, and its land."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.drawing.assets import countries
from crest.drawing.markup import number
from crest.drawing.projection import equal_earth

if TYPE_CHECKING:
    from crest.drawing.map_data import Corridor, Marks
    from crest.drawing.projection import Floats

Box = tuple[float, float, float, float]  # west, south, east, north in degrees

WIDTH: Final = 1160.0
# The ice is left out: nobody in the lists works there.
WHOLE: Final[Box] = (-169.0, -56.0, 179.0, 83.0)
_CROPPED: Final = 200.0  # degrees of longitude: a wider window shows the whole world
_BIN: Final = 4.0  # degrees; windows are counted in squares of this size
_WINDOW: Final = (8, 6)  # squares east and north: 32 by 24 degrees
_ZOOM_SHARE: Final = 0.4  # share of all marks a window must hold to get its own map
_LEAST_HEIGHT: Final = 7.0  # degrees: closer than this the coast line would look coarse
_LANDSCAPE: Final = 1.9  # width by height, so that no map pushes the rest of the page away
_FAR_EAST: Final = 190.0  # beyond this the window would need both edges of the map
_PAD: Final = 20.0  # px of land drawn beyond the frame
_LEAST_RING: Final = 0.7  # px: smaller islands are left out
_LEAST_STEP: Final = 0.35  # px between two points of a coast line
_TRIANGLE: Final = 3


@dataclass(frozen=True, slots=True)
class View:
    """A window of the projected plane: `scale` px per unit, (left, top) its corner.

    `middle` is the longitude that runs straight up.
    """

    middle: float
    left: float
    top: float
    scale: float
    width: float
    height: float
    detail: str  # 110m | 50m

    @classmethod
    def around(cls, box: Box, detail: str) -> View:
        """Build the window that holds a box in degrees, WIDTH px wide."""
        west, south, east, north = box
        middle = (west + east) / 2 if east - west < _CROPPED else 0.0
        lng = np.linspace(west, east, 25) - middle
        lat = np.linspace(south, north, 25)
        edge = [(lng, np.full(25, south)), (lng, np.full(25, north))]
        edge += [(np.full(25, side - middle), lat) for side in (west, east)]
        x, y = equal_earth(
            np.concatenate([part[0] for part in edge]), np.concatenate([part[1] for part in edge])
        )
        left, top = float(x.min()), float(y.max())
        scale = WIDTH / (float(x.max()) - left)
        return cls(middle, left, top, scale, WIDTH, (top - float(y.min())) * scale, detail)

    def place(self, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Degrees → px."""
        return self._in_px((lng - self.middle + 180.0) % 360.0 - 180.0, lat)

    def run_on(self, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Degrees → px for shapes that run on beyond 180 degrees."""
        return self._in_px(lng - self.middle, lat)

    def _in_px(self, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
        x, y = equal_earth(lng, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def point(self, lng: float, lat: float) -> tuple[float, float]:
        """One place in px."""
        x, y = self.place(np.array([lng]), np.array([lat]))
        return float(x[0]), float(y[0])

    def holds(self, lng: float, lat: float) -> bool:
        """Whether a place is inside the window."""
        x, y = self.point(lng, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height


def whole_box(marks: Marks, routes: list[Corridor]) -> Box:
    """The part of the world with everything in it; the whole world when that is most of it."""
    ends = [end for route in routes for end in (route.start, route.end)]
    lng = np.concatenate([marks.lng, [end[0] for end in ends]])
    lat = np.concatenate([marks.lat, [end[1] for end in ends]])
    if len(lng) == 0:
        return WHOLE
    west, east = float(lng.min()) - 12.0, float(lng.max()) + 12.0
    south, north = float(lat.min()) - 8.0, float(lat.max()) + 8.0
    # Wide enough to know the place at a glance.
    west, east = (
        west - max(0.0, 100.0 - (east - west)) / 2,
        east + max(0.0, 100.0 - (east - west)) / 2,
    )
    if east - west >= _CROPPED or west < WHOLE[0] or east > _FAR_EAST:
        return WHOLE
    return _landscape((west, max(south, -56.0), east, min(north, WHOLE[3])))


def _landscape(box: Box) -> Box:
    """`box` made higher or wider until it is about _LANDSCAPE times as wide as high."""
    west, south, east, north = box
    squeeze = max(0.3, float(np.cos(np.radians((south + north) / 2))))
    width = (east - west) * squeeze
    more_height = max(0.0, width / _LANDSCAPE - (north - south)) / 2
    more_width = max(0.0, _LANDSCAPE * (north - south) - width) / squeeze / 2
    south, north = max(WHOLE[1], south - more_height), min(WHOLE[3], north + more_height)
    return (west - more_width, south, east + more_width, north)


def densest_box(marks: Marks) -> Box | None:
    """The window of 32 by 24 degrees with most marks, cut to them, with a margin.

    None when it holds fewer than 40 % of the marks, or when there is no mark.
    """
    if len(marks) == 0:
        return None
    counts, _, _ = np.histogram2d(
        marks.lng, marks.lat, bins=(90, 45), range=((-180.0, 180.0), (-90.0, 90.0))
    )
    sums = np.zeros((counts.shape[0] + 1, counts.shape[1] + 1))
    sums[1:, 1:] = counts.cumsum(axis=0).cumsum(axis=1)
    wide, high = _WINDOW
    held = sums[wide:, high:] - sums[:-wide, high:] - sums[wide:, :-high] + sums[:-wide, :-high]
    column, row = np.unravel_index(int(held.argmax()), held.shape)
    if held[column, row] < _ZOOM_SHARE * len(marks):
        return None
    west, south = -180.0 + _BIN * float(column), -90.0 + _BIN * float(row)
    own = (marks.lng >= west) & (marks.lng <= west + wide * _BIN)
    own &= (marks.lat >= south) & (marks.lat <= south + high * _BIN)
    low, top = float(marks.lat[own].min()), float(marks.lat[own].max())
    margin = max(1.5, (_LEAST_HEIGHT - (top - low)) / 2)
    left, right = float(marks.lng[own].min()), float(marks.lng[own].max())
    return _landscape((left - 2.0, low - margin, right + 2.0, top + margin))


def land(view: View) -> str:
    """One path for all land in the window, to a tenth of a px, without repeated points."""
    drawn: list[str] = []
    for country in countries(view.detail):
        if country.code == "ATA":
            continue
        # Every ring may also show beyond the other edge of the world.
        for ring, turn in product(country.rings, (0.0, -360.0, 360.0)):
            x, y = view.run_on(ring[:, 0] + turn, ring[:, 1])
            beside = x.max() < 0 or x.min() > view.width or y.max() < 0 or y.min() > view.height
            if beside or max(np.ptp(x), np.ptp(y)) < _LEAST_RING:
                continue
            points = np.round(_clipped(np.column_stack([x, y]), view), 1)
            if len(points) < _TRIANGLE:
                continue
            new = np.ones(len(points), bool)
            new[1:] = np.abs(np.diff(points, axis=0)).sum(axis=1) > _LEAST_STEP
            text = "L".join(f"{number(px)} {number(py)}" for px, py in points[new])
            drawn.append(f"M{text}Z")
    return "".join(drawn)


def _clipped(points: Floats, view: View) -> Floats:
    """Cut a ring to the window and a little around it (Sutherland and Hodgman, 1974)."""
    sides = (
        (0, -_PAD, True),
        (0, view.width + _PAD, False),
        (1, -_PAD, True),
        (1, view.height + _PAD, False),
    )
    for axis, limit, keep_above in sides:
        if len(points) == 0:
            break
        inside = points[:, axis] >= limit if keep_above else points[:, axis] <= limit
        if inside.all():
            continue
        kept: list[Floats] = []
        for index in range(len(points)):
            here, before = points[index], points[index - 1]
            if inside[index] != inside[index - 1]:
                step = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(before + step * (here - before))
            if inside[index]:
                kept.append(here)
        points = np.array(kept).reshape(-1, 2)
    return points
