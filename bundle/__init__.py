"""Bundled data: read strictly, write idempotently, report what happened. A leaf without tables."""
