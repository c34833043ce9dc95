"""Reads of programmes."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from crest.access import facade as access
from crest.programmes.models import Activity, Partner, Project, StaffRole, Standing
from crest.programmes.records import (
    ActivityLine,
    PartnerLine,
    ProjectCard,
    ProjectSheet,
    StaffLine,
    StandingCard,
    StandingLine,
)


def projects_of(by: access.Actor, most: int = 200) -> tuple[ProjectCard, ...]:
    """Projects of the organisation and those shared with it, by code."""
    rows = Project.objects.within(by).select_related("owner").order_by("code", "pk")[:most]
    return tuple(card(row, by) for row in rows)


def project_sheet(by: access.Actor, ref: str) -> ProjectSheet:
    """One project in full. Raises NotFound."""
    row = Project.objects.within(by).select_related("owner").one(ref)
    partners = Partner.objects.within(by).filter(project=row).order_by("pk")
    staff = StaffRole.objects.within(by).filter(project=row).select_related("person")
    activities = Activity.objects.within(by).filter(project=row).order_by("begins_on", "pk")
    standing = Standing.objects.within(by).filter(project=row).select_related("partner")
    return ProjectSheet(
        card=card(row, by),
        aim=row.aim,
        places=tuple(row.places),
        partners=tuple(PartnerLine(one.ref, one.name, one.part) for one in partners),
        staff=tuple(StaffLine(one.ref, str(one.person), one.does) for one in staff.order_by("pk")),
        activities=tuple(activity_line(one) for one in activities),
        stands_behind=tuple(
            StandingLine(one.ref, one.noun, one.record, one.partner.name if one.partner else "")
            for one in standing.order_by("-pk")[:100]
        ),
    )


def standing_of(by: access.Actor, noun: str, record: str) -> tuple[StandingCard, ...]:
    """Which projects and partners stand behind a record (its public id), within sight."""
    rows = Standing.objects.within(by).filter(noun=noun, record=record)
    found = rows.select_related("project__owner", "partner").order_by("pk")
    return tuple(
        StandingCard(card(one.project, by), one.partner.name if one.partner else "")
        for one in found
    )


def people_of(by: access.Actor) -> tuple[tuple[str, str], ...]:
    """The organisation's people who can be given a part: key and name."""
    rows = get_user_model().objects.filter(
        memberships__organisation_id=by.organisation, memberships__ended_at=None
    )
    found = {str(row.pk): str(row) for row in rows.distinct()}
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))


def person_of(by: access.Actor, email: str) -> str:
    """The key of one of the organisation's people by its address; empty for anybody else."""
    rows = get_user_model().objects.filter(
        memberships__organisation_id=by.organisation, memberships__ended_at=None,
        email=email.strip().lower(),
    )  # fmt: skip
    found = rows.values_list("pk", flat=True).first()
    return str(found or "")


def card(row: Project, by: access.Actor) -> ProjectCard:
    """The card of a project."""
    mine = row.owner_id == by.organisation
    return ProjectCard(
        ref=row.ref, code=row.code, title=row.title, donor=row.donor,
        countries=tuple(row.countries), begins_on=row.begins_on, ends_on=row.ends_on, mine=mine,
        owner="" if mine else row.owner.name,
    )  # fmt: skip


def activity_line(row: Activity) -> ActivityLine:
    """One activity."""
    return ActivityLine(
        row.ref, row.title, row.place, row.begins_on, row.ends_on, row.result, row.target,
        row.reached,
    )  # fmt: skip
