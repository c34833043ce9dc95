"""Fills a fresh home with invented accounts and prints a session of each: {account: session key}.

Run as a program with CREST_HOME set, so that no test process shares the server's database.
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

from crest.access import facade as access  # noqa: E402

SECRET = "a long enough secret"  # noqa: S105 - the password of factories.person

ACCOUNTS = {
    "administrator": ("Nordhav Imports", access.Kind.BUYER, access.Role.ADMINISTRATOR),
    "analyst": ("Nordhav Imports", access.Kind.BUYER, access.Role.ANALYST),
    "supplier": ("Tha Luang Cold Foods", access.Kind.EMPLOYER, access.Role.CONTRIBUTOR),
    "recruiter": ("River Gate Recruitment", access.Kind.RECRUITER, access.Role.CONTRIBUTOR),
    "researcher": ("Open Chains Institute", access.Kind.RESEARCHER, access.Role.RESEARCHER),
}


def main() -> None:
    """Make the tables, the accounts and their sessions."""
    call_command("migrate", verbosity=0)
    import factories  # noqa: PLC0415 - needs Django

    homes: dict[str, object] = {}
    said: dict[str, str] = {}
    for account, (name, kind, role) in ACCOUNTS.items():
        home = homes.setdefault(name, None) or factories.organisation(name, kind)
        homes[name] = home
        person = factories.person(home, role)
        person.email = f"{account}@example.org"
        person.save()
        said[account] = factories.signed_in(person).cookies["crest_session"].value
    print(json.dumps(said))


if __name__ == "__main__":
    main()
