"""What a result folder remembers for the next run: its registry of ids, judgements and weights."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError
from crest.engine.mapping.against import build_registry
from crest.engine.mapping.chain import Before
from crest.engine.matching.compare import features
from crest.engine.matching.identities_keys import record_keys
from crest.engine.matching.judgements import Judgements
from crest.engine.matching.judgements_sheet import read_judgements_csv
from crest.engine.matching.models import Model, read_model, write_model
from crest.engine.matching.normalise import prepare
from crest.engine.matching.registry import Registry
from crest.engine.matching.resolve import Judged
from crest.engine.matching.train import FEWEST, train
from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

    from crest.engine.intake import Lists
    from crest.engine.mapping.resolving import Kind, Resolved

KINDS: Final[tuple[Kind, Kind]] = ("site", "organisation")
REGISTRY: Final = "registry"
_LOG: Final = "judgements.jsonl"
_WEIGHTS: Final = "weights.yaml"


@dataclass(frozen=True, slots=True)
class Memory:
    """What an earlier run left, and what a person judged since.

    `before`: for `map_lists`; `judgements`: the log of both kinds; `problems`: PROBLEMS of the
    sheet of judgements.
    """

    before: Before
    judgements: Judgements
    problems: pa.Table


def kept_from(folder: Path, lists: Lists, *, judgements: Path | None, by: str) -> Memory:
    """Read what `folder` remembers (nothing when it is new) and take in a sheet of judgements.

    Raises RegistryError, JudgementError or ContradictionError when it cannot be relied on.
    """
    place = folder / REGISTRY
    log = Judgements.load(place / KINDS[0] / _LOG)
    problems = PROBLEMS.empty_table()
    if judgements is not None:
        today = dt.date.today()  # noqa: TID251, DTZ011 - the command is where time enters
        _, problems = read_judgements_csv(judgements, log, who=by, when=today.isoformat())
    known = [kind for kind in KINDS if (place / kind).is_dir()]
    before = Before(
        identities={kind: Registry.open(place / kind).identities() for kind in known},
        judged={
            kind: Judged(*log.constraints(record_keys(records_of(lists, kind), kind)))
            for kind in KINDS
        },
        models={
            kind: read_model(place / kind / _WEIGHTS)
            for kind in known
            if (place / kind / _WEIGHTS).is_file()
        },
    )
    return Memory(before, log, problems)


def records_of(lists: Lists, kind: str) -> pa.Table:
    """The records of one kind."""
    return lists.sites if kind == "site" else lists.organisations


def trained(memory: Memory, lists: Lists) -> Memory:
    """The same memory with weights learnt from the judgements about rows of these lists.

    Raises InputError when no kind has enough judgements, some the same and some different.
    """
    models = dict(memory.before.models)
    counts = []
    for kind in KINDS:
        records = records_of(lists, kind)
        left, right, same = memory.judgements.training_pairs(record_keys(records, kind))
        counts.append(f"{len(same)} about {kind}s")
        if len(same) < FEWEST or same.all() or not same.any():
            continue
        ready = prepare(records, kind)
        seen = features(ready, ready, left, right)
        models[kind] = train(seen, same, start=models.get(kind) or Model.load(kind))
    if not any(models.get(kind) is not memory.before.models.get(kind) for kind in KINDS):
        raise InputError(
            f"There is too little to learn from: {' and '.join(counts)} of these lists.",
            todo=f"Judge at least {FEWEST} pairs of a kind, some the same and some different.",
        )
    return replace(memory, before=replace(memory.before, models=models))


def write_memory(folder: Path, memory: Memory, resolved: Iterable[Resolved]) -> None:
    """Write the registry of both kinds into a result folder."""
    for one in resolved:
        place = folder / REGISTRY / one.kind
        build_registry(one, place, judgements=memory.judgements)
        write_weights(place, memory, one.kind)


def write_weights(place: Path, memory: Memory, kind: str) -> None:
    """Keep learnt weights beside the registry; the shipped ones need no copy."""
    if (model := memory.before.models.get(kind)) is not None:
        write_model(model, place / _WEIGHTS, "Learnt from judgements by crest match --train.")


def copied_registry(source: Path, folder: Path, memory: Memory, kind: Kind) -> Registry | None:
    """The registry of `source` copied into a result folder and opened; None when it has none."""
    old, new = source / REGISTRY / kind, folder / REGISTRY / kind
    if not old.is_dir():
        return None
    shutil.copytree(old, new)
    known = len(Judgements.load(new / _LOG).events)
    memory.judgements.append_to(new / _LOG, since=known)
    write_weights(new, memory, kind)
    return Registry.open(new, model=memory.before.models.get(kind))
