"""Every event in every state of a batch: the one place it leads to, or a plain refusal."""

from __future__ import annotations

import itertools

import pytest
from factories import actor
from factories_evidence import SITES, received

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.models import Batch
from crest.evidence.states import MOVES, BatchEvent, BatchState, after

pytestmark = pytest.mark.room
EVERY = list(itertools.product(BatchState, BatchEvent))


@pytest.mark.parametrize(("state", "event"), EVERY)
def test_the_table_answers_every_event(state: BatchState, event: BatchEvent) -> None:
    if (state, event) in MOVES:
        assert after(state, event) == MOVES[state, event]
    else:
        with pytest.raises(access.Refused) as told:
            after(state, event)
        assert told.value.sentence


@pytest.mark.parametrize(
    ("state", "event"), [(s, e) for s, e in EVERY if e in {"accept", "undo", "drop"}]
)
def test_the_verbs_keep_to_the_table(state: BatchState, event: BatchEvent) -> None:
    by = actor()
    card = received(by, SITES)
    Batch.objects.owned_by(by).update(state=state)
    verb = {
        "accept": evidence.accept_batch, "undo": evidence.undo_batch, "drop": evidence.drop_batch,
    }[str(event)]  # fmt: skip
    if (state, event) in MOVES:
        assert verb(by=by, batch=card.ref).state == MOVES[state, event]
    else:
        with pytest.raises(access.Refused):
            verb(by=by, batch=card.ref)
        assert Batch.objects.owned_by(by).get().state == state


def test_what_a_state_offers_is_what_the_table_allows() -> None:
    by = actor()
    card = received(by, SITES)
    for state in BatchState:
        Batch.objects.owned_by(by).update(state=state)
        offered = evidence.preview_of(by, card.ref).can
        possible = {str(e) for s, e in MOVES if s == state and e not in {"read", "fail"}}
        assert offered == possible
