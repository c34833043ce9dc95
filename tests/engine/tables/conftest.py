"""Workbooks made by hand, byte by byte: what no library would write."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# No deadline: the first call of a library may be slow. One folder serves all examples of a test.
settings.register_profile(
    "files", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("files")

_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
    "</Types>"
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def make_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write an XLSX from the inner XML of its only sheet and further parts by name."""

    def make(
        rows: str, *, extra: dict[str, bytes] | None = None, head: str = "", name: str = "list.xlsx"
    ) -> Path:
        path = tmp_path / name
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS.format(
                f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" '
                'Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
            '<sheet name="Sites &amp; more" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELS.format(
                f'<Relationship Id="r1" Type="{_RELATION}/worksheet" '
                'Target="worksheets/sheet1.xml"/>'
            ),
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}'
            "</sheetData></worksheet>",
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in parts.items():
                archive.writestr(part, text)
            for part, data in (extra or {}).items():
                archive.writestr(part, data)
        return path

    return make


@pytest.fixture
def make_ods(tmp_path: Path) -> Callable[[str], Path]:
    """Write an ODS from the inner XML of its only table."""

    def make(rows: str) -> Path:
        path = tmp_path / "list.ods"
        spaces = " ".join(
            f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
            for short in ("office", "table", "text")
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr(
                "content.xml",
                f"<office:document-content {spaces}><office:body><office:spreadsheet>"
                f'<table:table table:name="Sites">{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return path

    return make


@pytest.fixture
def make_xls(tmp_path: Path) -> Callable[..., Path]:
    """Write an XLS (BIFF8 in a compound file) with one sheet, from rows of text and numbers."""

    def make(rows: list[list[str | float]]) -> Path:
        def record(kind: int, body: bytes) -> bytes:
            return struct.pack("<HH", kind, len(body)) + body

        sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                at = struct.pack("<HHH", y, x, 0)
                if isinstance(value, str):
                    text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                    sheet += record(0x0204, at + text)
                else:
                    sheet += record(0x0203, at + struct.pack("<d", value))
        sheet += record(0x000A, b"")
        head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
        name = b"Sites"
        start = len(head) + 4 + 8 + len(name) + 4
        bound = struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name
        stream = head + record(0x0085, bound) + record(0x000A, b"") + sheet
        path = tmp_path / "list.xls"
        path.write_bytes(_compound_file(stream.ljust(8 * 512, b"\x00")))
        return path

    return make


def _compound_file(stream: bytes) -> bytes:
    """Wrap one stream called "Workbook" of eight sectors: header, FAT, directory, stream."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chain = [0xFFFFFFFD, end, *range(3, 10), end]
    fat = struct.pack("<10I", *chain) + struct.pack("<I", free) * 118

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        title = (name + "\x00").encode("utf-16-le")
        return (
            title.ljust(64, b"\x00")
            + struct.pack("<HBBIII", len(title), kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", first, size)
        )

    folder = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    return head + fat + folder.ljust(512, b"\x00") + stream
