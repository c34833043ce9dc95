"""Methods and sources: the rulebook as it is, with its doubts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from crest.web import rules_read
from crest.web.pages.methods import GROUPS

pytestmark = pytest.mark.web


def _get(path: str, language: str = "en") -> tuple[int, str]:
    answer = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language).get(path)
    return answer.status_code, answer.content.decode()


def test_every_rule_file_is_listed_with_what_is_unverified() -> None:
    status, page = _get(reverse("methods"))
    assert status == 200
    for card in rules_read.sets("en"):
        assert reverse("method", args=[card.code]) in page
    assert sum(card.rows for card in rules_read.sets("en")) > 600
    assert all(card.unverified <= card.rows for card in rules_read.sets("en"))


def test_every_group_of_the_rulebook_has_words_for_people() -> None:
    assert {card.group for card in rules_read.sets("en")} <= set(GROUPS)


def test_a_general_rule_is_never_shown_as_settled() -> None:
    _, page = _get(reverse("method", args=["IND-01"]))
    assert "Do not treat it as settled law." in page
    assert "badge unsure" in page


def test_a_verified_row_says_verified() -> None:
    row = next(r for r in rules_read.shelf().rows() if r.content.get("confidence") == "verified")
    _, page = _get(reverse("method", args=[row.id]))
    assert "badge sure" in page
    assert "Do not treat it as settled law." not in page


def test_a_rule_shows_its_test_its_source_and_examples_with_the_facts_it_asks() -> None:
    sheet = rules_read.rule_sheet("ind-01", "en")
    assert sheet is not None
    assert any("fear of officials" in line for line in sheet.test)
    assert sheet.cites[0].source is not None
    assert {out for _, out in sheet.examples} == {"yes", "no", "unknown"}
    assert not any("physical violence" in given for given, _ in sheet.examples)


@pytest.mark.slow
def test_every_row_and_every_file_has_a_page_that_opens() -> None:
    client = Client(HTTP_HOST="localhost")
    codes = {row.id for row in rules_read.shelf().rows()}
    codes |= {card.code for card in rules_read.sets("en")}
    failing = [
        c for c in sorted(codes) if client.get(reverse("method", args=[c])).status_code != 200
    ]
    assert not failing


@pytest.mark.parametrize("code", ["no-such-rule", "%00", "../settings", "<script>", "ก" * 300])
def test_an_unknown_code_is_not_found(code: str) -> None:
    status, page = _get(f"/methods/{code}/")
    assert status == 404
    assert "<script>" not in page


def test_sources_show_publisher_date_licence_and_confidence() -> None:
    _, page = _get(reverse("methods"))
    for source in rules_read.sources():
        assert f'id="source-{source.id}"' in page
        assert source.licence


def test_rules_are_told_in_thai_with_the_english_beside() -> None:
    _, page = _get(reverse("method", args=["IND-01"]), "th")
    assert "การเอาเปรียบจากความเปราะบาง" in page
    assert "Abuse of vulnerability" in page
