"""Marks on a map: one shape per kind, shared by close neighbours, moved apart until readable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.drawing.map_data import SHAPES, Marks
from crest.drawing.markup import element, escaped, number

if TYPE_CHECKING:
    from crest.drawing.map_view import View
    from crest.drawing.wording import Voices

_CELL: Final = 15.0  # px: marks of one kind closer than this share one mark with a number
_NAMES_IN_TITLE: Final = 6
_SINGLE, _LEAST_GROUP, _LARGEST = 5.2, 7.5, 15.0  # px, radius
_MOVES: Final = 24
_FURTHEST: Final = 26.0  # px a mark may be moved from its place
_MOVABLE: Final = 700  # more marks than this stay where they are
_COLOURS: Final = {
    "site": "#2f6690",
    "recruiter": "#8d4a86",
    "buyer": "#14424d",
    "origin": "#9a5b00",
}
_THOUSAND: Final = 1000
_UNSEEN: Final = 0.1  # px


@dataclass(slots=True)
class _Spot:
    """Marks of one kind and precision in one cell."""

    shape: str
    exact: bool
    x: float
    y: float
    members: list[int]  # the first few rows, for the title
    count: int

    @property
    def radius(self) -> float:
        if self.count == 1:
            return _SINGLE
        return float(min(_LARGEST, _LEAST_GROUP + 2.4 * np.log10(self.count)))


def drawn_marks(view: View, marks: Marks, voices: Voices) -> list[str]:
    """SVG of all marks in the window, larger groups first so that none is hidden."""
    spots = _spots(view, marks)
    _moved_apart(spots)
    return [_mark(spot, marks, voices) for spot in spots]


def _spots(view: View, marks: Marks) -> list[_Spot]:
    x, y = view.place(marks.lng, marks.lat)
    inside = np.flatnonzero((x >= 0) & (x <= view.width) & (y >= 0) & (y <= view.height))
    x, y = x[inside], y[inside]
    keys = np.column_stack(
        [marks.shape[inside], marks.exact[inside], x // _CELL, y // _CELL]
    ).astype(np.int64)
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    counts = np.bincount(which, minlength=len(first))
    mean_x = np.bincount(which, weights=x, minlength=len(first)) / counts
    mean_y = np.bincount(which, weights=y, minlength=len(first)) / counts
    order = np.argsort(which, kind="stable")
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    spots = [
        _Spot(
            shape=SHAPES[int(keys[first[group], 0])],
            exact=bool(keys[first[group], 1]),
            x=float(mean_x[group]),
            y=float(mean_y[group]),
            members=[
                int(inside[row])
                for row in order[begins[group] : begins[group] + counts[group]][:_NAMES_IN_TITLE]
            ],
            count=int(counts[group]),
        )
        for group in range(len(first))
    ]
    return sorted(spots, key=lambda spot: (-spot.count, spot.x, spot.y))


def _moved_apart(spots: list[_Spot]) -> None:
    """Push overlapping marks from each other, never further than _FURTHEST from their place."""
    if not 1 < len(spots) <= _MOVABLE:
        return
    home = np.array([[spot.x, spot.y] for spot in spots])
    radius = np.array([spot.radius for spot in spots])
    need = radius[:, None] + radius[None, :] + 2.0
    places = home.copy()
    # Marks at the very same place part in a fixed fan.
    turn = np.arange(len(spots)) * 2.399963
    places += 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(_MOVES):
        between = places[:, None, :] - places[None, :, :]
        apart = np.sqrt((between**2).sum(axis=2))
        np.fill_diagonal(apart, np.inf)
        push = np.clip(need - apart, 0.0, None) / 2
        if push.max(initial=0.0) < _UNSEEN:
            break
        places += (between * (push / np.maximum(apart, 1e-9))[:, :, None]).sum(axis=1)
        away = places - home
        length = np.maximum(np.sqrt((away**2).sum(axis=1)), 1e-9)
        places = home + away * np.minimum(1.0, _FURTHEST / length)[:, None]
    for spot, (x, y) in zip(spots, places.tolist(), strict=True):
        spot.x, spot.y = x, y


def _mark(spot: _Spot, marks: Marks, voices: Voices) -> str:
    names = ", ".join(str(marks.names[row].as_py()) for row in spot.members)
    more = f" + {spot.count - len(spot.members):,}" if spot.count > len(spot.members) else ""
    how = voices.plain(f"precision.{marks.precisions[spot.members[0]].as_py()}")
    fill = _COLOURS[spot.shape]
    paint = {
        "class_": f"mark {spot.shape}" + ("" if spot.exact else " looked-up"),
        "fill": fill if spot.exact else "#fff",
        "stroke": fill,
    }
    title = element("title", escaped(f"{names}{more} · {how}"))
    if spot.shape == "site":
        place = {"cx": number(spot.x), "cy": number(spot.y), "r": number(spot.radius)}
        body = element("circle", title, **place, **paint)
    else:
        path = outline(spot.shape, spot.x, spot.y, spot.radius)
        body = element("path", title, d=path, **paint)
    if spot.count == 1:
        return body
    label = f"{spot.count}"
    if spot.count >= _THOUSAND:
        label = f"{spot.count / _THOUSAND:.0f}k"
    low = spot.y + 3.0 + (spot.radius * 0.2 if spot.shape == "origin" else 0.0)
    return body + element("text", label, class_="count", x=number(spot.x), y=number(low),
                          font_size="8.5")  # fmt: skip


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """Path of a diamond (recruiter), square (buyer) or triangle (origin) around a point."""
    if shape == "buyer":
        side = number(2 * radius)
        return f"M{number(x - radius)} {number(y - radius)}h{side}v{side}h-{side}z"
    r = radius * 1.25
    one = number(r)
    if shape == "recruiter":
        return f"M{number(x)} {number(y - r)}l{one} {one}-{one} {one}-{one}-{one}z"
    return f"M{number(x)} {number(y - r)}l{one} {number(1.8 * r)}h-{number(2 * r)}z"
