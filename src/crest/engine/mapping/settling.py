"""Settle each mention on an entity, or make it an entity of its own.

Order of evidence: an identifier only one entity carries; licence and jurisdiction; the same name in
the same country; the matching engine above its match line. Between its review line and its match
line a mention stays apart and the pair is listed for review.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from crest.engine.matching.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crest.engine.mapping.resolving import Resolved

# A name alone is thin evidence, so the lines are stricter than for whole records.
_ONE_NAME: Final = 0.97  # two names in links are spellings of one
_CLEARLY: Final = 4.0  # times the odds of the second best
_WORTH_ASKING: Final = 0.4
_OPTIONS: Final = 3
_LATIN_END: Final = 0x2FF
_NUMBERS: Final = ("lei", "gln", "os_id", "duns", "local_id")


@dataclass(slots=True)
class Settled:
    """Which entity each mention means.

    `entity[m]`: the id, or None when the mention is still open; `because[m]`: in words;
    `review`: (mention, entity, score, because) for pairs a person should judge.
    """

    entity: list[str | None]
    because: list[str]
    review: list[tuple[int, str, float, str]] = field(default_factory=list)


def name_key(name: str) -> str:
    """Upper and lower case, spaces and punctuation do not tell two names apart."""
    # Vowel signs of Thai, Burmese and Khmer are no letters to Python; they count all the same.
    return "".join(ch for ch in name.casefold() if ch.isalnum() or ord(ch) > _LATIN_END)


class Directory:
    """What is known so far, by identifier, licence and name."""

    def __init__(self, resolved: Iterable[Resolved]) -> None:
        self.by_number: dict[str, set[str]] = defaultdict(set)
        self.by_licence: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        self.by_name: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for one in resolved:
            self._add(one)

    def _add(self, resolved: Resolved) -> None:
        wanted = ["entity", "name", "name_native", "country", *_NUMBERS]
        licensed = resolved.kind == "organisation"
        wanted += ["licence", "licence_jurisdiction"] if licensed else []
        for old, new in resolved.identities.aliases().items():
            self.by_number[name_key(old)].add(str(new))
        for row in resolved.records.select(wanted).to_pylist():
            entity = row["entity"]
            self.by_number[name_key(entity)].add(entity)
            for number in _NUMBERS:
                if row[number]:
                    self.by_number[name_key(row[number])].add(entity)
            if licensed and row["licence"]:
                jurisdiction = row["licence_jurisdiction"] or row["country"]
                self.by_licence[name_key(row["licence"]), jurisdiction].add(entity)
            for name in (row["name"], row["name_native"]):
                if name:
                    self.by_name[name_key(name), row["country"]].add(entity)
                    self.by_name[name_key(name), None].add(entity)

    def look_up(self, mention: dict[str, str | None]) -> tuple[str, str] | None:
        """The one entity an exact clue leads to, with the clue in words; None when unclear."""
        number, licence, name = mention["number"], mention["licence"], mention["name"]
        if number and (one := self._pick(self.by_number.get(name_key(number)), mention)):
            return one, f"same number {number}"
        if licence:
            held = self.by_licence.get((name_key(licence), mention["country"]))
            if one := self._pick(held, mention):
                return one, f"same licence {licence}"
        if name:
            same = self.by_name.get((name_key(name), mention["country"]))
            if one := self._pick(same, mention):
                return one, "same name" + (" and country" if mention["country"] else "")
        return None

    @staticmethod
    def _pick(entities: set[str] | None, mention: dict[str, str | None]) -> str | None:
        """The only fitting entity; a site is preferred unless the role says organisation."""
        if not entities:
            return None
        letter = "S" if mention["role"] in {"site", None} else "O"
        preferred = {entity for entity in entities if entity.startswith(letter)}
        if len(preferred) == 1:
            return next(iter(preferred))
        if mention["role"] == "site":
            return None  # workers arrive at a place; a firm of that name is another thing
        return next(iter(entities)) if len(entities) == 1 else None


def settle(
    mentions: pa.Table,
    resolved: list[Resolved],
    cards: pa.Table,
    *,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[Settled, pa.Table]:
    """Settle `mentions` (see `mention_table`) on the entities of `resolved`.

    `cards`: NODES-like table of all entities. Returns what is settled, and for the mentions still
    open a table: mention, group (equal = one new entity), with the mention's columns.
    """
    directory = Directory(resolved)
    rows = mentions.select(["name", "number", "country", "role", "licence"]).to_pylist()
    settled = Settled(entity=[None] * len(rows), because=[""] * len(rows))
    for at, row in enumerate(rows):
        if found := directory.look_up(row):
            settled.entity[at], settled.because[at] = found
    unsettled = [at for at, entity in enumerate(settled.entity) if entity is None]
    groups = _match_rest(mentions, unsettled, cards, settled, progress)
    still = [at for at in unsettled if settled.entity[at] is None]
    table = mentions.take(pa.array(still, pa.int64()))
    table = table.append_column("mention", pa.array(still, pa.int64()))
    return settled, table.append_column("group", pa.array([groups[at] for at in still], pa.int64()))


def _match_rest(
    mentions: pa.Table,
    unsettled: list[int],
    cards: pa.Table,
    settled: Settled,
    progress: Callable[[str, float], None] | None,
) -> dict[int, int]:
    """Let the matching engine compare what exact clues left open; give each mention its group."""
    if not unsettled:
        return {}
    known = cards.select(["name", "country"])
    asked = mentions.take(pa.array(unsettled, pa.int64())).select(["name", "country"])
    pool = pa.concat_tables([known, asked])
    pool = pool.append_column("record", pa.array(range(pool.num_rows), pa.int64()))
    found = resolve(pool, kind="organisation", progress=progress)
    first = known.num_rows
    best: dict[int, list[tuple[float, str, str, str]]] = defaultdict(list)
    alike: list[tuple[int, int]] = []
    for pair in found.pairs.filter(pc.is_valid(found.pairs["right"])).to_pylist():
        one, other = sorted((pair["left"], pair["right"]))
        if one < first <= other:
            entity = cards["node"][one].as_py()
            option = (pair["score"], entity, pair["decision"], pair["because"])
            best[unsettled[other - first]].append(option)
        elif one >= first and pair["score"] >= _ONE_NAME:
            alike.append((one - first, other - first))
    for mention, options in best.items():
        _choose(mention, options, mentions["role"][mention].as_py(), settled)
    return dict(zip(unsettled, _groups(len(unsettled), alike), strict=True))


def _groups(size: int, alike: list[tuple[int, int]]) -> list[int]:
    """Number the groups of names that are spellings of one another."""
    pairs = np.array(alike, np.int64).reshape(-1, 2)
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    numbers: list[int] = connected_components(graph, directed=False)[1].tolist()
    return numbers


def _choose(
    mention: int,
    options: list[tuple[float, str, str, str]],
    role: str | None,
    settled: Settled,
) -> None:
    """Take the best option when it is a match and stands alone among things of the fitting kind."""
    letter = "S" if role in {"site", None} else "O"
    fitting = [option for option in options if option[1].startswith(letter)]
    ranked = sorted(fitting if fitting or role == "site" else options, reverse=True)
    if ranked and ranked[0][2] == "match":
        second = max((option[0] for option in ranked if option[1] != ranked[0][1]), default=0.0)
        if _odds(ranked[0][0]) >= _CLEARLY * _odds(second):
            score, entity, _, because = ranked[0]
            settled.entity[mention] = entity
            settled.because[mention] = f"{because} ({score:.2f})"
            return
    settled.review += [
        (mention, entity, score, because)
        for score, entity, _, because in ranked[:_OPTIONS]
        if score >= _WORTH_ASKING
    ]


def _odds(score: float) -> float:
    return score / max(1.0 - score, 1e-9)
