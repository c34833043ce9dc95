"""Why a cost counts as it does: the conversion in words, and the rule behind each verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crest.engine.fees.verdicts import UNKNOWN, answers_of, asked_of_cost
from crest.engine.logic.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.fees.verdicts import Regimes
    from crest.engine.rulebook.models import Cite
    from crest.engine.rulebook.rules import RuleEntry, RuleSet


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What one regime says about a cost, and the rule that decided.

    `column`: the verdict column. `regime`: id of the rule set, None where no law is in the
    rulebook. `rule`: None when no rule of the regime applies, or none was in force.
    """

    column: str
    regime: str | None
    verdict: str
    rule: str | None
    says: str
    cites: tuple[Cite, ...]
    confidence: str | None


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost: its values (the columns of FeeResults.costs), conversion and verdicts."""

    values: dict[str, Any]
    conversion: str
    verdicts: tuple[VerdictLine, ...]


def conversion(row: Mapping[str, Any]) -> str:
    """How the sum became US dollars, or why it did not."""
    if row["usd_minor"] is None:
        return f"not converted: {row['leave_out']}"
    usd = f"USD {row['usd_minor'] / 100:,.2f}"
    given = f"{row['currency']} {float(row['amount']):,.2f}"
    if row["currency"] == "USD":
        return usd
    said = f"{given} ÷ {row['per_usd']:,.6g} = {usd}"
    day = "" if row["rated_on"] is None else _period(row)
    return f"{said} ({day}, {row['rate_source']}, {row['rate_confidence']})"


def _period(row: Mapping[str, Any]) -> str:
    day = row["rated_on"]
    period = f"{day:%Y}" if row["rate_period"] == "year" else f"{day:%Y-%m}"
    by = "" if row["rated_by"] == "payment" else f", by the day of {row['rated_by']}"
    return f"mean of {period}{by}"


def verdict_lines(row: Mapping[str, Any], regimes: Regimes) -> tuple[VerdictLine, ...]:
    """The verdict of every regime on a cost, with the deciding rule."""
    return tuple(
        _line(column, rules, row[column], row) for column, rules in asked_of_cost(row, regimes)
    )


def _line(
    column: str, rule_set: RuleSet | None, verdict: str, facts: Mapping[str, Any]
) -> VerdictLine:
    if rule_set is None:
        says = "No law of that country and day is in the rulebook."
        return VerdictLine(column, None, UNKNOWN, None, says, (), None)
    rule = _deciding(rule_set, facts)
    if rule is None:
        return VerdictLine(column, rule_set.id, verdict, None, "No rule applies.", (), None)
    says = rule.says if verdict != UNKNOWN else f"Cannot be told: {rule.says}"
    return VerdictLine(column, rule_set.id, verdict, rule.id, says, rule.cites, rule.confidence)


def _deciding(rule_set: RuleSet, facts: Mapping[str, Any]) -> RuleEntry | None:
    answers = answers_of(rule_set, facts)
    decided = (r for r in rule_set.rules if r.verdict and answers[r.id] is not Answer.NO)
    return next(decided, None)
