"""What changed between two runs, and sums over all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crest.access import facade as access
from crest.findings import states
from crest.findings.models import Finding, Run


@dataclass(frozen=True, slots=True)
class Moved:
    """A finding of two runs. `ref` opens it in the later one, or the earlier where it is gone."""

    ref: str
    title: str
    title_thai: str
    before: int | None
    after: int | None
    amount_before: int | None
    amount_after: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Between a run and the one before it. Only what is indicated counts; unknown is not gone."""

    since: dt.date | None
    new: tuple[Moved, ...] = ()
    gone: tuple[Moved, ...] = ()
    unknown_now: tuple[Moved, ...] = ()
    graver: tuple[Moved, ...] = ()
    lighter: tuple[Moved, ...] = ()
    same: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """The sums of one run; None = not told, because too few stand behind it."""

    ref: str
    on: dt.date
    began_at: dt.datetime
    currency: str
    paid_minor: int | None
    owed_minor: int | None
    workers: int | None


def trend(by: access.Actor, run: Run, before: Run | None) -> Trend:
    """What is new, gone, graver and lighter, each in the order of gravity."""
    if before is None:
        return Trend(None)
    now, then = _by_code(by, run), _by_code(by, before)
    yes = [code for code, one in now.items() if one.answer == "yes"]
    was = [code for code, one in then.items() if one.answer == "yes"]
    asked = {code for code, one in now.items() if one.answer == "unknown"}
    left = [code for code in was if code not in set(yes)]
    both = [code for code in yes if code in set(was)]
    graver = [code for code in both if _weight(now[code]) > _weight(then[code])]
    lighter = [code for code in both if _weight(now[code]) < _weight(then[code])]
    return Trend(
        since=before.on,
        new=tuple(_moved(None, now[code]) for code in yes if code not in set(was)),
        gone=tuple(_moved(then[code], None) for code in left if code not in asked),
        unknown_now=tuple(_moved(then[code], now[code]) for code in left if code in asked),
        graver=tuple(_moved(then[code], now[code]) for code in graver),
        lighter=tuple(_moved(then[code], now[code]) for code in lighter),
        same=len(both) - len(graver) - len(lighter),
    )


def points(by: access.Actor, most: int = 24) -> tuple[Point, ...]:
    """The sums of the organisation's finished runs, the oldest first."""
    rows = Run.objects.owned_by(by).filter(state=states.DONE).order_by("-pk")[:most]
    return tuple(
        Point(
            row.ref, row.on, row.began_at, row.currency, row.summary.get("paid_minor"),
            row.summary.get("owed_minor"), row.summary.get("workers_told"),
        )
        for row in reversed(rows)
    )  # fmt: skip


def _by_code(by: access.Actor, run: Run) -> dict[str, Finding]:
    rows = Finding.objects.within(by).filter(run_id=run.pk).order_by("rank")
    wanted = rows.only(
        "ref", "code", "title", "title_thai", "severity", "amount_minor", "answer", "currency",
        "owner_id",
    )  # fmt: skip
    return {row.code: row for row in wanted}


def _weight(row: Finding) -> tuple[int, int]:
    """Severity first; then the sum, where both runs may tell it."""
    return row.severity, row.amount_minor or 0


def _moved(before: Finding | None, after: Finding | None) -> Moved:
    shown = after or before
    if shown is None:
        raise ValueError("a finding of neither run")
    return Moved(
        ref=shown.ref, title=shown.title, title_thai=shown.title_thai,
        before=before.severity if before else None, after=after.severity if after else None,
        amount_before=before.amount_minor if before else None,
        amount_after=after.amount_minor if after else None,
        currency=shown.currency,
    )  # fmt: skip
