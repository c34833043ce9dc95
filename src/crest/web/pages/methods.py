"""Methods and sources: how each score is made, straight from the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.web import rules_read
from crest.web.rules_read import RuleSheet, SetCard, SetSheet, SourceCard

# The groups of the rulebook in the reader's language, with what they are for.
GROUPS: Final[dict[str, tuple[Any, Any]]] = {
    "Signs of forced labour and trafficking": (
        _("Signs of forced labour and trafficking"),
        _(
            "Each sign is a question answered with yes, no or not known from what workers said "
            "and what was seen. Signs are indicated; they are never added up to a verdict."
        ),
    ),
    "Law on recruitment costs": (
        _("Law on recruitment costs"),
        _("What the law of a country lets a worker be charged, by country and day."),
    ),
    "Standards on recruitment costs": (
        _("Standards on recruitment costs"),
        _("What international standards and codes of buyers let a worker be charged."),
    ),
    "What workers pay for": (
        _("What workers pay for"),
        _("The list by which every payment is sorted."),
    ),
    "Debt and contract": (
        _("Debt and contract"),
        _("When a debt ties a worker, and when a contract was changed on the way."),
    ),
    "Figures by country and corridor": (
        _("Figures by country and corridor"),
        _("Caps, limits and usual costs, each with its day and its text."),
    ),
    "Minimum wages": (_("Minimum wages"), _("By place and day, to reckon costs in months of pay.")),
    "Repayment": (_("Repayment"), _("What is owed to a worker, and what counts as proven paid.")),
    "Findings and corrective actions": (
        _("Findings and corrective actions"),
        _("Which answers become a finding, how grave it is, and which step is proposed."),
    ),
    "Risk": (
        _("Risk"),
        _("Severity comes before likelihood. What nobody looked up is never counted as safe."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """One group of rule files."""

    title: Any
    about: Any
    sets: tuple[SetCard, ...]


@dataclass(frozen=True, slots=True)
class MethodsContext:
    """Everything a reader may check."""

    groups: tuple[Group, ...]
    sources: tuple[SourceCard, ...]
    rows: int
    unverified: int
    examples: int
    rulebook: str
    section: str = "methods"


@dataclass(frozen=True, slots=True)
class MethodContext:
    """One file of rules (`found`), or one rule (`rule`)."""

    found: SetSheet | None
    rule: RuleSheet | None
    rulebook: str
    section: str = "methods"


@access.page("web/methods.html", needs=access.PUBLIC)
def methods(request: access.ActingRequest) -> MethodsContext:  # noqa: ARG001
    """How is each score made?"""
    cards = rules_read.sets(_language())
    groups = []
    for name, own in groupby(cards, key=lambda card: card.group):
        title, about = GROUPS.get(name, (name, ""))
        groups.append(Group(title, about, tuple(own)))
    return MethodsContext(
        groups=tuple(groups), sources=rules_read.sources(), rows=sum(c.rows for c in cards),
        unverified=sum(c.unverified for c in cards), examples=sum(c.examples for c in cards),
        rulebook=rules_read.digest(),
    )  # fmt: skip


@access.page("web/method.html", needs=access.PUBLIC)
def method(request: access.ActingRequest, code: str) -> MethodContext:  # noqa: ARG001
    """What does this rule ask, and on which text does it stand?"""
    found = rules_read.set_sheet(code, _language())
    rule = None if found is not None else rules_read.rule_sheet(code, _language())
    if found is None and rule is None:
        raise access.NotFound("The rulebook has no such rule.")
    return MethodContext(found=found, rule=rule, rulebook=rules_read.digest())


def _language() -> str:
    return get_language() or "en"
