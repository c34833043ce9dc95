"""Fills a fresh home with invented accounts and a small world, and prints how to reach them.

{"sessions": {account: session key}, "places": {name: public id}}. Run as a program with CREST_HOME
set, so that no test process shares the server's database.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crest.web.settings")
sys.path.insert(0, str(Path(__file__).parents[1] / "platform"))

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import override_settings  # noqa: E402

from crest.access import facade as access  # noqa: E402
from crest.findings import facade as findings  # noqa: E402

IMMEDIATE = "django_tasks.backends.immediate.ImmediateBackend"
ACCOUNTS = {
    "administrator": ("Nordhav Imports", access.Kind.BUYER, access.Role.ADMINISTRATOR),
    "analyst": ("Nordhav Imports", access.Kind.BUYER, access.Role.ANALYST),
    "supplier": ("Tha Luang Cold Foods", access.Kind.EMPLOYER, access.Role.CONTRIBUTOR),
    "recruiter": ("River Gate Recruitment", access.Kind.RECRUITER, access.Role.CONTRIBUTOR),
    "researcher": ("Open Chains Institute", access.Kind.RESEARCHER, access.Role.RESEARCHER),
}


def people() -> tuple[dict[str, object], dict[str, str]]:
    """Every organisation by name, and a session of every account."""
    import factories  # noqa: PLC0415 - needs Django

    homes: dict[str, object] = {}
    sessions: dict[str, str] = {}
    for account, (name, kind, role) in ACCOUNTS.items():
        if name not in homes:
            homes[name] = factories.organisation(name, kind)
        person = factories.person(homes[name], role)
        person.email = f"{account}@example.org"
        person.save()
        sessions[account] = factories.signed_in(person).cookies["crest_session"].value
    return homes, sessions


def world(buyer: object) -> dict[str, str]:
    """A workplace with both chains, a pair to judge, lists, and a finished run with findings."""
    import factories  # noqa: PLC0415
    import factories_evidence as lists  # noqa: PLC0415
    import factories_findings as found  # noqa: PLC0415
    import factories_supplychain as chain  # noqa: PLC0415

    from crest.supplychain import facade as supplychain  # noqa: PLC0415

    nodes = chain.nordvik(buyer)
    chain.claim(nodes["site"], "name", "Khlong Saeng Garment", row=chain.row(buyer))
    pair = chain.pair(buyer)
    supplychain.index_everything(buyer.pk)
    by = factories.actor(buyer, access.Role.ANALYST)
    ready = lists.received(by, lists.SITES)
    run = found.finished(by, found.finding_row(nodes["agency"]), found.finding_row())
    finding = findings.findings_of(by)[0]
    return {
        "site": nodes["site"].ref, "agency": nodes["agency"].ref, "pair": pair.ref,
        "batch": ready.ref, "run": run.ref, "finding": finding.ref,
    }  # fmt: skip


def main() -> None:
    """Make the tables, the accounts with their sessions, and the world."""
    call_command("migrate", verbosity=0)
    homes, sessions = people()
    with override_settings(TASKS={"default": {"BACKEND": IMMEDIATE}}):
        places = world(homes["Nordhav Imports"])
    print(json.dumps({"sessions": sessions, "places": places}))


if __name__ == "__main__":
    main()
