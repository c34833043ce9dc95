"""Who sees which findings: owners all, sharers what was shared, firms their own part only."""

from __future__ import annotations

import pytest
from factories import actor, again, organisation, shares
from factories_findings import finding_row, finished, group_row_of, node, priority_row

from crest.access import facade as access
from crest.findings import facade as findings

pytestmark = pytest.mark.room
ANALYST = access.Role.ANALYST


def test_the_owner_sees_all_and_a_stranger_nothing() -> None:
    by = actor(organisation(), ANALYST)
    run = finished(by, finding_row(), finding_row())
    assert len(findings.findings_of(by)) == 2
    stranger = actor(organisation(), ANALYST)
    assert findings.findings_of(stranger) == ()
    assert findings.latest_run(stranger) is None
    with pytest.raises(access.NotFound):
        findings.finding_sheet(stranger, findings.findings_of(by)[0].ref)
    assert run.latest


@pytest.mark.parametrize(
    "kind", [access.Kind.RECRUITER, access.Kind.SUB_AGENT, access.Kind.EMPLOYER]
)
def test_a_firm_sees_only_what_is_about_its_own_nodes(kind: access.Kind) -> None:
    buyer, firm = organisation(), organisation(kind=kind)
    by, theirs = actor(buyer, ANALYST), actor(firm, access.Role.ADMINISTRATOR)
    own, other = node(buyer, claimed_by=firm), node(buyer)
    finished(
        by, finding_row(own), finding_row(other), finding_row(),
        priorities=(priority_row(own), priority_row(other, rank=2)),
        groups=(group_row_of(), group_row_of(own.crest_id, "recruiter")),
    )  # fmt: skip
    assert findings.findings_of(theirs) == ()
    shares(buyer, firm, "findings")
    theirs = again(theirs)
    assert [card.subject for card in findings.findings_of(theirs)] == [own.crest_id]
    assert [card.subject for card in findings.priorities(theirs)] == [own.crest_id]
    assert set(findings.risk_of(theirs, [own.pk, other.pk])) == {own.pk}
    assert [row.subject for row in findings.groups(theirs, "groups")] == [own.crest_id]
    shown = findings.latest_run(theirs)
    assert shown is not None
    assert shown.summary == {}


def test_an_auditor_with_whom_findings_are_shared_sees_all_of_them_but_no_file_names() -> None:
    buyer, auditor = organisation(), organisation(kind=access.Kind.AUDIT_FIRM)
    by, theirs = actor(buyer, ANALYST), actor(auditor, ANALYST)
    finished(by, finding_row(node(buyer)), finding_row())
    shares(buyer, auditor, "findings")
    theirs = again(theirs)
    assert len(findings.findings_of(theirs)) == 2
    shown = findings.latest_run(theirs)
    assert shown is not None
    assert shown.documents == ()
    assert shown.summary["owed_minor"] == 700_000


def test_a_firm_that_claimed_a_node_sees_nothing_without_an_agreement() -> None:
    buyer, firm = organisation(), organisation(kind=access.Kind.RECRUITER)
    finished(actor(buyer, ANALYST), finding_row(node(buyer, claimed_by=firm)))
    assert findings.findings_of(actor(firm, ANALYST)) == ()
