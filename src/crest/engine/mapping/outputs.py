"""The files of a result folder, as tables: what every column means stands in docs/reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.matching.history import derive_history
from crest.engine.matching.identities_keys import record_keys, write_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crest.engine.mapping.chain import Mapped
    from crest.engine.mapping.resolving import Resolved
    from crest.engine.matching.judgements import Judgements

_CARD_COLUMNS = (
    "also_known_as", "name_native", "address", "city", "region", "postcode", "lei", "gln", "os_id",
    "duns", "licence", "licence_jurisdiction", "licence_from", "licence_to", "closed", "sources",
)  # fmt: skip


_FACES = pa.schema(
    [
        *((name, pa.string()) for name in ("entity", "key", "source")),
        ("row", pa.int64()),
        *((name, pa.string()) for name in ("name", "address", "city", "country")),
    ]
)


def matches_table(resolved: Iterable[Resolved]) -> pa.Table:
    """`matches.csv`: one row per record, with its entity, outcome, score and reasons.

    `site_id` is the permanent id of the site (S-…) or organisation (O-…) the row speaks of.
    """
    parts = []
    for one in resolved:
        table = one.matches.rename_columns({"entity": "site_id"}).drop_columns(["record"])
        kind = pa.array([one.kind] * table.num_rows, pa.string())
        names = one.records["name"]
        table = table.append_column("kind", kind).append_column("name", names)
        parts.append(
            table.select(
                ["source", "row", "site_id", "outcome", "score", "because", "kind", "name", "sheet"]
            )
        )
    return pa.concat_tables(parts)


Faces = dict[str, dict[str, object]]


def pairs_table(
    resolved: Iterable[Resolved],
    faces: Faces | None = None,
    judgements: Judgements | None = None,
) -> pa.Table:
    """`pairs.csv`: every pair above the review line with its reasons, best first.

    Each side has source, row, name, place, id and key. `judgement`, `why`, `who` and `when` hold
    what a person said (`judgements`) and are empty otherwise. `faces`: a listing of each registry
    entity (see `faces_of`), for pairs whose right side is no row of this run.
    """
    parts = [_pairs_of(one, faces or {}) for one in resolved]
    table = pa.concat_tables(parts, promote_options="default")
    if judgements is None or not judgements.events:
        return table
    said = {frozenset((one.left, one.right)): one for one in judgements.standing}
    keys = zip(table["left_key"].to_pylist(), table["right_key"].to_pylist(), strict=True)
    found = [said.get(frozenset(pair)) for pair in keys]
    for name, values in (
        ("judgement", [one.verdict if one else None for one in found]),
        ("why", [one.why if one else None for one in found]),
        ("who", [one.who if one else None for one in found]),
        ("when", [one.when if one else None for one in found]),
    ):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array(values, pa.string()))
    return table


def _place(side: str) -> str:
    """SQL for where a listing says it is; null when it says nothing."""
    return f"nullif(concat_ws(', ', {side}.address, {side}.city, {side}.country), '')"


def _pairs_of(one: Resolved, faces: Faces) -> pa.Table:
    query = f"""
        select p.score, p.decision, p.because, '{one.kind}' as kind,
               l.source as left_source, l.row as left_row, l.name as left_name,
               {_place("l")} as left_place, l.entity as left_id,
               coalesce(r.source, f.source) as right_source, coalesce(r.row, f.row) as right_row,
               coalesce(r.name, f.name) as right_name,
               coalesce({_place("r")}, {_place("f")}) as right_place,
               coalesce(r.entity, p.right_entity) as right_id,
               l.sheet as left_sheet, r.sheet as right_sheet,
               l.key as left_key, coalesce(r.key, f.key) as right_key,
               null::varchar as judgement, null::varchar as why,
               null::varchar as who, null::varchar as "when"
        from pairs p join records l on l.record = p.left
        left join records r on r.record = p.right left join faces f on f.entity = p.right_entity
        order by p.score desc, p.left, p.right
    """
    keys = pa.array([write_key(key) for key in record_keys(one.records, one.kind)], pa.string())
    known = [{"entity": entity, **face} for entity, face in faces.items()]
    with duckdb.connect() as connection:
        connection.register("pairs", one.pairs)
        connection.register("records", one.records.append_column("key", keys))
        connection.register("faces", pa.Table.from_pylist(known, schema=_FACES))
        return connection.sql(query).to_arrow_table()


def review_table(
    resolved: Iterable[Resolved], judgements: Judgements | None = None, who: str = ""
) -> pa.Table:
    """The review queue: pairs worth asking `who` now, best first (columns of `pairs_table`).

    What is settled, what follows from a pair asked before it, and what `who` was unsure about are
    left out: nothing is asked twice.
    """
    pairs = pairs_table(resolved, None, judgements)
    open_ = pairs.filter(pc.equal(pairs["decision"], "review")).sort_by([("score", "descending")])
    if judgements is None:
        return open_
    keys = list(zip(open_["left_key"].to_pylist(), open_["right_key"].to_pylist(), strict=True))
    worth = set(judgements.next_questions(keys, who))
    return open_.filter(pa.array([pair in worth for pair in keys], pa.bool_()))


def cards_table(mapped: Mapped, kind: str, id_name: str) -> pa.Table:
    """`sites.csv` or `organisations.csv`: one row per entity, its id first."""
    nodes = mapped.nodes.filter(pc.equal(mapped.nodes["kind"], kind))
    known = [name for name in _CARD_COLUMNS if name in nodes.column_names]
    drop = [name for name in nodes.column_names if name == "kind"]
    first = [name for name in nodes.column_names if name not in known and name not in drop]
    table = nodes.select([*first, *known]).rename_columns({"node": id_name})
    return table.sort_by([(id_name, "ascending")])


def links_table(mapped: Mapped) -> pa.Table:
    """`links.csv`: every resolved link with the names of both ends and the rows behind it."""
    query = """
        select e.edge as link, e.relation, e.source_node as from_id, f.name as from_name,
               e.target_node as to_id, t.name as to_name, e.product, e.share, e.people,
               e.valid_from, e.valid_to, e.verification, e.evidence
        from edges e join nodes f on f.node = e.source_node join nodes t on t.node = e.target_node
        order by e.edge
    """
    with duckdb.connect() as connection:
        connection.register("edges", mapped.edges)
        connection.register("nodes", mapped.nodes.select(["node", "name"]))
        return connection.sql(query).to_arrow_table()


def history_table(mapped: Mapped) -> pa.Table:
    """`history.csv`: what became of sites and organisations: renamed, moved, merged, closed.

    Columns: kind, entity, name, fact, from, to, since, until, evidence. Plain listings, which say
    only that a row exists, are left to `matches.csv`.
    """
    names = dict(
        zip(mapped.nodes["node"].to_pylist(), mapped.nodes["name"].to_pylist(), strict=True)
    )
    parts = []
    for one in mapped.resolved:
        facts = derive_history(one.records, one.records["entity"], one.kind)
        facts = facts.filter(pc.not_equal(facts["fact"], "listing"))
        kind = pa.array([one.kind] * facts.num_rows, pa.string())
        named = pa.array([names.get(e) for e in facts["entity"].to_pylist()], pa.string())
        parts.append(facts.add_column(0, "kind", kind).add_column(2, "name", named))
    return pa.concat_tables(parts)


def channels_table(mapped: Mapped) -> pa.Table:
    """`labour_channels.csv`: every channel row with the ids its names were settled on."""
    ids = pa.array(mapped.settled.entity, pa.string())
    because = pa.array(mapped.settled.because, pa.string())
    table = mapped.channels
    for end in ("site", "employer", "recruiter", "sub_agent"):
        numbers = table[f"{end}_mention"].combine_chunks()
        place = table.column_names.index(f"{end}_mention")
        table = table.set_column(place, f"{end}_settled", ids.take(numbers))
        table = table.append_column(f"{end}_because", because.take(numbers))
    return table.drop_columns(["record"])
