"""Where the boxes and lines of a two-lane drawing go: fixed columns, barycentre order, no overlap.

All lengths are SVG user units (px at full size). Links that skip columns get an empty place
(a "dummy") in every column they pass, so that they run round boxes and never behind them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from crest.drawing.chain_model import CENTRE, Box, Chain, Link
from crest.drawing.chain_order import order_columns
from crest.drawing.lettering import line_height, lines

# Seven columns on a screen of 1280 px beside the navigation still have letters that can be read.
BOX: Final = 152.0
GAP: Final = 38.0
PADDING: Final = 9.0
NAME_SIZE: Final = 14.5
SUB_SIZE: Final = 12.5
MARGIN: Final = 4.0
LANE_TITLE: Final = 30.0
_NAME_LINES: Final = 3
_BETWEEN: Final = 12.0  # free height between two boxes of a column
_LANES_APART: Final = 34.0
_LEAST_LANE: Final = 64.0
THIN: Final = 2.0
_THICKEST: Final = 16.0


@dataclass(slots=True)
class Place:
    """A box or a dummy with its position; `key` of a dummy names the link it belongs to."""

    key: str
    column: int
    box: Box | None
    height: float
    x: float = 0.0
    y: float = 0.0
    name_lines: dict[str, list[str]] = field(default_factory=dict)  # per language

    @property
    def middle(self) -> float:
        """Height of the centre."""
        return self.y + self.height / 2


@dataclass(slots=True)
class Route:
    """One link with its width and the points it runs through, drawn from left to right."""

    link: Link
    width: float
    known: bool
    reversed: bool
    stops: list[Place]
    start: float = 0.0  # y where it leaves the first stop
    end: float = 0.0  # y where it meets the last stop


@dataclass(slots=True)
class Layout:
    """A drawing ready to be written."""

    places: list[Place]
    routes: list[Route]
    width: float
    height: float
    goods_title: float  # y of the heading of the goods lane
    columns: int


def arranged(chain: Chain, names: dict[str, dict[str, str]]) -> Layout:
    """The layout of a folded chain; `names` gives each box key its name per language."""
    places = {box.key: _place(box, names[box.key]) for box in chain.boxes.values()}
    routes = [_route(link, chain, places) for link in chain.links]
    _measured(routes, chain.links)
    lanes = _lanes(places, routes)
    for columns in lanes.values():
        order_columns(columns, routes)
    layout = _positioned(places, routes, lanes)
    _ports(routes)
    return layout


def _place(box: Box, names: dict[str, str]) -> Place:
    """A box with its height: up to three lines of name and one of detail, in every language."""
    wrapped = {
        language: lines(name, BOX - 2 * PADDING, NAME_SIZE, _NAME_LINES, bold=True)
        for language, name in names.items()
    }
    tallest = max(
        sum(line_height(line) * NAME_SIZE for line in name_lines) for name_lines in wrapped.values()
    )
    height = tallest + 1.5 * SUB_SIZE + 14.0
    if box.key == CENTRE:
        height += 1.5 * SUB_SIZE
    return Place(box.key, box.column, box, height, name_lines=wrapped)


def _route(link: Link, chain: Chain, places: dict[str, Place]) -> Route:
    ends = [places[link.source], places[link.target]]
    back = ends[0].column > ends[1].column
    if back:
        ends.reverse()
    lane = chain.boxes[link.source].lane
    if lane == CENTRE:
        lane = chain.boxes[link.target].lane
    dummies = [
        Place(f"{lane}|{link.source}|{link.target}|{column}", column, None, 12.0)
        for column in range(ends[0].column + 1, ends[1].column)
    ]
    return Route(link, THIN, known=False, reversed=back, stops=[ends[0], *dummies, ends[1]])


def _measured(routes: list[Route], links: list[Link]) -> None:
    """Line widths, proportional to people (labour) or share (goods) within each lane."""
    for lane in ("labour", "goods"):
        own = [link for link in links if link.lane == lane]
        by_share = lane == "goods" and any(link.share is not None for link in own)
        most = max(((link.share if by_share else link.people) or 0.0 for link in own), default=0.0)
        for route in routes:
            if route.link.lane != lane:
                continue
            amount = route.link.share if by_share else route.link.people
            route.known = amount is not None
            if amount and most:
                route.width = THIN + (_THICKEST - THIN) * amount / most
            for stop in route.stops[1:-1]:
                stop.height = route.width + 8.0


def _lanes(places: dict[str, Place], routes: list[Route]) -> dict[str, dict[int, list[Place]]]:
    """Places by lane and column; the workplace belongs to none, dummies to the lane they cross."""
    lanes: dict[str, dict[int, list[Place]]] = {
        lane: defaultdict(list) for lane in ("labour", "goods", "customer")
    }
    for place in places.values():
        if place.box is not None and place.key != CENTRE:
            lanes[place.box.lane][place.column].append(place)
    for route in routes:
        for stop in route.stops[1:-1]:
            lane = stop.key.split("|", 1)[0]
            if stop.column > 0:
                lane = "customer"
            elif lane == "customer":
                lane = "goods"
            lanes[lane][stop.column].append(stop)
    return lanes


def _stack(column: list[Place]) -> float:
    """Height of a column with its gaps."""
    return sum(place.height for place in column) + _BETWEEN * max(0, len(column) - 1)


def _positioned(
    places: dict[str, Place], routes: list[Route], lanes: dict[str, dict[int, list[Place]]]
) -> Layout:
    everything = [*places.values(), *(stop for route in routes for stop in route.stops)]
    # Two columns at least: an empty lane says there that nothing is known.
    first = min(-2, *(place.column for place in everything))
    columns = max(place.column for place in everything) - first + 1
    for place in everything:
        place.x = MARGIN + (place.column - first) * (BOX + GAP)
    centre = places[CENTRE]
    for arriving in (True, False):
        centre.height = max(centre.height, _side(routes, centre, arriving=arriving) + 16.0)
    goods_title = _stacked(lanes, centre)
    bottom = max(place.y + place.height for place in everything)
    return Layout(
        places=list(places.values()),
        routes=routes,
        width=2 * MARGIN + columns * (BOX + GAP) - GAP,
        height=max(bottom, goods_title + LANE_TITLE + _LEAST_LANE) + MARGIN,
        goods_title=goods_title,
        columns=columns,
    )


def _stacked(lanes: dict[str, dict[int, list[Place]]], centre: Place) -> float:
    """Give every place its height on the page; returns where the goods lane has its heading.

    The workplace and its buyers stand in the middle of both lanes together; links that pass the
    workplace run below it.
    """
    upstream = {key: column for key, column in lanes["goods"].items() if key < 0}
    passing = lanes["goods"].get(0, []) + lanes["labour"].get(0, [])
    labour = max([_LEAST_LANE, *(_stack(column) for column in lanes["labour"].values())])
    goods = max([_LEAST_LANE, *(_stack(column) for column in upstream.values())])
    buyers = max([centre.height, *(_stack(column) for column in lanes["customer"].values())])
    both = labour + _LANES_APART + LANE_TITLE + goods
    labour_top = MARGIN + LANE_TITLE + max(0.0, buyers - both) / 2
    goods_title = labour_top + labour + _LANES_APART
    goods_top = goods_title + LANE_TITLE
    for key, column in lanes["labour"].items():
        if key < 0:
            _spread(column, labour_top, labour)
    for column in upstream.values():
        _spread(column, goods_top, goods)
    meeting = (labour_top + goods_top + goods) / 2
    centre.y = meeting - centre.height / 2
    below = max(goods_top + goods - _stack(passing), centre.y + centre.height + _BETWEEN)
    _spread(passing, below, _stack(passing))
    for column in lanes["customer"].values():
        _spread(column, meeting - _stack(column) / 2, _stack(column))
    return goods_title


def _spread(column: list[Place], top: float, room: float) -> None:
    """Stack a column in the middle of its lane."""
    y = top + (room - _stack(column)) / 2
    for place in column:
        place.y = y
        y += place.height + _BETWEEN


def _side(routes: list[Route], place: Place, *, arriving: bool) -> float:
    """Sum of the line widths on one side of a box, with two units between lines."""
    widths = [
        route.width
        for route in routes
        if (route.stops[-1] if arriving else route.stops[0]) is place
    ]
    return sum(widths) + 2.0 * max(0, len(widths) - 1)


def _ports(routes: list[Route]) -> None:
    """Give each line its own height along the side of its boxes, in the order of the other ends."""
    starts: dict[int, list[Route]] = defaultdict(list)
    ends: dict[int, list[Route]] = defaultdict(list)
    for route in routes:
        starts[id(route.stops[0])].append(route)
        ends[id(route.stops[-1])].append(route)
    for group in starts.values():
        group.sort(key=lambda route: route.stops[1].middle)
        for route, y in zip(group, _slots(group, group[0].stops[0]), strict=True):
            route.start = y
    for group in ends.values():
        group.sort(key=lambda route: route.stops[-2].middle)
        for route, y in zip(group, _slots(group, group[0].stops[-1]), strict=True):
            route.end = y


def _slots(group: list[Route], place: Place) -> list[float]:
    """Heights for the lines of one side; squeezed together when the box is too low for them."""
    total = sum(route.width for route in group) + 2.0 * (len(group) - 1)
    squeeze = min(1.0, (place.height - 10.0) / total)
    y = place.middle - total * squeeze / 2
    slots: list[float] = []
    for route in group:
        slots.append(y + route.width * squeeze / 2)
        y += (route.width + 2.0) * squeeze
    return slots
