"""intake: lists in, records or problems out. Columns recognised, cells cleaned, places located."""

from crest.engine.intake.column_mapping import (
    ColumnMapping,
    ColumnUse,
    Override,
    load_overrides,
    mappings_to_yaml,
    override_from,
)
from crest.engine.intake.lists import Lists, read_lists
from crest.engine.intake.locate import locate
from crest.engine.intake.recognise import recognise
from crest.engine.intake.take_in import TakenIn, take_in
from crest.engine.intake.template import write_template

__all__ = [
    "ColumnMapping",
    "ColumnUse",
    "Lists",
    "Override",
    "TakenIn",
    "load_overrides",
    "locate",
    "mappings_to_yaml",
    "override_from",
    "read_lists",
    "recognise",
    "take_in",
    "write_template",
]
