"""What the seal says when it does not open. The sealed bytes are never shown."""

from __future__ import annotations

from crest.engine.errors import CrestError


class SealBroken(CrestError):  # noqa: N818 - a state more than a failure
    """The sealed text was changed, moved to another record, cut, or never sealed."""

    code = "seal.broken"


class KeyGone(CrestError):  # noqa: N818
    """The key was destroyed, on purpose or with its file: what it sealed is unreadable."""

    code = "seal.key_gone"


def broken(column: str) -> SealBroken:
    """The one sentence for every fault, so that faults tell an attacker nothing."""
    return SealBroken(
        f"What is sealed as “{column}” does not open: it was changed, moved or sealed elsewhere.",
        todo="Tell who runs this server; a backup from before may still hold it.",
    )


def gone(what: str) -> KeyGone:
    """The sentence for a key that is not there any more."""
    return KeyGone(
        f"The key of {what} is not there any more, so what it sealed cannot be read.",
        todo="If it was not destroyed on purpose, put the vault's key files back.",
    )
