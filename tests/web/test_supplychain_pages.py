"""Organisations, chains, links and the review queue as a person meets them."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import organisation, person, shares, signed_in
from factories_supplychain import claim, link, node, nordvik, pair, row
from pytest_django import DjangoAssertNumQueries

from crest.access import facade as access
from crest.supplychain.models import Change, Channel, Claim, Link, Node, Pair, Verdict

pytestmark = pytest.mark.web


def test_the_list_narrows_by_its_address_and_an_empty_filter_stays_empty() -> None:
    home = organisation()
    nordvik(home)
    client = signed_in(person(home, access.Role.VIEWER))
    page = client.get("/organisations/", {"country": "IN"})
    assert b"Old Cotton Gin" in page.content
    assert b"Khlong Saeng" not in page.content
    empty = client.get("/organisations/", {"country": "BR"})
    assert b"Nothing matches these filters" in empty.content
    assert b"Old Cotton Gin" not in empty.content
    assert client.get("/organisations/", {"page": "99999999999", "since": "x"}).status_code == 200


def test_the_list_of_chains_puts_workplaces_before_agencies_and_calls_neither_the_other() -> None:
    home = organisation()
    mill, agency = node(home, "Quiet Mill", role="site"), node(home, "Far Agency", role="recruiter")
    link(node(home, "Village Agent", role="sub_agent"), agency, "sub_agent_of", people=900)
    link(agency, mill, "recruits_for", people=9)
    text = signed_in(person(home, access.Role.VIEWER)).get("/chains/").content.decode()
    assert text.index("Quiet Mill") < text.index("Far Agency")
    assert '<th scope="col">Name</th>' in text


def test_another_organisations_nodes_are_not_found() -> None:
    site = nordvik(organisation())["site"]
    stranger = signed_in(person(organisation(), access.Role.ADMINISTRATOR))
    for address in (f"/organisations/{site.ref}/", f"/chains/{site.ref}/"):
        assert stranger.get(address).status_code == 404
    assert b"Khlong Saeng" not in stranger.get("/organisations/").content


def test_shared_chains_are_read_but_not_changed() -> None:
    giver, receiver = organisation(), organisation()
    site = nordvik(giver)["site"]
    shares(giver, receiver, "chain")
    client = signed_in(person(receiver, access.Role.ANALYST))
    page = client.get(f"/organisations/{site.ref}/")
    assert page.status_code == 200
    assert b"/correct/" not in page.content
    answer = client.post(
        f"/organisations/{site.ref}/correct/", {"form": "rename", "name": "X", "why": "y"}
    )
    assert answer.status_code == 404


def test_every_value_leads_to_its_row_and_contradictions_are_said() -> None:
    home = organisation()
    site = nordvik(home)["site"]
    source = row(home)
    claim(site, "workers", "420", row=source, chosen=True, said_on=dt.date(2026, 1, 1))
    claim(site, "workers", "900", said_by="List B")
    text = (
        signed_in(person(home, access.Role.VIEWER))
        .get(f"/organisations/{site.ref}/")
        .content.decode()
    )
    assert f"/evidence/row/{source.ref}/" in text
    assert "Sources contradict each other" in text
    assert "What is not known" in text


def test_a_workplace_that_lists_call_closed_says_so_with_its_source() -> None:
    home = organisation()
    site = node(home, "Quiet Mill", role="site", facts={"closed": "yes"})
    source = row(home)
    claim(site, "closed", "yes", said_by="Auditors", row=source, chosen=True)
    client = signed_in(person(home, access.Role.VIEWER))
    text = client.get(f"/organisations/{site.ref}/").content.decode()
    head = text.partition("What is said of it")[0]
    assert "Said to be closed" in head
    assert f"/evidence/row/{source.ref}/" in head
    assert "Said to be closed" in client.get("/organisations/").content.decode()


def test_that_a_workplace_is_not_closed_is_not_told_again() -> None:
    home = organisation()
    site = node(home, "Busy Mill", role="site", facts={"closed": "no"})
    claim(site, "closed", "no", said_by="Auditors")
    text = (
        signed_in(person(home, access.Role.VIEWER))
        .get(f"/organisations/{site.ref}/")
        .content.decode()
    )
    assert "losed</dt>" not in text
    assert "Said to be closed" not in text


def test_days_are_written_as_people_read_them_and_as_machines_do() -> None:
    home = organisation()
    site = node(home, role="site", last_said_on=dt.date(2026, 3, 9))
    client = signed_in(person(home, access.Role.VIEWER))
    day = '<time datetime="2026-03-09">{}</time>'
    assert day.format("9 Mar 2026") in client.get(f"/organisations/{site.ref}/").content.decode()
    client.cookies["crest_language"] = "th"
    assert day.format("9 มี.ค. 2026") in client.get("/organisations/").content.decode()


def test_an_inferred_link_leads_to_its_reason_not_to_no_rows() -> None:
    home = organisation()
    firm, site = node(home, kind="organisation", role="company"), node(home, role="site")
    made = link(firm, site, "operates", evidence="inferred from the same name and country")
    client = signed_in(person(home, access.Role.VIEWER))
    text = client.get(f"/organisations/{site.ref}/").content.decode()
    assert "0 rows" not in text
    assert "Inferred: why" in text
    assert "No row says so by itself." in client.get(f"/links/{made.ref}/").content.decode()


def test_the_chain_page_draws_both_chains_with_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    home = organisation()
    made = nordvik(home)
    client = signed_in(person(home, access.Role.VIEWER))
    with django_assert_max_num_queries(30):
        text = client.get(f"/chains/{made['site'].ref}/").content.decode()
    assert "<svg" in text
    assert f"/organisations/{made['broker'].ref}/" in text
    assert "/links/" in text
    assert "style=" not in text


def test_the_organisation_page_asks_few_questions_however_many_links(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    home = organisation()
    site = nordvik(home)["site"]
    for _number in range(40):
        link(node(home), site)
    client = signed_in(person(home, access.Role.ANALYST))
    with django_assert_max_num_queries(30):
        assert client.get(f"/organisations/{site.ref}/").status_code == 200


def test_a_day_leaves_out_links_that_did_not_hold() -> None:
    home = organisation()
    site = nordvik(home)["site"]
    old = node(home, "Closed Dyer")
    link(old, site, valid_to=dt.date(2020, 1, 1))
    client = signed_in(person(home, access.Role.VIEWER))
    assert b"Closed Dyer" in client.get(f"/chains/{site.ref}/").content
    assert b"Closed Dyer" not in client.get(f"/chains/{site.ref}/?on=2026-01-01").content
    assert b"That is no date" in client.get(f"/chains/{site.ref}/?on=yesterday").content


def test_a_link_is_disputed_with_a_note_and_the_word_is_taken_back() -> None:
    home = organisation()
    site = nordvik(home)["site"]
    client = signed_in(person(home, access.Role.ANALYST))
    one = Link.objects.everywhere("test").get(receiver=site, relation="recruits_for")
    refused = client.post(f"/links/{one.ref}/", {"said": "disputed", "note": ""})
    assert refused.status_code == 422
    assert b"Say how you know" in refused.content
    client.post(f"/links/{one.ref}/", {"said": "disputed", "note": "Nobody there knows it."})
    one.refresh_from_db()
    assert one.verification == "disputed"
    verdict = Verdict.objects.everywhere("test").get()
    assert b"Nobody there knows it." in client.get(f"/links/{one.ref}/").content
    client.post(f"/verdicts/{verdict.ref}/undo/")
    one.refresh_from_db()
    assert one.verification == "declared"


def test_a_channel_is_confirmed() -> None:
    home = organisation()
    nordvik(home)
    client = signed_in(person(home, access.Role.ANALYST))
    one = Channel.objects.everywhere("test").get()
    assert client.get(f"/channels/{one.ref}/").status_code == 200
    client.post(f"/channels/{one.ref}/", {"said": "confirmed", "note": "Contracts seen."})
    one.refresh_from_db()
    assert one.verification == "verified"


def test_pairs_are_judged_one_by_one_and_never_asked_again() -> None:
    home = organisation()
    first, second = pair(home, 0.9), pair(home, 0.8)
    client = signed_in(person(home, access.Role.REVIEWER))
    text = client.get("/review/").content.decode()
    assert f'action="/review/{first.ref}/"' in text
    assert "<mark>Works</mark>" in text
    assert 'accesskey="s"' in text
    answer = client.post(f"/review/{first.ref}/", {"judgement": "same", "why": "seen"}, follow=True)
    assert f'action="/review/{second.ref}/"' in answer.content.decode()
    first.refresh_from_db()
    assert (first.judgement, first.why) == ("same", "seen")
    client.post(f"/review/{first.ref}/undo/")
    first.refresh_from_db()
    assert first.judgement == Pair.OPEN
    assert client.post(f"/review/{first.ref}/", {"judgement": "perhaps"}).status_code == 422


def test_only_pairs_without_doubt_are_confirmed_together() -> None:
    home = organisation()
    safe, weak = pair(home, 0.97), pair(home, 0.9)
    against = pair(home, 0.99)
    Pair.objects.everywhere("test").filter(pk=against.pk).update(because="numbers differ (-3.0)")
    client = signed_in(person(home, access.Role.REVIEWER))
    page = client.get("/review/safe/").content.decode()
    assert safe.left["name"] in page
    assert weak.left["name"] not in page
    client.post("/review/safe/", {"pair": [safe.ref, weak.ref, against.ref]})
    states = dict(Pair.objects.everywhere("test").values_list("pk", "judgement"))
    assert states == {safe.pk: "same", weak.pk: "open", against.pk: "open"}


def test_a_record_is_renamed_and_the_rename_undone() -> None:
    home = organisation()
    site = nordvik(home)["site"]
    client = signed_in(person(home, access.Role.ANALYST))
    page = f"/organisations/{site.ref}/correct/"
    assert client.get(page).status_code == 200
    refused = client.post(page, {"form": "rename", "name": "New Name", "why": ""})
    assert refused.status_code == 422
    assert b"New Name" in refused.content
    client.post(page, {"form": "rename", "name": "New Name", "why": "its own letter says so"})
    site.refresh_from_db()
    assert site.name == "New Name"
    assert "Khlong Saeng Garment" in site.other_names
    client.post(f"/changes/{Change.objects.everywhere('test').get().ref}/undo/")
    site.refresh_from_db()
    assert site.name == "Khlong Saeng Garment"


def test_merging_moves_everything_and_undo_brings_it_back() -> None:
    home = organisation()
    made = nordvik(home)
    twin = node(home, "Klong Sang Garment", country="TH", crest_id="CR-TWIN")
    claim(twin, "workers", "400")
    buyer_link = link(twin, made["buyer"])
    client = signed_in(person(home, access.Role.ANALYST))
    client.post(
        f"/organisations/{twin.ref}/correct/",
        {"form": "merge", "into": made["site"].crest_id, "why": "same gate, same owner"},
    )
    twin.refresh_from_db()
    buyer_link.refresh_from_db()
    assert (twin.state, twin.merged_into_id, buyer_link.giver_id) == (
        "merged", made["site"].pk, made["site"].pk,
    )  # fmt: skip
    change = Change.objects.everywhere("test").get()
    client.post(f"/changes/{change.ref}/undo/")
    twin.refresh_from_db()
    buyer_link.refresh_from_db()
    assert (twin.state, twin.merged_into_id, buyer_link.giver_id) == ("live", None, twin.pk)
    assert Claim.objects.everywhere("test").get(value="400").node_id == twin.pk


def test_rows_of_another_place_are_split_off() -> None:
    home = organisation()
    site = node(home, "Two Gates")
    one, two = row(home), row(home)
    claim(site, "name", "Two Gates", row=one)
    claim(site, "name", "Two Gates Unit 2", row=two)
    client = signed_in(person(home, access.Role.ANALYST))
    client.post(
        f"/organisations/{site.ref}/correct/",
        {"form": "split", "rows": [two.ref], "name": "Two Gates Unit 2", "why": "another road"},
    )
    fresh = Node.objects.everywhere("test").get(name="Two Gates Unit 2")
    assert Claim.objects.everywhere("test").get(row=two).node_id == fresh.pk
    assert Claim.objects.everywhere("test").get(row=one).node_id == site.pk


def test_a_product_and_a_comparison_have_pages() -> None:
    home = organisation()
    made = nordvik(home)
    client = signed_in(person(home, access.Role.ANALYST))
    assert b"T-shirts" in client.get("/products/").content
    assert b"Thanwa Knitting Mill" in client.get("/products/T-shirts/").content
    assert client.get("/products/Nothing/").status_code == 404
    text = client.get(f"/compare/?a={made['site'].ref}&b={made['mill'].ref}").content.decode()
    assert "Khlong Saeng Garment" in text
    assert "Thanwa Knitting Mill" in text
    other = nordvik(organisation())["site"]
    lost = client.get(f"/compare/?a={other.ref}").content.decode()
    assert "is not here" in lost
    assert client.get("/compare/?q=Thanwa").status_code == 200
