"""Turns the web fonts that `build.mjs` put into the package into TrueType files for the PDF report.

Reads ../src/crest/drawing/assets/fonts/*.woff2, writes ../src/crest/drawing/assets/pdf-fonts (not
in git): one .ttf each and `fonts.json` with the family names in the order in which a letter is
looked for, and the ranges of letters they hold. Needs no network. The same input gives the same
bytes.

The Latin face comes in three files of one family name, of which a typesetter would see only one;
so the two with further letters get a family name of their own.
"""

from __future__ import annotations

import json
import shutil
import sys
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

ASSETS = Path(__file__).parents[1] / "src" / "crest" / "drawing" / "assets"
OWN_FAMILY = {"latin-ext": "Noto Sans Latin Ext", "vietnamese": "Noto Sans Vietnamese"}
# Numbers of entries in the name table of a font.
FAMILY, STYLE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY = 1, 2, 4, 6, 16


def convert(source: Path, target: Path, script: str) -> tuple[str, set[int]]:
    """Write `source` (WOFF2) as TrueType; return its family name and its code points."""
    with TTFont(source, recalcTimestamp=False) as font:
        names = font["name"]
        style = names.getDebugName(STYLE)
        family = OWN_FAMILY.get(script, names.getDebugName(FAMILY))
        for record in names.names:
            if record.nameID in {FAMILY, TYPOGRAPHIC_FAMILY}:
                record.string = family
            elif record.nameID == FULL:
                record.string = f"{family} {style}"
            elif record.nameID == POSTSCRIPT:
                record.string = f"{family.replace(' ', '')}-{style}"
        font.flavor = None
        font.save(target)
        return family, set(font.getBestCmap())


def ranges_of(letters: set[int]) -> list[list[int]]:
    """[[first, last], …] of a set of code points."""
    ordered = sorted(letters)
    breaks = [i + 1 for i, (left, right) in enumerate(pairwise(ordered)) if right != left + 1]
    edges = [0, *breaks, len(ordered)]
    return [[ordered[start], ordered[end - 1]] for start, end in pairwise(edges)]


def main() -> int:
    """Convert every font of the list; 1 when there is none."""
    listed = ASSETS / "fonts" / "fonts.json"
    if not listed.is_file():
        sys.stderr.write("There are no web fonts to convert. Run: node frontend/build.mjs\n")
        return 1
    out = ASSETS / "pdf-fonts"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    families: dict[str, None] = {}
    by_weight: dict[int, set[int]] = {}
    for font in json.loads(listed.read_text(encoding="utf-8")):
        source = ASSETS / "fonts" / font["file"]
        family, letters = convert(source, out / f"{source.stem}.ttf", font["script"])
        families.setdefault(family)
        by_weight.setdefault(font["weight"], set()).update(letters)
    in_every_weight = set.intersection(*by_weight.values())
    about = {"families": list(families), "letters": ranges_of(in_every_weight)}
    (out / "fonts.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write("Fonts of the PDF report are in src/crest/drawing/assets/pdf-fonts.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
