"""Long work: what a person can watch, cancel and try again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from crest.access.scope import Owned


class Job(Owned):
    """One piece of background work. `beat_at` tells a live worker from a killed one."""

    WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"

    task = models.CharField(max_length=80)  # name in the table of tasks
    subject = models.CharField(max_length=80)  # public id of what it works on
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=WAITING)
    step = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    sentence = models.TextField(blank=True)  # why it failed, in plain words
    todo = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "access"
        indexes = (models.Index(fields=("state", "beat_at"), name="job_state"),)


class Chore(models.Model):
    """When something the installation does by itself was last begun; empty: it is due."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "access"
