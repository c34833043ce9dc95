"""Nothing is silently lost: every row is a record or a listed problem."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.errors import InputError
from crest.engine.intake import recognise, take_in

from .lists import raw

pytestmark = pytest.mark.engine

HEADERS = {
    "sites": ["name", "country", "address", "lat", "lng", "workers", "os_id", "valid from", "odd"],
    "organisations": ["agency name", "licence", "licence to", "country", "role", "lei", "odd"],
    "links": ["from", "relation", "to", "share", "people", "from country", "verification", "odd"],
    "channels": ["site", "recruiter", "sub-agent", "origin", "workers", "valid to", "odd"],
}
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            " ",
            "n/a",
            "TH",
            "Thailand",
            "ไทย",
            "supplies",
            "supplied by",
            "100.5",
            "13.7",
            "12%",
            "1.5",
            "100-200",
            "31/3/2566",
            "45000",
            "9999-99-99",
            "=cmd|' /C calc'!A0",
            '"quoted"',
            "a\\b",
            "\u202eevil\u200b",
            "Blue Bay",
            "blue-bay",
            "yes",
            "recruiter",
            "\x00\x1f",
        ]
    ),
    st.text(max_size=12),
)


@pytest.mark.parametrize("kind", HEADERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_row_is_a_record_or_a_rejected_problem(kind: str, data: st.DataObject) -> None:
    header = HEADERS[kind]
    rows = data.draw(st.lists(st.tuples(*(CELLS for _ in header)), max_size=8))
    table = raw(header, *rows)
    mapping = recognise(table)
    assert mapping.kind == kind
    result = take_in(table, mapping, first_record=7)
    kept = result.records["row"].to_pylist()
    out = result.problems.filter(pa.compute.equal(result.problems["severity"], "rejected"))
    rejected = out["row"].to_pylist()
    assert sorted([*kept, *rejected]) == list(range(1, len(rows) + 1))
    assert result.records["record"].to_pylist() == list(range(7, 7 + len(kept)))
    for extra in result.records["extra"].to_pylist():
        assert extra is None or json.loads(extra)


def test_the_same_rows_in_two_pieces_give_the_same_records() -> None:
    rows = [(f"Site {i}", "Thailand" if i % 2 else "VN", f"{i}") for i in range(40)]
    whole = take_in(t := raw(["name", "country", "workers"], *rows), recognise(t))
    parts = [
        take_in(t := raw(["name", "country", "workers"], *some), recognise(t)).records
        for some in (rows[:13], rows[13:])
    ]
    columns = ["name", "country", "workers"]
    assert whole.records.select(columns).to_pylist() == [
        row for part in parts for row in part.select(columns).to_pylist()
    ]


def test_a_header_without_rows_gives_no_records_and_no_fault() -> None:
    result = take_in(t := raw(["name", "country", "lat", "lng", "workers", "lei"]), recognise(t))
    assert result.records.num_rows == result.problems.num_rows == 0


def test_a_mapping_for_another_table_is_refused() -> None:
    wide = recognise(raw(["name", "country", "address"], ["A", "TH", "x"]))
    with pytest.raises(InputError, match="more columns than"):
        take_in(raw(["name"], ["A"]), wide)
