"""Keys of survey exports: which cost belongs to which interview."""

from __future__ import annotations


def key_of(text: str) -> str | None:
    """The key of an interview without decoration, the same from parent and child.

    “uuid:1f…” and “uuid:1f…/costs[2]” both give “1f…”; a number such as “12.0” gives “12”.
    """
    bare = text.strip().split("/", 1)[0].removeprefix("uuid:")
    return bare.removesuffix(".0") or None
