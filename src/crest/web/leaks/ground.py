"""Makes the ground: organisations, marks, and agreements between some of them."""

from __future__ import annotations

import random

from crest.web.leaks.asking import SHAREABLE, Field
from crest.web.leaks.planting import plant, share


def prepare(*, organisations: int, seed: int) -> Field:
    """Planted organisations in this database, every second one sharing something with another."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    homes = plant(organisations, seed=seed)
    shared = set()
    for giver in range(0, organisations, 2):
        receiver = chance.choice([one for one in range(organisations) if one != giver])
        kinds = chance.sample(SHAREABLE, 2)
        share(homes[giver], homes[receiver], kinds)
        shared |= {(giver, receiver, kind) for kind in kinds}
    return Field(homes, shared, seed)
