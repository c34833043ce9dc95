"""What workers pay for: the items of the fee definition, of the SDG questionnaire, their words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import load_codelist, rulebook_folders
from crest.engine.rulebook.models import Id, Rule
from crest.engine.rulebook.rules import Dated
from crest.engine.rulebook.words import fold, split_words
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from pathlib import Path

Group = Literal[
    "fee",
    "medical",
    "insurance",
    "skills_test",
    "training",
    "equipment",
    "travel",
    "administrative",
    "illegitimate",
    "tracked",
    "other",
]
FeeCode = Annotated[str, StringConstraints(pattern=r"^FEE-\d\d$")]
ItemCode = Annotated[str, StringConstraints(pattern=r"^(?:FEE|RC)-\d\d$")]
ITEMS_FILE: Final = "fees/items.yaml"


class CostItem(Dated):
    """One thing workers pay for.

    `fee_item`: the item of the fee definition it belongs to (itself for FEE-…; none when it may
    be anything). `counts_as`: for items the definition does not list, the one they are judged
    as. `illegitimate`: never to be charged to anybody. `itemised`: false for a sum of which
    nobody said what it was for. `sdg_10_7_1`: counted in the recruitment cost indicator.
    """

    id: ItemCode
    group: Group
    says: str
    thai: str
    fee_item: FeeCode | None
    counts_as: FeeCode | None = None
    illegitimate: bool = False
    itemised: bool = True
    sdg_10_7_1: bool = True
    note: str | None = None


class CostItems(Rule):
    """`fees/items.yaml`: every item once, and each leads to an item of the fee definition."""

    id: Id
    title: str
    thai: str
    machine_translated: bool = True  # the Thai words
    notes: tuple[str, ...] = ()
    items: Annotated[tuple[CostItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _lead_somewhere(self) -> CostItems:
        codes = [item.id for item in self.items]
        twice = {code for code in codes if codes.count(code) > 1}
        if twice:
            raise ValueError(f"listed twice: {', '.join(sorted(twice))}")
        for item in self.items:
            for code in (item.fee_item, item.counts_as):
                if code is not None and code not in codes:
                    raise ValueError(f"{item.id} leads to {code}, which is not listed")
        return self

    @property
    def by_code(self) -> dict[str, CostItem]:
        """Item code → item, in the order of the file."""
        return {item.id: item for item in self.items}

    def fee_item(self, code: str) -> str | None:
        """The item of the fee definition for any item code; none when unknown or undecided."""
        item = self.by_code.get(code)
        return None if item is None else item.fee_item


@cache
def load_cost_items() -> CostItems:
    """The items of the rulebook in force.

    Raises RuleFileError (file:line item: sentence) when the file is wrong or missing.
    """
    return read_rule_file(_path(), CostItems)


@cache
def cost_words() -> dict[str, str]:
    """Folded words of many languages → item code, for example “passport” → RC-03.

    The codes themselves are words too (“RC-03” → RC-03). Raises RuleFileError when a word has
    two meanings or names an item that is not listed.
    """
    known = load_cost_items().by_code
    found = {fold(code): code for code in known}
    for row in load_codelist("cost_words"):
        if row["item"] not in known:
            raise RuleFileError(
                f"cost_words.csv: {row['item']} is not an item of {ITEMS_FILE}.",
                todo="Correct the item code.",
            )
        for word in split_words(row["words"]):
            if found.setdefault(fold(word), row["item"]) != row["item"]:
                raise RuleFileError(
                    f"cost_words.csv: “{word}” means {found[fold(word)]} and {row['item']}.",
                    todo="Leave the word with one of them.",
                )
    return found


def _path() -> Path:
    for folder in rulebook_folders():
        if (folder / ITEMS_FILE).is_file():
            return folder / ITEMS_FILE
    raise RuleFileError(f"{ITEMS_FILE} is missing.", todo="Reinstall crest.")
