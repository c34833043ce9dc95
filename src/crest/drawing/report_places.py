"""The first half of the report: key numbers, map, and the workplaces with their two chains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crest.drawing.assets import countries
from crest.drawing.chain import chain_figure
from crest.drawing.chain_text import said
from crest.drawing.chain_words import percent
from crest.drawing.country_names import country_name
from crest.drawing.engine_words import engine_html
from crest.drawing.map_data import read_corridors, read_marks
from crest.drawing.map_marks import outline
from crest.drawing.markup import element, escaped
from crest.drawing.report_data import ReportData, WorkplaceView
from crest.drawing.report_tables import FIRST_ROWS, data_table, empty, section
from crest.drawing.wording import LANGUAGES, Voices
from crest.drawing.world import world_map, zoom_map

if TYPE_CHECKING:
    from collections.abc import Mapping

_TILES: Final = (
    "workers", "workers_mapped", "sites", "recruiters", "links", "corridors", "review", "problems",
)  # fmt: skip
_MOST_TILES: Final = 6
_MOST_WORKPLACES: Final = 12


def figure(value: Any) -> str:
    """A number of the summary as text: thousands separated, shares of one as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def hero(data: ReportData, voices: Voices) -> str:
    """The first screen: what this is, and the key numbers."""
    known = [key for key in _TILES if data.summary.get(key) is not None][:_MOST_TILES]
    tiles = "".join(_tile(key, data.summary, voices) for key in known)
    numbers = element("dl", tiles, class_="tiles") if tiles else empty("number.none", voices)
    words = (
        element("p", escaped(data.title), class_="title")
        + element("h1", voices.html("page.hero"))
        + element("p", voices.html("page.lead"), class_="lead")
    )
    return element("div", element("div", words) + numbers, class_="hero")


def _tile(key: str, summary: Mapping[str, Any], voices: Voices) -> str:
    more = ""
    workers, mapped = summary.get("workers"), summary.get("workers_mapped")
    if key == "workers_mapped" and workers and mapped is not None:
        text = voices.html("number.of_workers", share=percent(mapped / workers))
        more = element("dd", text, class_="more")
    return element(
        "div",
        element("dt", voices.html(f"number.{key}"))
        + element("dd", escaped(figure(summary[key])), class_="figure")
        + more,
    )


def map_section(data: ReportData, voices: Voices) -> str:
    """World map, closer view, legend and the corridors as a table."""
    marks = read_marks(data.nodes)
    corridors = read_corridors(data.nodes, data.edges, data.corridors)
    inner = ""
    if len(marks) or corridors:
        given = data.corridors
        world = world_map(data.nodes, data.edges, corridors=given, languages=LANGUAGES, alone=False)
        zoom = zoom_map(data.nodes, data.edges, corridors=given, languages=LANGUAGES, alone=False)
        inner = _scrolled(world, "map", "map.title", voices)
        if zoom:
            caption = element("figcaption", voices.html("map.zoom"))
            inner += element("figure", caption + _scrolled(zoom, "map close", "map.zoom", voices))
        inner = element("div", _map_legend(voices) + inner, class_="card")
    else:
        inner = empty("map.empty", voices)
    notes = []
    if marks.unplaced:
        notes.append(voices.html("map.unplaced", n=marks.unplaced))
    if not countries("110m"):
        notes.append(voices.html("map.no_land"))
    notes.append(voices.html("map.borders"))
    inner += "".join(element("p", note, class_="note") for note in notes)
    inner += element("h3", voices.html("corridor.heading")) + _corridors(data, voices)
    return section("map", "map.heading", "map.lead", inner, voices)


def _scrolled(drawing: str, css: str, label: str, voices: Voices) -> str:
    """A drawing that narrow screens scroll sideways, also by keyboard."""
    name = voices.plain(label)
    return element("div", drawing, class_=css, tabindex="0", role="region", aria_label=name)


def _map_legend(voices: Voices) -> str:
    items = []
    for shape in ("site", "recruiter", "buyer", "origin"):
        mark = (
            element("circle", "", class_="mark site", cx="9", cy="9", r="5")
            if shape == "site"
            else element("path", "", class_=f"mark {shape}", d=outline(shape, 9.0, 9.0, 4.6))
        )
        items.append(_sample(mark, 18) + voices.html(f"key.{shape}"))
    for css, key in (("mark any", "key.exact"), ("mark any looked-up", "key.looked_up")):
        mark = element("circle", "", class_=css, cx="9", cy="9", r="5")
        items.append(_sample(mark, 18) + voices.html(key))
    for dash, key in ((None, "key.corridor"), ("1 5", "key.corridor_unknown")):
        arc = element(
            "path", "", class_="arc", d="M2 14Q18 0 34 10", stroke_width="4" if not dash else "2",
            stroke_dasharray=dash,
        )  # fmt: skip
        items.append(_sample(arc, 36) + voices.html(key))
    return element("ul", "".join(element("li", item) for item in items), class_="legend")


def _sample(inner: str, width: int) -> str:
    return element("svg", inner, class_="world", width=width, height=18, aria_hidden="true")


def _country(code: str | None, voices: Voices) -> str:
    if not code:
        return voices.html("unknown")
    return said(voices, {words.language: country_name(code, words) for words in voices.voices})


def _corridors(data: ReportData, voices: Voices) -> str:
    heads = ["column.origin", "column.destination", "column.people"]
    if data.corridors is None:
        found = read_corridors(data.nodes, data.edges)
        listed: list[dict[str, Any]] = [
            {"origin": c.origin, "destination": c.destination, "people": c.people} for c in found
        ]
    else:
        listed = data.corridors.slice(0, FIRST_ROWS).to_pylist()
        heads += [
            f"column.{name}"
            for name in ("workplaces", "recruiters")
            if name in data.corridors.column_names
        ]
    if not listed:
        return empty("corridor.empty", voices)
    rows = []
    for row in listed[:FIRST_ROWS]:
        cells = [_country(row["origin"], voices), _country(row["destination"], voices)]
        for head in heads[2:]:
            value = row.get(head.removeprefix("column."))
            cells.append(voices.html("unknown") if value is None else escaped(figure(value)))
        rows.append(cells)
    total = len(listed) if data.corridors is None else data.corridors.num_rows
    return data_table(
        heads,
        rows,
        voices,
        label="corridor.heading",
        total=total,
        file="map.geojson",
        css="narrow-table",
    )


def chains_section(data: ReportData, voices: Voices) -> str:
    """The most important workplaces, each behind its name; the first one open."""
    views = [WorkplaceView(*view) for view in data.workplaces][:_MOST_WORKPLACES]
    if not views:
        inner = empty("chains.empty", voices)
        return section("chains", "chains.heading", "chains.lead", inner, voices)
    links = "".join(
        element("li", element("a", escaped(view.name), href=f"#place-{index}"))
        for index, view in enumerate(views)
    )
    jump = ""
    if len(views) > 1:
        jump = element(
            "nav",
            element("p", voices.html("chains.more")) + element("ol", links),
            class_="jump",
            aria_label=voices.plain("chains.more"),
        )
    places = "".join(_workplace(index, view, voices) for index, view in enumerate(views))
    return section("chains", "chains.heading", "chains.lead", jump + places, voices)


def _workplace(index: int, view: WorkplaceView, voices: Voices) -> str:
    told = "".join(element("li", engine_html(voices, text)) for text in view.sentences)
    sentences = element("ul", told, class_="sentences")
    if not told:
        sentences = empty("chains.no_sentences", voices)
    figure_html = chain_figure(
        view.nodes, view.edges, workplace=view.node, languages=LANGUAGES, ident=f"chain-{index}"
    )
    bar = coverage_bar(view.coverage, voices)
    if bar:
        bar = element("div", element("p", voices.html("chains.coverage")) + bar, class_="covered")
    return element(
        "details",
        element("summary", element("h3", escaped(view.name))) + sentences + bar + figure_html,
        class_="card place",
        id=f"place-{index}",
        open="open" if index == 0 else None,
    )


def coverage_bar(row: Mapping[str, Any], voices: Voices) -> str:
    """Workers mapped out of workers as a bar with its numbers; "" when `row` holds neither."""
    whole, part = row.get("workers"), row.get("workers_mapped")
    if part is None and whole is None:
        return ""
    if not whole or part is None:
        return element("p", voices.html("coverage.unknown_whole"), class_="note")
    share = min(1.0, part / whole)
    bar = element(
        "svg",
        element("rect", "", class_="whole", width="100", height="10")
        + element("rect", "", class_="part", width=f"{100 * share:.1f}", height="10"),
        viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar", aria_hidden="true",
    )  # fmt: skip
    text = voices.html("coverage.of", part=int(part), whole=int(whole))
    return bar + element(
        "p", element("strong", escaped(percent(share))) + " · " + text, class_="bar-text"
    )
