"""Identifiers and dates of the example: well-formed, but from ranges nobody is given."""

from __future__ import annotations

from datetime import date


def lei(seed: str) -> str:
    """Return an LEI with a true check number (ISO 17442) and a prefix no issuer has."""
    body = f"ZZZZ00INVENT{seed.upper():0>6}"[:18]
    digits = "".join(str(int(sign, 36)) for sign in body + "00")
    return f"{body}{98 - int(digits) % 97:02d}"


def gln(number: int) -> str:
    """Return a GLN with a true check digit, in the range GS1 keeps for demonstrations."""
    body = f"952{number:09d}"
    total = sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(body))
    return f"{body}{-total % 10}"


def site_gln(code: str) -> str:
    """Return the GLN of a site: its own, whichever list prints it."""
    return gln(int(code.encode().hex(), 36) % 900_000_000)


def thai_date(iso: str) -> str:
    """Day/month/Buddhist year, as Thai offices write it."""
    day = date.fromisoformat(iso)
    return f"{day.day:02d}/{day.month:02d}/{day.year + 543}"


def excel_serial(iso: str) -> int:
    """Return the number Excel keeps for that day (1900 system)."""
    return (date.fromisoformat(iso) - date(1899, 12, 30)).days


def thai_digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
