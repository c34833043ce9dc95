"""Fills an empty database with organisations whose every record bears their own mark.

It goes by the tables themselves, so that a table added tomorrow is planted too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from crest.access import facade as access
from crest.config import config
from crest.web.leaks.marks import NAME, OWN, Mark

DAY: Final = dt.date(2026, 1, 15)
ROWS_EACH: Final = 2
PARTS: Final = ("access", "evidence", "people", "supplychain", "programmes", "findings", "flows")
# Tables that are not planted: what the doorway, the queue and the API write themselves.
LEFT_OUT: Final = frozenset({
    "access.Event", "access.ChainHead", "access.Checkpoint", "access.Delivery", "access.Person",
    "access.Organisation", "access.Membership", "access.Agreement",
})  # fmt: skip
_EMPTY_LINKS: Final = frozenset({
    "to_organisation", "claimed_by", "merged_into", "parent", "reuses", "organisation",
})  # fmt: skip
# What a column with a closed vocabulary holds, by table and name or by name alone.
_WORDS: Final[dict[str, Any]] = {
    "supplychain.Node.kind": "site", "supplychain.Node.role": "employer",
    "supplychain.Request.asks": ["suppliers"],
    "supplychain.Pair.kind": "site", "supplychain.Change.kind": "renamed",
    "supplychain.Verdict.kind": "link", "supplychain.Verdict.said": "confirmed",
    "supplychain.Verdict.before": "declared", "supplychain.Link.relation": "supplies",
    "supplychain.Claim.field": "name", "evidence.Row.kind": "sites",
    "evidence.Batch.state": "accepted", "evidence.RowProblem.severity": "warning",
    "evidence.RowProblem.code": "value.unknown", "findings.Run.state": "done",
    "findings.Group.table": "groups", "findings.Group.kind": "site",
    "findings.Finding.answer": "yes", "findings.Finding.confidence": "verified",
    "findings.Finding.subject_kind": "site", "findings.Finding.currency": "USD",
    "findings.Priority.subject_kind": "site", "findings.Exposure.subject_kind": "site",
    "findings.Priority.confidence": "verified", "findings.Priority.level": "high",
    "programmes.Standing.noun": "evidence:batch", "programmes.Partner.part": "implementing",
    "access.Token.scopes": [], "access.Invitation.role": "viewer", "country": "TH",
    "origin": "MM", "destination": "TH", "latitude": 13.75, "longitude": 100.5,
    "place_precision": "exact",
}  # fmt: skip


@dataclass(slots=True)
class Planted:
    """One organisation of the field: its people by role, and its rows by table."""

    pk: int
    ref: str
    name: str
    people: dict[access.Role, Any] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)


def plant(count: int, *, seed: int) -> list[Planted]:
    """So many organisations with a row or two in every table of theirs."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    found = []
    for number in range(count):
        with transaction.atomic():
            found.append(_plant_one(number, chance))
    return found


def tables() -> list[type[models.Model]]:
    """Every table of the rooms that belongs to organisations, the ones referred to first."""
    left = [
        one
        for one in apps.get_models()
        if one._meta.app_label in PARTS and one._meta.label not in LEFT_OUT  # noqa: SLF001
        and any(named.name == "owner" for named in one._meta.fields)  # noqa: SLF001
    ]  # fmt: skip
    done: list[type[models.Model]] = []
    while left:
        ready = [one for one in left if not (_needed(one) & set(left) - {one})]
        if not ready:
            raise RuntimeError("tables refer to each other in a circle")
        done += ready
        left = [one for one in left if one not in ready]
    return done


def share(giver: Planted, receiver: Planted, kinds: list[str]) -> None:
    """A live agreement."""
    apps.get_model("access", "Agreement")(
        owner_id=giver.pk, receiver_id=receiver.pk, covers=kinds, purpose="due diligence",
        valid_from=DAY,
    ).save()  # fmt: skip


def _needed(table: type[models.Model]) -> set[type[models.Model]]:
    return {
        one.related_model
        for one in table._meta.fields  # noqa: SLF001
        if isinstance(one, models.ForeignKey) and isinstance(one.related_model, type)
    }


def _plant_one(number: int, chance: random.Random) -> Planted:
    organisation = apps.get_model("access", "Organisation")
    home = organisation.objects.create(
        name=str(Mark(number, NAME, _hex(chance))), kind=chance.choice(list(access.Kind)),
        country="TH",
    )  # fmt: skip
    planted = Planted(home.pk, home.ref, home.name)
    person, membership = apps.get_model("access", "Person"), apps.get_model("access", "Membership")
    for role in access.Role:
        made = person.objects.create_user(
            f"{Mark(number, OWN, _hex(chance))}@example.org", None,
            name=str(Mark(number, OWN, _hex(chance))),
        )  # fmt: skip
        membership.objects.create(person=made, organisation=home, role=role)
        planted.people[role] = made
    for table in tables():
        rows: list[Any] = []
        planted.rows[table._meta.label] = rows  # noqa: SLF001
        for turn in range(ROWS_EACH):
            row = table(**_values(table, planted, number, turn, chance))
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                if not rows:  # a second row may be one too many, the first may not
                    raise
            else:
                rows.append(row)
    return planted


def _values(
    table: type[models.Model], home: Planted, number: int, turn: int, chance: random.Random
) -> dict[str, Any]:
    mark = Mark(number, getattr(table, "shared_as", None) or OWN, _hex(chance))
    if table._meta.label == "findings.Run":  # noqa: SLF001
        return {
            "owner_id": home.pk, "on": DAY, "state": "done", "latest": turn == 0,
            "rulebook": str(mark), "ended_at": timezone.now(),
        }  # fmt: skip
    if table._meta.label == "evidence.Document":  # noqa: SLF001
        return _document(home, mark, turn)
    values: dict[str, Any] = {"owner_id": home.pk}
    for one in table._meta.fields:  # noqa: SLF001
        if one.name in {"id", "ref", "owner"}:
            continue
        value = _value(table, one, home, mark, turn)
        named = isinstance(one, models.CharField) and one.name in {"record", "batch"}
        if named:  # the public id of a record, of whichever noun: here a batch
            batches = home.rows.get("evidence.Batch", [])
            value = batches[0].ref if batches else "2" * 14
        if value is not _DEFAULT:
            values[one.attname] = value
    return values


_DEFAULT: Final = object()
_LISTS_OF_MORE: Final = frozenset({
    "scopes", "covers", "actions", "reasons", "problems", "documents", "batches",
})  # fmt: skip


def _value(table: type[models.Model], one: Any, home: Planted, mark: Mark, turn: int) -> Any:
    """What a column holds: a word of its vocabulary, else the mark."""
    for name in (f"{table._meta.label}.{one.name}", one.name):  # noqa: SLF001
        if name in _WORDS:
            return _WORDS[name]
    if isinstance(one, models.ForeignKey):
        return _linked(table, one, home)
    if isinstance(one, models.JSONField):
        return _json(one, mark)
    if isinstance(one, models.CharField | models.TextField):
        return _text(one, mark)
    if isinstance(one, models.DateField):  # a moment is a day, too, to Django
        moment = isinstance(one, models.DateTimeField)
        return DAY if not moment else _DEFAULT if one.null or one.auto_now_add else timezone.now()
    number = isinstance(one, models.IntegerField | models.FloatField) and not one.has_default()
    return 4 + turn if number else _DEFAULT


def _text(one: Any, mark: Mark) -> Any:
    if one.unique:
        return None if one.null else secrets.token_hex(32)[: one.max_length]
    if isinstance(one, models.EmailField):
        return f"{mark}@example.org"
    if one.has_default() and one.default:
        return _DEFAULT
    return str(mark) if (one.max_length or 99) >= len(str(mark)) else ""


def _linked(table: type[models.Model], one: Any, home: Planted) -> Any:
    target = one.related_model
    if target is table or one.name in _EMPTY_LINKS:
        return None
    if target._meta.label == "access.Organisation":  # noqa: SLF001
        return None if one.null else home.pk
    if target._meta.label == "access.Person":  # noqa: SLF001
        return home.people[access.Role.ADMINISTRATOR].pk
    rows = home.rows.get(target._meta.label, [])  # noqa: SLF001
    if not rows:
        return None
    # A link goes from the first record to the second, anything else belongs to the first.
    return rows[-1 if one.name in {"receiver", "right", "recruiter"} else 0].pk


def _json(one: Any, mark: Mark) -> Any:
    if one.name == "values":
        return {"Factory name": str(mark), "Country": "TH"}
    if one.name in {"left", "right"}:
        return {"name": str(mark), "place": "TH", "file": str(mark), "row": 1, "id": ""}
    if one.default is list:
        return (
            []
            if one.name in {"scopes", "covers", "actions", "reasons", "problems"}
            else [str(mark)]
        )
    return _DEFAULT


def _document(home: Planted, mark: Mark, turn: int) -> dict[str, Any]:
    content = f"Factory name,Country\n{mark},TH\n{turn},TH\n".encode()
    digest = hashlib.sha256(content).hexdigest()
    folder = Path(config().home) / "files" / home.ref
    folder.mkdir(parents=True, exist_ok=True)
    (folder / digest).write_bytes(content)
    return {
        "owner_id": home.pk, "source_id": home.rows["evidence.Source"][0].pk,
        "name": f"{mark}-{turn}.csv", "sha256": digest, "size": len(content),
        "media_type": "text/csv", "tier": "chain",
    }  # fmt: skip


def _hex(chance: random.Random) -> str:
    return f"{chance.getrandbits(32):08x}"
