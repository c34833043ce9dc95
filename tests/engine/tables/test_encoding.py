"""Encodings: short lists of Thai, Chinese and Western names, in every encoding they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crest.engine.tables.encoding import detect
from crest.engine.tables.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine

THAI = [
    ["ชื่อโรงงาน", "ที่อยู่", "ประเทศ"],
    ["บริษัท สยามอาหารทะเล จำกัด", "99/1 หมู่ 4 ตำบลท่าทราย อำเภอเมือง สมุทรสาคร 74000", "ไทย"],
    ["หจก. รุ่งเรืองการ์เม้นท์", "ถนนเพชรเกษม สงขลา", "Thailand"],
]
CHINESE = [
    ["工厂名称", "地址", "国家"],
    ["深圳市华兴电子有限公司", "广东省深圳市宝安区工业路8号", "中国"],
    ["宁波海曙服装厂", "浙江省宁波市", "China"],
]
TAIWANESE = [
    ["工廠名稱", "地址", "國家"],
    ["高雄遠洋漁業股份有限公司", "高雄市前鎮區漁港中一路", "臺灣"],
    ["台北紡織廠", "新北市板橋區", "Taiwan"],
]
SWEDISH = [
    ["Företag", "Adress", "Land"],
    ["Norrländska Bär AB", "Storgatan 5, Åsele", "Sverige"],
    ["Café Größe & Söhne", "Rue de l'Été", "Suède"],
]
ENGLISH = [["name", "address"], ["Plain Mills", "1 High Street"], ["Other – Mills", "“Dock” 4"]]


def as_csv(rows: list[list[str]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


@pytest.mark.parametrize(
    ("rows", "codec"),
    [
        *[(rows, "utf-8") for rows in (THAI, CHINESE, TAIWANESE, SWEDISH, ENGLISH)],
        *[(rows, "utf-8-sig") for rows in (THAI, CHINESE, SWEDISH)],
        *[(rows, "utf-16") for rows in (THAI, CHINESE, SWEDISH)],
        *[(rows, "utf-16-le") for rows in (THAI, CHINESE, SWEDISH)],
        *[(rows, "utf-16-be") for rows in (THAI, CHINESE, SWEDISH)],
        (THAI, "cp874"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (SWEDISH, "cp1252"),
        (SWEDISH, "latin-1"),
        (ENGLISH, "cp1252"),
    ],
)
@pytest.mark.parametrize("data_rows", [1, 2])
def test_a_short_list_is_read_in_its_encoding(
    tmp_path: Path, rows: list[list[str]], codec: str, data_rows: int
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(as_csv(rows[: data_rows + 1]).encode(codec))
    (table,) = read_file(file)
    assert list(table.header) == rows[0]
    assert [list(row.values()) for row in table.columns.to_pylist()] == rows[1 : data_rows + 1]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("name,country\nสยามฟู้ด,TH\n", "cp874"),
        ("name,country\n华兴电子厂,CN\n", "gb18030"),
        ("name,city\nMill,肇庆\n", "gb18030"),
        ("name,city\nMill,重庆市\n", "gb18030"),
        ("name,city\nMill,长春\nMill,兴隆\n", "gb18030"),
        ("name,country\nCafé,FR\n", "cp1252"),
        ("name,country\nBär & Öl,SE\n", "cp1252"),
        ("name,town\n" + "Plain,Town\n" * 3000 + "บริษัท เจริญ,สงขลา\n", "cp874"),
    ],
)
def test_one_foreign_word_is_enough(text: str, codec: str) -> None:
    assert text.encode(codec).decode(detect(text.encode(codec)).name) == text


THAI_WORDS = [
    "บริษัท",
    "จำกัด",
    "โรงงาน",
    "อาหาร",
    "ทะเล",
    "สมุทรสาคร",
    "สงขลา",
    "เชียงใหม่",
    "ขอนแก่น",
    "รุ่งเรือง",
    "เจริญ",
    "พาณิชย์",
    "ส่งออก",
    "แรงงาน",
    "จัดหางาน",
    "หมู่",
    "ตำบล",
    "อำเภอ",
    "ถนน",
    "เพชรเกษม",
    "กรุงเทพฯ",
    "การ์เม้นท์",
    "อุตสาหกรรม",
    "น้ำ",
    "ผลไม้",
    "ไทย",
]
CHINESE_WORDS = [
    "有限公司",
    "股份",
    "深圳市",
    "东莞",
    "服装厂",
    "电子",
    "科技",
    "广东省",
    "工业区",
    "宁波",
    "海鲜",
    "食品",
    "劳务",
    "派遣",
    "进出口",
    "贸易",
    "玩具",
    "家具",
    "路号",
    "镇",
    "村",
    "苏州",
    "青岛",
    "纺织",
    "印染",
    "皮革",
    "鞋业",
    "塑胶",
    "五金",
]


@given(st.lists(st.sampled_from(THAI_WORDS), min_size=2, max_size=12))
def test_thai_words_are_never_taken_for_another_script(words: list[str]) -> None:
    data = ("name,country\n" + " ".join(words) + ",TH\n").encode("cp874")
    assert detect(data).name == "cp874"


@given(st.lists(st.sampled_from(CHINESE_WORDS), min_size=2, max_size=12))
def test_chinese_words_are_never_taken_for_another_script(words: list[str]) -> None:
    data = ("name,country\n" + "".join(words) + ",CN\n").encode("gb18030")
    assert detect(data).name == "gb18030"


def test_a_few_broken_bytes_in_utf8_are_listed_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    good = as_csv(THAI).encode()
    file.write_bytes(good + b'"Caf\xe9","Paris","FR"\r\n')
    (table,) = read_file(file)
    assert table.encoding == "utf-8"
    assert table.columns["0"].to_pylist() == [THAI[1][0], THAI[2][0], "Caf�"]
    (problem,) = table.problems.to_pylist()
    assert (problem["code"], problem["row"]) == ("tables.encoding.bytes", 3)
