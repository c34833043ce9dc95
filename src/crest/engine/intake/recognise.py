"""From headers and sheet name to a ColumnMapping: what kind of list, which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import InputError, Place
from crest.engine.intake.column_mapping import (
    ColumnMapping,
    ColumnUse,
    Override,
    merged,
    override_from,
)
from crest.engine.intake.headings import (
    KINDS,
    MANY,
    RECRUITMENT_KINDS,
    Meaning,
    fields_of,
    meaning_of,
)
from crest.engine.intake.recruitment_headings import (
    is_field,
    is_wide,
    names_a_person,
    recruitment_meanings,
    survey_signs,
)
from crest.engine.rulebook.loader import load_rulebook
from crest.engine.rulebook.wordlists import role_words
from crest.engine.rulebook.words import fold

if TYPE_CHECKING:
    from crest.engine.rulebook.models import KindRule
    from crest.engine.tables.raw import RawTable

# How much each sign weighs when the kind of a list is decided. A sheet name says it outright.
_SHEET: Final = 6.0
_FILE: Final = 2.0
_TELLING: Final = 1.0
_KEY: Final = 1  # a column of workers' references in a list of what workers say
_UNKNOWN: Final = -0.4
_TIES: Final = ("channels", "links", "sites", "organisations")  # the first of equals wins
_ALL: Final = (*KINDS, *RECRUITMENT_KINDS)
_ROLES_BY_NAME: Final = ("recruiter", "buyer", "employer", "transporter", "broker")

Overrides = list[Override] | Override | ColumnMapping | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the sheet."""

    kind: str
    columns: tuple[ColumnUse, ...]
    implied: dict[str, str]
    enough: bool
    score: float


def recognise(raw: RawTable, *, overrides: Overrides = None) -> ColumnMapping:
    """Decide what kind of list a raw table is and what each column means.

    `overrides`: what a person said (Override, list of them, a saved ColumnMapping or its dict);
    it wins over everything. Raises InputError, with what to do, when the kind cannot be decided
    or an override names a field that does not exist.
    """
    said = _as_override(overrides, raw)
    if said.kind is None and _is_notes(raw):
        uses = tuple(ColumnUse(i, h, None, "extra", 1.0) for i, h in enumerate(raw.header))
        return ColumnMapping(raw.source, raw.sheet, "notes", "the sheet holds notes", uses)
    kinds: tuple[str, ...] = (said.kind,) if said.kind else _TIES
    if said.kind is None and names_a_person(raw.header, said.columns):
        kinds = (*_TIES, *RECRUITMENT_KINDS)
    readings = [_read_as(kind, raw, said) for kind in kinds]
    able = [reading for reading in readings if reading.enough or said.kind]
    if not able:
        raise _undecidable(raw)
    best = max(able, key=lambda reading: reading.score)
    named = {header for header in said.columns if header not in raw.header}
    return ColumnMapping(
        source=raw.source,
        sheet=raw.sheet,
        kind=best.kind,
        kind_because="stated by a person" if said.kind else _because(best, raw),
        columns=best.columns,
        implied=best.implied,
        unused_overrides=tuple(sorted(named)),
    )


def _as_override(overrides: Overrides, raw: RawTable) -> Override:
    if overrides is None:
        return Override()
    if isinstance(overrides, ColumnMapping):
        return override_from(overrides.to_dict())
    if isinstance(overrides, Mapping):
        overrides = override_from(overrides)
    several = [overrides] if isinstance(overrides, Override) else overrides
    said = merged(several, raw.source, raw.sheet)
    if said.kind is not None and said.kind not in _ALL:
        raise InputError(
            f"The mapping says the kind “{said.kind}”.", todo=f"Use one of {', '.join(_ALL)}."
        )
    return said


def _read_as(kind: str, raw: RawTable, said: Override) -> _Reading:
    """Give every column its field, as if the sheet were of that kind."""
    rule = next(r for r in load_rulebook().intake_kinds.kinds if r.kind == kind)
    found: list[Meaning | None]
    if kind in RECRUITMENT_KINDS:
        found = recruitment_meanings(raw.header, kind)
        for i, header in enumerate(raw.header):
            if header in said.columns:
                found[i] = _meaning(header, kind, said)
    else:
        found = [_meaning(header, kind, said) for header in raw.header]
    _keep_best(found)
    columns = tuple(
        ColumnUse(i, header, None, "override" if header in said.columns else "extra", 1.0)
        if meaning is None
        else ColumnUse(i, header, meaning.field, meaning.how, meaning.confidence)
        for i, (header, meaning) in enumerate(zip(raw.header, found, strict=True))
    )
    implied = _implied(kind, raw, found) | said.implied
    fields = {meaning.field for meaning in found if meaning}
    if kind in RECRUITMENT_KINDS:
        fields |= survey_signs(fields)
    enough = any(set(line) <= fields for line in rule.enough)
    return _Reading(kind, columns, implied, enough, _score(rule, raw, found))


def _meaning(header: str, kind: str, said: Override) -> Meaning | None:
    if header not in said.columns:
        return meaning_of(header, kind)
    chosen = said.columns[header]
    if chosen is None:
        return None
    if not is_field(kind, chosen):
        if said.kind is None:  # it may be meant for another kind
            return None
        raise InputError(
            f"The mapping gives “{header}” to “{chosen}”, which {kind} do not have.",
            todo=f"Use one of {', '.join(sorted(fields_of(kind)))}.",
        )
    return Meaning(chosen, how="override", confidence=1.0)


def _keep_best(found: list[Meaning | None]) -> None:
    """A field is fed by one column: the surest, then the leftmost; others become extra."""
    order = sorted(
        (i for i, meaning in enumerate(found) if meaning is not None),
        key=lambda i: (found[i].how != "override", -found[i].confidence, i),  # type: ignore[union-attr]
    )
    taken: set[str] = set()
    for i in order:
        meaning = found[i]
        if meaning is None or meaning.field in MANY or is_wide(meaning.field):
            continue
        if meaning.field in taken:
            found[i] = Meaning("address_more") if meaning.field == "address" else None
        taken.add(meaning.field)


def _score(rule: KindRule, raw: RawTable, found: list[Meaning | None]) -> float:
    fields = [meaning.field for meaning in found if meaning]
    headings = {fold(header) for header in raw.header}
    signs = {*fields, *survey_signs(set(fields))}
    telling = sum(1 for name in rule.telling if name in signs)
    telling += sum(1 for heading in rule.telling_headers if fold(heading) in headings)
    if rule.kind in RECRUITMENT_KINDS and any(_is_key(meaning) for meaning in found):
        telling += _KEY
    neutral = sum(1 for name in fields if name == "personal")  # any list may name people
    score = len(fields) - neutral + _TELLING * telling + _UNKNOWN * (len(found) - len(fields))
    words = [fold(word) for word in rule.sheets]
    if raw.sheet and fold(raw.sheet) in words:
        score += _SHEET
    file_name = f" {fold(Path(raw.source).stem)} "
    if any(f" {word} " in file_name or word.replace(" ", "_") in file_name for word in words):
        score += _FILE
    return score


def _is_key(meaning: Meaning | None) -> bool:
    """Whether a heading says outright that the row is about one worker or one journey."""
    keys = {"worker", "journey", "parent_key"}
    return meaning is not None and meaning.field in keys and meaning.how != "similar"


def _implied(kind: str, raw: RawTable, found: list[Meaning | None]) -> dict[str, str]:
    """What headings and names say about every row: a list of agencies holds recruiters."""
    implied: dict[str, str] = {}
    for meaning in found:
        if meaning is not None:
            implied.update(dict(meaning.implies))
    if kind != "organisations" or "role" in implied:
        return implied
    if any(meaning.field == "role" for meaning in found if meaning):
        return implied
    titles = {fold(raw.sheet or ""), fold(Path(raw.source).stem)}
    words = {word for title in titles for word in (*title.split(), title)}
    words |= {word.removesuffix("s") for word in words} | {
        f"{word.removesuffix('ies')}y" for word in words if word.endswith("ies")
    }
    roles = {role_words()[word] for word in words if word in role_words()}
    for role in _ROLES_BY_NAME:
        if role in roles:
            return implied | {"role": role}
    if any(meaning.field == "licence" for meaning in found if meaning):
        return implied | {"role": "recruiter"}
    return implied


def _is_notes(raw: RawTable) -> bool:
    notes = {fold(word) for word in load_rulebook().intake_kinds.notes}
    return raw.sheet is not None and fold(raw.sheet) in notes


def _because(best: _Reading, raw: RawTable) -> str:
    known = [use.header for use in best.columns if use.field is not None]
    shown = ", ".join(f"“{header}”" for header in known[:4])
    more = f" and {len(known) - 4} more" if len(known) > 4 else ""  # noqa: PLR2004
    sheet = f" on the sheet “{raw.sheet}”" if raw.sheet else ""
    return f"the columns {shown}{more}{sheet} are those of {best.kind}"


def _undecidable(raw: RawTable) -> InputError:
    shown = ", ".join(f"“{header}”" for header in raw.header[:8])
    return InputError(
        f"The columns ({shown}) do not tell whether this is a list of sites, organisations, links, "
        "labour channels or workers' journeys.",
        todo="Name a column “name” or “address” (for workers: “worker”), use the sheets of “crest "
        "template”, or say what the columns are in a mapping file.",
        place=Place(raw.source, raw.sheet),
    )
