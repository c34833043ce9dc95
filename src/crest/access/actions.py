"""The one doorway for writes (`action`) and its sister for sensitive reads (`reading`).

    @action("evidence:batch:accept", needs=Permission.ACCEPT_EVIDENCE)
    def accept_batch(*, by: Actor, batch: str) -> BatchCard: ...

In this order: permission, transaction, verb, one event of the log, one delivery per listening step
of a flow. If the verb fails nothing remains but the denial. Verbs may call verbs: they share the
outermost transaction, and a denial is written after that one has been rolled back.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar

from django.db import transaction
from django.utils import timezone

from crest.access.errors import NotAllowed, NotFound
from crest.access.listening import steps_of
from crest.access.models.events import Delivery
from crest.access.permissions import Permission
from crest.access.records import Actor
from crest.access.trail import Said, append

P = ParamSpec("P")
R = TypeVar("R")
VERBS: Final[dict[str, Permission]] = {}
_depth: ContextVar[int] = ContextVar("crest_action_depth", default=0)


def action(
    tag: str, *, needs: Permission, subject: Callable[[Any], str] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb. It must take the keyword `by` (an Actor).

    `tag` is room:noun:verb. `subject` names the event's subject from the result; without it, the
    result's `ref`, else the first keyword besides `by` that is a text.
    Raises NotAllowed when the actor has no such permission.
    """
    return _doorway(tag, needs, subject, listeners=True)


def reading(
    tag: str, *, needs: Permission, subject: Callable[[Any], str] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a sensitive read: no answer without its entry in the log."""
    return _doorway(tag, needs, subject, listeners=False)


def _doorway(
    tag: str, needs: Permission, subject: Callable[[Any], str] | None, *, listeners: bool
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def wrap(verb: Callable[P, R]) -> Callable[P, R]:
        VERBS[tag] = needs

        @functools.wraps(verb)
        def walk(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            if not isinstance(by, Actor):
                raise TypeError(f"{tag} needs an Actor, not {type(by).__name__}")
            about = _named(kwargs)
            token = _depth.set(_depth.get() + 1)
            try:
                require(by, needs)
                with transaction.atomic():
                    result = verb(*args, **kwargs)
                    _write_down(tag, by, subject, result, about, listeners=listeners)
            except (NotAllowed, NotFound) as denial:
                denial.tag = getattr(denial, "tag", tag)  # type: ignore[union-attr]
                denial.about = getattr(denial, "about", about)  # type: ignore[union-attr]
                if _depth.get() == 1:
                    log_denial(by, denial)
                raise
            finally:
                _depth.reset(token)
            return result

        walk.tag, walk.needs = tag, needs  # type: ignore[attr-defined]
        return walk

    return wrap


def require(by: Actor, needs: Permission) -> None:
    """Raises NotAllowed unless the actor may, and has confirmed itself where its role asks so."""
    if needs not in by.may:
        raise NotAllowed(
            "Your role does not allow this.",
            todo="Ask an administrator of your organisation if you need it for your work.",
        )
    if not by.confirmed:
        raise NotAllowed(
            "This needs a second factor.", todo="Set up a second factor and sign in with it."
        )


def log_denial(by: Actor, denial: NotAllowed | NotFound) -> None:
    """Write down what was refused. The transaction of the refused verb is rolled back by now."""
    append(
        by,
        Said(
            tag=getattr(denial, "tag", "access:page:open"),
            subject=getattr(denial, "about", ""),
            allowed=False,
            because=denial.code,
        ),
        at=timezone.now(),
    )


def _write_down(
    tag: str, by: Actor, subject: Callable[[Any], str] | None, result: Any, about: str, *,
    listeners: bool,
) -> None:  # fmt: skip
    named = subject(result) if subject else getattr(result, "ref", "") or about
    fields = tuple(getattr(result, "fields_read", ()))
    event = append(by, Said(tag=tag, subject=str(named)[:80], fields=fields), at=timezone.now())
    if listeners:
        Delivery.objects.bulk_create([Delivery(event=event, step=step) for step in steps_of(tag)])


def _named(kwargs: dict[str, Any]) -> str:
    texts = (value for name, value in kwargs.items() if name != "by" and isinstance(value, str))
    return next(texts, "")[:80]
