"""The two-lane drawing of one workplace: labour above, goods below, buyers to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.drawing.chain_folding import folded
from crest.drawing.chain_layout import arranged
from crest.drawing.chain_model import Chain, DrawingError, read_chain
from crest.drawing.chain_paint import painted
from crest.drawing.chain_text import as_steps, as_table, legend
from crest.drawing.chain_words import box_name
from crest.drawing.markup import element
from crest.drawing.wording import Voices

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BOXES: Final = 30

__all__ = ["DrawingError", "chain_figure", "two_lanes"]


def two_lanes(
    nodes: pa.Table,
    edges: pa.Table,
    *,
    workplace: str,
    most_boxes: int = MOST_BOXES,
    languages: tuple[str, ...] = ("en",),
    ident: str = "chain",
    alone: bool = True,
) -> str:
    """One SVG drawing of how people and goods reach a workplace.

    `nodes`: NODES columns plus `lane` (labour | goods | customer) and `step` (whole number of
    steps from the workplace, negative upstream); `edges`: EDGES columns. `workplace` is a node id.
    At most `most_boxes` boxes (4..60) are drawn; the rest folds into counted groups. Widths are
    proportional to people (labour) or share of goods; lines that are not verified are dashed.
    `ident` prefixes the ids inside; `alone` adds a style sheet for light and dark (leave it out
    inside a page that has one). The same tables always give the same text.
    Raises DrawingError when the workplace is not among the nodes, WordError for other languages.
    """
    chain = folded(read_chain(nodes, edges, workplace), most_boxes)
    return _svg(chain, Voices.of(languages), ident=ident, alone=alone)


def _svg(chain: Chain, voices: Voices, *, ident: str, alone: bool) -> str:
    names = {
        box.key: {words.language: box_name(box, words) for words in voices.voices}
        for box in chain.boxes.values()
    }
    return painted(chain, arranged(chain, names), voices, ident=ident, alone=alone)


def chain_figure(
    nodes: pa.Table,
    edges: pa.Table,
    *,
    workplace: str,
    most_boxes: int = MOST_BOXES,
    languages: tuple[str, ...] = ("en",),
    ident: str = "chain",
) -> str:
    """HTML `<figure>` for a page, complete for every reader.

    The drawing and its legend, the same as a list of steps for narrow screens, and "Read this
    drawing as a table". Arguments and errors as in `two_lanes`; the page brings the style sheet.
    """
    voices = Voices.of(languages)
    everything = read_chain(nodes, edges, workplace)
    table = as_table(everything, edges, nodes, voices)
    chain = folded(everything, most_boxes)
    note = ""
    if chain.hidden:
        text = voices.html("chain.folded", shown=len(chain.boxes), hidden=chain.hidden)
        note = element("p", text, class_="note")
    drawing = element(
        "div",
        _svg(chain, voices, ident=ident, alone=False),
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=voices.plain("chain.title", name=chain.centre.name),
    )
    steps = element("div", as_steps(chain, voices), class_="narrow")
    return element("figure", legend(voices) + drawing + steps + note + table, class_="chain-figure")
