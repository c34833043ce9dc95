"""Tables of evidence. No verbs here."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from crest.access.facade import Owned


class Source(Owned):
    """Where a document comes from: who says so, and of when it is."""

    shared_as: ClassVar[str | None] = "evidence"
    title = models.CharField(max_length=200)
    said_by = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        app_label = "evidence"


class Document(Owned):
    """A file as it was received. `tier`: `chain` (firms, sites, links) or `workers` (what workers
    told: read by its owner only, through the doorway that logs, and never copied into rows)."""

    CHAIN, WORKERS = "chain", "workers"

    shared_as: ClassVar[str | None] = "evidence"
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80, blank=True)
    tier = models.CharField(max_length=8, default=CHAIN)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        app_label = "evidence"
        constraints = (
            models.UniqueConstraint(fields=("owner", "sha256", "name"), name="same_file_once"),
        )


class Batch(Owned):
    """One document on its way to being relied on. See `states.py` for its life."""

    shared_as: ClassVar[str | None] = "evidence"
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=12, default="received")
    columns = models.JSONField(default=dict)  # per list: column of the file → our column
    counts = models.JSONField(default=dict)  # per list: rows, records, rejected, warnings
    sentence = models.TextField(blank=True)  # why it cannot be read, where it cannot
    todo = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    turned_at = models.DateTimeField(auto_now=True)  # when its state last changed
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "evidence"


class Row(Owned):
    """One data row of a list, as given. `number` is 1-based; the header does not count."""

    shared_as: ClassVar[str | None] = "evidence"
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)  # sites, organisations, links, channels …
    values = models.JSONField()  # column as given → text as given
    rejected = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        app_label = "evidence"
        constraints = (
            models.UniqueConstraint(fields=("batch", "sheet", "number"), name="row_once"),
        )


class RowProblem(Owned):
    """What is wrong with a row or a whole list, in a sentence, and what to do."""

    shared_as: ClassVar[str | None] = "evidence"
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)  # rejected, warning, note
    sentence = models.TextField()
    todo = models.TextField(blank=True)

    class Meta(Owned.Meta):
        app_label = "evidence"
