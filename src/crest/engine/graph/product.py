"""Links that may carry a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.graph.links import CONTROL, GOODS, Links

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _named(column: pa.ChunkedArray, product: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """bool[m] twice: the link names this product; the link names no product."""
    coded = column.combine_chunks().dictionary_encode()
    wanted = product.strip().casefold()
    hit = [
        wanted in (part.strip().casefold() for part in name.split("|"))
        for name in coded.dictionary.to_pylist()
    ]
    code = pc.fill_null(coded.indices, len(hit)).to_numpy(zero_copy_only=False)
    named = np.array([*hit, False])[code]
    return named, code == len(hit)


def carrying(
    links: Links, column: pa.ChunkedArray, product: str, start: int | None
) -> NDArray[np.bool_]:
    """bool[m]: the link may carry the product or go into it.

    A link that names no product may carry it. At the start (and its units) only such links count.
    Further away inputs bear other names (fabric in a shirt): where a customer has a link that
    names the product only those and the nameless count, otherwise all. Labour and control stay.
    """
    goods = links.lane == GOODS
    named, nameless = _named(column, product)
    strict = np.zeros(links.nodes, bool)
    strict[links.target[goods & named]] = True
    if start is not None:
        strict[start] = True
        control = links.lane == CONTROL
        strict[links.target[control & (links.source == start)]] = True
        strict[links.source[control & (links.target == start)]] = True
        # Downstream the start's own deliveries are the ones that must bear the name.
        leaving = goods & (links.source == start)
    else:
        leaving = np.zeros(len(goods), bool)
    fits = named | nameless | ~(strict[links.target] | leaving)
    result: NDArray[np.bool_] = ~goods | fits
    return result
