"""What a plan asks for besides the money: how it is paid, verified, and what prevents more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from crest.engine.rulebook.remedy_rules import RulesInForce

STEPS: Final = pa.schema(
    [
        pa.field("rule", pa.string(), nullable=False),
        pa.field("about", pa.string(), nullable=False),  # payment | verification | prevention
        pa.field("says", pa.string(), nullable=False),
        pa.field("thai", pa.string(), nullable=False),  # machine-made
        pa.field("after_months", pa.float64()),  # after a worker's arrival; null: no such day
        pa.field("confidence", pa.string(), nullable=False),
    ]
)


def further_steps(rules: RulesInForce) -> pa.Table:
    """STEPS: conditions of payment, then verification, then prevention, in order of the rules."""
    asked = [
        *((rules.payment, "payment", one, None) for one in rules.payment.conditions),
        *((rules.verification, "verification", one, None) for one in rules.verification.steps),
        *(
            (rules.prevention, "prevention", one, one.after_months)
            for one in rules.prevention.checks
        ),
    ]
    rows = [
        {
            "rule": rule.id,
            "about": about,
            "says": one.says,
            "thai": one.thai,
            "after_months": months,
            "confidence": rule.confidence,
        }
        for rule, about, one, months in asked
    ]
    return pa.Table.from_pylist(rows, schema=STEPS)
