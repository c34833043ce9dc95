"""Every setting of an installation: one typed class, one docstring line each.

A setting comes from the environment (`CREST_DATABASE`) or from `crest.toml` beside the data
(`database = "…"`); the environment wins. Unknown names in the file are an error, not ignored.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Config:
    """What a person who runs CREST may choose."""

    home: Path = Path("crest-home")
    """Folder of the embedded database, uploaded files, keys and checkpoints."""

    database: str = ""
    """Empty for SQLite in `home`; or postgresql://user:password@host:port/name."""

    secret_key: str = ""
    """Signs sessions. Empty: made once and kept in `home`, readable by its owner only."""

    audit_key: str = ""
    """Keys the audit trail's chain, 64 hexadecimal digits. Empty: made once and kept in `home`."""

    vault_keys: Path | None = None
    """Folder of the keys of workers' names, in no backup. Default `home`/keys/vault."""

    vault_days: int = 35
    """Days until no backup can tell an erased name; the worker sees to it daily."""

    checkpoint_folder: Path | None = None
    """Where signed checkpoints of the audit trail are copied: best another disk or machine."""

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    """Names this server answers to, separated by commas."""

    address: str = "127.0.0.1"
    """Address the server listens on."""

    port: int = 8000
    """Port the server listens on."""

    https: bool = False
    """Whether people reach the server by https: cookies are then sent by https only."""

    second_factor: str = "required"
    """`required` for staff, or `offered`: then nobody is made to have one (examples only)."""

    example: bool = False
    """Whether this installation shows invented data; every page then says so."""

    upload_megabytes: int = 64
    """Largest file that may be uploaded."""

    api_per_minute: int = 1200
    """Requests one token may make in a minute; an organisation five times as many. 0: no limit."""

    mail_folder: Path | None = None
    """Where letters are written as files when no mail server is set; default `home`/letters."""

    mail_server: str = ""
    """smtp://user:password@host:port of the mail server; empty: letters are written as files."""

    language: str = "en"
    """Language of pages for people who have not chosen one: en or th."""


def read_config(environment: Mapping[str, str], folder: Path) -> Config:
    """The settings of the environment and of `crest.toml` in `folder`.

    Raises InputError for an unknown name or a value of the wrong kind.
    """
    file = folder / "crest.toml"
    written = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    kinds = get_type_hints(Config)
    unknown = sorted(set(written) - set(kinds))
    if unknown:
        raise InputError(
            f"{file} names settings that do not exist: {', '.join(unknown)}.",
            todo="See docs/reference/settings.md for their names.",
        )
    given: dict[str, Any] = dict(written)
    given |= {
        name: environment[key] for name in kinds if (key := f"CREST_{name.upper()}") in environment
    }
    return Config(**{name: _typed(name, value, kinds[name]) for name, value in given.items()})


@cache
def config() -> Config:
    """The settings of this process, read once."""
    return read_config(os.environ, Path.cwd())


def documented() -> list[tuple[str, str, str]]:
    """Name, default and meaning of every setting, for the reference page."""
    source = Path(__file__).read_text("utf-8").split("class Config:")[1].split("\ndef ")[0]
    rows = []
    for field in fields(Config):
        after = source.split(f"\n    {field.name}:")[1]
        default = after.split("=", 1)[1].split("\n")[0].strip()
        rows.append((field.name, default, after.split('"""')[1]))
    return rows


def _typed(name: str, value: object, kind: Any) -> Any:
    if kind is bool:
        word = str(value).strip().lower()
        if word not in _WORDS:
            raise InputError(f"The setting {name} must be yes or no, not “{value}”.")
        return _WORDS[word]
    if kind is int:
        if not str(value).strip().isdigit():
            raise InputError(f"The setting {name} must be a whole number, not “{value}”.")
        return int(str(value))
    if kind is Path or Path in get_args(kind):
        return Path(str(value)) if value else None
    if kind == tuple[str, ...]:
        parts = value if isinstance(value, list) else str(value).split(",")
        return tuple(str(part).strip() for part in parts if str(part).strip())
    return str(value)
