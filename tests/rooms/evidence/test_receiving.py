"""A file is kept whole, read once, and relied on only when a person accepts it."""

from __future__ import annotations

import pytest
from factories import actor, organisation
from factories_evidence import JOURNEYS, SITES, accepted, received

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.evidence.models import Row

pytestmark = pytest.mark.room


def test_a_list_is_read_into_rows_as_given() -> None:
    by = actor()
    card = received(by, SITES, said_by="Invented Buyer")
    assert (card.state, card.rows, card.rejected, card.tier) == ("ready", 3, 0, "chain")
    sheet = evidence.preview_of(by, card.ref)
    (one,) = sheet.lists
    assert one.kind == "sites"
    assert [line.field for line in one.columns][:4] == ["name", "address", "city", "country"]
    row = evidence.row_sheet(by, one.row_refs[0])
    assert ("workers", "320", "workers") in row.values
    assert row.number == 1


def test_the_same_file_twice_is_answered_plainly() -> None:
    by = actor()
    received(by, SITES)
    with pytest.raises(access.Refused) as told:
        received(by, SITES, "other name.csv")
    assert "was received on" in told.value.fields["file"]


def test_accept_and_undo_and_accept_again() -> None:
    by = actor()
    card = accepted(by, SITES)
    assert [one.source for one in evidence.accepted_documents(by)] == ["sites.csv"]
    assert evidence.undo_batch(by=by, batch=card.ref).state == "undone"
    assert evidence.accepted_documents(by) == ()
    assert evidence.accept_batch(by=by, batch=card.ref).state == "accepted"


def test_what_workers_said_is_never_copied_into_rows() -> None:
    by = actor()
    card = received(by, JOURNEYS, "journeys.csv")
    assert (card.tier, card.rows, card.state) == ("workers", 2, "ready")
    assert not Row.objects.within(by).exists()
    stranger = actor(organisation(), access.Role.ADMINISTRATOR)
    with pytest.raises(access.NotFound):
        evidence.preview_of(stranger, card.ref)
    with pytest.raises(access.NotAllowed):
        evidence.open_document(by=by, document=card.document)
