"""Folding a chain into few enough boxes to read: the small ones become counted groups."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from crest.drawing.chain_model import CENTRE, Box, Chain, Link, added

_DEEPEST: Final = {"labour": -4, "goods": -4, "customer": 3}
_TALLEST: Final = 6  # boxes in one column before the drawing gets too high to take in
_HIGHEST_LIMIT: Final = 60
ALL_LINKS: Final = "#all-links"  # a group or a sum leads to the table below


def folded(chain: Chain, most: int) -> Chain:
    """`chain` with at most `most` boxes where the number of columns allows it.

    The heaviest boxes of each column (people or share that pass through) stay; the others of the
    same role become one box with their number. Amounts and evidence of folded links are added up.
    """
    columns = _columns(chain)
    room = max(4, min(most, _HIGHEST_LIMIT)) - 1
    tallest = max((len(column) for column in columns.values()), default=0)
    into: dict[str, str] = {}
    for cap in range(min(tallest, _TALLEST), 0, -1):
        into = {}
        for column in columns.values():
            into.update(_fold_column(column, cap))
        if len(set(into.values())) <= room:
            break
    return _merged(chain, into)


def _columns(chain: Chain) -> dict[tuple[str, int], list[Box]]:
    """Boxes by lane and column, heaviest first; steps beyond the deepest column share the last."""
    columns: dict[tuple[str, int], list[Box]] = defaultdict(list)
    deepest_agent = min(
        (box.column for box in chain.lane("labour") if box.role != "origin"), default=0
    )
    origin_column = max(deepest_agent - 1, _DEEPEST["labour"])
    for box in chain.boxes.values():
        if box.key == CENTRE:
            continue
        if box.lane == "customer":
            box.column = min(box.column, _DEEPEST["customer"])
        elif box.role == "origin":
            box.column = origin_column
        elif box.lane == "labour":
            box.column = max(box.column, _DEEPEST["labour"] + 1)
        else:
            box.column = max(box.column, _DEEPEST["goods"])
        columns[box.lane, box.column].append(box)
    for column in columns.values():
        column.sort(key=lambda box: (-box.weight, box.name, box.key))
    return columns


def _fold_column(column: list[Box], cap: int) -> dict[str, str]:
    """Key of each box → key of the box that shows it, at most `cap` different ones."""
    if len(column) <= cap:
        return {box.key: box.key for box in column}
    into: dict[str, str] = {}
    roles = sorted({box.role for box in column})
    groups = len(roles) if len(roles) < cap else 1
    keep = max(cap - groups, 0)
    for box in column[:keep]:
        into[box.key] = box.key
    rest = column[keep:]
    rest_roles = {box.role for box in rest}
    for box in rest:
        role = box.role if len(rest_roles) <= groups else "mixed"
        into[box.key] = f"group:{box.lane}:{box.column}:{role}"
    return _lonely_released(into)


def _lonely_released(into: dict[str, str]) -> dict[str, str]:
    """A group of one is shown as the record it is."""
    size: dict[str, int] = defaultdict(int)
    for shown_as in into.values():
        size[shown_as] += 1
    return {key: key if size[shown_as] == 1 else shown_as for key, shown_as in into.items()}


def _merged(chain: Chain, into: dict[str, str]) -> Chain:
    into = {**into, CENTRE: CENTRE}
    boxes: dict[str, Box] = {}
    hidden = 0
    for key, shown_as in into.items():
        box = chain.boxes[key]
        if shown_as == key:
            boxes[key] = box
            continue
        hidden += 1
        group = boxes.get(shown_as)
        if group is None:
            group = Box(shown_as, box.lane, box.column, shown_as.rsplit(":", 1)[1], "", group=True)
            group.country = box.country
            group.href = box.href and ALL_LINKS
            boxes[shown_as] = group
        group.members.extend(box.members)
        group.weight += box.weight
        group.country = group.country if group.country == box.country else None
        total = added(group.workers, box.workers)
        group.workers = None if total is None else int(total)
    return Chain(boxes, _merged_links(chain.links, into), hidden)


def _merged_links(links: list[Link], into: dict[str, str]) -> list[Link]:
    merged: dict[tuple[str, str, str], Link] = {}
    for link in links:
        source, target = into[link.source], into[link.target]
        if source == target:
            continue
        line = merged.setdefault((source, target, link.lane), Link(source, target, link.lane))
        line.href = (line.href and ALL_LINKS) if line.links else link.href
        line.relations |= link.relations
        line.people = added(line.people, link.people)
        line.share = added(line.share, link.share)
        if line.share is not None:
            line.share = min(line.share, 1.0)
        line.links += link.links
        line.verified += link.verified
        line.declared += link.declared
        line.evidence += link.evidence
    return list(merged.values())
