"""Whether the tests of rules make sense: facts that exist, tests that fit them, references."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.countries import is_country_code
from crest.engine.rulebook.nodes import Count, Fact, OtherFact
from crest.engine.rulebook.references import leaves_of, levels, parts_of
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet
from crest.engine.rulebook.wordlists import currency_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crest.engine.rulebook.complaints import Complaint
    from crest.engine.rulebook.nodes import Test
    from crest.engine.rulebook.rules import FactEntry, Figure, RuleEntry
    from crest.engine.rulebook.shelf import ReadFile, Shelf

Fault = tuple[str, str]  # sentence, todo
_UNITS: Final = {
    "months_of_contract_pay", "months_of_contract_pay_per_12_months", "times_hourly_pay",
    "percent", "hours_per_week", "hours_per_day", "people", "months", "days", "years", "kilograms",
}  # fmt: skip


def rule_complaints(shelf: Shelf) -> Iterator[Complaint]:
    """Every test of every rule set, and what figures apply to."""
    facts = {entry.fact: entry for file in shelf.of(FactBook) for entry in file.model.facts}
    actions = {row.id for row in shelf.rows() if row.file.name.startswith("actions/")}
    for file in shelf.of(RuleSet):
        yield from _set_complaints(file, file.model)
        for position, rule in enumerate(file.model.rules):
            place = ("rules", position, "when")
            for sentence, todo in _test_faults(rule.when, file.model, facts):
                yield file.complain(place, rule.id, sentence, todo)
            for sentence, todo in _entry_faults(rule, file.model, actions):
                yield file.complain(("rules", position), rule.id, sentence, todo)
    items = {row.id for row in shelf.rows() if row.file.name == "fees/items.yaml"}
    for file in shelf.of(Figures):
        for position, figure in enumerate(file.model.figures):
            for sentence, todo in _figure_faults(figure, items):
                yield file.complain(("figures", position), figure.id, sentence, todo)


def _set_complaints(file: ReadFile, rule_set: RuleSet) -> Iterator[Complaint]:
    for day in sorted({rule.valid_from for rule in rule_set.rules}):
        try:
            levels(rule_set.on(day))
        except RuleFileError as error:
            sentence = f"On {day}: {error.sentence}"
            yield file.complain(("rules",), rule_set.id, sentence, error.todo)
            return
    if rule_set.kind == "regime" and not any(rule.verdict for rule in rule_set.rules):
        yield file.complain(
            ("rules",), rule_set.id, "No rule of this regime gives a verdict.", "Add `verdict:`."
        )
    if rule_set.country is not None and not is_country_code(rule_set.country):
        yield file.complain(
            ("country",), rule_set.id, f"“{rule_set.country}” is no country code.", "Correct it."
        )


def _entry_faults(rule: RuleEntry, rule_set: RuleSet, actions: set[str]) -> Iterator[Fault]:
    if rule.verdict is not None and rule_set.kind != "regime":
        yield "Only rules of a regime give a verdict.", "Leave `verdict:` out."
    if rule.action is not None and rule.action not in actions:
        yield f"The action {rule.action} is not in the catalogue.", "Add it to actions/."


def _test_faults(test: Test, rule_set: RuleSet, facts: Mapping[str, FactEntry]) -> Iterator[Fault]:
    for leaf in leaves_of(test):
        if isinstance(leaf, Fact):
            yield from _fact_faults(leaf, rule_set, facts)
    yield from _count_faults(test)


def _count_faults(test: Test) -> Iterator[Fault]:
    if isinstance(test, Count) and test.at_least > len(test.count):
        yield (
            f"At least {test.at_least} of {len(test.count)} can never be yes.",
            "Lower at_least or add tests.",
        )
    for part in parts_of(test):
        yield from _count_faults(part)


def _fact_faults(test: Fact, rule_set: RuleSet, facts: Mapping[str, FactEntry]) -> Iterator[Fault]:
    limit = getattr(test, test.tests[0]) if test.tests else None
    other = limit.fact if isinstance(limit, OtherFact) else None
    for name in (test.fact, other):
        if name is not None and name not in facts:
            yield f"There is no fact “{name}”.", "Correct the name or add the fact to facts/."
            return
        if name is not None and facts[name].given == "cost" and rule_set.about == "journey":
            yield (
                f"“{name}” is a fact of a cost, but the set is about journeys.",
                "Ask a fact of the journey.",
            )
    entry = facts[test.fact]
    kind = _kind_asked(test, None if other is None else facts[other])
    if kind is not None and kind != entry.kind:
        yield (
            f"“{test.fact}” is a {entry.kind}, but it is tested as a {kind}.",
            f"Test it as a {entry.kind}.",
        )
    strange = [code for code in test.is_ or () if entry.codes and code not in entry.codes]
    if strange:
        yield (
            f"“{test.fact}” has no code {', '.join(strange)}.",
            f"Use one of {', '.join(entry.codes)}.",
        )
    if isinstance(limit, OtherFact) and entry.kind == "date" and limit.times != 1:
        yield f"“{test.fact}” is a date and cannot be compared with a multiple.", "Drop `times`."


def _kind_asked(test: Fact, other: FactEntry | None) -> str | None:
    """The kind of fact a test is for; None for `known`, which goes with every kind."""
    if not test.tests:
        return "flag"
    if test.known is not None:
        return None
    if test.is_ is not None:
        return "code"
    if other is not None:
        return other.kind if other.kind in {"number", "date"} else "number"
    return "date" if isinstance(getattr(test, test.tests[0]), date) else "number"


def _figure_faults(figure: Figure, items: set[str]) -> Iterator[Fault]:
    currencies = set(currency_words().values())
    unit = figure.unit.removeprefix("per_day.").removeprefix("per_month.").removeprefix("per_hour.")
    if unit not in currencies and figure.unit not in _UNITS:
        yield (
            f"“{figure.unit}” is no unit.",
            f"Use a currency or one of {', '.join(sorted(_UNITS))}.",
        )
    for item in figure.for_items:
        if items and item not in items:
            yield f"There is no cost item {item}.", "Use a code of fees/items.yaml."
    for side in ("origin", "destination"):
        for country in figure.applies.get(side, ()):
            if not is_country_code(country):
                yield f"“{country}” is no country code.", "Use ISO 3166-1 alpha-2."
