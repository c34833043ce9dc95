"""Lists of goods made with forced or child labour: the XML of the ILAB list, or any CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from crest.engine.errors import InputError
from crest.engine.risk.import_tables import columns_of, one_table
from crest.engine.risk.imported import Imported
from crest.engine.risk.indices import GOODS
from crest.engine.risk.xml_records import Path_, read_xml
from crest.engine.rulebook.countries import country_book, is_country_code
from crest.engine.rulebook.words import fold
from crest.engine.tables.raw import ProblemList, place

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from crest.engine.rulebook.risk_rules import RiskBook

_ANSWERS: Final = {"yes": True, "no": False}
_LEVELS: Final = {"high": 1.0, "medium": 0.5, "low": 0.0, "yes": 1.0, "no": 0.0, "listed": 1.0}
_BY_GOOD: Final = ("Goods", "Good", "Countries", "Country")
_BY_COUNTRY: Final = ("Countries", "Country", "Goods", "Good")
# Element of either form → what it is.
_FIELDS: Final = {
    ("Goods", "Good", "Good_Name"): "good",
    (*_BY_GOOD, "Country_Name"): "country",
    (*_BY_GOOD, "Country_ISO2"): "code",
    (*_BY_GOOD, "Child_Labor"): "child",
    (*_BY_GOOD, "Forced_Labor"): "forced",
    (*_BY_GOOD, "Forced_Child_Labor"): "forced_child",
    ("Countries", "Country", "Name"): "country",
    ("Countries", "Country", "ISO2"): "code",
    (*_BY_COUNTRY, "Good_Name"): "good",
    (*_BY_COUNTRY, "Child_Labor"): "child",
    (*_BY_COUNTRY, "Forced_Labor"): "forced",
    (*_BY_COUNTRY, "Forced_Child_Labor"): "forced_child",
}
_OF_A_PAIR: Final = frozenset({_BY_GOOD, _BY_COUNTRY})
_OF_A_GROUP: Final = frozenset({_BY_GOOD[:2], _BY_COUNTRY[:2]})


def read_ilab_goods(
    path: Path, *, name: str, as_of: date | None, book: RiskBook, source: str
) -> Imported:
    """The XML that ILAB publishes for its app, by good or by country.

    A good and country that a later edition removed gets a warning unless the list is younger.
    Raises InputError or UnsafeFileError, see `read_xml`, and InputError when no pair is found.
    """
    rows: list[tuple[int, dict[str, str]]] = []
    current: dict[Path_, str] = {}

    def text(at: Path_, letters: str) -> None:
        if at in _FIELDS:
            current[at] = letters

    def closed(at: Path_, line: int) -> None:
        if at in _OF_A_PAIR:
            rows.append((line, {_FIELDS[key]: value for key, value in current.items()}))
        if at in _OF_A_PAIR or at in _OF_A_GROUP:
            for key in [key for key in current if key[: len(at)] == at]:
                del current[key]

    read_xml(path, source=source, text=text, closed=closed)
    if not rows:
        raise InputError(
            "The XML names no goods with their countries.",
            todo="Give complete_goods_by_good.xml or countries_for_app.xml of the ILAB app.",
            place=place(source),
        )
    problems = ProblemList(source)
    kept = [pair for line, row in rows if (pair := _pair(line, row, name, problems))]
    return _listed(kept, len(rows), problems, as_of=as_of, book=book, kind="ilab-goods")


def _pair(
    line: int, row: dict[str, str], name: str, problems: ProblemList
) -> tuple[int, dict[str, Any]] | None:
    good, country = row.get("good"), row.get("country", "")
    code = _country(country, row.get("code"), line, problems)
    if good is None or code is None:
        problems.reject(
            "index.no_country" if good else "index.no_good",
            f"The country “{country}” is not known." if good else "The pair names no good.",
            "Look at the line in the file." if code else "Correct the country in the file.",
            row=line,
            value=good or country,
        )
        return None
    said = {
        key: _ANSWERS.get(fold(row.get(key, ""))) for key in ("child", "forced", "forced_child")
    }
    forced = _either(said["forced"], said["forced_child"])
    child = _either(said["child"], said["forced_child"])
    if None in said.values():
        problems.warn(
            "index.no_answer",
            "The list does not say yes or no to each kind of labour; the pair counts as listed.",
            "Look at the list itself.",
            row=line,
            value=good,
        )
    # Unsaid is not no: a pair on the list is listed for some reason.
    level = 1.0 if forced is not False else 0.5 if child is not False else 0.0
    return line, {
        "list": name,
        "good": good,
        "country": code,
        "level": level,
        "forced": forced,
        "child": child,
    }


def _either(*said: bool | None) -> bool | None:
    """Yes when one says yes, no when all say no, otherwise unknown."""
    if any(said):
        return True
    return None if None in said else False


def _country(text: str, code: str | None, row: int, problems: ProblemList) -> str | None:
    """The country by its code; by its name where the code is none (BU for Burma)."""
    found = country_book().find(text)
    given = code.upper() if code and is_country_code(code) else None
    if found and given and found != given:
        problems.warn(
            "index.code_disagrees",
            f"The name “{text}” means {found}, the code beside it {given}; the code counts.",
            "Check the pair in the published list.",
            row=row,
            value=code,
        )
    return given or found


def read_good_index(
    path: Path, *, name: str, as_of: date | None, book: RiskBook, source: str
) -> Imported:
    """Any table with the columns good, country and level (0..1, or high, medium, low, yes, no).

    Raises InputError when a column is missing.
    """
    table = one_table(path, source)
    wanted = {
        "good": ("good", "product", "commodity", "item"),
        "country": ("country", "country code", "iso", "iso2", "iso3", "country name", "origin"),
        "level": ("level", "risk", "risk level", "score", "value"),
    }
    at = columns_of(table, wanted)
    problems = ProblemList(source, table.sheet)
    kept = []
    for row, good, country, level in zip(
        table.rows.to_pylist(),
        *(table.columns.column(at[key]).to_pylist() for key in wanted),
        strict=True,
    ):
        code, worth = country_book().find(country or ""), _level(level)
        if good and code and worth is not None:
            kept.append((row, {"list": name, "good": good, "country": code, "level": worth}))
            continue
        what = "good" if not good else "country" if not code else "level"
        problems.reject(
            f"index.no_{what}",
            f"The {what} is missing or cannot be read.",
            "Levels are 0 to 1, or high, medium, low; countries are names or codes.",
            row=row,
            value={"good": good, "country": country, "level": level}[what],
        )
    return _listed(
        kept, table.columns.num_rows, problems, as_of=as_of, book=book, kind="good-index"
    )


def _level(text: str | None) -> float | None:
    word = fold(text or "")
    if word in _LEVELS:
        return _LEVELS[word]
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _listed(
    kept: list[tuple[int, dict[str, Any]]],
    read: int,
    problems: ProblemList,
    *,
    as_of: date | None,
    book: RiskBook,
    kind: str,
) -> Imported:
    """Pairs named once; the worse of two statements counts; removed ones are pointed out."""
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    for row, pair in kept:
        key = (pair["good"], pair["country"])
        if key in pairs:
            problems.warn(
                "index.twice",
                f"{pair['good']} from {pair['country']} stands twice; the worse statement counts.",
                "Remove one of them.",
                row=row,
                value=pair["good"],
            )
            if pair["level"] <= pairs[key]["level"]:
                continue
        else:
            _point_out(row, pair, problems, as_of=as_of, book=book, kind=kind)
        pairs[key] = pair
    return Imported(
        kind, pa.Table.from_pylist(list(pairs.values()), GOODS), problems.table(), read, len(kept)
    )


def _point_out(
    row: int,
    pair: dict[str, Any],
    problems: ProblemList,
    *,
    as_of: date | None,
    book: RiskBook,
    kind: str,
) -> None:
    for removal in book.removals:
        if (removal.list, removal.good, removal.country) != (kind, pair["good"], pair["country"]):
            continue
        if as_of is None or as_of <= removal.valid_from:
            problems.warn(
                "index.removed_since",
                f"{removal.says} This list is older, or of an unknown day.",
                "Import the newest list; assessments after the removal leave this pair out.",
                row=row,
                value=pair["good"],
            )
