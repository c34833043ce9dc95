"""An installation with many invented sites, for the benchmark of the web.

    CREST_HOME=… [CREST_DATABASE=…] python -m bench.web_world SITES.parquet OUT.json

Migrates the database, makes two organisations (the second owns a tenth as much and shares nothing),
an analyst with a session, the sites and their search index. OUT says how long that took, and the
cookie and the questions for the load generator.
"""

# ruff: noqa: E501, PLC0415 - Django is set up first
from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_SECTORS = ("apparel", "seafood|fishing", "footwear", "electronics", "textiles", "food", "")
_CHUNK = 20_000
_LEVELS = ("high", "medium", "low", "unknown")


def rows_of(path: Path, owner: int, first: int, count: int) -> Any:
    """Rows of the node table, from a generated list."""
    rnd = random.Random(f"nodes/{owner}")
    table = pq.read_table(path, columns=["name", "address", "city", "country", "lat", "lng"])
    for number, row in enumerate(table.slice(0, count).to_pylist()):
        ref = "".join(rnd.choices(_ALPHABET, k=14))
        said = dt.date(2026, 3, 1) - dt.timedelta(days=rnd.randrange(1500))
        yield (
            first + number, ref, owner, "site", f"CR-{first + number}", (row["name"] or "unnamed")[:300],
            "[]", "site", row["country"] or "", (row["city"] or "")[:120], (row["address"] or "")[:500],
            row["lat"], row["lng"], "given", rnd.choice(_SECTORS), "[]", rnd.randrange(20, 4000),
            rnd.randrange(1, 5), "{}", "live", said,
        )  # fmt: skip


COLUMNS = (
    "id", "ref", "owner_id", "kind", "crest_id", "name", "other_names", "role", "country", "region",
    "address", "latitude", "longitude", "place_precision", "sector", "products", "workers",
    "records", "facts", "state", "last_said_on",
)  # fmt: skip


def pour(table: str, columns: tuple[str, ...], rows: Any) -> None:
    """Insert many rows as fast as the database takes them."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ",".join(columns)
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ",".join(["%s"] * len(columns))
        chunk: list[Any] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == _CHUNK:
                cursor.executemany(
                    f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", chunk
                )
                chunk = []
        cursor.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", chunk)


def people(home: Any) -> str:
    """An analyst of the organisation with a second factor; the cookie of the session."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from crest.access import facade as access
    from crest.access.models import Membership, Person

    analyst = Person.objects.create_user(
        "analyst@example.org", "a long enough secret", name="Analyst"
    )
    Membership.objects.create(person=analyst, organisation=home, role=access.Role.ANALYST)
    session = SessionStore()
    session[SESSION_KEY] = str(analyst.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = analyst.get_session_auth_hash()
    factor = Authenticator.objects.create(user=analyst, type="totp", data={"secret": "none"})
    session["account_authentication_methods_user"] = str(analyst.pk)
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "id": factor.pk, "type": "totp"}
    ]
    session.save()
    return str(session.session_key)


def slip(rnd: random.Random, word: str) -> str:
    """One slip of a finger: a letter lost, doubled, swapped or another one."""
    at = rnd.randrange(1, len(word) - 1)
    how = rnd.randrange(4)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[:at] + word[at] + word[at:]
    if how == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rnd.choice("aeionrst") + word[at + 1 :]


def questions(path: Path, count: int, refs: list[str]) -> dict[str, list[str]]:
    """Addresses to ask for, drawn from the sites themselves."""
    from urllib.parse import quote_plus

    from crest.supplychain.wordkeys import latin

    rnd = random.Random("questions")
    table = pq.read_table(path, columns=["name", "city", "lat", "lng"]).slice(0, count)
    some = table.take(rnd.sample(range(table.num_rows), min(4000, table.num_rows))).to_pylist()
    words, slips, boxes, tiles = [], [], [], []
    for row in some:
        found = [w for w in latin(row["name"] or "") if len(w) > 3 and w.isalpha()]
        if len(found) >= 2:
            two = rnd.sample(found, 2)
            words.append(f"/search/answers/?q={quote_plus(' '.join(two))}")
            if len(two[0]) >= 5:
                slips.append(f"/search/answers/?q={quote_plus(slip(rnd, two[0]) + ' ' + two[1])}")
        if row["lat"] is not None:
            wide = rnd.choice([0.01, 0.02, 0.05])
            box = (row["lng"] - wide, row["lat"] - wide, row["lng"] + wide, row["lat"] + wide)
            boxes.append("/atlas/boxes/?within=" + ",".join(f"{side:.4f}" for side in box))
            tiles.append(tile_of(rnd, row["lng"], row["lat"]))
    records = [f"/atlas/places/{ref}/" for ref in rnd.sample(refs, min(4000, len(refs)))]
    return {
        "box": boxes,
        "one record": records,
        "word search": words,
        "typo search": slips,
        "tile": tiles,
    }


def tile_of(rnd: random.Random, lng: float, lat: float) -> str:
    """The address of a tile with this place in it, at a zoom by chance."""
    from math import asinh, pi, radians, tan

    z = rnd.randrange(15)
    x = int((lng + 180) / 360 * 2**z)
    y = int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z)
    return f"/atlas/tiles/{z}/{x}/{y}"


def main(arguments: list[str]) -> int:
    """Make it."""
    import django
    from django.core.management import call_command

    source, out, count = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crest.web.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    from crest.access.models import Organisation
    from crest.findings.models import Run
    from crest.supplychain.models import Node
    from crest.supplychain.services.indexing_all import index_everything

    home = Organisation.objects.create(name="Invented Buyer", kind="buyer")
    other = Organisation.objects.create(name="Another Buyer", kind="buyer")
    cookie = people(home)
    times = {}
    begun = time.perf_counter()
    extra = extra_columns(Node)
    for owner, first, many in ((home.pk, 1, count), (other.pk, count + 1, count // 10)):
        rows = ((*row, *extra.values()) for row in rows_of(source, owner, first, many))
        pour("supplychain_node", COLUMNS + tuple(extra), rows)
    times["load_s"] = round(time.perf_counter() - begun, 1)
    run = Run(owner=home, on=dt.date(2026, 3, 1), latest=True, state="done")
    run.save()
    begun = time.perf_counter()
    for owner in (home.pk, other.pk):
        index_everything(owner)
    times["index_s"] = round(time.perf_counter() - begun, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        counts = {}
        for name in ("word", "posting", "slip"):
            cursor.execute(f"SELECT count(*) FROM supplychain_search_{name}")
            counts[name] = cursor.fetchone()[0]
    refs = list(
        Node.objects.everywhere("bench").filter(owner=home)[:5000].values_list("ref", flat=True)
    )
    asked = questions(source, count, refs)
    out.write_text(json.dumps({"cookie": cookie, "times": times, "rows": counts, "asked": asked}))
    return 0


def extra_columns(model: Any) -> dict[str, Any]:
    """Columns that are not written here and may not be null, with an empty value of their kind."""
    from django.db import models

    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001
        if field.column in COLUMNS or field.null:
            continue
        number = isinstance(field, models.IntegerField | models.FloatField)
        whole = isinstance(field, models.BooleanField)
        json_like = isinstance(field, models.JSONField)
        found[field.column] = False if whole else 0 if number else "{}" if json_like else ""
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
