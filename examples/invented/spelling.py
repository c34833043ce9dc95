"""How lists spell: legal forms, short cuts, capitals, slips.

A checksum of list and record chooses, so that the same list always writes the same mess.
"""

from __future__ import annotations

import zlib

from invented.places import TOWNS, Town
from invented.sites import RENAMED, Site

# legal form: (usual, others a list may print)
FORMS: dict[str, tuple[str, ...]] = {
    "th": (" Co., Ltd.", " Company Limited", " Co.,Ltd", " Co Ltd", ""),
    "thpcl": (" Public Company Limited", " PCL", " Public Co., Ltd.", " Pcl."),
    "thp": ("", " Ltd. Part.", ""),
    "vn": (" Co., Ltd", " Company Limited", " Co. Ltd.", " CO.,LTD"),
    "vnjsc": (" Joint Stock Company", " JSC", " JSC.", " Corp"),
    "cn": (" Co., Ltd.", " Co.,Ltd", " Company Limited", " Limited"),
    "kh": (" (Cambodia) Co., Ltd.", " Co., Ltd", " Cambodia Ltd"),
    "my": (" Sdn. Bhd.", " Sdn Bhd", " SDN.BHD."),
    "pl": (" Sp. z o.o.", " Sp. zo.o.", ""),
    "lt": (" UAB", ", UAB"),
    "se": (" AB", " Aktiebolag", ""),
    "fi": (" Oy", " Oy Ltd", " Ab Oy"),
}
NATIVE_FORMS: dict[str, tuple[str, str]] = {
    "th": ("บริษัท ", " จำกัด"),
    "thpcl": ("บริษัท ", " จำกัด (มหาชน)"),
    "thp": ("หจก. ", ""),
    "vn": ("Công ty TNHH ", ""),
    "vnjsc": ("Công ty Cổ phần ", ""),
    "cn": ("", "有限公司"),
    "kh": ("ក្រុមហ៊ុន ", ""),
}
_SHORT = {
    "Garment": "Gmt", "Products": "Prod.", "Furniture": "Furn.", "Industrial": "Ind.",
    "Unit": "U.", "Foods": "Fds", "Textile": "Tex.", "Electronics": "Electronic", "and": "&",
    "Plant": "Plt", "Canning": "Cannery", "Apparel": "Apparels", "Road": "Rd.", "Tambon": "T.",
    "Moo": "M.", "Second": "2nd", "Factory": "Fty", "Estate": "Est.",
}  # fmt: skip


def pick(key: str, choices: int) -> int:
    """Return a number below `choices` that depends on the key alone."""
    return zlib.crc32(key.encode()) % choices


def names_of(site: Site, *, renamed: bool) -> tuple[str, str, str]:
    """Stem, form and local spelling, before or after a change of name."""
    if renamed and site.code in RENAMED:
        return RENAMED[site.code][:3]
    return site.stem, site.form, site.native


def slip(text: str, key: str) -> str:
    """One typing slip: two neighbouring letters of the longest word change places."""
    word = max(text.split(), key=len)
    if len(word) < 5:
        return text
    at = 1 + pick(key, len(word) - 3)
    return text.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def shorten(text: str) -> str:
    """Office short cuts, as lists print them."""
    return " ".join(_SHORT.get(word, word) for word in text.split())


def site_name(site: Site, style: str, key: str, *, renamed: bool = False) -> str:
    """Spell the name of a site: plain, upper, short, slip, bare or native."""
    stem, form, native = names_of(site, renamed=renamed)
    if style == "native" and native:
        before, after = NATIVE_FORMS.get(form, ("", ""))
        return f"{before}{native}{after}"
    endings = FORMS[form]
    ending = endings[pick(key + stem, len(endings))]
    spelled = {
        "upper": (stem + ending).upper(),
        "short": shorten(stem) + ending,
        "slip": slip(stem, key) + ending,
        "bare": stem,
    }
    return spelled.get(style, stem + endings[0])


def street_of(site: Site, style: str, key: str) -> str:
    """Street part of the address: plain, native, upper, short or turned around."""
    latin, native = TOWNS[site.town].streets[site.street]
    number = site.number
    if style == "native":
        return f"{native}{number}号" if TOWNS[site.town].country == "CN" else f"{number} {native}"
    if TOWNS[site.town].country in {"SE", "FI", "PL", "LT"}:
        return f"{latin} {number}"
    if style == "upper":
        return f"{number} {latin}".upper()
    if style == "short":
        return f"{number} {shorten(latin)}"
    if style == "slip" and pick(key, 2):
        return f"No. {number}, {latin}"
    return f"{number} {latin}"


def address(site: Site, style: str, key: str) -> str:
    """Write the whole address into one cell."""
    town: Town = TOWNS[site.town]
    street = street_of(site, style, key)
    if style == "native":
        return {
            "CN": f"{town.region_native}{town.native}{street}",
            "TH": f"{street} อำเภอ{town.native} จังหวัด{town.region_native} {town.postcode}",
        }.get(town.country, f"{street}, {town.native}, {town.region_native}")
    whole = f"{street}, {town.name}, {town.region} {town.postcode}"
    if style == "slip" and pick(key + "turn", 2):
        return f"{town.region} {town.postcode}, {town.name}, {street}"
    return {"upper": whole.upper(), "short": f"{street}, {town.name}"}.get(style, whole)


def point(site: Site, shift: str = "") -> tuple[float, float]:
    """Latitude and longitude of the site: near its town, the same on every list but for metres."""
    town = TOWNS[site.town]
    place = f"{site.town}{site.street}{site.number.split('/')[0]}"
    lat = town.lat + (pick(place + "a", 200) - 100) / 10_000
    lng = town.lng + (pick(place + "o", 200) - 100) / 10_000
    if shift:
        lat += (pick(site.code + shift, 21) - 10) / 20_000
    return round(lat, 5), round(lng, 5)
