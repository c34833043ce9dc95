"""What `crest import` left in a folder: lists of goods, indices of countries, migrant stock."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from crest.engine.errors import InputError
from crest.engine.risk.goods import GoodsList
from crest.engine.rulebook.yaml_files import read_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from crest.engine.rulebook.risk_rules import RiskBook

# `level` 0..1: 1 worst. `forced`, `child`: what the list says; null where it does not tell.
GOODS: Final = pa.schema(
    [
        pa.field("list", pa.string(), nullable=False),
        pa.field("good", pa.string(), nullable=False),
        pa.field("country", pa.string(), nullable=False),
        pa.field("level", pa.float64(), nullable=False),
        pa.field("forced", pa.bool_()),
        pa.field("child", pa.bool_()),
    ]
)
# `worse` 0..1: share of the countries of the index that do better in that year.
COUNTRIES: Final = pa.schema(
    [
        pa.field("list", pa.string(), nullable=False),
        pa.field("country", pa.string(), nullable=False),
        pa.field("year", pa.int64()),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("worse", pa.float64(), nullable=False),
    ]
)
# People born in `origin` who live in `destination`; a stock, never workers and never a flow.
MIGRANTS: Final = pa.schema(
    [
        pa.field("list", pa.string(), nullable=False),
        pa.field("year", pa.int64(), nullable=False),
        pa.field("origin", pa.string(), nullable=False),
        pa.field("destination", pa.string(), nullable=False),
        pa.field("people", pa.int64(), nullable=False),
    ]
)
SCHEMAS: Final = {
    "ilab-goods": GOODS,
    "good-index": GOODS,
    "country-index": COUNTRIES,
    "migrant-stock": MIGRANTS,
}


@dataclass(frozen=True)
class Indices:
    """Everything imported. `about`: what each import says of itself (source, licence, date …)."""

    goods: pa.Table = field(default_factory=GOODS.empty_table)
    countries: pa.Table = field(default_factory=COUNTRIES.empty_table)
    migrants: pa.Table = field(default_factory=MIGRANTS.empty_table)
    about: tuple[dict[str, Any], ...] = ()

    def goods_list(self, book: RiskBook, on: date) -> GoodsList:
        """The goods listed on a day: what a list no longer names is left out."""
        gone = {(r.list, r.good, r.country) for r in book.removals if r.holds_on(on)}
        kinds = {str(about["name"]): str(about["kind"]) for about in self.about}
        rows = [
            (row["good"], row["country"], row["level"] >= book.worst_part)
            for row in self.goods.to_pylist()
            if (kinds.get(row["list"], row["list"]), row["good"], row["country"]) not in gone
        ]
        known = self.goods["good"].unique().to_pylist()
        words = {entry.good: entry.words for entry in book.good_words}
        return GoodsList.of(known, rows, words)

    @cached_property
    def worst(self) -> dict[str, float]:
        """Country → its worst place (0..1) among the indices, each by its newest year."""
        newest: dict[tuple[str, str], tuple[int, float]] = {}
        for row in self.countries.to_pylist():
            key = (row["list"], row["country"])
            stated = (row["year"] or 0, row["worse"])
            newest[key] = max(newest.get(key, stated), stated)
        found: dict[str, float] = {}
        for (_, country), (_, worse) in newest.items():
            found[country] = max(found.get(country, 0.0), worse)
        return found

    @cached_property
    def stock(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(origin, destination) → newest year and the people counted in it."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for row in self.migrants.to_pylist():
            key = (row["origin"], row["destination"])
            stated = (row["year"], row["people"])
            found[key] = max(found.get(key, stated), stated)
        return found

    def statements(self) -> tuple[str, ...]:
        """One sentence per import: what it is, of when, under which licence."""
        return tuple(
            f"{about['source']} ({about['kind']}, as of {about['date'] or 'an unknown day'}; "
            f"licence: {about['licence']}): {about['rows_kept']} rows used, "
            f"{about['rows_refused']} refused."
            for about in self.about
        )


def load_indices(folder: Path | None) -> Indices:
    """Read what was imported into a folder; None gives no indices at all.

    Raises InputError when the folder is not there, or a file in it was changed by hand.
    """
    if folder is None:
        return Indices()
    if not folder.is_dir():
        raise InputError(
            f"There is no folder “{folder}” with indices.", todo="Make it with: crest import"
        )
    tables: dict[pa.Schema, list[pa.Table]] = {}
    told = []
    for path in sorted(folder.glob("*.yaml")):
        about, _ = read_yaml(path)
        kind = about.get("kind") if isinstance(about, dict) else None
        if not isinstance(kind, str) or kind not in SCHEMAS:
            raise InputError(f"{path.name} describes no index.", todo="Remove it or import again.")
        data = path.with_suffix(".parquet")
        schema = SCHEMAS[kind]
        try:
            tables.setdefault(schema, []).append(pq.read_table(data).cast(schema))
        except (OSError, ValueError) as error:  # Arrow's errors are ValueErrors
            raise InputError(
                f"{data.name} cannot be read ({error}).", todo="Import the index again."
            ) from error
        told.append(about)
    whole = {schema: pa.concat_tables(parts) for schema, parts in tables.items()}
    return Indices(
        goods=whole.get(GOODS, GOODS.empty_table()),
        countries=whole.get(COUNTRIES, COUNTRIES.empty_table()),
        migrants=whole.get(MIGRANTS, MIGRANTS.empty_table()),
        about=tuple(told),
    )
