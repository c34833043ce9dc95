"""From a finding to work: handed on once, answered by whom it concerns."""

from __future__ import annotations

import pytest
from factories import actor, again, organisation, shares
from factories_findings import action_row, finding_row, finished, node

from crest.access import facade as access
from crest.access.models import Organisation
from crest.findings import facade as findings

pytestmark = pytest.mark.room


def handed(buyer: Organisation, firm: Organisation | None = None) -> tuple[access.Actor, str]:
    by = actor(buyer)
    finished(by, finding_row(node(buyer, claimed_by=firm)))
    found = findings.findings_of(by)[0]
    return by, findings.hand_on(by=by, finding=found.ref, action="ACT-REPAY", note="please").ref


def test_an_action_is_handed_on_once() -> None:
    buyer = organisation()
    by, ref = handed(buyer)
    found = findings.findings_of(by)[0]
    second = findings.hand_on(by=by, finding=found.ref, action="ACT-REPAY")
    assert second.ref == ref
    assert [card.note for card in findings.proposals_of(by)] == ["please"]


def test_what_a_finding_does_not_propose_cannot_be_handed_on() -> None:
    by = actor()
    finished(by, finding_row(actions=[action_row("ACT-OTHER")]))
    found = findings.findings_of(by)[0]
    with pytest.raises(access.Refused):
        findings.hand_on(by=by, finding=found.ref, action="ACT-REPAY")


def test_the_firm_it_is_about_may_take_it_and_another_may_not() -> None:
    buyer, firm = organisation(), organisation(kind=access.Kind.RECRUITER)
    other = organisation(kind=access.Kind.RECRUITER)
    _by, ref = handed(buyer, firm)
    shares(buyer, firm, "findings")
    shares(buyer, other, "findings")
    theirs, foreign = actor(firm, access.Role.CONTRIBUTOR), actor(other, access.Role.CONTRIBUTOR)
    with pytest.raises(access.NotFound):
        findings.answer_proposal(by=foreign, proposal=ref, state="taken")
    assert findings.answer_proposal(by=again(theirs), proposal=ref, state="taken").state == "taken"


def test_declining_needs_a_reason_beside_the_field() -> None:
    by, ref = handed(organisation())
    with pytest.raises(access.Refused) as refused:
        findings.answer_proposal(by=by, proposal=ref, state="declined", note="  ")
    assert "note" in refused.value.fields


def test_what_was_reported_done_too_early_is_put_right_with_a_reason() -> None:
    by, ref = handed(organisation())
    for state in ("taken", "done"):
        findings.answer_proposal(by=by, proposal=ref, state=state)
    with pytest.raises(access.Refused) as refused:
        findings.answer_proposal(by=by, proposal=ref, state="taken")
    assert "note" in refused.value.fields
    with pytest.raises(access.Refused):
        findings.answer_proposal(by=by, proposal=ref, state="declined", note="no")
    put_right = findings.answer_proposal(by=by, proposal=ref, state="taken", note="Two unpaid.")
    assert (put_right.state, put_right.note) == ("taken", "Two unpaid.")


def test_a_finding_of_another_organisation_cannot_be_handed_on_even_when_shared() -> None:
    buyer, auditor = organisation(), organisation(kind=access.Kind.AUDIT_FIRM)
    by = actor(buyer)
    finished(by, finding_row())
    shares(buyer, auditor, "findings")
    theirs = actor(auditor)
    with pytest.raises(access.NotFound):
        findings.hand_on(by=theirs, finding=findings.findings_of(theirs)[0].ref, action="ACT-REPAY")
