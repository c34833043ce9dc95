"""My work: what waits for a person, and where to begin when nothing does."""

from __future__ import annotations

import factories
import pytest
from django.urls import reverse

from crest.access import facade as access
from crest.web import work
from crest.web.pages.my_work import STARTS
from crest.web.work import WorkItem, work_for, work_list

pytestmark = pytest.mark.web
P = access.Permission


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """An empty registry."""
    found: list[object] = []
    monkeypatch.setattr(work, "PROVIDERS", found)
    return found


def test_only_work_that_the_person_may_do_is_listed(providers: list[object]) -> None:
    work_list(needs=P.JUDGE_PAIR)(lambda _by: [WorkItem("Pairs to judge", 3, "/review/")])
    work_list(needs=P.MANAGE_PEOPLE)(lambda _by: [WorkItem("Invitations", 1, "/people/")])
    assert len(providers) == 2
    assert [item.title for item in work_for(factories.actor())] == ["Pairs to judge"]


def test_what_is_late_comes_first_and_what_is_done_not_at_all(providers: list[object]) -> None:
    work_list(needs=P.SEE_OWN_ACCOUNT)(
        lambda _by: [
            WorkItem("Later", 2, "/a/"), WorkItem("Done", 0, "/b/"),
            WorkItem("Nowhere to do it", 4, ""), WorkItem("Late", 1, "/c/", late=True),
        ]
    )  # fmt: skip
    assert providers
    assert [item.title for item in work_for(factories.actor())] == ["Late", "Later"]


@pytest.mark.parametrize("kind", list(access.Kind))
@pytest.mark.parametrize("role", list(access.Role))
def test_my_work_opens_for_every_role_in_every_kind_of_organisation(
    kind: access.Kind, role: access.Role
) -> None:
    client = factories.signed_in(factories.person(factories.organisation(kind=kind), role))
    answer = client.get(reverse("my_work"))
    assert answer.status_code == 200
    for start in answer.context["starts"]:
        assert client.get(start.href).status_code in {200, 302}


def test_a_place_to_begin_is_offered_once() -> None:
    for starts in STARTS.values():
        routes = [route for route, *_ in starts]
        assert len(routes) == len(set(routes))


def test_who_belongs_to_two_organisations_chooses_for_which_to_act() -> None:
    somebody = factories.person(factories.organisation("First Firm"), access.Role.ANALYST)
    other = factories.organisation("Second Firm")
    access_models = pytest.importorskip("crest.access.models")
    access_models.Membership.objects.create(
        person=somebody, organisation=other, role=access.Role.VIEWER
    )
    client = factories.signed_in(somebody)
    client.post(reverse("act_for"), {"organisation": other.ref})
    page = client.get(reverse("my_work")).content.decode()
    assert "Second Firm · Buyer · Viewer" in page


def test_nobody_acts_for_an_organisation_that_is_not_theirs() -> None:
    client = factories.signed_in(
        factories.person(factories.organisation("Own Firm"), access.Role.ANALYST)
    )
    foreign = factories.organisation("Foreign Firm")
    client.post(reverse("act_for"), {"organisation": foreign.ref})
    page = client.get(reverse("my_work")).content.decode()
    assert "Foreign Firm" not in page
