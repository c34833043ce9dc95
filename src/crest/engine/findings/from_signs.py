"""Findings from the signs that workers' answers show, and from what nobody asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from crest.engine.findings.drafts import Draft, Teller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.findings.finding import Words
    from crest.engine.findings.subjects import Sign, Subject
    from crest.engine.rulebook.finding_rules import FindingKind
    from crest.engine.rulebook.rules import RuleEntry, RuleSet

_MANY: Final = 30
_NARROW: Final = 0.3
_MOST: Final = 0.8


class RuleBook(Protocol):
    """What findings ask of the rulebook."""

    @property
    def rule_sets(self) -> Mapping[str, RuleSet]:
        """Rule sets by id."""

    @property
    def digest(self) -> str:
        """sha256 of the rulebook's files."""


def rules_by_id(book: RuleBook) -> dict[str, RuleEntry]:
    """Every rule of every set, by its id."""
    return {rule.id: rule for one in book.rule_sets.values() for rule in one.rules}


def drafts_of_signs(
    teller: Teller, subject: Subject, known: Mapping[str, RuleEntry]
) -> tuple[list[Draft], list[tuple[FindingKind, int]]]:
    """Drafts for the signs that stand, and (kind, asked) for those too few were asked about."""
    found, unasked = [], []
    for kind in teller.kinds("signs"):
        signs = _of_kind(kind, subject)
        if not signs or (kind.about and subject.kind not in kind.about):
            continue
        asked = max(sign.asked for sign in signs)
        standing = [sign for sign in signs if sign.yes > 0]
        if standing:
            found.append(_draft(teller, subject, kind, standing, known))
        elif kind.ask_when_missing and asked < teller.rules.ask_below * subject.n:
            unasked.append((kind, asked))
    return found, unasked


def _of_kind(kind: FindingKind, subject: Subject) -> list[Sign]:
    """The signs of the kind: of one rule set, its first rule only."""
    chosen: dict[str, Sign] = {}
    for rule in kind.rules:
        if rule in subject.signs:
            chosen.setdefault(rule.split("-", maxsplit=1)[0], subject.signs[rule])
    return list(chosen.values())


def _draft(
    teller: Teller,
    subject: Subject,
    kind: FindingKind,
    standing: list[Sign],
    known: Mapping[str, RuleEntry],
) -> Draft:
    teller = teller.about_part((sign.rule for sign in standing), subject)
    best = max(standing, key=lambda sign: (sign.yes, sign.asked))
    share = best.yes / best.asked
    hidden = best.asked < teller.smallest or teller.few(best.yes, best.asked)
    question = (kind.asks.says, kind.asks.thai) if kind.asks else ("", "")
    asked_fewer = best.unknown > 0
    draft = Draft(
        kind,
        subject,
        severity=kind.severity,
        yes=best.yes,
        workers=None if hidden or teller.few(best.yes, subject.n) else best.yes,
        likelihood=share if best.low is None else best.low,
        rules=tuple(sign.rule for sign in standing),
        because=[_line(teller, sign, known) for sign in standing],
        missing=[teller.asked(question, best.asked, subject.n)] if asked_fewer else [],
    )
    _judge(teller, draft, best, hidden=hidden)
    return draft


def _line(teller: Teller, sign: Sign, known: Mapping[str, RuleEntry]) -> Words:
    """One rule with its share; few people are hidden on either side."""
    rule = known.get(sign.rule)
    words = (sign.rule, sign.rule)
    if rule is not None:
        words = (f"{rule.says} ({rule.id})", f"{rule.thai} ({rule.id})")
    if sign.asked < teller.smallest and not teller.veil:
        return teller.say("sign_some", rule=words)
    count, share = teller.count(sign.yes, sign.asked), sign.yes / sign.asked
    if teller.few(sign.yes, sign.asked):
        return teller.say("sign_hidden", rule=words, count=count)
    if sign.low is None or sign.high is None:
        return teller.say("sign_plain", rule=words, count=count, share=share)
    return teller.say("sign", rule=words, count=count, share=share, low=sign.low, high=sign.high)


def _judge(teller: Teller, draft: Draft, best: Sign, *, hidden: bool) -> None:
    whole = draft.subject.n
    answered = best.asked / whole
    draft.sure_because.append(teller.size(whole))
    if best.asked < teller.smallest and not teller.veil:
        draft.sure_because.append(teller.say("sure_few_answers"))
    elif not teller.few(best.asked, whole):
        draft.sure_because.append(teller.say("sure_answered", share=answered))
    width = None if best.low is None or best.high is None else best.high - best.low
    if width is not None and not hidden:
        draft.sure_because.append(teller.say("sure_interval", width=width))
    if best.asked >= _MANY and answered >= _MOST and width is not None and width <= _NARROW:
        draft.sure = "well"
    else:
        enough = best.asked >= teller.smallest and answered >= teller.rules.ask_below
        draft.sure = "some" if enough else "weak"
