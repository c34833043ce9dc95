"""The rulebook as pages read it: overview, a file of it, one rule, the sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from crest.engine.logic.words import sentence_lines
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.checks_of_goldens import DAY
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.models import Source
from crest.engine.rulebook.overview import FileOverview, find_rows, overview
from crest.engine.rulebook.references import facts_of, references_of
from crest.engine.rulebook.rules import RuleSet
from crest.engine.rulebook.shelf import read_shelf

if TYPE_CHECKING:
    from crest.engine.rulebook.shelf import ReadFile, Row, Shelf


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A text the rulebook cites, and how many rows cite it."""

    id: str
    title: str
    publisher: str
    date: Any
    url: str
    licence: str
    verified: bool
    cited: int


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A source and the place in it."""

    source: SourceCard | None
    id: str
    at: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, figure or item in the list of its file."""

    code: str
    says: str
    verified: bool
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """One rule with all that is known of it."""

    code: str
    says: str
    in_english: str
    verified: bool
    set_code: str
    set_title: str
    valid_from: str
    valid_to: str
    review_by: str
    test: tuple[str, ...]
    values: tuple[tuple[str, str, str], ...]  # from, value with unit, note
    further: tuple[tuple[str, str], ...]
    cites: tuple[CitedPlace, ...]
    examples: tuple[tuple[str, str], ...]  # what is given, what must come out


@dataclass(frozen=True, slots=True)
class SetCard:
    """One file of the rulebook with its counts."""

    code: str
    group: str
    title: str
    rows: int
    unverified: int
    examples: int
    valid_from: str
    review_by: str


@dataclass(frozen=True, slots=True)
class SetSheet:
    """One file of the rulebook with its rows."""

    card: SetCard
    notes: tuple[str, ...]
    rules: tuple[RuleRow, ...]


@cache
def shelf() -> Shelf:
    """Every file of the rulebook in force, read once."""
    return read_shelf(rulebook_folders())


@cache
def digest() -> str:
    """Which rulebook this is: the beginning of the sum over all its files."""
    return load_book().digest[:12]


@cache
def sets(language: str) -> tuple[SetCard, ...]:
    """The files with dated rows, by group."""
    return tuple(_card(one, language) for one in overview(shelf()))


def set_sheet(code: str, language: str) -> SetSheet | None:
    """A file by its id; None where there is none."""
    card = next((one for one in sets(language) if one.code == code.casefold()), None)
    if card is None:
        return None
    file = _file(card.code)
    rules = tuple(_short(row, language) for row in shelf().rows() if row.file.name == file.name)
    return SetSheet(card, tuple(str(note) for note in file.content.get("notes", ())), rules)


def rule_sheet(code: str, language: str) -> RuleSheet | None:
    """A rule, figure or item by its code; None where there is none."""
    row = next(iter(find_rows(shelf(), code)), None)
    if row is None:
        return None
    content, short = row.content, _short(row, language)
    return RuleSheet(
        code=row.id, says=short.says, in_english=_words(content, "en"), verified=short.verified,
        set_code=_id(row.file), set_title=_title(row.file, language),
        valid_from=short.valid_from, valid_to=short.valid_to, review_by=str(content["review_by"]),
        test=_test(row), values=_values(content), further=_further(content),
        cites=tuple(_cited(cite) for cite in content.get("cites", ())), examples=_examples(row),
    )  # fmt: skip


@cache
def sources() -> tuple[SourceCard, ...]:
    """Every cited text, newest first."""
    counts: dict[str, int] = {}
    for row in shelf().rows():
        for cite in {str(cite["source"]) for cite in row.content.get("cites", ())}:
            counts[cite] = counts.get(cite, 0) + 1
    found = [_source(file.model, counts) for file in shelf().of(Source)]
    return tuple(sorted(found, key=lambda one: (one.date, one.title), reverse=True))


def _source(model: Source, counts: dict[str, int]) -> SourceCard:
    return SourceCard(
        model.id, model.title, model.publisher, model.date, model.url, model.licence,
        model.confidence == "verified", counts.get(model.id, 0),
    )  # fmt: skip


def _card(one: FileOverview, language: str) -> SetCard:
    file = shelf().files[one.file]
    golden = shelf().goldens.get(one.file)
    return SetCard(
        code=_id(file), group=one.group, title=_title(file, language), rows=one.rows,
        unverified=one.unverified, examples=len(golden.model.cases) if golden else 0,
        valid_from=one.valid_from or "", review_by=one.review_by,
    )  # fmt: skip


def _file(code: str) -> ReadFile:
    return next(file for file in shelf().files.values() if _id(file) == code)


def _id(file: ReadFile) -> str:
    return str(file.content.get("id", file.name)).casefold()


def _title(file: ReadFile, language: str) -> str:
    own = file.content.get("thai") if language == "th" else None
    return str(own or file.content.get("title", file.name))


def _short(row: Row, language: str) -> RuleRow:
    content = row.content
    return RuleRow(
        row.id, _words(content, language), content.get("confidence") == "verified",
        str(content.get("valid_from", "")), str(content.get("valid_to") or ""),
    )  # fmt: skip


def _words(content: dict[str, Any], language: str) -> str:
    """What a row says: as `says`/`thai`, or inside its `title`."""
    within = content.get("title") if isinstance(content.get("title"), dict) else content
    assert isinstance(within, dict)  # noqa: S101 - told to the type checker
    thai = within.get("thai") if language == "th" else None
    return str(thai or within.get("says", content["id"])).replace("{name}", "…")


def _test(row: Row) -> tuple[str, ...]:
    if not isinstance(row.file.model, RuleSet):
        return ()
    rules = row.file.model.rules
    titles = {rule.id: rule.says for rule in rules}
    return tuple(sentence_lines(rules[int(row.where[1])].when, load_book(), titles))


def _values(content: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    rows = [value for value in content.get("values", ()) if isinstance(value, dict)]
    unit = str(content.get("unit", ""))
    return tuple(
        (
            str(value.get("from", "")),
            "" if value.get("value") is None else f"{value['value']:,} {unit}".strip(),
            str(value.get("note") or ""),
        )
        for value in rows
    )


def _further(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    said = {
        "id", "says", "thai", "when", "cites", "confidence", "valid_from", "valid_to",
        "review_by", "values", "title", "asks",
    }  # fmt: skip
    return tuple(
        (key.replace("_", " "), plain(value))
        for key, value in content.items()
        if key not in said and not key.endswith("_thai")
    )


def _cited(cite: dict[str, Any]) -> CitedPlace:
    found = next((one for one in sources() if one.id == cite["source"]), None)
    return CitedPlace(found, str(cite["source"]), str(cite.get("at") or ""))


def _examples(row: Row) -> tuple[tuple[str, str], ...]:
    golden = shelf().goldens.get(row.file.name)
    asked = _asked(row)
    return tuple(
        (f"{case.name}: {_given(case.given, asked)}".removesuffix(": "), plain(case.expect[row.id]))
        for case in (golden.model.cases if golden is not None else ())
        if row.id in case.expect
    )


def _given(given: dict[str, Any], asked: set[str] | None) -> str:
    return plain({name: value for name, value in given.items() if asked is None or name in asked})


def _asked(row: Row) -> set[str] | None:
    """The facts a rule asks, also by way of other rules; None for a row that is no rule."""
    if not isinstance(row.file.model, RuleSet):
        return None
    tests = {rule.id: rule.when for rule in row.file.model.rules}
    found, seen, waiting = {DAY}, {row.id}, [row.id]
    while waiting:
        test = tests[waiting.pop()]
        found.update(facts_of(test))
        behind = {name for name in references_of(test) if name in tests} - seen
        seen |= behind
        waiting += sorted(behind)
    return found


def plain(content: Any) -> str:
    """Data as a reader expects it: yes and no, no brackets around lists."""
    if isinstance(content, dict):
        return "; ".join(f"{str(key).replace('_', ' ')} {plain(v)}" for key, v in content.items())
    if isinstance(content, list | tuple):
        return ", ".join(plain(value) for value in content)
    if isinstance(content, bool):
        return "yes" if content else "no"
    return "unknown" if content is None else str(content)
