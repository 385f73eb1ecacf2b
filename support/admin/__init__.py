"""The workplace of what the programme gives."""

from support.admin.grant import GrantAdmin

__all__ = ["GrantAdmin"]
