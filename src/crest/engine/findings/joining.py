"""One matter, one finding: a hand behind several recruiters, groups with the same workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crest.engine.findings.drafts import Draft, Teller

_MAINLY: Final = 0.5
# Who acts closest to the worker is named first.
_CLOSEST: Final = (
    "sub_agent",
    "recruiter",
    "site",
    "employer",
    "corridor",
    "product",
    "buyer",
    "period",
)
Hands = list[tuple[str, str, int]]


def join_common_hands(
    teller: Teller, drafts: list[Draft], hands: Hands, names: Mapping[str, str]
) -> list[Draft]:
    """Say a matter once where one sub-agent stands behind several recruiters found for it.

    A recruiter whose workers mainly came by way of that sub-agent is said in the sub-agent's
    finding; any other keeps its own, with a sentence about the hand they share. `names`: of the
    sub-agents, by id.
    """
    whole: dict[str, int] = {}
    behind: dict[str, dict[str, int]] = {}
    for recruiter, hand, n in hands:
        whole[recruiter] = whole.get(recruiter, 0) + n
        behind.setdefault(hand, {})[recruiter] = n
    about = {(one.kind.id, one.subject.kind, one.subject.id): one for one in drafts}
    gone: set[int] = set()
    for hand, recruiters in sorted(behind.items()):
        for kind in {one.kind.id for one in drafts}:
            told = {name: about.get((kind, "recruiter", name)) for name in recruiters}
            found = [one for _, one in sorted(told.items()) if one is not None and _open(one)]
            if len(found) < 2:  # noqa: PLR2004 (common = behind two)
                continue
            own = about.get((kind, "sub_agent", hand))
            own = own if own is not None and _open(own) else None
            gone |= _join(teller, found, own, names.get(hand, hand), (recruiters, whole))
    return [one for one in drafts if id(one) not in gone]


def _open(draft: Draft) -> bool:
    return draft.answer == "yes" and not draft.suppressed


def _join(
    teller: Teller,
    found: Sequence[Draft],
    own: Draft | None,
    hand: str,
    counts: tuple[dict[str, int], dict[str, int]],
) -> set[int]:
    through, whole = counts
    gone = set()
    for one in found:
        name = one.subject.id
        if own is not None and through[name] >= _MAINLY * whole[name]:
            own.also.append(one.subject.name)
            line = {"other": one.subject.name, "sentence": one.because[0]}
            own.because.append(teller.say("of_other", **line))
            gone.add(id(one))
            continue
        others = _listed([two.subject.name for two in found if two is not one])
        count = teller.about(one.subject).count(through[name], whole[name])
        one.because.append(teller.say("shared_hand", count=count, hand=hand, others=others))
    if own is not None and own.also:
        everyone = _listed([one.subject.name for one in found])
        own.because.append(teller.say("common_hand", hand=hand, others=everyone))
    return gone


def _listed(names: Sequence[str | tuple[str, str]]) -> tuple[str, str]:
    """`A and B`, in both languages; a name may be a pair of English and Thai."""
    pairs = [(name, name) if isinstance(name, str) else name for name in names]
    english, thai = [one[0] for one in pairs], [one[1] for one in pairs]
    if len(pairs) == 1:
        return pairs[0]
    return (
        f"{', '.join(english[:-1])} and {english[-1]}",
        f"{' '.join(thai[:-1])} และ {thai[-1]}",
    )


def join_same_numbers(teller: Teller, drafts: list[Draft]) -> list[Draft]:
    """Say once what stands with the same numbers for groups of different kinds.

    A site and its only employer are the same workers; the one closest to the worker is named.
    """
    alike: dict[tuple[object, ...], list[Draft]] = {}
    for one in drafts:
        key: tuple[object, ...] = (id(one),)
        if one.answer == "yes" and one.yes and not one.suppressed:
            seen = (one.kind.id, one.subject.n, one.yes, one.amount, one.rules)
            key = (*seen, teller.hides(one.subject))
        alike.setdefault(key, []).append(one)
    kept = []
    for group in alike.values():
        group.sort(key=lambda one: (closeness(one), one.subject.id))
        first, kinds = group[0], {group[0].subject.kind}
        kept.append(first)
        same = []
        for one in group[1:]:
            if one.subject.kind in kinds:
                kept.append(one)
            else:
                kinds.add(one.subject.kind)
                same.append(one)
        if same:
            first.also += [one.subject.name for one in same]
            words = _listed([_name(teller, one) for one in same])
            first.because.append(teller.say("same_numbers", others=words))
    return kept


def closeness(draft: Draft) -> int:
    """0 = closest to the worker."""
    return _CLOSEST.index(draft.subject.kind) if draft.subject.kind in _CLOSEST else len(_CLOSEST)


def _name(teller: Teller, draft: Draft) -> tuple[str, str]:
    """Kind and name of the group, in both languages."""
    words = {str(kind): said for kind, said in teller.rules.subjects.items()}
    kind, name = draft.subject.kind, draft.subject.name
    said = words.get(kind)
    return (f"{said.says} {name}", f"{said.thai} {name}") if said else (f"{kind} {name}",) * 2
