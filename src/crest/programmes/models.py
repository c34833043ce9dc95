"""Tables of programmes: the skeleton. No verbs here."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from crest.access.facade import Owned


class Project(Owned):
    """Who pays for what, where and when."""

    shared_as: ClassVar[str | None] = "programmes"
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    donor = models.CharField(max_length=200, blank=True)
    countries = models.JSONField(default=list)
    places = models.JSONField(default=list)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    aim = models.TextField(blank=True)

    class Meta(Owned.Meta):
        app_label = "programmes"
        constraints = (models.UniqueConstraint(fields=("owner", "code"), name="project_code_once"),)


class Partner(Owned):
    """An organisation with a part in a project."""

    shared_as: ClassVar[str | None] = "programmes"
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=40)  # implementing, donor, technical, government …
    organisation = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Owned.Meta):
        app_label = "programmes"


class StaffRole(Owned):
    """Who of the organisation's people does what in a project."""

    shared_as: ClassVar[str | None] = None
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    does = models.CharField(max_length=80)

    class Meta(Owned.Meta):
        app_label = "programmes"


class Activity(Owned):
    """What is done, and what came of it against what was meant."""

    shared_as: ClassVar[str | None] = "programmes"
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=120, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=200, blank=True)
    target = models.PositiveIntegerField(null=True, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "programmes"


class Standing(Owned):
    """Which project and partner stand behind a record of any room."""

    shared_as: ClassVar[str | None] = "programmes"
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stands_behind")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.SET_NULL)
    noun = models.CharField(max_length=40)  # evidence:batch, findings:run …
    record = models.CharField(max_length=14)  # its public id

    class Meta(Owned.Meta):
        app_label = "programmes"
        indexes = (models.Index(fields=("noun", "record"), name="stands_behind"),)
