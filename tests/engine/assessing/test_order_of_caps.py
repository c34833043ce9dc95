"""What groups paid against a cap stands in one order, however the rows below it came."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.assessing.published_costs import caps_table

pytestmark = pytest.mark.engine
MEMBERS = [
    {"kind": "site", "id": f"S{n % 9}", "journey": f"J{n:03d}"} for n in range(360)
]  # forty workers a site
CAPS = [
    {
        "journey": f"J{n:03d}", "figure": figure, "kind": "cap",
        "confidence": "general" if n % 2 else "verified", "cap_minor": 150_000,
        "cap_currency": "MMK", "paid_minor": 200_000 + n, "paid_usd_minor": 9_000 + n,
        "left_out": 0, "over_minor": 50_000 + n, "over_usd_minor": 2_000 + n,
    }
    for n in range(360) for figure in ("MM-TH.FEE", "MM-TH.OTHER")
]  # fmt: skip


def caps(seed: int) -> list[dict[str, Any]]:
    """The published table, from rows in an order of their own."""
    dice = Random(seed)  # noqa: S311 - an order, not a secret
    found = SimpleNamespace(
        caps=pa.Table.from_pylist(dice.sample(CAPS, len(CAPS))),
        members=pa.Table.from_pylist(dice.sample(MEMBERS, len(MEMBERS))),
        costs=pa.table({"cost": pa.array([], pa.string())}),
        journeys=pa.table({"journey": [row["journey"] for row in MEMBERS]}),
        question=SimpleNamespace(book=SimpleNamespace(figures={})),
        names={},
    )
    return caps_table(found, set()).to_pylist()  # type: ignore[arg-type]


def test_a_cap_known_by_two_sources_of_unlike_sureness_has_two_rows_in_one_order() -> None:
    first = caps(0)
    assert len(first) == 9 * 2 * 2
    assert all(caps(seed) == first for seed in range(1, 9))
