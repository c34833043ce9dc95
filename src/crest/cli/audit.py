"""crest audit: checks the audit trail, and signs where it stands."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from crest.cli.platform_ready import need_database

audit = typer.Typer(help="Check the audit trail, or sign where it stands.", no_args_is_help=True)


@audit.command("verify")
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Check every entry, the head of the chain and every signed copy."""
    need_database()
    from crest.access import facade as access  # noqa: PLC0415 - after Django has started

    verdict = access.verify_trail()
    if as_json:
        typer.echo(json.dumps(asdict(verdict), ensure_ascii=False, indent=1))
    else:
        for sentence in verdict.faults:
            typer.echo(f"✗ {sentence}")
        typer.echo(f"{verdict.entries} entries, {verdict.checkpoints} signed copies")
    if verdict.faults:
        raise access.TrailBroken(
            f"The audit trail does not hold: {len(verdict.faults)} faults.",
            todo="See docs/how-to/verify-the-audit-trail.md.",
        )
    if not as_json:
        typer.echo(
            f"✓ The trail is whole. Signed copies cover it up to entry {verdict.covered}."
            if verdict.covered
            else "✓ The chain is whole; no signed copy covers it yet (crest audit checkpoint)."
        )


@audit.command("checkpoint")
def checkpoint() -> None:
    """Sign where the trail stands now and copy that off the database."""
    need_database()
    from crest.access import facade as access  # noqa: PLC0415

    made = access.sign_checkpoint()
    if made is None:
        typer.echo("The trail has no entry yet; there is nothing to sign.")
    else:
        typer.echo(
            f"Entry {made.sequence} is signed; the copy lies in {access.checkpoint_folder()}"
        )
