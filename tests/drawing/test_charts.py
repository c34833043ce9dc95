"""Charts: scales, patterns, words for those who do not see them, and nothing about few workers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from assessment_factories import filled, invented_assessment
from hypothesis import given
from hypothesis import strategies as st

from crest.drawing import assessment_tables as tables
from crest.drawing.assessment_data import AssessmentReport
from crest.drawing.chart_counts import Class, columns
from crest.drawing.chart_rows import Bar, Part, stacked_bars
from crest.drawing.chart_sheet import FILLS, NARROW, WIDE, Scale, Sheet, short_number, ticks
from crest.drawing.charts_of_costs import (
    PAYERS,
    VERDICTS,
    cap_chart,
    cap_rows,
    cost_chart,
    regime_chart,
)
from crest.drawing.charts_of_repayment import (
    owed_chart,
    sensitivity_chart,
    sensitivity_rows,
)
from crest.drawing.charts_of_risk import (
    risk_chart,
)
from crest.drawing.charts_of_signs import (
    sign_chart,
    sign_rules,
)
from crest.drawing.charts_of_spread import (
    months_chart,
    season_chart,
    season_rows,
)
from crest.drawing.wording import LANGUAGES, Voices

pytestmark = pytest.mark.engine
BOTH = Voices.of(LANGUAGES)
SVG = "{http://www.w3.org/2000/svg}"
Draw = Callable[[AssessmentReport, Voices, str, float], str]


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text


ALL: dict[str, Draw] = {
    "costs": cost_chart,
    "caps": cap_chart,
    "months": months_chart,
    "season": season_chart,
    "signs": lambda data, voices, ident, width: sign_chart(
        sign_rules(data)[0], voices, ident, width
    ),
    "regimes": regime_chart,
    "owed": owed_chart,
    "sensitivity": sensitivity_chart,
    "risk": risk_chart,
}


@pytest.fixture(scope="module")
def data() -> AssessmentReport:
    return invented_assessment()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_chart_says_in_words_what_it_shows(
    data: AssessmentReport, name: str, width: float
) -> None:
    root = read(ALL[name](data, BOTH, "c", width))
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [one.get("id") if one is not None else None for one in named] == ["c-t", "c-d"]
    assert root.get("aria-labelledby") == "c-t c-d"
    assert all(one is not None and one.text for one in named)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_drawn_outside_the_sheet(
    data: AssessmentReport, name: str, width: float
) -> None:
    root = read(ALL[name](data, BOTH, "c", width))
    drawn = root.iter(f"{SVG}rect")
    high = float(root.get("height") or 0)
    for box in (box for box in drawn if box.get("x")):
        x, y = float(box.get("x") or 0), float(box.get("y") or 0)
        assert -1 <= x <= x + float(box.get("width") or 0) <= width + 1
        assert -1 <= y <= y + float(box.get("height") or 0) <= high + 1
    for text in root.iter(f"{SVG}text"):
        assert -1 <= float(text.get("x") or 0) <= width + 1
        assert 0 < float(text.get("y") or 0) <= high + 1


@pytest.mark.parametrize("name", ALL)
def test_every_fill_is_a_pattern_that_the_drawing_brings_along(
    data: AssessmentReport, name: str
) -> None:
    svg = ALL[name](data, BOTH, "c", WIDE)
    root = read(svg)
    patterns = {one.get("id") for one in root.iter(f"{SVG}pattern")}
    assert set(re.findall(r"url\(#([^)]*)\)", svg)) == patterns
    assert "style" not in svg


def test_no_two_fills_of_one_chart_look_alike_without_colour() -> None:
    for family in (
        PAYERS,
        VERDICTS,
        ("severe", "violation", "legal_gap", "allowed", "employer_paid"),
        ("less", "more", "hidden"),
    ):
        marks = [(FILLS[fill][1], fill in {"unknown", "hidden"}) for fill in family]
        assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("name", ALL)
def test_the_same_data_give_the_same_chart(data: AssessmentReport, name: str) -> None:
    assert ALL[name](data, BOTH, "c", WIDE) == ALL[name](invented_assessment(), BOTH, "c", WIDE)


@pytest.mark.parametrize(
    "draw",
    [cost_chart, cap_chart, months_chart, season_chart,
     regime_chart, owed_chart, sensitivity_chart, risk_chart],
)  # fmt: skip
def test_without_data_there_is_no_chart(draw: Draw, data: AssessmentReport) -> None:
    assert draw(AssessmentReport("Nothing", data.on), BOTH, "c", WIDE) == ""


def test_bars_of_one_payer_are_as_long_as_their_sums() -> None:
    sheet = Sheet(WIDE, BOTH, "c")
    bars = [
        Bar(sheet.same(name), [Part("worker", value, sheet.same("x"))], sheet.same(""))
        for name, value in (("A", 100.0), ("B", 50.0))
    ]
    stacked_bars(sheet, bars, (), sheet.same("USD"))
    root = read(sheet.svg(sheet.same("t"), sheet.same("d")))
    lengths = [
        float(box.get("width") or 0)
        for box in root.iter(f"{SVG}rect")
        if box.get("class") == "bar-of"
    ]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.2)


def test_the_unknown_widens_the_band_and_not_the_dot(data: AssessmentReport) -> None:
    rows = sign_rules(data)[0]
    assert rows[0]["name"] == "Khanom Cold Store"  # nobody answered: up to all of them
    assert rows[0]["prevalence"] is None
    assert (rows[0]["bound_low"], rows[0]["bound_high"]) == (0.0, 1.0)


def test_few_workers_are_a_word_in_every_chart_and_never_a_number(data: AssessmentReport) -> None:
    for name, draw in ALL.items():
        svg = draw(data, BOTH, "c", WIDE)
        for secret in ("7,777", "777,777", "778k", "777.8k", "999"):
            assert secret not in svg, name
    assert "not shown: few workers" in ALL["caps"](data, BOTH, "c", WIDE)
    assert "not shown: few workers" in ALL["months"](data, BOTH, "c", WIDE)


def test_a_group_that_is_not_shown_comes_last_so_that_its_place_tells_nothing(
    data: AssessmentReport,
) -> None:
    svg = owed_chart(data, BOTH, "c", WIDE)
    names = ["Talay Chan Seafood", "Thanwa Knitting", "Small shed"]
    assert [svg.index(name) for name in names] == sorted(svg.index(name) for name in names)
    hidden_first = pa.concat_tables(
        [data.owed.responsible.slice(2), data.owed.responsible.slice(0, 2)]
    )
    report = invented_assessment(owed=replace(data.owed, responsible=hidden_first))
    assert owed_chart(report, BOTH, "c", WIDE) == svg


def test_a_season_is_drawn_currency_by_currency() -> None:
    bins = [{"low": -500.0, "high": 0.0, "currency": "EUR", "workers": 14},
            {"low": 500.0, "high": 1000.0, "currency": "EUR", "workers": 12},
            {"low": 0.0, "high": 5000.0, "currency": "SEK", "workers": 30}]  # fmt: skip
    report = invented_assessment(season_bins=filled(bins, tables.SEASON_BINS))
    found = season_rows(report)
    assert list(found) == ["EUR", "SEK"]
    assert [row["workers"] for row in found["EUR"]] == [14, 0, 12]  # the gap is a class of nobody
    assert "SEK" in season_chart(report, BOTH, "c", WIDE, currency="SEK")


def test_one_cap_per_recruiter_is_drawn_the_one_it_exceeds_most() -> None:
    row = {"kind": "recruiter", "id": "r", "name": "R", "legal": True, "workers": 30,
           "median_paid_minor": 90_000, "over_workers": 30}  # fmt: skip
    rows = [row | {"figure": "A", "cap_minor": 50_000, "over_minor": 1_200_000},
            row | {"figure": "B", "cap_minor": 20_000, "over_minor": 2_100_000}]  # fmt: skip
    report = invented_assessment(caps=filled(rows, tables.CAPS))
    assert [one["figure"] for one in cap_rows(report)] == ["B"]


def test_losses_of_a_season_have_their_own_pattern(data: AssessmentReport) -> None:
    svg = season_chart(data, BOTH, "c", WIDE)
    assert "url(#c-more)" in svg
    assert "url(#c-less)" in svg


def test_a_choice_that_changes_nothing_is_not_drawn(data: AssessmentReport) -> None:
    _, found = sensitivity_rows(data)
    assert [choice for choice, _, _ in found] == ["floor method", "look-back", "interest"]


def test_a_class_of_nobody_has_no_column() -> None:
    sheet = Sheet(WIDE, BOTH, "c")
    classes = [Class(0, 1, 20, "worker"), Class(1, 2, 0, "worker"), Class(2, None, 30, "worker")]
    columns(sheet, classes, None, sheet.same("n"), sheet.same("x"))
    svg = sheet.svg(sheet.same("t"), sheet.same("d"))
    assert svg.count('class="bar-of"') == 2


def test_a_row_with_numbers_of_few_workers_loses_them_before_drawing() -> None:
    row = {"kind": "recruiter", "id": "r", "name": "Tiny", "cap_minor": 100, "legal": True,
           "workers": 5, "median_paid_minor": 77_700, "over_workers": 5}  # fmt: skip
    report = invented_assessment(caps=filled([row], tables.CAPS))
    found = cap_rows(report)[0]
    assert found["median_paid_minor"] is None
    assert found["workers"] is None
    assert found["cap_minor"] == 100  # a figure of the law tells nothing about anybody


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_hold_the_whole_range(least: float, span: float) -> None:
    marks = ticks(least + span, least)
    assert marks == sorted(marks)
    assert 2 <= len(marks) <= 12
    slack = 1e-6 * max(abs(least), span, 1.0)
    assert marks[0] <= least + slack
    assert marks[-1] >= least + span - slack


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_scale_keeps_the_order_of_values(a: float, b: float) -> None:
    scale = Scale(0.0, 100.0, 40.0, 700.0)
    assert (scale(a) <= scale(b)) == (a <= b) or abs(a - b) < 1e-9


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (950, "950"), (9_999, "9,999"), (12_400, "12.4k"), (150_000, "150k"),
     (3_200_000, "3.2M"), (0.5, "0.5"), (2_000_000_000, "2B")],
)  # fmt: skip
def test_long_numbers_are_said_short(value: float, told: str) -> None:
    assert short_number(value) == told
