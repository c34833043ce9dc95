"""Runs: asked for once, written in one verb, repeated without doubles, compared with each other."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import actor, organisation
from factories_findings import finding_row, finished, node, priority_row

from crest.access import facade as access
from crest.access.models import Event
from crest.findings import facade as findings
from crest.findings.bridge import FoundRows, level_of
from crest.findings.models import Finding, Run
from crest.findings.selectors.runs import before_of, runs_of
from crest.findings.selectors.trends import trend

pytestmark = pytest.mark.room


def test_a_run_is_finished_once_however_often_it_is_tried() -> None:
    by = actor()
    row = finding_row()
    run = finished(by, row)
    findings.finish(by=by, run=run.ref, rows=FoundRows(summary={}, findings=[finding_row()]))
    assert [card.code for card in findings.findings_of(by)] == [row["code"]]
    assert Event.objects.filter(tag="findings:run:finish", allowed=True).count() == 2


def test_rows_that_cannot_be_written_leave_the_run_before_in_place() -> None:
    by = actor()
    before = finished(by, finding_row())
    run = Run(owner_id=by.organisation, on=dt.date(2026, 4, 30))
    run.save()
    same = finding_row()
    with pytest.raises(Exception, match=r"(?i)unique"):
        findings.finish(by=by, run=run.ref, rows=FoundRows(summary={}, findings=[same, same]))
    shown = findings.latest_run(by)
    assert shown is not None
    assert shown.ref == before.ref


def test_findings_are_linked_to_the_nodes_of_their_owner_only() -> None:
    home, other = organisation(), organisation()
    mine, foreign = node(home), node(other)
    finished(actor(home), finding_row(mine), finding_row(foreign))
    linked = Finding.objects.everywhere("a test").values_list("subject", "node_id")
    assert dict(linked) == {mine.crest_id: mine.pk, foreign.crest_id: None}


def test_only_the_latest_run_is_shown() -> None:
    by = actor()
    finished(by, finding_row())
    last = finished(by, finding_row(), on=dt.date(2026, 6, 30))
    assert [card.latest for card in runs_of(by)] == [True, False]
    assert len(findings.findings_of(by)) == 1
    assert runs_of(by)[0].ref == last.ref


def test_a_trend_tells_new_gone_graver_lighter_and_unknown_apart() -> None:
    by = actor()
    stays, graver, lighter, gone, asked = (finding_row() for _ in range(5))
    finished(by, stays, graver, lighter, gone, asked)
    new = finding_row()
    run = finished(
        by, stays, new, graver | {"severity": 5}, lighter | {"amount_minor": 100},
        asked | {"answer": "unknown"},
    )  # fmt: skip
    found = trend(by, run, before_of(by, run))
    assert [one.title for one in found.new] == [new["title"]]
    assert [one.title for one in found.gone] == [gone["title"]]
    assert [(one.before, one.after) for one in found.graver] == [(4, 5)]
    assert [one.amount_after for one in found.lighter] == [100]
    assert [one.title for one in found.unknown_now] == [asked["title"]]
    assert found.same == 1


def test_a_first_run_has_nothing_to_be_compared_with() -> None:
    by = actor()
    run = finished(by, finding_row())
    assert trend(by, run, before_of(by, run)).since is None


def test_the_risk_of_a_node_is_told_by_its_key_and_an_unweighed_node_is_left_out() -> None:
    home = organisation()
    weighed, other = node(home), node(home)
    by = actor(home)
    finished(by, priorities=(priority_row(weighed),))
    assert {
        key: card.level for key, card in findings.risk_of(by, [weighed.pk, other.pk]).items()
    } == {weighed.pk: "high"}


@pytest.mark.parametrize(
    ("points", "level"), [(None, "unknown"), (0.0, "low"), (33.0, "medium"), (66.0, "high")]
)
def test_points_are_told_in_a_word_and_unknown_is_not_low(points: float | None, level: str) -> None:
    assert level_of(points) == level


def test_a_viewer_cannot_ask_for_a_run() -> None:
    with pytest.raises(access.NotAllowed):
        findings.evaluate(by=actor(organisation(), access.Role.VIEWER))


def test_without_journeys_there_is_nothing_to_reckon() -> None:
    with pytest.raises(access.Refused, match="journey"):
        findings.evaluate(by=actor())
