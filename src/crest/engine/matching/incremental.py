"""New lists into a registry, without redoing what is there.

The rows are matched as `match_rows` does, get permanent ids (an old one where they match), and
become a segment of their own beside the others. The cost is that of the new rows, plus writing
down who is who.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from crest.engine.matching.identities import assign
from crest.engine.matching.identities_keys import Keys, line_keys, record_keys
from crest.engine.matching.identities_lookup import repeats
from crest.engine.matching.normalise import prepare
from crest.engine.matching.registry import Registry, Segment, sort_things
from crest.engine.matching.registry_index import build_index

if TYPE_CHECKING:
    from crest.engine.matching.registry_rows import Answer


def add(registry: Registry, rows: pa.Table) -> tuple[Registry, Answer, pa.Array]:
    """Take new rows into a registry: the grown registry, the answer, and each row's id.

    A row that is already there (same file, row number and text) is answered but not added again.
    Rows for review get an id of their own until a person decides; nothing is joined on a maybe.
    With a registry on disk the new state is written; the old one stays until that has succeeded.
    Raises OutputError when it cannot be written.
    """
    answer = registry.match_rows(rows)
    before = registry.identities()
    thing_of_label: dict[tuple[str, str], int] = {}
    labels = np.array(
        [
            thing_of_label.setdefault(
                ("old", entity) if entity is not None else ("new", str(label)),
                len(thing_of_label),
            )
            for entity, label in zip(answer.entity.to_pylist(), answer.label.tolist(), strict=True)
        ],
        np.int64,
    )
    identities = assign(labels, rows, registry.kind, before, answer.entity)
    key, line = record_keys(rows, registry.kind), line_keys(rows)
    there = repeats(key, line, before.members["key"].to_numpy(), before.members["line"].to_numpy())
    fresh = pa.array(np.flatnonzero(~there))
    if not len(fresh):
        return registry, answer, identities.of_record
    grown = _with_segment(registry, rows.take(fresh), key[~there])
    old_names = registry.things.name[registry.entity_of].astype(str)
    current = identities.aliases()
    names = np.array([current.get(one, one) for one in registry.things.name.astype(str).tolist()])
    old_names = names[registry.entity_of] if len(names) else old_names
    of_record = pa.concat_arrays(
        [pa.array(old_names.tolist(), pa.string()), identities.of_record.take(fresh)]
    )
    keys = np.concatenate([segment.key for segment in grown.segments])
    grown = replace(grown, things=sort_things(of_record, keys), memory=identities)
    if registry.path is not None:
        grown = grown.write(registry.path)
    return grown, answer, identities.of_record


def _with_segment(registry: Registry, rows: pa.Table, key: Keys) -> Registry:
    generation = registry.generation + 1
    prepared = prepare(rows, registry.kind, registry.frequencies)
    segment = Segment(
        f"segment-{generation:06d}", registry.records, prepared, build_index(prepared), key, rows
    )
    return replace(registry, generation=generation, segments=(*registry.segments, segment))
