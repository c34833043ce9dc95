"""A buyer asks; a supplier answers on a phone with a code, or with its account."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from factories import organisation, person, signed_in
from factories_supplychain import node, nordvik

from crest.access import facade as access
from crest.access.models import Organisation
from crest.evidence.models import Row
from crest.supplychain.models import Node, Request, SiteClaim
from crest.supplychain.services import codes

pytestmark = pytest.mark.web
SOON = (timezone.localdate() + dt.timedelta(days=10)).isoformat()
FORM = {"asks": ["suppliers", "recruiters"], "purpose": "to see who recruited", "due_on": SOON}


def ask(home: Organisation, of: Node, **values: object) -> tuple[Client, Request, str]:
    """The asker's browser, the request and the code of its letter."""
    client = signed_in(person(home, access.Role.ANALYST))
    answer = client.post(f"/requests/new/{of.ref}/", {**FORM, **values}, follow=True)
    found = re.search(r"<code>([a-z2-9-]{19})</code>", answer.content.decode())
    assert found, answer.content.decode()[:3000]
    return client, Request.objects.everywhere("test").latest("pk"), found[1]


def nobody() -> Client:
    """A phone without an account."""
    return Client(HTTP_HOST="localhost")


def answered(phone: Client, code: str) -> None:
    """The whole journey of an answer."""
    page = f"/r/{code}/"
    phone.post(page, {"do": "add", "question": "suppliers", "name": "Old Gin", "country": "India"})
    phone.post(page, {"do": "next", "question": "suppliers"})
    phone.post(page, {"do": "none", "question": "recruiters"})
    phone.post(page, {"do": "send", "who": "Daw Mya, owner", "consent": "yes"})


def test_the_letter_shows_its_code_once_with_a_square_code() -> None:
    home = organisation()
    client, request, code = ask(home, nordvik(home)["site"])
    assert request.code_digest != code
    again = client.get(f"/requests/{request.ref}/letter/").content.decode()
    assert code not in again
    assert "kept nowhere" in again


def test_a_form_with_something_missing_keeps_what_was_typed() -> None:
    home = organisation()
    site = node(home)
    client = signed_in(person(home, access.Role.ANALYST))
    page = client.post(
        f"/requests/new/{site.ref}/",
        {
            "purpose": "",
            "message": "Dear all",
            "due_on": "soon",
            "to_email": "nobody",
            "asks": ["x"],
        },
    )
    assert page.status_code == 422
    assert "Dear all" in page.content.decode()
    assert not Request.objects.everywhere("test").exists()


def test_a_phone_answers_step_by_step_and_the_asker_reads_it_only_after_consent() -> None:
    home = organisation("Nordvik")
    client, request, code = ask(home, nordvik(home)["site"])
    phone = nobody()
    start = phone.get(f"/r/{code}/").content.decode()
    assert "Nordvik asks you" in start
    assert "to see who recruited" in start
    page = f"/r/{code}/"
    wrong = phone.post(page, {"do": "add", "question": "suppliers", "name": "Gin", "share": "lots"})
    assert wrong.status_code == 422
    assert 'value="Gin"' in wrong.content.decode()
    phone.post(page, {"do": "add", "question": "suppliers", "name": "Gin Works"})
    assert "Gin Works" in nobody().get(f"{page}?step=suppliers").content.decode()
    assert "Gin Works" not in client.get(f"/requests/{request.ref}/").content.decode()
    refused = phone.post(page, {"do": "send", "who": "Me"})
    assert refused.status_code == 422
    phone.post(page, {"do": "send", "who": "Me", "consent": "yes"})
    assert "Thank you" in phone.get(page).content.decode()
    assert "Gin Works" in client.get(f"/requests/{request.ref}/").content.decode()


def test_an_accepted_answer_becomes_evidence() -> None:
    home = organisation()
    client, request, code = ask(home, nordvik(home)["site"])
    answered(nobody(), code)
    page = client.post(f"/requests/{request.ref}/", {"do": "accept"}, follow=True)
    assert page.status_code == 200
    request.refresh_from_db()
    assert request.state == "accepted"
    assert request.batch
    row = Row.objects.everywhere("test").get(values__from_name="Old Gin")
    assert row.kind == "links"
    assert "Old Gin" in page.content.decode()


def test_an_answer_is_sent_back_with_a_question_and_answered_again() -> None:
    home = organisation()
    client, request, code = ask(home, nordvik(home)["site"])
    phone = nobody()
    answered(phone, code)
    client.post(f"/requests/{request.ref}/", {"do": "return", "because": "Which town?"})
    assert "Which town?" in phone.get(f"/r/{code}/").content.decode()
    answered(phone, code)
    request.refresh_from_db()
    assert request.state == "answered"


def test_wrong_codes_lock_that_letter_and_nobody_else() -> None:
    home = organisation()
    made = nordvik(home)
    _client, request, code = ask(home, made["site"])
    _client, _other, other = ask(home, made["mill"])
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for _try in range(codes.MOST_WRONG):
        assert nobody().get(f"/r/{wrong}/").status_code == 404
    assert nobody().get(f"/r/{code}/").status_code == 429
    assert nobody().get(f"/r/{other}/").status_code == 200
    request.refresh_from_db()
    request.locked_until = timezone.now() - dt.timedelta(seconds=1)
    request.save()
    assert nobody().get(f"/r/{code}/").status_code == 200


def test_withdrawn_and_late_letters_say_so() -> None:
    home = organisation()
    client, request, code = ask(home, nordvik(home)["site"])
    request.due_on = timezone.localdate() - dt.timedelta(days=40)
    request.save()
    late = nobody().get(f"/r/{code}/")
    assert (late.status_code, b"too late" in late.content) == (410, True)
    request.due_on = timezone.localdate()
    request.save()
    client.post(f"/requests/{request.ref}/", {"do": "withdraw"})
    gone = nobody().get(f"/r/{code}/")
    assert (gone.status_code, b"withdrawn" in gone.content) == (410, True)
    assert (
        nobody().post(f"/r/{code}/", {"do": "send", "who": "x", "consent": "yes"}).status_code
        == 410
    )


def test_a_new_letter_ends_the_old_code() -> None:
    home = organisation()
    client, request, code = ask(home, nordvik(home)["site"])
    client.post(f"/requests/{request.ref}/renew/")
    assert nobody().get(f"/r/{code}/").status_code == 404


def test_a_code_is_read_however_it_is_typed() -> None:
    home = organisation()
    _client, _request, code = ask(home, nordvik(home)["site"])
    typed = code.replace("-", " ").upper()
    answer = nobody().post("/r/", {"code": f"  {typed} "})
    assert answer["location"] == f"/r/{code}/"
    assert nobody().post("/r/", {"code": "hello"}).status_code == 422


def test_a_mail_leads_to_the_page(django_capture_on_commit_callbacks: object) -> None:
    home = organisation("Nordvik")
    site = nordvik(home)["site"]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        _client, _request, code = ask(home, site, to_email="works@example.org")
    assert f"/r/{code}/" in mail.outbox[0].body


def test_a_firm_with_an_account_answers_once_for_two_askers() -> None:
    firm = organisation("Khlong Saeng", access.Kind.EMPLOYER)
    browser = signed_in(person(firm, access.Role.CONTRIBUTOR), second_factor=False)
    first, second = organisation("Nordvik"), organisation("Sundvik")
    for home in (first, second):
        site = nordvik(home)["site"]
        Node.objects.everywhere("test").filter(pk=site.pk).update(claimed_by=firm)
        ask(home, site)
    one, two = Request.objects.everywhere("test").order_by("pk")
    page = f"/requests/{one.ref}/answer/"
    assert "Nordvik" in browser.get("/requests/").content.decode()
    browser.post(page, {"do": "next", "question": "suppliers", "name": "Old Gin"})
    browser.post(page, {"do": "none", "question": "recruiters"})
    browser.post(page, {"do": "send", "who": "Daw Mya", "consent": "yes"})
    other = f"/requests/{two.ref}/answer/"
    assert "You have answered this before" in browser.get(other).content.decode()
    browser.post(other, {"do": "reuse", "earlier": one.ref})
    two.refresh_from_db()
    assert two.state == "opened"
    browser.post(other, {"do": "reuse", "earlier": one.ref, "consent": "yes"})
    two.refresh_from_db()
    assert two.state == "answered"
    assert two.answer["answered_on"] == timezone.localdate().isoformat()
    assert two.answer["suppliers"]["rows"][0]["name"] == "Old Gin"


def test_strangers_do_not_see_a_request() -> None:
    home = organisation()
    _client, request, _code = ask(home, nordvik(home)["site"])
    stranger = signed_in(person(organisation(), access.Role.ADMINISTRATOR))
    for page in ("", "answer/", "letter/"):
        assert stranger.get(f"/requests/{request.ref}/{page}").status_code == 404
    assert stranger.post(f"/requests/{request.ref}/renew/").status_code == 404


def test_a_firm_claims_its_record_and_its_own_word_comes_first() -> None:
    home, firm = organisation(), organisation("Khlong Saeng", access.Kind.EMPLOYER)
    site = nordvik(home)["site"]
    _client, _request, code = ask(home, site)
    browser = signed_in(person(firm, access.Role.CONTRIBUTOR), second_factor=False)
    browser.post(f"/r/{code}/", {"do": "adopt"})
    assert browser.post(f"/organisations/{site.ref}/claim/", {"because": ""}).status_code == 422
    browser.post(f"/organisations/{site.ref}/claim/", {"because": "Registration 0105"})
    claim = SiteClaim.objects.everywhere("test").get()
    owner = signed_in(person(home, access.Role.ANALYST))
    owner.post(f"/claims/{claim.ref}/", {"decision": "approved"})
    bad = browser.post(f"/claims/{claim.ref}/", {"workers": "many"})
    assert bad.status_code == 422
    browser.post(f"/claims/{claim.ref}/", {"workers": "455"})
    site.refresh_from_db()
    assert (site.claimed_by_id, site.workers) == (firm.pk, 455)
    text = owner.get(f"/organisations/{site.ref}/").content.decode()
    assert "by the site itself" in text
    owner.post(f"/claims/{claim.ref}/", {"decision": "revoked", "note": "sold"})
    site.refresh_from_db()
    assert site.claimed_by_id is None
    assert "by the site itself" not in owner.get(f"/organisations/{site.ref}/").content.decode()
