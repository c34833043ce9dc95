"""What the atlas shows of one actor's scope, kept in memory until something changes.

A picture belongs to a set of owners, never to a person, and is looked up by the owners the actor
may see now: a revoked agreement takes effect at the next request.
"""

from __future__ import annotations

import datetime as dt
import gc
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import connection

from crest.access import facade as access
from crest.findings import facade as findings
from crest.supplychain import facade as supplychain

STEPS: Final = ("high", "medium", "low", "unknown")  # the marks of every way to colour
FRESH: Final = ("year", "two_years", "older", "unknown")
FRESH_STEP: Final = (2, 1, 0, 3)  # positions in STEPS
COVER_STEP: Final = (2, 1, 0, 3)  # verified, declared, unverified, none
_YEAR: Final = 366
_MOST_ROWS: Final = 3_000_000  # of all pictures kept
_KEPT: Final = 16
_PATIENCE: Final = 1.0  # seconds a request may wait for a picture to be made anew
_LARGE: Final = 100_000  # places

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Picture:
    """The places of a scope with what is worked out of them. Rows as in `places`."""

    places: supplychain.Places
    version: str
    level: npt.NDArray[np.int8]  # position in STEPS
    freshness: npt.NDArray[np.int8]  # position in FRESH
    by_risk: npt.NDArray[np.int64]  # rows, gravest first, then by name
    by_name: npt.NDArray[np.int64]
    took: float = 0.0  # seconds to make
    kept: dict[Any, Any] = field(default_factory=dict)  # answers already worked out
    lock: threading.Lock = field(default_factory=threading.Lock)

    def steps(self, colour: str) -> npt.NDArray[np.int8]:
        """The mark of every row, as a position in STEPS, for one way to colour."""
        if colour == "coverage":
            return np.array(COVER_STEP, np.int8)[self.places.verification]
        if colour == "freshness":
            return np.array(FRESH_STEP, np.int8)[self.freshness]
        return self.level

    def remember(self, key: Any, work: Any, most: int = 512) -> Any:
        """The answer for `key`, worked out once."""
        found = self.kept.get(key)
        if found is None:
            found = work()
            with self.lock:
                while len(self.kept) >= most:
                    self.kept.pop(next(iter(self.kept)))
                self.kept[key] = found
        return found


_pictures: OrderedDict[Any, Picture] = OrderedDict()
_under_way: set[Any] = set()  # scopes whose picture is being made anew
_lock = threading.Lock()


def picture_of(by: access.Actor, *, on: dt.date) -> Picture:
    """The picture of what this actor may see on that day. Raises NotAllowed."""
    access.require(by, access.Permission.SEE_CHAIN)
    scope = (
        tuple(sorted(by.sees("chain"))),
        tuple(sorted(by.sees("findings"))) if access.Permission.SEE_FINDINGS in by.may else (),
    )
    version = _version(by, on)
    with _lock:
        found = _pictures.get(scope)
        if found is not None and (found.version == version or _renewed(scope, found, by, on)):
            _pictures.move_to_end(scope)
            return found
    return _keep(scope, _made(by, version, on))


def _renewed(scope: Any, found: Picture, by: access.Actor, on: dt.date) -> bool:
    """Whether the picture is made anew beside the requests: where that takes long.

    Until then the one from before the change answers. It is of the same owners, so nobody sees in
    it what is not shared any more: whose sharing ended has another scope and gets another picture.
    """
    if found.took < _PATIENCE:
        return False
    if scope not in _under_way:
        _under_way.add(scope)
        threading.Thread(target=_renew, args=(scope, by, on), daemon=True).start()
    return True


def _renew(scope: Any, by: access.Actor, on: dt.date) -> None:
    try:
        _keep(scope, _made(by, _version(by, on), on))
    finally:
        with _lock:
            _under_way.discard(scope)
        connection.close()


def _keep(scope: Any, made: Picture) -> Picture:
    with _lock:
        _pictures[scope] = made
        _pictures.move_to_end(scope)
        while len(_pictures) > 1 and (
            len(_pictures) > _KEPT or sum(len(p.places) for p in _pictures.values()) > _MOST_ROWS
        ):
            _pictures.popitem(last=False)
    if len(made.places) > _LARGE:
        # What was loaded for it stays, and the collector of garbage need not look through it.
        gc.collect()
        gc.freeze()
    return made


def _version(by: access.Actor, on: dt.date) -> str:
    return repr((supplychain.places_version(by), findings.levels_version(by), on.toordinal()))


def _made(by: access.Actor, version: str, on: dt.date) -> Picture:
    begun = time.monotonic()
    places = supplychain.read_places(by)
    level = findings.levels_of(by, places.node)
    age = supplychain.days(on) - places.said_on
    freshness = np.select(
        [places.said_on < 0, age <= _YEAR, age <= 2 * _YEAR], [3, 0, 1], default=2
    ).astype(np.int8)
    place_in_names = np.empty(len(places), np.int64)
    place_in_names[places.by_name] = np.arange(len(places))
    by_risk = np.lexsort((place_in_names, level))
    took = time.monotonic() - begun
    return Picture(places, version, level, freshness, by_risk, places.by_name, took)
