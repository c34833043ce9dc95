# ruff: noqa: S311 - the same bytes on every run
"""A sealed stream gives back exactly what went in, or nothing."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any, cast

import pytest

from crest.access.backups import sealing
from crest.access.backups.sealing import CHUNK, Opener, Sealer, Secret
from crest.engine.errors import InputError

pytestmark = pytest.mark.room
WORDS = Secret(b"a passphrase of the tests")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_COST", {"n": 1 << 10, "r": 8, "p": 1})


def sealed(plain: bytes, secret: Secret = WORDS) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, secret)
    sealer.write(plain)
    sealer.finish()
    return out.getvalue()


def opened(data: bytes, secret: Secret = WORDS) -> bytes:
    return cast("Any", io.BufferedReader(Opener(io.BytesIO(data), secret))).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_goes_in_comes_out(size: int) -> None:
    plain = random.Random(size).randbytes(size)
    assert opened(sealed(plain)) == plain


def test_nothing_readable_stays_in_the_file() -> None:
    assert b"worker" not in sealed(b"worker" * 1000)


def test_another_passphrase_or_key_opens_nothing(tmp_path: Path) -> None:
    data = sealed(b"content")
    with pytest.raises(InputError, match="wrong"):
        opened(data, Secret(b"another passphrase"))
    (tmp_path / "key").write_bytes(b"k" * 32)
    with pytest.raises(InputError, match="sealed with a passphrase"):
        opened(data, Secret.of_file(tmp_path / "key"))
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(InputError, match="shorter"):
        Secret.of_file(tmp_path / "key")


def test_a_key_file_opens_what_it_sealed(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    secret = Secret.of_file(tmp_path / "key")
    assert opened(sealed(b"content", secret), secret) == b"content"


def test_every_flipped_byte_is_seen() -> None:
    plain = random.Random(5).randbytes(2 * CHUNK + 99)
    whole = sealed(plain)
    chance = random.Random(7)
    places = [*range(160), *(chance.randrange(len(whole)) for _ in range(80)), len(whole) - 1]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        with pytest.raises(InputError):
            opened(bytes(damaged))


def test_every_cut_is_seen_even_between_chunks() -> None:
    whole = sealed(b"x" * (2 * CHUNK + 5))
    step = CHUNK + 4 + 16
    head = len(whole) - 2 * step - (5 + 4 + 16)
    for length in [0, 3, head - 1, head, head + step, head + 2 * step, len(whole) - 1]:
        with pytest.raises(InputError):
            opened(whole[:length])


def test_chunks_cannot_be_swapped_repeated_or_added() -> None:
    whole = sealed(bytes(CHUNK) + b"\1" * CHUNK + b"end")
    step = CHUNK + 4 + 16
    head = len(whole) - 2 * step - (3 + 4 + 16)
    first, second = whole[head : head + step], whole[head + step : head + 2 * step]
    tail = whole[head + 2 * step :]
    for body in (second + first + tail, first + first + tail, first + tail, whole[head:] + tail):
        with pytest.raises(InputError):
            opened(whole[:head] + body)
