"""Whatever is uploaded: a readable sentence beside the field, what was typed kept, never a 500."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import organisation, person, signed_in
from factories_evidence import SITES, workbook

from crest.access import facade as access
from crest.config import config
from crest.evidence import storage
from crest.evidence.models import Batch, Document, Row

pytestmark = pytest.mark.room


@pytest.fixture
def reader() -> Client:
    return signed_in(person(organisation(), access.Role.ANALYST))


def give(reader: Client, data: bytes, name: str = "list.csv") -> tuple[int, str]:
    answer = reader.post(
        "/evidence/upload/",
        {"file": SimpleUploadedFile(name, data), "said_by": "Invented Supplier"},
    )
    if answer.status_code == 302:
        return 302, reader.get(answer["Location"]).content.decode()
    return answer.status_code, answer.content.decode()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return file.getvalue()


def bomb() -> bytes:
    return zipped(
        xl__workbook_dot_xml=b"<workbook/>", xl__worksheets__sheet1_dot_xml=b"0" * 40_000_000
    )


def with_entities() -> bytes:
    good = io.BytesIO(workbook(sites=[["name", "country"], ["Blue Heron", "Thailand"]]))
    file = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/workbook.xml":
                declared = (
                    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                )
                data = declared + data.split(b"?>", 1)[1]
            new.writestr(part, data)
    return file.getvalue()


REFUSED = {
    "empty": (b"", "list.csv"),
    "only blanks": (b"\n  \n\n", "list.csv"),
    "pdf called csv": (b"%PDF-1.7 ...", "list.csv"),
    "picture called xlsx": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "list.xlsx"),
    "program called csv": (b"\x7fELF\x02\x01" + os.urandom(4000), "list.csv"),
    "random bytes": (b"\x00\x01" + os.urandom(4000) + b"\x00", "list.csv"),
    "web page": (b"<html><table><tr><td>name</td></tr></table></html>", "list.csv"),
    "xml": (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "list.xml"),
    "ten thousand columns": (",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1\n", "l.csv"),
    "bomb": (bomb(), "list.xlsx"),
    "entities": (with_entities(), "list.xlsx"),
    "archive": (zipped(list_dot_csv=SITES.encode()), "list.zip"),
    "cut workbook": (workbook(sites=[["name"], ["Blue Heron"]])[:800], "list.xlsx"),
    "broken json": (b'[{"name": "Blue Heron"', "list.json"),
    "damaged parquet": (b"PAR1" + b"\x00" * 200 + b"PAR1", "list.parquet"),
    "header only": (b"name,address,country\n", "list.csv"),
}


def _kept() -> set[Path]:
    return {one for one in (Path(config().home) / "files").rglob("*") if one.is_file()}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_holds_no_list_is_refused_in_words(
    reader: Client, what: str, django_capture_on_commit_callbacks: Any
) -> None:
    data, name = REFUSED[what]
    before = _kept()
    with django_capture_on_commit_callbacks(execute=True):
        status, page = give(reader, data, name)
    assert status == 422, page
    assert 'id="file-error"' in page
    assert 'value="Invented Supplier"' in page
    assert "Traceback" not in page
    assert not Document.objects.everywhere("a test").exists()
    assert _kept() == before


def test_a_file_larger_than_the_server_takes(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "config", lambda: type(config())(upload_megabytes=0))
    status, page = give(reader, SITES.encode())
    assert status == 422
    assert "larger than" in page


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.csv", "..\\..\\windows.csv", "a\x00b.csv", "/abs/olute.csv", "x" * 300,
     "a; b: c | d.csv", "<script>alert(1)</script>.csv", "\u202etxt.csv", ".csv", "con.csv"],
)  # fmt: skip
def test_a_file_name_is_never_a_path(reader: Client, name: str) -> None:
    status, page = give(reader, SITES.encode(), name)
    assert status == 302, page
    assert "<script>alert" not in page
    document = Document.objects.everywhere("a test").get()
    assert "/" not in document.name
    assert ".." not in document.name
    files = [one for one in (Path(config().home) / "files").rglob("*") if one.is_file()]
    assert document.sha256 in {one.name for one in files}
    assert all(len(one.name) == 64 for one in files)


def test_a_formula_is_text_and_leaves_as_text(reader: Client) -> None:
    data = (
        b'name,country,workers\n"=HYPERLINK(""http://x"",""y"")",Thailand,=1+1\n@cmd,Nowhere,-5\n'
    )
    status, page = give(reader, data)
    assert status == 302, page
    rows = Row.objects.everywhere("a test").order_by("number")
    assert rows[0].values["name"].startswith("=HYPERLINK")
    place = f"/evidence/{Batch.objects.everywhere('a test').get().ref}/problems.csv"
    text = reader.get(place).content.decode()
    assert "\n=" not in text
    assert ",=" not in text


def test_a_formula_in_a_workbook_is_not_evaluated(reader: Client) -> None:
    data = workbook(sites=[["name", "country", "workers"], ["Blue Heron", "Thailand", "=6*7"]])
    status, page = give(reader, data, "list.xlsx")
    assert status == 302, page
    assert "42" not in str(Row.objects.everywhere("a test").get().values)


@pytest.mark.parametrize(
    "data",
    [
        SITES.encode("utf-16"),
        "name,country\nบริษัท คลองแสง,ไทย\n".encode("cp874"),
        b"name,country\nBlue \xff\xfe Heron \x81\x8d,Thailand\n",
        b"name,country\nBlue\x00Heron,Thailand\n",
        "name,country\n\ud800 Heron,Thailand\n".encode("utf-8", "surrogatepass"),
        b'name,country\n"Blue Heron,Thailand\nOld Bridge,Myanmar\n',
        b"name,name,name\nA,B,C\n",
        b"name;country\r\nBlue Heron;Thailand\r\n" * 3,
    ],
    ids=["utf-16", "cp874", "broken", "nul", "surrogate", "open quote", "same names", "repeated"],
)
def test_odd_text_is_read_or_refused_in_words(reader: Client, data: bytes) -> None:
    status, page = give(reader, data)
    assert status in {302, 422}
    assert ('id="file-error"' in page) == (status == 422)


def test_a_thousand_columns_can_be_shown(reader: Client) -> None:
    data = ("name,country," + ",".join(f"c{n}" for n in range(1_000))).encode()
    status, page = give(reader, data + b"\nBlue Heron,Thailand" + b",1" * 1_000 + b"\n")
    assert status == 302
    assert "more columns" in page
    assert len(page) < 1_500_000


def test_senseless_forms_are_answered_in_words(reader: Client) -> None:
    give(reader, SITES.encode())
    place = f"/evidence/{Batch.objects.everywhere('a test').get().ref}/"
    for typed in (
        {"list-0-kind": "nonsense"},
        {"list-0-kind": "sites", "list-0-col-0": "nonsense"},
        {"list-0-kind": "sites", "list-0-col-99999": "name"},
        {"list-0-kind": "links"},
        {"list-0-kind": "a\x00b", "list-0-col-0": "\x00"},
    ):
        answer = reader.post(f"{place}columns/", typed)
        assert answer.status_code in {302, 422}, typed
    for decision in ("accept", "accept", "undo", "drop", "", "nonsense", "read"):
        assert reader.post(f"{place}decide/", {"decision": decision}).status_code == 302
    assert reader.get("/evidence/nothing-like-it/").status_code == 404
    assert reader.get("/evidence/row/nothing/").status_code == 404
    assert reader.get(f"{place}decide/").status_code == 405
    file = SimpleUploadedFile("a.csv", b"name,country\nA,Thailand\n")
    late = {"file": file, "published_on": "0000-00-00", "title": "x" * 300}
    assert reader.post("/evidence/upload/", late).status_code == 422
