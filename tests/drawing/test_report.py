from __future__ import annotations

import base64
import hashlib
import re
import string
from typing import Any

import pyarrow as pa
import pytest
import yaml
from drawing_factories import invented_report, nodes_table, site

from crest.drawing import assets
from crest.drawing.report import ReportData, write_report
from crest.drawing.wording import WordError, load_words
from crest.engine.tables.contracts import PROBLEMS, conform

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def page() -> str:
    return write_report(invented_report())


def body(page: str) -> str:
    return page[page.index("<body>") :]


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert not re.search(r"url\((?!data:)", page)
    assert "@import" not in page


def test_the_policy_allows_only_the_style_and_script_inside(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "unsafe-inline" not in policy[1]
    for tag in ("style", "script"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert inner
        digest = base64.b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert "style=" not in body(page)


def test_the_report_stays_small(page: str) -> None:
    assert len(page.encode()) < 3_000_000


def test_the_first_words_say_what_this_is(page: str) -> None:
    assert "Every product has two supply chains. This shows both." in page
    assert "2,438" in page


def test_the_notice_stands_before_everything_else(page: str) -> None:
    assert body(page).index("Invented example") < body(page).index("<header")


def test_every_section_has_an_empty_state() -> None:
    page = write_report(ReportData("Nothing yet"))
    for key in ("map.empty", "corridor.empty", "chains.empty", "coverage.empty", "review.empty",
                "problems.empty", "columns.empty", "number.none"):  # fmt: skip
        assert load_words("en").say(key) in page.replace("&#x27;", "'")


def test_hostile_text_is_shown_and_never_run() -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    problems = conform(
        pa.Table.from_pylist(
            [dict.fromkeys(PROBLEMS.names, hostile) | {"row": 1}], schema=PROBLEMS
        ),
        PROBLEMS,
    )
    data = invented_report(
        title=hostile,
        notice=hostile,
        nodes=nodes_table([site("A", hostile, None, 0, country=hostile, lat=1.0, lng=1.0)]),
        problems=problems,
        statements=[hostile],
        summary={hostile: 3},
        mappings=[(hostile, hostile, [(hostile, hostile, hostile)])],
        review=pa.table({
            **{f"{side}_{part}": [hostile] for side in ("left", "right")
               for part in ("name", "place", "source")},
            "score": [0.5], "because": [hostile],
        }),
        corridors=pa.table({"origin": [hostile], "destination": ["TH"], "people": [3]}),
        coverage=pa.table({"label": [hostile], "workers": [3], "workers_mapped": [1]}),
    )  # fmt: skip
    page = write_report(data)
    assert page.count("<script>") == 1
    assert "<img" not in page


def test_long_tables_show_the_first_rows_and_name_the_file_with_all() -> None:
    row = {"source": "a.csv", "row": 1, "code": "x", "severity": "warning", "sentence": "Odd.",
           "todo": "Mend."}  # fmt: skip
    problems = conform(pa.Table.from_pylist([row] * 3412, schema=PROBLEMS), PROBLEMS)
    page = write_report(invented_report(problems=problems))
    assert "First 200 of 3,412; all are in problems.csv." in page
    assert page.count("Odd.") == 200


def test_a_hundred_thousand_sites_do_not_make_a_huge_page() -> None:
    rows = [site(f"s{i}", f"Site {i}", None, 0, country="TH", lat=10 + (i % 400) / 40,
                 lng=98 + (i // 400) / 40) for i in range(20_000)]  # fmt: skip
    nodes = nodes_table(rows)
    page = write_report(invented_report(nodes=pa.concat_tables([nodes] * 5)))
    assert len(page.encode()) < 3_000_000


def test_all_interface_words_are_there_in_both_languages(page: str) -> None:
    spans = re.findall(r'<span lang="(en|th)" class="v">', page)
    assert spans.count("en") == spans.count("th") > 100


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_page_opens_in_the_chosen_language(language: str) -> None:
    page = write_report(invented_report(), language=language)
    assert f'<html lang="{language}"' in page
    assert re.search(rf'id="lang-{language}" value="{language}" checked', page)


def test_both_catalogues_hold_the_same_words_with_the_same_gaps() -> None:
    english, thai = load_words("en").entries, load_words("th").entries
    assert english.keys() == thai.keys()
    for key, text in english.items():
        gaps = [
            {part[1] for part in string.Formatter().parse(side) if part[1]}
            for side in (text, thai[key])
        ]
        assert gaps[0] == gaps[1], key


def test_no_word_of_the_catalogues_is_written_twice() -> None:
    for language in ("en", "th"):
        path = assets.FOLDER.parent / "words" / f"{language}.yaml"
        keys = [line.split(":")[0] for line in path.read_text(encoding="utf-8").splitlines()
                if line and not line.startswith("#")]  # fmt: skip
        assert len(keys) == len(set(keys))
        assert all(isinstance(key, str) for key in yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_thai_file_says_that_a_machine_wrote_it() -> None:
    path = assets.FOLDER.parent / "words" / "th.yaml"
    assert "MACHINE-MADE" in path.read_text(encoding="utf-8")


def test_a_language_without_words_is_a_plain_error() -> None:
    with pytest.raises(WordError, match="no words"):
        write_report(invented_report(), language="xx")


def test_only_the_scripts_on_the_page_bring_their_fonts() -> None:
    if not assets.font_sheet("abc"):
        pytest.skip("the fonts were not built: run npm ci and npm run build in frontend/")
    assert assets.font_sheet("abc").count("@font-face") == 2
    assert assets.font_sheet("abc ရွှေ").count("@font-face") == 4


def test_without_built_assets_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for module in ("assets", "report_notes"):
        monkeypatch.setattr(f"crest.drawing.{module}.FOLDER", tmp_path)
    assets.countries.cache_clear()
    page = write_report(invented_report())
    assets.countries.cache_clear()
    assert "were not built into this copy of CREST, so the map" in page
    assert "so the page uses those of your device" in page
    assert "@font-face" not in page


def test_risk_and_certainty_are_never_shown_by_colour_alone(page: str) -> None:
    flags = re.findall(r'<span class="flag[^"]*">(.*?)</td>', page)
    assert flags
    assert all("✕" in flag or "△" in flag for flag in flags)
    assert all("Row not used" in flag or "Used in part" in flag for flag in flags)


def test_the_same_data_give_the_same_page(page: str) -> None:
    assert write_report(invented_report()) == page


def test_every_id_on_the_page_is_there_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]*)"', page):
        assert target in ids
