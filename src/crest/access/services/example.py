"""Accounts of the shipped example: made by `crest demo` alone, in an installation that says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crest.access.actors import actor_for
from crest.access.delivery import MOST_TRIES
from crest.access.errors import Refused
from crest.access.models.events import Delivery
from crest.access.models.jobs import Job
from crest.access.models.organisations import Membership, Organisation
from crest.access.models.people import Person
from crest.access.permissions import Kind, Role
from crest.access.records import Actor
from crest.access.trail import Said, append
from crest.config import config


@dataclass(frozen=True, slots=True)
class Busy:
    """What the worker has still to do. `failed`: sentences of jobs and steps that failed."""

    steps: int
    jobs: int
    title: str
    step: str
    done: int
    total: int
    failed: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return not self.steps and not self.jobs


def make_example_account(
    email: str, *, password: str, name: str, organisation: str, kind: Kind, role: Role,
    runs_installation: bool = False,
) -> Actor:  # fmt: skip
    """Somebody invented, in an invented organisation.

    Raises Refused in an installation that is not an example.
    """
    _need_example()
    with transaction.atomic():
        home, _ = Organisation.objects.get_or_create(name=organisation, defaults={"kind": kind})
        person = Person.objects.create_user(
            email, password, name=name, runs_installation=runs_installation
        )
        Membership.objects.create(person=person, organisation=home, role=role)
        append(
            None, Said(tag="access:person:make_example", subject=str(person.pk)),
            at=timezone.now(),
        )  # fmt: skip
    return _acting(person)


def example_actor(email: str) -> Actor:
    """Somebody of the example, acting for the organisation it belongs to. Raises Refused."""
    _need_example()
    return _acting(Person.objects.get(email=email))


def example_is_busy() -> Busy:
    """How far the background work of the example has come. Raises Refused."""
    _need_example()
    steps = Delivery.objects.filter(done_at=None, tries__lt=MOST_TRIES)
    jobs = Job.objects.everywhere("the example waits for its own work")
    open_jobs = jobs.filter(state__in=(Job.WAITING, Job.RUNNING))
    now = open_jobs.filter(state=Job.RUNNING).order_by("pk").first()
    bad = jobs.filter(state=Job.FAILED).values_list("title", "sentence", "todo")
    slow = steps.filter(~Q(sentence=""), tries__gte=3).values_list("step", "sentence")
    return Busy(
        steps=steps.count(),
        jobs=open_jobs.count(),
        title=now.title if now else "",
        step=now.step if now else "",
        done=now.done if now else 0,
        total=now.total if now else 0,
        failed=(
            *(f"{title}: {sentence} {todo}".strip() for title, sentence, todo in bad),
            *(f"{step}: {sentence}" for step, sentence in slow),
        ),
    )


def _acting(person: Person) -> Actor:
    by = actor_for(person, on=timezone.localdate(), confirmed=True, second_factor_demanded=False)
    if by is None:
        raise Refused(f"{person} belongs to no organisation of the example.")
    return by


def _need_example() -> None:
    if not config().example:
        raise Refused(
            "This installation is not an example: no invented accounts are made in it.",
            todo="Run crest demo, which makes an installation of its own.",
        )
