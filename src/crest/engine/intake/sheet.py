"""One sheet on its way to records: cleaned cells by field, leftovers for `extra`, findings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.findings import Findings
from crest.engine.values.distinct import encode, spread
from crest.engine.values.text import clean_column, is_missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from crest.engine.intake.column_mapping import ColumnMapping, ColumnUse
    from crest.engine.tables.raw import RawTable

# Cells that contain one of these need a closer look; all others pass untouched.
_UNTIDY = (
    r"[\x{0000}-\x{001F}\x{007F}-\x{00A0}\x{00AD}\x{034F}\x{061C}\x{1680}\x{180E}"
    r"\x{2000}-\x{200F}\x{2028}-\x{202F}\x{205F}-\x{2069}\x{3000}\x{FEFF}]|^\s|\s$|\s\s"
)
_LONGEST_PLACEHOLDER = 16  # characters of the longest word that only says “unknown”


@dataclass(slots=True)
class Sheet:
    """A raw table with its mapping; `text` gives a field's column, cleaned."""

    raw: RawTable
    mapping: ColumnMapping
    findings: Findings = field(init=False)
    _cleaned: dict[int, pa.Array] = field(default_factory=dict)
    _unused: list[tuple[str, pa.Array]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.findings = Findings(self.raw.source, self.raw.sheet, self.raw.rows)

    def __len__(self) -> int:
        return int(self.raw.columns.num_rows)

    def header(self, name: str) -> str | None:
        """The heading of the column used for a field, for problems."""
        uses = self.mapping.of(name)
        return uses[0].header if uses else None

    def has(self, name: str) -> bool:
        """Whether some column is used for the field."""
        return bool(self.mapping.of(name))

    def text(self, name: str) -> pa.Array:
        """The field's cells: tidy text, null when empty or when they only say “unknown”."""
        return self._field(name, drop_placeholders=True)

    def text_as_given(self, name: str) -> pa.Array:
        """As `text`, but “NA” stays: for country codes it means Namibia."""
        return self._field(name, drop_placeholders=False)

    def texts(self, name: str) -> list[pa.Array]:
        """The cells of every column used for a field that may have many."""
        return [self._column(use, drop_placeholders=True) for use in self.mapping.of(name)]

    def _field(self, name: str, *, drop_placeholders: bool) -> pa.Array:
        uses = self.mapping.of(name)
        if not uses:
            implied = self.mapping.implied.get(name)
            if implied is None:
                return pa.nulls(len(self), pa.string())
            return pa.repeat(pa.scalar(implied, pa.string()), len(self))
        return self._column(uses[0], drop_placeholders=drop_placeholders)

    def cells(self, use: ColumnUse, *, as_given: bool = False) -> pa.Array:
        """The cells of one column: as `text`, or as `text_as_given`."""
        return self._column(use, drop_placeholders=not as_given)

    def _column(self, use: ColumnUse, *, drop_placeholders: bool) -> pa.Array:
        if use.position not in self._cleaned:
            self._cleaned[use.position] = self._clean(use)
        column = self._cleaned[use.position]
        return without_placeholders(column) if drop_placeholders else column

    def _clean(self, use: ColumnUse) -> pa.Array:
        column = _unguarded(flat(self.raw.columns.column(use.position)))
        if not _needs_work(column):
            return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        texts, removed = clean_column(column)
        said = pc.binary_join_element_wise(
            "The cell held invisible characters (", removed, "); they were taken out.", ""
        )
        self.findings.warn(
            removed.is_valid(),
            "intake.cell.invisible",
            said,
            "Retype the cell if the text looks wrong.",
            column=use.header,
            values=texts,
        )
        return texts

    def not_used(self, name: str, where: pa.Array) -> None:
        """Keep the field's cells as given in `extra` for the rows where the mask is true."""
        uses = self.mapping.of(name)
        if uses:
            self.cells_not_used(uses[0], where)

    def cells_not_used(self, use: ColumnUse, where: pa.Array) -> None:
        """As `not_used`, for one column."""
        column = flat(self.raw.columns.column(use.position))
        kept = pc.if_else(
            pc.fill_null(where, fill_value=False), column, pa.scalar(None, pa.string())
        )
        for at, (header, earlier) in enumerate(self._unused):
            if header == use.header:
                self._unused[at] = (header, pc.coalesce(earlier, kept))
                return
        self._unused.append((use.header, kept))

    def warn_unused(self, name: str, reasons: pa.Array, code: str, todo: str) -> None:
        """A warning wherever a reason stands, and the cell kept in `extra`."""
        self.warn_cells(self.mapping.of(name)[0], reasons, code, todo)

    def warn_cells(self, use: ColumnUse, reasons: pa.Array, code: str, todo: str) -> None:
        """As `warn_unused`, for one column."""
        where = reasons.is_valid()
        said = pc.binary_join_element_wise(reasons, "The value was not used.", " ")
        given = flat(self.raw.columns.column(use.position))
        if self.findings.warn(where, code, said, todo, column=use.header, values=given):
            self.cells_not_used(use, where)

    def extra(self, left_out: frozenset[int] = frozenset()) -> pa.Array:
        """The columns nobody recognised and the values not used, as one JSON object per row.

        `left_out`: positions of columns that are not to be kept.
        """
        pieces = [
            (use.header, self._column(use, drop_placeholders=False))
            for use in self.mapping.columns
            if use.field is None and use.position not in left_out
        ]
        return json_objects([*pieces, *self._unused], len(self))


def flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one array of strings."""
    if not isinstance(column, pa.ChunkedArray):
        return column.cast(pa.string())
    if column.num_chunks == 1:
        return column.chunk(0).cast(pa.string())
    whole = column.cast(pa.string()).combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        return pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string())
    return whole


def _unguarded(column: pa.Array) -> pa.Array:
    """Without the apostrophe that stops a spreadsheet from running a cell as a formula."""
    if not pc.any(pc.starts_with(column, "'")).as_py():
        return column
    return pc.replace_substring_regex(column, r"^'(['=+\-@＝＋－＠])", r"\1")


def _needs_work(column: pa.Array) -> bool:
    if not pc.all(pc.string_is_ascii(column)).as_py() and column.null_count < len(column):
        composed = pc.utf8_normalize(column, form="NFC")
        if not pc.all(pc.equal(composed, column)).as_py():
            return True
    return bool(pc.any(pc.match_substring_regex(column, _UNTIDY)).as_py())


def without_placeholders(column: pa.Array) -> pa.Array:
    """Null where the cell only says that nothing is known (“n/a”, “-”, “ไม่ทราบ”)."""
    short = pc.and_(
        pc.less_equal(pc.utf8_length(column), _LONGEST_PLACEHOLDER),
        pc.match_substring_regex(column, "^[^0-9]*$|#DIV"),
    )
    short = pc.fill_null(short, fill_value=False)
    candidates = pc.filter(column, short).unique().to_pylist()
    placeholders = [text for text in candidates if text is not None and is_missing(text)]
    if not placeholders:
        return column
    hit = pc.is_in(column, pa.array(placeholders, pa.string()))
    return pc.if_else(hit, pa.scalar(None, pa.string()), column)


def recode(column: pa.Array, function: Callable[[str], str | None]) -> pa.Array:
    """The function of each distinct text, spread back over the column; null stays null."""
    texts, positions = encode(column)
    values: list[object] = [None if text is None else function(text) for text in texts]
    return spread(values, positions, pa.string())


@cache
def _json_key(header: str) -> str:
    return json.dumps(header, ensure_ascii=False)


def json_objects(pieces: list[tuple[str, pa.Array]], count: int) -> pa.Array:
    """One JSON object per row of the pieces that are not null; null where all are.

    Of two pieces with one name the first one stays, the second is numbered.
    """
    members: list[pa.Array] = []
    names: set[str] = set()
    for header, column in pieces:
        if column.null_count == len(column):
            continue
        name, number = header, 1
        while name in names:
            number += 1
            name = f"{header} ({number})"
        names.add(name)
        members.append(
            pc.binary_join_element_wise(_json_key(name) + ': "', _escaped(column), '"', "")
        )
    if not members:
        return pa.nulls(count, pa.string())
    return pc.binary_join_element_wise("{", join_present(members, ", "), "}", "")


def join_present(columns: list[pa.Array], separator: str) -> pa.Array:
    """The texts of each row that are not null, joined; null where all are.

    Arrow's own `null_handling="skip"` leaves out rows in which every text is null.
    """
    led = [pc.binary_join_element_wise(separator, column, "") for column in columns]
    whole = pc.binary_join_element_wise(*led, "", null_handling="replace", null_replacement="")
    joined = pc.utf8_slice_codeunits(whole, len(separator))
    return pc.if_else(pc.equal(whole, ""), pa.scalar(None, pa.string()), joined)


def _escaped(column: pa.Array) -> pa.Array:
    """Text as the inside of a JSON string."""
    if not pc.any(pc.match_substring_regex(column, r'[\\"\x{0000}-\x{001F}]')).as_py():
        return column
    texts, positions = encode(column)
    values: list[object] = [
        None if text is None else json.dumps(text, ensure_ascii=False)[1:-1] for text in texts
    ]
    return spread(values, positions, pa.string())
