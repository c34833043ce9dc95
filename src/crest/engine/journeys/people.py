"""Nothing that names a person is kept: columns with names, telephone numbers, passports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.tables.contracts import PROBLEMS

if TYPE_CHECKING:
    from crest.engine.intake.column_mapping import ColumnUse
    from crest.engine.intake.sheet import Sheet

_EMAIL: Final = r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"
_PHONE: Final = r"^\+\d[\d\s().-]{7,17}$|^0\d[\d\s().-]{7,13}$"
_PASSPORT: Final = r"^[A-Za-z]{1,2}\s?[1-9]\d{5,8}$"
_NATIONAL: Final = r"^\d{1,2}/[^\d\s]{2,12}\(?[^\d\s]?\)?\d{5,6}$|^\d{1}-?\d{4}-?\d{5}-?\d{2}-?\d$"
_FULL_NAME: Final = r"^\p{L}[\p{L}\p{M}.'-]+(\s\p{L}[\p{L}\p{M}.'-]*){1,4}$"
_NATIVE_NAME: Final = r"^[^\x00-\x7F\d]{4,}$"
_GENERIC: Final = r"(?i)\b(worker|journey|person|respondent|case|row|employee|participant|no|ref)\b"
_SHARE: Final = 0.2  # of the filled cells of a column that must look personal
_SPARSE: Final = 1_000  # how far numbers of passports lie apart, where running numbers do not
_TODO: Final = "Give workers a reference of your own; keep the list of names elsewhere."


def personal_columns(sheet: Sheet) -> frozenset[int]:
    """Positions of the columns that hold personal data; each is listed once, without values.

    Told by the heading (name, telephone, passport …), and in columns nobody recognised by what
    the cells look like.
    """
    found: set[int] = set()
    for use in sheet.mapping.columns:
        if use.field == "personal":
            _say(sheet, use, "by its heading")
            found.add(use.position)
        elif use.field is None and _looks_personal(sheet.cells(use)):
            _say(sheet, use, "by what stands in it")
            found.add(use.position)
    return frozenset(found)


def _say(sheet: Sheet, use: ColumnUse, why: str) -> None:
    if sheet.cells(use).null_count == len(sheet):
        return
    sheet.findings.note(
        "journeys.personal.column",
        f"The column seems to hold personal data ({why}), so it was not read and not kept.",
        _TODO,
        column=use.header,
    )


def _looks_personal(cells: pa.Array) -> bool:
    filled = len(cells) - cells.null_count
    if not filled:
        return False
    for pattern in (_EMAIL, _PHONE, _NATIONAL):
        hits = pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0
        if hits > _SHARE * filled:
            return True
    return False


def names_people(references: pa.Array) -> bool:
    """Whether references of workers look like names, telephone numbers or passports."""
    distinct = references.drop_null().unique()
    filled = len(distinct)
    if not filled:
        return False
    odd = pc.invert(pc.match_substring_regex(distinct, _GENERIC))
    for pattern in (_EMAIL, _PHONE, _NATIONAL, _FULL_NAME, _NATIVE_NAME):
        hits = pc.and_(pc.match_substring_regex(distinct, pattern), odd)
        if (pc.sum(hits).as_py() or 0) > _SHARE * filled:
            return True
    return _are_passports(distinct)


def _are_passports(distinct: pa.Array) -> bool:
    """Letters and a number, and the numbers lie too far apart to be counted up by anybody."""
    hits = distinct.filter(pc.match_substring_regex(distinct, _PASSPORT))
    few = 3
    if len(hits) < few or len(hits) <= _SHARE * len(distinct):
        return False
    digits = pc.replace_substring_regex(hits, r"\D", "").cast(pa.int64()).to_numpy()
    gaps = np.diff(np.sort(digits))
    return bool(np.median(gaps) > _SPARSE)


def pseudonyms(references: pa.Array) -> dict[str, str]:
    """A running pseudonym for each reference, in the order they first appear."""
    distinct = references.drop_null().unique().to_pylist()
    width = max(4, len(str(len(distinct))))
    return {name: f"person-{at:0{width}d}" for at, name in enumerate(distinct, start=1)}


def hide_people(tables: dict[str, pa.Table]) -> pa.Table:
    """Replace references that look like people, in all tables alike; gives the problems.

    The pseudonyms are running numbers, so nothing of the name can be worked out from them; the
    owner finds the person by file and row. No value is shown.
    """
    journeys = tables["journeys"]
    problems = []
    for name in ("worker", "journey"):
        given = journeys[name].combine_chunks()
        if not names_people(given):
            continue
        fresh = pseudonyms(given)
        known = pa.array(list(fresh), pa.string())
        new = pa.array(list(fresh.values()), pa.string())
        for kind, table in tables.items():
            if name not in table.column_names:
                continue
            column = table[name].combine_chunks()
            hidden = new.take(pc.index_in(column, value_set=known))
            tables[kind] = table.set_column(table.column_names.index(name), name, hidden)
        problems.append(_seen(journeys, name))
    return pa.concat_tables([PROBLEMS.empty_table(), *problems])


def _seen(journeys: pa.Table, name: str) -> pa.Table:
    sources = journeys["source"].unique().to_pylist()
    lines = [
        {
            "source": source,
            "column": name,
            "code": "journeys.personal.reference",
            "severity": "warning",
            "sentence": f"The references of the column “{name}” look like names, telephone or "
            "document numbers. They were replaced by running numbers.",
            "todo": _TODO,
        }
        for source in sources
    ]
    return pa.Table.from_pylist(lines, schema=PROBLEMS)
