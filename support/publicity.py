"""Which records of this room the public may know of: those that name a published cluster, and only those."""

from collections.abc import Callable
from typing import Any, TypeVar

import pgtrigger
from django.db import models

from published.triggers import Publicity

M = TypeVar("M", bound=type[models.Model])

#: That the record with the number names a published cluster, in SQL.
_NAMES_ONE = (
    "EXISTS (SELECT FROM {links} link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id"
    " WHERE link.{column} = {number} AND cluster.publication = 'published')"
)
#: The function is made by the migration ``publish_by_cluster``, with the trigger on the clusters themselves.
_TOLD = """
IF EXISTS (SELECT FROM clusters_cluster WHERE id IN (OLD.cluster_id, NEW.cluster_id) AND publication = 'published') THEN
    PERFORM publish_by_cluster('{resource}', coalesce(NEW.{column}, OLD.{column}), {is_now});
END IF;
RETURN NULL;
"""


def of_clusters(links: str, column: str) -> Publicity:
    """Publicity of records that name clusters in the table ``links``, whose ``column`` refers to them."""
    return Publicity(when=_NAMES_ONE.format(links=links, column=column, number="{row}.id"))


def published_link(resource: str, record: str) -> Callable[[M], M]:
    """Class decorator: the rows say which clusters a record of the resource names, by the foreign key ``record``.

    What a link does to a record is told as that record's: it comes before the public, leaves it, or has other
    ``clusters``. Whether it was there before is read out of the stream, for one statement may write several links.
    """

    def decorate(model: M) -> M:
        column = model._meta.get_field(record).attname  # type: ignore[union-attr]
        links = model._meta.db_table
        number = f"coalesce(NEW.{column}, OLD.{column})"
        is_now = _NAMES_ONE.format(links=links, column=column, number=number)
        trigger = pgtrigger.Trigger(
            name="publish_clusters",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=_TOLD.format(resource=resource, column=column, is_now=is_now),
        )
        registered: Any = pgtrigger.register(trigger)(model)
        return registered  # type: ignore[no-any-return]

    return decorate
