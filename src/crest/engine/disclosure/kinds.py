"""One long table of groups of many kinds (recruiters, sites …), protected as a family."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.disclosure.layouts import ALL, SMALLEST, DisclosureError, Layout
from crest.engine.disclosure.protecting import NOT_SHOWN, Protected, protect_family

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_PLACE: Final = "group: place in the table"
_EVERYBODY: Final = ""
Nesting = tuple[str, "Mapping[str, str]"]  # the kind above, and who belongs to whom


def protect_kinds(
    table: pa.Table,
    everybody: pa.Table,
    layout: Layout,
    *,
    overlapping: Collection[str] = ("buyer", "product"),
    nested: Mapping[str, Nesting] | None = None,
    smallest: int = SMALLEST,
) -> tuple[Protected, Protected]:
    """Protect groups of many kinds that count the same workers; returns groups and everybody.

    `layout.dimensions`: the columns that hold the kind and the group's id, both text, never null.
    `everybody`: the rows of all workers, the same columns but these two; those of them in no group
    of a kind are protected like a group. `overlapping`: kinds in which a worker may stand twice.
    `nested`: kind → (kind above, id → id above) that everybody knows, such as the sites of an
    employer. Raises DisclosureError as `protect_family` does.
    """
    kind, _ = layout.dimensions
    numbered = table.append_column(_PLACE, pa.array(range(table.num_rows), pa.int64()))
    family = {_EVERYBODY: (everybody, replace(layout, dimensions=()))}
    for name in dict.fromkeys(table[kind].to_pylist()):
        rows = numbered.filter(pc.equal(table[kind], name))
        above = (nested or {}).get(name)
        family[name] = _of_kind(rows, name, layout, above, overlaps=name in overlapping)
    if not table.num_rows:
        raise DisclosureError("There are no groups to protect.", todo="Give at least one row.")
    found = protect_family(family, smallest=smallest)
    whole = found.pop(_EVERYBODY)
    return _put_together(found, [*table.column_names, NOT_SHOWN]), whole


def _of_kind(
    rows: pa.Table, name: str, layout: Layout, nesting: Nesting | None, *, overlaps: bool
) -> tuple[pa.Table, Layout]:
    """The rows of one kind, ids in a dimension of its own, beside the group above if any."""
    ids = rows[layout.dimensions[1]].to_pylist()
    if None in ids:
        raise DisclosureError(
            f"A group of the kind {name} has no id.", todo="Leave workers without a group out."
        )
    own = f"group: {name}"
    dimensions: tuple[str, ...] = (own,)
    rows = rows.append_column(own, pa.array(ids, pa.string()))
    if nesting is not None:
        above, belongs = nesting
        parents = pa.array([belongs.get(each, ALL) for each in ids], pa.string())
        rows = rows.append_column(f"group: {above}", parents)
        dimensions = (f"group: {above}", own)
    return rows, replace(layout, dimensions=dimensions, overlapping=(own,) if overlaps else ())


def _put_together(found: dict[str, Protected], columns: list[str]) -> Protected:
    """The kinds as one table again, in the order given, with what is not shown of each."""
    places = [each.table[_PLACE].to_pylist() for each in found.values()]
    shown = pa.concat_tables([each.table.select([*columns, _PLACE]) for each in found.values()])
    hidden = [
        {**row, "row": place[row["row"]]}
        for each, place in zip(found.values(), places, strict=True)
        for row in each.suppressed.to_pylist()
    ]
    schema = next(iter(found.values())).suppressed.schema
    said = [
        f"{name.replace('_', ' ').capitalize()}: {each.statement}" for name, each in found.items()
    ]
    return Protected(
        shown.sort_by(_PLACE).drop_columns([_PLACE]),
        pa.Table.from_pylist(sorted(hidden, key=lambda row: row["row"]), schema),
        " ".join(said),
    )
