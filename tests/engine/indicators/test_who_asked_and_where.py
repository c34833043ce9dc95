"""Who asked, and where: differences within sites on small surveys that can be counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from crest.engine.indicators.quality import quality_findings
from crest.engine.indicators.quality.answer_sheet import AnswerSheet
from crest.engine.indicators.quality.asking import interviewer_effects, intraclass, place_effects

if TYPE_CHECKING:
    from crest.engine.indicators.quality.suspicion import Suspicion

Group = tuple[str | None, str | None, str | None, int, int]  # site, interviewer, place, yes, no


def sheet(*groups: Group) -> AnswerSheet:
    """One sensitive question; of each group so many said yes and so many no."""
    rows: list[dict[str, Any]] = []
    codes: list[int] = []
    for site, asked_by, place, yes, no in groups:
        rows += [{"site": site, "interviewer": asked_by, "interview_place": place}] * (yes + no)
        codes += [1] * yes + [0] * no
    schema = pa.schema([(name, pa.string()) for name in ("site", "interviewer", "interview_place")])
    return AnswerSheet(
        np.array(codes, np.int8)[:, None],
        ("q1",),
        np.array([True]),
        pa.Table.from_pylist(rows, schema),
    )


def places(*groups: Group) -> list[Suspicion]:
    return list(place_effects(sheet(*groups), np.random.default_rng(1)))


def interviewers(*groups: Group) -> list[Suspicion]:
    return list(interviewer_effects(sheet(*groups), np.random.default_rng(1)))


def test_workers_of_the_first_site_of_a_list_count_like_all_others() -> None:
    (found,) = places(("a", None, "off_site", 15, 5), ("a", None, "workplace", 0, 20))
    assert (found.people, found.notable) == (40, True)
    assert found.statistic == pytest.approx(0.75)
    found, other = interviewers(("a", "i1", None, 15, 5), ("a", "i2", None, 0, 20))
    assert (found.subject, found.people) == ("i1", 20)
    assert found.statistic == pytest.approx(0.75)
    assert (other.subject, other.statistic) == ("i2", pytest.approx(-0.75))


def test_the_difference_is_told_in_points_of_a_hundred() -> None:
    (found,) = places(("a", None, "off_site", 15, 5), ("a", None, "workplace", 0, 20))
    assert "yes to sensitive questions 75 points less often" in found.sentence
    more, less = interviewers(("a", "i1", None, 15, 5), ("a", "i2", None, 0, 20))
    assert "yes to sensitive questions 75 points more often" in more.sentence
    assert "yes to sensitive questions 75 points less often" in less.sentence


def test_only_workers_asked_at_work_or_off_site_in_sites_with_both_are_compared() -> None:
    (found,) = places(
        ("a", None, "off_site", 10, 10),
        ("a", None, "workplace", 5, 15),
        ("a", None, None, 9, 0),  # nobody wrote down where
        ("a", None, "housing", 9, 0),
        ("b", None, "workplace", 0, 30),  # a site without the other kind of place
        (None, None, "off_site", 30, 0),  # nobody knows the site
        (None, None, "workplace", 0, 30),
    )
    assert found.people == 40
    assert found.statistic == pytest.approx(0.25)


@pytest.mark.parametrize(("yes", "notable"), [(1, False), (2, True), (3, True)])
def test_a_difference_is_notable_from_ten_in_a_hundred_on(yes: int, *, notable: bool) -> None:
    (found,) = places(("a", None, "off_site", yes, 20 - yes), ("a", None, "workplace", 0, 20))
    assert found.statistic == pytest.approx(yes / 20)
    assert found.notable is notable
    for one in interviewers(("a", "i1", None, yes, 20 - yes), ("a", "i2", None, 0, 20)):
        assert one.notable is notable


@pytest.mark.parametrize(("size", "compared"), [(7, False), (8, True)])
def test_fewer_than_eight_on_either_side_are_not_compared(size: int, *, compared: bool) -> None:
    for few, many in ((size, 20), (20, size)):
        found = places(("a", None, "off_site", few, 0), ("a", None, "workplace", 0, many))
        assert bool(found) is compared
        asked = interviewers(("a", "i1", None, few, 0), ("a", "i2", None, 0, many))
        assert bool(asked) is compared


def test_the_intraclass_figure_leaves_out_how_sites_differ() -> None:
    # Site 0 has scores 0 and 1, site 1 has 4 and 5: from the site's mean all are ½ away, and each
    # interviewer heard the lower or the higher one of each site. MSB 1, MSW 0: all is theirs.
    site, by = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert intraclass(np.array([0.0, 1.0, 4.0, 5.0]), site, by) == pytest.approx(1.0)
    # The same scores, but each interviewer hears a low one and a high one: MSB 0, nothing theirs.
    assert intraclass(np.array([0.0, 1.0, 5.0, 4.0]), site, by) == 0.0


def test_the_sentence_states_the_intraclass_figure() -> None:
    # i1 hears 10 of 10 and 5 of 10, i2 5 of 10 and 0 of 10: deviations from the sites' means are
    # ±¼ by interviewer; MSB = 40 · 1/16 = 2.5; MSW = (20 · ¼ · …): 2 · 10 · ¼ = 5, over 38
    found, _ = interviewers(
        ("a", "i1", None, 10, 0), ("a", "i2", None, 5, 5),
        ("b", "i1", None, 5, 5), ("b", "i2", None, 0, 10),
    )  # fmt: skip
    inside = 5 / 38
    wanted = (2.5 - inside) / (2.5 + 19 * inside)
    assert f"correlation of interviewers {wanted:.2f})" in found.sentence
    assert found.statistic == pytest.approx(0.5)


def test_a_finding_is_kept_up_to_the_very_rate_of_false_alarms() -> None:
    questions = [f"q{number}" for number in range(9)]
    journeys = [
        {"journey": f"{site}{worker}", "site": site} for site in "ab" for worker in range(10)
    ]
    answers = [
        {
            "journey": f"{site}{worker}",
            "question": question,
            "answer": "yes" if site == "b" and number == worker % 9 else "no",
        }
        for site in "ab"
        for worker in range(10)
        for number, question in enumerate(questions)
    ]
    made = pa.Table.from_pylist(answers), pa.Table.from_pylist(journeys)
    found = quality_findings(*made, rate=1.0).to_pylist()
    surest = min(row["q"] for row in found)
    kept = quality_findings(*made, rate=surest).to_pylist()
    assert [row["q"] for row in kept] == [surest] * len(kept)
    assert kept
    assert not quality_findings(*made, rate=surest * 0.999).num_rows
