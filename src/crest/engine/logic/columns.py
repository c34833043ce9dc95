"""What the column of a rule's answer, of a verdict and of an outcome is called."""

from __future__ import annotations

from crest.engine.rulebook.columns import column_of

__all__ = ["column_of", "outcome_column", "verdict_column"]


def verdict_column(regime_id: str) -> str:
    """The column of a regime's verdict: “ilo-2019” → “verdict_ilo_2019”."""
    return f"verdict_{column_of(regime_id)}"


def outcome_column(set_id: str) -> str:
    """The column of a rule set's outcome: “icls-2018” → “class_icls_2018”."""
    return f"class_{column_of(set_id)}"
