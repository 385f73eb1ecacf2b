"""The workplace's pages for imports."""

from imports.admin import batch

__all__ = ["batch"]
