"""The charts of the page for the PDF: their shapes as a picture, their words set as real text.

Inside a picture a typesetter cannot shape Thai, Burmese, Khmer or Lao well, nor can a reader
copy the words; so every `<text>` leaves the drawing and is set by the typesetter at its place.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crest.printing.pen import Block

_SVG: Final = "http://www.w3.org/2000/svg"
_NAME: Final = "{" + _SVG + "}"
_SIZE: Final = "13"
ET.register_namespace("", _SVG)


@dataclass(slots=True)
class Charts:
    """The pictures of one report: file name → SVG without words."""

    files: dict[str, bytes] = field(default_factory=dict)


def chart(charts: Charts, svg: str, reading: str = "") -> list[Block]:
    """One chart as a block, its picture kept in `charts`; nothing for "" (no data to draw).

    `reading` says how to read it.
    """
    if not svg:
        return []
    root = ET.fromstring(svg)  # noqa: S314 (made by our own charts, every name in it escaped)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    title, desc = (_inner(root, tag) for tag in ("title", "desc"))
    texts: list[dict[str, Any]] = []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_NAME}text":
                texts.append(_word(child))
            if child.tag in {f"{_NAME}text", f"{_NAME}title", f"{_NAME}desc"}:
                parent.remove(child)
    _lay_under(root)
    name = f"chart-{len(charts.files) + 1}.svg"
    charts.files[name] = ET.tostring(root, encoding="utf-8")
    return [
        {
            "block": "chart",
            "file": name,
            "caption": title,
            "reading": reading,
            "alt": f"{title}. {desc}",
            "width": width,
            "height": height,
            "texts": texts,
        }
    ]


def _lay_under(root: ET.Element) -> None:
    """Put the plain colour of each pattern under its lines.

    Tiles with a colour of their own show hair lines between them on paper; a whole box does not.
    """
    colours: dict[str, str] = {}
    for pattern in root.iter(f"{_NAME}pattern"):
        ground = pattern.find(f"{_NAME}rect")
        if ground is not None:
            colours[f"url(#{pattern.attrib['id']})"] = ground.attrib["fill"]
            pattern.remove(ground)
    for parent in list(root.iter()):
        for at, child in reversed(list(enumerate(parent))):
            colour = colours.get(child.attrib.get("fill", ""))
            if colour is not None:
                under = ET.Element(child.tag, {**child.attrib, "fill": colour})
                parent.insert(at, under)


def _inner(root: ET.Element, tag: str) -> str:
    found = root.find(f"{_NAME}{tag}")
    return "" if found is None else "".join(found.itertext())


def _word(element: ET.Element) -> dict[str, Any]:
    """Where and how a text stands, in px of the drawing."""
    get = element.attrib.get
    return {
        "text": "".join(element.itertext()),
        "x": float(get("x", "0")),
        "y": float(get("y", "0")),
        "size": float(get("font-size", _SIZE)),
        "weight": "bold" if get("font-weight") == "700" else "regular",
        "anchor": get("text-anchor", "start"),
        "fill": get("fill", "#13262b"),
    }
