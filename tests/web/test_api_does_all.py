"""People, sharing, requests, projects, exports and the atlas, asked for by programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from factories import actor, organisation, person, signed_in
from factories_supplychain import nordvik

from crest.access import facade as access
from crest.access.models import Membership, Organisation, Person
from crest.evidence.models import Batch
from crest.supplychain.models import Node, Request
from crest.web.api import buckets
from crest.web.atlas import picture
from crest.web.models import KeptAnswer

pytestmark = pytest.mark.web
ROOT = "/api/v1/"
DAY = (timezone.localdate() + dt.timedelta(days=30)).isoformat()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Keys of rows come again after a test: what the process remembers of them does not hold."""
    buckets.forget()
    picture._pictures.clear()


@pytest.fixture
def buyer() -> Organisation:
    return organisation("Nordvik Retail")


@pytest.fixture
def boss(buyer: Organisation) -> Client:
    return signed_in(person(buyer, access.Role.ADMINISTRATOR))


def do(client: Client, path: str, method: str = "post", status: int = 200, **body: Any) -> Any:
    response = client.generic(
        method.upper(), f"{ROOT}{path}", json.dumps(body), content_type="application/json"
    )
    assert response.status_code == status, response.content[:600]
    return response.json()


def got(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"{ROOT}{path}")
    assert response.status_code == status, response.content[:600]
    return response.json()


def test_somebody_is_invited_and_the_letter_is_withdrawn(boss: Client) -> None:
    made = do(boss, "invitations", status=201, email="new@example.org", role="viewer")
    assert "http://testserver/invitation/" in mail.outbox[0].body.replace("localhost", "testserver")
    assert [one["email"] for one in got(boss, "invitations")] == ["new@example.org"]
    do(boss, f"invitations/{made['ref']}/withdraw")
    assert got(boss, "invitations") == []


def test_a_role_ends_but_never_that_of_the_last_administrator(
    boss: Client, buyer: Organisation
) -> None:
    reader = person(buyer, access.Role.VIEWER)
    left = do(boss, "people/end", email=reader.email.upper(), role="viewer")
    assert left["roles"] == []
    assert not Membership.objects.filter(person=reader, ended_at=None).exists()
    chief = Person.objects.exclude(pk=reader.pk).get(memberships__organisation=buyer)
    refused = do(boss, "people/end", status=409, email=chief.email, role="administrator")
    assert refused["code"] == "access.refused"
    do(boss, "people/end", status=404, email="nobody@example.org", role="viewer")


def test_no_token_manages_people(buyer: Organisation) -> None:
    by = actor(buyer, access.Role.ADMINISTRATOR)
    _row, text = access.make_token(by=by, label="x", scopes=["see_own_account"], days=1)
    client = Client(HTTP_HOST="localhost", headers={"authorization": f"Bearer {text}"})
    assert client.get(f"{ROOT}people").status_code == 403
    assert client.get(f"{ROOT}installation").status_code == 403


def test_records_are_shared_seen_by_the_other_side_and_shared_no_more(boss: Client) -> None:
    other = organisation("Baltic Outdoor")
    offer = {"receiver": other.ref, "covers": ["chain"], "purpose": "due diligence"}
    made = do(boss, "agreements", status=201, **offer, until=DAY)
    assert made["receiver"] == "Baltic Outdoor"
    friend = signed_in(person(other, access.Role.ADMINISTRATOR))
    assert [one["other"] for one in got(friend, "agreements/received")] == ["Nordvik Retail"]
    assert do(boss, f"agreements/{made['ref']}/revoke")["revoked_at"]
    assert not got(friend, "agreements/received")[0]["live"]
    wrong = do(boss, "agreements", status=422, receiver="nobody", covers=["x"], purpose=" ")
    assert set(wrong["fields"]) == {"receiver", "covers", "purpose"}


def test_tokens_are_listed_and_ended_also_by_themselves(buyer: Organisation) -> None:
    by = actor(buyer, access.Role.ANALYST)
    row, text = access.make_token(by=by, label="nightly", scopes=["see_own_account"], days=1)
    client = Client(HTTP_HOST="localhost", headers={"authorization": f"Bearer {text}"})
    listed = got(client, "tokens")
    assert [one["label"] for one in listed] == ["nightly"]
    assert text not in json.dumps(listed)
    do(client, f"tokens/{row.ref}/revoke")
    assert client.get(f"{ROOT}me").status_code == 401


def test_who_runs_the_installation_opens_accounts(buyer: Organisation) -> None:
    runs = signed_in(person(buyer, access.Role.ADMINISTRATOR, runs_installation=True))
    new = {"name": "Invented Union", "kind": "trade_union", "country": "TH"}
    do(runs, "installation/organisations", status=201, **new, email="first@example.org")
    names = [one["name"] for one in got(runs, "installation")["organisations"]]
    assert "Invented Union" in names
    assert do(runs, "installation/retry") == {"steps": 0}


def test_a_cascade_is_asked_answered_accepted_and_goes_on(
    boss: Client, buyer: Organisation
) -> None:
    nodes = nordvik(buyer)
    ask = {"node": nodes["site"].ref, "asks": ["recruiters", "profile"], "due_on": DAY}
    made = do(boss, "requests/sent", status=201, **ask, purpose="who brings workers")
    assert made["code"] == ""
    letter = do(boss, f"requests/{made['ref']}/renew")
    assert len(letter["code"]) == 19
    firm = signed_in(person(organisation("Khlong Saeng", access.Kind.EMPLOYER),
                            access.Role.CONTRIBUTOR))  # fmt: skip
    do(firm, f"requests/{made['ref']}/open", status=404)
    adopted = do(firm, "requests/adopt", code=letter["code"].upper())
    path = f"requests/{adopted['ref']}"
    assert do(firm, f"{path}/open")["state"] == "opened"
    named = {"question": "recruiters", "name": "Golden Path Manpower", "people": "120"}
    do(firm, f"{path}/firms", **named)
    do(firm, f"{path}/firms", question="recruiters", name="A slip")
    do(firm, f"{path}/strike", question="recruiters", at=1)
    do(firm, f"{path}/say", question="profile", state="some", workers="430")
    assert got(boss, path)["answer"] == {}  # nothing is seen before it is sent
    wrong = do(firm, f"{path}/answer", status=422, who="Invented Clerk", consent=False)
    assert set(wrong["fields"]) == {"consent"}
    assert do(firm, f"{path}/answer", who="Invented Clerk", consent=True)["state"] == "answered"
    rows = got(boss, path)["answer"]["recruiters"]["rows"]
    assert rows == [{"name": "Golden Path Manpower", "people": "120"}]
    assert do(boss, f"{path}/return", because="Since when?")["state"] == "returned"
    do(firm, f"{path}/answer", who="Invented Clerk", consent=True)
    assert do(boss, f"{path}/accept")["state"] == "accepted"
    assert Batch.objects.everywhere("test").filter(state="accepted").count() >= 2
    following = got(boss, f"{path}/next")
    assert [one["name"] for one in following] == ["Golden Path Manpower"]
    node = Node.objects.everywhere("test").get(ref=nodes["agency"].ref)
    deeper = {"node": node.ref, "asks": ["sub_agents"], "due_on": DAY, "parent": made["ref"]}
    assert do(boss, "requests/sent", status=201, **deeper, purpose="and who else")["tier"] == 2


def test_an_earlier_answer_is_sent_again_and_a_request_is_declined(buyer: Organisation) -> None:
    home = organisation("Khlong Saeng", access.Kind.EMPLOYER)
    firm = signed_in(person(home, access.Role.CONTRIBUTOR))
    refs = []
    for asker in (buyer, organisation("Baltic Outdoor"), organisation("Third Buyer")):
        client = signed_in(person(asker, access.Role.ANALYST))
        node = nordvik(asker)["site"]
        node.claimed_by = home
        node.save()
        ask = {"node": node.ref, "asks": ["recruiters"], "due_on": DAY, "purpose": "law"}
        refs.append(do(client, "requests/sent", status=201, **ask)["ref"])
    assert {one["ref"] for one in got(firm, "requests/received")["items"]} == set(refs)
    do(firm, f"requests/{refs[0]}/say", question="recruiters", state="none")
    do(firm, f"requests/{refs[0]}/answer", who="Clerk", consent=True)
    assert [one["ref"] for one in got(firm, f"requests/{refs[1]}/earlier")] == [refs[0]]
    again = do(firm, f"requests/{refs[1]}/reuse", earlier=refs[0], consent=True)
    assert again["answer"]["recruiters"]["state"] == "none"
    assert do(firm, f"requests/{refs[2]}/decline")["state"] == "declined"


def test_the_address_in_a_mail_to_a_firm_leads_to_this_server(
    boss: Client, buyer: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    ask = {"node": nordvik(buyer)["site"].ref, "asks": ["profile"], "due_on": DAY, "purpose": "law"}
    with django_capture_on_commit_callbacks(execute=True):
        do(boss, "requests/sent", status=201, **ask, to_email="firm@example.org")
    assert "http://localhost/r/" in mail.outbox[0].body


def test_a_code_is_kept_nowhere_and_wrong_ones_lock_the_letter(
    boss: Client, buyer: Organisation
) -> None:
    ask = {"node": nordvik(buyer)["site"].ref, "asks": ["profile"], "due_on": DAY, "purpose": "law"}
    ref = do(boss, "requests/sent", status=201, **ask)["ref"]
    path = f"{ROOT}requests/{ref}/renew"
    refused = boss.post(path, headers={"idempotency-key": "once"})
    assert (refused.status_code, refused.json()["code"]) == (400, "api.unreadable")
    code = boss.post(path).json()["code"].replace("-", "")
    assert not KeptAnswer.objects.everywhere("test").exists()
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    other = signed_in(person(organisation(), access.Role.CONTRIBUTOR))
    for _ in range(10):
        do(other, "requests/adopt", status=404, code=wrong)
    locked = do(other, "requests/adopt", status=429, code=code)
    assert locked["code"] == "supplychain.too_many_codes"
    assert Request.objects.everywhere("test").get(ref=ref).to_organisation_id is None


def test_a_firm_claims_its_record_and_speaks_for_itself(boss: Client, buyer: Organisation) -> None:
    home = organisation("Khlong Saeng", access.Kind.EMPLOYER)
    firm = signed_in(person(home, access.Role.CONTRIBUTOR))
    site = nordvik(buyer)["site"]
    ask = {"node": site.ref, "asks": ["profile"], "due_on": DAY, "purpose": "law"}
    letter = do(boss, "requests/sent", status=201, **ask)["ref"]
    do(firm, "requests/adopt", code=do(boss, f"requests/{letter}/renew")["code"])
    made = do(firm, f"nodes/{site.ref}/claim", because="our address")
    assert [one["ref"] for one in got(boss, "site-claims")] == [made["ref"]]
    do(boss, f"site-claims/{made['ref']}/decide", decision="approved")
    said = do(firm, f"site-claims/{made['ref']}/say", workers="500")
    assert said["says"] == {"workers": "500"}
    assert got(boss, f"site-claims/{made['ref']}")["claim"]["state"] == "approved"


def test_a_project_gets_parts_which_are_changed_and_taken_out(
    boss: Client, buyer: Organisation
) -> None:
    staff = person(buyer, access.Role.VIEWER)
    project = do(boss, "projects", status=201, code="P-1", title="Fair corridors")["ref"]
    path = f"projects/{project}"
    partner = do(boss, f"{path}/partners", status=201, name="A union", part="trade_union")
    somebody = do(boss, f"{path}/staff", status=201, email=staff.email, does="trains")
    activity = do(boss, f"{path}/activities", status=201, title="Training", target="40")
    kept = do(boss, f"{path}/activities/{activity['ref']}", "put", title="Training", reached="31")
    assert (kept["target"], kept["reached"]) == (None, 31)
    do(boss, f"{path}/staff", status=422, email="nobody@example.org", does="trains")
    for kind, one in (("partner", partner), ("staff", somebody), ("activity", activity)):
        assert do(boss, f"{path}/{kind}/{one['ref']}", "delete")["ref"] == one["ref"]
    sheet = got(boss, path)
    assert [sheet[name] for name in ("partners", "staff", "activities")] == [[], [], []]


def test_every_export_is_offered_and_taken(boss: Client, buyer: Organisation) -> None:
    nordvik(buyer)
    offered = got(boss, "exports")
    assert {"sites.csv", "nodes.geojson", "chains.xlsx", "sc-dex.json"} <= {
        one["file"] for one in offered
    }
    for one in offered:
        response = boss.get(f"{ROOT}exports/{one['file']}")
        assert response.status_code == 200, one
        assert response["Content-Type"] == one["content_type"]
        assert f'filename="crest-{one["file"]}"' in response["Content-Disposition"]
        assert b"".join(response.streaming_content)
        head = boss.head(f"{ROOT}exports/{one['file']}")
        assert (head.status_code, head.content) == (200, b"")
    narrow = boss.get(f"{ROOT}exports/nodes.csv", {"country": "IN"})
    rows = list(csv.DictReader(io.StringIO(b"".join(narrow.streaming_content).decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Old Cotton Gin"]
    got(boss, "exports/nothing.csv", 404)


def test_the_atlas_answers_boxes_tiles_and_places(boss: Client, buyer: Organisation) -> None:
    site = nordvik(buyer)["site"]
    Node.objects.everywhere("test").filter(pk=site.pk).update(latitude=13.5, longitude=100.3)
    box = got(boss, "atlas/boxes?within=100,13,101,14")
    assert (box["total"], box["records"][0]["ref"]) == (1, site.ref)
    assert got(boss, "atlas/boxes?within=100,13,101,14&country=MM")["total"] == 0
    assert set(got(boss, "atlas/boxes?within=here", 422)["fields"]) == {"within"}
    assert [mark[5] for mark in got(boss, "atlas/tiles/0/0/0")["marks"]] == [site.ref]
    got(boss, "atlas/tiles/2/9/0", 404)
    place = got(boss, f"atlas/places/{site.ref}")
    assert (place["name"], place["claimed"]) == (site.name, False)
    assert not [name for name in place if name.endswith("_id")]


def test_a_file_comes_back_as_it_was_sent(boss: Client) -> None:
    content = b"Factory name,Country\nInvented Mill,TH\n"
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    made = boss.post(f"{ROOT}batches", {"file": SimpleUploadedFile("list.csv", content)}).json()
    response = boss.get(f"{ROOT}batches/{made['ref']}/file")
    assert b"".join(response.streaming_content) == content


def test_no_inner_key_of_an_organisation_or_record_goes_out(
    boss: Client, buyer: Organisation
) -> None:
    site = nordvik(buyer)["site"]
    for one in got(boss, "nodes")["items"]:
        assert one["owner"] == buyer.ref
        assert "key" not in one
    assert got(boss, f"nodes/{site.ref}")["card"]["owner"] == buyer.ref
    document = Client(HTTP_HOST="localhost").get(f"{ROOT}openapi.json").json()
    shown = document["components"]["schemas"]["NodeCard"]["properties"]
    assert shown["owner"]["type"] == "string"
    assert "key" not in shown
