"""What a result folder remembers for the next run: permanent ids and what people judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from crest.engine.errors import InputError
from crest.engine.mapping.chain import Before
from crest.engine.matching.identities_keys import record_keys
from crest.engine.matching.identities_table import IdentityTable
from crest.engine.matching.judgements import Judgements
from crest.engine.matching.judgements_sheet import read_judgements_csv
from crest.engine.matching.resolve import Judged
from crest.engine.tables.contracts import PROBLEMS
from crest.engine.tables.writers import write_parquet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from crest.engine.intake import Lists
    from crest.engine.mapping.resolving import Resolved

KINDS: Final = ("site", "organisation")
REGISTRY: Final = "registry"
_LOG: Final = "judgements.jsonl"


@dataclass(frozen=True, slots=True)
class Memory:
    """What an earlier run left, and what a person judged since.

    `before`: for `map_lists`; `judgements`: the log; `problems`: PROBLEMS of the judgement sheet.
    """

    before: Before
    judgements: Judgements
    problems: pa.Table


def kept_from(folder: Path, lists: Lists, *, judgements: Path | None, by: str) -> Memory:
    """Read what `folder` remembers (nothing when it is new) and take in a sheet of judgements.

    Raises JudgementError or ContradictionError for an unreadable or contradictory log.
    """
    log = Judgements.load(folder / REGISTRY / _LOG)
    problems = PROBLEMS.empty_table()
    if judgements is not None:
        today = dt.date.today()  # noqa: TID251, DTZ011 - the command is where time enters
        _, problems = read_judgements_csv(judgements, log, who=by, when=today.isoformat())
    tables = {"site": lists.sites, "organisation": lists.organisations}
    before = Before(
        identities={
            kind: table for kind in KINDS if (table := read_identities(folder, kind)) is not None
        },
        judged={
            kind: Judged(*log.constraints(record_keys(records, kind)))
            for kind, records in tables.items()
        },
    )
    return Memory(before, log, problems)


def write_memory(folder: Path, memory: Memory, resolved: Iterable[Resolved]) -> None:
    """Write ids and judgements into a result folder."""
    place = folder / REGISTRY
    place.mkdir(exist_ok=True)
    memory.judgements.append_to(place / _LOG)
    for one in resolved:
        (place / one.kind).mkdir(exist_ok=True)
        write_parquet(one.identities.entities, place / one.kind / "entities.parquet")
        write_parquet(one.identities.members, place / one.kind / "members.parquet")


def read_identities(folder: Path, kind: str) -> IdentityTable | None:
    """The permanent ids a result folder holds for a kind; None when it holds none.

    Raises InputError when the files are damaged.
    """
    place = folder / REGISTRY / kind
    if not (place / "entities.parquet").is_file():
        return None
    try:
        entities = pq.read_table(place / "entities.parquet")
        members = pq.read_table(place / "members.parquet")
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(
            f"The registry in “{folder}” is damaged ({error}).",
            todo="Restore it from a copy, or choose a new --out; ids would then begin anew.",
        ) from error
    run = max(entities["born"].to_pylist(), default=0)
    return IdentityTable(kind, run, entities, members, pa.array([], pa.string()))
