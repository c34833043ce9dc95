"""Corruption A: one clerk's carelessness — abbreviations, typing errors, legal forms, word order.

Every record of a site is written from the same truth; a quarter are written badly. The process
works on characters and words of the Latin spelling, with a few own-script names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from random import Random

    from bench.entities import Site


class Row(NamedTuple):
    """One written record; null text is None. `hard`: too little is left for an easy match."""

    name: str | None
    address: str | None
    city: str | None
    postcode: str | None
    country: str | None
    lat: float | None
    lng: float | None
    hard: bool


SHORT: Final = {
    "international": ("Intl", "Int'l", "Internat."),
    "industries": ("Inds.", "Ind.", "Industry"),
    "industrial": ("Ind.", "Indl."),
    "manufacturing": ("Mfg", "Mfg.", "Manufacture"),
    "enterprise": ("Ent.", "Enterprises"),
    "exports": ("Exp.", "Export"),
    "technology": ("Tech", "Technologies"),
    "factory": ("Fty", "Fact."),
    "brothers": ("Bros", "Bros."),
    "products": ("Prod.", "Product"),
    "group": ("Grp",),
    "garment": ("Garments", "Gmt", "Gmts."),
    "textile": ("Textiles", "Tex"),
    "electronics": ("Electronic", "Elec."),
    "furniture": ("Furnitures", "Furn."),
    "plastics": ("Plastic",),
    "packaging": ("Packagings", "Pkg"),
    "trading": ("Trdg", "Trade"),
    "transport": ("Trans.", "Transports"),
    "printing": ("Printers", "Ptg"),
    "footwear": ("Foot wear", "Footwears"),
    "seafood": ("Sea food", "Seafoods"),
    "road": ("Rd", "Rd.", "rd"),
    "street": ("St", "St.", "Str."),
    "avenue": ("Ave", "Ave."),
    "boulevard": ("Blvd",),
    "highway": ("Hwy",),
    "district": ("Dist.", "Dist"),
    "estate": ("Est.", "Estates"),
    "park": ("Pk",),
    "zone": ("Zn", "Zone"),
    "ward": ("W.",),
    "building": ("Bldg", "Bldg."),
    "tambon": ("T.", "Tambol"),
    "amphoe": ("A.", "Amphur"),
    "village": ("Vill.", "Vlg"),
    "township": ("Tsp", "Tsp."),
    "jalan": ("Jl.", "Jln"),
    "caddesi": ("Cad.", "Cd."),
    "sokak": ("Sok.", "Sk."),
    "mahallesi": ("Mah.", "Mh."),
    "avenida": ("Av.", "Ave"),
    "calle": ("C.",),
    "ulica": ("ul.",),
    "kecamatan": ("Kec.",),
    "kelurahan": ("Kel.",),
    "sangkat": ("Sk.",),
    "unit": ("U.", "Unit No."),
    "moo": ("M.", "Mu"),
    "special": ("Spl.",),
    "economic": ("Econ.",),
    "national": ("Natl",),
    "colonia": ("Col.",),
}
_KEYS: Final = "abcdefghijklmnopqrstuvwxyz"


def mistype(rnd: Random, text: str) -> str:
    """One slip of the finger: left out, swapped, wrong or doubled."""
    if len(text) < 4:
        return text
    at = rnd.randrange(1, len(text) - 1)
    slip = rnd.random()
    if slip < 0.3:
        return text[:at] + text[at + 1 :]
    if slip < 0.55:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if slip < 0.8:
        return text[:at] + rnd.choice(_KEYS) + text[at + 1 :]
    return text[:at] + text[at] + text[at:]


def _shorten(rnd: Random, text: str, chance: float) -> str:
    return " ".join(
        rnd.choice(SHORT[word.lower()]) if word.lower() in SHORT and rnd.random() < chance else word
        for word in text.split()
    )


def _name(rnd: Random, site: Site, force: float) -> tuple[str, float]:
    """Return the written name and the harm done to it."""
    harm = 0.0
    parts = []
    for word in site.brand:
        spelling = word.latin
        if rnd.random() < 0.08 * force:
            spelling, harm = word.other, harm + 0.4
        parts.append(spelling)
    tail = [_shorten(rnd, part, 0.25 * force) for part in (site.qualifier, site.trade) if part]
    if tail and rnd.random() < 0.07 * force:
        tail.pop(rnd.randrange(len(tail)))
        harm += 0.3
    parts += tail
    if len(parts) > 1 and rnd.random() < 0.06 * force:
        at = rnd.randrange(len(parts) - 1)
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    if len(parts) > 1 and rnd.random() < 0.05 * force:
        parts[0:2] = [parts[0] + parts[1].lower()]
    if rnd.random() < 0.14 * force:
        at = rnd.randrange(len(parts))
        parts[at] = mistype(rnd, parts[at])
        harm += 0.3
    if len(parts) > 2 and rnd.random() < 0.012 * force:
        parts = ["".join(part[0] for part in parts).upper()]
        harm += 1.5
    return _dress(rnd, site, parts, force), harm


def _dress(rnd: Random, site: Site, parts: list[str], force: float) -> str:
    """Add legal form, unit and ornaments around the name's words."""
    legal = site.legal
    draw = rnd.random()
    if draw < 0.25 * force:
        legal = rnd.choice([form for form in site.country.legal if "{" not in form])
    elif draw < 0.45 * force:
        legal = ""
    before = site.country.code == "ID" and legal.upper().startswith("P")
    name = " ".join([legal, *parts] if before else [*parts, legal]).strip()
    if site.unit and rnd.random() < 0.92:
        name += rnd.choice((" ", " - ", " (", ", ")) + _shorten(rnd, site.unit, 0.2)
        if " (" in name and not name.endswith(")") and name.count("(") > name.count(")"):
            name += ")"
    if rnd.random() < 0.025:
        name = "M/s. " + name
    if rnd.random() < 0.02 * force:
        name += f" ({rnd.choice(('Head Office', site.city.name.latin, site.country.names[0]))})"
    return name


def _street_line(rnd: Random, site: Site, force: float) -> tuple[str, float]:
    """Return number and street as written, and the harm."""
    harm = 0.0
    street = _shorten(rnd, site.street_form.format(site.street.latin), 0.35 * force)
    number = site.number
    if rnd.random() < 0.06 * force:
        number, harm = "", harm + 0.5
    elif rnd.random() < 0.4:
        number = rnd.choice(("No. ", "No.", "# ", "no ")) + number
    if rnd.random() < 0.07 * force:
        street, harm = "", harm + 0.5
    first = rnd.random() < 0.85
    return " ".join((number, street) if first else (street, number)).strip(), harm


def _surroundings(rnd: Random, site: Site, force: float) -> list[str]:
    """Return estate and district as written, where they are."""
    parts = []
    if site.zone and rnd.random() > 0.12 * force:
        parts.append(_shorten(rnd, f"{site.zone.latin} {site.zone_form}", 0.3 * force))
    if rnd.random() < 0.6:
        parts.append(_shorten(rnd, site.district_form.format(site.district.latin), 0.3 * force))
    return parts


def _address(rnd: Random, site: Site, force: float) -> tuple[str, str | None, str | None, float]:
    """Return the address line, city column, postcode column and harm."""
    first, harm = _street_line(rnd, site, force)
    parts = [first]
    if site.floor and rnd.random() < 0.6:
        parts.insert(0, _shorten(rnd, site.floor, 0.3))
    parts += _surroundings(rnd, site, force)
    city = site.city.name.latin
    if rnd.random() < 0.05 * force:
        city = mistype(rnd, city)
    inline = rnd.random() < 0.55
    if inline:
        parts.append(city)
    postcode: str | None = site.postcode if rnd.random() < 0.6 else None
    if postcode and rnd.random() < 0.5:
        parts.append(postcode)
        postcode = None
    if rnd.random() < 0.25:
        parts.append(site.country.names[0])
    if rnd.random() < 0.06 * force:
        rnd.shuffle(parts)
    line = rnd.choice((", ", ", ", ", ", " ", ",", " - ")).join(part for part in parts if part)
    if rnd.random() < 0.1 * force:
        line = mistype(rnd, line)
    if rnd.random() < 0.02 * force:
        line, harm = city, harm + 1.0
    column = None if inline and rnd.random() < 0.6 else city
    return line, column, postcode, harm


def _country(rnd: Random, site: Site) -> tuple[str | None, float]:
    draw = rnd.random()
    if draw < 0.015:
        return None, 0.2
    if draw < 0.02:
        return rnd.choice(("CN", "TH", "VN", "IN", "HK", "SG")), 0.7
    return site.country.code, 0.0


def write(rnd: Random, site: Site) -> Row:
    """One record of `site` as a careless clerk writes it."""
    force = 1.9 if rnd.random() < 0.25 else 0.7
    name, harm = _name(rnd, site, force)
    if rnd.random() < 0.015 and not site.country.own_first:
        name = " ".join(word.native for word in site.brand)
        harm += 1.0
    elif site.country.own_first and rnd.random() < 0.5:
        for word in site.brand:
            name = name.replace(word.latin, word.native)
    address, city, postcode, lost = _address(rnd, site, force)
    harm += lost
    if rnd.random() < 0.22:
        name = name.upper()
    if rnd.random() < 0.18:
        address = address.upper()
    line: str | None = address
    if rnd.random() < 0.004:
        name, line, harm = f"{name}, {address}", None, harm + 0.8
    country, lost = _country(rnd, site)
    harm += lost
    lat = lng = None
    if rnd.random() < 0.35:
        lat = round(site.lat + rnd.gauss(0, 0.004), 5)
        lng = round(site.lng + rnd.gauss(0, 0.004), 5)
    return Row(name, line, city, postcode, country, lat, lng, harm >= 0.9)
