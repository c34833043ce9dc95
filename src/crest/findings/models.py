"""Tables of findings. No verbs here."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from crest.access.facade import Owned


class Run(Owned):
    """One run of the engine over what an organisation relied on, on one day."""

    shared_as: ClassVar[str | None] = "findings"
    on = models.DateField()
    state = models.CharField(max_length=10, default="waiting")  # waiting, running, done, failed
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    rulebook = models.CharField(max_length=80, blank=True)  # digest
    currency = models.CharField(max_length=3, default="USD")
    summary = models.JSONField(default=dict)
    folder = models.CharField(
        max_length=300, blank=True
    )  # below `home`; owner's worker files inside
    latest = models.BooleanField(default=False)  # the run that pages show
    sentence = models.TextField(blank=True)
    todo = models.TextField(blank=True)

    class Meta(Owned.Meta):
        app_label = "findings"


class Finding(Owned):
    """What a rule found of a subject, with its reasons. Small groups are already protected."""

    shared_as: ClassVar[str | None] = "findings"
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=20)  # the engine's finding id: the same over runs
    rule = models.CharField(max_length=40)
    title = models.CharField(max_length=400)
    title_thai = models.CharField(max_length=400, blank=True)
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    subject_name = models.CharField(max_length=300)
    node = models.ForeignKey(
        "supplychain.Node",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="findings",
    )
    answer = models.CharField(max_length=8)  # yes, unknown
    severity = models.PositiveSmallIntegerField()  # 5 gravest
    workers = models.PositiveIntegerField(null=True, blank=True)
    of_workers = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    because = models.TextField()
    missing = models.TextField(blank=True)
    how_sure = models.CharField(max_length=20, blank=True)
    sure_because = models.TextField(blank=True)
    actions = models.JSONField(default=list)
    first_due_on = models.DateField(null=True, blank=True)
    cites = models.TextField(blank=True)
    confidence = models.CharField(max_length=10)  # verified, general

    class Meta(Owned.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "-severity"), name="findings_of_run"),)


class Priority(Owned):
    """A subject's risk in one run, with every reason."""

    shared_as: ClassVar[str | None] = "findings"
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="priorities")
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    node = models.ForeignKey(
        "supplychain.Node",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="priorities",
    )
    inherent = models.FloatField(null=True)
    residual = models.FloatField(null=True)
    severity = models.FloatField(null=True)
    likelihood = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    level = models.CharField(max_length=8, default="unknown")  # high, medium, low, unknown
    workers = models.PositiveIntegerField(null=True)
    reasons = models.JSONField(default=list)
    missing = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, blank=True)

    class Meta(Owned.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "subject_kind", "rank"), name="priorities_of_run"),)


class Group(Owned):
    """Published figures of a group (recruiter, site, corridor …): protected, 11 workers or more."""

    shared_as: ClassVar[str | None] = "findings"
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="groups")
    table = models.CharField(max_length=24)  # groups, measures, months, items, prevalence …
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    not_shown = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "table", "kind", "subject"), name="groups_of_run"),)


class Exposure(Owned):
    """Behind which buyer and product a site or recruiter stands, and how much of the harm."""

    shared_as: ClassVar[str | None] = "findings"
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="exposures")
    buyer = models.CharField(max_length=60)
    buyer_name = models.CharField(max_length=300)
    product = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    node = models.ForeignKey(
        "supplychain.Node", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    rank = models.PositiveIntegerField()
    steps = models.PositiveSmallIntegerField(null=True)
    harm_low = models.FloatField(null=True)
    harm_high = models.FloatField(null=True)
    share_low = models.FloatField(null=True)
    share_high = models.FloatField(null=True)
    path = models.TextField(blank=True)
    because = models.TextField(blank=True)

    class Meta(Owned.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "product", "rank"), name="exposures_of_run"),)


class Proposal(Owned):
    """A corrective action handed on from a finding: who, what, by when, how workers confirm it."""

    shared_as: ClassVar[str | None] = "findings"
    finding_code = models.CharField(max_length=20)
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    subject_name = models.CharField(max_length=300)
    who = models.CharField(max_length=300)
    what = models.TextField()
    confirmed_how = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, default="proposed")  # proposed, taken, declined, done
    note = models.CharField(max_length=500, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        app_label = "findings"
        constraints = (
            models.UniqueConstraint(fields=("owner", "finding_code", "what"), name="proposed_once"),
        )
