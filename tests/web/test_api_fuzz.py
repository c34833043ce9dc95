"""Every operation with drawn requests: no fault, and every answer as the document says."""

from __future__ import annotations

import random
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crest.access import facade as access
from crest.web.api import buckets
from crest.web.leaks.ground import prepare

pytestmark = [
    pytest.mark.web,
    pytest.mark.slow,
    # The in-process client does not close what a refused form had begun to send.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CHECKS = [
    not_a_server_error, response_schema_conformance, status_code_conformance,
    content_type_conformance,
]  # fmt: skip
EXAMPLES = 4


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(buckets, "take", lambda *_args: None)
    # A server lets go of its connection around a request; here it holds the test's transaction.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    return prepare(organisations=2, seed=9)


def token_of(ground: Any, role: access.Role) -> str:
    by = access.actor_for(
        ground.homes[0].people[role], on=ground_day(), confirmed=True, second_factor_demanded=True
    )
    assert by is not None
    never = {access.Permission.MANAGE_PEOPLE, access.Permission.RUN_INSTALLATION}
    scopes = sorted(str(one) for one in by.may - never)
    _row, text = access.make_token(by=by, label="fuzz", scopes=scopes, days=1)
    return text


def route_of(case: Any) -> str:
    return str(case.operation.path).lstrip("/").replace("{", "<").replace("}", ">")


def ground_day() -> Any:
    from django.utils import timezone  # noqa: PLC0415

    return timezone.localdate()


@pytest.mark.parametrize("role", [access.Role.ADMINISTRATOR, access.Role.ANALYST, None])
def test_no_drawn_request_is_a_fault(ground: Any, role: access.Role | None) -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable
    app = get_wsgi_application()
    headers = {"Host": "localhost"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=headers)
    if role is not None:
        headers["Authorization"] = f"Bearer {token_of(ground, role)}"
    seen = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES if role else 1, derandomize=True, deadline=None, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def run(case: Any) -> None:
            nonlocal seen
            if case.path_parameters and chance.random() < 0.7:
                case.path_parameters = {
                    name: old if isinstance(old, int) else ground.value((route_of(case), name), 0)
                    for name, old in case.path_parameters.items()
                }
            for name in ("If-Match", "If-None-Match"):
                case.headers.pop(name, None)
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
            assert role is not None or response.status_code in {400, 401, 413, 415}
            seen += 1

        run()
    assert seen > 50
