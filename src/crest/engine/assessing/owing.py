"""What is owed per group, out of the repayment of every worker."""

from __future__ import annotations

import duckdb
import pyarrow as pa

OWED = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("id", pa.string(), nullable=False),
        pa.field("n_owed", pa.int64(), nullable=False),
        pa.field("owed_minor", pa.int64(), nullable=False),  # in the reporting currency
        pa.field("proven_share", pa.float64()),  # of the money claimed, on E1 or E2
    ]
)


def owed_by_group(workers: pa.Table, members: pa.Table, currency: str) -> pa.Table:
    """OWED: how many workers of each group are owed something, and how much.

    `workers`: the repayment's rows, one per journey; `members`: journey, kind, id.
    """
    total = f"to_pay_{currency.lower()}_minor"
    query = f"""
        select m.kind, m.id,
               count(*) filter (w.{total} > 0) as n_owed,
               coalesce(sum(w.{total}), 0) as owed_minor,
               sum(w.e1_minor + w.e2_minor)
                 / nullif(sum(w.e1_minor + w.e2_minor + w.e3_minor + w.e4_minor), 0) as proven_share
        from members m join workers w on w.journey = m.journey
        group by all order by all
    """
    with duckdb.connect() as connection:
        connection.register("members", members)
        connection.register("workers", workers)
        return connection.sql(query).to_arrow_table().cast(OWED)
