"""The examples of `findings.golden.yaml`, one group each."""

from __future__ import annotations

import pytest
from findings_cases import found, group, sign

from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.finding_rules import load_finding_rules
from crest.engine.rulebook.loader import load_goldens
from crest.engine.rulebook.models import Golden

pytestmark = pytest.mark.engine
GOLDENS = load_goldens(SHIPPED / "actions" / "findings.golden.yaml")


@pytest.mark.parametrize("golden", GOLDENS.cases, ids=lambda golden: golden.name)
def test_a_group_gives_the_findings_of_its_golden(golden: Golden) -> None:
    given = golden.given
    one = group(given["kind"], "Somebody", given["n"], **given.get("sums", {}))
    one["licence"] = given.get("licence")
    signs = [sign(one, rule, *counts) for rule, counts in given.get("signs", {}).items()]
    checks = [
        {"kind": one["kind"], "id": one["id"], "check": "alike", "says": says}
        for says in [given.get("check")]
        if says
    ]
    told = {
        finding.rule: {
            "answer": finding.answer,
            "severity": finding.severity,
            "actions": [action.code for action in finding.actions],
        }
        for finding in found([one], signs, quality=checks)
    }
    assert told == golden.expect


def test_every_kind_of_finding_has_a_golden() -> None:
    judged = {rule for golden in GOLDENS.cases for rule in golden.expect}
    assert judged == {kind.id for kind in load_finding_rules().kinds}
