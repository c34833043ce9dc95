"""The review queue: is this the same place we already know?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.supplychain.cards import PairCard
from crest.supplychain.pages.asked import Faults, acting, faults_of, typed
from crest.supplychain.reads.pairs import (
    Queue,
    judged_pairs,
    next_pair,
    one_pair,
    queue_of,
    safe_pairs,
)
from crest.supplychain.services.judging import judge_pair, judge_safe_pairs, undo_judgement
from crest.supplychain.templatetags.chains import judgement_word
from crest.ui.listing import Listing, listed

JUDGE = access.Permission.JUDGE_PAIR
_JUDGED: Final = 5_000
_JUDGEMENTS: Final = ("same", "different", "unsure")


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """One pair to judge."""

    pair: PairCard | None
    queue: Queue
    last: PairCard | None
    why: str = ""
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "review"


@dataclass(frozen=True, slots=True)
class SafePairsContext:
    """Pairs that may be confirmed together."""

    pairs: tuple[PairCard, ...]
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "review"


@dataclass(frozen=True, slots=True)
class JudgedContext:
    """What was judged."""

    pairs: Listing[PairCard]
    section: str = "review"


@access.page("supplychain/review.html", needs=JUDGE)
def review(request: access.ActingRequest) -> ReviewContext:
    """Are these two the same?"""
    by = acting(request)
    after = request.GET.get("after", "")[:14]
    return _context(by, next_pair(by=by, after=after))


@access.page("supplychain/review.html", needs=JUDGE)
def review_pair(request: access.ActingRequest, ref: str) -> ReviewContext | HttpResponse:
    """Are these two the same?"""
    by = acting(request)
    pair = one_pair(by=by, ref=ref)
    if request.method != "POST":
        return _context(by, pair)
    given = typed(request.POST, "judgement", "why", most=300)
    try:
        judge_pair(by=by, pair=ref, judgement=given["judgement"], why=given["why"])
    except access.Refused as error:
        return ReviewContext(
            pair, queue_of(by=by), None, given["why"], faults_of(error), status=422
        )
    return HttpResponseRedirect(f"{reverse('review')}?after={ref}")


@access.page("", needs=JUDGE)
@require_POST
def undo(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Take a judgement back."""
    try:
        undo_judgement(by=acting(request), pair=ref)
    except access.Refused as error:
        messages.error(request, error.sentence)
        return HttpResponseRedirect(reverse("review_judged"))
    messages.success(request, _("Taken back: the pair is asked again."))
    return HttpResponseRedirect(reverse("review_pair", args=[ref]))


@access.page("supplychain/review_safe.html", needs=JUDGE)
def safe(request: access.ActingRequest) -> SafePairsContext | HttpResponse:
    """Which pairs leave no doubt?"""
    by = acting(request)
    if request.method != "POST":
        return SafePairsContext(safe_pairs(by=by))
    try:
        done = judge_safe_pairs(by=by, pairs=request.POST.getlist("pair"))
    except access.Refused as error:
        return SafePairsContext(safe_pairs(by=by), faults_of(error), 422)
    said = ngettext("%(n)s pair confirmed.", "%(n)s pairs confirmed.", len(done))
    messages.success(request, said % {"n": len(done)})
    return HttpResponseRedirect(reverse("review"))


@access.page("supplychain/review_judged.html", needs=JUDGE)
def judged(request: access.ActingRequest) -> JudgedContext:
    """What was judged, by whom?"""
    pairs = judged_pairs(by=acting(request), most=_JUDGED)
    return JudgedContext(listed(
        pairs, request.GET, name="judgement", value=lambda pair: pair.judgement,
        words={one: judgement_word(one) for one in _JUDGEMENTS}, everything=_lazy("All"),
    ))  # fmt: skip


def _context(by: access.Actor, pair: PairCard | None) -> ReviewContext:
    last = judged_pairs(by=by, most=1)
    return ReviewContext(pair, queue_of(by=by), last[0] if last else None)
