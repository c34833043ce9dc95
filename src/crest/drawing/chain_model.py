"""The boxes and links of a two-lane drawing, read from NODES and EDGES tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crest.drawing.markup import shown
from crest.engine.errors import CrestError
from crest.engine.tables.contracts import CONTROL_RELATIONS, LABOUR_RELATIONS

if TYPE_CHECKING:
    import pyarrow as pa

LANES: Final = ("labour", "goods", "customer")
CENTRE: Final = "workplace"


class DrawingError(CrestError):
    """A drawing was asked for something the tables do not hold."""

    code = "drawing.input"


@dataclass(slots=True)
class Box:
    """One rectangle: a record, or a counted group of records (`members` > 1)."""

    key: str
    lane: str  # labour | goods | customer | workplace
    column: int  # negative upstream, 0 the workplace, positive downstream
    role: str
    name: str
    country: str | None = None
    workers: int | None = None
    members: list[str] = field(default_factory=list)  # names of the records behind the box
    group: bool = False
    weight: float = 0.0
    href: str = ""  # the page of the record, where the drawing is on a page


@dataclass(slots=True)
class Link:
    """One line: all rows that link two boxes, with their amounts added up."""

    source: str
    target: str
    lane: str  # labour | goods | control: which colour and which measure
    relations: set[str] = field(default_factory=set)
    people: float | None = None
    share: float | None = None
    links: int = 0
    verified: int = 0
    declared: int = 0
    evidence: int = 0
    href: str = ""  # the page of the link, while the line is one link

    @property
    def verification(self) -> str:
        """Verified only when every link behind the line is; declared when none is unverified."""
        if self.links and self.verified == self.links:
            return "verified"
        return "declared" if self.verified + self.declared == self.links else "unverified"


@dataclass(slots=True)
class Chain:
    """What is drawn around one workplace; `hidden` counts records folded into groups."""

    boxes: dict[str, Box]
    links: list[Link]
    hidden: int = 0

    @property
    def centre(self) -> Box:
        """The workplace."""
        return self.boxes[CENTRE]

    def lane(self, lane: str) -> list[Box]:
        """The boxes of one lane, workplace excluded."""
        return [box for box in self.boxes.values() if box.lane == lane]


def lane_of(relation: str, met: set[str]) -> str:
    """Colour of a link: control (owns, operates), labour or goods; `met`: lanes of its ends."""
    if relation in CONTROL_RELATIONS:
        return "control"
    return "labour" if relation in LABOUR_RELATIONS or "labour" in met else "goods"


def evidence_count(evidence: str | None) -> int:
    """How many rows an EDGES.evidence text names ("file.csv:12; other.xlsx [links]:3" is 2)."""
    return sum(1 for part in (evidence or "").split(";") if part.strip())


def _role(row: dict[str, Any], lane: str) -> str:
    if row["kind"] in {"origin", "product"}:
        return str(row["kind"])
    if row["role"] and (row["role"] != "site" or lane == "labour"):
        return str(row["role"])
    if row["kind"] == "site" and lane == "labour":
        return "site"
    return {"labour": "organisation", "goods": "supplier", "customer": "customer"}[lane]


def _position(row: dict[str, Any], *, inside: bool) -> tuple[str, int]:
    """Lane and column of a row; its owner or operator (step 0) stands before the buyers.

    `inside`: there is such an owner, so buyers move one column to the right.
    """
    lane, step = row.get("lane"), row.get("step")
    if step == 0:
        return "customer", 1
    if lane == "customer" or (step is not None and step > 0):
        return "customer", max(1, abs(step or 1)) + int(inside)
    return ("labour" if lane == "labour" else "goods"), -max(1, abs(step or 1))


def _boxes(rows: list[dict[str, Any]], workplace: str) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    inside = any(row.get("step") == 0 and row["node"] != workplace for row in rows)
    for row in rows:
        centre = row["node"] == workplace
        lane, column = _position(row, inside=inside)
        key = CENTRE if centre else f"{lane}:{row['node']}"
        if key in boxes:
            continue
        name = shown(str(row["name"]))
        boxes[key] = Box(
            key=key,
            lane=CENTRE if centre else lane,
            column=0 if centre else column,
            role=_role(row, lane),
            name=name or str(row["node"]),
            country=row["country"],
            workers=row["workers"],
            members=[name or str(row["node"])],
            href=row.get("href") or "",
        )
    return boxes


def _ends(row: dict[str, Any], boxes: dict[str, Box], workplace: str) -> tuple[str, str] | None:
    """Keys of both ends of a link; a record in several lanes is met in the lane of the link."""
    wanted = ("labour", "goods", "customer")
    if row["relation"] not in LABOUR_RELATIONS:
        wanted = ("goods", "customer", "labour")
    keys: list[str] = []
    for node in (row["source_node"], row["target_node"]):
        if node == workplace:
            keys.append(CENTRE)
            continue
        found = [f"{lane}:{node}" for lane in wanted if f"{lane}:{node}" in boxes]
        if not found:
            return None
        keys.append(found[0])
    return (keys[0], keys[1])


def added(left: float | None, right: float | None) -> float | None:
    """The sum of two amounts of which either may be unknown."""
    if left is None or right is None:
        return right if left is None else left
    return left + right


def read_chain(nodes: pa.Table, edges: pa.Table, workplace: str) -> Chain:
    """Every box and link of the tables, nothing folded yet.

    `nodes` follows NODES plus `lane` (labour | goods | customer) and `step` (whole number,
    negative upstream); `edges` follows EDGES. Links of a record to itself, and links to records
    that are not among the nodes, are not drawn. A column `href` of either leads to its page.
    Raises DrawingError when `workplace` is missing.
    """
    boxes = _boxes(nodes.to_pylist(), workplace)
    if CENTRE not in boxes:
        raise DrawingError(
            f"The workplace “{workplace}” is not among the nodes to draw.",
            todo="Give the node id of a site that is in the table.",
        )
    links: list[Link] = []
    for row in edges.to_pylist():
        ends = _ends(row, boxes, workplace)
        if ends is None or ends[0] == ends[1]:
            continue
        met = {boxes[ends[0]].lane, boxes[ends[1]].lane}
        links.append(
            Link(
                source=ends[0],
                target=ends[1],
                lane=lane_of(row["relation"], met),
                relations={row["relation"]},
                people=row["people"],
                share=row["share"],
                links=1,
                verified=int(row["verification"] == "verified"),
                declared=int(row["verification"] == "declared"),
                evidence=evidence_count(row["evidence"]),
                href=row.get("href") or "",
            )
        )
    for link in links:
        amount = float(link.people or 0) if link.lane == "labour" else 100 * (link.share or 0.0)
        for key in (link.source, link.target):
            boxes[key].weight += amount + 1e-3
    return Chain(boxes, links)
