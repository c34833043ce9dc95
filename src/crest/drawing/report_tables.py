"""Tables, sections and empty states that all parts of the report share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.drawing.markup import element

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crest.drawing.wording import Voices

FIRST_ROWS = 200
_FILTERED = 8  # longer tables get a filter


def section(key: str, heading: str, lead: str, inner: str, voices: Voices) -> str:
    """One section of the page with its anchor, heading and first sentence."""
    return element(
        "section",
        element("h2", voices.html(heading), id=f"{key}-h")
        + (element("p", voices.html(lead), class_="lead") if lead else "")
        + inner,
        id=key,
        aria_labelledby=f"{key}-h",
    )


def empty(key: str, voices: Voices) -> str:
    """What a section says when it has nothing to show."""
    return element("p", voices.html(key), class_="empty")


def data_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    voices: Voices,
    *,
    label: str,
    total: int | None = None,
    file: str | None = None,
    css: str = "",
    right: Collection[int] = (),
) -> str:
    """A table of ready markup: `heads` are word keys, `rows` hold escaped cells.

    Every cell repeats its heading for narrow screens, where a row becomes a card. `total` counts
    the rows of `file`, of which `rows` are the first. `right`: columns of numbers, by position.
    """
    total = len(rows) if total is None else total
    head = "".join(
        element("th", voices.html(key), scope="col", class_="right" if at in right else None)
        for at, key in enumerate(heads)
    )
    body = "".join(
        element(
            "tr",
            "".join(
                element(
                    "td",
                    element("span", voices.html(key), class_="head") + cell,
                    class_="right" if at in right else None,
                )
                for at, (key, cell) in enumerate(zip(heads, row, strict=True))
            ),
        )
        for row in rows
    )
    note = ""
    if file and total > len(rows):
        note = voices.html("page.shown", shown=len(rows), n=total, file=file)
    elif file:
        note = voices.html("page.all_in", file=file)
    search = ""
    if len(rows) > _FILTERED:
        box = element("input", "", type="search", autocomplete="off").removesuffix("</input>")
        search = element(
            "label", voices.html("page.filter") + " " + box, class_="filter", hidden="hidden"
        )
    table = element("table", element("thead", element("tr", head)) + element("tbody", body))
    scroll = element(
        "div", table, class_="scroll", tabindex="0", role="region", aria_label=voices.plain(label)
    )
    note = element("p", note, class_="note") if note else ""
    return element("div", search + scroll + note, class_=f"data {css}".strip())
