"""Where a row says it is: country, address parts, coordinates checked against the country."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.sheet import Sheet, flat, join_present, recode, without_placeholders
from crest.engine.rulebook.countries import country_book
from crest.engine.values.coordinates import parse_coordinates, parse_pair
from crest.engine.values.distinct import answers, encode, spread
from crest.engine.values.places import OUTSIDE, SWAPPED, check_places

_NONE: Final = pa.scalar(None, pa.string())
_PLAIN_DEGREES: Final = r"^-?\d{1,3}(\.\d+)?$"
_UNKNOWN_COUNTRY: Final = "This is no country we know, so the country was left open."
_TODO_COUNTRY: Final = "Write the country's English name or its two-letter code."
_TODO_POINT: Final = "Check latitude, longitude and country of the row."


def country_of(
    sheet: Sheet, name: str, *, fallback: str | None = None
) -> tuple[pa.Array, pa.Array]:
    """(ISO alpha-2 code, country as written) of a field; unknown ones are null with a warning."""
    given = sheet.text_as_given(name)
    codes = recode(given, country_book().find)
    given = pc.if_else(codes.is_valid(), given, without_placeholders(given))
    unknown = pc.and_(given.is_valid(), codes.is_null())
    sheet.findings.warn(
        unknown,
        "intake.country.unknown",
        _UNKNOWN_COUNTRY,
        _TODO_COUNTRY,
        column=sheet.header(name),
        values=given,
    )
    if not sheet.has(name):
        given = pa.nulls(len(sheet), pa.string())  # implied by a heading, not written
    if fallback is not None:
        open_ones = pc.and_(given.is_null(), codes.is_null())
        codes = pc.if_else(open_ones, pa.scalar(fallback, pa.string()), codes)
    return codes, given


def missing_country(sheet: Sheet, code: pa.Array, given: pa.Array) -> None:
    """A warning for every row whose country cell is empty, where others could be filled."""
    sheet.findings.warn(
        pc.and_(code.is_null(), given.is_null()),
        "intake.country.missing",
        "The row names no country, so the country was left open.",
        "Write the country into the row, or give it for all such rows with --country.",
        column=sheet.header("country"),
    )


def address_of(sheet: Sheet) -> pa.Array:
    """The address, with further address columns appended after a comma."""
    first = sheet.text("address")
    more = sheet.texts("address_more")
    if not more:
        return first
    return join_present([first, *more], ", ")


def coordinates_of(sheet: Sheet, country: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """(lat, lng, precision): degrees that lie in the stated country, and “given” beside them.

    Latitude and longitude in each other's column are exchanged, with a warning; a point outside
    the stated country is not used, with a warning, and kept in `extra`.
    """
    lat, lng, reasons = _parsed(sheet)
    if lat.null_count == len(lat) and reasons.null_count == len(reasons):
        return lat, lng, pa.nulls(len(sheet), pa.string())
    y = np.array(lat.to_numpy(zero_copy_only=False), dtype=np.float64)
    x = np.array(lng.to_numpy(zero_copy_only=False), dtype=np.float64)
    verdicts = np.array(check_places(country.to_pylist(), y, x), dtype=object)
    swapped, outside = verdicts == SWAPPED, verdicts == OUTSIDE
    y[swapped], x[swapped] = x[swapped].copy(), y[swapped].copy()
    _report(sheet, reasons, swapped=swapped, outside=outside)
    y[outside] = x[outside] = np.nan
    missing = np.isnan(y) | np.isnan(x)
    precision = pc.if_else(pa.array(missing), _NONE, pa.scalar("given"))
    return pa.array(y, mask=missing), pa.array(x, mask=missing), precision


def _parsed(sheet: Sheet) -> tuple[pa.Array, pa.Array, pa.Array]:
    """lat, lng (float64) and reasons from two columns, or from one that holds both."""
    if sheet.has("lat") and sheet.has("lng"):
        return _two_columns(sheet.text("lat"), sheet.text("lng"))
    if not sheet.has("coordinates"):
        nothing = pa.nulls(len(sheet), pa.float64())
        return nothing, nothing, pa.nulls(len(sheet), pa.string())
    texts, positions = encode(sheet.text("coordinates"))
    pairs = answers(texts, parse_pair)
    return (
        spread([p and p[0].value for p in pairs], positions, pa.float64()),
        spread([p and p[1].value for p in pairs], positions, pa.float64()),
        spread([p and (p[0].reason or p[1].reason) for p in pairs], positions, pa.string()),
    )


def _two_columns(lat: pa.Array, lng: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Plain decimal degrees at once; everything else by `parse_coordinates`."""
    plain = pc.and_(
        pc.match_substring_regex(lat, _PLAIN_DEGREES), pc.match_substring_regex(lng, _PLAIN_DEGREES)
    )
    plain = pc.fill_null(plain, fill_value=False)
    y = pc.if_else(plain, lat, _NONE).cast(pa.float64())
    x = pc.if_else(plain, lng, _NONE).cast(pa.float64())
    usual = pc.and_(pc.less_equal(pc.abs(y), 90), pc.less_equal(pc.abs(x), 180))
    usual = pc.and_(usual, pc.greater(pc.add(pc.abs(y), pc.abs(x)), 1e-6))
    rest = pc.invert(pc.fill_null(usual, fill_value=False))
    parsed = parse_coordinates(lat.filter(rest), lng.filter(rest))
    return (
        pc.replace_with_mask(y, rest, parsed.lat),
        pc.replace_with_mask(x, rest, parsed.lng),
        pc.replace_with_mask(pa.nulls(len(lat), pa.string()), rest, parsed.reasons),
    )


def _report(sheet: Sheet, reasons: pa.Array, *, swapped: np.ndarray, outside: np.ndarray) -> None:
    names = [name for name in ("lat", "lng", "coordinates") if sheet.has(name)]
    columns = [flat(sheet.raw.columns.column(sheet.mapping.of(n)[0].position)) for n in names]
    shown = join_present(columns, ", ")
    column = sheet.header(names[0])
    exchanged = pc.fill_null(pc.match_substring(reasons, "exchanged"), fill_value=False)
    sheet.findings.warn(
        pc.or_(exchanged, pa.array(swapped)),
        "intake.coordinates.swapped",
        "Latitude and longitude stood in each other's columns and were exchanged.",
        _TODO_POINT,
        column=column,
        values=shown,
    )
    bad = pc.and_(reasons.is_valid(), pc.invert(exchanged))
    said = pc.binary_join_element_wise(reasons, "The point was not used.", " ")
    sheet.findings.warn(
        bad, "intake.coordinates.unreadable", said, _TODO_POINT, column=column, values=shown
    )
    sheet.findings.warn(
        pa.array(outside),
        "intake.coordinates.outside",
        "The point does not lie in the stated country and was not used.",
        _TODO_POINT,
        column=column,
        values=shown,
    )
    for name in names:
        sheet.not_used(name, pc.or_(bad, pa.array(outside)))
