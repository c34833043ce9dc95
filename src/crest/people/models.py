"""Tables of the vault. No verbs here. Nothing of it can be shared by an agreement."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from crest.access.facade import Owned
from crest.seal.field import SealedField


class VaultKey(Owned):
    """A key of an organisation, sealed under the installation's key of a period."""

    DATA, INDEX = "data", "index"

    shared_as: ClassVar[str | None] = None
    purpose = models.CharField(max_length=8)
    period = models.CharField(max_length=10)
    wrapped = models.BinaryField(null=True)

    class Meta(Owned.Meta):
        app_label = "people"
        constraints = (models.UniqueConstraint(fields=("owner", "purpose"), name="vault_key_once"),)


class Person(Owned):
    """A worker, as other rooms know one: a public id that tells nothing.

    `wrapped` is the person's own key under its organisation's; an erased person has none.
    """

    KEPT, MERGED, ERASED = "kept", "merged", "erased"

    shared_as: ClassVar[str | None] = None
    state = models.CharField(max_length=8, default=KEPT)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    by_hand = models.BooleanField(default=False)  # somebody wrote it down, or changed it since
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "people"
        indexes = (models.Index(fields=("owner", "state"), name="person_by_state"),)


class Identity(Owned):
    """Who a person is: sealed, each value for this row only."""

    shared_as: ClassVar[str | None] = None
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    name = SealedField()
    phone = SealedField()
    paper = SealedField()  # number of a passport or other identity document
    birth_year = SealedField()

    class Meta(Owned.Meta):
        app_label = "people"


class Alias(Owned):
    """How a list names a person, as a blind index. `batch`: the list, empty when typed by hand."""

    shared_as: ClassVar[str | None] = None
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=12)
    index = models.CharField(max_length=32)
    batch = models.CharField(max_length=14, blank=True)

    class Meta(Owned.Meta):
        app_label = "people"
        indexes = (models.Index(fields=("owner", "kind", "index"), name="person_by_alias"),)


class Consent(Owned):
    """That a person agreed to one use of what is known of it. No row is no consent."""

    shared_as: ClassVar[str | None] = None
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20)
    scope = models.CharField(max_length=200)
    how = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    evidence = models.CharField(max_length=120, blank=True)
    given_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=20, blank=True)

    class Meta(Owned.Meta):
        app_label = "people"


class NameList(Owned):
    """What became of the names in an accepted list: rows = recorded + known + nameless."""

    shared_as: ClassVar[str | None] = None
    batch = models.CharField(max_length=14)
    rows = models.PositiveIntegerField()
    recorded = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    nameless = models.PositiveIntegerField()
    not_kept = models.JSONField(default=list)  # headings of personal columns nobody needs
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "people"
        constraints = (models.UniqueConstraint(fields=("owner", "batch"), name="name_list_once"),)
