"""JSON schemas of the rulebook's files, for editors: `python -m crest.engine.rulebook.schemas`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from crest.engine.rulebook.action_rules import Catalogue
from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.cost_items import CostItems
from crest.engine.rulebook.finding_rules import FindingRules
from crest.engine.rulebook.models import Goldens, IntakeKinds, Source, WorkbookTemplate
from crest.engine.rulebook.remedy_rules import RemedyRules
from crest.engine.rulebook.risk_rules import RiskBook
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

SCHEMAS: Final[dict[str, type[BaseModel]]] = {
    "source": Source,
    "intake-kinds": IntakeKinds,
    "workbook-template": WorkbookTemplate,
    "goldens": Goldens,
    "facts": FactBook,
    "rule-set": RuleSet,
    "figures": Figures,
    "cost-items": CostItems,
    "remedy": RemedyRules,
    "risk": RiskBook,
    "actions": Catalogue,
    "finding-rules": FindingRules,
}


def schema_text(model: type[BaseModel]) -> str:
    """The JSON schema (2020-12) of a model, indented, with a final newline."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write_schemas(folder: Path = SHIPPED / "schema") -> list[Path]:
    """Write every schema into the folder; returns the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, model in SCHEMAS.items():
        path = folder / f"{name}.json"
        path.write_text(schema_text(model), encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    write_schemas()
