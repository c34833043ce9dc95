"""Findings do not open the chain, and figures of groups open neither firms nor findings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factories
import pytest
from factories_findings import finding_row, finished, group_row_of, node, priority_row

from crest.access import facade as access
from crest.findings import facade as findings
from crest.findings.models import Exposure, Group
from crest.findings.selectors.corridors import corridor_list, corridor_sheet

pytestmark = pytest.mark.room
FIRM = "Quiet Heron Agency"
TODAY = dt.date(2026, 4, 1)


@pytest.fixture
def giver() -> Any:
    """A buyer with a run: a named recruiter, its groups, a corridor, and a way to a product."""
    home = factories.organisation()
    by = factories.actor(home)
    firm = node(home, FIRM)
    groups = (
        group_row_of(),
        group_row_of(firm.crest_id, "recruiter", name=FIRM),
        group_row_of("all", "all", name="all workers"),
        group_row_of(f"MM>TH {FIRM}", "USD", table="owed_floors", name=f"MM → TH · {FIRM}"),
    )
    run = finished(
        by, finding_row(firm), priorities=(priority_row(firm),), groups=groups,
        summary={"note": FIRM},
    )  # fmt: skip
    run.currency = "THB"
    run.latest = True
    run.save()
    Exposure(
        owner=home, run=run, node=firm, buyer="b1", buyer_name="Buyer", product="Baskets",
        subject_kind="recruiter", subject=firm.crest_id, name=FIRM, rank=1,
        path=f"{FIRM} → Mill → Buyer, 2 steps away", because="80 %",
    ).save()  # fmt: skip
    return home


def reader(giver: Any, *covers: str, role: access.Role = access.Role.ANALYST) -> access.Actor:
    home = factories.organisation(kind=access.Kind.GOVERNMENT)
    for kind in covers:
        factories.shares(giver, home, kind)
    return factories.actor(home, role)


def test_the_way_from_a_firm_to_a_product_is_read_only_where_the_chain_is_shared_too(
    giver: Any,
) -> None:
    assert not findings.exposures(reader(giver, "findings"))
    assert not findings.exposures(reader(giver, "chain"))
    (told,) = findings.exposures(reader(giver, "findings", "chain"))
    assert FIRM in told.path


def test_figures_open_corridors_and_all_workers_together_and_no_firm(giver: Any) -> None:
    by = reader(giver, "figures", role=access.Role.RESEARCHER)
    assert {(g.kind, g.subject) for g in Group.objects.within(by)} == {
        ("corridor", "MM>TH"), ("all", "all"),
    }  # fmt: skip
    sheet = corridor_sheet(by, "MM", "TH", today=TODAY)
    assert sheet.group is not None
    assert sheet.group.values["workers"] == 60
    assert sheet.currency == "THB", "money is told in the currency of the run it comes from"
    assert FIRM not in repr(sheet)
    assert FIRM not in repr(corridor_list(by))
    assert sheet.findings == ()
    assert sheet.risk is None


def test_figures_do_not_open_findings_even_to_an_analyst(giver: Any) -> None:
    by = reader(giver, "figures")
    assert findings.latest_run(by) is None
    assert not findings.findings_of(by)
    assert not findings.priorities(by)
    assert not findings.exposures(by)
    assert FIRM not in repr(corridor_sheet(by, "MM", "TH", today=TODAY))


def test_who_is_shared_nothing_reads_no_figure(giver: Any) -> None:
    del giver
    by = factories.actor(factories.organisation())
    assert not Group.objects.within(by).exists()
    assert corridor_sheet(by, "MM", "TH", today=TODAY).group is None
