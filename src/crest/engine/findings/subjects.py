"""Whom findings are about, with everything that was counted about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.tables.contracts import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT: Final = pa.string()
_COUNT: Final = pa.int64()

# One row per group. People are journeys; sums are minor units of `currency`; null = not counted.
GROUPS: Final = pa.schema(
    [
        pa.field("kind", _TEXT, nullable=False),  # recruiter, sub_agent, site, employer, …
        pa.field("id", _TEXT, nullable=False),
        pa.field("name", _TEXT, nullable=False),
        pa.field("n", _COUNT, nullable=False),
        pa.field("currency", _TEXT),
        pa.field("n_asked", _COUNT),  # of whom any cost, or its absence, is recorded
        pa.field("n_severe", _COUNT),
        pa.field("severe_minor", _COUNT),
        pa.field("n_violation", _COUNT),
        pa.field("violation_minor", _COUNT),
        pa.field("n_legal_gap", _COUNT),
        pa.field("legal_gap_minor", _COUNT),
        pa.field("n_over_cap", _COUNT),
        pa.field("over_cap_minor", _COUNT),  # what lies above the cap
        pa.field("n_owed", _COUNT),
        pa.field("owed_minor", _COUNT),  # from the repayment plan
        pa.field("proven_share", pa.float64()),  # of the money, on E1 or E2
        pa.field("costs_left_out", _COUNT),
        pa.field(
            "licence", _TEXT
        ),  # licensed | expired | unlicensed | unknown; null = no recruiter
    ]
)
# One row per group and rule. n = yes + no + unknown (refused answers are unknown).
PREVALENCE: Final = pa.schema(
    [
        pa.field("kind", _TEXT, nullable=False),
        pa.field("id", _TEXT, nullable=False),
        pa.field("rule", _TEXT, nullable=False),  # IND-07, H2S-CLASS-1, CON-SEASON-LOSS …
        pa.field("n", _COUNT, nullable=False),
        pa.field("yes", _COUNT, nullable=False),
        pa.field("no", _COUNT, nullable=False),
        pa.field("unknown", _COUNT, nullable=False),
        pa.field("low", pa.float64()),  # interval of the share among those who answered, 0..1
        pa.field("high", pa.float64()),
    ]
)
# Who can act on a finding; a corridor, a product or a year cannot, a buyer only through these.
ACTORS: Final = frozenset({"sub_agent", "recruiter", "site", "employer"})
# Whose workers came by way of whom.
HANDS: Final = pa.schema(
    [
        pa.field("recruiter", _TEXT, nullable=False),
        pa.field("sub_agent", _TEXT, nullable=False),
        pa.field("n", _COUNT, nullable=False),
    ]
)
# Checks of the answers: `says` is a whole sentence; its Thai may be missing.
QUALITY: Final = pa.schema(
    [
        pa.field("kind", _TEXT, nullable=False),
        pa.field("id", _TEXT, nullable=False),
        pa.field("check", _TEXT, nullable=False),
        pa.field("says", _TEXT, nullable=False),
        pa.field("thai", _TEXT),
    ]
)


@dataclass(frozen=True, slots=True)
class Sign:
    """How the workers of a group answer one rule."""

    rule: str
    yes: int
    no: int
    unknown: int
    low: float | None
    high: float | None

    @property
    def asked(self) -> int:
        """Those with an answer."""
        return self.yes + self.no


@dataclass(frozen=True, slots=True)
class Subject:
    """A group with its sums (a row of GROUPS), its signs by rule, and checks of its data."""

    kind: str
    id: str
    name: str
    n: int
    sums: dict[str, Any]
    signs: dict[str, Sign] = field(default_factory=dict)
    checks: tuple[tuple[str, str | None], ...] = ()


def read_subjects(groups: pa.Table, prevalence: pa.Table, quality: pa.Table) -> list[Subject]:
    """Put the tables together. Raises ContractError for a row about a group that is not listed."""
    found = {
        (row["kind"], row["id"]): Subject(row["kind"], row["id"], row["name"], row["n"], row)
        for row in _rows(groups, GROUPS)
    }
    checks: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for row in _rows(prevalence, PREVALENCE):
        subject = _known(found, row)
        counts = (row["yes"], row["no"], row["unknown"])
        subject.signs[row["rule"]] = Sign(row["rule"], *counts, row["low"], row["high"])
    for row in _rows(quality, QUALITY):
        subject = _known(found, row)
        checks.setdefault((subject.kind, subject.id), []).append((row["says"], row["thai"]))
    return [
        Subject(one.kind, one.id, one.name, one.n, one.sums, one.signs, tuple(checks.get(key, ())))
        for key, one in found.items()
    ]


def _rows(table: pa.Table, schema: pa.Schema) -> Iterable[dict[str, Any]]:
    lacking = [f.name for f in schema if not f.nullable and f.name not in table.column_names]
    if lacking and table.num_rows:
        raise ContractError(f"The table of findings' input lacks {', '.join(lacking)}.")
    for row in table.to_pylist():
        yield {name: row.get(name) for name in schema.names}


def _known(found: dict[tuple[str, str], Subject], row: dict[str, Any]) -> Subject:
    key = (row["kind"], row["id"])
    if key not in found:
        raise ContractError(f"There is a row about {key[0]} {key[1]}, which is not in the groups.")
    return found[key]


def read_hands(hands: pa.Table) -> list[tuple[str, str, int]]:
    """Recruiter, sub-agent, workers; pairs that stand twice are added up."""
    total: dict[tuple[str, str], int] = {}
    for row in _rows(hands, HANDS):
        key = (row["recruiter"], row["sub_agent"])
        total[key] = total.get(key, 0) + row["n"]
    return [(recruiter, hand, n) for (recruiter, hand), n in total.items()]
