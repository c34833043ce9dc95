"""What the rulebook says of a corridor: dated figures with sources, verdicts side by side."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import actor, organisation
from factories_findings import channel, node

from crest.findings import rules
from crest.supplychain import facade as supplychain

pytestmark = pytest.mark.room
ON = dt.date(2026, 6, 30)


def test_every_figure_of_a_corridor_has_its_day_and_its_source() -> None:
    lines = rules.figures_of("MM", "TH", ON)
    assert lines
    assert all(one.since <= ON and one.sources and one.sources[0]["title"] for one in lines)
    cap = next(one for one in lines if one.kind == "cap")
    assert (cap.value, cap.unit, cap.general) == (300_000, "MMK", False)


def test_a_figure_is_the_one_of_its_day() -> None:
    caps = [one for one in rules.figures_of("MM", "TH", dt.date(2018, 1, 1)) if one.kind == "cap"]
    assert [one.value for one in caps] == [150_000]
    assert caps[0].confidence == "general"


def test_laws_stand_before_standards_and_judge_each_item() -> None:
    heads, lines = rules.verdicts_of("MM", "TH", ON)
    assert [head.code for head in heads][:2] == ["verdict_law_origin", "verdict_law_destination"]
    said = {
        line.item: dict(zip((h.code for h in heads), line.verdicts, strict=True)) for line in lines
    }
    fee = said["FEE-01"]
    assert (fee["verdict_law_origin"], fee["verdict_law_destination"]) == ("allowed", "violation")
    assert fee["verdict_ilo_2019"] == "violation"


def test_a_corridor_without_a_law_in_the_rulebook_is_unknown_not_allowed() -> None:
    heads, lines = rules.verdicts_of("AQ", "BV", ON)
    assert [head.words for head in heads][:2] == ["", ""]
    assert {line.verdicts[0] for line in lines} == {"unknown"}
    assert rules.figures_of("AQ", "BV", ON) == ()


def test_who_recruits_on_a_corridor_stands_once_with_all_its_roles() -> None:
    home = organisation()
    both, other = node(home), node(home)
    channel(home, both)
    channel(home, both, workers=None)
    row = channel(home, other, workers=None)
    row.sub_agent = both
    row.save()
    found = supplychain.recruiters_between(actor(home), "MM", "TH")
    assert [(one.pk, one.roles, one.workers) for one in found] == [
        (both.pk, ("recruiter", "sub_agent"), 40), (other.pk, ("recruiter",), None),
    ]  # fmt: skip
    assert supplychain.recruiters_between(actor(organisation()), "MM", "TH") == ()
