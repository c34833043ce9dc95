"""The two-lane drawing in words: legend, list of steps for narrow screens, and table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing.chain_lines import dashes
from crest.drawing.chain_model import CENTRE, Box, Chain, Link, evidence_count, lane_of
from crest.drawing.chain_words import amount, box_detail, box_name
from crest.drawing.engine_words import evidence_html
from crest.drawing.markup import element, escaped, linked

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from crest.drawing.wording import Voices, Words

_TABLE_ROWS: Final = 200


def said(voices: Voices, texts: dict[str, str]) -> str:
    """The same text in every language as spans; bare when all are equal."""
    return voices.spans(texts)


def legend(voices: Voices) -> str:
    """What colours, widths, dashes and numbers mean."""

    def sample(css: str, width: str, dash: str | None) -> str:
        line = element(
            "line", "", class_=f"line {css}", x1="0", y1="7", x2="36", y2="7",
            stroke_width=width, stroke_dasharray=dash, stroke="currentColor",
        )  # fmt: skip
        return element("svg", line, class_="chain", width="36", height="14", aria_hidden="true")

    badge = element(
        "svg",
        element("circle", "", cx="8", cy="8", r="7", fill="none", stroke="currentColor")
        + element("text", "3", x="8", y="11", font_size="9", text_anchor="middle"),
        class_="chain", width="16", height="16", aria_hidden="true",
    )  # fmt: skip
    items = [
        sample("labour", "8", None) + voices.html("key.labour"),
        sample("goods", "8", None) + voices.html("key.goods"),
        sample("ink", "4", None) + voices.html("key.verified"),
        sample("ink", "4", dashes("declared", 4.0)) + voices.html("key.declared"),
        sample("ink", "4", dashes("unverified", 4.0)) + voices.html("key.unverified"),
        badge + voices.html("key.evidence"),
        sample("ink", "2", None) + voices.html("key.thin"),
        sample("control", "2", None) + voices.html("key.control"),
    ]
    return element("ul", "".join(element("li", item) for item in items), class_="legend")


def as_steps(chain: Chain, voices: Voices) -> str:
    """The drawing as lists from the furthest step to the buyers, for screens under 48 rem."""
    outgoing: dict[str, list[Link]] = {}
    for link in chain.links:
        outgoing.setdefault(link.source, []).append(link)
    parts = []
    for lane in ("labour", "goods"):
        boxes = chain.lane(lane)
        parts.append(element("h4", voices.html(f"lane.{lane}"), class_=f"lane-{lane}"))
        if not boxes:
            parts.append(element("p", voices.html(f"chain.empty_{lane}"), class_="note"))
        for column in sorted({box.column for box in boxes}):
            heading = voices.html(f"chain.step_{lane}", n=-column)
            parts.append(
                _step(heading, [b for b in boxes if b.column == column], outgoing, chain, voices)
            )
    parts.append(
        element(
            "div",
            element("p", voices.html("workplace"), class_="role")
            + element("p", escaped(chain.centre.name), class_="name"),
            class_="here",
        )
    )
    customers = chain.lane("customer")
    for column in sorted({box.column for box in customers}):
        heading = voices.html("chain.step_customer", n=column)
        own = [box for box in customers if box.column == column]
        parts.append(_step(heading, own, outgoing, chain, voices))
    return "".join(parts)


def _step(
    heading: str, boxes: list[Box], outgoing: dict[str, list[Link]], chain: Chain, voices: Voices
) -> str:
    items = "".join(_item(box, outgoing.get(box.key, []), chain, voices) for box in boxes)
    return element("p", heading, class_="step") + element("ul", items, class_="steps")


def _item(box: Box, links: list[Link], chain: Chain, voices: Voices) -> str:
    name = element(
        "span",
        linked(
            said(voices, {words.language: box_name(box, words) for words in voices.voices}),
            box.href,
        ),
        class_="name",
    )
    detail = said(voices, {words.language: box_detail(box, words) for words in voices.voices})
    lines = "".join(
        element(
            "li",
            linked(
                said(voices, {w.language: _arrow(link, chain, w) for w in voices.voices}), link.href
            ),
            class_=f"{link.lane} {link.verification}",
        )
        for link in links
        if link.source != CENTRE
    )
    listed = element("ul", lines) if lines else ""
    return element("li", name + element("span", detail, class_="detail") + listed)


def _arrow(link: Link, chain: Chain, words: Words) -> str:
    target = box_name(chain.boxes[link.target], words)
    sure = words.say(f"verification.{link.verification}")
    return f"→ {target}: {amount(link, words)}; {sure}"


def dates(start: date | None, end: date | None, words: Words) -> str:
    """A period in words; empty when neither end is known."""
    if start and end:
        return words.say("date.both", start=start.isoformat(), end=end.isoformat())
    if start:
        return words.say("date.from", start=start.isoformat())
    return words.say("date.to", end=end.isoformat()) if end else ""


def as_table(chain: Chain, edges: pa.Table, nodes: pa.Table, voices: Voices) -> str:
    """Every link of the drawing, unfolded, behind "Read this drawing as a table"."""
    names = dict(zip(nodes["node"].to_pylist(), nodes["name"].to_pylist(), strict=True))
    rows = edges.slice(0, _TABLE_ROWS).to_pylist()
    columns = ("from", "relation", "to", "amount", "dates", "verification", "evidence")
    head = "".join(element("th", voices.html(f"column.{key}"), scope="col") for key in columns)
    body = "".join(_row(row, names, voices) for row in rows)
    caption = ""
    if edges.num_rows > _TABLE_ROWS:
        text = voices.html("chain.table_limit", shown=_TABLE_ROWS, n=edges.num_rows)
        caption = element("p", text, class_="note")
    table = element("table", element("thead", element("tr", head)) + element("tbody", body))
    return element(
        "details",
        element("summary", voices.html("chain.table"))
        + caption
        + element("div", table, class_="scroll", tabindex="0", role="region",
                  aria_label=voices.plain("chain.table")),
        id="all-links" if any(box.href for box in chain.boxes.values()) else None,
    )  # fmt: skip


def _row(row: dict[str, Any], names: dict[str, str], voices: Voices) -> str:
    link = Link("", "", lane_of(row["relation"], set()), people=row["people"], share=row["share"])
    source, target = row["source_node"], row["target_node"]
    how_sure = row["verification"] or "unknown"
    count = evidence_count(row["evidence"])
    cells = [
        escaped(names.get(source, source)),
        linked(voices.code_html("relation", row["relation"]), row.get("href") or ""),
        escaped(names.get(target, target)),
        said(voices, {w.language: amount(link, w) for w in voices.voices}),
        said(
            voices,
            {w.language: dates(row["valid_from"], row["valid_to"], w) for w in voices.voices},
        ),
        voices.code_html("verification", how_sure),
        element("span", evidence_html(voices, row["evidence"]), class_="evidence")
        if count
        else voices.html("no_evidence"),
    ]
    return element("tr", "".join(element("td", cell) for cell in cells))
