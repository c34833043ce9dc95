"""Tables of the chains. No verbs here."""

from __future__ import annotations

from typing import ClassVar, Final, Self, TypeVar

from django.conf import settings
from django.db import models

from crest.access.facade import Actor, Kind, Owned, ScopedManager, ScopedQuerySet

# Firms of a chain: of what others share with them they see their own part only.
CONCERNED: Final = frozenset({Kind.EMPLOYER, Kind.RECRUITER, Kind.SUB_AGENT})
T = TypeVar("T", bound="OfChain", covariant=True)  # noqa: PLC0105


class OfChainManager(ScopedManager[T]):
    """Rows of a chain: a firm reads, of another's rows, those about nodes it has claimed."""

    def within(self, actor: Actor) -> ScopedQuerySet[T]:
        """What the actor may read: a firm's share ends at its own nodes and their links."""
        rows = super().within(actor)
        if actor.kind not in CONCERNED:
            return rows
        own = models.Q(owner_id=actor.organisation)
        for end in self.model.ends:
            own |= models.Q(**{f"{end}claimed_by_id": actor.organisation})
        return rows.filter(own)

    def where(self, actor: Actor) -> tuple[str, list[int]]:
        """The same in SQL. Raises ValueError where the ends of a row are in other tables."""
        condition, values = super().where(actor)
        if actor.kind not in CONCERNED:
            return condition, values
        if self.model.ends != ("",):
            raise ValueError("Ask within() for rows whose ends are in other tables.")
        mine = int(actor.organisation)
        return f"{condition} AND (owner_id = %s OR claimed_by_id = %s)", [*values, mine, mine]


class OfChain(Owned):
    """A row of a chain. `ends` lead to the nodes it is about."""

    shared_as: ClassVar[str | None] = "chain"
    ends: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[OfChainManager[Self]] = OfChainManager()

    class Meta(Owned.Meta):
        abstract = True


class Node(OfChain):
    """An organisation, a site or a place workers come from, as the claims about it add up.

    The columns are the visible sum of its live claims, kept here to be found quickly; `ClaimSum`
    in `services` writes them, nobody else. `crest_id` is the engine's permanent id.
    """

    SITE, ORGANISATION, ORIGIN = "site", "organisation", "origin"

    shared_as: ClassVar[str | None] = "chain"
    ends: ClassVar[tuple[str, ...]] = ("",)
    kind = models.CharField(max_length=12)
    crest_id = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    other_names = models.JSONField(default=list)
    role = models.CharField(max_length=24, blank=True)  # buyer, recruiter, sub_agent, employer …
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_precision = models.CharField(max_length=16, blank=True)
    sector = models.CharField(max_length=120, blank=True)
    products = models.JSONField(default=list)
    workers = models.PositiveIntegerField(null=True, blank=True)
    records = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)  # identifiers, licence …
    state = models.CharField(max_length=10, default="live")  # live, merged, closed, forgotten
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    claimed_by = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_said_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "supplychain"
        constraints = (
            models.UniqueConstraint(fields=("owner", "crest_id"), name="crest_id_once_per_owner"),
        )
        indexes = (
            models.Index(fields=("owner", "kind", "country"), name="node_facets"),
            models.Index(fields=("owner", "state", "name"), name="node_names"),
            models.Index(fields=("latitude", "longitude"), name="node_place"),
        )


class Claim(OfChain):
    """One value somebody said of a node, with its source row. Undone with its batch."""

    shared_as: ClassVar[str | None] = "chain"
    ends: ClassVar[tuple[str, ...]] = ("node__",)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="claims")
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=500)
    row = models.ForeignKey(
        "evidence.Row", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    said_by = models.CharField(max_length=200)
    said_on = models.DateField(null=True, blank=True)
    by_the_site = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)  # the value the node shows
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "supplychain"
        indexes = (models.Index(fields=("node", "field"), name="claims_of_node"),)


class Link(OfChain):
    """A step of a chain, from the one that gives (goods or people) to the one that receives."""

    shared_as: ClassVar[str | None] = "chain"
    ends: ClassVar[tuple[str, ...]] = ("giver__", "receiver__")
    relation = models.CharField(
        max_length=24
    )  # as the engine's relations: supplies, recruits_for …
    giver = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="gives")
    receiver = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="receives")
    product = models.CharField(max_length=120, blank=True)
    share = models.FloatField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    verification = models.CharField(max_length=12, default="declared")
    evidence = models.CharField(max_length=500, blank=True)  # file:row, file:row …
    rows = models.ManyToManyField("evidence.Row", related_name="+")

    class Meta(Owned.Meta):
        app_label = "supplychain"
        indexes = (
            models.Index(fields=("giver", "relation"), name="links_out"),
            models.Index(fields=("receiver", "relation"), name="links_in"),
        )


class Channel(OfChain):
    """How people came to a workplace: recruiter, sub-agent, origin, and how many."""

    shared_as: ClassVar[str | None] = "chain"
    ends: ClassVar[tuple[str, ...]] = ("workplace__", "employer__", "recruiter__", "sub_agent__")
    workplace = models.ForeignKey(
        Node, null=True, on_delete=models.CASCADE, related_name="channels"
    )
    employer = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    recruiter = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    sub_agent = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=2, blank=True)
    origin_region = models.CharField(max_length=120, blank=True)
    destination = models.CharField(max_length=2, blank=True)
    workers = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    verification = models.CharField(max_length=12, default="declared")
    row = models.ForeignKey("evidence.Row", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Owned.Meta):
        app_label = "supplychain"


class Verdict(OfChain):
    """What a person said of a link or a channel: confirmed, disputed or denied, with a note.

    `about` names its subject by permanent ids, so that it holds when the chain is resolved anew.
    """

    LINK, CHANNEL = "link", "channel"

    shared_as: ClassVar[str | None] = "chain"
    kind = models.CharField(max_length=8)
    about = models.CharField(max_length=400)
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="verdicts")
    channel = models.ForeignKey(
        Channel, null=True, on_delete=models.SET_NULL, related_name="verdicts"
    )
    said = models.CharField(max_length=10)
    before = models.CharField(max_length=12)
    note = models.CharField(max_length=500)
    row = models.ForeignKey("evidence.Row", null=True, on_delete=models.SET_NULL, related_name="+")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "supplychain"
        indexes = (models.Index(fields=("owner", "about"), name="verdicts_about"),)


class SiteClaim(Owned):
    """A firm says "this is us" of a node. Its owner is the owner of the list, who decides."""

    shared_as: ClassVar[str | None] = None
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="site_claims")
    claimant = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="pending")
    asked_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "supplychain"
        constraints = (
            models.UniqueConstraint(
                fields=("node", "claimant"), name="one_open_claim",
                condition=models.Q(state__in=("pending", "approved")),
            ),
        )  # fmt: skip


class Pair(Owned):
    """Two listings that may be one; what a person said of them stays, and is never asked again."""

    OPEN, SAME, DIFFERENT, UNSURE = "open", "same", "different", "unsure"

    shared_as: ClassVar[str | None] = None
    kind = models.CharField(max_length=12)
    left_key = models.CharField(max_length=64)  # keys of the engine: stable over runs
    right_key = models.CharField(max_length=64)
    left = models.JSONField(default=dict)  # name, place, file, row, id
    right = models.JSONField(default=dict)
    score = models.FloatField()
    because = models.TextField(blank=True)
    judgement = models.CharField(max_length=10, default=OPEN)
    why = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    asked = models.BooleanField(default=True)  # still in the review queue of the last resolution

    class Meta(Owned.Meta):
        app_label = "supplychain"
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "kind", "left_key", "right_key"), name="pair_once"
            ),
        )


class Change(OfChain):
    """What a person did to a node, or what became of it: merged, split, moved, renamed, closed."""

    shared_as: ClassVar[str | None] = "chain"
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True, blank=True)
    from_lists = models.BooleanField(default=False)  # what lists say of its history
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "supplychain"


class Request(Owned):
    """A question to a firm: who are your suppliers and recruiters? Answered by an account, or by a
    code sent by letter or printed; the code itself is not kept."""

    shared_as: ClassVar[str | None] = None
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="requests")
    to_organisation = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_email = models.EmailField(max_length=254, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    code_number = models.CharField(max_length=6, unique=True, null=True)  # no secret
    code_digest = models.CharField(max_length=64, unique=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    asks = models.JSONField(default=list)  # suppliers, recruiters, sub_agents, profile
    message = models.CharField(max_length=500, blank=True)
    tier = models.PositiveSmallIntegerField(default=1)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    due_on = models.DateField()
    state = models.CharField(max_length=12, default="sent")
    sent_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)
    answer = models.JSONField(default=dict)
    reuses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    batch = models.CharField(max_length=14, blank=True)  # what the accepted answer became

    class Meta(Owned.Meta):
        app_label = "supplychain"
        indexes = (models.Index(fields=("to_organisation", "state"), name="requests_to"),)


class Resolution(Owned):
    """What stands behind the chains of an organisation: one row, replaced by each resolution.

    `registry`: the folder with the permanent ids that belong to these rows; `batches`: the accepted
    files it was made of.
    """

    shared_as: ClassVar[str | None] = None
    number = models.PositiveIntegerField(default=0)
    registry = models.CharField(max_length=14, blank=True)
    batches = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    statements = models.JSONField(default=list)
    problems = models.JSONField(default=list)  # the first ones that show only after resolution
    made_at = models.DateTimeField(auto_now=True)

    class Meta(Owned.Meta):
        app_label = "supplychain"
        constraints = (models.UniqueConstraint(fields=("owner",), name="one_resolution_per_owner"),)
