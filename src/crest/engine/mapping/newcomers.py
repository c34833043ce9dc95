"""Names that no list describes: entities known only from links, with permanent ids of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from crest.engine.mapping.cards import entity_cards
from crest.engine.matching.identities import assign
from crest.engine.tables.contracts import NODES, ORGANISATIONS, PROVENANCE, SITES, conform

if TYPE_CHECKING:
    from crest.engine.mapping.resolving import Resolved
    from crest.engine.mapping.settling import Settled
    from crest.engine.matching.identities import IdentityTable

_BECAUSE = "named in a link only; no list describes it"


def newcomers(
    still_open: pa.Table, settled: Settled, resolved: tuple[Resolved, Resolved]
) -> tuple[pa.Table, tuple[Resolved, Resolved]]:
    """Give every open mention an entity; returns their cards and the ids of both kinds grown.

    `still_open`: mention, group and the mention's columns (see `settle`); fills `settled` in place.
    A group becomes a site when any of its mentions says so, else an organisation.
    """
    if not still_open.num_rows:
        return NODES.empty_table(), resolved
    kinds: dict[int, str] = defaultdict(lambda: "organisation")
    for row in still_open.select(["group", "role"]).to_pylist():
        if row["role"] == "site":
            kinds[row["group"]] = "site"
    cards, grown = [], []
    for one in resolved:
        mask = [kinds[group] == one.kind for group in still_open["group"].to_pylist()]
        part = still_open.filter(pa.array(mask))
        records = _records(part, one.kind)
        identities = assign(
            part["group"].to_numpy().astype("int64"), records, one.kind, one.identities
        )
        for mention, entity in zip(
            part["mention"].to_pylist(), identities.of_record.to_pylist(), strict=True
        ):
            settled.entity[mention], settled.because[mention] = entity, _BECAUSE
        if part.num_rows:
            cards.append(entity_cards(records, identities.of_record, kind=one.kind))
        grown.append(_with_stubs(one, records, identities))
    return pa.concat_tables(cards, promote_options="default"), (grown[0], grown[1])


def _with_stubs(one: Resolved, stubs: pa.Table, identities: IdentityTable) -> Resolved:
    """The same kind, remembering the names known from links beside the records."""
    ids = pa.concat_arrays([one.identities.of_record, identities.of_record])
    return replace(one, identities=replace(identities, of_record=ids), stubs=stubs)


def _records(part: pa.Table, kind: str) -> pa.Table:
    """Open mentions in the contract of their kind."""
    keep = [field.name for field in PROVENANCE] + ["name", "country", "role", "licence"]
    schema = SITES if kind == "site" else ORGANISATIONS
    table = conform(part.select(keep), schema)
    return table if kind == "organisation" else table.drop_columns(["role", "licence"])
