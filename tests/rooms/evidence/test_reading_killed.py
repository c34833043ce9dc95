"""A reader killed in the middle, a full disk, a large file: nothing lost, nothing twice."""

from __future__ import annotations

import os

import pytest
from factories import actor
from factories_evidence import SITES, received

from crest.access import facade as access
from crest.access.jobs import carry_out
from crest.access.models import Event, Job
from crest.engine.errors import OutputError
from crest.evidence import facade as evidence
from crest.evidence.models import Batch, Document, Row
from crest.evidence.services import reading, receiving

pytestmark = pytest.mark.room


class Killed(BaseException):
    """As if the process ended here."""


def test_a_large_file_is_read_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "READ_AT_ONCE", 10)
    by = actor()
    card = received(by, SITES)
    assert card.state == "received"
    job = access.jobs_of(by, task="evidence.read", subject=card.ref)[0]
    assert job.open
    for row in Job.objects.owned_by(by):
        carry_out.call(row.pk)
    assert evidence.preview_of(by, card.ref).card.state == "ready"
    assert access.jobs_of(by, task="evidence.read")[0].state == "done"


def test_a_reader_killed_in_the_middle_leaves_no_row_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = actor()
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "READ_AT_ONCE", 10)
        card = received(by, SITES)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_finish", _killed)
        with pytest.raises(Killed):
            evidence.read_batch(by=by, batch=card.ref)
    assert Row.objects.owned_by(by).count() == 3
    assert evidence.preview_of(by, card.ref).card.state == "received"
    evidence.read_batch(by=by, batch=card.ref)
    assert sorted(Row.objects.owned_by(by).values_list("number", flat=True)) == [1, 2, 3]
    assert evidence.read_batch(by=by, batch=card.ref).state == "ready"


def _killed(**_named: object) -> None:
    raise Killed


def test_a_full_disk_is_said_and_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    by = actor()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as told:
        received(by, SITES)
    assert "disk" in told.value.sentence
    assert not Document.objects.owned_by(by).exists()
    assert not Batch.objects.owned_by(by).exists()


def test_who_may_not_upload_keeps_nothing() -> None:
    by = actor(None, access.Role.VIEWER)
    with pytest.raises(access.NotAllowed):
        received(by, SITES)
    assert not Document.objects.owned_by(by).exists()


def test_a_file_of_workers_is_opened_by_few_and_each_look_is_written_down() -> None:
    home = actor(None, access.Role.ADMINISTRATOR)
    card = received(home, "worker,journey,origin,destination,wage\nW1,J1,MM,TH,1\n", "w.csv")
    assert evidence.open_document(by=home, document=card.document).is_file()
    assert Event.objects.filter(tag="evidence:document:open", allowed=True).count() == 1
    stranger = actor(None, access.Role.PROTECTION_OFFICER)
    with pytest.raises(access.NotFound):
        evidence.open_document(by=stranger, document=card.document)
    assert Event.objects.filter(tag="evidence:document:open", allowed=False).count() == 1
