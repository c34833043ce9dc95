"""Every form of the pages with bad input, as every role: a readable answer and never a fault."""

from __future__ import annotations

import html
import random
import re
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crest.access import facade as access
from crest.web.leaks.addresses import Address, addresses
from crest.web.leaks.asking import content_of, signed_in
from crest.web.leaks.ground import prepare

pytestmark = [pytest.mark.web, pytest.mark.slow]
SECONDS = 40  # of all of them together
NASTY = [
    "", " ", "\x00", "a\x00b", "x" * 10_000, "\x07\x1b[2J\x7f", "🧵🏭" * 40, "\u202eedoc\u200f",
    "-1", "99999999999999999999", "1e999", "NaN", "²", "٣", "0", "2026-02-31", "9999-12-31",
    "0001-01-01",
    "'; DROP TABLE x;--", "<script>alert(1)</script>", "{{ 7*7 }}", "../../etc/passwd", "%s%n",
    "=1+1", "https://example.org/", "\r\nX-Other: 1", "a@b", "TH", "approved", "same", "ตรวจสอบ",
    "é́́́",
]  # fmt: skip
FIELD = re.compile(rb"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"")
FORM = re.compile(rb"<form\b[^>]*\bmethod=\"post\"[^>]*>.*?</form>", re.DOTALL)
LEFT = {"csrfmiddlewaretoken"}


@pytest.fixture
def ground() -> Any:
    return prepare(organisations=2, seed=5)


def posts() -> list[Address]:
    """Every address of a page that takes a form."""
    return [one for one in addresses() if one.method == "POST" and not one.api]


def names(client: Any, ground: Any) -> list[str]:
    """What fields the forms of the pages have, read off the pages themselves."""
    found: set[str] = set()
    for one in addresses():
        if one.method == "GET" and not one.api and "tiles" not in one.route:
            content = content_of(client.get(ground.path(one, 0)))
            for form in FORM.findall(content):
                found |= {name.decode() for name in FIELD.findall(form)}
    return sorted(found - LEFT)


def test_no_form_is_a_fault_whatever_is_typed(ground: Any) -> None:
    fields = names(signed_in(ground.homes[0].people[access.Role.ADMINISTRATOR]), ground)
    assert {"email", "purpose", "because", "covers", "name"} <= set(fields)
    browsers = {role: signed_in(one) for role, one in ground.homes[0].people.items()}
    chance, ends, seen, wrong = random.Random(3), time.monotonic() + SECONDS, set(), []  # noqa: S311
    every = posts()

    @settings(
        max_examples=1200, derandomize=True, deadline=None, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        role=st.sampled_from(sorted(access.Role)),
        bad=st.lists(
            st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), min_size=6, max_size=12
        ),
        drawn=st.integers(0, 2**30),
    )  # fmt: skip
    def run(role: access.Role, bad: list[str], drawn: int) -> None:
        if time.monotonic() > ends:
            return
        one = every[len(seen) % len(every)] if len(seen) < len(every) else chance.choice(every)
        kept = [name for name in fields if (drawn + len(name)) % 5]  # some are missing
        body = {name: bad[at % len(bad)] for at, name in enumerate(kept)}
        role = access.Role.ADMINISTRATOR if drawn % 2 else role
        try:
            answer = browsers[role].post(ground.path(one, 0), body)
        except Exception as error:  # noqa: BLE001 - a fault is what is looked for
            wrong.append(f"{one.route} as {role}: {type(error).__name__}: {error}"[:300])
            seen.add(one.route)
            return
        content_of(answer)
        seen.add(one.route)
        if answer.status_code >= 500:
            wrong.append(f"{one.route} as {role}: {answer.status_code}")

    run()
    assert len(seen) == len({one.route for one in every})
    assert not wrong, sorted(set(wrong))[:12]


@pytest.mark.parametrize(
    ("path", "typed", "field", "shown"),
    [
        ("/settings/people/invite/", {"email": "no <b>address", "role": "viewer"}, "email",
         "no <b>address"),
        ("/settings/sharing/offer/", {"receiver": "x", "purpose": "ตรวจ 🧵", "until": "soon"},
         "until", "ตรวจ 🧵"),
        ("/settings/tokens/make/", {"label": "\u202enightly", "days": "-3"}, "days", "-3"),
        ("/programmes/new/", {"code": "", "title": "Fair & <i>", "begins_on": "2026-02-31"},
         "begins_on", "Fair & <i>"),
    ],
)  # fmt: skip
def test_what_was_typed_stays_with_an_error_beside_its_field(
    ground: Any, path: str, typed: dict[str, str], field: str, shown: str
) -> None:
    answer = signed_in(ground.homes[0].people[access.Role.ADMINISTRATOR]).post(path, typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert html.escape(shown) in text
    assert re.search(
        rf'name="{field}"[^>]*aria-invalid="true"|id="[^"]*{field}[^"]*error', text
    ) or ('class="error"' in text)
