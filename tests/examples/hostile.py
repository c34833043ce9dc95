"""Every kind of bad file a person may give, written on demand, and what must happen with each.

Use it in a test of any part: `from examples.hostile import CASES, hostile_folder`; the fixture
`hostile_folder` writes all of them once per session (a second or so) and gives the folder. A case
states only what every right implementation does; how a problem is worded is not its business.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SITE = ["name", "address", "country"]
LINK = ["relation", "from_name", "to_name", "product", "share"]
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Case:
    """One bad file. Rows are 1-based data rows.

    `refused`: the file must not be read at all (an error, exit code not 0); `unsafe`: the error is
    an UnsafeFileError. `records`: how many rows become records (None: open). `problem_rows`: rows
    with at least one listed problem. `values`: (row, contract column, what it must hold).
    """

    name: str
    file: str
    write: Callable[[Path], None]
    must: str
    kind: str = "sites"
    refused: bool = False
    unsafe: bool = False
    rows: int = 0
    records: int | None = None
    problem_rows: tuple[int, ...] = ()
    values: tuple[tuple[int, str, Any], ...] = ()


def _csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")


def _site(number: int, country: str = "Thailand") -> list[object]:
    return [f"Planted Garment {number} Co., Ltd.", f"{number} Dok Mai Road, Mae Sot", country]


# --- text files -------------------------------------------------------------------------------


def empty(path: Path) -> None:
    path.write_bytes(b"")


def header_only(path: Path) -> None:
    _csv(path, SITE, [])


def wrong_encoding(path: Path) -> None:
    """UTF-8, but one row was pasted from a Latin-1 file."""
    before = "name,address,country\nKlong Saeng,ถนนดอกไม้ แม่สอด,Thailand\n".encode()
    after = "Mek Nam,เมฆน้ำ แม่สอด,Thailand\n".encode()
    path.write_bytes(before + "Ådals Skogsbär,Blåbärsgatan 1,Sweden\n".encode("latin-1") + after)


def two_headers(path: Path) -> None:
    """Write the header again where somebody pasted a second list."""
    _csv(path, SITE, [_site(1), _site(2), SITE, _site(3)])


def two_hundred_columns(path: Path) -> None:
    spare = [f"Question {number}" for number in range(1, 198)]
    _csv(path, [*SITE, *spare], [[*_site(at), *[f"answer {at}"] * 197] for at in (1, 2, 3)])


def row_of_one_megabyte(path: Path) -> None:
    _csv(path, SITE, [_site(1), ["Long Address Mill", "x" * MEGABYTE, "Thailand"], _site(3)])


def duplicate_ids(path: Path) -> None:
    header = [*SITE, "supplier_id"]
    other = ["Quite Another Cannery", "9 Tha Ruea Road, Songkhla", "Thailand", "A-1"]
    _csv(path, header, [[*_site(1), "A-1"], other, [*_site(3), "A-2"]])


def buddhist_years(path: Path) -> None:
    header = [*SITE, "valid_from", "valid_to"]
    days = [("15/03/2566", "2567-12-31"), ("๑ มกราคม ๒๕๖๕", "")]
    _csv(path, header, [[*_site(at), *pair] for at, pair in enumerate(days, 1)])


def excel_serials(path: Path) -> None:
    _csv(path, [*SITE, "valid_from"], [[*_site(1), "45292"], [*_site(2), "44986.0"]])


def swapped_coordinates(path: Path) -> None:
    header = [*SITE, "lat", "lng"]
    rows = [[*_site(1), 16.7167, 98.5667], [*_site(2), 98.5667, 16.7167], [*_site(3), 0, 0]]
    _csv(path, header, [*rows, [*_site(4), "91.5", "200"]])


def unknown_country(path: Path) -> None:
    _csv(path, SITE, [_site(1, "Zembla"), _site(2, ""), _site(3, "Thailand")])


def hidden_characters(path: Path) -> None:
    """Right-to-left marks, overrides, zero-width spaces, a soft hyphen and a stray BOM."""
    road = "7 Dok Mai Road, Mae Sot"
    marked = "\u200fMek\u200b Nam\u00ad App\ufeffarel\u200e"
    names = ["Mek Nam Apparel", marked, "\u202eMek Nam\u202c"]
    _csv(
        path, SITE, [*[[name, road, "Thailand"] for name in names], ["شركة النسيج", road, "Egypt"]]
    )


def formula_names(path: Path) -> None:
    names = [
        "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.invalid")', "+Plus Loom", "-Minus Mill",
        "@At Apparel", "\tTab Textile", "＝Wide Equals",
    ]  # fmt: skip
    _csv(path, SITE, [[name, "1 Dok Mai Road, Mae Sot", "Thailand"] for name in names])


def ragged_rows(path: Path) -> None:
    path.write_text(
        "name,address,country\n"
        "Whole Garment,1 Dok Mai Road,Thailand\n"
        "Short Garment,2 Dok Mai Road\n"
        "Long Garment,3 Dok Mai Road,Thailand,surplus,more\n"
        "Last Garment,4 Dok Mai Road,Thailand\n",
        encoding="utf-8",
    )


def stray_quote(path: Path) -> None:
    """Open a quotation mark which is never closed: it must not eat the rows below it."""
    path.write_text(
        "name,address,country\n"
        "First Garment,1 Dok Mai Road,Thailand\n"
        '"Open Garment,2 Dok Mai Road,Thailand\n'
        "Third Garment,3 Dok Mai Road,Thailand\n"
        "Fourth Garment,4 Dok Mai Road,Thailand\n",
        encoding="utf-8",
    )


def nul_bytes(path: Path) -> None:
    path.write_bytes(
        b"name,address,country\nNul\x00 Garment,1 Dok Mai Road,Thailand\n"
        b"Next Garment,2 Dok Mai Road,Thailand\n"
    )


def self_links(path: Path) -> None:
    rows = [
        ["supplies", "Mek Nam Apparel", "Planted Buyer", "Shirts", 0.5],
        ["supplies", "Mek Nam Apparel", "Mek Nam Apparel", "Shirts", 0.1],
    ]
    _csv(path, LINK, rows)


def link_cycle(path: Path) -> None:
    names = ["Alpha Mill", "Beta Dye House", "Gamma Print Works"]
    rows = [
        ["supplies", name, names[(at + 1) % 3], "Fabric", 0.5 if at else ""]
        for at, name in enumerate(names)
    ]
    _csv(path, LINK, rows)


# --- workbooks --------------------------------------------------------------------------------


def _book(path: Path) -> tuple[Any, Any]:
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    return book, book.add_worksheet("Suppliers")


def merged_cells(path: Path) -> None:
    """Merge a title over the table, and one merged country beside three rows."""
    book, page = _book(path)
    page.merge_range(0, 0, 0, 2, "Supplier list, spring season")
    page.write_row(2, 0, SITE)
    for at in (1, 2, 3, 4):
        page.write_row(2 + at, 0, _site(at)[:2])
    page.merge_range(3, 2, 5, 2, "Thailand")
    page.write(6, 2, "Cambodia")
    book.close()


def formulas(path: Path) -> None:
    """Cells that a spreadsheet computed: the kept result counts, the formula is never run."""
    book, page = _book(path)
    page.write_row(0, 0, [*SITE, "number_of_workers"])
    page.write_formula(1, 0, '="Mek Nam"&" Apparel"', None, "Mek Nam Apparel")
    page.write_row(1, 1, ["1 Dok Mai Road, Mae Sot", "Thailand"])
    page.write_formula(1, 3, "=60+60", None, 120)
    page.write_row(2, 0, ["Doi Mai Sewing", "2 Dok Mai Road, Mae Sot", "Thailand"])
    page.write_formula(2, 3, "=A99/0", None, "#DIV/0!")
    book.close()


def excel_serial_cells(path: Path) -> None:
    """Days in a workbook: one as a plain number, one as a real date cell."""
    book, page = _book(path)
    page.write_row(0, 0, [*SITE, "valid_from"])
    page.write_row(1, 0, [*_site(1), 45292])
    page.write_row(2, 0, _site(2))
    page.write_number(2, 3, 45292, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()


def _replace_part(path: Path, part: str, content: bytes) -> None:
    """Write the workbook anew with one part exchanged."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, kept in (parts | {part: content}).items():
            new.writestr(name, kept)


def _plain_book(path: Path) -> bytes:
    """Write a harmless workbook; its sheet comes back as XML."""
    book, page = _book(path)
    page.write_row(0, 0, SITE)
    page.write_row(1, 0, _site(1))
    book.close()
    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def zip_bomb(path: Path) -> None:
    """One sheet that is 64 MB of blanks inside a few dozen kilobytes."""
    sheet = _plain_book(path)
    _replace_part(path, "xl/worksheets/sheet1.xml", sheet + b" " * (64 * MEGABYTE))


def _with_doctype(path: Path, doctype: str, entity: str) -> None:
    _plain_book(path)
    with zipfile.ZipFile(path) as parts:
        strings = parts.read("xl/sharedStrings.xml").decode()
    head, _, body = strings.partition("?>")
    body = body.replace("<t>name</t>", f"<t>&{entity};</t>", 1)
    _replace_part(path, "xl/sharedStrings.xml", f"{head}?>\n{doctype}{body}".encode())


def entity_expansion(path: Path) -> None:
    """Write the “billion laughs”: entities that multiply."""
    lines = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    _with_doctype(path, f'<!DOCTYPE sst [<!ENTITY e0 "ha">{lines}]>', "e9")


def external_entity(path: Path) -> None:
    """Declare an entity that would read a file of the machine."""
    _with_doctype(path, '<!DOCTYPE sst [<!ENTITY out SYSTEM "file:///etc/hostname">]>', "out")


def archive_in_archive(path: Path) -> None:
    _plain_book(path)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("zeros", b"\0" * MEGABYTE)
    _replace_part(path, "xl/media/more.zip", inner.getvalue())


def text_named_workbook(path: Path) -> None:
    """Rename a CSV to .xlsx: the content decides, not the name."""
    _csv(path, SITE, [_site(1), _site(2)])


def broken_workbook(path: Path) -> None:
    _plain_book(path)
    path.write_bytes(path.read_bytes()[:900])


# --- the cases --------------------------------------------------------------------------------

CASES: dict[str, Case] = {
    case.name: case
    for case in (
        Case("empty", "empty.csv", empty, "an error says that the file is empty", refused=True),
        Case(
            "header only", "header_only.csv", header_only,
            "no record, and the problems or an error say that there is no row",
            records=0,
        ),
        Case(
            "wrong encoding", "wrong_encoding.csv", wrong_encoding,
            "all three rows are accounted for; the undecodable row is told by its number",
            rows=3, problem_rows=(2,), values=((1, "name", "Klong Saeng"), (3, "name", "Mek Nam")),
        ),
        Case(
            "two headers", "two_headers.csv", two_headers,
            "the repeated header is no site; it is listed",
            rows=4, records=3, problem_rows=(3,),
        ),
        Case(
            "merged cells", "merged_cells.xlsx", merged_cells,
            "the title is no header, and every row under the merged country has it or says so",
            rows=4, records=4, values=((1, "country", "TH"), (4, "country", "KH")),
        ),
        Case(
            "formulas", "formulas.xlsx", formulas,
            "the kept result is read; an error value is no number of workers and is listed",
            rows=2, records=2, problem_rows=(2,),
            values=((1, "name", "Mek Nam Apparel"), (1, "workers", 120), (2, "workers", None)),
        ),
        Case(
            "two hundred columns", "two_hundred_columns.csv", two_hundred_columns,
            "unknown columns are kept in `extra`, none is dropped",
            rows=3, records=3,
        ),
        Case(
            "a row of 1 MB", "row_of_one_megabyte.csv", row_of_one_megabyte,
            "the rows before and after it are records; the long one is a record or listed",
            rows=3, values=((1, "country", "TH"), (3, "country", "TH")),
        ),
        Case(
            "duplicate ids", "duplicate_ids.csv", duplicate_ids,
            "one number on two different sites never makes them one site by itself",
            rows=3, records=3,
        ),
        Case(
            "Buddhist years", "buddhist_years.csv", buddhist_years,
            "2566 is 2023", rows=2, records=2,
            values=((1, "valid_from", "2023-03-15"), (1, "valid_to", "2024-12-31"),
                    (2, "valid_from", "2022-01-01")),
        ),
        Case(
            "Excel serials in text", "excel_serials.csv", excel_serials,
            "45292 is 1 January 2024", rows=2, records=2,
            values=((1, "valid_from", "2024-01-01"), (2, "valid_from", "2023-03-01")),
        ),
        Case(
            "Excel serial cells", "excel_serial_cells.xlsx", excel_serial_cells,
            "a number and a date cell say the same day", rows=2, records=2,
            values=((1, "valid_from", "2024-01-01"), (2, "valid_from", "2024-01-01")),
        ),
        Case(
            "swapped latitude and longitude", "swapped_coordinates.csv", swapped_coordinates,
            "a swapped pair is turned round and listed, an impossible one is not used and listed",
            rows=4, records=4, problem_rows=(2, 3, 4), values=((1, "lat", 16.7167),),
        ),
        Case(
            "unknown country", "unknown_country.csv", unknown_country,
            "the rows stay records without a country, and are listed",
            rows=3, records=3, problem_rows=(1, 2),
            values=((1, "country", None), (1, "country_given", "Zembla"), (3, "country", "TH")),
        ),
        Case(
            "right-to-left and zero-width characters", "hidden_characters.csv", hidden_characters,
            "invisible characters are gone from the name; Arabic letters stay",
            rows=4, records=4,
            values=((2, "name", "Mek Nam Apparel"), (3, "name", "Mek Nam"),
                    (4, "name", "شركة النسيج")),
        ),
        Case(
            "formula-like names", "formula_names.csv", formula_names,
            "read as given, and neutralised in every CSV and XLSX that is written",
            rows=7, records=7,
        ),
        Case(
            "ragged rows", "ragged_rows.csv", ragged_rows,
            "rows with too few or too many cells are listed, the others are untouched",
            rows=4, problem_rows=(3,),
            values=((1, "country", "TH"), (4, "name", "Last Garment")),
        ),
        Case(
            "stray quotation mark", "stray_quote.csv", stray_quote,
            "the rows below it are not swallowed",
            rows=4, problem_rows=(2,),
            values=((1, "name", "First Garment"), (4, "name", "Fourth Garment")),
        ),
        Case(
            "NUL bytes", "nul_bytes.csv", nul_bytes,
            "an error says that this is no text: nothing is guessed", refused=True,
        ),
        Case(
            "self-links", "self_links.csv", self_links,
            "a link from a site to itself is listed and never loops a trace",
            kind="links", rows=2,
        ),
        Case(
            "cycle of links", "link_cycle.csv", link_cycle,
            "tracing ends and says that there is a cycle; the missing share is unknown, not 0 or 1",
            kind="links", rows=3, records=3,
        ),
        Case(
            "zip bomb", "zip_bomb.xlsx", zip_bomb, "refused before it is unpacked",
            refused=True, unsafe=True,
        ),
        Case(
            "multiplying XML entities", "entity_expansion.xlsx", entity_expansion,
            "refused before it is parsed", refused=True, unsafe=True,
        ),
        Case(
            "external XML entity", "external_entity.xlsx", external_entity,
            "refused; no file of the machine is read", refused=True, unsafe=True,
        ),
        Case(
            "archive in the archive", "archive_in_archive.xlsx", archive_in_archive,
            "refused", refused=True, unsafe=True,
        ),
        Case(
            "text named .xlsx", "text_named_workbook.xlsx", text_named_workbook,
            "read as the text it is", rows=2, records=2,
        ),
        Case(
            "cut-off workbook", "broken_workbook.xlsx", broken_workbook,
            "an error says that it is damaged", refused=True,
        ),
    )
}  # fmt: skip


def write_all(folder: Path) -> dict[str, Path]:
    """Write every case into `folder`; the paths come back by case name."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / case.file for name, case in CASES.items()}
    for name, path in paths.items():
        CASES[name].write(path)
    return paths


def many_rows(path: Path, rows: int = 5_000_000) -> None:
    """Write a list of `rows` sites (5 million: about 390 MB, half a minute), in pieces."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("name,address,country\n")
        for start in range(1, rows + 1, 100_000):
            out.write(
                "".join(
                    f"Planted Garment {at} Co. Ltd.,{at % 997} Dok Mai Road Mae Sot {at % 89},TH\n"
                    for at in range(start, min(start + 100_000, rows + 1))
                )
            )


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every bad file into one folder; `CASES[name].file` is its name there."""
    folder = tmp_path_factory.mktemp("hostile")
    write_all(folder)
    return folder
