"""Pages of findings, corridors and programmes: the answer first, few queries, nothing foreign."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import actor, organisation, person, shares, signed_in
from factories_findings import (
    action_row,
    channel,
    finding_row,
    finished,
    group_row_of,
    node,
    priority_row,
)

from crest.access import facade as access
from crest.access.models import Event, Organisation
from crest.findings import facade as findings
from crest.findings.models import Finding

pytestmark = pytest.mark.web
MOST_QUERIES = 30


@pytest.fixture
def home() -> Organisation:
    return organisation("Invented Buyer")


@pytest.fixture
def browser(home: Organisation) -> Client:
    return signed_in(person(home, access.Role.ADMINISTRATOR))


def filled(home: Organisation, many: int = 60) -> access.Actor:
    by = actor(home)
    agencies = [node(home) for _ in range(8)]
    for agency in agencies:
        channel(home, agency)
    finished(by, finding_row(), on=dt.date(2025, 12, 31))
    rows = [finding_row(agencies[at % 8], actions=[action_row()]) for at in range(many)]
    finished(
        by, *rows, finding_row(answer="unknown", workers=None, amount_minor=None),
        priorities=tuple(priority_row(one, rank=at) for at, one in enumerate(agencies, 1)),
        groups=(group_row_of(), *(group_row_of(one.crest_id, "recruiter") for one in agencies)),
    )  # fmt: skip
    return by


def pages(by: access.Actor) -> list[str]:
    run, found = findings.latest_run(by), findings.findings_of(by)
    assert run is not None
    return [
        reverse("findings"), reverse("findings") + "?severity=4&answer=yes&page=2",
        reverse("priorities"), reverse("proposals"), reverse("runs"),
        reverse("run", args=(run.ref,)),
        reverse("finding", args=(found[0].ref,)), reverse("corridors"),
        reverse("corridor", args=("MM", "TH")), reverse("programmes"), reverse("project_new"),
    ]  # fmt: skip


def test_each_page_opens_with_few_queries_however_much_there_is(
    home: Organisation, browser: Client
) -> None:
    for url in pages(filled(home)):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(url)
        assert answer.status_code == 200, url
        assert len(asked) <= MOST_QUERIES, (url, len(asked))


def test_empty_pages_say_what_to_do_next(browser: Client) -> None:
    for name in ("findings", "priorities", "proposals", "runs", "corridors", "programmes"):
        answer = browser.get(reverse(name))
        assert answer.status_code == 200
        assert "main" in answer.content.decode()
    assert "Start a run" in browser.get(reverse("findings")).content.decode()


def test_the_list_leads_with_who_took_what_and_what_is_owed(
    home: Organisation, browser: Client
) -> None:
    filled(home)
    text = browser.get(reverse("findings")).content.decode().replace("\u00a0", " ")
    lead = text[: text.index('id="list"')]
    assert "7,000 USD" in lead  # owed
    assert "12,345 USD" in lead  # taken
    assert "Repay the fees" in lead
    assert "how sure" in lead


def test_filters_narrow_the_list_and_stay_in_the_address(
    home: Organisation, browser: Client
) -> None:
    filled(home, many=3)
    answer = browser.get(reverse("findings"), {"answer": "unknown"})
    context = answer.context
    assert context["found"].total == 1
    severity = next(one for one in context["filters"] if one.name == "severity")
    assert all("answer=unknown" in choice.href for choice in severity.choices)
    assert sum(choice.count for choice in severity.choices) == 1


@pytest.mark.parametrize(
    "query", ["?severity=x", "?page=99999999999999999999", "?page=-1", "?run=nothere",
              "?severity=99999999999999999999", "?words=%00", "?country=%27--", "?node=zz"],
)  # fmt: skip
def test_whatever_stands_in_the_address_is_no_fault(
    home: Organisation, browser: Client, query: str
) -> None:
    filled(home, many=1)
    for name in ("findings", "priorities"):
        assert browser.get(reverse(name) + query).status_code in {200, 404}


def test_unknown_is_never_shown_as_nought(home: Organisation, browser: Client) -> None:
    by = filled(home, many=1)
    unknown = findings.findings_of(by, answer="unknown")[0]
    text = browser.get(reverse("finding", args=(unknown.ref,))).content.decode()
    assert "unknown is not no" in text
    assert "0 USD" not in text.replace("\u00a0", " ")
    corridor = browser.get(reverse("corridor", args=("MM", "TH"))).content.decode()
    assert "not told" in corridor
    assert "fewer than eleven workers" in corridor


def test_titles_are_said_in_thai(home: Organisation, browser: Client) -> None:
    filled(home, many=1)
    browser.cookies["crest_language"] = "th"
    assert "มีการเก็บค่าธรรมเนียม" in browser.get(reverse("findings")).content.decode()


def test_a_step_is_handed_on_from_the_page_and_declining_needs_a_word(
    home: Organisation, browser: Client
) -> None:
    by = filled(home, many=1)
    ref = findings.findings_of(by, answer="yes")[0].ref
    answer = browser.post(reverse("finding_hand_on", args=(ref,)), {"action": "ACT-REPAY"})
    assert answer.status_code == 302
    proposal = findings.proposals_of(by)[0].ref
    url = reverse("proposal_answer", args=(proposal,))
    refused = browser.post(url, {"state": "declined", "note": ""})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert browser.post(url, {"state": "taken"}).status_code == 302


def test_a_wrong_day_is_said_beside_the_field_and_what_was_typed_stays(browser: Client) -> None:
    answer = browser.post(reverse("run_start"), {"on": "tomorrow", "currency": "THB"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Write the day" in text
    assert "<option selected>THB" in text


def test_a_project_is_made_and_its_wrong_fields_are_marked(browser: Client) -> None:
    wrong = browser.post(reverse("project_new"), {"code": "", "title": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    made = browser.post(reverse("project_new"), {"code": "P-1", "title": "Fair hiring"})
    assert made.status_code == 302
    added = browser.post(
        made["Location"] + "activity/", {"title": "Visits", "target": "12", "reached": ""}
    )
    assert added.status_code == 302
    assert "not known" in browser.get(made["Location"]).content.decode()


def test_who_may_not_see_worker_files_gets_none_and_who_may_is_written_down(
    home: Organisation, browser: Client
) -> None:
    by = filled(home, many=1)
    run = findings.latest_run(by)
    assert run is not None
    url = reverse("run_workers", args=(run.ref,))
    assert browser.get(url).status_code == 403
    officer = signed_in(person(home, access.Role.PROTECTION_OFFICER))
    assert officer.get(url).status_code == 200
    assert Event.objects.filter(tag="findings:worker_files:list", allowed=True).count() == 1
    for name in ("..%2f..%2fcrest.sqlite3", "costs.csv"):
        assert officer.get(url + name).status_code == 404


def test_a_firm_cannot_open_what_is_about_others(home: Organisation) -> None:
    firm = organisation(kind=access.Kind.RECRUITER)
    by = actor(home)
    finished(by, finding_row(node(home, claimed_by=firm)), finding_row(node(home)))
    shares(home, firm, "findings")
    theirs = signed_in(person(firm, access.Role.CONTRIBUTOR))
    rows = Finding.objects.everywhere("a test").order_by("rank")
    codes = [theirs.get(reverse("finding", args=(row.ref,))).status_code for row in rows]
    assert codes == [200, 404]
    text = theirs.get(reverse("findings")).content.decode()
    assert "1 finding" in text
    assert "7,000" not in text  # the sum of the whole is the buyer's
    run = findings.latest_run(by)
    assert run is not None
    assert theirs.get(reverse("run", args=(run.ref,))).status_code == 404
    assert theirs.get(reverse("run_report", args=(run.ref, "report.pdf"))).status_code == 404
