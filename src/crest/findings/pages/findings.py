"""The answer first: who overcharged whom by how much, what is owed, how sure, what to do first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crest.access import facade as access
from crest.drawing.country_names import country_name
from crest.drawing.wording import load_words
from crest.findings.records import FindingCard, GroupRow, RunCard
from crest.findings.selectors.findings import FACETS, FindingPage, Wanted, findings_page, takers
from crest.findings.selectors.risks import groups
from crest.findings.selectors.runs import card_for, run_named

HEADS = {
    "answer": gettext_lazy("Answer"),
    "severity": gettext_lazy("Severity"),
    "subject_kind": gettext_lazy("About"),
    "rule": gettext_lazy("Kind of finding"),
    "country": gettext_lazy("Country"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its words, how many, and where it leads."""

    value: str
    words: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter with its values; `all_href` clears it."""

    name: str
    words: Any
    choices: tuple[Choice, ...]
    all_href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FindingsContext:
    """The list of findings under its answer."""

    run: RunCard | None
    lead: tuple[FindingCard, ...]
    owed_by: tuple[GroupRow, ...]
    due: str
    found: FindingPage | None
    filters: tuple[Filter, ...]
    wanted: Wanted
    query: str
    next_href: str
    before_href: str
    can_evaluate: bool
    chosen_run: str = ""
    filtered: bool = False
    section: str = "findings"
    kept: dict[str, str] = field(default_factory=dict)


@access.page("findings/findings.html", needs=access.Permission.SEE_FINDINGS)
def findings(request: access.ActingRequest) -> FindingsContext:
    """Who overcharged whom by how much, what is owed, how sure is it, what first?"""
    by = request.actor
    assert by is not None  # noqa: S101 - the page needs a permission
    asked = {name: typed(request, name, 60) for name in (*FACETS, "node")}
    wanted = Wanted(**asked, words=typed(request, "words", 80))
    chosen_run = typed(request, "run", 14)
    run = run_named(by, chosen_run)
    kept = {name: value for name, value in asked.items() if value}
    if wanted.words:
        kept["words"] = wanted.words
    if chosen_run:
        kept["run"] = chosen_run
    found = findings_page(by, run, wanted, page=_page(request.GET.get("page", "")))
    own = run is not None
    days = groups(by, "owed_days", run=run) if own else ()
    last = max((str(row.values.get("due_on") or "") for row in days), default="")
    empty = run is None and not found.total and not kept
    return FindingsContext(
        run=card_for(by, run) if run else None,
        lead=takers(by, run),
        owed_by=groups(by, "owed_responsible", run=run)[:3] if own else (),
        due=last,
        found=None if empty else found,
        filters=filters_of(found, wanted, kept),
        wanted=wanted,
        query=urlencode(kept),
        next_href=_href({**kept, "page": str(found.page + 1)}) if found.page < found.pages else "",
        before_href=_href({**kept, "page": str(found.page - 1)}) if found.page > 1 else "",
        can_evaluate=access.Permission.EVALUATE in by.may,
        chosen_run=chosen_run,
        filtered=any(name != "run" for name in kept),
        kept=kept,
    )


def typed(request: access.ActingRequest, name: str, most: int) -> str:
    """A value of the address, without what no database keeps."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def filters_of(found: FindingPage, wanted: Wanted, kept: dict[str, str]) -> tuple[Filter, ...]:
    """The filters with their counts; a chosen value stays even where nothing is left of it."""
    filters = []
    for name, words in HEADS.items():
        chosen = getattr(wanted, name)
        counts = dict(found.counts[name])
        if chosen:
            counts.setdefault(chosen, 0)
        rest = {key: value for key, value in kept.items() if key != name}
        choices = tuple(
            Choice(
                value, words_of(name, value), many, _href({**rest, name: value}), value == chosen
            )
            for value, many in sorted(counts.items(), key=lambda one: _order(name, one))
        )
        filters.append(Filter(name, words, choices, _href(rest), bool(chosen)))
    return tuple(filters)


def words_of(name: str, value: str) -> str:
    """A value of a filter in words."""
    said = _words()
    if name == "severity":
        return said.known(f"severity_level.{value}", value)
    if name == "answer":
        return _("Indicated") if value == "yes" else _("Not known")
    if name == "country":
        return country_name(value, said)
    if name == "subject_kind":
        return kind_words(value)
    return rule_words(value)


def kind_words(kind: str) -> str:
    """A kind of subject in words."""
    return {
        "site": _("Sites"), "recruiter": _("Recruiters"), "sub_agent": _("Sub-agents"),
        "employer": _("Employers"), "buyer": _("Buyers"), "product": _("Products"),
        "corridor": _("Corridors"), "period": _("Periods"),
    }.get(kind, kind)  # fmt: skip


def rule_words(rule: str) -> str:
    """A kind of finding in words: its title without a subject."""
    from crest.findings.rules import kind_title  # noqa: PLC0415 - the rulebook is read when asked

    return kind_title(rule)


def _order(name: str, one: tuple[str, int]) -> tuple[float, str]:
    value, many = one
    return (-int(value) if value.isdigit() else 0.0, "") if name == "severity" else (-many, value)


def _page(text: str) -> int:
    return min(int(text), 100_000) if text.isascii() and text.isdigit() else 1


def _href(values: dict[str, str]) -> str:
    return f"?{urlencode(values)}#list" if values else "?#list"


def _words() -> Any:
    from django.utils.translation import get_language  # noqa: PLC0415

    return load_words("th" if get_language() == "th" else "en")
