"""The true firms and places behind the generated lists, with look-alikes made on purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bench.spellings import City, Country, Word
from bench.trades import QUALIFIERS, TRADE_NAMES
from bench.world import COUNTRIES

if TYPE_CHECKING:
    from random import Random

# Share of new sites that are a look-alike of an earlier one, and which kind.
LOOKALIKES: Final = {"sister": 0.11, "unit": 0.04, "neighbour": 0.06, "kin": 0.03}
_ONSETS: Final = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z")
_CLUSTERS: Final = ("br", "dr", "fl", "gr", "kl", "pr", "st", "tr")
_VOWELS: Final = ["a", "e", "i", "o", "u", "ai", "ea", "io"]
_CODAS: Final = ["", "", "", "n", "r", "x", "l", "s", "m"]


@dataclass(slots=True)
class Site:
    """One true workplace. `family` is shared by look-alikes; `unit` is "" when there is none."""

    country: Country
    brand: list[Word]
    qualifier: str
    trade: str
    legal: str
    unit: str
    number: str
    floor: str
    street: Word
    street_form: str
    zone: Word | None
    zone_form: str
    district: Word
    district_form: str
    city: City
    postcode: str
    lat: float
    lng: float
    family: int


def skewed(rnd: Random, size: int, power: float) -> int:
    """Draw a position below `size` that favours the low ones, so some words are common."""
    return int(size * rnd.random() ** power)


def compose(rnd: Random, country: Country, low: int, high: int) -> Word:
    """One word of `low` to `high` elements of that country, in its three spellings."""
    pool = country.elements
    drawn = (pool[skewed(rnd, len(pool), 1.25)] for _ in range(rnd.randint(low, high)))
    chosen = list(dict.fromkeys(drawn))
    joint = " " if country.code == "VN" else ""
    return Word(
        joint.join(w.latin for w in chosen).title(),
        joint.join(w.other for w in chosen).title(),
        joint.join(w.native for w in chosen).title(),
    )


def coined(rnd: Random) -> Word:
    """Invent a brand such as no dictionary holds; every spelling is the same."""
    text = "".join(
        rnd.choice(_ONSETS + _CLUSTERS) + rnd.choice(_VOWELS) + rnd.choice(_CODAS)
        for _ in range(rnd.choice((2, 2, 3)))
    ).title()
    return Word(text, text, text)


def _brand(rnd: Random, country: Country) -> list[Word]:
    if rnd.random() < 0.22:
        return [coined(rnd)]
    brand = [compose(rnd, country, *rnd.choice(((1, 2), (2, 2), (2, 3))))]
    if rnd.random() < 0.55:
        brand.append(compose(rnd, country, 1, 2))
    return brand


def _number(rnd: Random) -> str:
    shape = rnd.random()
    if shape < 0.4:
        return str(rnd.randint(1, 999))
    if shape < 0.65:
        return f"{rnd.randint(1, 299)}/{rnd.randint(1, 60)}"
    if shape < 0.8:
        return f"{rnd.randint(1, 299)}-{rnd.randint(1, 40)}"
    if shape < 0.9:
        return f"Plot {rnd.randint(1, 400)}"
    return f"{rnd.randint(1, 299)}{rnd.choice('ABCD')}"


def _place(rnd: Random, country: Country, city: City) -> dict[str, object]:
    """Everything of an address below the city."""
    where = country.cities.index(city)
    stem = str((where * 37 + ord(country.code[0]) * 7 + ord(country.code[1])) % 90 + 10)
    digits = stem + "".join(str(rnd.randint(0, 9)) for _ in range(4))
    shape = iter(digits)
    floor = rnd.choice(
        ("", "", "", "", f"{rnd.randint(1, 12)}F", f"Building {rnd.choice('ABCDE')}")
    )
    forms = [form for form in country.street if form.isascii() or country.own_first]
    return {
        "number": _number(rnd),
        "floor": floor,
        "street": compose(rnd, country, 1, 2),
        "street_form": rnd.choice(forms),
        "zone": compose(rnd, country, 1, 2) if rnd.random() < 0.45 else None,
        "zone_form": country.zones[skewed(rnd, min(2, len(country.zones)), 1.0)],
        "district": compose(rnd, country, 1, 2),
        "district_form": rnd.choice(
            [form for form in country.district if form.isascii() or country.own_first]
        ),
        "postcode": "".join(next(shape) if c == "#" else c for c in country.postcode),
        "lat": city.lat + rnd.uniform(-0.12, 0.12),
        "lng": city.lng + rnd.uniform(-0.12, 0.12),
    }


def _fresh(rnd: Random, family: int) -> Site:
    country = rnd.choices(COUNTRIES, [c.weight for c in COUNTRIES])[0]
    city = country.cities[skewed(rnd, len(country.cities), 1.4)]
    usual = [form for form in country.legal if "{" not in form]
    return Site(
        country=country,
        brand=_brand(rnd, country),
        qualifier=QUALIFIERS[skewed(rnd, len(QUALIFIERS), 1.5)] if rnd.random() < 0.35 else "",
        trade=TRADE_NAMES[skewed(rnd, len(TRADE_NAMES), 1.5)] if rnd.random() < 0.88 else "",
        legal=usual[0] if rnd.random() < 0.6 else rnd.choice(usual),
        unit="",
        city=city,
        family=family,
        **_place(rnd, country, city),  # type: ignore[arg-type]
    )


def _sister(rnd: Random, base: Site) -> Site:
    """Found the same company at another address, half of them in the same city."""
    city = base.city
    if rnd.random() < 0.5:
        city = base.country.cities[skewed(rnd, len(base.country.cities), 1.0)]
    unit = rnd.choice(("", "", "", "Factory 2", "Plant 2", "Branch 2", "Unit 2"))
    return replace(base, unit=unit, city=city, **_place(rnd, base.country, city))  # type: ignore[arg-type]


def _unit(rnd: Random, base: Site) -> Site:
    """Another unit of the same company on the same estate; the number is all that differs."""
    plain = base.unit.split()[-1] if base.unit else "1"
    number = base.number if rnd.random() < 0.4 else _number(rnd)
    following = int(plain) + rnd.randint(1, 4) if plain.isdigit() else 2
    return replace(base, unit=f"Unit {following}", number=number)


def _neighbour(rnd: Random, base: Site) -> Site:
    """Another company in the same building or on the same estate."""
    other = _fresh(rnd, base.family)
    return replace(
        base,
        brand=_brand(rnd, base.country),
        qualifier=other.qualifier,
        trade=other.trade,
        unit="",
        number=base.number if rnd.random() < 0.6 else _number(rnd),
    )


def _kin(rnd: Random, base: Site) -> Site:
    """Found a different trade under the same family name on the same street."""
    trades = [trade for trade in TRADE_NAMES if trade != base.trade]
    return replace(base, trade=rnd.choice(trades), qualifier="", unit="", number=_number(rnd))


_MAKERS: Final = {"sister": _sister, "unit": _unit, "neighbour": _neighbour, "kin": _kin}


class Population:
    """Sites in the order they are founded; look-alikes lean on those before them."""

    def __init__(self, rnd: Random) -> None:
        self.rnd = rnd
        self.past: list[Site] = []
        self.families = 0

    def found(self) -> Site:
        """Return the next site and remember it as a model for look-alikes."""
        rnd = self.rnd
        draw = rnd.random()
        site = None
        if self.past:
            for kind, share in LOOKALIKES.items():
                if draw < share:
                    site = _MAKERS[kind](rnd, rnd.choice(self.past))
                    break
                draw -= share
        if site is None:
            self.families += 1
            site = _fresh(rnd, self.families)
        self.past.append(site)
        return site
