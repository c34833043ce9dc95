"""A worker killed at any moment loses nothing and repeats nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from factories import actor
from factories_evidence import CHANNELS, LINKS, SITES, accepted

from crest.access import facade as access
from crest.access.jobs import carry_out
from crest.access.models import Job
from crest.supplychain import facade as supplychain
from crest.supplychain.models import Claim, Link, Node, Resolution
from crest.supplychain.services import resolving, staging

pytestmark = pytest.mark.room
ROOT = Path(__file__).parents[3]


def seen(by: access.Actor) -> list[tuple[object, ...]]:
    """What a person sees, in one comparable list."""
    claims = Claim.objects.owned_by(by).filter(node__state="live")
    rows: list[tuple[object, ...]] = sorted(
        claims.values_list("node__name", "field", "value", "row__number", "chosen")
    )
    links = Link.objects.owned_by(by).values_list("giver__name", "receiver__name", "relation")
    return [*rows, *sorted(links)]


def lists(by: access.Actor) -> None:
    accepted(by, SITES)
    accepted(by, LINKS, "links.csv")
    accepted(by, CHANNELS, "labour_channels.csv")


class Killed(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize("moment", ["staging", "verb", "after the tables"])
@pytest.mark.django_db(transaction=True)
def test_a_resolution_that_ends_in_the_middle_is_made_whole_by_the_next(
    moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean, by = actor(), actor()
    lists(clean)
    supplychain.resolve(by=clean)
    lists(by)
    with monkeypatch.context() as patch:
        if moment == "staging":
            calls = []

            def second_fails(*args: object, **named: object) -> int:
                calls.append(1)
                if len(calls) > 1:
                    raise Killed
                return real(*args, **named)  # type: ignore[arg-type]

            real = staging.index_nodes
            patch.setattr(staging, "_PIECE", 2)
            patch.setattr(staging, "index_nodes", second_fails)
        elif moment == "verb":
            patch.setattr(resolving, "resolution_card", _killed)
        else:
            patch.setattr(resolving, "_tidy", _killed)
        with pytest.raises(Killed):
            supplychain.resolve(by=by)
    if moment != "after the tables":
        assert seen(by) == []
        assert not Resolution.objects.owned_by(by).exists()
    supplychain.resolve(by=by)
    assert seen(by) == seen(clean)
    assert not Node.objects.owned_by(by).exclude(state="live").exists()


def _killed(*_args: object, **_named: object) -> None:
    raise Killed


@pytest.mark.django_db(transaction=True)
def test_a_job_given_back_after_its_worker_died_ends_as_one() -> None:
    by = actor()
    lists(by)
    supplychain.start_resolving(by=by)
    job = Job.objects.owned_by(by).latest("pk")
    if job.state == Job.WAITING:
        carry_out.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.DONE
    carry_out.call(job.pk)
    assert Resolution.objects.owned_by(by).get().number == 1


def test_what_changed_meanwhile_is_seen_and_the_work_done_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = actor()
    accepted(by, SITES)
    second: list[str] = []
    real = resolving.stage

    def while_it_works(*args: object) -> None:
        if not second:
            second.append(accepted(by, LINKS, "links.csv").ref)
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(resolving, "stage", while_it_works)
    card = supplychain.resolve(by=by)
    assert second[0] in card.batches
    assert Link.objects.owned_by(by).exists()


CHILD = """
    import os, sys
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    sys.path.insert(0, {platform!r})
    from factories import actor, again, organisation
    from factories_evidence import LINKS, accepted
    from crest.access import facade as access
    from crest.access.models import Organisation, Person
    from crest.access.actors import system_for
    from crest.supplychain import facade as supplychain
    from crest.supplychain.services import staging
    import datetime as dt
    home = Organisation.objects.filter(name="Killed").first()
    if home is None:
        home = organisation("Killed")
        by = actor(home)
        text = "name,address,city,country,workers\\n" + "".join(
            f"Invented Works {{n}} {{chr(65 + n % 26)}}{{chr(65 + n % 23)}},{{n}} Road {{n * 7}},"
            f"Yangon,Myanmar,{{n + 20}}\\n" for n in range(400))
        accepted(by, text)
    by = system_for(home, on=dt.date(2026, 3, 31))
    staging._PIECE = 25
    real = staging.index_nodes
    def slow(*args, **named):
        print("staged", flush=True)
        import time
        time.sleep(float(os.environ["PAUSE"]))
        return real(*args, **named)
    staging.index_nodes = slow
    print("resolving", flush=True)
    card = supplychain.resolve(by=by)
    from crest.supplychain.models import Claim, Node
    live = Node.objects.owned_by(by).filter(state="live").count()
    print("result", card.number, live, Node.objects.owned_by(by).count(),
          Claim.objects.owned_by(by).count(), flush=True)
"""


@pytest.mark.slow
def test_kill_minus_nine_in_the_middle_of_a_resolution(tmp_path: Path) -> None:
    script = textwrap.dedent(CHILD).format(platform=str(ROOT / "tests" / "platform"))
    environment = {
        **os.environ, "CREST_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "crest.web.settings",
        "PAUSE": "0.2",
    }  # fmt: skip
    environment.pop("CREST_DATABASE", None)
    started = [sys.executable, "-c", script]
    with subprocess.Popen(started, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        staged = 0
        for line in child.stdout:
            staged += line.startswith("staged")
            if staged == 4:
                break
        child.send_signal(signal.SIGKILL)
        child.wait(30)
    again = subprocess.run(
        [sys.executable, "-c", script], env=environment | {"PAUSE": "0"}, capture_output=True,
        text=True, timeout=300,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr[-2000:]
    words = again.stdout.strip().splitlines()[-1].split()
    number, live, nodes, claims = map(int, words[1:])
    assert number == 1
    assert live == nodes
    assert claims == 400 * 5
