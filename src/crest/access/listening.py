"""Which step of which flow hears of which event. Filled by `flows` alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
_STEPS: Final[dict[str, dict[str, Callable[..., Any]]]] = {}


def when(tag: str) -> Callable[[F], F]:
    """Make a function a step that follows an event. It is called with the event's subject and
    `by`, an Actor of the same organisation; it must be safe to repeat."""

    def wrap(step: F) -> F:
        _STEPS.setdefault(tag, {})[f"{step.__module__}.{step.__qualname__}"] = step
        return step

    return wrap


def steps_of(tag: str) -> tuple[str, ...]:
    """Names of the steps that follow events with this tag."""
    return tuple(_STEPS.get(tag, {}))


def step_named(tag: str, name: str) -> Callable[..., Any] | None:
    """The step of that name, or None where it no longer exists."""
    return _STEPS.get(tag, {}).get(name)


def tags_heard() -> frozenset[str]:
    """Every tag some step follows."""
    return frozenset(_STEPS)
