"""A firm in a supplier list and a factory of the same name: who operates the site.

Company lists name the firm, facility lists the site, and often both bear one name. Without a link
between them goods (known of the firm) and labour (known of the site) would never meet. So a company
is taken to operate the one site of its own name in its own country; the link says that it is
inferred from the name and that nobody verified it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.mapping.claims import CLAIMS
from crest.engine.matching.normalise import prepare

if TYPE_CHECKING:
    from collections.abc import Iterable

INFERRED: Final = "inferred from the same name and country"
_GO_BETWEENS: Final = frozenset(
    {"recruiter", "sub_agent", "broker", "transporter", "origin", "buyer"}
)


def inferred_operators(nodes: pa.Table, known: pa.Table) -> pa.Table:
    """Claims (`CLAIMS`) that a company operates the site of its own name.

    `nodes`: NODES of sites and organisations; `known`: claims from rows; what a row says is not
    inferred again. An operator of another name (an employer of record, a group) does not stand
    against it. Names are compared without legal form, and a name that two
    sites or two companies of a country bear settles nothing.
    """
    things = nodes.filter(pc.is_in(nodes["kind"], value_set=pa.array(["site", "organisation"])))
    stated = known.filter(pc.equal(known["relation"], "operates"))
    said = set(
        zip(stated["source_node"].to_pylist(), stated["target_node"].to_pylist(), strict=True)
    )
    sites: dict[tuple[int, str], list[str]] = defaultdict(list)
    firms: dict[tuple[int, str], list[str]] = defaultdict(list)
    columns = things.select(["node", "kind", "role", "country"]).to_pylist()
    for row, name in zip(columns, _core_names(things), strict=True):
        if not name or not row["country"]:
            continue
        if row["kind"] == "site":
            sites[name, row["country"]].append(row["node"])
        elif row["role"] not in _GO_BETWEENS:
            firms[name, row["country"]].append(row["node"])
    rows = [
        {
            "source_node": firms[key][0],
            "target_node": places[0],
            "relation": "operates",
            "verification": "unverified",
            "evidence": INFERRED,
        }
        for key, places in sites.items()
        if len(places) == 1
        and len(firms.get(key, ())) == 1
        and (firms[key][0], places[0]) not in said
    ]
    return pa.Table.from_pylist(rows, schema=CLAIMS)


def _core_names(things: pa.Table) -> Iterable[int]:
    """A number for each name without its legal form; 0 when nothing of the name is left."""
    ready = prepare(things, "organisation")
    numbers = np.zeros(things.num_rows, np.uint64)
    named = np.diff(ready.name_of) > 0
    numbers[named] = ready.joined[ready.name_of[:-1][named]]
    found: list[int] = numbers.tolist()
    return found
