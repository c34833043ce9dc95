"""Coached answers are found in made-up surveys, and honest ones are left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from crest.engine.indicators.quality import QUALITY, quality_findings
from crest.engine.indicators.quality.asking import intraclass
from crest.engine.indicators.quality.chance import (
    by_drawing,
    false_discovery,
    share_is_chance,
)

QUESTIONS = [f"q{number}" for number in range(18)] + ["free_to_leave_job"]
Survey = tuple[np.ndarray, list[dict[str, Any]]]


def honest(seed: int, sites: int = 6, workers: int = 24, *, unlike: bool = False) -> Survey:
    """Sites differ in what happens there, workers in what happens to them, interviewers in nothing.

    Answers: 0 no, 1 yes, 2 unknown, 3 refused. `unlike`: some workers meet all evils, some few.
    """
    dice = np.random.default_rng(seed)
    codes, journeys = [], []
    for site in range(sites):
        likely = dice.beta(2, 4, len(QUESTIONS))
        for worker in range(workers):
            fate = dice.choice([0.4, 1.0, 1.6]) if unlike else 1.0
            answer = (dice.random(len(QUESTIONS)) < fate * likely).astype(int)
            missing = dice.random(len(QUESTIONS))
            answer[missing < 0.04] = 2
            answer[missing < 0.01] = 3
            codes.append(answer)
            journeys.append(
                {
                    "journey": f"J{site}-{worker}",
                    "site": f"site {site}",
                    "interviewer": f"i{worker % 3}",
                    "interview_place": ["workplace", "off_site"][worker // 3 % 2],
                    "actual_hours": float(dice.integers(40, 70)),
                    "loan_principal": float(dice.integers(1, 30) * 100),
                }
            )
    return np.array(codes), journeys


def findings(survey: Survey, **settings: Any) -> list[dict[str, Any]]:
    codes, journeys = survey
    words = ["no", "yes", "unknown", "refused"]
    answers = pa.Table.from_pylist(
        [
            {"journey": journey["journey"], "question": question, "answer": words[code]}
            for journey, row in zip(journeys, codes, strict=True)
            for question, code in zip(QUESTIONS, row, strict=True)
        ]
    )
    found = quality_findings(answers, pa.Table.from_pylist(journeys), **settings)
    assert found.schema == QUALITY
    return list(found.to_pylist())


def kinds_of(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["kind"], row["subject"]) for row in found}


def at(journeys: list[dict[str, Any]], name: str, value: str) -> np.ndarray:
    return np.array([journey[name] == value for journey in journeys])


def test_a_site_whose_workers_recite_one_set_of_answers_is_found() -> None:
    codes, journeys = honest(1)
    coached = np.flatnonzero(at(journeys, "site", "site 2"))[:14]
    codes[coached] = codes[coached[0]]
    (row,) = findings((codes, journeys))
    assert (row["kind"], row["subject_kind"], row["subject"]) == (
        "identical_answers",
        "site",
        "site 2",
    )
    assert "14 of 24 workers gave the very same answers to 19 questions" in row["sentence"]
    assert row["q"] < 0.01
    assert "off site" in row["todo"]


def test_a_site_where_everybody_says_the_same_is_found_too() -> None:
    codes, journeys = honest(2)
    everybody = at(journeys, "site", "site 0")
    codes[everybody] = codes[0]
    assert ("identical_answers", "site 0") in kinds_of(findings((codes, journeys)))


def test_nothing_but_no_and_one_answer_to_everything_are_found() -> None:
    codes, journeys = honest(3)
    silent = at(journeys, "site", "site 1")
    codes[silent, :-1] = 0
    codes[silent, -1] = 1  # free to leave: consistent, so no straight line
    found = kinds_of(findings((codes, journeys)))
    assert ("all_no", "site 1") in found
    assert ("straight_lining", "site 1") not in found
    codes[silent, -1] = 0
    assert ("straight_lining", "site 1") in kinds_of(findings((codes, journeys)))


def test_numbers_that_are_the_same_for_all_are_found() -> None:
    codes, journeys = honest(4)
    for journey in journeys:
        if journey["site"] == "site 3":
            journey |= {"actual_hours": 48.0, "loan_principal": 500.0}
    (row,) = findings((codes, journeys))
    assert (row["kind"], row["subject"]) == ("same_numbers", "site 3")
    assert "the same hours a week and the same loan" in row["sentence"]


def test_an_interviewer_who_hears_less_than_the_others_is_found() -> None:
    codes, journeys = honest(5, workers=36)
    deaf = np.flatnonzero(at(journeys, "interviewer", "i1"))
    dice = np.random.default_rng(5)
    heard = codes[deaf]
    heard[(heard == 1) & (dice.random(heard.shape) < 0.6)] = 0
    codes[deaf] = heard
    found = [row for row in findings((codes, journeys)) if row["kind"] == "interviewer_effect"]
    assert found[0]["subject"] == "i1"
    assert "less often than workers of the same sites asked by others" in found[0]["sentence"]


def test_answers_given_at_the_workplace_that_hide_signs_are_found() -> None:
    codes, journeys = honest(6)
    watched = np.flatnonzero(at(journeys, "interview_place", "workplace"))
    dice = np.random.default_rng(6)
    said = codes[watched]
    said[(said == 1) & (dice.random(said.shape) < 0.5)] = 0
    codes[watched] = said
    assert ("asked_at_work", "interview_place") in kinds_of(findings((codes, journeys)))


def test_a_site_where_many_refuse_is_found() -> None:
    codes, journeys = honest(7)
    afraid = np.flatnonzero(at(journeys, "site", "site 5"))[::2]
    codes[afraid, 3:8] = 3
    assert ("refusals", "site 5") in kinds_of(findings((codes, journeys)))


def test_the_same_survey_gives_the_same_findings_and_says_nothing_of_guilt() -> None:
    codes, journeys = honest(1)
    codes[:10] = codes[0]
    first, again = findings((codes, journeys)), findings((codes, journeys))
    assert first == again
    assert "lie" not in " ".join(row["sentence"] for row in first).split()


def test_no_answers_give_no_findings() -> None:
    nothing = pa.table(
        {name: pa.array([], pa.string()) for name in ("journey", "question", "answer")}
    )
    journeys = pa.table({"journey": ["J1"], "site": ["s"]})
    assert quality_findings(nothing, journeys).num_rows == 0


@pytest.mark.slow
def test_two_hundred_honest_surveys_raise_few_alarms() -> None:
    surveys = (honest(1000 + n, sites=4, workers=16, unlike=n % 2 == 1) for n in range(200))
    alarmed = [survey for survey in surveys if findings(survey)]
    assert len(alarmed) <= 10  # the stated rate of false alarms, five in a hundred


def test_false_discovery_rate_by_hand() -> None:
    # Sorted .01 .02 .03 .5 → .04 .04 .04 .5
    assert false_discovery(np.array([0.03, 0.5, 0.01, 0.02])) == pytest.approx(
        [0.04, 0.5, 0.04, 0.04]
    )
    assert len(false_discovery(np.array([]))) == 0


def test_fishers_tea_taster() -> None:
    # R. A. Fisher, The Design of Experiments (1935), ch. 2: all four of eight cups right, 1/70.
    assert share_is_chance(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert share_is_chance(3, 4, 4, 8) == pytest.approx(17 / 70)


def test_drawing_stops_early_when_chance_does_as_much() -> None:
    dice = np.random.default_rng(0)
    often, _ = by_drawing(0.5, lambda: float(dice.random()))
    assert 0.2 < often < 0.95
    never, mean = by_drawing(2.0, lambda: float(dice.random()))
    assert never == pytest.approx(1 / 2000)
    assert mean == pytest.approx(0.5, abs=0.05)


def test_intraclass_correlation_by_hand() -> None:
    # Two interviewers, scores 0 0 and 1 1: no variance within, so all of it is theirs.
    site = np.zeros(4, np.int64)
    by = np.array([0, 0, 1, 1])
    assert intraclass(np.array([0.0, 0.0, 1.0, 1.0]), site, by) == pytest.approx(1.0)
    # Scores 0 2 and 1 3 (deviations -1.5 .5 -.5 1.5): MSB 1, MSW 2 → below zero, shown as 0
    assert intraclass(np.array([0.0, 2.0, 1.0, 3.0]), site, by) == 0.0
    # 0 1 and 3 4: MSB 9, MSW .5 → 8.5/9.5
    assert intraclass(np.array([0.0, 1.0, 3.0, 4.0]), site, by) == pytest.approx(8.5 / 9.5)
