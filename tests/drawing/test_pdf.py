from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
import zlib
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pytest
import typst
import yaml
from assessment_factories import ON, SMALL_SECRET, invented_assessment

from crest.drawing.assessment_data import AssessmentReport
from crest.drawing.assets import FOLDER
from crest.drawing.wording import LANGUAGES, WordError
from crest.engine.tables.contracts import PROBLEMS
from crest.printing import report as pdf
from crest.printing.answer import headline, leading
from crest.printing.charts import Charts, chart
from crest.printing.findings import in_full
from crest.printing.fonts import Compositor, TypeCase, type_case
from crest.printing.pen import FEW, Pen, beside, head, pdf_words
from crest.printing.report import report_tree, write_assessment_pdf
from crest.printing.signs import signs_section

pytestmark = pytest.mark.engine

FONTS = FOLDER / "pdf-fonts"
TEMPLATE = Path(pdf.__file__).parent / "typst"
needs_fonts = pytest.mark.skipif(
    not (FONTS / "fonts.json").is_file(), reason="the fonts were not built (make needs npm)"
)
needs_reader = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not on this machine"
)
NAMES = {
    "Burmese": "ရွှေလမ်းခရီး အလုပ်အကိုင် အေဂျင်စီ",
    "Khmer": "ក្រុមហ៊ុន មេគង្គ ធនធានមនុស្ស",
    "Lao": "ບໍລິສັດ ຈັດຫາງານ ລ້ານຊ້າງ",
    "Thai": "บริษัทนำคนต่างด้าวมาทำงาน เส้นทางทอง จำกัด",
    "Vietnamese": "Công ty TNHH Thủy sản Biển Đông",
}
HOSTILE = (
    '#import "@preview/x:1.0.0" $x^2$ \\#h(1fr) *b* _i_ `r` [c] <l> @ref //c /*d*/ = "q" #{1+1}'
)


def named(name: str) -> AssessmentReport:
    """An assessment with `name` wherever a firm's name stands in a finding."""
    whole = invented_assessment(title=name, notice=name, statements=(name,))
    found = tuple(replace(one, subject_name=name, also=(name,)) for one in whole.findings)
    return replace(whole, findings=found)


def read(made: bytes, tmp_path: Path, *, last: int = 999) -> str:
    """The text of the pages up to `last` in the order it was set, on one line."""
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    command = ["pdftotext", "-raw", "-l", str(last), "-enc", "UTF-8", str(path), "-"]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return " ".join(told.replace("\u200b", "").split())


def bones(text: str) -> str:
    """The bare letters, each once in a row: readers place marks, and what bears them, variously."""
    bare = [
        one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one)[0] == "L"
    ]
    return "".join(letter for letter, _ in groupby(bare))


def said(data: AssessmentReport, language: str = "en") -> str:
    """All texts that the template gets, and nothing else."""
    tree, _ = report_tree(data, type_case(), language)
    return json.dumps(tree, ensure_ascii=False)


@pytest.fixture(scope="module")
def english() -> bytes:
    return write_assessment_pdf(invented_assessment())


@needs_reader
@needs_fonts
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_leads_with_the_answer_and_the_gravest_finding(
    language: str, tmp_path: Path
) -> None:
    data = invented_assessment()
    page_one = bones(read(write_assessment_pdf(data, language=language), tmp_path, last=1))
    pen = Pen(pdf_words(language), data.currency)
    told, first = bones(headline(data, pen)), bones(pen.pick(*data.findings[0].title))
    assert told in page_one
    assert first in page_one[page_one.index(told) + len(told) :]


@needs_reader
@needs_fonts
def test_every_page_says_that_all_is_invented_and_which_page_it_is(
    english: bytes, tmp_path: Path
) -> None:
    text = read(english, tmp_path)
    pages = int(re.findall(r"Page \d+ of (\d+)", text)[0])
    assert pages > 3
    assert len(re.findall(r"Page \d+ of", text)) == pages
    assert text.count("Invented example: every name") == pages
    assert text.count(f"Rulebook {'5f' * 6}") >= pages


@needs_reader
@needs_fonts
@pytest.mark.parametrize("script", NAMES)
def test_names_in_every_script_can_be_read_and_copied(script: str, tmp_path: Path) -> None:
    text = read(write_assessment_pdf(named(NAMES[script])), tmp_path)
    # Readers may give the letters of one syllable more than once, but in their order.
    loose = ".{0,6}?".join(map(re.escape, bones(NAMES[script])))
    assert len(re.findall(loose, bones(text))) > 2


@needs_fonts
def test_only_our_own_fonts_are_inside_and_all_of_them_are_embedded(english: bytes) -> None:
    named_inside = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z-]+)", _plain(english)))
    assert named_inside
    assert all(name.startswith(b"NotoSans") for name in named_inside), named_inside


def _plain(made: bytes) -> bytes:
    """The PDF with its compressed parts opened."""
    opened = [made]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            opened.append(zlib.decompress(found[1]))
        except zlib.error:
            continue  # a part that is not compressed is among `made` as it is
    return b"\n".join(opened)


def test_the_document_is_tagged_titled_and_in_its_language(english: bytes) -> None:
    inside = _plain(english)
    assert b"/MarkInfo" in inside
    assert b"pdfuaid:part" in inside
    assert b"/Lang" in inside
    assert b"Invented retailer 2026" in inside or b"<dc:title>" in inside
    assert b"/Outlines" in inside
    assert b"/Alt" in inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_data_give_the_same_bytes(language: str) -> None:
    data = invented_assessment()
    made = write_assessment_pdf(data, language=language)
    assert made == write_assessment_pdf(data, language=language)
    assert f"D:{ON:%Y%m%d}".encode() in _plain(made)


def test_nothing_in_a_name_becomes_markup(tmp_path: Path) -> None:
    made = write_assessment_pdf(named(HOSTILE))
    assert made.startswith(b"%PDF")
    if shutil.which("pdftotext"):
        text = read(made, tmp_path).replace(" ", "")
        assert text.count(HOSTILE.replace(" ", "")) > 3


@pytest.mark.parametrize("sign", list("#$@\\*[]`_<>/=-+~'\"{}();:&%^|"))
def test_each_sign_of_the_typesetters_language_is_only_a_sign(sign: str, tmp_path: Path) -> None:
    name = f"Firm {sign}{sign} x {sign}"
    source = tmp_path / "one.typ"
    source.write_text((TEMPLATE / "report.typ").read_text("utf-8"), "utf-8")
    tree, _ = report_tree(AssessmentReport(title=name, on=ON), type_case(), "en")
    (tmp_path / "report.json").write_text(json.dumps(tree), "utf-8")
    found = typst.query(
        source, "heading", field="level", root=tmp_path, ignore_system_fonts=True,
        font_paths=[FONTS] if FONTS.is_dir() else [],
    )  # fmt: skip
    # As many headings as the report of a harmless name: no sign made or ate one.
    plain, _ = report_tree(AssessmentReport(title="Firm", on=ON), type_case(), "en")
    (tmp_path / "report.json").write_text(json.dumps(plain), "utf-8")
    assert found == typst.query(
        source, "heading", field="level", root=tmp_path, ignore_system_fonts=True,
        font_paths=[FONTS] if FONTS.is_dir() else [],
    )  # fmt: skip


def test_the_template_never_evaluates_and_never_imports() -> None:
    template = (TEMPLATE / "report.typ").read_text("utf-8")
    assert not re.search(r"\beval\(|#import|#include|\bread\(|plugin\(", template)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_nothing_says_what_is_missing(language: str) -> None:
    empty = AssessmentReport(title="Empty folder", on=ON)
    assert write_assessment_pdf(empty, language=language).startswith(b"%PDF")
    told = said(empty)
    assert "Nothing is known yet about what workers paid." in told
    assert "every question was answered" not in told


def test_a_very_long_name_and_many_rows_are_set_too() -> None:
    data = named("Verylongname" * 40)
    many = replace(data, problems=_many_problems(400), findings=data.findings * 30)
    assert write_assessment_pdf(many).startswith(b"%PDF")
    assert "First 30 of 400" in said(many)


def _many_problems(rows: int) -> pa.Table:
    blank = dict.fromkeys(PROBLEMS.names)
    one = {
        "source": "costs.csv", "row": 7, "code": "journeys.amount", "severity": "warning",
        "sentence": "The amount is below nought.", "todo": "Write it as a refund.",
    }  # fmt: skip
    return pa.Table.from_pylist([{**blank, **one}] * rows, schema=PROBLEMS)


def test_no_number_of_a_small_group_is_told() -> None:
    told = said(invented_assessment())
    for secret in (f"{SMALL_SECRET}", f"{(SMALL_SECRET + 50) // 100:,}"):
        assert secret not in told
    assert FEW in told


def test_a_finding_in_full_says_why_how_sure_on_whose_authority_and_what_to_do() -> None:
    data = invented_assessment()
    block = in_full(data.findings[0], Pen(pdf_words("en"), "USD"), dict(data.sources))
    told = json.dumps(block, ensure_ascii=False)
    for wanted in ("171 of 177", "well supported", "Indicators of forced labour, ILO, 2012",
                   "retention of identity documents", "unverified", "Offer protection",
                   "a protection organisation", "26 November 2026", "FND-FEE-SEVERE"):  # fmt: skip
        assert wanted in told


def test_page_one_holds_three_to_six_findings_and_unknown_ones_only_fill_up() -> None:
    found = invented_assessment().findings
    assert 3 <= len(leading(found)) <= 6
    unknown = [one for one in found if one.answer == "unknown"]
    assert leading(unknown) == [one for one in unknown if not one.suppressed]


def test_a_letter_that_no_font_holds_is_written_in_latin_letters_and_said() -> None:
    data = invented_assessment(title="काठमाडौं 木下 Δ Кир")
    assert write_assessment_pdf(data).startswith(b"%PDF")
    assert "काठमाडौं" not in said(data)
    if type_case().folder is not None:
        assert "written in Latin letters" in said(data)


def test_without_built_fonts_the_report_is_in_latin_letters_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "type_case", lambda: type_case(tmp_path))
    made = write_assessment_pdf(named(NAMES["Thai"]), language="th")
    assert made.startswith(b"%PDF")
    tree, _ = report_tree(named(NAMES["Thai"]), type_case(tmp_path), "th")
    assert tree["language"] == "en"
    assert "The fonts were not built" in json.dumps(tree)


def test_every_word_of_a_chart_is_set_as_text_and_none_stays_in_the_picture() -> None:
    charts = Charts()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><title>Paid</title>'
        '<desc>One bar.</desc><defs><pattern id="p"><rect fill="#123456"/><path d="M0 0"/>'
        '</pattern></defs><rect fill="url(#p)" width="9"/>'
        '<text x="3" y="4" font-size="12" text-anchor="end">น้ำ</text></svg>'
    )
    (block,) = chart(charts, svg)
    picture = charts.files[block["file"]].decode("utf-8")
    assert "น้ำ" not in picture
    assert block["texts"][0]["text"] == "น้ำ"
    assert block["alt"] == "Paid. One bar."
    assert picture.index('fill="#123456"') < picture.index('fill="url(#p)"')
    assert chart(charts, "") == []


def test_breaks_are_offered_only_in_very_long_words() -> None:
    compositor = Compositor(type_case())
    assert "\u200b" not in compositor.text("An ordinary name, Co., Ltd.")
    assert "\u200b" in compositor.text("x" * 60)
    assert compositor.text("a\x00b\u202ec") == "abc"


def test_the_type_case_knows_the_edges_of_its_ranges() -> None:
    case = TypeCase.of(["A"], None, [[65, 66], [97, 97]])
    assert case.missing.findall("@ABC`ab") == ["@", "C", "`", "b"]


@pytest.mark.parametrize(
    ("many", "parts"), [(0, []), (1, [1]), (6, [6]), (7, [4, 3]), (13, [5, 5, 3])]
)
def test_what_stands_side_by_side_is_parted_evenly(many: int, parts: list[int]) -> None:
    assert [len(part) for part in beside(["site"] * many, 6)] == parts


def test_a_long_word_above_a_narrow_column_may_be_broken() -> None:
    assert head("Kenanga Microassembly").text == "Kenanga Micro\u00adassem\u00adbly"
    assert head("Mek Nam").text == "Mek Nam"


def test_a_site_of_which_nothing_may_be_told_has_no_column_but_is_named() -> None:
    data = invented_assessment()
    rows = data.prevalence.to_pylist()
    hidden = {"yes": None, "no": None, "prevalence": None, "not_shown": "all"}
    site = next(row for row in rows if row["kind"] == "site" and row["yes"])
    rows.append({**site, **hidden, "id": "w0", "name": "Withheld shed"})
    table = pa.Table.from_pylist(rows, schema=data.prevalence.schema)
    blocks = signs_section(replace(data, prevalence=table), Pen(pdf_words("en"), "USD"), Charts())
    matrix = [b for b in blocks if b.get("caption") == "Site by site"]
    assert matrix
    assert all("Withheld altogether: " in b["note"] for b in matrix)
    assert all("Withheld shed" in b["note"] for b in matrix)
    assert not any("Withheld shed" in str(b["columns"]) for b in matrix)


def test_a_floor_is_told_in_the_currency_of_its_group() -> None:
    data = invented_assessment()
    row = {
        **dict.fromkeys(data.owed.floors.schema.names),
        "role": "MYR",
        "name": "BD → MY",
        "workers": 23,
    }
    row |= {"sample": 23, "floor_minor": 1_798_575, "low_minor": 1_758_500, "high_minor": 1_838_650}
    floors = pa.Table.from_pylist([row], schema=data.owed.floors.schema)
    told = said(replace(data, owed=replace(data.owed, floors=floors)))
    assert "MYR 17,986" in told
    assert "MYR 17,585 to MYR 18,387" in told


def test_both_languages_have_the_same_words_for_the_pdf() -> None:
    own = {
        language: yaml.safe_load((TEMPLATE / f"words.{language}.yaml").read_text("utf-8"))
        for language in LANGUAGES
    }
    english, thai = own["en"], own["th"]
    assert {key for key in english if not key.endswith(".one")} == set(thai)
    for key, sentence in thai.items():
        assert sorted(re.findall(r"{\w+}", sentence)) == sorted(re.findall(r"{\w+}", english[key]))


def test_an_unknown_language_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(WordError, match="en, th"):
        write_assessment_pdf(invented_assessment(), language="fr")


def test_the_file_holds_what_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    assert write_assessment_pdf(invented_assessment(), path) == path.read_bytes()
