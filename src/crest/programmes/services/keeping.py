"""Writes of projects and their parts."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.programmes.models import Activity, Partner, Project, StaffRole
from crest.programmes.records import PARTS, ActivityLine, PartnerLine, ProjectCard, StaffLine
from crest.programmes.selectors import activity_line, card, people_of
from crest.programmes.services.reading import Form

MANAGE = access.Permission.MANAGE_PROGRAMMES
REMOVABLE = {"partner": Partner, "staff": StaffRole, "activity": Activity}


@access.action("programmes:project:create", needs=MANAGE)
def create_project(*, by: access.Actor, typed: Mapping[str, str]) -> ProjectCard:
    """A new project. Raises Refused with a sentence beside each wrong field."""
    return _kept(by, Project(owner_id=by.organisation), typed)


@access.action("programmes:project:edit", needs=MANAGE)
def edit_project(*, by: access.Actor, project: str, typed: Mapping[str, str]) -> ProjectCard:
    """Change a project of the own organisation."""
    return _kept(by, Project.objects.owned_by(by).one(project), typed)


def _kept(by: access.Actor, row: Project, typed: Mapping[str, str]) -> ProjectCard:
    form = Form(typed)
    row.code = form.text("code", 40, needed=True)
    row.title = form.text("title", 200, needed=True)
    row.donor, row.aim = form.text("donor", 200), form.words("aim", 4_000)
    row.countries, row.places = form.countries("countries"), form.listed("places", 200)
    row.begins_on, row.ends_on = form.days("begins_on", "ends_on")
    same = Project.objects.owned_by(by).filter(code=row.code).exclude(pk=row.pk)
    if row.code and "code" not in form.errors and same.exists():
        form.errors["code"] = _("Another project has this code.")
    form.done()
    row.save()
    return card(row, by)


@access.action("programmes:partner:add", needs=MANAGE)
def add_partner(*, by: access.Actor, project: str, typed: Mapping[str, str]) -> PartnerLine:
    """Name an organisation that has a part in the project."""
    row, form = Project.objects.owned_by(by).one(project), Form(typed)
    name, part = form.text("name", 200, needed=True), form.choice("part", PARTS)
    form.done()
    made = Partner(owner_id=by.organisation, project=row, name=name, part=part)
    made.save()
    return PartnerLine(made.ref, made.name, made.part)


@access.action("programmes:staff:add", needs=MANAGE)
def add_staff(*, by: access.Actor, project: str, typed: Mapping[str, str]) -> StaffLine:
    """Give a person of the organisation a part in the project."""
    row, form = Project.objects.owned_by(by).one(project), Form(typed)
    people = dict(people_of(by))
    person, does = form.choice("person", tuple(people)), form.text("does", 80, needed=True)
    form.done()
    somebody = get_user_model().objects.get(pk=person)
    made = StaffRole(owner_id=by.organisation, project=row, person=somebody, does=does)
    made.save()
    return StaffLine(made.ref, people[person], does)


@access.action("programmes:activity:keep", needs=MANAGE)
def keep_activity(
    *, by: access.Actor, project: str, typed: Mapping[str, str], activity: str = ""
) -> ActivityLine:
    """Add an activity, or change one: its target and what was reached."""
    row, form = Project.objects.owned_by(by).one(project), Form(typed)
    rows = Activity.objects.owned_by(by).filter(project=row)
    one = rows.one(activity) if activity else Activity(owner_id=by.organisation, project=row)
    one.title = form.text("title", 200, needed=True)
    one.place, one.result = form.text("place", 120), form.text("result", 200)
    one.begins_on, one.ends_on = form.days("begins_on", "ends_on")
    one.target, one.reached = form.whole("target"), form.whole("reached")
    form.done()
    one.save()
    return activity_line(one)


@access.action("programmes:part:remove", needs=MANAGE)
def remove_part(*, by: access.Actor, part: str, kind: str) -> str:
    """Take a partner, a staff role or an activity out of a project."""
    if kind not in REMOVABLE:
        raise access.Refused(_("There is no such part of a project."))
    REMOVABLE[kind].objects.owned_by(by).one(part).delete()
    return part
