"""Corruption B: many hands — each record has passed through one or two channels.

A channel is a way in which lists come about: another romanisation, own script, a scanner,
a translator, a web form whose fields split wrongly, a post office, a renaming, a sparse list,
a head office abroad. Nothing here shares a rule or a table with corruption A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from anyascii import anyascii

from bench.corruption_a import Row
from bench.entities import coined
from bench.trades import SYNONYMS, TRADES

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.entities import Site
    from bench.spellings import Word


@dataclass(slots=True)
class Draft:
    """A record on its way: the parts as texts, and how much has been lost."""

    brand: list[str]
    trade: str
    qualifier: str
    legal: str
    unit: str
    floor: str
    number: str
    street: str
    zone: str
    district: str
    city: str
    postcode: str
    country: str | None
    lat: float | None
    lng: float | None
    order: str = "small"  # small: number first; large: country first
    note: str = ""  # in brackets after the name
    script: bool = False  # in own script
    harm: float = 0.0


def _spelt(word: Word, how: str) -> str:
    return str(getattr(word, how))


def _draft(site: Site, how: str) -> Draft:
    """Everything known about the site in one spelling."""
    zone = f"{_spelt(site.zone, how)} {site.zone_form}" if site.zone else ""
    return Draft(
        brand=[_spelt(word, how) for word in site.brand],
        trade=site.trade,
        qualifier=site.qualifier,
        legal=site.legal,
        unit=site.unit,
        floor=site.floor,
        number=site.number,
        street=site.street_form.format(_spelt(site.street, how)),
        zone=zone,
        district=site.district_form.format(_spelt(site.district, how)),
        city=_spelt(site.city.name, how),
        postcode=site.postcode,
        country=site.country.code,
        lat=site.lat,
        lng=site.lng,
    )


def _plain(_rnd: Random, _site: Site, draft: Draft) -> None:
    """Write as a well-kept list does."""
    draft.legal = draft.legal.replace(".", "") if len(draft.brand) > 1 else draft.legal


def _romanised(rnd: Random, site: Site, draft: Draft) -> None:
    """Another romanisation of every proper noun, or a machine's letter by letter."""
    machine = rnd.random() < 0.2
    if len(draft.brand) != len(site.brand) or draft.script:
        return  # an earlier channel has put another name there
    for at, word in enumerate(site.brand):
        draft.brand[at] = anyascii(word.native).title() if machine else word.other
    draft.street = site.street_form.format(site.street.other)
    draft.district = site.district_form.format(site.district.other)
    if rnd.random() < 0.6:
        draft.city = site.city.name.other
    draft.harm += 0.9 if machine and not site.country.own_first else 0.45


def _native(rnd: Random, site: Site, draft: Draft) -> None:
    """Own script for the name, and half of the time for the address too."""
    country = site.country
    joint = " " if country.spaced else ""
    trade = TRADES.get(site.trade, {}).get(country.trades, site.trade)
    own = [word.native for word in site.brand]
    core = joint.join([*own, trade] if trade else own)
    legal = country.legal[-1]
    draft.brand = [legal.format(core) if "{" in legal and rnd.random() < 0.8 else core]
    draft.trade = draft.qualifier = draft.legal = ""
    draft.script = True
    if rnd.random() < 0.5:
        draft.street = country.street[-1].format(site.street.native)
        draft.district = country.district[-1].format(site.district.native)
        draft.city = site.city.name.native
        if site.zone:
            draft.zone = f"{country.zones[-1]}{site.zone.native}"
        draft.order = "large" if country.code == "CN" else "small"
        draft.harm += 0.4
    draft.harm += 0.3 if country.own_first or country.code == "VN" else 0.8


_SCANS: Final = (
    ("rn", "m"),
    ("m", "rn"),
    ("O", "0"),
    ("o", "0"),
    ("l", "1"),
    ("I", "l"),
    ("S", "5"),
    ("B", "8"),
    ("cl", "d"),
    ("w", "vv"),
    ("e", "c"),
    ("h", "b"),
    ("ii", "n"),
    ("g", "q"),
    ("1", "l"),
    ("0", "O"),
    ("5", "S"),
    ("8", "B"),
)


def _scan(rnd: Random, text: str, mistakes: int) -> str:
    for _ in range(mistakes):
        seen, read = rnd.choice(_SCANS)
        at = text.find(seen, rnd.randrange(max(1, len(text))))
        if at >= 0:
            text = text[:at] + read + text[at + len(seen) :]
    if rnd.random() < 0.2 and len(text) > 8:
        at = rnd.randrange(2, len(text) - 2)
        text = text[:at] + (text[at + 1 :] if text[at] == " " else " " + text[at:])
    return text


def _scanned(rnd: Random, _site: Site, draft: Draft) -> None:
    """Read paper with a scanner: look-alike shapes, lost and found blanks."""
    draft.brand = [_scan(rnd, word, rnd.choice((0, 1, 1, 2))) for word in draft.brand]
    for part in ("trade", "street", "district", "number", "city", "zone"):
        setattr(draft, part, _scan(rnd, getattr(draft, part), rnd.choice((0, 0, 1, 1, 2))))
    draft.harm += 0.35


def _translated(rnd: Random, site: Site, draft: Draft) -> None:
    """Put generic words into another word or language; proper nouns stay."""
    if site.trade and rnd.random() < 0.55:
        draft.trade = rnd.choice(SYNONYMS[site.trade])
    elif site.trade and site.country.own_first:
        draft.trade = TRADES[site.trade][site.country.trades]
    if rnd.random() < 0.5:
        draft.qualifier = ""
    draft.street = draft.street.replace("Road", "Street").replace("Soi", "Lane")
    for own, english in (
        ("Tambon", "Subdistrict"),
        ("Amphoe", "District"),
        ("Sangkat", "Commune"),
        ("Jalan", "Street"),
        ("Caddesi", "Avenue"),
        ("Calle", "Street"),
        ("Khan ", "District "),
        ("gatan", " Street"),
        ("katu", " Street"),
        ("vägen", " Road"),
        ("tie", " Road"),
        ("Mahallesi", "Quarter"),
    ):
        draft.street = draft.street.replace(own, english)
        draft.district = draft.district.replace(own, english)
    draft.harm += 0.3


def _misfiled(rnd: Random, _site: Site, draft: Draft) -> None:
    """Let the answers of a form slide into the wrong boxes."""
    slide = rnd.random()
    if slide < 0.3:  # the legal form and unit start the address
        draft.floor = " ".join(part for part in (draft.legal, draft.unit, draft.floor) if part)
        draft.legal = draft.unit = ""
    elif slide < 0.55:  # the city box holds the district, the city stays in the line
        draft.district, draft.city = draft.city, draft.district
    elif slide < 0.75:  # the postcode box was used for the house number
        draft.number, draft.postcode = draft.postcode, draft.number
    else:  # the address slid into the name
        draft.note, draft.number, draft.street = f"{draft.number} {draft.street}", "", ""
    draft.harm += 0.4


def _postal(rnd: Random, site: Site, draft: Draft) -> None:
    """Write as a post office does: capitals, large to small or town first, a box number."""
    draft.order = rnd.choice(("large", "town"))
    draft.zone = "" if rnd.random() < 0.4 else draft.zone
    draft.street = anyascii(draft.street).upper()
    draft.city = anyascii(draft.city).upper()
    draft.brand = [anyascii(word).upper() if not draft.script else word for word in draft.brand]
    if rnd.random() < 0.25:
        draft.floor = f"P.O. Box {rnd.randint(1, 9999)}"
    if rnd.random() < 0.3:
        draft.note = f"c/o {site.country.names[0]} Trade Centre"
    draft.harm += 0.2


def _renamed(rnd: Random, site: Site, draft: Draft) -> None:
    """Give the company a new name; half of the lists still mention the former one."""
    former = " ".join(draft.brand)
    draft.brand = [coined(rnd).latin]
    draft.qualifier = ""
    if rnd.random() < 0.6:
        draft.note = f"{rnd.choice(('formerly', 'ex', 'previously known as'))} {former}"
        draft.harm += 0.6
    else:
        draft.harm += 1.2
    if rnd.random() < 0.5:
        draft.lat, draft.lng = site.lat, site.lng


def _sparse(rnd: Random, _site: Site, draft: Draft) -> None:
    """Hardly any address: a city, or a street without number."""
    draft.number = draft.postcode = draft.floor = draft.zone = ""
    draft.lat = draft.lng = None
    draft.harm += 0.6
    if rnd.random() < 0.5:
        draft.street = draft.district = ""
        draft.harm += 0.4
    if rnd.random() < 0.3:
        draft.trade = draft.legal = ""


def _abroad(rnd: Random, site: Site, draft: Draft) -> None:
    """Write the country of the head office, or none."""
    draft.country = None if rnd.random() < 0.5 else rnd.choice(("HK", "SG", "TW", "US", "GB", "CN"))
    if rnd.random() < 0.6:
        draft.note = site.country.names[rnd.randrange(len(site.country.names))]
    draft.harm += 0.5 if draft.country is None else 0.7


_CHANNELS: Final[tuple[tuple[Callable[[Random, Site, Draft], None], float], ...]] = (
    (_plain, 0.20),
    (_romanised, 0.18),
    (_native, 0.09),
    (_scanned, 0.15),
    (_translated, 0.12),
    (_misfiled, 0.08),
    (_postal, 0.10),
    (_renamed, 0.015),
    (_sparse, 0.06),
    (_abroad, 0.03),
)
_WAYS: Final = [way for way, _ in _CHANNELS]
_SHARES: Final = [share for _, share in _CHANNELS]


def _name(rnd: Random, draft: Draft) -> str:
    first = draft.legal if draft.legal.upper().startswith(("PT", "P.T", "CV")) else ""
    last = "" if first else draft.legal
    words = [first, *draft.brand, draft.qualifier, draft.trade, last, draft.unit]
    name = " ".join(word for word in words if word)
    if draft.note:
        name += f" ({draft.note})" if rnd.random() < 0.7 else f" {draft.note}"
    return name


def _thin(rnd: Random, draft: Draft) -> None:
    """Leave out what lists differ in: parts of the address and ways to write a number."""
    for part in ("zone", "district", "floor"):
        if rnd.random() < 0.2:
            setattr(draft, part, "")
    if rnd.random() < 0.05:
        draft.number, draft.harm = "", draft.harm + 0.3
    elif rnd.random() < 0.25:
        draft.number = rnd.choice(
            (
                draft.number.replace("/", "-"),
                f"Nr {draft.number}",
                draft.number.replace("/", " / "),
                f"{draft.number},",
            )
        )


def _line(rnd: Random, draft: Draft, *, with_city: bool) -> str:
    small = [
        draft.floor,
        f"{draft.number} {draft.street}".strip(),
        draft.zone,
        draft.district,
        draft.city if with_city else "",
        draft.postcode if with_city else "",
    ]
    if draft.order == "large":
        small.reverse()
    elif draft.order == "town":
        small = [*small[3:], *small[:3]]
    joint = rnd.choice((", ", ", ", "; ", " / ", ", "))
    if draft.script and draft.order == "large":
        joint = ""
    return joint.join(part for part in small if part)


def _coordinates(rnd: Random, site: Site, draft: Draft) -> tuple[float | None, float | None]:
    """None, the gate of the site, the middle of the city, or latitude and longitude swapped."""
    draw = rnd.random()
    if draft.lat is None or draft.lng is None or draw < 0.55:
        return None, None
    if draw < 0.85:
        return round(draft.lat + rnd.uniform(-0.002, 0.002), 6), round(
            draft.lng + rnd.uniform(-0.002, 0.002), 6
        )
    if draw < 0.99 or abs(draft.lng) > 90:
        return site.city.lat, site.city.lng
    return round(draft.lng, 6), round(draft.lat, 6)


def write(rnd: Random, site: Site) -> Row:
    """One record of `site` as it arrives through one channel, a part through two."""
    draft = _draft(site, "native" if site.country.own_first and rnd.random() < 0.6 else "latin")
    channels = rnd.choices(_WAYS, _SHARES, k=rnd.choice((1, 1, 1, 2, 2)))
    for channel in dict.fromkeys(channels):
        channel(rnd, site, draft)
    _thin(rnd, draft)
    with_city = rnd.random() < 0.45
    name = _name(rnd, draft)
    address = _line(rnd, draft, with_city=with_city)
    if rnd.random() < 0.04:
        name, address = name[:32].strip(), address[:40].strip()  # fixed-width fields
        draft.harm += 0.15
    city = None if with_city and rnd.random() < 0.7 else draft.city or None
    postcode = None if with_city or rnd.random() < 0.3 else draft.postcode or None
    lat, lng = _coordinates(rnd, site, draft)
    return Row(name, address or None, city, postcode, draft.country, lat, lng, draft.harm >= 0.9)
