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

from crest.engine.mapping.namesakes import with_namesakes
from crest.engine.matching.identities import IdentityTable, assign
from crest.engine.matching.resolve import Judged, resolve
from crest.engine.tables.contracts import MATCHES, conform

if TYPE_CHECKING:
    from collections.abc import Callable

    from crest.engine.matching.models import Model

Kind = Literal["site", "organisation"]
Labels = npt.NDArray[np.int64]

_SAME_LISTING: Final = (
    "name", "name_native", "address", "city", "region", "postcode", "country", "lat", "lng",
    "company", "parent", "licence", "licence_jurisdiction", "lei", "gln", "os_id", "duns",
)  # fmt: skip
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
    labels = np.full(records.num_rows, -1, np.int64)
    outcome = np.full(records.num_rows, "new", object)
    score = np.full(records.num_rows, np.nan)
    because = np.full(records.num_rows, "", object)
    first, listing = _listings(records, named)
    listings = records.take(pa.array(first))
    bound = _among(judged, listing)
    contradictions: tuple[str, ...] = ()
    if kind == "organisation":
        bound, contradictions = with_namesakes(listings, bound)
    found = resolve(listings, kind=kind, model=model, judged=bound, progress=progress)
    at = np.flatnonzero(named)
    which = listing[at]
    labels[at] = found.labels[which]
    outcome[at], score[at] = found.outcome[which], found.score[which]
    because[at] = np.asarray(found.because, object)[which]
    _say_repeated(at, which, outcome, score, because)
    _join_nameless(records, np.flatnonzero(~named), labels, outcome, because)
    identities = assign(labels, records, kind, previous)
    return Resolved(
        kind=kind,
        records=records.append_column("entity", identities.of_record),
        matches=matches_of(records, identities.of_record, outcome, score, because),
        pairs=found.pairs,
        identities=identities,
        warnings=(*found.warnings, *contradictions),
    )


def _listings(records: pa.Table, named: npt.NDArray[np.bool_]) -> tuple[Labels, Labels]:
    """Rows that say exactly the same are one listing, however often a list repeats it.

    Returns the first row of each listing, and for every row the number of its listing (-1: the row
    has no name). A firm named in ten thousand rows is compared once, and its size is no alarm.
    """
    at = np.flatnonzero(named)
    rows = records.take(pa.array(at))
    parts = [
        pc.fill_null(pc.utf8_lower(pc.cast(rows[name], pa.string())), "")
        for name in _SAME_LISTING
        if name in rows.column_names
    ]
    keys = pc.binary_join_element_wise(*parts, "\x1f").combine_chunks().dictionary_encode()
    listing = np.full(records.num_rows, -1, np.int64)
    listing[at] = np.asarray(keys.indices)
    first = np.full(len(keys.dictionary), -1, np.int64)
    first[listing[at][::-1]] = at[::-1]
    return first, listing


def _say_repeated(
    at: Labels,
    which: Labels,
    outcome: npt.NDArray[np.object_],
    score: npt.NDArray[np.float64],
    because: npt.NDArray[np.object_],
) -> None:
    """A row that is new only together with its exact repetitions is a match of those."""
    again = (np.bincount(which)[which] > 1) if len(which) else np.zeros(0, np.bool_)
    alone = at[again & (outcome[at] == "new")]
    outcome[alone], score[alone] = "match", 1.0
    because[alone] = "another row says exactly the same"


def _among(judged: Judged | None, listing: Labels) -> Judged | None:
    """Judgements in numbers of listings; pairs inside one listing say nothing new."""
    if judged is None:
        return None

    def kept(pairs: tuple[Labels, Labels]) -> tuple[Labels, Labels]:
        left, right = listing[pairs[0]], listing[pairs[1]]
        known = (left >= 0) & (right >= 0) & (left != right)
        return left[known], right[known]

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
