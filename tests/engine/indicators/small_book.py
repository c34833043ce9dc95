"""A small book of rules for tests: two sets, with references, classes and every kind of fact."""

from __future__ import annotations

from datetime import date
from typing import Any

from crest.engine.rulebook.book import Book
from crest.engine.rulebook.rules import FactEntry, RuleSet

ON = date(2024, 6, 1)
FLAGS = ("locked_in", "threatened", "wages_withheld", "debt_bondage_sign")


def rule(rule_id: str, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": rule_id,
        "says": f"What {rule_id} says",
        "thai": "ไทย",
        "when": when,
        "cites": [{"source": "ilo-indicators-2012", "at": "p. 5"}],
        "confidence": "general",
        "valid_from": "2012-10-01",
        "review_by": "2030-01-01",
        **more,
    }


def rule_set(set_id: str, *rules: dict[str, Any]) -> RuleSet:
    return RuleSet.model_validate(
        {
            "id": set_id,
            "title": f"Set {set_id}",
            "thai": "ไทย",
            "kind": "indicators",
            "about": "journey",
            "rules": list(rules),
        }
    )


def small_book() -> Book:
    eleven = rule_set(
        "ilo-11",
        rule("IND-03", {"fact": "locked_in"}),
        rule("IND-06", {"fact": "threatened"}),
        rule("IND-07", {"fact": "papers_keeper", "is": ["employer", "broker"]}),
        rule(
            "IND-11", {"any": [{"fact": "actual_hours", "above": 60}, {"fact": "wages_withheld"}]}
        ),
        rule("IND-99", {"fact": "threatened"}, valid_to="2020-01-01"),
    )
    classes = rule_set(
        "icls-2018",
        rule("PEN-A", {"any": [{"fact": "threatened"}, {"fact": "locked_in"}]}, part="penalty"),
        rule("INV-A", {"not": {"fact": "free_to_leave_job"}}, part="involuntary"),
        rule(
            "ICLS-1",
            {"all": [{"rule": "PEN-A"}, {"rule": "INV-A"}]},
            part="class",
            outcome="indicated",
        ),
        rule(
            "ICLS-2",
            {"any": [{"rule": "PEN-A"}, {"rule": "INV-A"}]},
            part="class",
            outcome="one_side_only",
        ),
    )
    facts = {
        name: FactEntry.model_validate(
            {"fact": name, "kind": "flag", "given": "answer", "says": name, "thai": name}
        )
        for name in FLAGS
    }
    return Book(facts, {"ilo-11": eleven, "icls-2018": classes}, {}, {}, "0" * 64)
