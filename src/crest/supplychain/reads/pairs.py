"""The review queue: pairs worth asking, and those that were judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from crest.access.facade import Actor, ScopedQuerySet
from crest.supplychain.cards import PairCard, PairPart
from crest.supplychain.models import Claim, Pair

SAFE: Final = 0.95
_WEIGHT: Final = re.compile(r"\s*\([+-]?\d+(?:\.\d+)?\)\s*$")
_SHOWN: Final = ("name", "name_native", "place", "address", "country", "id")
_HIDDEN: Final = frozenset({"row_key", "row", "file", "sheet"})


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be judged: how many, how many of them safe, and what was judged last."""

    waiting: int
    safe: int
    judged: int


def queue_of(*, by: Actor) -> Queue:
    """How much there is to judge."""
    rows = Pair.objects.owned_by(by)
    return Queue(
        waiting=_open(by).count(),
        safe=len(safe_pairs(by=by)),
        judged=rows.exclude(judgement=Pair.OPEN).count(),
    )


def next_pair(*, by: Actor, after: str = "") -> PairCard | None:
    """The pair to ask now, surest first; `after` passes over pairs up to that one."""
    rows = _open(by)
    if after and (passed := Pair.objects.owned_by(by).filter(ref=after).first()):
        later = rows.filter(score=passed.score, pk__gt=passed.pk) | rows.filter(
            score__lt=passed.score
        )
        rows = later if later.exists() else rows
    row = rows.first()
    return None if row is None else with_rows(by, pair_card(row), row)


def one_pair(*, by: Actor, ref: str) -> PairCard:
    """A pair by its public id. Raises NotFound."""
    row = Pair.objects.owned_by(by).select_related("judged_by").one(ref)
    return with_rows(by, pair_card(row), row)


def judged_pairs(*, by: Actor, most: int = 50) -> tuple[PairCard, ...]:
    """The last judgements, newest first."""
    rows = Pair.objects.owned_by(by).exclude(judgement=Pair.OPEN).select_related("judged_by")
    return tuple(pair_card(row) for row in rows.order_by("-judged_at", "-pk")[:most])


def safe_pairs(*, by: Actor, most: int = 200) -> tuple[PairCard, ...]:
    """Open pairs that leave no doubt: nearly certain, and nothing speaks against."""
    rows = _open(by).filter(score__gte=SAFE)[:most]
    return tuple(pair_card(row) for row in rows if is_safe(row))


def is_safe(row: Pair) -> bool:
    """Whether a pair may be confirmed in a list: sure, and no reason against it."""
    return row.score >= SAFE and "(-" not in row.because and "(−" not in row.because


def _open(by: Actor) -> ScopedQuerySet[Pair]:
    rows = Pair.objects.owned_by(by).filter(judgement=Pair.OPEN, asked=True)
    return rows.order_by("-score", "pk")


def pair_card(row: Pair) -> PairCard:
    """A pair with both sides part by part."""
    return PairCard(
        ref=row.ref, kind=row.kind, parts=_parts(row.left, row.right), left_row="", right_row="",
        left_name=str(row.left.get("name") or ""), right_name=str(row.right.get("name") or ""),
        score=row.score, reasons=tuple(_reasons(row.because)), judgement=row.judgement,
        why=row.why, who=str(row.judged_by) if row.judged_by_id else "", at=row.judged_at,
    )  # fmt: skip


def with_rows(by: Actor, card: PairCard, row: Pair) -> PairCard:
    """The card with the public ids of both source rows."""
    keys = {side.get("row_key") for side in (row.left, row.right)} - {None}
    said = Claim.objects.within(by).filter(row_id__in=keys)
    refs = dict(said.values_list("row_id", "row__ref").distinct())
    return replace(
        card,
        left_row=refs.get(row.left.get("row_key"), ""),
        right_row=refs.get(row.right.get("row_key"), ""),
    )


def _parts(left: dict[str, Any], right: dict[str, Any]) -> tuple[PairPart, ...]:
    names = [name for name in _SHOWN if left.get(name) or right.get(name)]
    names += sorted((set(left) | set(right)) - set(_SHOWN) - _HIDDEN)
    parts = []
    for name in names:
        one, two = str(left.get(name) or ""), str(right.get(name) or "")
        parts.append(PairPart(name, one, two, one.casefold().strip() != two.casefold().strip()))
    where = (_where(left), _where(right))
    return (*parts, PairPart("source", *where, differs=False))


def _where(side: dict[str, Any]) -> str:
    sheet = f" [{side['sheet']}]" if side.get("sheet") else ""
    return f"{side.get('file') or ''}{sheet}:{side.get('row') or ''}"


def _reasons(because: str) -> list[str]:
    """The engine's reasons without their weights, strongest first."""
    return [said for part in because.split(";") if (said := _WEIGHT.sub("", part).strip())]
