"""What the workshop hands out: priced costs, journeys with sums and facts, caps, and statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class FeeResults:
    """The costs of many journeys, assessed. The Ibis tables live in the engine that was given.

    `costs`: the columns of COSTS, then fee_item, group, rated_on, rated_by, per_usd, rate_period,
    rate_source, rate_confidence, usd_minor, pay_minor (minor units of the pay currency),
    recovered_usd_minor, worker_paid, counted, leave_out, from_deductions, a verdict column per
    standard and for the laws of origin and destination, class. Deductions for recruitment are
    rows of their own (from_deductions).

    `journeys`: the columns of the journeys given, the sums of `per_journey`, the results on debt,
    contract, pay and season with the reasons where there is none, and every fact of
    `facts/derived.yaml`.

    `caps`: one row per journey and dated figure that holds for it: cap, paid in its scope, excess.

    `problems`: a table PROBLEMS of the costs and deductions left out. `statements`: what the totals
    leave out and which rules are missing, one plain sentence each.
    """

    costs: ir.Table
    journeys: ir.Table
    problems: pa.Table
    statements: tuple[str, ...]
    caps: ir.Table
    verdicts: tuple[str, ...]
    currency: str
