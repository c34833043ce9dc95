"""What waits for a person: each provider gives lines of work to those who may do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from crest.access import facade as access


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of My work: what waits, how many, where it is done, and why it matters.

    `late` marks what is overdue. A line with a `count` of 0 is not shown.
    """

    title: Any
    count: int
    href: str
    why: Any = ""
    icon: str = "arrow"
    late: bool = False


Provider = Callable[[access.Actor], Iterable[WorkItem]]
PROVIDERS: Final[list[tuple[access.Permission, Provider]]] = []


def work_list(*, needs: access.Permission) -> Callable[[Provider], Provider]:
    """Register a function that lists work for whoever has the permission."""

    def register(provider: Provider) -> Provider:
        PROVIDERS.append((needs, provider))
        return provider

    return register


def work_for(by: access.Actor) -> tuple[WorkItem, ...]:
    """All that waits for this person: what is late first, then as registered."""
    found = [
        item
        for needs, provider in PROVIDERS
        if needs in by.may
        for item in provider(by)
        if item.count and item.href
    ]
    return tuple(sorted(found, key=lambda item: not item.late))
