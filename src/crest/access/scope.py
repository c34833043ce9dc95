"""Rows belong to organisations; who asks without saying who they are gets nothing.

`Thing.objects.within(actor)` is the only ordinary way to read. `Thing.objects.everywhere(because)`
is for the system itself (delivery, migration, counting of the installation) and says why.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

from crest.access.errors import NotFound

if TYPE_CHECKING:
    from crest.access.records import Actor

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no letter that is read as another
T = TypeVar("T", bound="Owned", covariant=True)  # noqa: PLC0105


def new_ref() -> str:
    """A public id that tells nothing and is never used again: 14 letters, 68 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(14))


class ScopedQuerySet(models.QuerySet[T]):
    """Rows already narrowed to what one actor may see."""

    def one(self, ref: str) -> T:
        """The row with this public id. Raises NotFound, alike for absent and for not visible."""
        found = self.filter(ref=ref).first()
        if found is None:
            raise NotFound(
                "There is no such record here.", todo="Go back to the list and choose again."
            )
        return found


class ScopedManager(models.Manager[T]):
    """Gives no row until an actor is named."""

    def get_queryset(self) -> ScopedQuerySet[T]:
        """No rows: deny by default."""
        return ScopedQuerySet(self.model, using=self._db).none()

    def within(self, actor: Actor) -> ScopedQuerySet[T]:
        """What the actor may read: its organisation's rows and those shared with it."""
        rows: ScopedQuerySet[T] = ScopedQuerySet(self.model, using=self._db)
        owners = actor.sees(self.model.shared_as)
        if len(owners) == 1:
            return rows.filter(owner_id=next(iter(owners)))
        return rows.filter(owner_id__in=sorted(owners))

    def owned_by(self, actor: Actor) -> ScopedQuerySet[T]:
        """What the actor's own organisation owns: the only rows it may change."""
        return ScopedQuerySet(self.model, using=self._db).filter(owner_id=actor.organisation)

    def where(self, actor: Actor) -> tuple[str, list[int]]:
        """As `within`, as a condition of SQL with its values: for the few reads written by hand."""
        owners = sorted(actor.sees(self.model.shared_as))
        return f"owner_id IN ({','.join(['%s'] * len(owners))})", owners

    def everywhere(self, because: str) -> ScopedQuerySet[T]:
        """All rows, for the system itself; `because` is for the reader of the code."""
        if not because:
            raise ValueError("Say why the scope is left.")
        return ScopedQuerySet(self.model, using=self._db)


class Owned(models.Model):
    """A row that belongs to one organisation. `shared_as` names the kind an agreement can cover."""

    shared_as: ClassVar[str | None] = None
    ref = models.CharField(max_length=14, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True
