"""Pages of evidence: from a file to a decision, with a sentence beside every field."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import organisation, person, signed_in
from factories_evidence import JOURNEYS, SITES

from crest.access import facade as access

pytestmark = pytest.mark.room


@pytest.fixture
def reader() -> Client:
    home = organisation("Invented Retail")
    return signed_in(person(home, access.Role.ANALYST))


def give(reader: Client, text: str | bytes, name: str = "sites.csv", **typed: str) -> object:
    data = text if isinstance(text, bytes) else text.encode()
    return reader.post("/evidence/upload/", {"file": SimpleUploadedFile(name, data), **typed})


def test_from_upload_to_accepted_and_undone(reader: Client) -> None:
    answer = give(reader, SITES, said_by="Invented Supplier")
    assert answer.status_code == 302
    place = answer["Location"]
    page = reader.get(place).content.decode()
    assert "Waits for you" in page
    assert "Invented Supplier" in page
    assert reader.post(f"{place}decide/", {"decision": "accept"}).status_code == 302
    assert "Accepted" in reader.get(place).content.decode()
    reader.post(f"{place}decide/", {"decision": "undo"})
    assert "Accept again" in reader.get(place).content.decode()
    assert "sites.csv" in reader.get("/evidence/").content.decode()


def test_a_value_leads_to_its_row(reader: Client) -> None:
    place = give(reader, SITES)["Location"]
    page = reader.get(place).content.decode()
    row = page.split('href="/evidence/row/')[1].split('"')[0]
    text = reader.get(f"/evidence/row/{row}").content.decode()
    assert "Blue Heron Knitwear" in text
    assert "Number of workers" in text


def test_a_corrected_column_is_read_again(reader: Client) -> None:
    place = give(reader, SITES)["Location"]
    answer = reader.post(f"{place}columns/", {"list-0-kind": "sites", "list-0-col-4": ""})
    assert answer.status_code == 302
    page = reader.get(place).content.decode()
    assert "you said so" in page


def test_a_list_nobody_understands_is_read_as_a_person_says(reader: Client) -> None:
    place = give(reader, "alfa,beta\nBlue Heron,Yangon\n", "odd.csv")["Location"]
    assert "Not understood" in reader.get(place).content.decode()
    refused = reader.post(f"{place}columns/", {"list-0-kind": ""})
    assert refused.status_code == 422
    reader.post(f"{place}columns/", {"list-0-kind": "sites"})
    reader.post(f"{place}columns/", {"list-0-kind": "sites", "list-0-col-0": "name"})
    assert "Waits for you" in reader.get(place).content.decode()


def test_a_file_about_workers_shows_no_row(reader: Client) -> None:
    place = give(reader, JOURNEYS, "journeys.csv")["Location"]
    page = reader.get(place).content.decode()
    assert "about single workers" in page or "tells of single workers" in page
    assert "W-0001" not in page
    assert reader.get(f"{place}file/").status_code == 403


def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(reader: Client) -> None:
    answer = reader.post(
        "/evidence/upload/", {"said_by": "Invented Supplier", "published_on": "soon"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a file." in page
    assert "Write the day as" in page
    assert 'value="Invented Supplier"' in page
