"""Imports: what is known of each, and the rows that wait to be written."""

from imports.models.batch import Batch, Missing, State
from imports.models.staged_row import StagedRow

__all__ = ["Batch", "Missing", "StagedRow", "State"]
