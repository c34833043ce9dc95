"""The first page: what this is, and where to start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.web.frame import href_of
from crest.web.showcase import Showcase, showcase

# Icon, question, who asks it and what it leads to, and the routes it may start at, best first.
QUESTIONS: Final = (
    ("globe", _("Where are the risks in my chain?"),
     _("For brands and importers: workplaces, recruiters and corridors on one map."),
     ("atlas", "my_work")),
    ("factory", _("What have I been asked, and by whom?"),
     _("For suppliers and employers: answer once, share with many buyers, see who sees it."),
     ("requests", "my_work")),
    ("certificate", _("How does my agency appear here?"),
     _("For recruiters: your page, the links that name you, and what you can put right."),
     ("organisations", "my_work")),
    ("document", _("What must I check, and on what evidence?"),
     _("For assessors: findings with every row that stands behind them."),
     ("findings", "my_work")),
    ("shield", _("What happened to workers, and what should be done?"),
     _("For protection officers and programmes: signs, money owed and proposed steps."),
     ("programmes", "my_work")),
    ("book", _("How is each score made?"),
     _("For everybody: rules, sources and what is not verified yet. No account needed."),
     ("methods",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One card: a question and the page that answers it."""

    icon: str
    asks: Any
    whose: Any
    href: str


@dataclass(frozen=True, slots=True)
class LandingContext:
    """Nothing is asked of the database for people who have not signed in."""

    demo: Showcase
    questions: tuple[Question, ...]
    search_href: str
    atlas_href: str
    search_words: str = ""


@access.page("web/landing.html", needs=access.PUBLIC)
def landing(request: access.ActingRequest) -> LandingContext:  # noqa: ARG001
    """What is this, and where do I start?"""
    return LandingContext(
        demo=showcase(get_language() or "en"), questions=_questions(),
        search_href=href_of("search"), atlas_href=href_of("atlas"),
    )  # fmt: skip


def _questions() -> tuple[Question, ...]:
    found = (
        (icon, asks, whose, next(filter(None, map(href_of, routes)), ""))
        for icon, asks, whose, routes in QUESTIONS
    )
    return tuple(Question(*one) for one in found if one[3])
