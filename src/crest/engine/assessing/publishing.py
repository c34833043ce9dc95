"""An assessment as it may be shown: tables about groups, with nothing in them about few people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crest.engine.assessing import (
    published_costs,
    published_groups,
    published_notes,
    published_owed,
)
from crest.engine.assessing.hiding import hidden_groups

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.assessing.story import Assessment


@dataclass(frozen=True, slots=True)
class Published:
    """What may leave the house. `tables`: name → table; `suppressed`: sentences on what is hidden.

    `stale`: warnings about rules past their review. `owed`: the totals of the repayment plan.
    """

    tables: dict[str, pa.Table]
    numbers: dict[str, object]
    suppressed: tuple[str, ...]
    stale: tuple[str, ...]


def publish(found: Assessment, *, standards: tuple[str, ...] = ()) -> Published:
    """Make the tables that may be shown. `standards`: regimes to show; () = all, “law” = both laws.

    Groups of fewer than eleven workers, and those that would let one be worked out, lose their
    numbers and are marked in `not_shown`.
    """
    hidden = hidden_groups(found.members, found.journeys.num_rows)
    tables = {
        "groups": published_groups.groups_table(found, hidden),
        "prevalence": published_groups.prevalence_table(found, hidden),
        "measures": published_groups.measures_table(found, hidden),
        "season_bins": published_groups.season_bins(found),
        "months": published_groups.months_table(found),
        "month_bins": published_groups.month_bins(found),
        "items": published_costs.items_table(found),
        "classes": published_costs.classes_table(found),
        "regimes": published_costs.regimes_table(found, standards),
        "item_verdicts": published_costs.item_verdicts(found, standards),
        "caps": published_costs.caps_table(found, hidden),
        "owed_responsible": published_owed.responsible(found, hidden),
        "owed_collectors": published_owed.collectors(found),
        "owed_floors": published_owed.floors(found),
        "owed_days": published_owed.days(found),
        "sensitivity": found.repayment.sensitivity,
        "unknowns": published_notes.unknowns(found),
        "quality": published_notes.quality(found, hidden),
        "rules": published_notes.rules_used(found),
    }
    named = [key for key in hidden if key[1] not in {"", "*"}]
    return Published(
        tables=tables,
        numbers=published_groups.numbers(found),
        suppressed=published_notes.suppressed(named, found),
        stale=published_notes.stale_rules(found),
    )
