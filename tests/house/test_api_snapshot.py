"""The API is what its snapshot says: a change of it is seen, and meant."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema_rs
import pytest

from crest.web.api import ROOT, api
from crest.web.api.document import document

pytestmark = pytest.mark.house
SNAPSHOT = Path(__file__).with_name("api_snapshot.json")
# The parts of OpenAPI 3.1 that every document must have, and how its parts must look.
SHAPE = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "properties": {
        "openapi": {"const": "3.1.0"},
        "paths": {
            "patternProperties": {
                "^/api/v1/": {
                    "patternProperties": {
                        "^(get|post|put|patch|delete)$": {
                            "type": "object",
                            "required": ["operationId", "summary", "responses", "x-needs"],
                            "properties": {"x-needs": {"type": "string", "minLength": 1}},
                        }
                    },
                    "additionalProperties": False,
                }
            },
            "additionalProperties": False,
        },
    },
}


def short() -> dict[str, object]:
    """What callers rely on: operations with what they need and take, and the shape of records."""
    made = document(api, ROOT)
    operations = {
        f"{method.upper()} {path}": {
            "needs": one["x-needs"],
            "takes": sorted(p["name"] for p in one["parameters"] if p["in"] != "header"),
            "body": one.get("requestBody", {}).get("content", {}),
            "answers": {
                status: value.get("content", {})
                for status, value in one["responses"].items()
                if status[0] == "2"
            },
        }
        for path, item in made["paths"].items()
        for method, one in item.items()
    }
    shapes = {
        name: {
            "properties": sorted(value.get("properties", {})),
            "required": sorted(value.get("required", [])),
        }
        for name, value in made["components"]["schemas"].items()
    }
    return {"operations": operations, "records": shapes}


def test_the_api_is_as_its_snapshot_says() -> None:
    """Meant? Run with CREST_SNAPSHOT=write and say so in CHANGELOG.md."""
    now = json.dumps(short(), indent=1, sort_keys=True) + "\n"
    if os.environ.get("CREST_SNAPSHOT") == "write":
        SNAPSHOT.write_text(now, "utf-8")
    assert SNAPSHOT.read_text("utf-8") == now


def test_the_document_is_openapi_31() -> None:
    made = document(api, ROOT)
    found = list(jsonschema_rs.validator_for(SHAPE).iter_errors(made))
    assert not found, [str(one) for one in found[:5]]


def test_every_schema_of_the_document_is_json_schema_2020_12() -> None:
    for name, value in document(api, ROOT)["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({**value, "$schema": DIALECT}), name


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(document(api, ROOT))
    parts = document(api, ROOT)["components"]
    for piece in text.split('"$ref": "#/components/')[1:]:
        kind, name = piece.split('"')[0].split("/")
        assert name in parts[kind], name


def test_no_two_operations_share_a_name() -> None:
    names = [
        one["operationId"]
        for item in document(api, ROOT)["paths"].values()
        for one in item.values()
    ]  # fmt: skip
    assert len(names) == len(set(names))


DIALECT = "https://json-schema.org/draft/2020-12/schema"
