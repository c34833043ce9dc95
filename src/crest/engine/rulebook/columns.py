"""What the column of a rule's answer is called."""

from __future__ import annotations


def column_of(rule_id: str) -> str:
    """The column of a rule's answer: “IND-07” → “ind_07”, “DEL-T1-01” → “del_t1_01”."""
    return rule_id.lower().replace("-", "_").replace(".", "_")
