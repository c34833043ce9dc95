"""How the assessment report writes money, shares, days, names of groups and two-language words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from crest.drawing.assessment_tables import ALL
from crest.drawing.chain_text import said
from crest.drawing.country_names import country_name
from crest.drawing.engine_words import in_thai
from crest.drawing.markup import element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crest.drawing.chart_sheet import Said
    from crest.drawing.wording import Voices

_CENTS_BELOW = 1000  # minor units: smaller sums are written with their cents
_TWO_STOPS = re.compile(r"(?<!\.)\.\.$")
_BUDDHIST = 543  # years the Thai calendar is ahead
_ONE_HAND = 10  # shares below ten per cent get a decimal


def money(minor: int, currency: str) -> str:
    """Minor units as "USD 12,400"; below ten units with two decimals; "−" for less than nought."""
    size = abs(minor)
    amount = f"{size / 100:,.2f}" if 0 < size < _CENTS_BELOW else f"{(size + 50) // 100:,}"
    return f"{'−' if minor < 0 else ''}{currency} {amount}"


def share_text(share: float) -> str:
    """0.347 as "35 %", 0.034 as "3.4 %"."""
    value = 100 * share
    return f"{value:.1f} %" if 0 < value < _ONE_HAND and value != int(value) else f"{value:.0f} %"


def decimal(value: float) -> str:
    """A number with one decimal where it has one."""
    return f"{value:,.1f}".removesuffix(".0")


def said_day(day: date, voices: Voices) -> Said:
    """A day in words of each language; Thai with the Buddhist year."""
    told = {}
    for words in voices.voices:
        month = words.say(f"month.{day.month}")
        year = day.year + (_BUDDHIST if words.language == "th" else 0)
        told[words.language] = f"{day.day} {month} {year}"
    return told


def day_html(day: date, voices: Voices) -> str:
    """A day in words, machine-readable inside `<time>`."""
    return element("time", said(voices, said_day(day, voices)), datetime=day.isoformat())


def both(voices: Voices, says: str | None, thai: str | None) -> Said:
    """Words of the rulebook or the engine in each language; English where nobody has Thai ones."""
    english = says or ""
    own = thai if thai and thai != english else None
    return {
        words.language: (own or in_thai(english)) if words.language == "th" else english
        for words in voices.voices
    }


def both_html(voices: Voices, says: str | None, thai: str | None) -> str:
    """The same, as markup."""
    return said(voices, both(voices, says, thai))


def pair_html(voices: Voices, pair: Sequence[str] | None) -> str:
    """(English, Thai) of a finding, as markup; "" for None."""
    return "" if pair is None else both_html(voices, pair[0], pair[1])


def sentence_html(voices: Voices, pair: Sequence[str]) -> str:
    """A sentence of a finding: with a capital letter, and one full stop after “Co., Ltd.”."""
    texts = [_TWO_STOPS.sub(".", text[:1].upper() + text[1:]) for text in pair]
    return both_html(voices, texts[0], texts[1])


def group_said(row: Mapping[str, Any], voices: Voices) -> Said:
    """The name of a group: a corridor by its countries, all workers in words, else its own name."""
    ident, kind = str(row.get("id") or ""), row.get("kind")
    if ident == ALL or kind == "all":
        return {words.language: words.say("group_of.all") for words in voices.voices}
    if kind == "corridor" and ">" in ident:
        return {
            words.language: " → ".join(country_name(code, words) for code in ident.split(">"))
            for words in voices.voices
        }
    name = str(row.get("name") or ident)
    return {words.language: name for words in voices.voices}


def group_html(row: Mapping[str, Any], voices: Voices) -> str:
    """The same, as markup."""
    return said(voices, group_said(row, voices))


def kind_said(kind: str, voices: Voices) -> Said:
    """Recruiter, site … in each language."""
    return {
        words.language: words.known(f"group_of.{kind}", kind.replace("_", " "))
        for words in voices.voices
    }


def listed(names: Sequence[str], voices: Voices) -> Said:
    """“A”, “A and B”, “A, B and C” in each language."""
    told = {}
    for words in voices.voices:
        if len(names) < 2:  # noqa: PLR2004 (one name needs no “and”)
            told[words.language] = "".join(names)
        else:
            head = ", ".join(names[:-1]) if words.language != "th" else " ".join(names[:-1])
            told[words.language] = words.say("list.and", head=head, last=names[-1])
    return told


def told(voices: Voices, key: str, **values: Any) -> str:
    """A sentence as markup whose gaps may hold words that differ by language (see `Said`)."""
    texts = {}
    for words in voices.voices:
        filled = {
            name: value[words.language] if isinstance(value, dict) else value
            for name, value in values.items()
        }
        texts[words.language] = words.say(key, **filled)
    return said(voices, texts)


def said_of(voices: Voices, key: str, **values: Any) -> Said:
    """The same sentence as texts by language, for drawings."""
    return {
        words.language: words.say(
            key,
            **{
                name: value[words.language] if isinstance(value, dict) else value
                for name, value in values.items()
            },
        )
        for words in voices.voices
    }


_DASH = '<span class="num">–</span>'


def few(voices: Voices) -> str:
    """What stands in place of a number about too few workers."""
    return element("span", voices.html("hidden.few"), class_="few")


def cell(row: Mapping[str, Any], value: str | None, voices: Voices) -> str:
    """A number of a table: its markup, a dash where too few stand behind it, or “not stated”.

    The column of workers says why there is a dash.
    """
    if row.get("not_shown") == "all":
        return _DASH
    if value is None:
        return _DASH if row.get("not_shown") == "some" else voices.html("unknown")
    return value


def money_cell(row: Mapping[str, Any], name: str, currency: str, voices: Voices) -> str:
    """Money of a row as a table cell."""
    minor = row.get(name)
    text = None if minor is None else element("span", money(minor, currency), class_="num")
    return cell(row, text, voices)


def count_cell(row: Mapping[str, Any], name: str, voices: Voices) -> str:
    """A count of a row as a table cell."""
    count = row.get(name)
    if name == "workers" and row.get("not_shown") == "all":
        return few(voices)
    text = None if count is None else element("span", f"{count:,}", class_="num")
    return cell(row, text, voices)
