"""crest createadmin: the first person, who can invite all others."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Annotated

import typer

from crest.cli.platform_ready import need_database
from crest.engine.errors import InputError


def createadmin(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address to sign in with.")],
    name: Annotated[str, typer.Option("--name", help="The person's name, as others see it.")] = "",
    organisation: Annotated[
        str, typer.Option("--organisation", help="The organisation the person acts for.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help="What the organisation is.")] = "buyer",
) -> None:
    """Make a person who runs this installation; the password is asked for, never an argument."""
    need_database()
    from crest.access import facade as access  # noqa: PLC0415 - after Django has started

    made = access.make_administrator(
        email, password=read_secret("Password"), name=name, organisation=organisation, kind=kind
    )
    typer.echo(f"{made} can sign in now.")


def read_secret(words: str, *, twice: bool = True) -> str:
    """A secret typed at a terminal, or the first line of standard input.

    Raises InputError when it is empty or typed differently the second time.
    """
    if not sys.stdin.isatty():
        secret = sys.stdin.readline().rstrip("\r\n")
    else:
        secret = getpass(f"{words}: ")
        if twice and getpass(f"{words} again: ") != secret:
            raise InputError("The two are not the same.", todo="Nothing was done; try again.")
    if not secret:
        raise InputError(
            f"{words} was empty.", todo="Type it, or give it as the first line of standard input."
        )
    return secret
