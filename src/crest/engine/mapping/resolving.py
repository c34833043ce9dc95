"""Rows of one kind → entities with permanent ids, outcomes and reasons.

Rows with a name go to the matching engine. Rows without one (a worksite of a case, known only by
its number and town) are one thing exactly when number and place are the same: nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.matching.identities import IdentityTable, assign
from crest.engine.matching.resolve import Judged, resolve
from crest.engine.tables.contracts import MATCHES, conform

if TYPE_CHECKING:
    from collections.abc import Callable

    from crest.engine.matching.models import Model

Kind = Literal["site", "organisation"]
Labels = npt.NDArray[np.int64]

_SAME_PLACE: Final = ("join_key", "local_id", "address", "city", "region", "postcode", "country")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of n records of one kind.

    `records`: the records with `entity` (text) appended; `matches`: MATCHES, n rows; `pairs`: PAIRS
    with left and right as `record` numbers; `identities`: permanent ids, for the next run;
    `warnings`: sentences about clusters that deserve a look; `stubs`: names known from links only,
    in the contract of the kind. `identities.of_record` names the records, then the stubs.
    """

    kind: Kind
    records: pa.Table
    matches: pa.Table
    pairs: pa.Table
    identities: IdentityTable
    warnings: tuple[str, ...]
    stubs: pa.Table | None = None


def resolve_records(
    records: pa.Table,
    kind: Kind,
    *,
    previous: IdentityTable | None = None,
    model: Model | None = None,
    judged: Judged | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Resolved:
    """Resolve SITES or ORGANISATIONS records into entities.

    `previous`: the ids of an earlier run, kept wherever its records come back. `judged`: pairs of
    positions that people said are the same or different. Raises IdentityError when `previous` is of
    the other kind.
    """
    named = np.asarray(pc.or_(pc.is_valid(records["name"]), pc.is_valid(records["name_native"])))
    at = np.flatnonzero(named)
    labels = np.full(records.num_rows, -1, np.int64)
    outcome = np.full(records.num_rows, "new", object)
    score = np.full(records.num_rows, np.nan)
    because = np.full(records.num_rows, "", object)
    found = resolve(
        records.take(pa.array(at)),
        kind=kind,
        model=model,
        judged=_among(judged, named),
        progress=progress,
    )
    labels[at] = found.labels
    outcome[at], score[at] = found.outcome, found.score
    because[at] = np.asarray(found.because, object)
    _join_nameless(records, np.flatnonzero(~named), labels, outcome, because)
    identities = assign(labels, records, kind, previous)
    return Resolved(
        kind=kind,
        records=records.append_column("entity", identities.of_record),
        matches=matches_of(records, identities.of_record, outcome, score, because),
        pairs=found.pairs,
        identities=identities,
        warnings=tuple(found.warnings),
    )


def _among(judged: Judged | None, named: npt.NDArray[np.bool_]) -> Judged | None:
    """Judgements in positions of the named records only."""
    if judged is None:
        return None
    place = np.cumsum(named) - 1

    def kept(pairs: tuple[Labels, Labels]) -> tuple[Labels, Labels]:
        known = named[pairs[0]] & named[pairs[1]]
        return place[pairs[0][known]], place[pairs[1][known]]

    return Judged(kept(judged.same), kept(judged.different))


def _join_nameless(
    records: pa.Table,
    at: npt.NDArray[np.int64],
    labels: Labels,
    outcome: npt.NDArray[np.object_],
    because: npt.NDArray[np.object_],
) -> None:
    """Label nameless records by equal number and place; fills the three arrays in place."""
    if not len(at):
        return
    rows = records.take(pa.array(at))
    parts = [pc.fill_null(pc.utf8_lower(rows[name]), "") for name in _SAME_PLACE]
    keys = pc.binary_join_element_wise(*parts, "\x1f").combine_chunks().dictionary_encode()
    group = np.asarray(keys.indices)
    labels[at] = labels.max(initial=-1) + 1 + group
    several = np.bincount(group)[group] > 1
    outcome[at] = np.where(several, "match", "new")
    because[at] = np.where(
        several,
        "no name in the row; same number and same place",
        "no name in the row; no other row has this number and place",
    )


def matches_of(
    records: pa.Table,
    entities: pa.Array,
    outcome: npt.NDArray[np.object_],
    score: npt.NDArray[np.float64],
    because: npt.NDArray[np.object_],
) -> pa.Table:
    """MATCHES of n records: their entity (text), outcome, score (nan: none) and reasons."""
    columns = {name: records[name] for name in ("record", "source", "sheet", "row")}
    columns["entity"] = entities
    columns["outcome"] = pa.array(outcome, pa.string())
    columns["score"] = pa.array(score, pa.float64(), mask=np.isnan(score))
    columns["because"] = pa.array(because, pa.string())
    return conform(pa.table(columns), MATCHES)
