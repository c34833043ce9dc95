"""New lists against what is already known: the registry answers, grows, and ids stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from crest.engine.mapping.resolving import Kind, Resolved, matches_of
from crest.engine.matching.identities_keys import write_key
from crest.engine.matching.incremental import add
from crest.engine.matching.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from crest.engine.matching.judgements import Judgements


def resolve_against(registry: Registry, records: pa.Table, kind: Kind) -> tuple[Resolved, Registry]:
    """Resolve new records of one kind against a registry; returns it grown by them.

    A registry on disk is written in its place; hand in a copy to keep the old one.
    """
    grown, answer, ids = add(registry, records)
    matches = matches_of(
        records,
        ids,
        np.asarray(answer.outcome, object),
        np.asarray(answer.score, np.float64),
        np.asarray(answer.because, object),
    )
    resolved = Resolved(
        kind=kind,
        records=records.append_column("entity", ids),
        matches=matches,
        pairs=answer.pairs,
        identities=grown.identities(),
        warnings=(),
    )
    return resolved, grown


def build_registry(
    resolved: Resolved, path: Path | None = None, *, judgements: Judgements | None = None
) -> Registry:
    """The registry of a finished run: its records and the names known from links only."""
    records = resolved.records.drop_columns(["entity"])
    if resolved.stubs is not None:
        records = pa.concat_tables([records, resolved.stubs], promote_options="default")
    return Registry.build(records, resolved.identities, path, judgements=judgements)


def faces_of(registry: Registry, entities: Iterable[str]) -> dict[str, dict[str, object]]:
    """For each entity one of its listings: key, source, row, name, address, city, country."""
    wanted = set(entities)
    names = registry.things.name.astype(str).tolist()
    faces: dict[str, dict[str, object]] = {}
    record_of = {
        int(registry.record_row[registry.record_ptr[at]]): name
        for at, name in enumerate(names)
        if name in wanted and registry.record_ptr[at + 1] > registry.record_ptr[at]
    }
    for segment in registry.segments:
        here = [record for record in record_of if segment.first <= record < segment.end]
        if not here:
            continue
        columns = ["source", "row", "name", "address", "city", "country"]
        table = registry.listings(segment).select(columns)
        rows = table.take(pa.array([record - segment.first for record in here])).to_pylist()
        for record, row in zip(here, rows, strict=True):
            key = write_key(segment.key[record - segment.first])
            faces[record_of[record]] = {"key": key, **row}
    return faces
