"""Nobody sees what is neither theirs nor shared with them: marks in every record, random askers."""

from __future__ import annotations

import pytest

from crest.web.leaks.asking import Field, ask, snapshot
from crest.web.leaks.ground import prepare
from crest.web.leaks.marks import OWN, Mark, marks_in
from crest.web.leaks.planting import tables

pytestmark = pytest.mark.web
SAMPLE = 1500


@pytest.fixture
def ground() -> Field:
    return prepare(organisations=6, seed=4)


def test_no_answer_holds_what_belongs_to_others(ground: Field) -> None:
    quiet = ground.homes[len(ground.homes) // 2 :]
    before = snapshot(quiet)
    outcome = ask(ground, SAMPLE)
    assert outcome.requests == SAMPLE
    assert not outcome.leaks, outcome.leaks[:10]
    assert not outcome.faults, sorted(set(outcome.faults))[:10]
    assert outcome.statuses[200] > SAMPLE // 10
    assert outcome.own_marks > SAMPLE // 10, "the answers hold hardly any record: nothing is proven"
    assert snapshot(quiet) == before, "somebody changed what belongs to another"


def test_every_table_of_the_rooms_is_planted(ground: Field) -> None:
    assert {t._meta.label for t in tables()} <= set(ground.homes[0].rows)


def test_a_leak_would_be_seen(ground: Field) -> None:
    """The positive control: one organisation is told that another's records are not shared."""
    ground.shared.clear()
    outcome = ask(ground, SAMPLE // 2)
    assert outcome.leaks, "what agreements share must count as a leak when they are forgotten"


def test_marks_are_found_in_text_and_in_packed_files() -> None:
    import io  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    mark = Mark(7, OWN, "00c0ffee")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("sheet.xml", f"<t>{mark}</t>")
    assert list(marks_in(str(mark).encode())) == list(marks_in(packed.getvalue())) == [mark]
