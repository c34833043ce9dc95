"""What can be taken, in which form. Every taking is written to the event log before it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.findings import facade as findings
from crest.supplychain import facade as supplychain
from crest.web.exports import formats
from crest.web.exports.other_formats import OMTS, OSH, omts_rows, osh_rows, scdex_bytes

MOST_IN_A_WORKBOOK: Final = 200_000  # rows: larger ones take minutes to write and to open
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
P = access.Permission
Read = Callable[[access.Actor, "list[int] | None"], Iterable[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record."""

    name: str
    words: Any
    schema: pa.Schema
    read: Read
    needs: access.Permission
    sheet: str
    placed: bool = False


def _nodes(schema: pa.Schema, *kinds: str) -> Read:
    def read(by: access.Actor, only: list[int] | None) -> Iterator[pa.RecordBatch]:
        for batch in supplychain.node_batches(by, kinds, only):
            yield batch.select(schema.names)

    return read


SOURCES: Final[dict[str, Source]] = {
    one.name: one
    for one in (
        Source(
            "nodes",
            _("All records of the chains"),
            supplychain.NODES,
            _nodes(supplychain.NODES),
            P.SEE_CHAIN,
            "Records",
            placed=True,
        ),
        Source(
            "sites",
            _("Workplaces"),
            supplychain.SITES,
            _nodes(supplychain.SITES, "site"),
            P.SEE_CHAIN,
            "Sites",
            placed=True,
        ),
        Source(
            "organisations",
            _("Organisations and recruiters"),
            supplychain.ORGANISATIONS,
            _nodes(supplychain.ORGANISATIONS, "organisation"),
            P.SEE_CHAIN,
            "Organisations",
            placed=True,
        ),
        Source(
            "links",
            _("Links of goods and people"),
            supplychain.LINKS,
            lambda by, _only: supplychain.link_batches(by),
            P.SEE_CHAIN,
            "Links",
        ),
        Source(
            "channels",
            _("Labour channels"),
            supplychain.CHANNELS,
            lambda by, _only: supplychain.channel_batches(by),
            P.SEE_CHAIN,
            "Labour channels",
        ),
        Source(
            "findings",
            _("Findings of the latest run"),
            findings.FINDINGS,
            lambda by, _only: findings.finding_batches(by),
            P.SEE_FINDINGS,
            "Findings",
        ),
        Source(
            "groups",
            _("Published figures of groups"),
            findings.GROUPS,
            lambda by, _only: findings.group_batches(by),
            P.SEE_FINDINGS,
            "Groups",
        ),
    )
}
# Whole chains, in forms of other systems: name of the file, form, words.
WHOLE: Final = {
    "chains.xlsx": _("Workbook of both chains, which CREST reads again"),
    "open-supply-hub.csv": _("Contributor template of the Open Supply Hub"),
    "omts-suppliers.csv": _("OMTS supplier list"),
    "sc-dex.json": _("Supply Chain Data Exchange (SC-DEX)"),
}
_CHAINS: Final = ("sites", "organisations", "links", "channels")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file on its way: its content is read while it is sent."""

    file: str
    content_type: str
    content: Iterator[bytes]
    fields_read: tuple[str, ...] = ()


@access.reading("web:export:take", needs=P.EXPORT_RECORDS)
def take(*, by: access.Actor, file: str, only: list[int] | None = None) -> Taken:
    """A file of what the actor may see. Raises NotAllowed, NotFound, Refused."""
    name, _dot, form = file.rpartition(".")
    if file in WHOLE:
        access.require(by, P.SEE_CHAIN)
        return Taken(file, TYPES[form], _whole(by, file))
    source = SOURCES.get(name)
    if source is None or form not in forms_of(source):
        raise access.NotFound("There is no such file.", todo="Choose one from the list.")
    access.require(by, source.needs)
    return Taken(file, TYPES[form], _content(by, source, form, only), tuple(source.schema.names))


def forms_of(source: Source) -> tuple[str, ...]:
    """The forms a kind of record comes in."""
    return ("csv", "xlsx", "parquet", *(("geojson",) if source.placed else ()), "json")


def _content(
    by: access.Actor, source: Source, form: str, only: list[int] | None
) -> Iterator[bytes]:
    batches = source.read(by, only)
    if form == "csv":
        rows = (row.values() for row in formats.rows_of(batches))
        return formats.csv_bytes(source.schema.names, rows)
    if form == "json":
        return formats.json_bytes(formats.rows_of(batches))
    if form == "geojson":
        before = '{"type": "FeatureCollection", "features": ['
        return formats.json_bytes(formats.features(batches), before, "]}")
    if form == "parquet":
        return formats.Blocks(formats.parquet_file(batches, source.schema))
    return formats.Blocks(formats.xlsx_file([(source.sheet, source.schema, _bounded(batches))]))


def _whole(by: access.Actor, file: str) -> Iterator[bytes]:
    if file == "open-supply-hub.csv":
        return formats.csv_bytes(OSH, osh_rows(by))
    if file == "omts-suppliers.csv":
        return formats.csv_bytes(OMTS, omts_rows(by))
    if file == "sc-dex.json":
        return scdex_bytes(by)
    sources = [SOURCES[name] for name in _CHAINS]
    sheets = [(one.sheet, one.schema, _bounded(one.read(by, None))) for one in sources]
    return formats.Blocks(formats.xlsx_file(sheets))


def _bounded(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Raises Refused when there is more than a workbook holds well."""
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        if rows > MOST_IN_A_WORKBOOK:
            raise access.Refused(
                f"There are more than {MOST_IN_A_WORKBOOK:,} rows, too many for a workbook.",
                todo="Take CSV or Parquet, or narrow the records first.",
            )
        yield batch
