"""Journeys meet the chain: what workers say about their way becomes labour channels.

Each distinct way (site, employer, recruiter, sub-agent, origin, destination) is one channel row.
It is resolved together with every other list, so a worker's spelling of an agency ends at the same
permanent id as the register's. The ids then go back to the journeys.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.tables.contracts import CHANNELS, conform
from crest.engine.tables.recruitment import JOURNEYS

if TYPE_CHECKING:
    from crest.engine.intake import Lists
    from crest.engine.mapping.chain import Mapped

ENDS: Final = ("site", "employer", "recruiter", "sub_agent")
# Channels are shown to more people than worker files: no row of such a file and no day is told.
TOLD: Final = "what workers say"
_WAY: Final = (
    "site", "site_country", "employer", "recruiter", "recruiter_licence", "sub_agent", "origin",
    "origin_region", "destination",
)  # fmt: skip

# Nulls are one way like any other, so groups are made with `is not distinct from` in mind.
_WAYS: Final = f"""
    select row_number() over (order by min(record)) - 1 as way, {", ".join(_WAY)},
           arg_min(source, record) as source, arg_min(sheet, record) as sheet,
           min(row) as row, count(*) as told_by,
           date_trunc('month', min(coalesce(recruited_on, arrived_on)))::date as valid_from,
           case when count(left_on) = count(*)
                then last_day(max(left_on)) end as valid_to
    from journeys group by {", ".join(_WAY)}
"""


def ways_of(journeys: pa.Table) -> pa.Table:
    """The distinct ways of a JOURNEYS table: `way` (0-based), the columns named, `told_by`."""
    with duckdb.connect() as connection:
        connection.register("journeys", journeys)
        return connection.sql(_WAYS + " order by way").to_arrow_table()


def with_ways(lists: Lists, ways: pa.Table) -> Lists:
    """`lists` with one further labour channel per way, numbered after the channels it has.

    The number of people is left open: those who were asked are not all who came. A link that only
    workers speak of stands as unverified.
    """
    many = ways.num_rows
    first = lists.channels.num_rows
    texts = {
        "site_name": ways["site"],
        "site_country": ways["site_country"],
        "employer_name": ways["employer"],
        "recruiter_name": ways["recruiter"],
        "recruiter_licence": ways["recruiter_licence"],
        "sub_agent_name": ways["sub_agent"],
        "origin": ways["origin"],
        "origin_region": ways["origin_region"],
        "destination": ways["destination"],
        "source": pa.array([TOLD] * many, pa.string()),
        "row": pc.add(ways["way"], 1),
        "valid_from": ways["valid_from"],
        "valid_to": ways["valid_to"],
        "record": pa.array(range(first, first + many), pa.int64()),
        "verification": pa.array(["unverified"] * many, pa.string()),
        "evidence": pa.array(["told by workers"] * many, pa.string()),
    }
    added = conform(pa.table(texts), CHANNELS).cast(CHANNELS)
    return replace(lists, channels=pa.concat_tables([lists.channels, added]))


def with_ids(journeys: pa.Table, ways: pa.Table, mapped: Mapped) -> pa.Table:
    """JOURNEYS with `site_id`, `employer_id`, `recruiter_id`, `sub_agent_id` from the chain.

    An end that the journey does not name stays null. The site's country and the destination are
    taken from one another where one is missing.
    """
    ids = pa.array(mapped.settled.entity, pa.string())
    tail = mapped.channels.slice(mapped.channels.num_rows - ways.num_rows)
    found = {"way": ways["way"]}
    for end in ENDS:
        found[f"{end}_id"] = ids.take(tail[f"{end}_mention"].combine_chunks())
    same = " and ".join(f"j.{name} is not distinct from w.{name}" for name in _WAY)
    query = f"""
        select j.* replace (i.site_id as site_id, i.employer_id as employer_id,
                            i.recruiter_id as recruiter_id, i.sub_agent_id as sub_agent_id,
                            coalesce(j.destination, j.site_country) as destination,
                            coalesce(j.site_country, j.destination) as site_country)
        from journeys j join ways w on {same} join ids i on i.way = w.way order by j.record
    """
    with duckdb.connect() as connection:
        connection.register("journeys", journeys)
        connection.register("ways", ways)
        connection.register("ids", pa.table(found))
        joined = connection.sql(query).to_arrow_table()
    return conform(joined, JOURNEYS).cast(JOURNEYS)


def names_of(mapped: Mapped) -> dict[str, str]:
    """Permanent id → name, for every node of the chain."""
    nodes = mapped.nodes
    return dict(zip(nodes["node"].to_pylist(), nodes["name"].to_pylist(), strict=True))


def unnamed(journeys: pa.Table) -> dict[str, int]:
    """How many journeys do not say who stood at each end: counted, never guessed."""
    return {end: int(pc.sum(pc.is_null(journeys[f"{end}_id"])).as_py() or 0) for end in ENDS}
