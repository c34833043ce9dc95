"""Everything of the latest findings an actor may see, in batches, for files that leave."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import pyarrow as pa

from crest.access import facade as access
from crest.findings.models import Finding, Group

BATCH: Final = 5_000
_TEXT, _DAY, _WHOLE = pa.string(), pa.date32(), pa.int64()
FINDINGS: Final = pa.schema([
    ("run_on", _DAY), ("code", _TEXT), ("rule", _TEXT), ("title", _TEXT), ("subject_kind", _TEXT),
    ("subject", _TEXT), ("subject_name", _TEXT), ("answer", _TEXT), ("severity", _WHOLE),
    ("workers", _WHOLE), ("of_workers", _WHOLE), ("amount_minor", _WHOLE), ("currency", _TEXT),
    ("because", _TEXT), ("missing", _TEXT), ("how_sure", _TEXT), ("first_due_on", _DAY),
    ("cites", _TEXT), ("confidence", _TEXT), ("crest_ref", _TEXT),
])  # fmt: skip
GROUPS: Final = pa.schema([
    ("run_on", _DAY), ("table", _TEXT), ("kind", _TEXT), ("subject", _TEXT), ("name", _TEXT),
    ("values", _TEXT), ("not_shown", _TEXT), ("crest_ref", _TEXT),
])  # fmt: skip


def finding_batches(by: access.Actor) -> Iterator[pa.RecordBatch]:
    """Findings of the latest runs; small groups were protected when they were written."""
    access.require(by, access.Permission.SEE_FINDINGS)
    names = ["run__on", *FINDINGS.names[1:-1], "ref"]
    rows = Finding.objects.within(by).filter(run__latest=True).order_by("owner_id", "pk")
    yield from _batches(rows.values_list(*names).iterator(chunk_size=BATCH), FINDINGS)


def group_batches(by: access.Actor) -> Iterator[pa.RecordBatch]:
    """Published figures of groups in the latest runs."""
    access.require(by, access.Permission.SEE_FINDINGS)
    names = ("run__on", "table", "kind", "subject", "name", "values", "not_shown", "ref")
    rows = Group.objects.within(by).filter(run__latest=True).order_by("owner_id", "pk")
    yield from _batches(rows.values_list(*names).iterator(chunk_size=BATCH), GROUPS)


def _batches(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows = iter(rows)
    while chunk := list(islice(rows, BATCH)):
        columns = zip(zip(*chunk, strict=True), schema, strict=True)
        arrays = [pa.array([_plain(v) for v in column], field.type) for column, field in columns]
        yield pa.record_batch(arrays, schema=schema)


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return None if value == "" else value
