"""Whether a product, as people write it, is a good that a list names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crest.engine.rulebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SHORT: Final = 3  # letters; a shorter word keeps its s


def words_of(text: str) -> frozenset[str]:
    """Folded words of a text, each in the singular: “Canned Sardines” → {canned, sardine}."""
    return frozenset(_singular(word) for word in fold(text).split())


def _singular(word: str) -> str:
    if len(word) > _SHORT and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORT and word.endswith("oes"):
        return word[:-2]
    if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@dataclass(frozen=True)
class GoodsList:
    """Goods by name, and in which countries they are listed.

    `readings`: sets of words, any of which names the good. `listed`: (good, country).
    """

    readings: tuple[tuple[frozenset[str], str], ...]
    listed: frozenset[tuple[str, str]]

    @classmethod
    def of(
        cls,
        goods: Iterable[str],
        rows: Iterable[tuple[str, str, bool]],
        words: Mapping[str, Sequence[str]],
    ) -> GoodsList:
        """`rows`: good, country, listed. `words`: further names of a good."""
        readings = []
        for good in sorted(set(goods)):
            # “Thread/Yarn” is either; what stands in brackets narrows a good and is needed too.
            either = [good] if "(" in good else good.split("/")
            names = [*either, *words.get(good, ())]
            readings += [(words_of(name), good) for name in names if words_of(name)]
        return cls(tuple(readings), frozenset((g, c) for g, c, listed in rows if listed))

    def goods_named(self, product: str) -> frozenset[str]:
        """The goods that a product is, by its words: “frozen black tiger shrimp” → {Shrimp}.

        Of several the ones with most words in common count, so that “palm oil” is no other oil.
        """
        mine, folded = words_of(product), fold(product)
        fitting = [
            (len(words), good)
            for words, good in self.readings
            # Thai and Burmese write words without spaces between them.
            if all(w in mine or (not w.isascii() and w in folded) for w in words)
        ]
        most = max((count for count, _ in fitting), default=0)
        return frozenset(good for count, good in fitting if count == most)

    def listed_in(self, products: Sequence[str], countries: Sequence[str]) -> bool | None:
        """Whether one of the products of one of the countries is listed; None: not known.

        No only when every product is a good some list knows and none is listed for the countries.
        """
        if not products or not countries:
            return None
        named = [self.goods_named(product) for product in products]
        pairs = ((good, land) for goods in named for good in goods for land in countries)
        if any(pair in self.listed for pair in pairs):
            return True
        return False if all(named) else None
