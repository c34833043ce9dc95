"""What follows from people's judgements: who is one thing, who is not, and through which of them.

Invariant: no two listings are at once the same (through any chain of “same”) and different
(through a “different” between any two listings of their chains). A judgement that would break
it is refused with the chain it contradicts.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

Verdict = Literal["same", "different", "unsure"]
SAME: Final = "same"
DIFFERENT: Final = "different"
UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One event of the log. `number` counts from 1 and never changes.

    `verdict` is same, different, unsure or undo; `left` and `right` are record keys as write_key
    writes them (empty for undo); `when` is an ISO date or moment; `undoes` the number of the
    event that an undo takes back.
    """

    number: int
    verdict: str
    left: str
    right: str
    who: str
    when: str
    why: str
    undoes: int | None = None

    def __str__(self) -> str:
        said = f"{self.left} {self.verdict} {self.right}"
        return f"judgement {self.number} ({said}, {self.who}, {self.when})"


class ContradictionError(InputError):
    """A judgement contradicts earlier ones; `chain` are those, in order."""

    code = "matching.contradiction"

    def __init__(self, new: Judgement, chain: list[Judgement]) -> None:
        self.new = new
        self.chain = chain
        against = "; ".join(str(one) for one in chain)
        super().__init__(
            f"“{new.left} {new.verdict} {new.right}” by {new.who} contradicts {against}.",
            todo="Undo one of them, or leave this one out.",
        )


@dataclass(slots=True)
class Settled:
    """Closures of “same” with the “different” edges between them. Built by `add`, one by one."""

    _parent: dict[str, str] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=dict)
    _said_same: dict[str, list[tuple[str, Judgement]]] = field(default_factory=dict)
    _enemies: dict[str, dict[str, Judgement]] = field(default_factory=dict)
    _unsure: list[Judgement] = field(default_factory=list)

    def add(self, judgement: Judgement) -> None:
        """Take a judgement in. Raises ContradictionError, and then nothing has changed."""
        if judgement.verdict == UNSURE:
            self._unsure.append(judgement)
            return
        left, right = self.root(judgement.left), self.root(judgement.right)
        if judgement.verdict == SAME:
            between = self._enemies.get(left, {}).get(right)
            if between is not None:
                raise ContradictionError(judgement, self._against_same(judgement, between))
            self._join(left, right, judgement)
        else:
            if left == right:
                raise ContradictionError(judgement, self.path(judgement.left, judgement.right))
            self._enemies.setdefault(left, {}).setdefault(right, judgement)
            self._enemies.setdefault(right, {}).setdefault(left, judgement)

    def root(self, key: str) -> str:
        """Give the key that stands for the closure of `key` (itself when never judged the same)."""
        top = key
        while (above := self._parent.get(top, top)) != top:
            top = above
        while (above := self._parent.get(key, top)) != top:
            self._parent[key] = top
            key = above
        return top

    def verdict(self, left: str, right: str) -> str | None:
        """Say what follows for two listings: same, different, or None when it is open."""
        one, two = self.root(left), self.root(right)
        if one == two:
            return SAME
        return DIFFERENT if two in self._enemies.get(one, {}) else None

    def unsure_of(self, who: str) -> set[frozenset[str]]:
        """Give the pairs of closures that `who` was unsure about."""
        return {
            frozenset((self.root(one.left), self.root(one.right)))
            for one in self._unsure
            if one.who == who
        }

    def closures(self) -> Iterator[list[str]]:
        """Give the closures of two keys and more."""
        yield from (keys for keys in self._members.values() if len(keys) > 1)

    def closure(self, key: str) -> list[str]:
        """Give all keys judged to be one thing with `key`, itself included."""
        return self._members.get(self.root(key), [key])

    def opposed(self) -> Iterator[tuple[str, str]]:
        """Give the pairs of closures (by root) judged different, each once."""
        for one, others in self._enemies.items():
            yield from ((one, two) for two in others if one < two)

    def path(self, left: str, right: str) -> list[Judgement]:
        """Give the shortest chain of “same” from `left` to `right`; empty when there is none."""
        came: dict[str, tuple[str, Judgement]] = {}
        queue = deque([left])
        while queue:
            key = queue.popleft()
            if key == right:
                break
            for other, judgement in self._said_same.get(key, []):
                if other != left and other not in came:
                    came[other] = (key, judgement)
                    queue.append(other)
        chain: list[Judgement] = []
        while right in came:
            right, judgement = came[right]
            chain.append(judgement)
        return chain[::-1]

    def _against_same(self, new: Judgement, between: Judgement) -> list[Judgement]:
        a, b = between.left, between.right
        if self.root(a) != self.root(new.left):
            a, b = b, a
        return [*self.path(new.left, a), between, *self.path(b, new.right)]

    def _join(self, left: str, right: str, judgement: Judgement) -> None:
        self._said_same.setdefault(judgement.left, []).append((judgement.right, judgement))
        self._said_same.setdefault(judgement.right, []).append((judgement.left, judgement))
        if left == right:
            return
        mine = self._members.pop(left, [left])
        yours = self._members.pop(right, [right])
        if len(mine) < len(yours):
            left, right, mine, yours = right, left, yours, mine
        self._parent[right] = left
        self._members[left] = mine + yours
        for enemy, why in self._enemies.pop(right, {}).items():
            self._enemies[enemy].pop(right)
            self._enemies[enemy].setdefault(left, why)
            self._enemies.setdefault(left, {}).setdefault(enemy, why)
