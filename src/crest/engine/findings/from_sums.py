"""Findings from what workers paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.engine.findings.drafts import Draft, Teller, money

if TYPE_CHECKING:
    from crest.engine.findings.finding import Words
    from crest.engine.findings.subjects import Subject
    from crest.engine.rulebook.finding_rules import FindingKind

_MANY: Final = 30
_PROVEN_ENOUGH: Final = 0.3


def drafts_of_sums(teller: Teller, subject: Subject) -> list[Draft]:
    """One draft per kind of overcharging that concerns anybody in the group."""
    found: list[Draft] = []
    for kind in teller.kinds("sums"):
        paid = subject.sums[f"n_{kind.sum}"] or 0
        if paid > 0 and (not kind.about or subject.kind in kind.about):
            found.append(_draft(teller, subject, kind, paid, first=not found))
    return found


def _draft(teller: Teller, subject: Subject, kind: FindingKind, paid: int, *, first: bool) -> Draft:
    teller = teller.about_part([str(kind.sum)], subject)
    sums, asked = subject.sums, subject.sums["n_asked"] or subject.n
    amount, few = sums[f"{kind.sum}_minor"], teller.few(paid, subject.n)
    told = amount if amount is not None and not few and not teller.hides(subject) else None
    count = teller.count(paid, subject.n)
    because: list[Words] = []
    if told is None:
        because.append(teller.say("paid_hidden", count=count))
    else:
        currency = sums["currency"] or ""
        values = {"count": count, "amount": money(told), "currency": currency}
        because.append(teller.say(f"paid_{kind.sum}", **values))
        if first and sums["owed_minor"] and not teller.few(sums["n_owed"] or 0, subject.n):
            owed = money(sums["owed_minor"])
            because.append(teller.say("owed", amount=owed, currency=currency))
    missing = []
    if sums["n_asked"] is not None and asked < subject.n:
        missing.append(teller.asked(teller.say("costs_asked"), asked, subject.n))
    if sums["costs_left_out"] and not teller.veil:
        missing.append(teller.say("left_out", count=sums["costs_left_out"]))
    draft = Draft(
        kind,
        subject,
        severity=kind.severity,
        yes=paid,
        workers=None if few else paid,
        amount=amount,
        told_amount=told,
        likelihood=paid / asked if asked else 0.0,
        because=because,
        missing=missing,
    )
    _judge(teller, draft, paid, asked)
    return draft


def _judge(teller: Teller, draft: Draft, paid: int, asked: int) -> None:
    proven, subject = draft.subject.sums["proven_share"], draft.subject
    draft.sure_because.append(teller.size(subject.n))
    if not teller.few(asked, subject.n):
        draft.sure_because.append(teller.say("sure_answered", share=asked / subject.n))
    if proven is not None and not teller.veil:
        draft.sure_because.append(teller.say("sure_evidence", share=proven))
    if paid >= _MANY and (proven or 0.0) >= _PROVEN_ENOUGH:
        draft.sure = "well"
    else:
        draft.sure = "some" if paid >= teller.smallest else "weak"
