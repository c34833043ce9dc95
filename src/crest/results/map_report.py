"""From a resolved chain to the data of `report.html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.drawing.report import FileMapping, ReportData, WorkplaceView
from crest.engine.mapping.outputs import review_table
from crest.results.stories import sentences_about

if TYPE_CHECKING:
    from crest.engine.graph import Chain
    from crest.engine.intake import Lists
    from crest.engine.mapping.chain import Mapped
    from crest.engine.matching.judgements import Judgements
    from crest.results.sources import About

WORKPLACES_SHOWN: Final = 12
_STEPS: Final = 3


def report_data(
    about: About,
    lists: Lists,
    mapped: Mapped,
    chain: Chain,
    summary: dict[str, Any],
    judgements: Judgements,
    who: str,
) -> ReportData:
    """Everything the report shows; the most important workplaces first."""
    coverage = chain.coverage()
    first = {row["node"]: row for row in coverage.to_pylist() if row["tier"] == 1}
    important = chain.important_workplaces(WORKPLACES_SHOWN)["node"].to_pylist()
    views = [_view(chain, node, covered(first.get(node, {}))) for node in important]
    return ReportData(
        title=about.title,
        notice=about.notice,
        summary=_numbers(summary, len(lists.mappings)),
        nodes=mapped.nodes,
        edges=mapped.edges,
        workplaces=views,
        coverage=_by_tier(chain.coverage_by_tier(coverage)),
        review=_review(mapped, judgements, who),
        problems=mapped.problems,
        mappings=[_file(mapping) for mapping in lists.mappings],
        statements=mapped.statements,
    )


def _view(chain: Chain, node: str, known: dict[str, Any]) -> WorkplaceView:
    nodes, edges = chain.neighbourhood(node, steps=_STEPS)
    name = chain.nodes["name"][chain.position(node)].as_py()
    return WorkplaceView(name, node, nodes, edges, known, sentences_about(chain, node))


def _file(mapping: Any) -> FileMapping:
    sheet = f" [{mapping.sheet}]" if mapping.sheet else ""
    columns = [(c.header, c.field or "", c.how) for c in mapping.columns]
    return FileMapping(f"{mapping.source}{sheet}", mapping.kind, columns)


def _numbers(summary: dict[str, Any], files: int) -> dict[str, Any]:
    """The key numbers of the landing page, by the names the report knows."""
    sites, organisations = summary["sites"], summary["organisations"]
    return {
        "files": files,
        "rows": sites["rows"]
        + organisations["rows"]
        + summary["link_rows"]
        + summary["channel_rows"],
        "sites": summary["nodes"].get("site", 0),
        "organisations": summary["nodes"].get("organisation", 0),
        "recruiters": summary["recruiters"],
        "links": summary["links"],
        "corridors": summary["corridors"],
        "workers": summary["workers"],
        "workers_mapped": summary["workers_mapped"],
        "review": sites["review"] + organisations["review"],
        "problems": summary["problems"]["rejected"] + summary["problems"]["warnings"],
    }


def _review(mapped: Mapped, judgements: Judgements, who: str) -> pa.Table:
    """Pairs to judge: of records, and of names in links with entities."""
    pairs = review_table(mapped.resolved, judgements, who)
    wanted = ["left_name", "left_place", "right_name", "right_place", "score", "because"]
    table = pairs.select(wanted)
    for side in ("left", "right"):
        where = pc.binary_join_element_wise(
            pairs[f"{side}_source"],
            pc.fill_null(pc.cast(pairs[f"{side}_row"], pa.string()), ""),
            ":",
        )
        table = table.append_column(f"{side}_source", where)
    named = dict(
        zip(mapped.nodes["node"].to_pylist(), mapped.nodes["name"].to_pylist(), strict=True)
    )
    asked = mapped.mentions.select(["source", "row", "name", "country"]).to_pylist()
    rows = [
        {
            "left_name": asked[mention]["name"],
            "left_place": asked[mention]["country"],
            "left_source": f"{asked[mention]['source']}:{asked[mention]['row']}",
            "right_name": named.get(entity),
            "right_place": entity,
            "right_source": None,
            "score": score,
            "because": because,
        }
        for mention, entity, score, because in mapped.settled.review
    ]
    more = pa.Table.from_pylist(rows, schema=table.schema)
    return pa.concat_tables([table, more]).sort_by([("score", "descending")])


def covered(row: dict[str, Any]) -> dict[str, Any]:
    """Headcount and mapped workers of a coverage row as whole persons; None: not stated."""
    workers, mapped = row.get("workers"), row.get("mapped_assumed")
    return {
        "workers": None if workers is None else round(workers),
        "workers_mapped": None if mapped is None else round(mapped),
    }


def _by_tier(coverage: pa.Table) -> pa.Table:
    """The bars of the report: one row per tier."""
    rows = [{"tier": row["tier"], **covered(row)} for row in coverage.to_pylist()]
    schema = pa.schema(
        [("tier", pa.int64()), ("workers", pa.int64()), ("workers_mapped", pa.int64())]
    )
    return pa.Table.from_pylist(rows, schema=schema)
