"""Write the shipped example anew: `python examples/make_example.py [FOLDER]`.

Everything in it is invented: no firm, site, agency or person of it exists. The same code writes
the same files every time, so a test can tell when they were changed by hand.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invented import other_lists, site_lists, writers
from invented.worker_files import write_worker_files
from invented.workers import Told, everyone

if TYPE_CHECKING:
    from invented.sheets import Sheet

NOTICE = (
    "Everything in this folder is invented for demonstration. The retailer, its suppliers, the "
    "agencies, brokers, licences, numbers and events do not exist; any likeness to a real firm is "
    "accidental. Town names are real so that the map works. No real person is described."
)
ABOUT = f"""\
title: "Nordvik Hem & Mat (invented): goods and labour on one map"
notice: >-
  {NOTICE}
"""
SEAFOOD_POINTS = (
    "SF01 SF02 SF03 SF04 SF05 SF06 SF07 SF08 SF09 SF10 SF11 SF12 SF13 SF14 SF17 SF18 SF19 SF20 SF22"
)
SCDEX_LOCATIONS = "TG04 TG05 SF01 SF03 SF11 SF18 EL08 EL10 BE01 FU02 VG01"


def write_lists(folder: Path) -> dict[str, list[Sheet]]:
    """Write every list into `folder`; what each file holds comes back, by file name."""
    spellings = other_lists.Spellings()
    texts = [
        ("osh_garments_2025.csv", site_lists.osh_garments(), "utf-8-sig", ","),
        ("thai_factories_win874.csv", site_lists.thai_factories(), "cp874", ","),
        ("vietnam_suppliers_utf16.tsv", site_lists.vietnam_suppliers(), "utf-16", "\t"),
        ("svenska_leverantorer_latin1.csv", site_lists.swedish_suppliers(), "latin-1", ";"),
        ("electronics_gb18030.csv", site_lists.chinese_electronics(), "gb18030", ","),
        ("agency_register.csv", other_lists.agency_register(), "utf-8", ","),
        ("omts_suppliers.csv", other_lists.omts_suppliers(), "utf-8", ","),
        ("links.csv", other_lists.links_list(spellings), "utf-8", ","),
        ("labour_channels.csv", other_lists.labour_channels(spellings), "utf-8", ","),
    ]
    held = {}
    for name, sheet, encoding, delimiter in texts:
        writers.text_table(folder / name, sheet, encoding=encoding, delimiter=delimiter)
        held[name] = [sheet]
    category = [site_lists.furniture_sheet(), site_lists.food_sheet()]
    writers.excel(folder / "furniture_and_food_2024.xlsx", category)
    workbook = [
        site_lists.workbook_sites(),
        other_lists.workbook_organisations(),
        other_lists.workbook_links(spellings),
        other_lists.workbook_channels(spellings),
    ]
    writers.excel(folder / "crest_workbook.xlsx", workbook)
    survey = other_lists.agency_survey(spellings)
    writers.open_document(folder / "agency_survey.ods", survey)
    archive = site_lists.audit_archive()
    writers.parquet(folder / "audit_archive_2023.parquet", archive)
    return held | {
        "furniture_and_food_2024.xlsx": category,
        "crest_workbook.xlsx": workbook,
        "agency_survey.ods": [survey],
        "audit_archive_2023.parquet": [archive],
        "seafood_sites.geojson": [
            writers.geojson(folder / "seafood_sites.geojson", SEAFOOD_POINTS.split())
        ],
        "scdex_locations.json": [
            writers.scdex(folder / "scdex_locations.json", SCDEX_LOCATIONS.split())
        ],
    }


def write_truth(path: Path, held: dict[str, list[Sheet]]) -> int:
    """Write which entity each row, or each end of a link or channel, truly is."""
    lines = [
        (source, row, entity, sheet.kind, sheet.name, end)
        for source, sheets in sorted(held.items())
        for sheet in sheets
        for row, ends in enumerate(sheet.truth, 1)
        for end, entity in ends.items()
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["source", "row", "entity", "kind", "sheet", "end"])
        writer.writerows(lines)
    return len(lines)


def write_workers_truth(path: Path, people: list[Told]) -> None:
    """Write what each cohort of workers truly paid, got back and was denied, as planted."""
    money = ("THB", "MMK", "USD", "NPR", "BDT")
    cohorts: dict[str, list[Told]] = {}
    for told in people:
        cohorts.setdefault(told.cohort.code, []).append(told)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        paid = [f"worker_paid_{currency.lower()}" for currency in money]
        writer.writerow(
            ["cohort", "site", "recruiter", "sub_agent", "workers", *paid, "refunded_thb",
             "papers_held_yes"]
        )  # fmt: skip
        for code, group in cohorts.items():
            first = group[0].cohort
            sums = dict.fromkeys(money, 0)
            for cost in (cost for told in group for cost in told.costs):
                if cost["payer"] == "worker":
                    sums[cost["currency"]] += cost["amount"]
            back = sum(one["amount"] for told in group for one in told.refunds)
            held = sum(told.answers["papers_held_without_access"] == "yes" for told in group)
            writer.writerow(
                [code, first.site, first.recruiter, first.sub_agent, len(group), *sums.values(),
                 back, held]
            )  # fmt: skip


def write_example(parent: Path) -> dict[str, list[Sheet]]:
    """Write the folder `nordvik-retail` and the truth file beside it, under `parent`."""
    folder = parent / "nordvik-retail"
    folder.mkdir(parents=True, exist_ok=True)
    held = write_lists(folder)
    (folder / "NOTICE.txt").write_text(NOTICE + "\n", encoding="utf-8")
    (folder / "about.yaml").write_text(ABOUT, encoding="utf-8")
    write_truth(parent / "nordvik-retail.truth.csv", held)
    people = everyone()
    write_worker_files(folder / "workers", people)
    write_workers_truth(parent / "nordvik-retail.workers-truth.csv", people)
    return held


def main() -> None:
    """Write the example where the command line says, or over the committed one."""
    parent = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    held = write_example(parent)
    for source, sheets in sorted(held.items()):
        print(f"{source}: {', '.join(f'{len(sheet.rows)} {sheet.kind}' for sheet in sheets)}")


if __name__ == "__main__":
    main()
