"""What indices, corridor figures and shocks say about the subjects of a risk table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.risk.tables import SUBJECTS
from crest.engine.tables.contracts import conform

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crest.engine.risk.goods import GoodsList
    from crest.engine.risk.indices import Indices
    from crest.engine.rulebook.risk_rules import RiskBook
    from crest.engine.rulebook.rules import Figure

_TYPES: Final = {"flag": pa.bool_(), "number": pa.float64(), "code": pa.string()}
_PAID: Final = frozenset({"cap", "typical_cost"})
_HANDS: Final = frozenset({"recruiter", "sub_agent"})


def with_attributes(subjects: pa.Table, book: RiskBook) -> pa.Table:
    """The subjects with every column of SUBJECTS and of the attributes; absent ones are null."""
    table = conform(subjects, SUBJECTS)
    for entry in book.attributes:
        kind = _TYPES[entry.kind]
        if entry.attribute not in table.column_names:
            table = table.append_column(entry.attribute, pa.nulls(table.num_rows, kind))
        elif table.schema.field(entry.attribute).type != kind:
            at = table.schema.get_field_index(entry.attribute)
            table = table.set_column(at, entry.attribute, table[entry.attribute].cast(kind))
    return table


def with_indices(
    subjects: pa.Table,
    indices: Indices,
    book: RiskBook,
    *,
    on: date,
    figures: Mapping[str, Figure] | None = None,
) -> pa.Table:
    """Fill country_index, shock, good_listed and fees_on_corridor where nobody stated them.

    `figures`: dated figures of the rulebook (caps and typical costs by corridor).
    """
    table = with_attributes(subjects, book)
    goods = indices.goods_list(book, on)
    place = table.select(["subject_kind", "country", "origin", "destination", "product"])
    # Many subjects share one place and product: each such set is worked out once.
    coded = place.append_column("at", pa.array(range(place.num_rows), pa.int64()))
    groups = coded.group_by(place.column_names, use_threads=False).aggregate([("at", "list")])
    found: dict[str, list[Any]] = {
        name: [None] * table.num_rows
        for name in ("country_index", "shock", "good_listed", "fees_on_corridor")
    }
    for row in groups.to_pylist():
        worked_out = {
            "country_index": _worst(row, indices),
            "shock": _shock(row, book, on),
            "good_listed": _listed(row, goods),
            "fees_on_corridor": _fees(row, figures or {}, on),
        }
        for at in row["at_list"]:
            for name, value in worked_out.items():
                found[name][at] = value
    for name, values in found.items():
        at = table.schema.get_field_index(name)
        column = pa.array(values, table.schema.field(name).type)
        table = table.set_column(at, name, pc.coalesce(table[name], column))
    return table


def parts(text: str | None) -> list[str]:
    """The parts of a list joined by "|"; [] for null."""
    return [part.strip() for part in (text or "").split("|") if part.strip()]


def _worst(row: Mapping[str, Any], indices: Indices) -> float | None:
    lands = [*parts(row["country"]), *parts(row["destination"])]
    if row["subject_kind"] == "corridor":
        lands += parts(row["origin"])
    known = [indices.worst[land] for land in lands if land in indices.worst]
    return max(known, default=None)


def _shock(row: Mapping[str, Any], book: RiskBook, on: date) -> bool | None:
    """Whether a shock lies on a way of the workers; a product has no way of its own."""
    if row["subject_kind"] == "product":
        return False
    origins, ends = _ways(row)
    hit = any(
        shock.country in origins and (shock.destination is None or shock.destination in ends)
        for shock in book.shocks
        if shock.holds_on(on)
    )
    return True if hit else (False if origins and ends else None)


def _ways(row: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Countries the workers come from and go to, as far as known."""
    origins, ends = parts(row["origin"]), parts(row["destination"])
    if row["subject_kind"] == "site":
        ends = ends or parts(row["country"])
    return origins, ends


def _listed(row: Mapping[str, Any], goods: GoodsList) -> bool | None:
    return goods.listed_in(parts(row["product"]), parts(row["country"]))


def _fees(row: Mapping[str, Any], figures: Mapping[str, Figure], on: date) -> bool | None:
    origins, ends = _ways(row)
    said = [corridor_fees(figures, origin, end, on) for origin in origins for end in ends]
    return True if True in said else (None if None in said or not said else False)


def corridor_fees(
    figures: Mapping[str, Figure], origin: str, destination: str, on: date
) -> bool | None:
    """Whether workers may be charged, or are known to pay, from one country to another.

    Yes: a cap or typical cost above zero is in force. No: all in force are zero. None: none known.
    """
    known = []
    for figure in figures.values():
        wanted = {"origin": origin, "destination": destination}
        fits = all(
            place in figure.applies[key] for key, place in wanted.items() if key in figure.applies
        )
        if (
            figure.kind not in _PAID
            or not fits
            or not {"origin", "destination"} & set(figure.applies)
        ):
            continue
        begun = [value.value for value in figure.values if value.from_ <= on]
        if begun and begun[-1] is not None:
            known.append(begun[-1] > 0)
    return any(known) if known else None
