"""A person's word on two listings: the same, different, unsure. Kept, and never asked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.engine.matching.judgements import ContradictionError, JudgementError
from crest.supplychain.bridge import Said, judgements_of
from crest.supplychain.cards import PairCard
from crest.supplychain.models import Pair
from crest.supplychain.reads.pairs import is_safe, pair_card
from crest.supplychain.services.again import resolve_again

_WORDS: Final = (Pair.SAME, Pair.DIFFERENT, Pair.UNSURE)
MOST_AT_ONCE: Final = 200


@access.action("supplychain:pair:judge", needs=access.Permission.JUDGE_PAIR)
def judge_pair(*, by: access.Actor, pair: str, judgement: str, why: str = "") -> PairCard:
    """Say of two listings what they are. Raises Refused where earlier words say the contrary."""
    row = Pair.objects.owned_by(by).select_for_update().one(pair)
    _judge(by, row, judgement, why)
    resolve_again(by)
    return pair_card(row)


def _confirmed(by: access.Actor, row: Pair) -> bool:
    """Whether it could be said; what contradicts an earlier word stays open, to be asked alone."""
    try:
        _judge(by, row, Pair.SAME, _("Confirmed in a list of safe pairs."))
    except access.Refused:
        return False
    return True


@access.action("supplychain:pair:judge_many", needs=access.Permission.JUDGE_PAIR)
def judge_safe_pairs(*, by: access.Actor, pairs: Sequence[str]) -> tuple[PairCard, ...]:
    """Say "the same" of several pairs that leave no doubt; the doubtful ones are left open."""
    rows = Pair.objects.owned_by(by).filter(ref__in=list(pairs)[:MOST_AT_ONCE], judgement=Pair.OPEN)
    open_rows = rows.order_by("-score", "pk")
    done = [pair_card(row) for row in open_rows if is_safe(row) and _confirmed(by, row)]
    if not done:
        raise access.Refused(
            _("None of these pairs is safe to confirm together."),
            todo=_("Judge them one by one."),
        )
    resolve_again(by)
    return tuple(done)


@access.action("supplychain:pair:undo", needs=access.Permission.JUDGE_PAIR)
def undo_judgement(*, by: access.Actor, pair: str) -> PairCard:
    """Take a judgement back: the pair is asked again."""
    row = Pair.objects.owned_by(by).one(pair)
    if row.judgement == Pair.OPEN:
        raise access.Refused(_("This pair has not been judged."))
    row.judgement, row.why, row.judged_by_id, row.judged_at = Pair.OPEN, "", None, None
    row.asked = True
    row.save()
    resolve_again(by)
    return pair_card(row)


def _judge(by: access.Actor, row: Pair, judgement: str, why: str) -> None:
    if judgement not in _WORDS:
        raise access.Refused(
            _("Choose one of: the same, different, unsure."),
            fields={"judgement": _("Choose one of: the same, different, unsure.")},
        )
    if row.judgement not in {Pair.OPEN, Pair.UNSURE}:
        raise access.Refused(
            _("Somebody has judged this pair already."), todo=_("Undo that judgement first.")
        )
    _must_agree(by, row, judgement)
    row.judgement, row.why = judgement, why.strip()[:300]
    row.judged_by_id, row.judged_at = by.person, timezone.now()
    row.save()


def _must_agree(by: access.Actor, row: Pair, judgement: str) -> None:
    """Raises Refused when earlier judgements already say the contrary."""
    if judgement == Pair.UNSURE:
        return
    judged = Pair.objects.owned_by(by).filter(
        kind=row.kind, judgement__in=(Pair.SAME, Pair.DIFFERENT)
    )
    columns = ("left_key", "right_key", "judgement", "judged_at")
    said = [
        Said(left, right, word, "someone", at or timezone.now())
        for left, right, word, at in judged.exclude(pk=row.pk).values_list(*columns)
    ]
    log, _left_out = judgements_of(said)
    try:
        log.judge(
            judgement, row.left_key, row.right_key, who="you", when=timezone.now().isoformat()
        )
    except ContradictionError as error:
        raise access.Refused(
            _("This contradicts what was judged before: the two follow to be otherwise."),
            todo=_("Look at the judged pairs and undo the wrong one first."),
        ) from error
    except JudgementError as error:
        raise access.Refused(error.sentence, todo=error.todo) from error
