"""Escaping and small builders for HTML and SVG text.

Everything that came from a file passes through `escaped` exactly once, at the place where it
enters the markup; nothing else in this package may put a foreign string into a tag.
"""

from __future__ import annotations

import html
import re
from typing import Final

# XML 1.0 forbids these, and the bidirectional overrides can make a name read as another one.
_UNSHOWABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def shown(text: str) -> str:
    """`text` on one line, without characters that XML forbids or that reorder a line."""
    return " ".join(_UNSHOWABLE.sub("", text).split())


def escaped(text: object) -> str:
    """Any value as text that is safe inside an element or a quoted attribute."""
    return html.escape(shown(str(text)), quote=True)


def attributes(values: dict[str, object]) -> str:
    """` a="1" b="2"` with every value escaped; None leaves an attribute out."""
    return "".join(
        f' {name.replace("_", "-")}="{escaped(value)}"'
        for name, value in values.items()
        if value is not None
    )


def element(tag: str, inner: str = "", **values: object) -> str:
    """One element whose `inner` is markup already; `class_` and `for_` write class and for."""
    named = {key.removesuffix("_"): value for key, value in values.items()}
    return f"<{tag}{attributes(named)}>{inner}</{tag}>"


def linked(inner: str, href: str) -> str:
    """Markup that leads to `href`; as it is when there is no such page."""
    return element("a", inner, href=href) if href else inner


def number(value: float) -> str:
    """A coordinate with at most one decimal, so that files stay small and equal on all machines."""
    rounded = f"{value:.1f}"
    rounded = rounded.removesuffix(".0")
    return "0" if rounded == "-0" else rounded
