"""Accepted files and judgements into the engine; what the engine makes of them as plain rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from crest.engine.intake import read_lists
from crest.engine.intake.column_mapping import Override, override_from
from crest.engine.intake.lists import Lists
from crest.engine.mapping.against import build_registry
from crest.engine.mapping.chain import Before, Mapped, map_lists
from crest.engine.mapping.resolving import Kind
from crest.engine.matching.identities_keys import record_keys
from crest.engine.matching.judgements import ContradictionError, Judgements
from crest.engine.matching.registry import Registry
from crest.engine.matching.resolve import Judged
from crest.evidence.facade import AcceptedDocument

KINDS: Final[tuple[Kind, Kind]] = ("site", "organisation")
_CHAIN: Final = frozenset({"sites", "organisations", "links", "channels"})
Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word on a pair of listings."""

    left: str
    right: str
    verdict: str
    who: str
    when: dt.datetime


@dataclass(frozen=True, slots=True)
class Worked:
    """What the engine made of the accepted files."""

    mapped: Mapped
    judgements: Judgements
    statements: tuple[str, ...]


def work_out(
    documents: tuple[AcceptedDocument, ...], registry: Path | None, said: list[Said], tell: Tell
) -> Worked | None:
    """Run the engine as `crest map` does; None when no accepted file tells of a chain.

    `registry`: the folder an earlier resolution left.
    """
    used = [one for one in documents if _CHAIN & set(one.kinds)]
    if not used:
        return None
    lists = read_lists(
        [one.path for one in used],
        names=[one.source for one in used],
        overrides=_overrides(used),
        progress=tell,
    )
    judgements, left_out = judgements_of(said)
    before = _before(registry, lists, judgements)
    mapped = map_lists(lists, before=before, progress=tell)
    return Worked(mapped, judgements, (*mapped.statements, *left_out))


def keep_registry(worked: Worked, folder: Path) -> None:
    """Write the registry of permanent ids of both kinds into a new folder."""
    for one in worked.mapped.resolved:
        build_registry(one, folder / one.kind, judgements=worked.judgements)


def judgements_of(said: list[Said]) -> tuple[Judgements, tuple[str, ...]]:
    """The log of judgements, in order; a contradicting one is left out and said."""
    judgements, left_out = Judgements(), []
    for one in sorted(said, key=lambda s: s.when):
        try:
            judgements.judge(
                one.verdict, one.left, one.right, who=one.who, when=one.when.isoformat()
            )
        except ContradictionError as error:
            left_out.append(f"One judgement is not followed: {error.sentence}")
    return judgements, tuple(left_out)


def _overrides(documents: list[AcceptedDocument]) -> list[Override]:
    return [
        replace(override_from(said), source=one.source) for one in documents for said in one.said
    ]


def _before(registry: Path | None, lists: Lists, judgements: Judgements) -> Before:
    known = [kind for kind in KINDS if registry is not None and (registry / kind).is_dir()]
    return Before(
        identities={
            kind: Registry.open(registry / kind).identities()
            for kind in known
            if registry is not None
        },
        judged={
            kind: Judged(*judgements.constraints(record_keys(_records(lists, kind), kind)))
            for kind in KINDS
        },
    )


def _records(lists: Lists, kind: str) -> Any:
    return lists.sites if kind == "site" else lists.organisations
