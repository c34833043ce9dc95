"""One door for everything `crest import` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError
from crest.engine.risk.import_countries import read_country_index
from crest.engine.risk.import_goods import read_good_index, read_ilab_goods
from crest.engine.risk.import_migrants import read_migrant_stock
from crest.engine.risk.imported import Imported, Stated, checked_name, keep_index
from crest.engine.risk.indices import SCHEMAS
from crest.engine.rulebook.risk_rules import load_risk_book

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import Any

KINDS: Final = tuple(SCHEMAS)
# Publishers whose licence is known; for everything else the person who imports must say it.
_KNOWN: Final = {
    "ilab-goods": (
        "List of Goods Produced by Child Labor or Forced Labor, US Department of Labor (ILAB)",
        "public domain (work of the United States government)",
    ),
    "migrant-stock": ("International Migrant Stock, UN DESA", "CC BY 3.0 IGO"),
}


def import_index(
    kind: str,
    path: Path,
    *,
    into: Path,
    name: str | None = None,
    source: str | None = None,
    licence: str | None = None,
    as_of: date | None = None,
    worse: str | None = None,
) -> tuple[dict[str, Any], Imported]:
    """Read a file of that kind and keep it in the folder; returns what its YAML says, and the rows.

    `name`: default the kind. `licence` and `source`: needed unless the publisher is known.
    `worse`: see read_country_index. Raises InputError for an unknown kind, a missing licence, or a
    file that cannot be used; OutputError when the folder cannot be written.
    """
    if kind not in KINDS:
        raise InputError(
            f"There is no kind of index “{kind}”.", todo=f"Use one of: {', '.join(KINDS)}."
        )
    known = _KNOWN.get(kind)
    if known is None and not (licence and source):
        raise InputError(
            "CREST cannot know who published this index, nor whether you may use it.",
            todo='Add --source "publisher and title" and --licence "its licence".',
        )
    stated = Stated(
        name=checked_name(name or kind),
        source=source or (known[0] if known else ""),
        licence=licence or (known[1] if known else ""),
        as_of=as_of,
    )
    _must_be_a_file(path)
    imported = read_index(kind, path, name=stated.name, as_of=as_of, worse=worse)
    return keep_index(into, imported, stated, path), imported


def read_index(
    kind: str, path: Path, *, name: str, as_of: date | None, worse: str | None = None
) -> Imported:
    """Read a file of one of KINDS without keeping it."""
    if kind == "country-index":
        return read_country_index(path, name=name, worse=worse, source=path.name)
    if kind == "migrant-stock":
        return read_migrant_stock(path, name=name, source=path.name)
    read = read_ilab_goods if kind == "ilab-goods" else read_good_index
    return read(path, name=name, as_of=as_of, book=load_risk_book(), source=path.name)


def _must_be_a_file(path: Path) -> None:
    if not path.is_file():
        what = "is no ordinary file" if path.exists() else "is not there"
        raise InputError(f"“{path}” {what}.", todo="Give the file you downloaded.")
