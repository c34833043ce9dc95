"""A row of the rulebook as a person reads it: words, test, source, examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.engine.logic.words import sentence_lines
from crest.engine.rulebook.checks_of_goldens import DAY
from crest.engine.rulebook.models import Source
from crest.engine.rulebook.overview import find_rows, find_set
from crest.engine.rulebook.references import facts_of, references_of
from crest.engine.rulebook.rules import RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.rules import FactEntry, RuleEntry
    from crest.engine.rulebook.shelf import ReadFile, Row, Shelf

UNVERIFIED: Final = "Unverified: general knowledge, not yet read in the text."
VERIFIED: Final = "Verified: read in the text."
_SAID: Final = {"id", "says", "thai", "when", "cites", "confidence", "valid_from", "valid_to"} | {
    "review_by", "values",
}  # fmt: skip


def shown(shelf: Shelf, book: Book, code: str) -> list[dict[str, Any]]:
    """What is known of a code: of each row it stands for, of a rule set, or of a fact."""
    whole = find_set(shelf, code)
    if whole is not None:
        return [_set(whole)]
    rows = [_row(shelf, book, row) for row in find_rows(shelf, code)]
    entry = book.facts.get(code.casefold())
    return rows or ([_fact(shelf, entry)] if entry is not None else [])


def shown_lines(one: dict[str, Any]) -> Iterator[str]:
    """The same as lines of text."""
    yield f"{one['code']}: {one['says']}"
    yield one["thai"]
    if "confidence" in one:
        yield VERIFIED if one["confidence"] == "verified" else UNVERIFIED
    yield from one.get("days", [])
    for heading, key in (
        ("Answered with yes when", "test"), ("Values", "values"), ("Rules", "rules"),
        ("Asked by", "asked_by"), ("Further", "further"), ("Source", "sources"),
        ("Examples", "examples"), ("Notes", "notes"),
    ):  # fmt: skip
        if one.get(key):
            yield ""
            yield heading
            yield from (f"  {line}" for line in one[key])


def _set(file: ReadFile) -> dict[str, Any]:
    model: RuleSet = file.model
    rules = [f"{rule.id}: {rule.says}" for rule in model.rules]
    return {
        "code": model.id, "says": model.title, "thai": model.thai, "file": file.name,
        "rules": rules, "notes": list(model.notes),
    }  # fmt: skip


def _fact(shelf: Shelf, entry: FactEntry) -> dict[str, Any]:
    asked_by = [
        f"{rule.id}: {rule.says}"
        for file in shelf.of(RuleSet)
        for rule in file.model.rules
        if entry.fact in facts_of(rule.when)
    ]
    further = [f"kind: {entry.kind}", f"given by: {entry.given}"]
    further += [f"unit: {entry.unit}"] if entry.unit else []
    further += [f"codes: {', '.join(entry.codes)}"] if entry.codes else []
    return {
        "code": entry.fact, "says": entry.says, "thai": entry.thai, "further": further,
        "asked_by": asked_by,
    }  # fmt: skip


def _row(shelf: Shelf, book: Book, row: Row) -> dict[str, Any]:
    content = row.content
    further = [f"{key}: {_plain(value)}" for key, value in content.items() if key not in _SAID]
    return {
        "code": row.id, "says": content.get("says", ""), "thai": content.get("thai", ""),
        "file": row.file.name, "line": row.file.line(*row.where),
        "confidence": content.get("confidence"), "days": _days(content),
        "test": _test(book, row), "values": [_value(value, content) for value in _values(content)],
        "further": further, "sources": [_cite(shelf, cite) for cite in content.get("cites", ())],
        "examples": list(_examples(shelf, row)),
    }  # fmt: skip


def _test(book: Book, row: Row) -> list[str]:
    """The test in words; [] for a row that is not a rule of a set."""
    if not isinstance(row.file.model, RuleSet):
        return []
    titles = {rule.id: rule.says for rule in row.file.model.rules}
    return sentence_lines(_rule(row).when, book, titles)


def _rule(row: Row) -> RuleEntry:
    found: RuleEntry = row.file.model.rules[int(row.where[1])]
    return found


def _asked(row: Row) -> set[str] | None:
    """The facts a rule asks, also by way of others; None for a row that is not a rule."""
    if not isinstance(row.file.model, RuleSet):
        return None
    rules = {rule.id: rule.when for rule in row.file.model.rules}
    found, waiting = {DAY}, [_rule(row).when]
    seen: set[str] = set()
    while waiting:
        test = waiting.pop()
        found.update(facts_of(test))
        behind = [name for name in references_of(test) if name not in seen]
        seen.update(behind)
        waiting += [rules[name] for name in behind if name in rules]
    return found


def _days(content: dict[str, Any]) -> list[str]:
    begins, ends = content.get("valid_from"), content.get("valid_to")
    validity = [f"In force from {begins} {f'to {ends}' if ends else 'on'}."] if begins else []
    return [*validity, f"To be reviewed by {content['review_by']}."]


def _values(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [value for value in content.get("values", ()) if isinstance(value, dict)]


def _value(value: dict[str, Any], content: dict[str, Any]) -> str:
    amount = value.get("value")
    said = "ended" if amount is None else f"{amount:,} {content.get('unit', '')}".rstrip()
    note = f" ({value['note']})" if value.get("note") else ""
    return f"from {value.get('from')}: {said}{note}"


def _cite(shelf: Shelf, cite: dict[str, Any]) -> str:
    source = next((f.model for f in shelf.of(Source) if f.model.id == cite["source"]), None)
    place = f", {cite['at']}" if cite.get("at") else ""
    if source is None:
        return f"{cite['source']}{place}"
    return f"{source.title}, {source.publisher}, {source.date.year}{place}: {source.url}"


def _examples(shelf: Shelf, row: Row) -> Iterator[str]:
    """The cases that expect an answer of the row, with the facts it asks."""
    golden = shelf.goldens.get(row.file.name)
    asked = _asked(row)
    for case in golden.model.cases if golden is not None else ():
        if row.id in case.expect:
            given = {n: value for n, value in case.given.items() if asked is None or n in asked}
            yield f"{case.name} [{_plain(given)}]: {_plain(case.expect[row.id])}"


def _plain(content: Any) -> str:
    """Data as a reader expects it: yes and no, no brackets around lists."""
    if isinstance(content, dict):
        return ", ".join(f"{key} {_plain(value)}" for key, value in content.items())
    if isinstance(content, list | tuple):
        return ", ".join(_plain(value) for value in content)
    if isinstance(content, bool):
        return "yes" if content else "no"
    return "unknown" if content is None else str(content)
