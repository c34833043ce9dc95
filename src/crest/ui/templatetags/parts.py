"""Small parts for templates: icons, risk marks, numbers, links to evidence."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Final

from django import template
from django.templatetags.static import static
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crest.drawing.country_names import country_name
from crest.drawing.wording import LANGUAGES, Words, load_words
from crest.ui.icons import ICONS

FONT_SHEET: Final = "ui/fonts/fonts.css"
register = template.Library()
# Never colour alone: each level has its shape and its word.
LEVELS: Final[dict[str, tuple[str, Any]]] = {
    "high": ("▲", pgettext_lazy("risk", "High")),
    "medium": ("◆", pgettext_lazy("risk", "Medium")),
    "low": ("●", pgettext_lazy("risk", "Low")),
    "unknown": ("?", pgettext_lazy("risk", "Unknown")),
}


@register.simple_tag
def font_sheet() -> SafeString:
    """The link to the built fonts; empty without them, and the reader's own fonts serve."""
    return _font_link() if fonts_are_built() else mark_safe("")


@cache
def fonts_are_built() -> bool:
    """Whether `frontend/build.mjs` put the fonts into the package."""
    return (Path(__file__).parents[1] / "static" / FONT_SHEET).is_file()


def _font_link() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static(FONT_SHEET))


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """One icon, hidden from screen readers: the words beside it say the same."""
    return format_html(
        '<svg class="icon" width="{}" height="{}" viewBox="0 0 24 24" aria-hidden="true" '
        'focusable="false"><path d="{}"/></svg>',
        size, size, ICONS[name],
    )  # fmt: skip


@register.simple_tag
def level(name: str | None, words: str = "") -> SafeString:
    """A mark of risk: shape and word."""
    shape, word = LEVELS.get(name or "unknown", LEVELS["unknown"])
    return format_html(
        '<span class="level level-{}"><span aria-hidden="true">{}</span> {}</span>',
        name or "unknown", shape, words or word,
    )  # fmt: skip


@register.filter
def unknown(value: Any) -> Any:
    """The value, or the word for not known: a gap is said, never left blank."""
    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', _("not known"))
    return value


@register.filter
def whole(value: Any) -> str:
    """A whole number with thin separators, or the word for not known."""
    if value is None or value == "":
        return str(unknown(value))
    return f"{round(float(value)):,}".replace(",", "\u202f")


@register.filter(expects_localtime=True)
def day(value: dt.date | None) -> SafeString | str:
    """A day as the reader's language writes it, with the ISO date for machines."""
    if not value:
        return ""
    iso = f"{value:%Y-%m-%d}"
    return format_html('<time datetime="{}">{}</time>', iso, day_words(value))


@register.filter(expects_localtime=True)
def day_words(value: dt.date | None) -> str:
    """A day in words alone: for titles and attributes."""
    return format_date(value, "j M Y") if value else ""


@register.filter(expects_localtime=True)
def moment(value: dt.datetime | None) -> SafeString | str:
    """A day and an hour as the reader's language writes them."""
    if not value:
        return ""
    words = format_date(value, "j M Y, H:i")
    return format_html('<time datetime="{}">{}</time>', value.isoformat("T", "minutes"), words)


@register.filter
def country(code: str | None) -> Any:
    """The name of a country (ISO 3166-1 alpha-2) in the reader's language."""
    return country_name(code, _words()) if code else unknown(code)


@register.filter
def said(code: str | None, about: str) -> Any:
    """A code of the engine in words: `{{ role|said:"role" }}`; the code itself where unknown."""
    return _words().known(f"{about}.{code}", code.replace("_", " ")) if code else unknown(code)


def _words() -> Words:
    language = get_language() or "en"
    return load_words(language if language in LANGUAGES else "en")


@register.simple_tag
def json_script_of(value: Any, element: str) -> SafeString:
    """Data of an island, inert and escaped."""
    from django.utils.html import json_script  # noqa: PLC0415 - rarely used

    return mark_safe(json_script(value, element))  # noqa: S308 - json_script escapes
