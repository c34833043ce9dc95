"""From a finding to work: an action handed on, and the answer to it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.findings import states
from crest.findings.models import Finding, Proposal
from crest.findings.records import ProposalCard, proposal_card

_LONGEST_NOTE = 500


@access.action("findings:proposal:hand_on", needs=access.Permission.EVALUATE)
def hand_on(*, by: access.Actor, finding: str, action: str, note: str = "") -> ProposalCard:
    """Hand an action of a finding on to whom it is for. A second time gives the same proposal."""
    found = Finding.objects.owned_by(by).select_related("node").one(finding)
    said = next((one for one in found.actions if one["code"] == action), None)
    if said is None:
        raise access.Refused(_("This finding proposes no such action."))
    row, _made = Proposal.objects.owned_by(by).get_or_create(
        owner_id=by.organisation, finding_code=found.code, action=action,
        defaults={
            "rule": found.rule, "subject": found.subject, "subject_name": found.subject_name,
            "node": found.node, "who": said["who"][0][:300], "what": said["what"][0],
            "confirmed_how": said["confirm"][0], "note": _kept(note),
            "due_on": dt.date.fromisoformat(said["due_on"]),
            "handed_to_id": found.node.claimed_by_id if found.node else None,
        },
    )  # fmt: skip
    return proposal_card(row, mine=True, can=states.ANSWERS[row.state])


@access.action("findings:proposal:answer", needs=access.Permission.ANSWER_REQUEST)
def answer_proposal(*, by: access.Actor, proposal: str, state: str, note: str = "") -> ProposalCard:
    """Take a proposal, decline it, report it done, or say why it is not done after all.

    The organisation that handed it on may answer, and the firm whose node it is about, as long as
    findings are shared with it.
    """
    rows = Proposal.objects.within(by)
    concerned = Q(owner_id=by.organisation) | Q(node__claimed_by_id=by.organisation)
    row = rows.filter(concerned).select_related("node").one(proposal)
    if state not in states.ANSWERS[row.state]:
        raise access.Refused(_("That is no answer to a proposal in this state."))
    if state == states.DECLINED and not note.strip():
        raise access.Refused(
            _("Say why it is declined."), fields={"note": _("Say why it is declined.")}
        )
    if row.state == states.FULFILLED and not note.strip():
        raise access.Refused(
            _("Say why it is not done."), fields={"note": _("Say why it is not done.")}
        )
    row.state = state
    row.note = _kept(note) or row.note
    row.taken_by_id = by.person
    row.save()
    mine = row.owner_id == by.organisation
    return proposal_card(row, mine=mine, can=states.ANSWERS[state])


def _kept(note: str) -> str:
    clean = " ".join(note.replace("\x00", "").split())
    if len(clean) > _LONGEST_NOTE:
        sentence = _("A note may have 500 characters at most.")
        raise access.Refused(sentence, fields={"note": sentence})
    return clean
