"""Pieces the sections of the assessment report share: marks, figures with their table, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing.assessment_words import sentence_html
from crest.drawing.chart_sheet import NARROW, WIDE
from crest.drawing.engine_words import engine_html
from crest.drawing.markup import element, escaped
from crest.drawing.report_tables import data_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crest.drawing.wording import Voices
    from crest.engine.rulebook.models import Cite

_GRAVEST: Final = 5


def severity_mark(level: int, voices: Voices) -> str:
    """Five boxes, filled up to the level, and its word."""
    boxes = "".join(
        element(
            "rect", "", class_="on" if at < level else "off", x=1 + at * 9, y="1", width="7",
            height="10",
        )
        for at in range(_GRAVEST)
    )  # fmt: skip
    drawn = element("svg", boxes, class_="boxes", width="46", height="12", aria_hidden="true")
    word = voices.html(f"severity_level.{min(max(level, 1), _GRAVEST)}")
    return element("span", drawn + word, class_=f"severity s{level}")


def answer_mark(answer: str, voices: Voices) -> str:
    """“Indicated” or “unknown”, with a sign of its own."""
    sign = element("span", "●" if answer == "yes" else "○", aria_hidden="true")
    word = voices.html("answer_is.yes" if answer == "yes" else "answer_is.unknown")
    return element("span", sign + word, class_=f"pill answer-{'yes' if answer == 'yes' else 'un'}")


def confidence_mark(confidence: str | None, voices: Voices) -> str:
    """“Unverified” where a row of the rulebook is general knowledge; “verified” otherwise."""
    general = confidence != "verified"
    sign = element("span", "△" if general else "✓", aria_hidden="true")
    word = voices.html("confidence.general" if general else "confidence.verified")
    return element("span", sign + word, class_=f"mark-of {'general' if general else 'verified'}")


def verdict_mark(verdict: str | None, voices: Voices) -> str:
    """A verdict with its sign and word."""
    name = verdict or "unknown"
    sign = {"severe": "✕", "violation": "▲", "legal_gap": "◆", "allowed": "○", "mixed": "◐",
            "employer_paid": "○", "outside": "–"}.get(name, "?")  # fmt: skip
    return element(
        "span",
        element("span", sign, aria_hidden="true") + voices.code_html("verdict", name),
        class_=f"verdict is-{name}",
    )


def citations(cites: Iterable[Cite], sources: Mapping[str, str], voices: Voices) -> str:
    """Sources with the place in the text, as a list."""
    items = []
    for cite in cites:
        text = escaped(sources.get(cite.source, cite.source))
        if cite.at:
            text += " · " + escaped(cite.at)
        items.append(element("li", text))
    if not items:
        return ""
    heading = element("h4", voices.html("finding.cites"))
    return heading + element("ul", "".join(items), class_="cites")


def chart_figure(
    draw: Callable[[str, float], str],
    ident: str,
    voices: Voices,
    *,
    caption: str,
    reading: str,
    table: str,
) -> str:
    """A chart for wide and for narrow screens, how to read it, and its numbers as a table.

    `draw` takes ids' prefix and width; "" = nothing to draw, then the figure is "" too. `caption`
    and `reading` are markup.
    """
    wide = draw(ident, WIDE)
    if not wide:
        return ""
    drawing = element("div", wide, class_="at-wide")
    drawing += element("div", draw(f"{ident}-n", NARROW), class_="at-narrow")
    words = element("figcaption", element("strong", caption) + element("span", reading))
    behind = element(
        "details", element("summary", voices.html("chart.table")) + table, class_="behind"
    )
    inner = words + element("div", drawing, class_="drawn") + behind
    return element("figure", inner, class_="card charted")


def plain_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    voices: Voices,
    label: str,
    *,
    file: str | None = None,
    most: int = 200,
    narrow: bool = False,
) -> str:
    """A table of ready markup; the first `most` rows."""
    css = "narrow-table" if narrow else ""
    right = {at for at in range(len(heads)) if any('class="num"' in row[at] for row in rows)}
    return data_table(
        heads, rows[:most], voices, label=label, total=len(rows), file=file, css=css, right=right
    )


def folded(summary: str, inner: str, *, opened: bool = False, css: str = "") -> str:
    """A part of the page that opens on demand; `summary` and `inner` are markup."""
    return element(
        "details",
        element("summary", summary) + inner,
        class_=f"fold {css}".strip(),
        open="open" if opened else None,
    )


def bullets(texts: Iterable[str], voices: Voices) -> str:
    """Sentences from the engine as a list."""
    inner = "".join(element("li", engine_html(voices, text)) for text in texts)
    return element("ul", inner, class_="sentences") if inner else ""


def pairs(pairs_: Iterable[Sequence[str]], voices: Voices, css: str = "sentences") -> str:
    """Sentences in two languages as a list."""
    inner = "".join(element("li", sentence_html(voices, pair)) for pair in pairs_)
    return element("ul", inner, class_=css) if inner else ""
