"""Who belongs together: journeys under each recruiter, site, buyer, corridor they count for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis
import pyarrow as pa

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from crest.engine.tables.engines import Engine

KINDS: Final = (
    "recruiter", "sub_agent", "site", "employer", "buyer", "product", "corridor", "period",
)  # fmt: skip
_OWN: Final = ("recruiter", "sub_agent", "site", "employer")
_COLUMNS: Final = {"journey": "string", "kind": "string", "id": "string"}  # nullable, all of them


def memberships(engine: Engine, journeys: ir.Table, downstream: pa.Table) -> ir.Table:
    """One row per journey and group: journey, kind (see KINDS), id.

    `journeys`: JOURNEYS with ids; `downstream`: see `downstream.downstream_of`. A journey that does
    not name an end is in no group of that kind; `corridor` is "MM>TH", `period` the year of
    arrival (or else of recruitment).
    """
    day = ibis.coalesce(journeys.arrived_on, journeys.recruited_on)
    corridor = journeys.origin.concat(">").concat(journeys.destination)
    own = [_of(journeys, kind, journeys[f"{kind}_id"]) for kind in _OWN]
    own += [
        _of(journeys, "corridor", corridor),
        _of(journeys, "period", day.year().cast("string")),
    ]
    chain = engine.put("downstream", downstream.select(["site_id", "kind", "id"]))
    sites = journeys.select("journey", "site_id")
    further = sites.join(chain, sites.site_id == chain.site_id).cast(_COLUMNS).select(*_COLUMNS)
    return engine.keep("memberships", ibis.union(own[0], *own[1:], further.distinct()))


def _of(journeys: ir.Table, kind: str, ident: ir.Value) -> ir.Table:
    table = journeys.select("journey", kind=ibis.literal(kind), id=ident)
    return table.filter(table.id.notnull()).cast(_COLUMNS).select(*_COLUMNS)


def group_sums(engine: Engine, members: ir.Table, outcomes: ir.Table) -> pa.Table:
    """Per group: kind, id, workers, and every number added up.

    `outcomes`: one row per journey. Columns ending in `_minor` are added; of every yes/no column
    `<name>` come `<name>_yes`, `<name>_no` and `<name>_unknown`, which add up to `workers`. Sorted
    by kind and id. The engine makes no difference: all sums are of whole numbers.
    """
    joined = members.join(outcomes, members.journey == outcomes.journey)
    sums: dict[str, ir.Value] = {"workers": joined.count()}
    for name, kind in outcomes.schema().items():
        column = joined[name]
        if name.endswith("_minor"):
            sums[name] = column.fill_null(0).sum()
        elif kind.is_boolean():
            yes = column.ifelse(1, 0).fill_null(0)
            sums[f"{name}_yes"] = yes.sum()
            sums[f"{name}_no"] = (~column).ifelse(1, 0).fill_null(0).sum()
            sums[f"{name}_unknown"] = column.isnull().ifelse(1, 0).sum()
    found = engine.run(joined.group_by(["kind", "id"]).aggregate(**sums))
    whole = [
        field if field.type == pa.string() else pa.field(field.name, pa.int64())
        for field in found.schema
    ]
    return found.cast(pa.schema(whole)).sort_by([("kind", "ascending"), ("id", "ascending")])


def membership_table(engine: Engine, members: ir.Table) -> pa.Table:
    """The memberships as an Arrow table, sorted, for what is reckoned group by group."""
    order = [("kind", "ascending"), ("id", "ascending"), ("journey", "ascending")]
    return engine.run(members).sort_by(order)
