"""Whether every rule and figure is judged by an example, and every example by what exists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import CrestError
from crest.engine.rulebook.given import read_facts
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crest.engine.rulebook.complaints import Complaint
    from crest.engine.rulebook.rules import FactEntry
    from crest.engine.rulebook.shelf import ReadFile, Shelf

ANSWERS: Final = ("yes", "no", "unknown")
LABELS: Final = ("verdict", "outcome")
DAY: Final = "on"
_CODES: Final = re.compile(r"[A-Z][A-Z0-9]*(?:[-.][A-Za-z0-9]+)+")


def golden_complaints(shelf: Shelf) -> Iterator[Complaint]:
    """Goldens that are missing, judge something else, or ask what nobody can answer."""
    facts = {entry.fact: entry for file in shelf.of(FactBook) for entry in file.model.facts}
    without: set[str] = set()
    for row in shelf.rows():
        golden = shelf.goldens.get(row.file.name)
        if golden is None:
            if row.file.name not in without:
                without.add(row.file.name)
                beside = row.file.name.removesuffix(".yaml") + ".golden.yaml"
                yield row.complain("No golden stands beside its file.", f"Write {beside}.")
        elif row.id not in _shown(golden, row.file):
            yield row.complain("No golden shows it.", f"Add a case to {golden.name}.")
    for name, golden in shelf.goldens.items():
        judged = shelf.files[name]
        yield from _judges(golden, judged)
        if isinstance(judged.model, RuleSet):
            yield from _rule_set_cases(golden, judged.model, facts)
        elif isinstance(judged.model, Figures):
            yield from _figure_cases(golden, judged.model)


def _shown(golden: ReadFile, judged: ReadFile) -> set[str]:
    """The codes a golden shows: what is expected; for other files also what is given or named."""
    found: set[str] = set()
    for case in golden.model.cases:
        found |= _texts(case.expect)
        if not isinstance(judged.model, RuleSet | Figures):
            found |= _texts(case.given) | set(_CODES.findall(case.name))
    return found


def _texts(content: Any) -> set[str]:
    if isinstance(content, dict):
        return {str(key) for key in content}.union(*map(_texts, content.values()))
    if isinstance(content, list):
        return set().union(*map(_texts, content))
    return {content} if isinstance(content, str) else set()


def _judges(golden: ReadFile, judged: ReadFile) -> Iterator[Complaint]:
    stem = judged.name.rpartition("/")[2].removesuffix(".yaml")
    own = judged.content.get("id") if isinstance(judged.content, dict) else None
    if golden.model.judges not in {judged.name, stem, own}:
        yield golden.complain(
            ("judges",), golden.model.judges, f"It stands beside {judged.name} but judges another.",
            f"Write judges: {own or stem}.",
        )  # fmt: skip


def _rule_set_cases(
    golden: ReadFile, rule_set: RuleSet, facts: dict[str, FactEntry]
) -> Iterator[Complaint]:
    rules = {rule.id for rule in rule_set.rules}
    seen: set[str] = set()
    for position, case in enumerate(golden.model.cases):
        place = ("cases", position)
        try:
            read_facts({k: v for k, v in case.given.items() if k != DAY}, facts)
        except CrestError as error:
            yield golden.complain((*place, "given"), case.name, error.sentence, error.todo)
        for key, answer in case.expect.items():
            if key in LABELS:
                continue
            if key not in rules:
                yield golden.complain(
                    (*place, "expect"), case.name, f"There is no rule {key}.", "Correct the code."
                )
            elif answer not in ANSWERS:
                yield golden.complain(
                    (*place, "expect"), case.name, f"{key}: “{answer}” is no answer.",
                    "Write yes, no or unknown.",
                )  # fmt: skip
            else:
                seen.add(answer)
    lacking = [answer for answer in ANSWERS if answer not in seen]
    if lacking:
        yield golden.complain(
            ("cases",), rule_set.id, f"No case expects {' or '.join(lacking)}.", "Add one."
        )


def _figure_cases(golden: ReadFile, figures: Figures) -> Iterator[Complaint]:
    known = {figure.id for figure in figures.figures}
    for position, case in enumerate(golden.model.cases):
        place = ("cases", position)
        if DAY not in case.given:
            yield golden.complain(place, case.name, "No day is given.", "Add on: 2024-01-01.")
        for key in case.expect:
            if key not in known:
                yield golden.complain(
                    (*place, "expect"), case.name, f"There is no figure {key}.", "Correct the code."
                )
