"""What a box or a link of a two-lane drawing says, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crest.drawing.chain_model import CENTRE, Box, Chain, Link
from crest.drawing.country_names import country_name

if TYPE_CHECKING:
    from crest.drawing.wording import Words


def percent(share: float) -> str:
    """0.124 as "12 %"; under one per cent with one decimal."""
    value = share * 100
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"


def amount(link: Link, words: Words) -> str:
    """How many people or how much of the goods a link carries, in words."""
    said = []
    if link.people is not None:
        said.append(words.say("people", n=int(link.people)))
    if link.share is not None:
        said.append(words.say("share", share=percent(link.share)))
    if not said and link.lane == "control":
        return words.say("amount_control")
    return " · ".join(said) or words.say("amount_unknown")


def box_name(box: Box, words: Words) -> str:
    """The name of a box: of the record, or of the group with its number."""
    if not box.group:
        return box.name
    role = f"group.{box.role}"
    return words.say(role if role in words.entries else "group.mixed", n=len(box.members))


def box_detail(box: Box, words: Words) -> str:
    """The second line of a box: how many people (else what it is) and the country."""
    role = words.known(f"role.{box.role}", box.role.replace("_", " "))
    parts = [] if box.group else [role]
    if box.workers is not None:
        parts = [words.say("people", n=box.workers)]
    elif box.key == CENTRE:
        parts = []
    if box.country:
        country = country_name(box.country, words)
        if country not in box.name:
            parts.append(country)
    return " · ".join(parts)


def link_words(link: Link, chain: Chain, words: Words) -> str:
    """One link as a sentence: who, what, to whom, how much, how sure, how many rows say so."""
    relation = next(iter(link.relations)) if len(link.relations) == 1 else "mixed"
    if chain.boxes[link.source].role == "origin":
        relation = "origin_of"
    evidence = words.say("evidence", n=link.evidence) if link.evidence else words.say("no_evidence")
    sure = words.say(f"verification.{link.verification}")
    if link.links > 1:
        sure = words.say("verified_of", verified=link.verified, n=link.links)
    return (
        f"{box_name(chain.boxes[link.source], words)} "
        f"{words.known(f'relation.{relation}', relation.replace('_', ' '))} "
        f"{box_name(chain.boxes[link.target], words)}: {amount(link, words)}; {sure}; {evidence}"
    )
