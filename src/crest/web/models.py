"""Tables of the roof: what the API keeps between two requests. Each belongs to an organisation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from crest.access.facade import Owned


class KeptAnswer(Owned):
    """The answer to a request with an Idempotency-Key, for 24 hours, to give it again."""

    shared_as: ClassVar[str | None] = None
    person = models.BigIntegerField(default=0)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    made_at = models.DateTimeField()

    class Meta(Owned.Meta):
        app_label = "web"
        constraints = (
            models.UniqueConstraint(fields=("owner", "person", "key"), name="idempotency_key_once"),
        )
        indexes = (models.Index(fields=("made_at",), name="kept_answer_age"),)


class Bucket(Owned):
    """How many requests a token or an organisation may make now. `name`: whose."""

    shared_as: ClassVar[str | None] = None
    name = models.CharField(max_length=80, unique=True)
    level = models.FloatField()
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        app_label = "web"
