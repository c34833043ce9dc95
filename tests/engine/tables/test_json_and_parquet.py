"""JSON, JSON Lines, GeoJSON and Parquet as rows of text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crest.engine.errors import InputError, UnsafeFileError
from crest.engine.tables.raw import Limits
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.tables.raw import RawTable

pytestmark = pytest.mark.engine


def read(tmp_path: Path, text: str | bytes, name: str) -> list[RawTable]:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_file(file)


def records_of(table: RawTable) -> list[dict[str, str]]:
    return [
        {table.header[int(at)]: text for at, text in row.items() if text is not None}
        for row in table.columns.to_pylist()
    ]


def test_an_array_of_objects_keeps_numbers_as_written(tmp_path: Path) -> None:
    text = '[{"name": "A", "share": 1.50, "id": 007e0}]'.replace("007e0", "7")
    (table,) = read(tmp_path, text, "list.json")
    assert records_of(table) == [{"name": "A", "share": "1.50", "id": "7"}]


def test_nested_objects_become_dotted_columns_and_lists_are_joined(tmp_path: Path) -> None:
    rows = [
        {"name": "A", "at": {"city": "Hue", "geo": {"lat": 16.4}}, "tags": ["x", "y"], "ok": True},
        {"name": "B", "at": {}, "tags": [], "people": [{"n": 1}], "odd": ["a|b"]},
    ]
    (table,) = read(tmp_path, json.dumps(rows), "list.json")
    assert records_of(table) == [
        {"name": "A", "at.city": "Hue", "at.geo.lat": "16.4", "tags": "x|y", "ok": "true"},
        {"name": "B", "people": '[{"n": 1}]', "odd": '["a|b"]'},
    ]


def test_each_list_inside_an_object_is_a_table_and_the_rest_is_listed(tmp_path: Path) -> None:
    value = {"version": 2, "data": {"nodes": [{"id": 1}], "edges": [{"from": 1, "to": 1}]}}
    nodes, edges = read(tmp_path, json.dumps(value), "chain.json")
    assert (nodes.sheet, edges.sheet) == ("data.nodes", "data.edges")
    assert records_of(edges) == [{"from": "1", "to": "1"}]
    assert [p["column"] for p in nodes.problems.to_pylist()] == ["version"]


def test_an_entry_that_is_no_object_is_listed_and_equal_names_are_kept(tmp_path: Path) -> None:
    (table,) = read(tmp_path, '[{"a": 1, "a": 2}, 7, null, {"a": 3}]', "list.json")
    assert records_of(table) == [{"a": "1", "a (2)": "2"}, {"a": "3"}]
    assert table.rows.to_pylist() == [1, 4]
    assert [(p["row"], p["severity"]) for p in table.problems.to_pylist()] == [(2, "rejected")]


def test_json_lines_lose_only_broken_lines_and_say_so(tmp_path: Path) -> None:
    for name in ("list.jsonl", "list.json", "list.txt"):
        text = '{"a": 1}\n\n{"a": \n[1]\n{"a": "x\u2028y"}\n'
        (table,) = read(tmp_path, text, name)
        assert records_of(table) == [{"a": "1"}, {"a": "x\u2028y"}]
        assert table.rows.to_pylist() == [1, 5]
        assert [(p["row"], p["code"]) for p in table.problems.to_pylist()] == [
            (3, "tables.json.broken_line"),
            (4, "tables.json.no_object"),
        ]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_json_in_other_encodings_is_read(tmp_path: Path, codec: str) -> None:
    (table,) = read(tmp_path, '[{"ชื่อ": "สงขลา"}]'.encode(codec), "list.json")
    assert records_of(table) == [{"ชื่อ": "สงขลา"}]


def test_half_characters_and_broken_bytes_in_json_do_not_stop_the_reading(tmp_path: Path) -> None:
    (table,) = read(
        tmp_path, r'[{"a": "x\ud800y", "b": "\ud83d\ude00", "c": "\\ud800"}]', "list.json"
    )
    assert records_of(table) == [{"a": "x\ufffdy", "b": "😀", "c": "\\ud800"}]
    broken = '[{"a": "บริษัท สยาม"}, {"a": "Caf'.encode() + b'\xe9"}]'
    (table,) = read(tmp_path, broken, "list.json")
    assert records_of(table)[1] == {"a": "Caf\ufffd"}
    assert [p["code"] for p in table.problems.to_pylist()] == ["tables.encoding.guess"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[{"a": 1}, {"a"', "breaks off or is wrong at line 1"),
        ("[1, 2, 3]", "no list of objects"),
        ("{}", "no list of objects"),
        ('{"type": "FeatureCollection", "features": []}', "no list of objects"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"a": ' + "9" * 5000 + "}]", "nested too deeply or holds a number too long"),
    ],
)
def test_json_without_a_list_is_one_clear_sentence(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(tmp_path, text, "list.json")


def test_a_csv_that_starts_like_json_is_still_a_csv(tmp_path: Path) -> None:
    (table,) = read(tmp_path, "{code},name\n{1},A\n", "list.csv")
    assert table.header == ("{code}", "name")


def test_map_features_become_rows_with_a_point(tmp_path: Path) -> None:
    square = [[[100, 10], [102, 10], [102, 12], [100, 12], [100, 10]]]
    features = [
        {
            "type": "Feature",
            "id": 7,
            "properties": {"name": "A", "lat": "north"},
            "geometry": {"type": "Point", "coordinates": [100.5, 13.75, 4]},
        },
        {
            "type": "Feature",
            "properties": {"name": "B"},
            "geometry": {"type": "Polygon", "coordinates": square},
        },
        {"type": "Feature", "properties": None, "geometry": None, "name": "C"},
        {
            "type": "Feature",
            "properties": {"name": "D"},
            "geometry": {"type": "Point", "coordinates": ["x"]},
        },
        "no feature",
    ]
    text = json.dumps({"type": "FeatureCollection", "crs": {"name": "X"}, "features": features})
    (table,) = read(tmp_path, text, "map.geojson")
    a, b, c, d = records_of(table)
    assert a == {
        "name": "A",
        "lat (property)": "north",
        "feature id": "7",
        "lat": "13.75",
        "lng": "100.5",
        "altitude": "4",
    }
    assert (float(b["lat"]), float(b["lng"])) == (11.0, 101.0)
    assert c == {"feature name": "C"}
    assert d == {"name": "D"}
    assert [(p["row"], p["code"]) for p in table.problems.to_pylist()] == [
        (None, "tables.geometry.crs"),
        (2, "tables.geometry.centre"),
        (4, "tables.geometry.unreadable"),
        (5, "tables.json.no_object"),
    ]


def test_lines_and_collections_have_a_centre_too(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0, 0], [2, 4]]}
    many = {
        "type": "GeometryCollection",
        "geometries": [line, {"type": "Point", "coordinates": [4, 2]}],
    }
    text = json.dumps({"type": "Feature", "properties": {"n": 1}, "geometry": many})
    (table,) = read(tmp_path, text, "map.geojson")
    assert float(records_of(table)[0]["lat"]) == 2.0


JSON_ROWS = st.lists(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3),
        st.none() | st.text("xyz |", max_size=4) | st.integers(-9, 9) | st.booleans(),
        max_size=4,
    ),
    min_size=1,
    max_size=8,
)


@given(rows=JSON_ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_value_of_every_object_arrives(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    (as_json,) = read(tmp_path, json.dumps(rows), "list.json")
    (as_lines,) = read(tmp_path, "\n".join(map(json.dumps, rows)), "list.jsonl")
    texts = [
        {
            key: str(value).lower() if isinstance(value, bool) else str(value)
            for key, value in row.items()
            if value is not None and str(value).strip()
        }
        for row in rows
    ]
    assert records_of(as_json) == [text for text in texts if text]
    assert as_json.rows.to_pylist() == [i for i, text in enumerate(texts, start=1) if text]
    assert records_of(as_lines) == records_of(as_json)


def test_parquet_gives_every_type_as_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "float": [4.0, float("nan"), 0.1],
            "day": pa.array([date(2023, 3, 31), None, None]),
            "time": pa.array([datetime(2023, 3, 31, 8, tzinfo=UTC), None, None]),
            "decimal": pa.array([Decimal("1.50"), None, None]),
            "list": pa.array([["a", "b"], None, []]),
            "struct": pa.array([{"x": 1, "y": {"z": "q"}}, None, None]),
            "bytes": pa.array([b"\xff", b"ab", None]),
            "coded": pa.array(["u", None, "v"]).dictionary_encode(),
            "span": pa.array([timedelta(days=1), None, None]),
        }
    )
    pq.write_table(table, tmp_path / "list.parquet")
    (raw,) = read_file(tmp_path / "list.parquet")
    first, second, third = records_of(raw)
    assert first["float"] == "4"
    assert first["day"] == "2023-03-31"
    assert first["time"].startswith("2023-03-31 08:00:00")
    assert first["decimal"] == "1.50"
    assert first["list"] == "a|b"
    assert (first["struct.x"], first["struct.y.z"]) == ("1", "q")
    assert (first["bytes"], second["bytes"]) == ("ff", "ab")
    assert first["coded"] == "u"
    assert third["float"] == "0.1"
    assert raw.rows.to_pylist() == [1, 2, 3]


def test_parquet_that_is_damaged_or_too_large_is_one_clear_sentence(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"a": ["x" * 1000] * 1000, "b": range(1000)}), path)
    with pytest.raises(InputError, match="at most 10"):
        read_file(path, limits=Limits(rows=10))
    with pytest.raises(UnsafeFileError, match="unpacks to more"):
        read_file(path, limits=Limits(unpacked_bytes=10_000))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match="damaged"):
        read_file(path)
