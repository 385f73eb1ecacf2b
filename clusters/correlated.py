"""Rows of other tables for use inside the query around them, most of them belonging to its row.

Models import querysets, so these reach the models by name.
"""

from typing import Any

from django.apps import apps
from django.db.models import OuterRef


def of_model(model: str) -> Any:
    """All rows of a model of this app."""
    return apps.get_model("clusters", model).objects.all()


def of_cluster(model: str) -> Any:
    """The outer cluster's own rows of a model of this app."""
    return apps.get_model("clusters", model).objects.filter(cluster=OuterRef("pk"))


def of_organisation(model: str) -> Any:
    """The outer organisation's own rows of a model of this app."""
    return apps.get_model("clusters", model).objects.filter(organisation=OuterRef("pk"))
