"""Tables of findings. No verbs here."""

from __future__ import annotations

from typing import ClassVar, Final, Self, TypeVar

from django.conf import settings
from django.db import models

from crest.access.facade import Actor, Kind, Owned, ScopedManager, ScopedQuerySet

# Firms that findings are about: of what others share with them they see their own part only.
CONCERNED: Final = frozenset({Kind.EMPLOYER, Kind.RECRUITER, Kind.SUB_AGENT})
UNNAMED: Final = frozenset({"all", "corridor"})  # kinds of groups in whose name no firm stands
T = TypeVar("T", bound="AboutNode", covariant=True)  # noqa: PLC0105


class AboutNodeManager(ScopedManager[T]):
    """Rows about nodes: a firm reads, of another's rows, those about nodes it has claimed."""

    def within(self, actor: Actor) -> ScopedQuerySet[T]:
        """What the actor may read: a firm's share ends at its own nodes."""
        rows = super().within(actor)
        if actor.kind not in CONCERNED:
            return rows
        own = models.Q(owner_id=actor.organisation)
        return rows.filter(own | models.Q(node__claimed_by_id=actor.organisation))


class GroupManager(AboutNodeManager[T]):
    """Published groups: of those who share figures only, the groups that name no firm."""

    def within(self, actor: Actor) -> ScopedQuerySet[T]:
        """What the actor may read: of figures, corridors and all workers together."""
        figures = actor.sees("figures") - actor.sees("findings")
        if not figures or actor.kind in CONCERNED:
            return super().within(actor)
        unnamed = models.Q(owner_id__in=sorted(figures), kind__in=sorted(UNNAMED))
        findings = models.Q(owner_id__in=sorted(actor.sees("findings")))
        return self.everywhere("narrowed to what is shared").filter(findings | unnamed)


class AboutNode(Owned):
    """A row about a site, firm, corridor or product; `node` where the owner's chain has it."""

    shared_as: ClassVar[str | None] = "findings"
    node = models.ForeignKey(
        "supplychain.Node", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[AboutNodeManager[Self]] = AboutNodeManager()

    class Meta(Owned.Meta):
        abstract = True


class Run(Owned):
    """One run of the engine over what an organisation relied on, on one day."""

    shared_as: ClassVar[str | None] = "findings"
    on = models.DateField()
    state = models.CharField(max_length=10, default="waiting")  # see states.py
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    rulebook = models.CharField(max_length=80, blank=True)  # digest
    currency = models.CharField(max_length=3, default="USD")
    summary = models.JSONField(default=dict)
    folder = models.CharField(
        max_length=300, blank=True
    )  # below `home`; owner's worker files inside
    latest = models.BooleanField(default=False)  # the run that pages show
    documents = models.JSONField(default=list)  # public ids and names of what it relied on
    sentence = models.TextField(blank=True)
    todo = models.TextField(blank=True)

    class Meta(Owned.Meta):
        app_label = "findings"


class Finding(AboutNode):
    """What a rule found of a subject, with its reasons. Small groups are already protected."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=20)  # the engine's finding id: the same over runs
    rule = models.CharField(max_length=40)
    title = models.CharField(max_length=400)
    title_thai = models.CharField(max_length=400, blank=True)
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    subject_name = models.CharField(max_length=300)
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
    rank = models.PositiveIntegerField(default=0)  # the engine's order: the gravest first
    country = models.CharField(max_length=2, blank=True)  # of the subject; of work, for a corridor
    suppressed = models.BooleanField(default=False)  # its numbers would tell of few people
    words = models.JSONField(default=dict)  # because, missing … as pairs: English, Thai

    class Meta(AboutNode.Meta):
        app_label = "findings"
        indexes = (
            models.Index(fields=("run", "-severity"), name="findings_of_run"),
            models.Index(fields=("run", "rank"), name="findings_in_order"),
        )
        constraints = (models.UniqueConstraint(fields=("run", "code"), name="found_once"),)


class Priority(AboutNode):
    """A subject's risk in one run, with every reason."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="priorities")
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
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

    class Meta(AboutNode.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "subject_kind", "rank"), name="priorities_of_run"),)
        constraints = (
            models.UniqueConstraint(fields=("run", "subject_kind", "subject"), name="weighed_once"),
        )


class Group(AboutNode):
    """Published figures of a group (recruiter, site, corridor …): protected, 11 workers or more."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="groups")
    table = models.CharField(max_length=24)  # groups, measures, months, items, prevalence …
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    not_shown = models.CharField(max_length=200, blank=True)

    objects: ClassVar[GroupManager[Self]] = GroupManager()

    class Meta(AboutNode.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "table", "kind", "subject"), name="groups_of_run"),)


class Exposure(AboutNode):
    """Behind which buyer and product a site or recruiter stands, and how much of the harm.

    The way to the buyer is the chain: who reads findings alone reads none of this.
    """

    shared_as: ClassVar[str | None] = "findings+chain"
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="exposures")
    buyer = models.CharField(max_length=60)
    buyer_name = models.CharField(max_length=300)
    product = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    rank = models.PositiveIntegerField()
    steps = models.PositiveSmallIntegerField(null=True)
    harm_low = models.FloatField(null=True)
    harm_high = models.FloatField(null=True)
    share_low = models.FloatField(null=True)
    share_high = models.FloatField(null=True)
    path = models.TextField(blank=True)
    because = models.TextField(blank=True)

    class Meta(AboutNode.Meta):
        app_label = "findings"
        indexes = (models.Index(fields=("run", "product", "rank"), name="exposures_of_run"),)


class Proposal(AboutNode):
    """A corrective action handed on from a finding: who, what, by when, how workers confirm it."""

    finding_code = models.CharField(max_length=20)
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    subject_name = models.CharField(max_length=300)
    who = models.CharField(max_length=300)
    what = models.TextField()
    confirmed_how = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    action = models.CharField(max_length=40, blank=True)  # code of the catalogue
    handed_to = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=12, default="proposed")  # proposed, taken, declined, done
    note = models.CharField(max_length=500, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(AboutNode.Meta):
        app_label = "findings"
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "finding_code", "action"), name="proposed_once"
            ),
        )
