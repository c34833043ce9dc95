"""The first page: both chains at once, without a word to the database."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import DjangoAssertNumQueries

from crest.web.showcase import showcase

pytestmark = pytest.mark.web


def _page(language: str = "en") -> str:
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language)
    return client.get("/").content.decode()


def test_both_chains_meet_at_one_workplace_in_the_first_answer() -> None:
    page = _page()
    assert "Every product has two supply chains. This shows both." in page
    assert 'class="chain' in page
    assert "Labour chain" in page
    assert "Goods chain" in page


def test_nothing_is_asked_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        _page()


def test_the_number_is_reckoned_from_the_drawn_example() -> None:
    demo = showcase("en")
    assert (demo.unproven, demo.brought, demo.share) == (980, 1490, 66)
    assert "66 %" in _page()


def test_six_questions_lead_to_pages_that_exist() -> None:
    cards = _page().split('class="cards ask"')[1].split("</ul>")[0]
    links = re.findall(r'href="([^"]+)"', cards)
    assert len(links) == 6
    for link in links:
        try:
            resolve(link)
        except Resolver404:
            pytest.fail(f"{link} leads nowhere")


def test_the_drawing_and_the_map_have_tables_and_names() -> None:
    page = _page()
    assert page.count("<svg xmlns") >= 2
    assert page.count("<table") >= 2
    assert "Read this map as a table" in page


def test_the_first_page_is_small() -> None:
    assert len(_page().encode()) < 150_000


def test_the_drawings_speak_thai() -> None:
    page = _page("th")
    assert "ห่วงโซ่แรงงาน" in page
    assert "Labour chain" not in page
