"""The event log: outbox of the flows and tamper-evident trail in one table."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that was done, read or denied. Rows are only ever added.

    `fields` names what was read or changed, never the values. `mac` chains the row to the one
    before: HMAC-SHA-256 over the previous mac and this row (see `trail.py`).
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    tag = models.CharField(max_length=80)
    person = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    fields = models.JSONField(default=list)
    allowed = models.BooleanField(default=True)
    because = models.CharField(max_length=300, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        app_label = "access"
        indexes = (
            models.Index(fields=("organisation", "-sequence"), name="event_of_organisation"),
            models.Index(fields=("subject",), name="event_of_subject"),
        )


class ChainHead(models.Model):
    """The last link of the chain: one row, locked while a link is added."""

    sequence = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        app_label = "access"


class Checkpoint(models.Model):
    """A signed statement of the chain's state; its copy lies off the database."""

    sequence = models.BigIntegerField()
    mac = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    class Meta:
        app_label = "access"


class Delivery(models.Model):
    """An event that a step of a flow still has to hear of, or has heard of: never twice."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    step = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)  # not before; set after a failure
    sentence = models.TextField(blank=True)

    class Meta:
        app_label = "access"
        constraints = (models.UniqueConstraint(fields=("event", "step"), name="delivered_once"),)
        indexes = (
            models.Index(
                fields=("event",), name="delivery_pending", condition=models.Q(done_at=None)
            ),
        )
