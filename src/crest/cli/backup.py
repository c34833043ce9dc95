"""crest backup and crest restore: one encrypted file, checked by restoring it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crest.cli.createadmin import read_secret
from crest.cli.platform_ready import need_database
from crest.engine.errors import InputError

if TYPE_CHECKING:
    from crest.access.facade import Secret

_LEAST = 12
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", help="A file of at least 32 random bytes instead of a passphrase."),
]


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write; must not exist.")
    ],
    key_file: KeyFile = None,
) -> None:
    """Write everything to one encrypted file and check it by restoring it elsewhere."""
    need_database()
    from crest.access import facade as access  # noqa: PLC0415 - after Django has started

    kept = access.back_up(file, _secret(key_file, new=True))
    typer.echo(
        f"{kept.path} ({kept.size:,} bytes) holds {kept.rows:,} rows, {kept.files:,} files and "
        f"{kept.entries:,} entries of the audit trail; restoring it gave the same again."
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of CREST.")],
    key_file: KeyFile = None,
) -> None:
    """Make an empty installation what a backup holds; never overwrites one."""
    need_database(migrated=False)
    from crest.access import facade as access  # noqa: PLC0415

    manifest = access.restore(file, _secret(key_file, new=False))
    rows, files = sum(manifest["rows"].values()), len(manifest["files"]) - 1
    typer.echo(
        f"Restored {rows:,} rows and {files:,} files. Next: crest migrate, then crest serve."
    )


def _secret(key_file: Path | None, *, new: bool) -> Secret:
    from crest.access import facade as access  # noqa: PLC0415

    if key_file is not None:
        return access.Secret.of_file(key_file)
    words = read_secret("Passphrase", twice=new)
    if new and len(words) < _LEAST:
        raise InputError(f"A passphrase needs at least {_LEAST} characters.")
    return access.Secret(words.encode())
