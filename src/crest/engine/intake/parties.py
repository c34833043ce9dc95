"""Sites and organisations: rows that stand for a place or a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.intake.place_fields import address_of, coordinates_of, country_of, missing_country
from crest.engine.intake.records import Draft, draft, flag_duplicates, reject_blank
from crest.engine.intake.value_fields import (
    code_of,
    dates_of,
    identifiers_of,
    many_of,
    parts_of,
    people_of,
    sectors_of,
    truth_of,
)
from crest.engine.rulebook.wordlists import role_words
from crest.engine.tables.contracts import LINKS, conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.intake.sheet import Sheet

_TODO_ROLE = "Use company, buyer, employer, recruiter, sub_agent, broker or transporter."


def site_draft(sheet: Sheet, country: str | None) -> Draft:
    """The columns of SITES, with nameless and example rows rejected and duplicates flagged."""
    sector, product = sectors_of(sheet)
    columns = _common(sheet, country) | {
        "company": sheet.text("company"),
        "sector": sector,
        "product": product,
        "workers": people_of(sheet, "workers"),
        "closed": truth_of(sheet, "closed"),
    }
    one = draft(sheet, columns, ("name",))
    placed = pc.or_(columns["city"].is_valid(), columns["region"].is_valid())
    identifying = [
        *(columns[name] for name in ("name", "name_native", "company", "address", "lat")),
        *(columns[name] for name in ("lei", "gln", "os_id", "duns", "local_id")),
        pc.and_(columns["join_key"].is_valid(), placed),
    ]
    reject_blank(one, identifying, "a site: no name, address, identifier or point")
    flag_duplicates(one, "local_id", beside="join_key")
    flag_duplicates(one, "os_id")
    flag_duplicates(one, "gln")
    return one


def organisation_draft(sheet: Sheet, country: str | None) -> Draft:
    """The columns of ORGANISATIONS, with nameless rows rejected and duplicates flagged."""
    words: Mapping[str, str] = {w: role for w, role in role_words().items() if role != "site"}
    jurisdiction, _ = country_of(sheet, "licence_jurisdiction")
    licence = sheet.text("licence")
    product = many_of(sheet.text("product"))
    sheet.not_used("product", product.is_valid())
    columns = _common(sheet, country)
    columns |= dates_of(sheet, "licence_from", "licence_to")
    columns |= {
        "role": code_of(sheet, "role", words, code="intake.role.unknown", todo=_TODO_ROLE),
        "licence": licence,
        "product": product,
        "licence_jurisdiction": pc.if_else(
            pc.and_(licence.is_valid(), jurisdiction.is_null()), columns["country"], jurisdiction
        )
        if not sheet.has("licence_jurisdiction")
        else jurisdiction,
    }
    one = draft(sheet, columns, ("name",))
    identifying = [
        *(columns[name] for name in ("name", "name_native", "licence")),
        *(columns[name] for name in ("lei", "gln", "os_id", "duns", "local_id")),
    ]
    reject_blank(one, identifying, "an organisation: no name, licence or identifier")
    flag_duplicates(one, "local_id", beside="join_key")
    flag_duplicates(one, "lei")
    return one


def _common(sheet: Sheet, country: str | None) -> dict[str, pa.Array]:
    """What sites and organisations share."""
    code, given = country_of(sheet, "country", fallback=country)
    if sheet.has("country"):
        missing_country(sheet, code, given)
    lat, lng, precision = coordinates_of(sheet, code)
    plain = ("name", "name_native", "city", "region", "postcode", "parent", "local_id", "join_key")
    return {
        **{name: sheet.text(name) for name in plain},
        "address": address_of(sheet),
        "country": code,
        "country_given": given,
        "lat": lat,
        "lng": lng,
        "place_precision": precision,
        **identifiers_of(sheet),
        **dates_of(sheet, "valid_from", "valid_to"),
        "supplies_to": sheet.text("supplies_to"),
    }


def supply_links(records: pa.Table, *, role: str, first_record: int) -> pa.Table:
    """“supplies” links that a list of sites or suppliers states by naming the buyer in the row.

    `records`: SITES or ORGANISATIONS with the further column `supplies_to`; several buyers stand
    apart by “|”, comma or semicolon… The link keeps the row it came from.
    """
    buyers = records["supplies_to"].combine_chunks()
    rows, names = [], []
    for at, text in enumerate(buyers.to_pylist() if buyers.null_count < len(buyers) else []):
        for part in parts_of(text.replace(",", "\x00")) if text else []:
            rows.append(at)
            names.append(part.replace("\x00", ","))
    taken = records.take(pa.array(rows, pa.int64()))
    ids = pc.coalesce(taken["os_id"], taken["lei"], taken["local_id"])
    count = len(rows)
    links = {
        "record": pa.array(np.arange(first_record, first_record + count, dtype=np.int64)),
        **{name: taken[name] for name in ("source", "sheet", "row", "valid_from", "valid_to")},
        "relation": pa.repeat(pa.scalar("supplies"), count),
        "from_name": taken["name"],
        "from_id": ids,
        "from_country": taken["country"],
        "from_role": pa.repeat(pa.scalar(role), count),
        "to_name": pa.array(names, pa.string()),
        "verification": pa.repeat(pa.scalar("declared"), count),
    }
    if "product" in taken.column_names:
        links["product"] = taken["product"]
    return conform(pa.table(links), LINKS)
