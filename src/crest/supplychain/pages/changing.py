"""Correcting a record: rename, merge, split, move, report closed; and undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.supplychain.cards import NodeCard
from crest.supplychain.models import Change
from crest.supplychain.pages.asked import Faults, acting, day, faults_of, typed
from crest.supplychain.reads.corrections import SourceRow, namesakes_of, rows_of_node
from crest.supplychain.services.changing import (
    merge_nodes,
    move_node,
    rename_node,
    report_closed,
    split_node,
    undo_change,
)

Act = Callable[[access.Actor, str, dict[str, str], tuple[str, ...]], Change]
LABELS: Final = {"name": _lazy("The new name"), "other_name": _lazy("Name of the other")}
VERBS: Final = {
    "rename": _lazy("Rename"), "merge": _lazy("Join them"), "split": _lazy("Split them"),
    "move": _lazy("Move these rows"), "close": _lazy("Report closed"),
    "reopen": _lazy("Report open again"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """The record, its rows, records of like name, and the form that was sent."""

    node: NodeCard
    rows: tuple[SourceRow, ...]
    namesakes: tuple[NodeCard, ...]
    form: str = ""
    given: dict[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    faults: Faults = field(default_factory=Faults)
    labels: dict[str, Any] = field(default_factory=lambda: LABELS)
    verbs: dict[str, Any] = field(default_factory=lambda: VERBS)
    status: int = 200
    section: str = "organisations"


@access.page("supplychain/change.html", needs=access.Permission.EDIT_CHAIN)
def change(request: access.ActingRequest, ref: str) -> ChangeContext | HttpResponse:
    """What is wrong with this record?"""
    by = acting(request)
    node, rows = rows_of_node(by=by, ref=ref)
    near = namesakes_of(by=by, ref=ref)
    if request.method != "POST":
        return ChangeContext(node, rows, near)
    given = typed(request.POST, "form", "name", "why", "since", "into", most=300)
    chosen = tuple(request.POST.getlist("rows"))[:2000]
    try:
        act: Act = _DO.get(given["form"]) or _nothing
        act(by, ref, given, chosen)
    except access.Refused as error:
        return ChangeContext(
            node, rows, near, given["form"], given, chosen, faults_of(error), status=422
        )
    messages.success(request, _("Changed. You can undo it in the history below."))
    return HttpResponseRedirect(reverse("organisation", args=[ref]))


def _rename(by: access.Actor, ref: str, given: dict[str, str], _rows: Any) -> Change:
    return rename_node(
        by=by, node=ref, name=given["name"], why=given["why"], since=day(given["since"])
    )


def _merge(by: access.Actor, ref: str, given: dict[str, str], _rows: Any) -> Change:
    return merge_nodes(by=by, node=ref, into=given["into"], why=given["why"])


def _split(by: access.Actor, ref: str, given: dict[str, str], rows: tuple[str, ...]) -> Change:
    return split_node(by=by, node=ref, rows=rows, name=given["name"], why=given["why"])


def _move(by: access.Actor, ref: str, given: dict[str, str], rows: tuple[str, ...]) -> Change:
    return move_node(by=by, node=ref, rows=rows, into=given["into"], why=given["why"])


def _close(by: access.Actor, ref: str, given: dict[str, str], _rows: Any) -> Change:
    return report_closed(by=by, node=ref, why=given["why"], since=day(given["since"]))


def _reopen(by: access.Actor, ref: str, given: dict[str, str], _rows: Any) -> Change:
    since = day(given["since"])
    return report_closed(by=by, node=ref, why=given["why"], since=since, reopened=True)


def _nothing(_by: Any, _ref: str, _given: Any, _rows: Any) -> Change:
    raise access.Refused(_("Choose what to change."))


_DO: dict[str, Act] = {
    "rename": _rename, "merge": _merge, "split": _split, "move": _move, "close": _close,
    "reopen": _reopen,
}  # fmt: skip


@access.page("", needs=access.Permission.EDIT_CHAIN)
@require_POST
def undo(request: access.ActingRequest, ref: str) -> HttpResponse:
    """Take a change back."""
    try:
        found = undo_change(by=acting(request), change=ref)
    except access.Refused as error:
        messages.error(request, f"{error.sentence} {error.todo or ''}")
        back = request.headers.get("referer", "")
        inside = back.startswith(f"{request.scheme}://{request.get_host()}/")
        return HttpResponseRedirect(back if inside else reverse("organisations"))
    messages.success(request, _("Undone. The record stands as it did before."))
    return HttpResponseRedirect(reverse("organisation", args=[found.node.ref]))
