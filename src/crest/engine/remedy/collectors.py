"""Who took the money, and who is responsible for giving it back.

Under the employer-pays principle the employer answers for the whole sum, whoever collected it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from crest.engine.remedy.money import spoken
from crest.engine.remedy.people import column, names_of
from crest.engine.remedy.proof import kind_of
from crest.engine.remedy.rows import COST

if TYPE_CHECKING:
    from crest.engine.remedy.people import People
    from crest.engine.rulebook.remedy_rules import RulesInForce

COLLECTORS: Final = pa.schema(
    [
        pa.field("role", pa.string(), nullable=False),  # recruiter, sub_agent, … or unknown
        pa.field("collector", pa.string()),  # null: nobody recorded who
        pa.field("currency", pa.string(), nullable=False),
        pa.field("workers", pa.int64(), nullable=False),
        pa.field("collected_minor", pa.int64(), nullable=False),
    ]
)
_COLUMNS: Final = (
    "journey",
    "payer",
    "class",
    "counted",
    "leave_out",
    "fee_item",
    "item",
    "pay_minor",
    "paid_to",
    "paid_to_role",
)
_AGENTS: Final = ("recruiter", "sub_agent", "employer", "site")


@dataclass(frozen=True, slots=True)
class Collected:
    """`table`: COLLECTORS, largest first. `by_worker`: who took most, in words; None unknown."""

    table: pa.Table
    by_worker: list[str | None]


def collected_by(people: People, costs: pa.Table, rules: RulesInForce) -> Collected:
    """Add up what each collector took from the workers, from the costs that are repaid.

    The name is the one recorded with the cost; else the journey's recruiter, sub-agent or
    employer when the role alone was recorded.
    """
    columns = [column(costs, name) for name in _COLUMNS]
    agents = {role: names_of(people.table, role) for role in _AGENTS}
    sums: dict[tuple[str, str | None, str], dict[int, int]] = {}
    where = people.where(columns[0]).tolist()
    for at, cells in zip(where, zip(*columns, strict=True), strict=True):
        cost = dict(zip(_COLUMNS, cells, strict=True))
        minor, role, to = cost["pay_minor"], cost["paid_to_role"], cost["paid_to"]
        if at < 0 or not minor or minor < 0 or kind_of(cost, rules) != COST:
            continue
        name = to or (agents[role][at] if role in agents else None)
        key = (role or "unknown", name, people.currency[at])
        of = sums.setdefault(key, {})
        of[at] = of.get(at, 0) + minor
    return Collected(_table(sums), _most(sums, len(people)))


def _table(sums: dict[tuple[str, str | None, str], dict[int, int]]) -> pa.Table:
    rows = [
        {
            "role": role,
            "collector": name,
            "currency": currency,
            "workers": len(of),
            "collected_minor": sum(of.values()),
        }
        for (role, name, currency), of in sums.items()
    ]
    rows.sort(key=lambda row: (-row["collected_minor"], row["role"], row["collector"] or ""))  # type: ignore[operator]
    return pa.Table.from_pylist(rows, schema=COLLECTORS)


def _most(sums: dict[tuple[str, str | None, str], dict[int, int]], size: int) -> list[str | None]:
    best: list[tuple[int, str] | None] = [None] * size
    for (role, name, currency), of in sums.items():
        for at, minor in of.items():
            words = (
                f"{name or 'somebody unnamed'} ({role.replace('_', '-')}) {spoken(minor, currency)}"
            )
            before = best[at]
            if before is None or (-minor, words) < (-before[0], before[1]):
                best[at] = (minor, words)
    return [None if one is None else one[1] for one in best]
