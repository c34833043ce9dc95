"""Small invented lists for the matching tests."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pyarrow as pa

COLUMNS = (
    "name",
    "name_native",
    "address",
    "city",
    "region",
    "postcode",
    "country",
    "parent",
    "lei",
    "licence",
)
_SYLLABLES = ["ka", "mi", "ro", "ta", "ven", "so", "lu", "pe", "dra", "nis", "to", "ga"]
_TRADES = ("Garments", "Knitwear", "Seafood", "Electronics", "Footwear", "Plastics")


def table(*rows: dict[str, Any]) -> pa.Table:
    """A site table of the rows given, missing columns null."""
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in COLUMNS}
    columns["record"] = pa.array(range(len(rows)), pa.int64())
    for name in ("lat", "lng"):
        columns[name] = pa.array([row.get(name) for row in rows], pa.float64())
    columns["workers"] = pa.array([row.get("workers") for row in rows], pa.int64())
    return pa.table(columns)


def invented(sites: int, copies: int, seed: int = 1) -> tuple[pa.Table, np.ndarray[Any, Any]]:
    """`copies` slightly different records of each of `sites` sites, and the site of each record."""
    rnd = random.Random(seed)  # noqa: S311 - invented rows, no secrets
    rows, truth = [], []
    for site in range(sites):
        brand = "".join(rnd.choices(_SYLLABLES, k=4)).capitalize()
        street = "".join(rnd.choices(_SYLLABLES, k=3)).capitalize()
        trade = rnd.choice(_TRADES)
        number = rnd.randrange(1, 400)
        for copy in range(copies):
            legal = ("Co., Ltd.", "Limited", "")[(site + copy) % 3]
            road = ("Road", "Rd.")[copy % 2]
            rows.append(
                {
                    "name": f"{brand} {trade} {legal}".strip(),
                    "address": f"{number} {street} {road}",
                    "city": "Bangkok",
                    "country": "TH",
                }
            )
            truth.append(site)
    return table(*rows), np.array(truth)


def same_partition(one: Any, two: Any) -> bool:
    """Whether two labellings group the records alike."""
    pairs = set(zip(np.asarray(one).tolist(), np.asarray(two).tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
