"""The three answers, and what is raised when a fact is of the wrong kind."""

from __future__ import annotations

from enum import StrEnum

from crest.engine.errors import CrestError


class Answer(StrEnum):
    """What a test says. Unknown is not no: nobody has recorded what would settle it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def opposite(self) -> Answer:
        """Yes for no, no for yes; unknown stays unknown."""
        return _OPPOSITE[self]


_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}


class FactKindError(CrestError):
    """A fact holds a value that its test cannot be asked of, for example text for a number."""

    code = "logic.fact_kind"

    def __init__(self, fact: str, wanted: str, found: str) -> None:
        super().__init__(
            f"The fact “{fact}” is tested as {wanted} but holds {found}.",
            todo="Give the fact in the kind that the fact book states.",
        )
