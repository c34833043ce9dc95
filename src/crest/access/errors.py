"""What access says when it says no."""

from __future__ import annotations

from crest.engine.errors import CrestError


class NotAllowed(CrestError):  # noqa: N818 - an answer more than a failure
    """The actor has no permission for the verb; nothing was changed."""

    code = "access.not_allowed"


class NotFound(CrestError):  # noqa: N818
    """No such record within what the actor may see; whether it exists elsewhere is not told."""

    code = "access.not_found"


class Refused(CrestError):  # noqa: N818
    """What was asked cannot be done in this state, or the values cannot be used.

    `fields` gives a sentence per field name, to be shown beside the field.
    """

    code = "access.refused"

    def __init__(
        self, sentence: str, *, todo: str = "", fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(sentence, todo=todo)
        self.fields = fields or {}


class TrailBroken(CrestError):  # noqa: N818
    """The audit trail does not verify."""

    code = "access.trail_broken"
