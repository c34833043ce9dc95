"""Which column was understood as what: shown to people, saved, corrected and given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from crest.engine.errors import InputError, RuleFileError
from crest.engine.rulebook.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is used for.

    `position`: 0-based. `field`: of the contract, or None when the column is kept in `extra`.
    `how`: exact | alias | similar | survey | override | extra. `confidence`: 0..1.
    """

    position: int
    header: str
    field: str | None
    how: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How one sheet was understood.

    `kind`: sites | organisations | links | channels | journeys | costs | answers | deductions |
    refunds | notes (a sheet of prose, not read).
    `kind_because`: why, in words. `implied`: what holds for every row because of a heading or
    sheet name, for example {"role": "recruiter"}. `unused_overrides`: headers a person named
    that the sheet does not have.
    """

    source: str
    sheet: str | None
    kind: str
    kind_because: str
    columns: tuple[ColumnUse, ...]
    implied: dict[str, str] = field(default_factory=dict)
    unused_overrides: tuple[str, ...] = ()

    def of(self, wanted: str) -> tuple[ColumnUse, ...]:
        """The columns used for a field, from left to right."""
        return tuple(use for use in self.columns if use.field == wanted)

    def fields(self) -> frozenset[str]:
        """All fields some column is used for."""
        return frozenset(use.field for use in self.columns if use.field is not None)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON or YAML; `from_dict` reads them back."""
        return {
            "source": self.source,
            "sheet": self.sheet,
            "kind": self.kind,
            "kind_because": self.kind_because,
            "implied": dict(self.implied),
            "columns": [
                {
                    "position": use.position,
                    "header": use.header,
                    "field": use.field,
                    "how": use.how,
                    "confidence": use.confidence,
                }
                for use in self.columns
            ],
        }

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> ColumnMapping:
        """The mapping `to_dict` gave. Raises InputError when something is missing."""
        try:
            columns = tuple(
                ColumnUse(
                    int(use["position"]),
                    str(use["header"]),
                    use["field"],
                    str(use["how"]),
                    float(use["confidence"]),
                )
                for use in saved["columns"]
            )
            return cls(
                source=str(saved["source"]),
                sheet=saved["sheet"],
                kind=str(saved["kind"]),
                kind_because=str(saved["kind_because"]),
                columns=columns,
                implied=dict(saved["implied"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"The saved column mapping is incomplete: {error}.",
                todo="Save it again with --dry-run.",
            ) from error


@dataclass(frozen=True, slots=True)
class Override:
    """What a person says about one sheet. None: not said.

    `columns`: header → field, or None to keep the column as extra. `source` and `sheet` choose
    the sheets it is for; None fits all.
    """

    source: str | None = None
    sheet: str | None = None
    kind: str | None = None
    columns: dict[str, str | None] = field(default_factory=dict)
    implied: dict[str, str] = field(default_factory=dict)

    def fits(self, source: str, sheet: str | None) -> bool:
        """Whether it is for that sheet; a source may be given with or without its folder."""
        named = self.source is None or self.source in (source, Path(source).name)
        return named and self.sheet in (None, sheet)


def override_from(saved: Mapping[str, Any]) -> Override:
    """An override from a saved mapping, or from the short form people write by hand.

    Short form: {kind: sites, columns: {"Werk": name, "Notiz": null}}; every part is optional.
    """
    columns = saved.get("columns") or {}
    if isinstance(columns, Mapping):
        chosen = {str(header): target for header, target in columns.items()}
    else:
        chosen = {str(use["header"]): use["field"] for use in columns}
    return Override(
        source=saved.get("source"),
        sheet=saved.get("sheet"),
        kind=saved.get("kind"),
        columns=chosen,
        implied=dict(saved.get("implied") or {}),
    )


def mappings_to_yaml(mappings: list[ColumnMapping]) -> str:
    """The mappings as YAML a person can read, correct and give back."""
    saved = {"mappings": [mapping.to_dict() for mapping in mappings]}
    text: str = yaml.safe_dump(saved, allow_unicode=True, sort_keys=False, width=100)
    return text


def load_overrides(path: Path) -> list[Override]:
    """Overrides from a YAML (or JSON) file: one mapping, or several under `mappings`.

    Raises InputError when the file cannot be read.
    """
    if not path.is_file():
        raise InputError(f"There is no file “{path}”.", todo="Check the name, or leave it out.")
    try:
        content, _ = read_yaml(path)
        saved = content.get("mappings", [content])
        overrides = [override_from(one) for one in saved]
    except RuleFileError as error:
        raise InputError(error.sentence, todo=error.todo) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path.name} holds no column mapping.",
            todo="Start from the columns.yaml that stands beside every result.",
        ) from error
    return overrides


def merged(overrides: list[Override], source: str, sheet: str | None) -> Override:
    """All overrides that fit a sheet as one; later ones win."""
    whole = Override()
    for one in overrides:
        if one.fits(source, sheet):
            whole = replace(
                whole,
                kind=one.kind or whole.kind,
                columns=whole.columns | one.columns,
                implied=whole.implied | one.implied,
            )
    return whole
