"""From rows to edges: every link is the visible sum of the rows that claim it.

A claim is one row's statement that A supplies, recruits for, operates … B. Claims about the same
pair, relation, product and period become one edge that names all its rows as evidence. The best
verified claim lends the edge its verification; the largest number of people and share stand.
"""

from __future__ import annotations

from typing import Final

import duckdb
import pyarrow as pa

from crest.engine.tables.contracts import EDGES, ORIGIN_RELATION, conform

CLAIMS: Final = pa.schema(
    [
        pa.field("source_node", pa.string()),
        pa.field("target_node", pa.string()),
        pa.field("relation", pa.string()),
        pa.field("product", pa.string()),
        pa.field("share", pa.float64()),
        pa.field("people", pa.int64()),
        pa.field("valid_from", pa.date32()),
        pa.field("valid_to", pa.date32()),
        pa.field("verification", pa.string()),
        pa.field("evidence", pa.string()),
    ]
)


def _where(row: str = "") -> str:
    """SQL for the form evidence takes everywhere: `file.csv:12` or `book.xlsx [links]:3`."""
    of = f"{row}." if row else ""
    return f"{of}source || coalesce(' [' || {of}sheet || ']', '') || ':' || {of}row"


_FROM_LINKS: Final = f"""
    select f.entity as source_node, t.entity as target_node, relation, product, share, people,
           valid_from, valid_to, verification, {_where()} as evidence
    from links join settled f on f.mention = from_mention join settled t on t.mention = to_mention
"""
# One channel row is a path: origin → sub-agent → recruiter → workplace, and who employs there.
# Hands that are not named are skipped; the path then joins the neighbours that are. Rows of one
# list are different people (an agency's workers through two sub-agents add up), a row repeated
# word for word is not; different lists speak of the same people, so the largest number stands.
_FROM_CHANNELS: Final = f"""
    with hands as (
        select channels.*, s.entity as site, e.entity as employer, r.entity as recruiter,
               a.entity as agent, {_where()} as evidence_row,
               case when origin is null and origin_region is null then null
                    else 'P-' || coalesce(origin, '??') || coalesce('-' || origin_region, '')
               end as place
        from channels left join settled s on s.mention = site_mention
        left join settled e on e.mention = employer_mention
        left join settled r on r.mention = recruiter_mention
        left join settled a on a.mention = sub_agent_mention
    ), cohorts as (
        select * replace (case when row_number() over (
            partition by source, sheet, place, agent, recruiter, employer, site, workers,
                         valid_from, valid_to order by row) = 1 then workers end as workers),
            coalesce(site, employer) as workplace
        from hands
    ), steps as (
        select place as s, coalesce(agent, recruiter, workplace) as t,
               '{ORIGIN_RELATION}' as relation, * from cohorts
        union all select agent, recruiter, 'sub_agent_of', * from cohorts
        union all select agent, workplace, 'brokers', * from cohorts where recruiter is null
        union all select recruiter, workplace, 'recruits_for', * from cohorts
        union all select employer, site, 'operates', * from cohorts
    )
    select s as source_node, t as target_node, relation, null::varchar as product,
           null::double as share,
           case when relation <> 'operates' then sum(workers) over (
               partition by s, t, relation, valid_from, valid_to, source, sheet)::bigint
           end as people,
           valid_from, valid_to, verification, evidence_row as evidence
    from steps where s is not null and t is not null
"""
_CONTROL: Final = f"""
    select owner.entity as source_node, {{target}} as target_node, '{{relation}}' as relation,
           null::varchar as product, null::double as share, null::bigint as people, valid_from,
           valid_to, null::varchar as verification, {_where()} as evidence
    from {{table}} join settled owner on owner.mention = {{column}}_mention
"""
# Files that share a number about one matter: every recruiter of the matter recruits for its sites.
_BY_JOIN_KEY: Final = f"""
    select o.entity as source_node, s.entity as target_node, 'recruits_for' as relation,
           null::varchar as product, null::double as share, null::bigint as people,
           s.valid_from, s.valid_to, null::varchar as verification,
           {_where("o")} || '; ' || {_where("s")} as evidence
    from organisations o join sites s using (join_key)
    where o.role in ('recruiter', 'sub_agent', 'broker')
"""
# One reading of the evidence is enough; a cell that names ten thousand rows helps nobody.
_EVIDENCE_LIMIT: Final = 20
_MERGED: Final = f"""
    select source_node, target_node, relation, product, max(share) as share,
           max(people) as people, valid_from, valid_to,
           case min(case verification when 'verified' then 0 when 'declared' then 1 else 2 end)
                when 0 then 'verified' when 1 then 'declared' else 'unverified' end
                as verification,
           array_to_string(list_sort(list_distinct(list(evidence)))[1:{_EVIDENCE_LIMIT}], '; ')
           || case when count(distinct evidence) > {_EVIDENCE_LIMIT}
                   then '; and ' || (count(distinct evidence) - {_EVIDENCE_LIMIT}) || ' more'
                   else '' end as evidence,
           count(distinct share) > 1 as shares_differ
    from claims where source_node <> target_node
    group by source_node, target_node, relation, product, valid_from, valid_to
    order by source_node, target_node, relation, product, valid_from, valid_to
"""


def claims_of(
    *,
    links: pa.Table,
    channels: pa.Table,
    sites: pa.Table,
    organisations: pa.Table,
    settled: pa.Table,
) -> pa.Table:
    """All claims, one row each (`CLAIMS`).

    `links`, `channels`, `sites`, `organisations`: contract tables with their `*_mention` columns;
    sites and organisations also with `entity`. `settled`: mention (int64), entity (text).
    """
    with duckdb.connect() as connection:
        tables = {
            "links": links,
            "channels": channels,
            "sites": sites,
            "organisations": organisations,
            "settled": settled,
        }
        for name, table in tables.items():
            connection.register(name, table)
        control = [
            _CONTROL.format(target="entity_", relation="operates", table=t, column="company")
            for t in ("(select *, entity as entity_ from sites) sites",)
        ]
        control += [
            _CONTROL.format(target="entity_", relation="owns", table=t, column="parent")
            for t in (
                "(select *, entity as entity_ from sites) sites",
                "(select *, entity as entity_ from organisations) organisations",
            )
        ]
        parts = [_FROM_LINKS, _FROM_CHANNELS, *control, _BY_JOIN_KEY]
        query = " union all by name ".join(f"({part})" for part in parts)
        return connection.sql(query).to_arrow_table().cast(CLAIMS)


def merge_claims(claims: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Edges (EDGES contract) and the edges whose rows disagree about the share.

    Claims of an entity about itself are left out here; `self_claims` lists them.
    """
    with duckdb.connect() as connection:
        connection.register("claims", claims)
        merged = connection.sql(_MERGED).to_arrow_table()
    numbered = merged.append_column("edge", pa.array(range(merged.num_rows), pa.int64()))
    disputed = numbered.filter(numbered["shares_differ"])
    return conform(numbered.drop_columns(["shares_differ"]), EDGES), disputed


def self_claims(claims: pa.Table) -> pa.Table:
    """Claims whose two ends turned out to be one entity: evidence and relation."""
    with duckdb.connect() as connection:
        connection.register("claims", claims)
        return connection.sql(
            "select source_node, relation, evidence from claims where source_node = target_node"
        ).to_arrow_table()
