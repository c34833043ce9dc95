"""From a record to what was done with it, and which project stands behind it."""

from __future__ import annotations

import pytest
from factories import TODAY, organisation, person, signed_in
from factories_findings import finished

from crest.access import facade as access
from crest.access.models import Event

pytestmark = [pytest.mark.web, pytest.mark.django_db]
WORDS = "Who did what with this"


def test_an_administrator_gets_from_a_run_to_its_log_and_an_analyst_is_offered_none() -> None:
    home = organisation()
    administrator = person(home, access.Role.ADMINISTRATOR)
    run = finished(access.system_for(home, on=TODAY))
    assert Event.objects.filter(subject=run.ref).exists()
    page = signed_in(administrator).get(f"/findings/runs/{run.ref}/").content.decode()
    assert WORDS in page
    log = signed_in(administrator).get(f"/settings/audit/?record={run.ref}").content.decode()
    assert log.count(f">{run.ref}<") >= 1
    other = signed_in(administrator).get("/settings/audit/?record=nothing").content.decode()
    assert "No entry fits." in other
    analyst = signed_in(person(home, access.Role.ANALYST))
    assert WORDS not in analyst.get(f"/findings/runs/{run.ref}/").content.decode()
