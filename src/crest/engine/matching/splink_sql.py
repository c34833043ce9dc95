"""The comparisons as SQL expressions, for DuckDB and for Spark.

Same definitions as `compare.features`, but for what SQL cannot say at a bearable price: see
DIFFERENCES. Every expression names columns of `comparison_columns` with Splink's `_l` and `_r`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Engine = Literal["duckdb", "spark"]

DIFFERENCES: Final = (
    (
        "Words count as shared only when they are the same after normalising; the engine also "
        "shares words that are misspelt, cut short, joined or made of initials."
    ),
    "Only the first name of a record is compared, not its native or earlier names.",
    "Letters of names: a swap of neighbours costs two edits, not one.",
    "How left-over words sound is not compared: it counts as not known.",
    "A city is the same or not; the engine also knows cities that are the same but for a typo.",
    "A postcode is the same or not; the engine also knows nearly the same postcodes.",
    "Weights of words are rounded to a thousandth.",
)
UNSAID: Final = frozenset({"name_sound"})  # comparisons that are always "not known" here


@dataclass(frozen=True)
class Measure:
    """One comparison: `known` says whether both sides tell, `value` is a number."""

    known: str
    value: str


def _both(engine: Engine, one: str, other: str) -> str:
    function = "list_intersect" if engine == "duckdb" else "array_intersect"
    return f"{function}({one}, {other})"


def _shared(engine: Engine, column: str) -> str:
    return _both(engine, f"{column}_l", f"{column}_r")


def _alone(engine: Engine, one: str, other: str) -> str:
    """What array `one` has and `other` has not."""
    if engine == "duckdb":
        return f"list_filter({one}, lambda x: not list_contains({other}, x))"
    return f"array_except({one}, {other})"


def _size(engine: Engine, array: str) -> str:
    return f"len({array})" if engine == "duckdb" else f"size({array})"


def _weights(engine: Engine, array: str) -> str:
    """The weights of an array of `word:weight`."""
    weight = "cast(split_part(x, ':', 2) as bigint)"
    if engine == "duckdb":
        return f"list_transform({array}, lambda x: {weight})"
    return f"transform({array}, x -> {weight})"


def _sum(engine: Engine, array: str) -> str:
    weights = _weights(engine, array)
    if engine == "duckdb":
        return f"coalesce(list_sum({weights}), 0)"
    return f"aggregate({weights}, cast(0 as bigint), (total, x) -> total + x)"


def _most(engine: Engine, array: str) -> str:
    function = "list_max" if engine == "duckdb" else "array_max"
    return f"coalesce({function}({_weights(engine, array)}), 0)"


def _real(expression: str) -> str:
    return f"cast({expression} as double)"


def _words(engine: Engine, what: str) -> dict[str, Measure]:
    """The comparisons of weighted words: `what` is name or address."""
    column, left, right = f"{what}_words", f"{what}_total_l", f"{what}_total_r"
    known = f"{left} > 0 and {right} > 0"
    shared = _sum(engine, _shared(engine, column))
    only = f"least({left} - {shared}, {right} - {shared})"
    heaviest = ", ".join(
        _most(engine, _alone(engine, *pair))
        for pair in ((f"{column}_l", f"{column}_r"), (f"{column}_r", f"{column}_l"))
    )
    # The weights may be 0 when every word is common; a share of nothing is then a full share.
    measures = {
        "overlap": f"2 * {_real(shared)} / ({left} + {right})",
        "contained": f"case when {shared} + {only} = 0 then 1 else "
        f"{_real(shared)} / ({shared} + {only}) end",
        "shared": f"{_real(shared)} / 1000",
        "contradiction": f"{_real(f'least({heaviest})')} / 1000",
        "weight": f"{_real(f'least({left}, {right})')} / 1000",
    }
    if what == "name":
        extra = f"greatest({left} - {shared}, {right} - {shared})"
        measures["extra"] = f"{_real(extra)} / 1000"
    return {f"{what}_{name}": Measure(known, value) for name, value in measures.items()}


def _letters() -> Measure:
    longest = "greatest(length(name_joined_l), length(name_joined_r))"
    edits = "levenshtein(name_joined_l, name_joined_r)"
    return Measure(
        "name_joined_l is not null and name_joined_r is not null",
        f"1 - {_real(edits)} / {longest}",
    )


def _equal(column: str) -> Measure:
    return Measure(
        f"{column}_l is not null and {column}_r is not null",
        f"case when {column}_l = {column}_r then 1 else 0 end",
    )


def _house(engine: Engine) -> dict[str, Measure]:
    left, right = _size(engine, "house_l"), _size(engine, "house_r")
    both = _size(engine, _shared(engine, "house"))
    least = f"least({left} - {both}, {right} - {both})"
    known = f"{left} > 0 and {right} > 0"
    return {
        "house": Measure(known, f"{_real(both)} / ({both} + {least})"),
        "house_contradiction": Measure(known, least),
    }


def _unit(engine: Engine) -> Measure:
    left, right = _size(engine, "unit_l"), _size(engine, "unit_r")
    both = _size(engine, _shared(engine, "unit"))
    return Measure(
        f"{left} + {right} > 0",
        f"case when {both} > 0 then 1e0 when {left} > 0 and {right} > 0 then 0e0 else 5e-1 end",
    )


def _building(engine: Engine) -> Measure:
    both = {kind: _size(engine, _shared(engine, kind)) for kind in ("floor", "building")}
    clash = " + ".join(
        f"least({_size(engine, f'{kind}_l')} - {count}, {_size(engine, f'{kind}_r')} - {count})"
        for kind, count in both.items()
    )
    same = " + ".join(both.values())
    return Measure(f"{clash} + {same} > 0", f"case when {clash} > 0 then 0 else 1 end")


def _city(engine: Engine) -> Measure:
    def within(city: str, address: str) -> str:
        found = _size(engine, _both(engine, city, address))
        return f"({_size(engine, city)} > 0 and {found} = {_size(engine, city)})"

    there = within("city_plain_l", "address_plain_r")
    inside = f"({there} or {within('city_plain_r', 'address_plain_l')})"
    both = f"{_size(engine, 'city_plain_l')} > 0 and {_size(engine, 'city_plain_r')} > 0"
    return Measure(f"{inside} or ({both})", f"case when {inside} then 1 else 0 end")


def _identifier() -> Measure:
    names = ("lei", "gln", "os_id", "duns")
    known = " or ".join(f"({name}_l is not null and {name}_r is not null)" for name in names)
    same = " or ".join(f"coalesce({name}_l = {name}_r, false)" for name in names)
    return Measure(known, f"case when {same} then 1 else 0 end")


def _distance() -> Measure:
    """Great-circle distance in kilometres (haversine)."""
    half = (
        "power(sin(radians(lat_r - lat_l) / 2), 2) + cos(radians(lat_l)) * cos(radians(lat_r))"
        " * power(sin(radians(lng_r - lng_l) / 2), 2)"
    )
    return Measure(
        "lat_l is not null and lng_l is not null and lat_r is not null and lng_r is not null",
        f"12742 * asin(sqrt(least(1e0, {half})))",
    )


def measures(engine: Engine) -> dict[str, Measure]:
    """Return every comparison of the engine's FEATURES but the UNSAID, in the SQL of `engine`."""
    workers = "least(workers_l, workers_r) / greatest(workers_l, workers_r)"
    return {
        **_words(engine, "name"),
        "name_letters": _letters(),
        "legal_form": _equal("legal"),
        **_words(engine, "address"),
        **_house(engine),
        "unit": _unit(engine),
        "building": _building(engine),
        "postcode": _equal("postcode"),
        "city": _city(engine),
        "country": _equal("country"),
        "distance": _distance(),
        "identifier": _identifier(),
        "licence": _equal("licence"),
        "parent": _equal("parent"),
        "workers": Measure("workers_l > 0 and workers_r > 0", workers),
    }
