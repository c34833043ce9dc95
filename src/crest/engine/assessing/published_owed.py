"""Published tables about repayment: who must pay, who took the money, floors and due days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa

from crest.engine.assessing.counting import in_currency, name_of
from crest.engine.assessing.published_groups import Hidden, small_gone
from crest.engine.disclosure import SMALLEST

if TYPE_CHECKING:
    from crest.engine.assessing.story import Assessment

_FLOOR: Final = ("floor_minor", "low_minor", "high_minor")
# Lists often write the role where the name of the taker is asked.
_ROLES: Final = ("recruiter", "sub_agent", "employer", "government", "family", "lender", "other")


def responsible(found: Assessment, hidden: Hidden) -> pa.Table:
    """OWED_GROUPS of the report: the employers who must pay, and what."""
    rows = [
        {
            "role": "employer",
            "id": row["id"],
            "name": name_of("employer", row["id"], found.names),
            "workers": row["n_owed"],
            "amount_minor": row["owed_minor"],
        }
        for row in found.owed.to_pylist()
        if row["kind"] == "employer" and row["n_owed"]
    ]
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("role", "id", "name")),
            *((name, pa.int64()) for name in ("workers", "amount_minor")),
        ]
    )
    table = pa.Table.from_pylist(rows, schema=schema).sort_by([("id", "ascending")])
    gone = [("employer", ident) in hidden for ident in table["id"].to_pylist()]
    counts = [0 if h else n for h, n in zip(gone, table["workers"].to_pylist(), strict=True)]
    place = table.column_names.index("workers")
    # A hidden employer counts as one of nobody, so that the small-group rule empties its row.
    table = table.set_column(place, "workers", pa.array([n or 1 for n in counts], pa.int64()))
    return small_gone(table, ("role", "id", "name"))


def collectors(found: Assessment) -> pa.Table:
    """OWED_GROUPS of the report: the roles that took the money, in the reporting currency."""
    roles = ", ".join(f"'{role}'" for role in _ROLES)
    column = f"c.{in_currency('usd_minor', found.fees.currency)}"
    query = f"""
        with taken as (
          select coalesce(c.paid_to_role, case when lower(c.paid_to) in ({roles})
                          then lower(c.paid_to) end, 'unknown') as role, c.journey,
                 {column} as minor
          from costs c where c.counted and c.worker_paid)
        select role, null::varchar as id, role as name, count(distinct journey) as workers,
               sum(minor)::bigint as amount_minor
        from taken group by all order by amount_minor desc, role
    """
    return small_gone(_asked(found, query), ("role", "id", "name"))


def floors(found: Assessment) -> pa.Table:
    """OWED_GROUPS of the report: the groups whose floor was used, sample and interval."""
    rows = []
    for row in found.repayment.groups.to_pylist():
        if row["floor_minor"] is None:
            continue
        ends = [row["recruiter"], row["arrival_year"], row["employer"]]
        way = " → ".join(part for part in (row["origin"], row["destination"]) if part)
        name = " · ".join(part for part in (way, *ends) if part)
        rows.append(
            {
                "role": found.fees.currency,
                "id": None,
                "name": name or row["step_says"],
                "workers": row["journeys"] if row["sample"] >= SMALLEST else 1,
                "amount_minor": row["reported_minor"],
                "sample": row["sample"],
                **{name: _reported(row, name) for name in _FLOOR},
                "method": row["method"],
                "warning": row["warning"],
            }
        )
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("role", "id", "name")),
            *((name, pa.int64()) for name in ("workers", "amount_minor", "sample")),
            *((name, pa.int64()) for name in ("floor_minor", "low_minor", "high_minor")),
            *((name, pa.string()) for name in ("method", "warning")),
        ]
    )
    return small_gone(pa.Table.from_pylist(rows, schema=schema), ("role", "id", "name"))


def _reported(row: dict[str, Any], name: str) -> int | None:
    """A sum in the workers' currency, at the mean rate by which their total was converted."""
    if row[name] is None or not row["total_minor"]:
        return None
    value: int = round(row[name] * row["reported_minor"] / row["total_minor"])
    return value


def days(found: Assessment) -> pa.Table:
    """OWED_DAYS of the report: how many are to be paid by which day."""
    total = f"w.to_pay_{found.fees.currency.lower()}_minor"
    query = f"""
        with share as (
          select s.due_on, s.journey,
                 s.amount_minor::double / sum(s.amount_minor) over (partition by s.journey) as part
          from schedule s)
        select share.due_on, count(distinct share.journey) as workers,
               round(sum({total} * part))::bigint as amount_minor
        from share join workers w on w.journey = share.journey group by all order by due_on
    """
    return small_gone(_asked(found, query), ("due_on",))


def _asked(found: Assessment, query: str) -> pa.Table:
    with duckdb.connect() as connection:
        connection.register("costs", found.costs)
        connection.register("schedule", found.repayment.schedule)
        connection.register("workers", found.repayment.workers)
        return connection.sql(query).to_arrow_table()
