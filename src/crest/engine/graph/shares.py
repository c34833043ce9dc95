"""Shares: what a workplace's books say, and what is assumed where they are silent.

A *book* is the list of links that deliver to one node in one lane. A site reads its own book and
that of whoever operates it as one. Stated shares count as stated; what they leave over is split
among the links without a share; when they add up to more than one they are scaled down together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from crest.engine.graph.links import CONTROL, GOODS, LABOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.graph.links import Links

# Goods, hands the workers pass through, and transport: the same workers ride with a transporter
# and come through a recruiter, so transport never dilutes the recruiters' shares.
BOOKS: Final = 3
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Control:
    """Who stands behind a site, and what an organisation consists of. Arrays of edge positions.

    `behind`: one link per site and organisation whose book the site also reads.
    `units`: one link per organisation and unit it operates or owns, without cycles.
    `dropped`: control links left out because they close a cycle of ownership.
    """

    behind: NDArray[np.int64]
    units: NDArray[np.int64]
    dropped: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Books:
    """Sums per book; book number = book kind * n + node.

    `share`: stated share per link, NaN where none is known. `of_link`: book of each link, -1 for
    control. `missing`: links without a share. `scale`: factor on stated shares read at that node.
    `rest`: share of each link without one, read at that node. `portion`: part of its own book's
    missing share a link takes (sums to 1). `overfull`: the stated shares read there add up to
    more than one.
    """

    share: NDArray[np.float64]
    of_link: NDArray[np.int64]
    stated: NDArray[np.float64]
    missing: NDArray[np.float64]
    scale: NDArray[np.float64]
    rest: NDArray[np.float64]
    portion: NDArray[np.float64]
    overfull: NDArray[np.bool_]


def _first_of_each(links: Links, edge: NDArray[np.int64]) -> NDArray[np.int64]:
    """One edge per pair of ends, the first."""
    key = links.source[edge].astype(np.int64) * links.nodes + links.target[edge]
    first: NDArray[np.int64] = edge[np.sort(np.unique(key, return_index=True)[1])]
    return first


def _closing_links(links: Links, edge: NDArray[np.int64]) -> set[int]:
    """Links that close a cycle of ownership, found depth first."""
    below: dict[int, list[tuple[int, int]]] = {}
    for number in edge.tolist():
        below.setdefault(int(links.source[number]), []).append((int(links.target[number]), number))
    closing: set[int] = set()
    done: set[int] = set()
    for root in list(below):
        if root in done:
            continue
        open_nodes, stack = {root}, [(root, iter(below[root]))]
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                open_nodes.discard(node)
                done.add(node)
            elif step[0] in open_nodes:
                closing.add(step[1])
            elif step[0] not in done and step[0] in below:
                open_nodes.add(step[0])
                stack.append((step[0], iter(below[step[0]])))
    return closing


def control_of(links: Links, active: NDArray[np.bool_]) -> Control:
    """Sort the active control links into who stands behind a site and what belongs to whom."""
    edge = np.flatnonzero(active & (links.lane == CONTROL))
    onto_site = edge[links.is_site[links.target[edge]]]
    operated = np.zeros(links.nodes, bool)
    operated[links.target[onto_site[links.operates[onto_site]]]] = True
    # An owner speaks for a site only where nobody is known to operate it.
    behind = onto_site[links.operates[onto_site] | ~operated[links.target[onto_site]]]
    holders = edge[~links.is_site[links.source[edge]]]
    nested = holders[~links.is_site[links.target[holders]]]
    closing = _closing_links(links, nested)
    dropped = np.array(sorted(closing), np.int64)
    units = holders[~np.isin(holders, dropped)]
    return Control(_first_of_each(links, behind), _first_of_each(links, units), dropped)


def _portions(
    links: Links, book: NDArray[np.int64], absent: NDArray[np.bool_], missing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How links without a share divide what is left: by people if all say, or else equally."""
    size = len(missing)
    portion = np.zeros(len(book))
    where = book[absent]
    heads = links.people[absent]
    known = ~np.isnan(heads)
    counted = np.bincount(where, known, size)
    total = np.bincount(where, np.where(known, heads, 0.0), size)
    by_people = (counted == missing) & (total > 0)
    equally = 1.0 / missing[where]
    portion[absent] = np.where(
        by_people[where], np.where(known, heads, 0.0) / np.maximum(total[where], 1e-300), equally
    )
    return portion


def shares_known(links: Links, active: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Stated shares, and those that follow from people; float64[m], NaN where nothing is known.

    A hand without a workforce of its own passes on the people stated on its links onward. When all
    of these state people, a link into it that states people has a share of that number.
    """
    people = active & (links.lane == LABOUR)
    onward = people & ~links.transport
    said = np.bincount(links.source[onward], np.nan_to_num(links.people[onward]), links.nodes)
    unsaid = np.bincount(links.source[onward & np.isnan(links.people)], minlength=links.nodes)
    passed = np.where((unsaid == 0) & (said > 0), said, np.nan)
    share = links.stated.copy()
    open_ = np.flatnonzero(people & np.isnan(share) & ~np.isnan(links.people))
    open_ = open_[~np.isnan(passed[links.target[open_]])]
    share[open_] = np.minimum(1.0, links.people[open_] / passed[links.target[open_]])
    return share


def read_books(links: Links, active: NDArray[np.bool_], control: Control) -> Books:
    """Add up every book and the pool each node reads. Arrays of length 3n and m."""
    n = links.nodes
    size = BOOKS * n
    kind = np.where(links.lane == GOODS, 0, np.where(links.transport, 2, 1))
    book = np.where(active & (links.lane != CONTROL), kind * n + links.target, -1)
    used = book >= 0
    share = shares_known(links, active)
    absent = used & np.isnan(share)
    given = used & ~absent
    stated = np.asarray(np.bincount(book[given], share[given], size), np.float64)
    missing = np.asarray(np.bincount(book[absent], minlength=size), np.float64)
    pool_stated, pool_missing = stated.copy(), missing.copy()
    site, holder = links.target[control.behind], links.source[control.behind]
    for offset in range(0, size, n):
        np.add.at(pool_stated, offset + site, stated[offset + holder])
        np.add.at(pool_missing, offset + site, missing[offset + holder])
    overfull = pool_stated > 1.0 + ROUNDING
    scale = np.where(overfull, 1.0 / np.maximum(pool_stated, 1.0), 1.0)
    left = np.maximum(0.0, 1.0 - pool_stated)
    rest = np.where(pool_missing > 0, left / np.maximum(pool_missing, 1.0), 0.0)
    portion = _portions(links, book, absent, missing)
    return Books(share, book, stated, missing, scale, rest, portion, overfull)
