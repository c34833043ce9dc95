"""The map shapes and fonts that `frontend/build.mjs` puts beside this file, if it was run.

Nothing here is needed: without Node there are no assets, the map has no land and the page uses
the fonts of the reader's machine. Callers say so on the page.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

FOLDER: Final = Path(__file__).parent / "assets"
_LATIN_1: Final = 0xFF  # the last letter of the file that is always there
_CLOSED: Final = 1.0  # degrees between the ends of a ring
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Country:
    """One country of the atlas: its ISO 3166-1 alpha-3 code and rings of (lng, lat) degrees."""

    code: str
    rings: tuple[Points, ...]


@cache
def countries(detail: str) -> tuple[Country, ...]:
    """The countries at `detail` "110m" or "50m"; empty when the assets were not built.

    Rings across 180 degrees run on beyond it (to 190, say) instead of jumping to the other side;
    a ring round a pole is left out.
    """
    path = FOLDER / f"world-{detail}.json"
    if not path.is_file():
        return ()
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale = np.array(topology["transform"]["scale"])
    move = np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc, float), axis=0) * scale + move for arc in topology["arcs"]]
    return tuple(
        Country(str(shape["code"]), tuple(_rings(shape, arcs))) for shape in topology["countries"]
    )


def _rings(shape: dict[str, object], arcs: list[Points]) -> list[Points]:
    polygons = shape["arcs"]
    if not isinstance(polygons, list):
        return []
    if shape["type"] == "Polygon":
        polygons = [polygons]
    rings = []
    for polygon in polygons:
        for indices in polygon:
            # A negative index means the arc ~index, walked backwards.
            parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
            ring = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
            lng = np.unwrap(ring[:, 0], period=360.0)
            if abs(lng[0] - lng[-1]) < _CLOSED:
                rings.append(np.column_stack([lng, ring[:, 1]]))
    return rings


def _holds(ranges: str, letters: set[int]) -> bool:
    """Whether one of the letters lies in a CSS unicode-range."""
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        low, high = int(first, 16), int(last or first, 16)
        if any(low <= letter <= high for letter in letters):
            return True
    return False


def font_sheet(text: str) -> str:
    """`@font-face` rules with the fonts inside, for the scripts that `text` uses; may be empty.

    Latin is always there; the others only when a letter beyond the common signs needs them.
    """
    listed = FOLDER / "fonts" / "fonts.json"
    if not listed.is_file():
        return ""
    letters = {ord(letter) for letter in set(text) if ord(letter) > _LATIN_1}
    # Marks and signs that the Latin file holds do not call for another file.
    letters -= {*range(0x2000, 0x2070), *range(0x2190, 0x2200), 0x20AC, 0x2122, 0x25CC}
    rules = []
    for font in json.loads(listed.read_text(encoding="utf-8")):
        if font["script"] != "latin" and not _holds(font["range"], letters):
            continue
        data = base64.b64encode((FOLDER / "fonts" / font["file"]).read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"Noto Sans CREST";font-weight:{font["weight"]};'
            f'font-display:swap;src:url(data:font/woff2;base64,{data}) format("woff2");'
            f"unicode-range:{font['range']}}}"
        )
    return "\n".join(rules)
