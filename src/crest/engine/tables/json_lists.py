"""JSON, JSON Lines and GeoJSON."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from crest.engine.errors import InputError
from crest.engine.tables.encoding import Encoding, detect
from crest.engine.tables.geojson import feature_records, report_crs
from crest.engine.tables.raw import Limits, ProblemList, RawTable, place
from crest.engine.tables.records import Flat, flatten, records_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEEPEST: Final = 4  # levels of objects searched for lists
# An escaped backslash, a whole surrogate pair, or (group 1) half of one.
_ESCAPES: Final = re.compile(
    r"\\\\|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(\\u[dD][89a-fA-F][\da-fA-F]{2})"
)
_TODO: Final = "Give an array of objects, one per row, or JSON Lines."


class NotJsonError(InputError):
    """The text is no JSON at all; it may be something else."""

    code = "input.not_json"


def read_json(path: Path, *, source: str, limits: Limits) -> list[RawTable]:
    """Read an array of objects, objects that hold such arrays (one RawTable each), or GeoJSON.

    Nested objects become dotted columns. Numbers stay as written. Raises NotJsonError when the
    text is no JSON, InputError when it holds no list of objects.
    """
    text, encoding = _decoded(path)
    try:
        value = _loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _is_object(text.splitlines()[0]):
            return [_lines_table(text, _problem_list(source, None, encoding), limits)]
        raise NotJsonError(
            f"The JSON text breaks off or is wrong at line {error.lineno}: {error.msg}.",
            todo="Export it again.",
            place=place(source),
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(
            "The JSON is nested too deeply or holds a number too long.",
            todo=_TODO,
            place=place(source),
        ) from error
    return _tables(value, encoding, source, limits)


def read_jsonl(path: Path, *, source: str, limits: Limits) -> list[RawTable]:
    """One object per line; a line that is none is listed and left out, its number kept."""
    text, encoding = _decoded(path)
    return [_lines_table(text, _problem_list(source, None, encoding), limits)]


def _decoded(path: Path) -> tuple[str, Encoding]:
    """Text of the file, halves of surrogate pairs (which are no characters) replaced by U+FFFD."""
    data = path.read_bytes()
    encoding = detect(data)
    text = data.decode(encoding.name, "replace").removeprefix("\ufeff")
    return _ESCAPES.sub(
        lambda found: r"\ufffd" if found.group(1) else found.group(), text
    ), encoding


def _problem_list(source: str, sheet: str | None, encoding: Encoding | None) -> ProblemList:
    """Start a list of problems; with a doubtful encoding it begins with that."""
    problems = ProblemList(source, sheet)
    if encoding and (encoding.bad_bytes or not encoding.sure):
        problems.warn(
            "tables.encoding.guess",
            f"The text was read as {encoding.name}, yet not everything in it fits.",
            "Look at names with accents or other scripts; if they are wrong, save it as UTF-8.",
        )
    return problems


def _loads(text: str) -> Any:
    return json.loads(
        text, parse_float=Decimal, parse_constant=str, object_pairs_hook=_keep_duplicates
    )


def _keep_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Keep every member, also when two have the same name: the second becomes "name (2)"."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for key, value in pairs:
        name, number = key, 1
        while name in found:
            number += 1
            name = f"{key} ({number})"
        found[name] = value
    return found


def _is_object(line: str) -> bool:
    try:
        return isinstance(_loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _tables(value: Any, encoding: Encoding, source: str, limits: Limits) -> list[RawTable]:
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        features = value.get("features")
        problems = _problem_list(source, None, encoding)
        report_crs(value, problems)
        if not isinstance(features, list) or not features:
            raise _no_list(source)
        return [records_table(feature_records(features, problems), problems, limits)]
    if isinstance(value, dict) and value.get("type") == "Feature":
        problems = _problem_list(source, None, encoding)
        return [records_table(feature_records([value], problems), problems, limits)]
    lists = list(_lists(value, ""))
    if not lists and isinstance(value, dict) and value:
        lists = [("", [value])]
    if not lists:
        raise _no_list(source)
    tables: list[RawTable] = []
    for name, items in lists:
        problems = _problem_list(source, name or None, None if tables else encoding)
        if not tables:
            _report_rest(value, problems)
        tables.append(records_table(_objects(items, problems), problems, limits))
    return tables


def _lists(value: Any, name: str, depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """Find lists that hold objects, with the dotted name of where they are; not in other lists."""
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            yield name, value
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, inner in value.items():
            yield from _lists(inner, f"{name}.{key}" if name else key, depth + 1)


def _report_rest(value: Any, problems: ProblemList) -> None:
    """List what stands beside the lists: it is about the file and belongs to no row."""
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if (
            isinstance(inner, dict | list)
            or inner is None
            or not any(True for _ in _lists(value, ""))
        ):
            continue
        problems.warn(
            "tables.json.beside",
            f"“{key}” stands beside the list and belongs to no row; it was not read.",
            "Nothing, if it only describes the file.",
            column=key,
            value=str(inner),
        )


def _objects(items: list[Any], problems: ProblemList) -> Iterator[tuple[int, Flat]]:
    for row, item in enumerate(items, start=1):
        record = _record(item, row, problems)
        if record is not None:
            yield row, record


def _record(item: Any, row: int, problems: ProblemList) -> Flat | None:
    if isinstance(item, dict):
        return flatten(item)
    if item is not None:
        problems.reject(
            "tables.json.no_object",
            "The entry of the list is no object with names and values.",
            _TODO,
            row=row,
            value=json.dumps(item, ensure_ascii=False, default=str),
        )
    return None


def _lines_table(text: str, problems: ProblemList, limits: Limits) -> RawTable:
    return records_table(_line_records(text, problems), problems, limits)


def _line_records(text: str, problems: ProblemList) -> Iterator[tuple[int, Flat]]:
    # Only LF ends a line: JSON strings may hold other line separators.
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _loads(line)
        except (ValueError, RecursionError) as error:
            problems.reject(
                "tables.json.broken_line",
                f"The line is no JSON ({getattr(error, 'msg', 'nested too deeply')}).",
                "Correct the line.",
                row=row,
                value=line,
            )
            continue
        record = _record(value, row, problems)
        if record is not None:
            yield row, record


def _no_list(source: str) -> InputError:
    return InputError("The JSON holds no list of objects.", todo=_TODO, place=place(source))
