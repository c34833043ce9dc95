"""Places without coordinates, located offline: city, else region, else country."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.gazetteer import Gazetteer, Point, Town, gazetteer
from crest.engine.intake.sheet import flat
from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words

_LONGEST_NAME: Final = 3  # words of a town's name looked for inside an address
_LONGEST_NATIVE: Final = 9  # letters of a name looked for in a script without spaces
_SMALL: Final = 5_000  # a smaller town is believed inside an address only in a known region
_BREAK: Final = "\x1f"
_TAIL: Final = r"^.*?((?:[,،，、;][^,،，、;]*){3})$"  # the last three parts of an address
_NATIVE_RUN: Final = re.compile(r"[^\x00-\u024f\s]{2,}")
_US_STATE: Final = re.compile(r"\b([A-Z]{2})[ ,]*\d{5}(?:-\d{4})?\s*$|,\s*([A-Z]{2})\s*$")
_PARTS: Final = re.compile(r"[,،，、;/()\n]|\s-\s")


def locate(records: pa.Table) -> pa.Table:
    """SITES or ORGANISATIONS with lat, lng and place_precision filled where they were missing.

    The city column comes first, then town names inside the address, in the stated country only
    and in the stated region when there is one; else the region, else the country stands for the
    place. `place_precision` says which (city | region | country); given coordinates are never
    touched, and rows without a country stay unlocated.
    """
    wanted = pc.and_(records["lat"].is_null(), records["country"].is_valid())
    if not pc.any(wanted).as_py():
        return records
    rows = pc.indices_nonzero(wanted)
    some = records.select(["country", "city", "region", "address"]).take(rows)
    address = flat(some["address"])
    tail = pc.replace_substring_regex(address, _TAIL, r"\1")
    lat, lng, precision = _resolve_all(some, tail)
    unsure = pc.and_(
        pc.not_equal(precision, "city"), pc.fill_null(pc.not_equal(tail, address), fill_value=False)
    )
    again = pc.indices_nonzero(pc.fill_null(unsure, fill_value=False))
    if len(again):
        better = _resolve_all(some.take(again), address.take(again))
        mask = pc.fill_null(unsure, fill_value=False)
        lat, lng, precision = (
            pc.replace_with_mask(old, mask, new)
            for old, new in zip((lat, lng, precision), better, strict=True)
        )
    return _filled(records, wanted, {"lat": lat, "lng": lng, "place_precision": precision})


def _filled(records: pa.Table, wanted: pa.ChunkedArray, found: dict[str, pa.Array]) -> pa.Table:
    mask = wanted.combine_chunks() if isinstance(wanted, pa.ChunkedArray) else wanted
    for name, values in found.items():
        old = records[name].combine_chunks()
        new = pc.replace_with_mask(old, mask, values)
        records = records.set_column(
            records.column_names.index(name), records.schema.field(name), new
        )
    return records


def _resolve_all(some: pa.Table, address: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """lat, lng, precision per row, worked out once per distinct place."""
    # House numbers make every address distinct and say nothing about the town; a US zip does.
    plain = pc.replace_substring_regex(address, r"\d*[A-Za-z]?\d+[A-Za-z]?\b[-/\d]*", "0")
    key = pc.binary_join_element_wise(
        *(pc.fill_null(flat(some[name]), "") for name in ("country", "city", "region")),
        pc.fill_null(pc.if_else(pc.equal(flat(some["country"]), "US"), address, plain), ""),
        _BREAK,
    )
    coded = key.dictionary_encode()
    points = [_resolve(*text.split(_BREAK)[:4]) for text in coded.dictionary.to_pylist()]
    lat = pa.array([point and point.lat for point in points], pa.float64())
    lng = pa.array([point and point.lng for point in points], pa.float64())
    precision = pa.array([point and point.precision for point in points], pa.string())
    return lat.take(coded.indices), lng.take(coded.indices), precision.take(coded.indices)


def _resolve(country: str, city: str, region: str, address: str) -> Point | None:
    book = gazetteer(country)
    code = _region_code(book, region) or _region_in(book, country, city, address)
    town = _town_of(book, city, code) if city else None
    if town is None and address:
        town = _town_in(book, address, code)
    if town is not None:
        return Point(town.lat, town.lng, "city")
    if code is not None and code in book.region_points:
        return book.region_points[code]
    return book.country_point


@cache
def _place_words(kind: str) -> frozenset[str]:
    rows = [row for row in load_codelist("place_words") if row["kind"] == kind]
    return frozenset(fold(word) for row in rows for word in split_words(row["words"]))


def _bare(folded: str) -> str:
    """A name without the words for its kind: “jintan city” → “jintan”."""
    kept = [word for word in folded.split() if word not in _place_words("division")]
    return " ".join(kept) or folded


def _region_code(book: Gazetteer, region: str) -> str | None:
    folded = fold(region)
    return book.regions.get(folded) or book.regions.get(_bare(folded))


def _region_in(book: Gazetteer, country: str, city: str, address: str) -> str | None:
    """A region named in the address (the last one), or in the city column."""
    if country == "US":
        match = _US_STATE.search(address)
        code = (match.group(1) or match.group(2)) if match else None
        if code and code.lower() in book.regions:
            return book.regions[code.lower()]
    for part in reversed(_PARTS.split(f"{city},{address}")):
        words = [word for word in fold(part).split() if not word.isdigit()]
        for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - size, -1, -1):
                name = " ".join(words[start : start + size])
                if len(name) > 2 and name in book.regions:  # noqa: PLR2004
                    return book.regions[name]
    for run in _NATIVE_RUN.findall(address):
        code = next(
            (c for name, c in book.regions.items() if not name.isascii() and name in run), None
        )
        if code:
            return code
    return None


def _town_of(book: Gazetteer, city: str, region: str | None) -> Town | None:
    """The town a city column names, as a whole or in one of its parts."""
    for text in (city, *_PARTS.split(city)):
        folded = fold(text)
        for name in (folded, _bare(folded), folded.replace(" ", "")):
            town = book.town(name, region) or (book.town(name, None) if region is None else None)
            if town is not None:
                return town
    return None


def _town_in(book: Gazetteer, address: str, region: str | None) -> Town | None:
    """The town an address names: the last one that is not merely the name of the region.

    A word beside “road”, “estate” and the like names a street. A small town is believed only in
    a known region, because many of them bear everyday words as names.
    """
    fallback: Town | None = None
    for part in reversed(_PARTS.split(address)):
        for name in _names_in(part):
            town = book.town(name, region)
            if town is None or (region is None and town.population < _SMALL):
                continue
            if name not in book.regions:
                return town
            fallback = fallback or town
    return _native_town(book, address, region) or fallback if book.native else fallback


def _names_in(part: str) -> list[str]:
    """Names a part of an address may hold, longest first, the last one first."""
    words = [word for word in fold(part).split() if not word.isdigit()]
    streets, divisions = _place_words("street"), _place_words("division")
    runs: list[list[str]] = [[]]
    for at, word in enumerate(words):
        beside = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
        of_a_street = any(near in streets for near in beside) and len(words) > 1
        if word in divisions or word in streets or of_a_street:
            runs.append([])
        else:
            runs[-1].append(word)
    names = []
    for run in reversed(runs):
        for size in range(min(_LONGEST_NAME, len(run)), 0, -1):
            for start in range(len(run) - size, -1, -1):
                name = " ".join(run[start : start + size])
                if len(name) > 3 or not name.isascii():  # noqa: PLR2004
                    names.append(name)
                    if size > 1:
                        names.append(name.replace(" ", ""))
    return names


def _native_town(book: Gazetteer, address: str, region: str | None) -> Town | None:
    """A town name inside a run of letters without spaces (Thai, Lao, Khmer, Burmese, Chinese)."""
    best: Town | None = None
    for run in _NATIVE_RUN.findall(address):
        text = fold(run)
        for size in range(min(_LONGEST_NATIVE, len(text)), 1, -1):
            for start in range(len(text) - size + 1):
                town = book.town(text[start : start + size], region)
                if town is not None and (region is not None or town.population >= _SMALL):
                    if text[start : start + size] not in book.regions:
                        return town
                    best = best or town
    return best
