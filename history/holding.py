"""What holds a save back: raised inside its transaction, so that nothing of it is kept."""

from typing import Any

from history.applying import Conflict
from history.changesets import Changeset


class HeldError(Exception):
    """A save that is not kept as it stands."""


class RefusedError(HeldError):
    """A rule is against it; the message says which, and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class MeanwhileError(HeldError):
    """Somebody else has changed the record since the form was made."""

    def __init__(self, theirs: Changeset, undecided: list[Conflict]) -> None:
        super().__init__("changed meanwhile")
        self.theirs, self.undecided = theirs, undecided


class MergedError(HeldError):
    """Somebody else has, and both works are kept: ``work`` is to be written instead of the whole form."""

    def __init__(self, work: Changeset, record: Any) -> None:
        super().__init__("merged")
        self.work, self.record = work, record
