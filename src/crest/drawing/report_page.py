"""The frame of every report: head and policy, notice, header with its switches, footer."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crest import __version__
from crest.drawing.assets import font_sheet
from crest.drawing.markup import element, escaped, shown
from crest.drawing.wording import LANGUAGES, Voices

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLE: Final = "example"  # the notice of the shipped example, in both languages
_MARGIN_LETTERS: Final = 110
_HERE: Final = Path(__file__).parent
_THEMES: Final = ("auto", "light", "dark")


def framed(
    title: str,
    main: str,
    voices: Voices,
    *,
    notice: str | None,
    sections: Sequence[str],
    language: str,
    theme: str,
    sheets: Sequence[str] = (),
) -> str:
    """One self-contained page round `main`, which is markup.

    `sections` are the anchors of the contents, each with its word `nav.<anchor>`. `sheets` are
    style sheets added to that of all reports. Nothing is loaded from anywhere; the policy allows
    only the style and script inside.
    """
    body = "".join(
        (
            element("a", voices.html("page.skip"), class_="skip", href="#content"),
            _notice(notice, voices),
            _header(voices, language, theme, sections),
            element("main", main, id="content"),
            _footer(voices),
        )
    )
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    sheet = "\n".join(
        (
            font_sheet(body),
            (_HERE / "report.css").read_text(encoding="utf-8"),
            _on_every_page(notice, voices),
            *sheets,
        )
    )
    return _page(title, body, sheet, script, language)


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


def _header(voices: Voices, language: str, theme: str, sections: Sequence[str]) -> str:
    links = "".join(element("a", voices.html(f"nav.{key}"), href=f"#{key}") for key in sections)
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
