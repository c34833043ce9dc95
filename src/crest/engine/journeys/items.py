"""Words for what was paid → an item of the rulebook."""

from __future__ import annotations

import re
from typing import Final

from crest.engine.rulebook.cost_items import cost_words
from crest.engine.rulebook.words import fold

_SHORTEST_CONTAINED: Final = 4  # letters
_ENDS: Final = re.compile(r"\b(fees?|costs?|charges?|payments?|expenses?)$")
_BEGINNINGS: Final = re.compile(r"^(fees?|costs?|payments?|charges?) (for|of) (the |a )?|^cost ")


def item_code(text: str) -> str | None:
    """The item code of “RC-03”, “Passport fee”, “cost of the passport”, “ค่าหนังสือเดินทาง”."""
    words = cost_words()
    folded = fold(text)
    code = re.match(r"^(rc|fee) ?(\d{2})\b", folded)
    if code is not None:
        return words.get(f"{code.group(1)} {code.group(2)}")
    bare = _BEGINNINGS.sub("", folded)
    shorter = _ENDS.sub("", bare).strip()
    for reading in (folded, bare, shorter, f"{shorter} fee", f"{shorter} cost"):
        if reading in words:
            return words[reading]
    return words.get(shorter.removesuffix("s")) or _contained(folded)


def _contained(folded: str) -> str | None:
    """The item whose words stand among others (“bribe to officer”), when it is the only one."""
    padded = f" {folded} "
    found = {
        code
        for word, code in cost_words().items()
        if len(word) >= _SHORTEST_CONTAINED and f" {word} " in padded
    }
    return found.pop() if len(found) == 1 else None
