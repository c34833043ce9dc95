"""The lines of My work, asked of the rooms through their doors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.findings import facade as findings
from crest.supplychain import facade as supplychain
from crest.web.frame import DOORS, href_of
from crest.web.work import WorkItem, work_list

P = access.Permission
_TO_ANSWER: Final = ("sent", "opened", "returned")
_GRAVE: Final = 4  # severities of findings that do not wait


def open_doors(by: access.Actor) -> frozenset[str]:
    """The routes of the side navigation that this person may open."""
    return frozenset(door.route for door in DOORS if door.needs in by.may)


@work_list(needs=P.SEE_OWN_ACCOUNT)
def second_factor(by: access.Actor) -> Iterator[WorkItem]:
    """Staff without a second factor are asked for one first."""
    if not by.confirmed:
        yield WorkItem(
            title=_("Set up your second factor"), count=1, href=href_of("mfa_index"),
            why=_("You see what others told in confidence, so a password alone is not enough."),
            icon="shield", late=True,
        )  # fmt: skip


@work_list(needs=P.ANSWER_REQUEST)
def requests_to_answer(by: access.Actor) -> Iterator[WorkItem]:
    """What the organisation was asked and has not answered."""
    asked = supplychain.received_requests(by=by)
    waiting = [card for card in asked if card.state in _TO_ANSWER and not card.over]
    yield WorkItem(
        title=_("Requests to answer"), count=len(waiting), href=href_of("requests"), icon="letter",
        why=_("Buyers ask who supplies you and who brings your workers. You answer once."),
        late=any(card.due_on < timezone.localdate() for card in waiting),
    )  # fmt: skip


@work_list(needs=P.ASK_SUPPLIERS)
def answers_to_read(by: access.Actor) -> Iterator[WorkItem]:
    """Answers that came and wait to be taken over."""
    answered = supplychain.sent_requests(by=by, state="answered")
    yield WorkItem(
        title=_("Answers to read"), count=len(answered), href=href_of("requests"), icon="letter",
        why=_("Firms answered. Nothing of it counts before you accept it."),
    )  # fmt: skip


@work_list(needs=P.JUDGE_PAIR)
def pairs_to_judge(by: access.Actor) -> Iterator[WorkItem]:
    """Pairs that the engine would not join by itself."""
    yield WorkItem(
        title=_("Pairs to judge"), count=supplychain.queue_of(by=by).waiting,
        href=href_of("review"), icon="compare",
        why=_("Is this the same place we already know? Each answer sharpens every chain."),
    )  # fmt: skip


@work_list(needs=P.ACCEPT_EVIDENCE)
def lists_to_decide(by: access.Actor) -> Iterator[WorkItem]:
    """Received lists that nobody has accepted or put aside."""
    mine = [card for card in evidence.batches_of(by) if card.mine]
    unread = [card for card in mine if card.state == "unreadable"]
    ready = [card for card in mine if card.state == "ready"]
    yield WorkItem(
        title=_("Lists to accept"), count=len(ready), href=href_of("batches"), icon="upload",
        why=_("Look at columns and problems, then accept. Only then do their records count."),
    )  # fmt: skip
    yield WorkItem(
        title=_("Lists that are not understood yet"), count=len(unread), href=href_of("batches"),
        why=_("Say which column is which; then they are read again."), icon="question",
    )  # fmt: skip


@work_list(needs=P.EDIT_CHAIN)
def claims_to_decide(by: access.Actor) -> Iterator[WorkItem]:
    """Firms that say: this record is us."""
    yield WorkItem(
        title=_("Claims to decide"), count=len(supplychain.open_claims(by=by)),
        href=href_of("requests"), icon="building",
        why=_("A firm says that a record of yours is itself."),
    )  # fmt: skip


@work_list(needs=P.SEE_FINDINGS)
def proposals_to_answer(by: access.Actor) -> Iterator[WorkItem]:
    """Steps that were handed to this organisation and are open."""
    handed = [card for card in findings.proposals_of(by, state=("proposed", "taken")) if card.can]
    yield WorkItem(
        title=_("Steps handed to you"), count=len(handed), href=href_of("proposals"), icon="check",
        why=_("Take a step, report it done, or say why not."),
        late=any(card.due_on is not None and card.due_on < timezone.localdate() for card in handed),
    )  # fmt: skip


@work_list(needs=P.SEE_FINDINGS)
def grave_findings(by: access.Actor) -> Iterator[WorkItem]:
    """Grave signs that the latest run indicates."""
    found = [
        card
        for severity in (5, _GRAVE)
        for card in findings.findings_of(by, severity=severity, answer="yes", most=100)
    ]
    yield WorkItem(
        title=_("Grave findings to look at"), count=len(found), href=href_of("findings"),
        icon="flag", why=_("Indicated, not proven. See the evidence, then hand on the first step."),
    )  # fmt: skip
