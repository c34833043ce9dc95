"""What crosses the door of supplychain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ResolutionCard:
    """What stands behind the chains now: of which files, how much came of them, what to know."""

    ref: str
    number: int
    batches: tuple[str, ...]
    counts: dict[str, Any]
    statements: tuple[str, ...]
    problems: tuple[dict[str, Any], ...]
    made_at: dt.datetime
