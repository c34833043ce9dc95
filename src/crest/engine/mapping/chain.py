"""Lists in, one resolved chain of goods and labour out. The story of `crest map`, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from crest.engine.mapping import claims, mentions, origins
from crest.engine.mapping.cards import entity_cards
from crest.engine.mapping.contradictions import add_problems, countries_in_dispute, problem_rows
from crest.engine.mapping.newcomers import newcomers
from crest.engine.mapping.operators import INFERRED, inferred_operators
from crest.engine.mapping.resolving import Resolved, resolve_records
from crest.engine.mapping.settling import Settled, settle
from crest.engine.tables.contracts import NODES, conform

if TYPE_CHECKING:
    from collections.abc import Callable

    from crest.engine.intake import Lists
    from crest.engine.matching.identities import IdentityTable
    from crest.engine.matching.models import Model
    from crest.engine.matching.resolve import Judged


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier run left: permanent ids and judgements, per kind."""

    identities: dict[str, IdentityTable] = field(default_factory=dict)
    judged: dict[str, Judged] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The resolved chain.

    `nodes`, `edges`: contract tables (nodes with the further columns of cards); `resolved`: sites,
    then organisations; `settled`: what each mention in a link means; `mentions`: their table;
    `links`, `channels`: the rows with their mention numbers; `problems`: PROBLEMS of intake and of
    resolution together.
    """

    nodes: pa.Table
    edges: pa.Table
    resolved: tuple[Resolved, Resolved]
    links: pa.Table
    channels: pa.Table
    mentions: pa.Table
    settled: Settled
    problems: pa.Table
    statements: tuple[str, ...]


def map_lists(
    lists: Lists,
    *,
    before: Before | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Mapped:
    """Resolve all records, settle all names in links, and merge their claims into edges.

    `lists` comes from `intake.read_lists`. Every link row becomes part of an edge or a problem.
    """
    before = before if before is not None else Before()
    found = mentions.Mentions()
    links = mentions.mention_links(lists.links, found)
    channels = mentions.mention_channels(lists.channels, found)
    sites = mentions.mention_names(lists.sites, "company", "company", found)
    sites = mentions.mention_names(sites, "parent", "company", found)
    organisations = mentions.mention_names(lists.organisations, "parent", "company", found)

    resolved = (
        _resolve(sites, "site", before, progress),
        _resolve(organisations, "organisation", before, progress),
    )
    cards = pa.concat_tables(
        [entity_cards(one.records, one.records["entity"], kind=one.kind) for one in resolved],
        promote_options="default",
    )
    asked = mentions.mention_table(found)
    tell = _named("settling names in links", progress)
    settled, still_open = settle(asked, list(resolved), cards, progress=tell)
    new_cards, resolved = newcomers(still_open, settled, resolved)
    places = origins.origin_cards(channels)
    nodes = pa.concat_tables([cards, new_cards, places], promote_options="default")

    said = claims.claims_of(
        links=links,
        channels=channels,
        sites=resolved[0].records,
        organisations=resolved[1].records,
        settled=_settled_table(settled),
    )
    said = pa.concat_tables([said, inferred_operators(nodes, said)])
    edges, disputed = claims.merge_claims(said)
    found_later = problem_rows(links, channels, said)
    for one in resolved:
        found_later += countries_in_dispute(one)
    problems = add_problems(lists.problems, found_later)
    return Mapped(
        nodes=conform(nodes, NODES),
        edges=edges,
        resolved=resolved,
        links=links,
        channels=channels,
        mentions=asked,
        settled=settled,
        problems=problems,
        statements=_statements(resolved, disputed, edges),
    )


def _resolve(
    records: pa.Table,
    kind: str,
    before: Before,
    progress: Callable[[str, float], None] | None,
) -> Resolved:
    return resolve_records(
        records,
        "site" if kind == "site" else "organisation",
        previous=before.identities.get(kind),
        model=before.models.get(kind),
        judged=before.judged.get(kind),
        progress=_named(f"matching {kind}s", progress),
    )


def _named(
    step: str, progress: Callable[[str, float], None] | None
) -> Callable[[str, float], None]:
    """One bar for a step whose parts have names of their own."""

    def tell(_part: str, done: float) -> None:
        if progress is not None:
            progress(step, done)

    return tell


def _settled_table(settled: Settled) -> pa.Table:
    known = [(at, entity) for at, entity in enumerate(settled.entity) if entity is not None]
    return pa.table(
        {
            "mention": pa.array([at for at, _ in known], pa.int64()),
            "entity": pa.array([entity for _, entity in known], pa.string()),
        }
    )


def _statements(
    resolved: tuple[Resolved, Resolved], disputed: pa.Table, edges: pa.Table
) -> tuple[str, ...]:
    said = [warning for one in resolved for warning in one.warnings]
    if disputed.num_rows:
        said.append(
            f"{disputed.num_rows} links are given with different shares; the largest is shown."
        )
    inferred = edges["evidence"].to_pylist().count(INFERRED)
    if inferred:
        said.append(
            f"{inferred} companies are taken to operate the site of their own name; no row says so."
        )
    return tuple(said)
