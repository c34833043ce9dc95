"""The report: one HTML file that needs no network and no script."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Final

from crest import __version__
from crest.drawing.assets import font_sheet
from crest.drawing.chain_paint import SHEET as CHAIN_SHEET
from crest.drawing.markup import element, escaped, shown
from crest.drawing.report_data import FileMapping, ReportData, WorkplaceView
from crest.drawing.report_lists import columns_section, problems_section, review_section
from crest.drawing.report_notes import coverage_section, method_section
from crest.drawing.report_places import chains_section, hero, map_section
from crest.drawing.wording import LANGUAGES, Voices, load_words
from crest.drawing.world import SHEET as WORLD_SHEET

EXAMPLE: Final = "example"  # the notice of the shipped example, in both languages
_MARGIN_LETTERS: Final = 110
_HERE: Final = Path(__file__).parent
_SECTIONS: Final = ("map", "chains", "coverage", "review", "problems", "columns", "method")
_THEMES: Final = ("auto", "light", "dark")

__all__ = ["FileMapping", "ReportData", "WorkplaceView", "write_report"]


def write_report(data: ReportData, *, language: str = "en", theme: str = "auto") -> str:
    """The whole report as HTML text.

    It opens in `language` (en | th; the reader can switch without a script) and `theme` (auto |
    light | dark). Long tables show their first rows and name the file with all. The same data
    always give the same text. Raises DrawingError when a workplace is not among its own nodes,
    WordError for another language.
    """
    load_words(language)
    voices = Voices.of(LANGUAGES)
    main = "".join(
        (
            hero(data, voices),
            map_section(data, voices),
            chains_section(data, voices),
            coverage_section(data, voices),
            review_section(data, voices),
            problems_section(data, voices),
            columns_section(data, voices),
            method_section(data, voices),
        )
    )
    body = "".join(
        (
            element("a", voices.html("page.skip"), class_="skip", href="#content"),
            _notice(data.notice, voices),
            _header(voices, language, theme),
            element("main", main, id="content"),
            _footer(voices),
        )
    )
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    sheet = "\n".join(
        (
            font_sheet(body),
            (_HERE / "report.css").read_text(encoding="utf-8"),
            _on_every_page(data.notice, voices),
            CHAIN_SHEET,
            WORLD_SHEET,
        )
    )
    return _page(data.title, body, sheet, script, language)


def _page(title: str, body: str, sheet: str, script: str, language: str) -> str:
    policy = (
        f"default-src 'none'; style-src {_digest(sheet)}; script-src {_digest(script)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    # The policy's quotes must survive, so it is the one attribute not written by `element`.
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escaped(title)} · CREST</title><style>{sheet}</style>"
    )
    return (
        f'<!doctype html>\n<html lang="{escaped(language)}" id="top"><head>{head}</head>'
        f"<body>{body}<script>{script}</script></body></html>\n"
    )


def _digest(text: str) -> str:
    """The CSP source that allows exactly this inline text."""
    raw = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(raw).decode('ascii')}'"


def _notice(notice: str | None, voices: Voices) -> str:
    if not notice:
        return ""
    text = voices.html("notice.example") if notice == EXAMPLE else escaped(notice)
    return element("div", text, class_="notice", role="note")


def _on_every_page(notice: str | None, voices: Voices) -> str:
    """Repeat the notice in the margin of every printed page."""
    if not notice:
        return ""
    text = voices.plain("notice.example") if notice == EXAMPLE else _first_sentence(notice)
    # In a CSS string every letter that could end it, or the style element, is written as a code.
    safe = "".join(
        letter if letter.isalnum() or letter in " .,:;-" else f"\\{ord(letter):x} "
        for letter in text
    )
    return f'@page{{@top-left{{content:"{safe}";font:700 9pt "Noto Sans CREST",sans-serif}}}}'


def _first_sentence(text: str) -> str:
    """The margin of a page has room for one line."""
    first = shown(text).split(". ")[0]
    return first if len(first) <= _MARGIN_LETTERS else first[: _MARGIN_LETTERS - 1] + "…"


def _choice(name: str, value: str, label: str, chosen: str, **more: object) -> str:
    """One radio button of a switch that works by style sheet alone."""
    ident = f"{name}-{value}"
    checked = {"checked": "checked"} if value == chosen else {}
    radio = element("input", "", type="radio", name=name, id=ident, value=value, **checked)
    radio = radio.removesuffix("</input>")
    return radio + element("label", label, for_=ident, **more)


def _header(voices: Voices, language: str, theme: str) -> str:
    links = "".join(element("a", voices.html(f"nav.{key}"), href=f"#{key}") for key in _SECTIONS)
    names = {"en": "English", "th": "ไทย"}
    languages = "".join(
        _choice("lang", code, names[code], language, lang=code) for code in LANGUAGES
    )
    themes = "".join(
        _choice("theme", code, voices.html(f"page.theme_{code}"), theme) for code in _THEMES
    )
    switches = element(
        "fieldset", element("legend", voices.html("page.language"), class_="hide") + languages
    ) + element("fieldset", element("legend", voices.html("page.theme"), class_="hide") + themes)
    return element(
        "header",
        element("a", "CREST", class_="mark", href="#top")
        + element("nav", links, aria_label=voices.plain("page.contents"))
        + element("div", switches, class_="switches"),
    )


def _footer(voices: Voices) -> str:
    return element(
        "footer",
        element("p", voices.html("page.made_by", version=__version__))
        + element("p", voices.html("page.offline"))
        + element("p", element("a", voices.html("page.top"), href="#top")),
    )
