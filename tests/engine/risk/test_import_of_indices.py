"""Published indices come in whole, with what was refused and why; nothing is ever fetched."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crest.engine.errors import CrestError, InputError, UnsafeFileError
from crest.engine.risk import load_indices
from crest.engine.risk.imports import import_index, read_index

pytestmark = pytest.mark.engine
GOODS = """<?xml version="1.0" encoding="UTF-8"?>
<Goods>
  <Good>
    <Good_Name>Shrimp</Good_Name>
    <Countries>
      <Country>
        <Country_Name>Thailand</Country_Name><Country_ISO2>TH</Country_ISO2>
        <Child_Labor>Yes</Child_Labor><Forced_Labor>Yes</Forced_Labor>
        <Forced_Child_Labor>No</Forced_Child_Labor>
      </Country>
      <Country>
        <Country_Name>Burma</Country_Name><Country_ISO2>BU</Country_ISO2>
        <Child_Labor>Yes</Child_Labor><Forced_Labor>No</Forced_Labor>
        <Forced_Child_Labor>No</Forced_Child_Labor>
      </Country>
      <Country>
        <Country_Name>Atlantis</Country_Name>
        <Child_Labor>Yes</Child_Labor><Forced_Labor>No</Forced_Labor>
        <Forced_Child_Labor>No</Forced_Child_Labor>
      </Country>
    </Countries>
  </Good>
  <Good>
    <Good_Name>Locks</Good_Name>
    <Countries>
      <Country>
        <Country_Name>India</Country_Name><Country_ISO2>IN</Country_ISO2>
        <Child_Labor>Maybe</Child_Labor>
      </Country>
    </Countries>
  </Good>
</Goods>
"""


def put(folder: Path, text: str, name: str = "index.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(kind: str, path: Path, **more: Any) -> Any:
    return read_index(kind, path, name="x", as_of=more.pop("as_of", None), **more)


def codes(imported: Any) -> list[str]:
    found: list[str] = imported.problems["code"].to_pylist()
    return found


def test_goods_and_countries_come_out_of_the_xml_with_what_each_is_listed_for(
    tmp_path: Path,
) -> None:
    found = read("ilab-goods", put(tmp_path, GOODS, "g.xml"), as_of=date(2023, 1, 1))
    rows = {(r["good"], r["country"]): r for r in found.table.to_pylist()}
    assert set(rows) == {("Shrimp", "TH"), ("Shrimp", "MM"), ("Locks", "IN")}
    assert (rows["Shrimp", "TH"]["forced"], rows["Shrimp", "TH"]["level"]) == (True, 1.0)
    assert (rows["Shrimp", "MM"]["forced"], rows["Shrimp", "MM"]["level"]) == (False, 0.5)
    assert (found.rows_read, found.rows_kept) == (4, 3)
    assert sorted(codes(found)) == ["index.no_answer", "index.no_country", "index.removed_since"]


def test_a_pair_that_is_listed_without_a_plain_answer_counts_as_listed(tmp_path: Path) -> None:
    found = read("ilab-goods", put(tmp_path, GOODS, "g.xml"))
    locks = next(row for row in found.table.to_pylist() if row["good"] == "Locks")
    assert (locks["forced"], locks["child"], locks["level"]) == (None, None, 1.0)


def test_thai_shrimp_on_a_list_older_than_its_removal_gets_a_warning(tmp_path: Path) -> None:
    path = put(tmp_path, GOODS, "g.xml")
    warned = [
        "index.removed_since" in codes(read("ilab-goods", path, as_of=day))
        for day in (date(2023, 1, 1), None, date(2025, 3, 1))
    ]
    assert warned == [True, True, False]


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Goods>&b;</Goods>',
        '<?xml version="1.0"?><!DOCTYPE g SYSTEM "file:///etc/hostname"><Goods/>',
        "<Goods>" + "<a>" * 60 + "</a>" * 60 + "</Goods>",
        "<Goods><Good><Good_Name>" + "x" * 1_100_000 + "</Good_Name></Good></Goods>",
    ],
)
def test_xml_that_could_harm_is_refused(tmp_path: Path, attack: str) -> None:
    with pytest.raises(UnsafeFileError):
        read("ilab-goods", put(tmp_path, attack, "g.xml"))


def test_a_utf_16_document_type_is_seen_too(tmp_path: Path) -> None:
    path = tmp_path / "g.xml"
    path.write_bytes('<!DOCTYPE g [<!ENTITY a "b">]><Goods>&a;</Goods>'.encode("utf-16"))
    with pytest.raises(UnsafeFileError):
        read("ilab-goods", path)


@pytest.mark.parametrize(
    "text",
    ["", "no xml at all", "<Goods><Good></Goods>", "<Goods></Goods>", "\x00\x01\x02", "<a>&x;</a>"],
)
def test_what_is_no_list_of_goods_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        read("ilab-goods", put(tmp_path, text, "g.xml"))


def test_a_country_gets_its_place_among_the_others_of_its_year(tmp_path: Path) -> None:
    text = "Country,Score,Year\nThailand,36,2022\nSweden,83,2022\nMyanmar,23,2022\nSweden,10,2566\n"
    found = read("country-index", put(tmp_path, text), worse="lower")
    worse = {(r["country"], r["year"]): r["worse"] for r in found.table.to_pylist()}
    assert worse == {("MM", 2022): 1.0, ("TH", 2022): 0.5, ("SE", 2022): 0.0, ("SE", 2023): 1.0}
    assert "index.buddhist_year" in codes(found)


def test_the_direction_may_stand_in_the_file_but_must_be_one(tmp_path: Path) -> None:
    head = "country,value,year,direction\n"
    same = head + "TH,3,2022,higher is worse\nSE,1,2022,higher is worse\n"
    found = read("country-index", put(tmp_path, same))
    assert found.table["worse"].to_pylist() == [1.0, 0.0]
    mixed = head + "TH,3,2022,higher worse\nSE,1,2022,lower worse\n"
    with pytest.raises(InputError, match="different things"):
        read("country-index", put(tmp_path, mixed))
    with pytest.raises(InputError, match="higher or lower"):
        read("country-index", put(tmp_path, "country,value\nTH,3\n"))


def test_rows_of_a_country_index_that_say_nothing_are_listed(tmp_path: Path) -> None:
    text = "country,value,year\nTH,3,2022\nTH,4,2022\nWorld,2,2022\nVN,nan,2022\nMY,1,soon\n"
    found = read("country-index", put(tmp_path, text), worse="higher")
    rejected = [r["code"] for r in found.problems.to_pylist() if r["severity"] == "rejected"]
    assert rejected == ["index.twice", "index.no_country", "index.no_value", "index.no_year"]
    assert (found.rows_read, found.rows_kept) == (5, 1)


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no column “value”.*country, wert"):
        read("country-index", put(tmp_path, "country,wert\nTH,3\n"), worse="higher")


def test_a_good_index_takes_numbers_and_words_for_the_level(tmp_path: Path) -> None:
    text = "good,country,level\nFish,TH,high\nFish,VN,0.25\nRice,TH,7\nRice,,low\nFish,TH,low\n"
    found = read("good-index", put(tmp_path, text))
    levels = {(r["good"], r["country"]): r["level"] for r in found.table.to_pylist()}
    assert levels == {("Fish", "TH"): 1.0, ("Fish", "VN"): 0.25}
    assert codes(found) == ["index.no_level", "index.no_country", "index.twice"]


WIDE = """Year,Dest,Myanmar,Cambodia,Total,Lao People's Democratic Republic
2019,Thailand,"1,858,735",.., 9,931 000
2019,Caribbean,1,2,3,4
2019,Malaysia,x,-,,7
2019,Thailand,1,1,1,1
"""


def test_the_wide_table_of_migrants_becomes_one_row_per_way(tmp_path: Path) -> None:
    found = read("migrant-stock", put(tmp_path, WIDE))
    ways = {(r["origin"], r["destination"]): r["people"] for r in found.table.to_pylist()}
    assert ways == {("MM", "TH"): 1_858_735, ("LA", "TH"): 931_000, ("LA", "MY"): 7}
    assert (found.rows_read, found.rows_kept) == (4, 2)
    assert set(codes(found)) == {
        "index.no_country",
        "index.twice",
        "index.no_origin",
        "index.no_number",
    }


def test_a_table_without_origins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="country of origin"):
        read("migrant-stock", put(tmp_path, "year,dest,total\n2019,Thailand,7\n"))


def test_an_import_is_kept_with_its_source_and_found_again(tmp_path: Path) -> None:
    into = tmp_path / "data"
    import_index("ilab-goods", put(tmp_path, GOODS, "g.xml"), into=into, as_of=date(2022, 9, 28))
    import_index("migrant-stock", put(tmp_path, WIDE), into=into)
    names = sorted(path.name for path in into.iterdir())
    assert names == [
        "ilab-goods.parquet",
        "ilab-goods.problems.csv",
        "ilab-goods.yaml",
        "migrant-stock.parquet",
        "migrant-stock.problems.csv",
        "migrant-stock.yaml",
    ]
    found = load_indices(into)
    assert found.goods.num_rows == 3
    assert found.stock["MM", "TH"] == (2019, 1_858_735)
    about = found.about[0]
    assert (about["date"], about["rows_read"], about["rows_refused"]) == ("2022-09-28", 4, 1)
    assert len(about["sha256"]) == 64
    assert "public domain" in found.statements()[0]


def test_importing_again_replaces_the_index_and_its_problems(tmp_path: Path) -> None:
    into = tmp_path / "data"
    import_index("migrant-stock", put(tmp_path, WIDE), into=into)
    clean = "Year,Dest,Myanmar\n2019,Thailand,5\n"
    import_index("migrant-stock", put(tmp_path, clean), into=into)
    assert load_indices(into).stock == {("MM", "TH"): (2019, 5)}
    assert not (into / "migrant-stock.problems.csv").exists()


def test_an_index_without_a_licence_is_not_taken(tmp_path: Path) -> None:
    path = put(tmp_path, "country,value\nTH,3\n")
    with pytest.raises(InputError, match="--licence"):
        import_index("country-index", path, into=tmp_path / "d", worse="higher")
    stated = {"source": "An institute", "licence": "CC BY 4.0", "worse": "higher"}
    about, _ = import_index("country-index", path, into=tmp_path / "d", **stated)  # type: ignore[arg-type]
    assert about["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("name", ["../up", "Big Name", "", "a/b", ".hidden"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="name"):
        import_index("migrant-stock", put(tmp_path, WIDE), into=tmp_path / "d", name=name or " ")


def test_a_file_without_a_usable_row_leaves_nothing_behind(tmp_path: Path) -> None:
    path = put(tmp_path, "good,country,level\nFish,Nowhere,high\n")
    with pytest.raises(CrestError, match="nothing was written"):
        import_index("good-index", path, into=tmp_path / "d", source="s", licence="l")
    assert not (tmp_path / "d").exists()


def test_no_folder_gives_no_indices_and_a_wrong_one_is_said(tmp_path: Path) -> None:
    assert load_indices(None).goods.num_rows == 0
    with pytest.raises(InputError, match="no folder"):
        load_indices(tmp_path / "nowhere")
    put(tmp_path, "kind: weather\n", "a.yaml")
    with pytest.raises(InputError, match="describes no index"):
        load_indices(tmp_path)


def test_an_index_changed_by_hand_is_said(tmp_path: Path) -> None:
    put(tmp_path, "kind: migrant-stock\nname: a\n", "a.yaml")
    put(tmp_path, "no parquet", "a.parquet")
    with pytest.raises(InputError, match="cannot be read"):
        load_indices(tmp_path)


@pytest.mark.shared_data
def test_the_whole_ilab_list_of_the_app_comes_in_and_both_forms_agree(shared_data: Path) -> None:
    folder = shared_data / "ilab-goods"
    by_good = read("ilab-goods", folder / "complete_goods_by_good.xml")
    by_country = read("ilab-goods", folder / "countries_for_app.xml")
    both = [
        {tuple(row.values()) for row in found.table.drop_columns(["list"]).to_pylist()}
        for found in (by_good, by_country)
    ]
    assert by_good.rows_read == by_good.rows_kept == 353
    assert both[0] == both[1]
    assert codes(by_good) == ["index.removed_since"]


@pytest.mark.shared_data
def test_the_un_table_of_2019_comes_in_with_every_country(shared_data: Path) -> None:
    path = next((shared_data / "un-migrant-stock").glob("UN_MigrantStock*2019*.csv"))
    found = read("migrant-stock", path)
    refused = {r["value"] for r in found.problems.to_pylist() if r["severity"] == "rejected"}
    assert refused == {
        "Caribbean",
        "South America",
        "Melanesia",
        "Micronesia",
        "Polynesia",
        "Channel Islands",
    }
    thai = [
        (r["year"], r["people"])
        for r in found.table.to_pylist()
        if r["origin"] == "MM" and r["destination"] == "TH"
    ]
    assert max(thai) == (2019, 1_858_735)
