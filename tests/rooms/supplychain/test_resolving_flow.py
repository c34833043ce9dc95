"""An accepted list is matched, an undone one forgotten, without anybody asking for it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from factories import actor
from factories_evidence import MORE_SITES, SITES, accepted

from crest.access.delivery import deliver
from crest.access.jobs import carry_out
from crest.access.models import Job
from crest.evidence import facade as evidence
from crest.flows.supplier_list import match_what_was_accepted
from crest.supplychain import facade as supplychain
from crest.supplychain.models import Node

pytestmark = pytest.mark.room


def worked_off() -> int:
    """Deliver what happened and carry out what waits, as the worker does; how many jobs."""
    deliver(now=timezone.now())
    waiting = Job.objects.everywhere("a test").filter(state=Job.WAITING, task="supplychain.resolve")
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        carry_out.call(key)
    return len(keys)


def test_accepting_a_list_brings_its_sites_and_undoing_takes_them() -> None:
    by = actor()
    card = accepted(by, SITES)
    assert worked_off() == 1
    assert Node.objects.within(by).filter(state="live").count() == 3
    evidence.undo_batch(by=by, batch=card.ref)
    assert worked_off() == 1
    assert not Node.objects.within(by).exists()


def test_many_lists_accepted_at_once_are_matched_once() -> None:
    by = actor()
    accepted(by, SITES)
    accepted(by, MORE_SITES, "more.csv")
    assert worked_off() == 1
    card = supplychain.latest_resolution(by)
    assert card is not None
    assert len(card.batches) == 2


def test_a_step_told_twice_does_no_harm() -> None:
    by = actor()
    card = accepted(by, SITES)
    worked_off()
    match_what_was_accepted(card.ref, by=by)
    match_what_was_accepted(card.ref, by=by)
    assert worked_off() == 1
    assert Node.objects.within(by).count() == 3
