"""Whatever a person can do on the pages, a program can do: every verb has an operation."""

from __future__ import annotations

import csv
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
from django.urls import get_resolver

import crest.access
from crest.access import facade as access
from crest.web.api import operations

pytestmark = pytest.mark.web

# Verbs without an operation, each with its reason. A new verb belongs here only with one.
EXCEPTIONS = {
    "access:page:": "not a verb: how a denial at a page is named",
    "access:installation:back_up": "made at the server: its key never travels",
    "access:person:make_administrator": "made at the server, by who owns the database anyway",
    "access:person:make_example": "only the example makes its accounts",
    "access:invitation:accept": "a person joins by a letter and chooses a password on a page",
    "access:token:make": "a token is shown once to a person: a lost one must not make others",
    "findings:run:finish": "the background's own write at the end of a run",
    "evidence:names:hand_over": "the background's own read when POST /batches/{ref}/accept is done",
    "people:list:record": "the background's own write when POST /batches/{ref}/accept is done",
    "people:list:forget": "the background's own write when POST /batches/{ref}/undo is done",
    "supplychain:chain:resolve": "the background's own write, begun by POST /resolution",
}


@cache
def named_in(function: Any) -> frozenset[str]:
    """Tags of the verbs that a function names, also by way of functions of its own module."""
    return frozenset(_tags(function, set()))


def _tags(function: Any, seen: set[Any]) -> Iterator[str]:
    function = inspect.unwrap(function)
    if function in seen or not inspect.isfunction(function):
        return
    seen.add(function)
    for found in _named(function.__code__, function.__globals__):
        tag = getattr(found, "tag", None)
        if isinstance(tag, str):
            yield tag
        elif isinstance(found, dict):
            for one in found.values():
                yield from _tags(one, seen) if inspect.isfunction(one) else ()
        elif _is_nearby(found, function):
            yield from _tags(found, seen)


def _named(code: CodeType, names: dict[str, Any]) -> Iterator[Any]:
    """What a function's code names: globals, and what it takes of modules among them."""
    holders = [one for name in code.co_names if isinstance(one := names.get(name), ModuleType)]
    for name in code.co_names:
        yield names.get(name)
        yield from (vars(one).get(name) for one in holders)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _named(inner, names)


def _is_nearby(found: Any, function: Any) -> bool:
    """A helper of the same room's pages or operations, or a service around a verb."""
    inner = inspect.unwrap(found) if callable(found) else None
    where = getattr(inner, "__module__", "") or ""
    return inspect.isfunction(inner) and (
        where == function.__module__
        or (".pages." in where and ".pages." in function.__module__)
        or (where.startswith("crest.") and ".services." in where)
        or where == "crest.people.names"  # the second door
    )


def offered() -> set[str]:
    """Verbs that some operation carries out."""
    return {tag for _path, one in operations() for tag in named_in(one.view_func)}


def on_pages() -> dict[str, str]:
    """Verbs that some page carries out, with the page's name."""
    found: dict[str, str] = {}
    for pattern in _patterns(get_resolver().url_patterns):
        view = inspect.unwrap(pattern.callback)
        if view.__module__.startswith("crest.") and not hasattr(pattern.callback, "path_view"):
            found |= dict.fromkeys(named_in(view), pattern.name or "")
    return found


def _patterns(patterns: list[Any]) -> Iterator[Any]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def known_verbs() -> set[str]:
    """Verbs of the code, and every kind of entry that the log has words for."""
    words = Path(crest.access.__file__).with_name("events.csv")
    with words.open(encoding="utf-8", newline="") as file:
        return {row["tag"] for row in csv.DictReader(file)} | set(access.VERBS)


def test_every_verb_has_an_operation_or_a_reason() -> None:
    of_tests = {tag for tag in known_verbs() if tag.startswith("access:test:")}
    missing = known_verbs() - offered() - set(EXCEPTIONS) - of_tests
    assert not missing, f"no operation of the API does: {sorted(missing)}"


def test_every_verb_of_a_page_has_an_operation_or_a_reason() -> None:
    pages = on_pages()
    assert len(pages) > 45
    missing = {tag: page for tag, page in pages.items() if tag not in offered() | set(EXCEPTIONS)}
    assert not missing


def test_no_exception_is_kept_for_what_is_offered_or_gone() -> None:
    assert not sorted(set(EXCEPTIONS) & offered())
    assert set(EXCEPTIONS) <= known_verbs()


def test_an_operation_asks_for_the_permission_of_its_verb_or_a_weaker_one_of_nobody_else() -> None:
    """Who may do the verb may ask the operation: roles are compared, not names."""
    wrong = []
    for path, one in operations():
        declared = {
            getattr(each, "permission", None) for each in one.auth_callbacks
        } - {None}  # fmt: skip
        for tag in named_in(one.view_func):
            needs = access.VERBS.get(tag)
            shut = [
                role for role, may in access.ROLE_MAY.items()
                if needs in may and not declared <= may
            ]  # fmt: skip
            if shut:
                wrong.append(f"{path} ({tag}) is shut to {shut}")
    assert not wrong
