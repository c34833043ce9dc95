"""Projects and what stands on them: kept by those who may, seen by those with whom it is shared."""

from __future__ import annotations

import pytest
from factories import actor, again, organisation, shares

from crest.access import facade as access
from crest.programmes import facade as programmes

pytestmark = pytest.mark.room
MANAGER = access.Role.PROGRAMME_MANAGER
TYPED = {
    "code": "P-1", "title": "Fair hiring", "donor": "Invented Fund", "countries": "Thailand, MM",
    "places": "Mae Sot\nRanong", "begins_on": "2026-01-01", "ends_on": "2026-12-31",
}  # fmt: skip


def test_a_project_is_kept_as_typed_and_countries_by_name_or_code() -> None:
    by = actor(organisation(), MANAGER)
    card = programmes.create_project(by=by, typed=TYPED)
    sheet = programmes.project_sheet(by, card.ref)
    assert sheet.card.countries == ("TH", "MM")
    assert sheet.places == ("Mae Sot", "Ranong")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", " "), ("title", "x" * 201), ("countries", "Atlantis"), ("begins_on", "tomorrow"),
        ("ends_on", "2025-01-01"), ("code", "x" * 41), ("aim", "x" * 4_001),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_beside_its_field(field: str, value: str) -> None:
    by = actor(organisation(), MANAGER)
    with pytest.raises(access.Refused) as refused:
        programmes.create_project(by=by, typed=TYPED | {field: value})
    assert set(refused.value.fields) == {field}
    assert programmes.projects_of(by) == ()


def test_two_projects_of_one_organisation_cannot_have_one_code() -> None:
    by = actor(organisation(), MANAGER)
    programmes.create_project(by=by, typed=TYPED)
    with pytest.raises(access.Refused) as refused:
        programmes.create_project(by=by, typed=TYPED)
    assert "code" in refused.value.fields
    programmes.create_project(by=actor(organisation(), MANAGER), typed=TYPED)


def test_an_activity_without_a_number_is_unknown_not_nought() -> None:
    by = actor(organisation(), MANAGER)
    ref = programmes.create_project(by=by, typed=TYPED).ref
    line = programmes.keep_activity(by=by, project=ref, typed={"title": "Visits", "target": "40"})
    assert (line.target, line.reached, line.share) == (40, None, None)
    line = programmes.keep_activity(
        by=by, project=ref, typed={"title": "Visits", "target": "40", "reached": "0"},
        activity=line.ref,
    )  # fmt: skip
    assert (line.reached, line.share) == (0, 0.0)
    assert len(programmes.project_sheet(by, ref).activities) == 1
    with pytest.raises(access.Refused) as refused:
        programmes.keep_activity(by=by, project=ref, typed={"title": "V", "target": "-3"})
    assert "target" in refused.value.fields


def test_a_partner_and_a_colleague_have_a_part_and_a_stranger_cannot_get_one() -> None:
    home = organisation()
    by, stranger = actor(home, MANAGER), actor(organisation(), MANAGER)
    ref = programmes.create_project(by=by, typed=TYPED).ref
    partner = programmes.add_partner(
        by=by, project=ref, typed={"name": "Centre", "part": "implementing"}
    )
    programmes.add_staff(by=by, project=ref, typed={"person": str(by.person), "does": "leads"})
    with pytest.raises(access.Refused):
        programmes.add_staff(
            by=by, project=ref, typed={"person": str(stranger.person), "does": "spies"}
        )
    assert len(programmes.project_sheet(by, ref).staff) == 1
    programmes.remove_part(by=by, part=partner.ref, kind="partner")
    assert programmes.project_sheet(by, ref).partners == ()


def test_a_project_stands_behind_a_run_once_and_who_shares_sees_it() -> None:
    donor, ministry = organisation(), organisation(kind=access.Kind.GOVERNMENT)
    by = actor(donor, MANAGER)
    ref = programmes.create_project(by=by, typed=TYPED).ref
    for _twice in range(2):
        programmes.stand_behind(by=by, project=ref, noun="findings:run", record="r" * 14)
    found = programmes.standing_of(by, "findings:run", "r" * 14)
    assert [one.project.ref for one in found] == [ref]
    theirs = actor(ministry)
    assert programmes.standing_of(theirs, "findings:run", "r" * 14) == ()
    shares(donor, ministry, "programmes")
    theirs = again(theirs)
    assert len(programmes.standing_of(theirs, "findings:run", "r" * 14)) == 1
    assert programmes.projects_of(theirs)[0].owner == donor.name


def test_only_an_own_list_can_be_stood_behind_and_only_known_nouns() -> None:
    by = actor(organisation(), MANAGER)
    ref = programmes.create_project(by=by, typed=TYPED).ref
    with pytest.raises(access.NotFound):
        programmes.stand_behind(by=by, project=ref, noun="evidence:batch", record="x" * 14)
    with pytest.raises(access.Refused):
        programmes.stand_behind(by=by, project=ref, noun="people:person", record="x" * 14)


def test_who_manages_no_programmes_changes_nothing() -> None:
    home = organisation()
    ref = programmes.create_project(by=actor(home, MANAGER), typed=TYPED).ref
    analyst = actor(home)
    with pytest.raises(access.NotAllowed):
        programmes.edit_project(by=analyst, project=ref, typed=TYPED | {"title": "Mine"})
    assert programmes.project_sheet(analyst, ref).card.title == "Fair hiring"


def test_a_project_of_another_organisation_is_not_there() -> None:
    ref = programmes.create_project(by=actor(organisation(), MANAGER), typed=TYPED).ref
    other = actor(organisation(), MANAGER)
    with pytest.raises(access.NotFound):
        programmes.project_sheet(other, ref)
    with pytest.raises(access.NotFound):
        programmes.edit_project(by=other, project=ref, typed=TYPED)
