"""What workers say, paid and got back, as the five tables of one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from crest.engine.intake.column_mapping import ColumnMapping


@dataclass(frozen=True, slots=True)
class Recruitment:
    """Tables of `tables/recruitment.py`; `problems`: PROBLEMS; how each sheet was understood.

    Every row of every file is a record, the second of two equal rows (listed), or a rejected
    problem. `mappings` names all sheets seen, those of other kinds (sites, links …) too.
    """

    journeys: pa.Table
    costs: pa.Table
    answers: pa.Table
    deductions: pa.Table
    refunds: pa.Table
    problems: pa.Table
    mappings: tuple[ColumnMapping, ...]

    @property
    def tables(self) -> dict[str, pa.Table]:
        """Kind → table."""
        return {
            "journeys": self.journeys,
            "costs": self.costs,
            "answers": self.answers,
            "deductions": self.deductions,
            "refunds": self.refunds,
        }
